// SPDX-License-Identifier: EUPL-1.2
//! Which version number follows from what was merged.
//!
//! **Invariant:** the next version depends only on the versions already reachable and on the bump; the same question
//! always gets the same answer, and the answer is above everything that is reachable.

use semver::{BuildMetadata, Prerelease, Version};

/// How far a version moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bump {
    /// A bug was mended.
    Patch,
    /// Something was added or changed.
    Minor,
    /// Something breaks for users.
    Major,
}

impl Bump {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The versions that a commit can reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The highest final one.
    pub last: Option<Version>,
    /// The highest pre-release, where it is above that.
    pub candidate: Option<Version>,
}

impl Reached {
    /// Returns the highest of both.
    #[must_use]
    pub fn highest(&self) -> Option<&Version> {
        self.candidate.as_ref().or(self.last.as_ref())
    }
}

/// Reads a tag `v<semver>` without build metadata; other tags are none of votum's.
#[must_use]
pub fn parse(tag: &str) -> Option<Version> {
    Version::parse(tag.strip_prefix('v')?).ok().filter(|version| version.build.is_empty())
}

/// Reads the version of a tag of whatever series: what follows its prefix.
#[must_use]
pub fn of_tag(tag: &str) -> Option<Version> {
    tag.match_indices('v').find_map(|(at, _)| parse(&tag[at..]))
}

/// Says whether it is no pre-release.
#[must_use]
pub fn is_final(version: &Version) -> bool {
    version.pre.is_empty()
}

/// Returns the final version that follows `last`: `first` if there is none; below 1.0 a breaking change moves the minor
/// number.
#[must_use]
pub fn next(last: Option<&Version>, bump: Bump, first: &Version) -> Version {
    let Some(v) = last else { return first.clone() };
    match bump {
        Bump::Major if v.major > 0 => Version::new(v.major.saturating_add(1), 0, 0),
        Bump::Major | Bump::Minor => Version::new(v.major, v.minor.saturating_add(1), 0),
        Bump::Patch => Version::new(v.major, v.minor, v.patch.saturating_add(1)),
    }
}

/// Returns the version that follows what is reached. After a pre-release the next one is a pre-release as well, until
/// somebody asks for the final version.
#[must_use]
pub fn following(reached: &Reached, bump: Bump, first: &Version, asked: bool) -> Version {
    let base = next(reached.last.as_ref(), bump, first);
    let Some(candidate) = &reached.candidate else { return base };
    let core = Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..candidate.clone() };
    match (asked, base > core) {
        (true, _) => base.max(core),
        (false, false) => Version { pre: counted(&candidate.pre), ..core },
        (false, true) => Version { pre: anew(&candidate.pre), ..base },
    }
}

/// Returns the pre-release after `pre`: the number at its end moves by one.
fn counted(pre: &Prerelease) -> Prerelease {
    let counted = match pre.as_str().rsplit_once('.') {
        Some((label, number)) => number.parse().ok().map(|number: u64| format!("{label}.{}", number.saturating_add(1))),
        None => pre.as_str().parse().ok().map(|number: u64| number.saturating_add(1).to_string()),
    };
    Prerelease::new(&counted.unwrap_or_else(|| format!("{pre}.1"))).unwrap_or_else(|_| pre.clone())
}

/// Returns the first pre-release with the label of `pre`.
fn anew(pre: &Prerelease) -> Prerelease {
    let label = pre.as_str().split('.').next().unwrap_or_default();
    let first = if label.parse::<u64>().is_ok() { "1".to_string() } else { format!("{label}.1") };
    Prerelease::new(&first).unwrap_or_else(|_| pre.clone())
}

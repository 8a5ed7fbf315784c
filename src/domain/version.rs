// SPDX-License-Identifier: EUPL-1.2
//! Which version number follows from what was merged.
//!
//! **Invariant:** the next version depends only on the highest version already reachable and on the bump; the same
//! question always gets the same answer.

use semver::Version;

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

/// Reads a tag `v<semver>`; pre-releases and other tags are none of votum's.
#[must_use]
pub fn parse(tag: &str) -> Option<Version> {
    let version = Version::parse(tag.strip_prefix('v')?).ok()?;
    (version.pre.is_empty() && version.build.is_empty()).then_some(version)
}

/// Returns the tag that follows `highest`: `v0.1.0` if there is none; below 1.0 a breaking change moves the minor
/// number.
#[must_use]
pub fn next(highest: Option<&Version>, bump: Bump) -> String {
    let Some(v) = highest else { return "v0.1.0".to_string() };
    let (major, minor, patch) = match bump {
        Bump::Major if v.major > 0 => (v.major.saturating_add(1), 0, 0),
        Bump::Major | Bump::Minor => (v.major, v.minor.saturating_add(1), 0),
        Bump::Patch => (v.major, v.minor, v.patch.saturating_add(1)),
    };
    format!("v{major}.{minor}.{patch}")
}

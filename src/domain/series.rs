// SPDX-License-Identifier: EUPL-1.2
//! The rules of releases: when they are made, and in which series of versions.
//!
//! **Invariant:** every change of a project belongs to at least one of its series.

use semver::Version;

use super::appointment::Appointment;
use super::ids::{Project, Series};

/// When releases are tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReleaseMode {
    /// After every cleared merge.
    EveryMerge,
    /// When a release manager says so.
    OnCommand,
    /// At the appointments.
    Schedule,
}

/// What becomes of a milestone that bears a version's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Milestones {
    /// Nothing.
    None,
    /// It is attached to the release and closed.
    Close,
    /// The same, and it is made where there is none.
    Create,
}

/// A series of versions of its own within a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesRules {
    /// The project and what stands before its versions.
    pub series: Series,
    /// Glob patterns of the paths that it is made of; empty for all that no other series of the project takes.
    pub paths: Vec<String>,
    /// Files that are kept current with its final versions.
    pub files: Vec<String>,
}

/// How releases are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseRules {
    /// When they are tagged.
    pub mode: ReleaseMode,
    /// At which times, by schedule.
    pub schedule: Vec<Appointment>,
    /// The first version of a series.
    pub first: Version,
    /// Series of their own.
    pub series: Vec<SeriesRules>,
    /// What becomes of milestones.
    pub milestones: Milestones,
    /// Files that are kept current with the final versions of a project.
    pub files: Vec<String>,
}

impl Default for ReleaseRules {
    fn default() -> Self {
        Self {
            mode: ReleaseMode::EveryMerge,
            schedule: Vec::new(),
            first: Version::new(0, 1, 0),
            series: Vec::new(),
            milestones: Milestones::None,
            files: Vec::new(),
        }
    }
}

impl ReleaseRules {
    /// Returns every series of a project, the one of all that is left first.
    #[must_use]
    pub fn series_of(&self, project: &Project) -> Vec<SeriesRules> {
        let own = self.series.iter().filter(|own| own.series.project == *project);
        let (whole, parts): (Vec<_>, Vec<_>) = own.cloned().partition(|own| own.paths.is_empty());
        let main = whole.into_iter().next().unwrap_or_else(|| SeriesRules {
            series: Series { project: project.clone(), prefix: String::new() },
            paths: Vec::new(),
            files: self.files.clone(),
        });
        std::iter::once(main).chain(parts).collect()
    }

    /// Returns how the tags of each series of a project are called, as patterns: `v*`, `bad/v*`.
    #[must_use]
    pub fn tags_of(&self, project: &Project) -> Vec<String> {
        self.series_of(project).into_iter().map(|own| format!("{}v*", own.series.prefix)).collect()
    }

    /// Returns the prefixes of the series that a change of these paths belongs to. One whose paths are not known to be
    /// whole may belong to all of them.
    #[must_use]
    pub fn prefixes(&self, project: &Project, paths: Option<&[String]>) -> Vec<String> {
        let all = self.series_of(project);
        let Some((main, parts)) = all.split_first() else { return Vec::new() };
        let Some(paths) = paths.filter(|paths| !paths.is_empty() && !parts.is_empty()) else {
            return all.into_iter().map(|own| own.series.prefix).collect();
        };
        let touched: Vec<&SeriesRules> =
            parts.iter().filter(|own| paths.iter().any(|path| covers(&own.paths, path))).collect();
        let rest = paths.iter().any(|path| !parts.iter().any(|own| covers(&own.paths, path)));
        let main = rest.then_some(main).into_iter();
        main.chain(touched).map(|own| own.series.prefix.clone()).collect()
    }
}

/// Says whether a path fits one of the patterns; `*` does not cross `/`.
fn covers(patterns: &[String], path: &str) -> bool {
    let fits = |pattern: &String| {
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
        glob.is_ok_and(|glob| glob.compile_matcher().is_match(path))
    };
    patterns.iter().any(fits)
}

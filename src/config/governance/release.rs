// SPDX-License-Identifier: EUPL-1.2
//! How releases are made: `[release]`.

use semver::Version;

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;
use super::gate::glob;
use crate::domain::appointment::Appointment;
use crate::domain::ids::{Project, Series};
use crate::domain::rules::{Milestones, ReleaseMode, ReleaseRules, SeriesRules};
use crate::domain::version;

/// The names of the files that votum keeps current.
const FILES: [&str; 3] = ["publiccode.yml", "publiccode.yaml", "CHANGELOG.md"];

/// Reads `[release]`.
pub(super) fn read(mut table: Table<'_>, upstream: &[Project]) -> ReleaseRules {
    let modes = [
        ("every-merge", ReleaseMode::EveryMerge),
        ("on-command", ReleaseMode::OnCommand),
        ("schedule", ReleaseMode::Schedule),
    ];
    let mode = table.read("mode", |value| value.one_of(&modes, &[])).unwrap_or(ReleaseMode::EveryMerge);
    let given = table.has("schedule");
    let schedule = table.list("schedule", appointment);
    let empty = schedule.as_ref().is_none_or(Vec::is_empty);
    if mode == ReleaseMode::Schedule && (!given || schedule.is_some()) && empty {
        table.fault("schedule", "names no time", "write one such as [\"tue 10:00\"] or [\"1 10:00\"]");
    }
    if mode != ReleaseMode::Schedule && !empty {
        table.fault("schedule", "is never looked at", "write mode = \"schedule\", or leave the times out");
    }
    let first = table.read("first_version", first).unwrap_or_else(|| Version::new(0, 1, 0));
    let fates = [("none", Milestones::None), ("close", Milestones::Close), ("create", Milestones::Create)];
    let milestones = table.read("milestones", |value| value.one_of(&fates, &[])).unwrap_or(Milestones::None);
    let files = table.list("files", file).unwrap_or_default();
    let mut series: Vec<SeriesRules> = Vec::new();
    for own in table.tables("prefix") {
        series.extend(prefix(own, upstream, &series));
    }
    table.end();
    ReleaseRules { mode, schedule: schedule.unwrap_or_default(), first, series, milestones, files }
}

/// Reads one `[[release.prefix]]`.
fn prefix(mut table: Table<'_>, upstream: &[Project], others: &[SeriesRules]) -> Option<SeriesRules> {
    let project = table.need("project", "\"forge:group/project\"", |value| {
        let text = value.text()?;
        let found = Project::parse(&text).filter(|project| upstream.contains(project));
        if found.is_none() {
            let what = format!("{} is not among the upstream projects", quote(&text));
            value.fault(what, "write one as it stands in projects.upstream");
        }
        found
    });
    let paths = table.list("paths", glob).unwrap_or_default();
    let tag = table.need("tag", "\"bad/\", what stands before the v of its versions", |value| {
        let text = value.text()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let sound = text.chars().all(plain)
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(['/', '-', '_', '.'])
            && !["..", "//", "./", "/."].iter().any(|odd| text.contains(odd))
            && version::of_tag(&format!("{text}v1.0.0")).is_some_and(|version| version == Version::new(1, 0, 0));
        if !sound {
            let what = format!("{} cannot stand before a version", quote(&text));
            value.fault(what, "write letters and digits that end with / or -, such as \"bad/\"");
            return None;
        }
        if others.iter().any(|other| Some(&other.series.project) == project.as_ref() && other.series.prefix == text) {
            value.fault(format!("{} stands before two series of one project", quote(&text)), "give each its own");
            return None;
        }
        Some(text)
    });
    let files = table.list("files", file).unwrap_or_default();
    let whole = |other: &SeriesRules| Some(&other.series.project) == project.as_ref() && other.paths.is_empty();
    if paths.is_empty() && others.iter().any(whole) {
        table.fault("paths", "is missing in two series of one project", "say which paths each is made of");
    }
    table.end();
    Some(SeriesRules { series: Series { project: project?, prefix: tag? }, paths, files })
}

fn appointment(value: &Value<'_>) -> Option<Appointment> {
    let text = value.text()?;
    let found = Appointment::parse(&text);
    if found.is_none() {
        value.fault(
            format!("{} is no time that comes round", quote(&text)),
            "write a day of the week or of the month and an hour, such as \"tue 10:00\" or \"1 10:00\"",
        );
    }
    found
}

fn first(value: &Value<'_>) -> Option<Version> {
    let text = value.text()?;
    let found = Version::parse(&text).ok().filter(|version| version.pre.is_empty() && version.build.is_empty());
    if found.is_none() {
        value.fault(format!("{} is no final version", quote(&text)), "write one such as \"0.1.0\" or \"1.0.0\"");
    }
    found
}

fn file(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    let name = text.rsplit('/').next().unwrap_or_default();
    let within = text.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if !within || !FILES.contains(&name) {
        let what = format!("{} is no file that votum can keep current", quote(&text));
        value.fault(what, format!("write the path of one of {}", FILES.join(", ")));
        return None;
    }
    Some(text)
}

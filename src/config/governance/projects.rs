// SPDX-License-Identifier: EUPL-1.2
//! Where the partnership's tickets and merge requests lie.

use std::collections::BTreeMap;

use super::super::fault::quote;
use super::super::nearest::nearest;
use super::super::table::Table;
use super::super::value::Value;
use crate::domain::ids::Project;

/// The projects of a partnership.
pub(super) struct Projects {
    /// Whose issues are tickets.
    pub(super) tickets: Vec<Project>,
    /// Whose merge requests are gated.
    pub(super) upstream: Vec<Project>,
    /// Those of them that make up the core.
    pub(super) core: Vec<Project>,
    /// Where some of them lie now, and under which name they are known.
    pub(super) renamed: BTreeMap<Project, Project>,
}

/// Reads `[projects]`.
pub(super) fn read(mut table: Table<'_>, forges: &[String]) -> Projects {
    if !table.has("tickets") {
        table.fault("tickets", "is missing", "write tickets = [\"forge:group/project\"]");
    }
    let tickets = table.list("tickets", |value| project(value, forges));
    if tickets.as_ref().is_some_and(Vec::is_empty) {
        table.fault("tickets", "names no project", "write at least one, such as [\"opencode:group/project\"]");
    }
    let upstream = table.list("upstream", |value| project(value, forges)).unwrap_or_default();
    let core = table.list("core", |value| {
        let found = project(value, forges)?;
        if !upstream.contains(&found) {
            value.fault(
                format!("{} is not among the upstream projects", quote(&found.to_string())),
                "add it to projects.upstream or take it out of the core",
            );
        }
        Some(found)
    });
    let tickets = tickets.unwrap_or_default();
    let renamed = renamed(table.table("renamed"), &tickets, &upstream, forges);
    table.end();
    Projects { tickets, upstream, core: core.unwrap_or_default(), renamed }
}

/// Reads `renamed`: the paths above, and where their projects lie now.
fn renamed(
    mut table: Table<'_>,
    tickets: &[Project],
    upstream: &[Project],
    forges: &[String],
) -> BTreeMap<Project, Project> {
    let known = |project: &Project| tickets.contains(project) || upstream.contains(project);
    let mut renamed = BTreeMap::new();
    for (key, value) in table.others() {
        let Some(old) = Project::parse(key).filter(known) else {
            value
                .fault("is not among the projects", "write the old path before it as it stands in tickets or upstream");
            continue;
        };
        let Some(new) = project(&value, forges) else { continue };
        if known(&new) || renamed.contains_key(&new) {
            value.fault(
                format!("{} is another project of the rules", quote(&new.to_string())),
                "leave the old path in tickets, upstream and core, and write the new one here alone",
            );
        } else {
            renamed.insert(new, old);
        }
    }
    table.end();
    renamed
}

/// Reads `forge:group/project`.
pub(in crate::config) fn project(value: &Value<'_>, forges: &[String]) -> Option<Project> {
    let text = value.text()?;
    let Some(project) = Project::parse(&text) else {
        value.fault(format!("{} is not a project", quote(&text)), "write forge and path as \"opencode:group/project\"");
        return None;
    };
    forge(value, &project.forge, forges).then_some(project)
}

/// Says whether `id` is a forge of `votum.toml`, and reports it where it is not.
pub(super) fn forge(value: &Value<'_>, id: &str, forges: &[String]) -> bool {
    if forges.is_empty() || forges.iter().any(|forge| forge == id) {
        return true;
    }
    let remedy = match nearest(id, forges.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean {}?", quote(meant)),
        None => format!("write one of {} or add a [[forge]] to votum.toml", forges.join(", ")),
    };
    value.fault(format!("{} is not a forge of votum.toml", quote(id)), remedy);
    false
}

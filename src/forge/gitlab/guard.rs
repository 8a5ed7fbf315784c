// SPDX-License-Identifier: EUPL-1.2
//! How a branch is guarded: its protection rules, those of the release tags, and the project's settings for merging.
//!
//! GitLab shows rules to Maintainers only. To anybody else the branch itself still says whether it is protected and
//! whether developers may write to it.
//!
//! **Invariant:** several rules may hold for one branch, and the mildest counts, as in GitLab.

use gitlab::api::common::path_escaped;
use gitlab::api::projects::Project;

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::project::{has_ci, seen};
use super::{built, shape};
use crate::domain::guard::{Guard, Holder};
use crate::forge::Answer;

/// GitLab's number for the role Developer.
const DEVELOPER: u64 = 30;
/// GitLab's number for the role Maintainer.
pub(super) const MAINTAINER: u64 = 40;
/// GitLab's number for administrators in protection rules.
const ADMINISTRATOR: u64 = 60;
/// A release tag as votum sets it.
const TAG: &str = "v1.0.0";

/// Reads how a branch is guarded; `None` where there is no such branch.
pub(super) async fn guard(client: &Client, project: &str, branch: &str) -> Answer<Option<Guard>> {
    let what = format!("to read how the branch {branch} of {project} is guarded");
    let ask = Ask::new(client, "branch", what.as_str());
    let place = Place::of_project(project, &format!("repository/branches/{}", path_escaped(branch)));
    let Some(shown) = ask.maybe::<shape::Branch>(&place).await? else { return Ok(None) };
    let ask = Ask::new(client, "project", what.as_str());
    let settings: shape::Project = ask.one(&built(Project::builder().project(project).build())).await?;
    let branches = rules(client, project, "protected_branches", &what).await?.map(|rules| about(rules, branch));
    let tags = rules(client, project, "protected_tags", &what).await?.map(|rules| about(rules, TAG));
    let of = |list: fn(&shape::Rule) -> &Vec<shape::Access>| {
        branches.as_ref().map(|rules| rules.iter().flat_map(list).filter_map(holder).collect())
    };
    let tags = tags.map(|rules| match rules.as_slice() {
        // What no rule protects, every developer may set.
        [] => vec![Holder::Developers],
        rules => rules.iter().flat_map(|rule| &rule.create_access_levels).filter_map(holder).collect(),
    });
    Ok(Some(Guard {
        protected: shown.protected,
        push: of(|rule| &rule.push_access_levels),
        merge: of(|rule| &rule.merge_access_levels),
        developers: shown.developers_can_push || shown.developers_can_merge,
        force: branches.iter().flatten().any(|rule| rule.allow_force_push),
        own: shown.can_push,
        maintains: settings.role() >= MAINTAINER,
        tags,
        has_ci: has_ci(client, &settings).await?,
        pipelines: settings.only_allow_merge_if_pipeline_succeeds,
        threads: settings.only_allow_merge_if_all_discussions_are_resolved,
    }))
}

/// Reads all rules of a kind; `None` where the account may not see them.
pub(super) async fn rules(
    client: &Client,
    project: &str,
    kind: &'static str,
    what: &str,
) -> Answer<Option<Vec<shape::Rule>>> {
    seen(Ask::new(client, kind, what).all(&Place::of_project(project, kind)).await)
}

/// The rules that hold for a name.
fn about(rules: Vec<shape::Rule>, name: &str) -> Vec<shape::Rule> {
    rules.into_iter().filter(|rule| fits(&rule.name, name)).collect()
}

/// Who is let in by an entry; `None` for nobody. An entry that says nothing votum knows is taken for somebody named.
fn holder(access: &shape::Access) -> Option<Holder> {
    match (access.key, access.user.or(access.group), access.level) {
        (Some(key), ..) => Some(Holder::Key(key)),
        (None, Some(_), _) | (None, None, None) => Some(Holder::Named),
        (None, None, Some(0)) => None,
        (None, None, Some(level)) if level <= DEVELOPER => Some(Holder::Developers),
        (None, None, Some(level)) if level < ADMINISTRATOR => Some(Holder::Maintainers),
        (None, None, Some(_)) => Some(Holder::Administrators),
    }
}

/// Says whether a name fits a rule's, in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(first) else { return false };
    let rest = rest.trim_start_matches('*');
    rest.is_empty() || name.char_indices().map(|(at, _)| at).chain([name.len()]).any(|at| fits(rest, &name[at..]))
}

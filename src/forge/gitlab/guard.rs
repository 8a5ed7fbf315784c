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
use crate::domain::guard::{Guard, Holder, Rule};
use crate::forge::Answer;

/// GitLab's number for the role Developer.
const DEVELOPER: u64 = 30;
/// GitLab's number for the role Maintainer.
pub(super) const MAINTAINER: u64 = 40;
/// GitLab's number for administrators in protection rules.
const ADMINISTRATOR: u64 = 60;
/// Reads how a branch is guarded; `None` where there is no such branch.
pub(super) async fn guard(client: &Client, project: &str, branch: &str, series: &[String]) -> Answer<Option<Guard>> {
    let what = format!("to read how the branch {branch} of {project} is guarded");
    let ask = Ask::new(client, "branch", what.as_str());
    let place = Place::of_project(project, &format!("repository/branches/{}", path_escaped(branch)));
    let Some(shown) = ask.maybe::<shape::Branch>(&place).await? else { return Ok(None) };
    let ask = Ask::new(client, "project", what.as_str());
    let settings: shape::Project = ask.one(&built(Project::builder().project(project).build())).await?;
    let branches = rules(client, project, "protected_branches", &what).await?.map(|rules| about(rules, branch));
    let tags = rules(client, project, "protected_tags", &what).await?;
    let of = |list: fn(&shape::Rule) -> &Vec<shape::Access>| {
        branches.as_ref().map(|rules| rules.iter().flat_map(list).filter_map(holder).collect())
    };
    let tags = tags.map(|found| {
        let bare = !series.iter().all(|tags| found.iter().any(|rule| covers(&rule.name, tags)));
        let met = found.into_iter().filter(|rule| series.iter().any(|tags| meets(&rule.name, tags)));
        // What no rule protects, every developer may set.
        met.flat_map(|met| rule(met).push).chain(bare.then_some(Holder::Developers)).collect()
    });
    Ok(Some(Guard {
        protected: shown.protected,
        push: of(|rule| &rule.push_access_levels),
        merge: of(|rule| &rule.merge_access_levels),
        developers: shown.developers_can_push || shown.developers_can_merge,
        force: branches.iter().flatten().any(|rule| rule.allow_force_push),
        own: shown.can_push,
        key: None,
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

/// Reads the rules that hold for a branch, as far as the account may see them.
pub(super) async fn of_branch(client: &Client, project: &str, branch: &str) -> Answer<Option<Vec<Rule>>> {
    let what = format!("to read the rules for the branch {branch} of {project}");
    let found = rules(client, project, "protected_branches", &what).await?;
    Ok(found.map(|rules| about(rules, branch).into_iter().map(rule).collect()))
}

/// Reads the rules that hold for some of the tags of a series, such as `v*`, as far as the account may see them.
pub(super) async fn of_tags(client: &Client, project: &str, tags: &str) -> Answer<Option<Vec<Rule>>> {
    let what = format!("to read the rules for the tags {tags} of {project}");
    let found = rules(client, project, "protected_tags", &what).await?;
    Ok(found.map(|rules| rules.into_iter().filter(|rule| meets(&rule.name, tags)).map(rule).collect()))
}

/// Takes a rule in. What no plain rule can say is named, so that nobody puts a plain one in its place.
fn rule(found: shape::Rule) -> Rule {
    let levels = [&found.push_access_levels, &found.create_access_levels, &found.merge_access_levels];
    let entries = || levels.into_iter().flatten();
    let named = |access: &shape::Access| access.user.is_some() || access.group.is_some();
    let plain = |access: &shape::Access| !named(access) && access.key.is_none() && access.level == Some(MAINTAINER);
    let unknown = |access: &shape::Access| {
        access.key.is_none() && !named(access) && !matches!(access.level, Some(0 | DEVELOPER | MAINTAINER))
    };
    let more = [
        ("allowed users or groups", entries().any(named)),
        ("roles beside Developer and Maintainer", entries().any(unknown)),
        ("approval by code owners", found.code_owner_approval_required),
        ("allowed to unprotect", !found.unprotect_access_levels.iter().all(plain)),
        ("inherited from a group", found.inherited),
    ];
    let holders = |list: &[shape::Access]| list.iter().filter_map(holder).collect::<Vec<_>>();
    Rule {
        push: [holders(&found.push_access_levels), holders(&found.create_access_levels)].concat(),
        merge: holders(&found.merge_access_levels),
        force: found.allow_force_push,
        more: more.into_iter().filter(|(_, is)| *is).map(|(what, _)| what).collect(),
        name: found.name,
    }
}

/// Says whether a rule's name holds for every tag of a series, such as `bad/v*`.
fn covers(pattern: &str, tags: &str) -> bool {
    let (first, rest) = pattern.split_once('*').unwrap_or((pattern, "none"));
    stem(tags).starts_with(first) && rest.chars().all(|rest| rest == '*')
}

/// Says whether a rule's name may hold for some tag of a series: its beginning does not speak against it.
fn meets(pattern: &str, tags: &str) -> bool {
    let (first, wild) = pattern.split_once('*').map_or((pattern, false), |(first, _)| (first, true));
    first.starts_with(stem(tags)) || (wild && stem(tags).starts_with(first))
}

/// How the tags of a series begin.
fn stem(tags: &str) -> &str {
    tags.strip_suffix('*').unwrap_or(tags)
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

// SPDX-License-Identifier: EUPL-1.2
//! The REST interface, v4: which call means what.
//!
//! Paths are read here and not by the router, because a project's path comes as one part with `%2F` in it.

mod issues;
mod milestones;
mod notes;
mod params;
mod projects;
mod protection;
mod reply;
mod repository;
mod requests;
mod statuses;

pub use params::Params;
pub use reply::Reply;

use super::acts::{Done, Fail};
use super::model::account::GUEST;
use super::model::project::Project;
use super::model::talk::{Kind, Spot};
use super::state::State;

/// A call, read as far as every call is alike.
pub struct Ask<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The parts of the path below `/api/v4`, each percent-decoded.
    pub parts: &'a [&'a str],
    /// The path below `/api/v4` as sent.
    pub raw_path: &'a str,
    /// What the query and the body say.
    pub params: Params,
    /// The account whose token was shown.
    pub by: Option<u64>,
}

impl Ask<'_> {
    /// Returns the account that calls, or refuses with 401.
    pub fn caller(&self) -> Done<u64> {
        self.by.ok_or_else(Fail::unauthorized)
    }

    /// Returns the account that calls if it has that access level; refuses with 401 or 403.
    pub fn needs(&self, state: &State, project: &Project, level: u8) -> Done<u64> {
        let caller = self.caller()?;
        // Every account may write where a guest may: all projects here are public.
        let enough = level <= GUEST || state.level(project.id, caller) >= level;
        if !enough || (project.settings.archived && self.method != "GET") {
            return Err(Fail::forbidden());
        }
        Ok(caller)
    }
}

/// Answers a call.
pub fn answer(state: &mut State, ask: &Ask<'_>) -> Reply {
    route(state, ask).unwrap_or_else(Reply::from)
}

fn route(state: &mut State, ask: &Ask<'_>) -> Done<Reply> {
    match (ask.method, ask.parts) {
        ("GET", ["user"]) => Ok(Reply::ok(state.user_full_json(ask.caller()?))),
        ("GET", ["version"]) => {
            ask.caller().map(|_| Reply::ok(serde_json::json!({ "version": version(state), "revision": "sandbox" })))
        }
        ("GET", ["metadata"]) => ask.caller().map(|_| {
            Reply::ok(serde_json::json!({ "version": version(state), "revision": "sandbox", "enterprise": false,
                "kas": { "enabled": false, "externalUrl": null, "version": null } }))
        }),
        ("GET", ["users"]) => {
            let name = ask.params.text("username");
            let fits = |user: &&super::model::account::User| {
                name.as_ref().is_none_or(|name| user.username.eq_ignore_ascii_case(name))
            };
            let found: Vec<u64> = state.users.iter().filter(fits).map(|user| user.id).collect();
            let list = found.into_iter().map(|id| state.user_full_json(id)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", ["users", id]) => {
            let known = id.parse().ok().filter(|id: &u64| *id >= 1 && *id <= state.users.len() as u64);
            known.map(|id| Reply::ok(state.user_full_json(id))).ok_or_else(|| Fail::not_found("User"))
        }
        ("GET", ["projects"]) => {
            let list = state.projects.values().map(|project| state.project_json(project)).collect();
            Ok(Reply::page(state, ask, list))
        }
        (_, ["projects", id, rest @ ..]) => {
            let found = match id.parse() {
                Ok(id) => state.projects.get(&id),
                Err(_) => state.project_at(id),
            };
            let found = found.ok_or_else(|| Fail::not_found("Project"))?;
            let project = found.id;
            if id.parse::<u64>().is_err() && !found.path.eq_ignore_ascii_case(id) {
                return moved(state, ask, project);
            }
            in_project(state, ask, project, rest)
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

/// Answers a call under a path that a project no longer has: a reading is led to its number, a writing is refused.
fn moved(state: &State, ask: &Ask<'_>, project: u64) -> Done<Reply> {
    if ask.method != "GET" {
        return Err(Fail::new(405, "Non GET methods are not allowed for moved projects"));
    }
    let rest = ask.raw_path.trim_start_matches("/projects/").split_once('/').map_or("", |(_, rest)| rest);
    let place = format!("{}/api/v4/projects/{project}/{rest}", state.url);
    let place = place.trim_end_matches('/').to_string();
    let mut reply = Reply::text(301, format!("This resource has been moved permanently to {place}."));
    reply.headers.push(("location", place));
    Ok(reply)
}

fn version(state: &State) -> &'static str {
    if state.switches.older { "18.9.0" } else { "18.10.1" }
}

fn in_project(state: &mut State, ask: &Ask<'_>, project: u64, rest: &[&str]) -> Done<Reply> {
    match rest {
        ["issues", more @ ..] => {
            if let Some((spot, more)) = spot(state, ask, project, Kind::Issue, more)
                && let Some(reply) = notes::route(state, ask, spot, more)
            {
                return reply;
            }
            issues::route(state, ask, project, more)
        }
        ["merge_requests", more @ ..] => {
            if let Some((spot, more)) = spot(state, ask, project, Kind::MergeRequest, more)
                && let Some(reply) = notes::route(state, ask, spot, more)
            {
                return reply;
            }
            requests::route(state, ask, project, more)
        }
        ["statuses", sha] => statuses::post(state, ask, project, sha),
        ["pipelines", more @ ..] => statuses::pipelines(state, ask, project, more),
        ["repository", more @ ..] => repository::route(state, ask, project, more),
        ["releases", more @ ..] => repository::releases(state, ask, project, more),
        ["milestones", more @ ..] => milestones::route(state, ask, project, more),
        _ => projects::route(state, ask, project, rest),
    }
}

/// Splits `:iid/…` off a path, where that issue or merge request exists and may be seen.
fn spot<'a, 'b>(
    state: &State,
    ask: &Ask<'_>,
    project: u64,
    kind: Kind,
    more: &'a [&'b str],
) -> Option<(Spot, &'a [&'b str])> {
    let (iid, rest) = more.split_first()?;
    let spot = Spot { project, kind, iid: iid.parse().ok()? };
    state.may_see(spot, ask.by).then_some((spot, rest))
}

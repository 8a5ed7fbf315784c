// SPDX-License-Identifier: EUPL-1.2
//! What the buttons do. Every deed ends in a redirect back to a page; what GitLab refuses changes nothing.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};

use super::clock;
use super::visit::Visit;
use crate::sandbox::acts::issue::Edit;
use crate::sandbox::acts::label::Relabel;
use crate::sandbox::acts::merge::Wish;
use crate::sandbox::acts::note::Manner;
use crate::sandbox::model::account::{DEVELOPER, REPORTER};
use crate::sandbox::model::git::Change;
use crate::sandbox::model::talk::{Kind, Spot};
use crate::sandbox::state::State;
use crate::sandbox::{Proposal, Sandbox};

/// Does what was clicked; `None` where there is nothing behind the address.
pub fn act(sandbox: &Sandbox, visit: &Visit, parts: &[&str]) -> Option<Response<Body>> {
    match parts {
        ["account"] => {
            let name = visit.field("account");
            let known = sandbox.state().account_named(&name).is_some() || name.is_empty();
            let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
            let cookie = format!("sandbox_account={encoded}; Path=/; HttpOnly; SameSite=Lax");
            return Some(redirect(&back(visit), known.then_some(cookie)));
        }
        ["clock"] => {
            let state = sandbox.state();
            let wanted = clock::wanted(state.now(), &visit.field("step"), &visit.field("at"));
            if wanted.is_some_and(|wanted| state.clock.set(wanted)) {
                state.clock_moved.notify_one();
            }
            return Some(redirect(&back(visit), None));
        }
        _ => {}
    }
    let split = parts.iter().position(|part| *part == "-")?;
    let path = parts[..split].join("/");
    let project = sandbox.state().project_at(&path)?.id;
    let page = format!("/{path}");
    let Some(by) = visit.account else { return Some(redirect(&page, None)) };
    let to = match &parts[split + 1..] {
        ["issues"] => new_issue(&mut sandbox.state(), visit, project, by),
        ["merge_requests"] => new_request(sandbox, visit, &path, by),
        ["issues", iid, verb] => {
            let spot = Spot { project, kind: Kind::Issue, iid: iid.parse().ok()? };
            at_thread(&mut sandbox.state(), visit, spot, by, verb)?
        }
        ["merge_requests", iid, verb] => {
            let spot = Spot { project, kind: Kind::MergeRequest, iid: iid.parse().ok()? };
            at_thread(&mut sandbox.state(), visit, spot, by, verb)?
        }
        _ => return None,
    };
    Some(redirect(&format!("{page}/-/{to}"), None))
}

fn new_issue(state: &mut State, visit: &Visit, project: u64, by: u64) -> String {
    let title = visit.field("title");
    if title.trim().is_empty() {
        return "issues/new".into();
    }
    let mut add: Vec<String> = visit.field("labels").split(',').map(|label| label.trim().into()).collect();
    add.retain(|label: &String| !label.is_empty() && state.level(project, by) >= REPORTER);
    let edit = Edit { labels: Relabel { add, ..Relabel::default() }, ..Edit::default() };
    format!("issues/{}", state.new_issue(project, by, title.trim(), &visit.field("description"), &edit))
}

fn new_request(sandbox: &Sandbox, visit: &Visit, path: &str, by: u64) -> String {
    let title = visit.field("title");
    let paths: Vec<String> = visit.field("paths").lines().map(|line| line.trim().into()).collect();
    let paths: Vec<String> = paths.into_iter().filter(|path| !path.is_empty()).collect();
    if title.trim().is_empty() || paths.is_empty() {
        return "merge_requests/new".into();
    }
    let (by, level) = {
        let state = sandbox.state();
        let level = state.project_at(path).map_or(0, |project| state.level(project.id, by));
        (state.account(by).username.clone(), level)
    };
    // Who may not push here can only propose from a fork.
    let from_fork = visit.field("fork") == "yes" || level < DEVELOPER;
    let proposal = Proposal { paths, from_fork, ..Proposal::new(path, &by, title.trim()) };
    format!("merge_requests/{}", sandbox.open_merge_request(proposal.describing(&visit.field("description"))))
}

/// Does something at an issue or merge request, and returns where to go then.
fn at_thread(state: &mut State, visit: &Visit, spot: Spot, by: u64, verb: &str) -> Option<String> {
    state.talk(spot).filter(|_| state.may_see(spot, Some(by)))?;
    let page = format!("{}/{}", spot.kind.plural(), spot.iid);
    if !may(state, spot, by, verb) {
        return Some(format!("{page}?refused=1"));
    }
    match verb {
        "comment" => {
            let written = state.write_note(spot, by, &visit.field("body"), &Manner::default());
            if let Ok(crate::sandbox::acts::note::Noted::Note(id)) = written {
                return Some(format!("{page}#note_{id}"));
            }
        }
        "react" => {
            let note: Option<u64> = visit.field("note").parse().ok();
            let name = visit.field("emoji");
            let held = state.talk(spot).and_then(|talk| talk.awards_of(note));
            let mine = held.and_then(|held| held.iter().find(|award| award.user == by && award.name == name));
            match mine.map(|award| award.id) {
                Some(id) => drop(state.revoke(spot, note, id)),
                None => drop(state.award(spot, note, by, &name)),
            }
            return Some(note.map_or(page.clone(), |note| format!("{page}#note_{note}")));
        }
        "label" => {
            let mut all = visit.fields("label");
            all.push(visit.field("new").trim().to_owned());
            edit(
                state,
                spot,
                by,
                &Edit { labels: Relabel { all: Some(all), ..Relabel::default() }, ..Edit::default() },
            );
        }
        "close" => edit(state, spot, by, &Edit { open: Some(false), ..Edit::default() }),
        "reopen" => edit(state, spot, by, &Edit { open: Some(true), ..Edit::default() }),
        "approve" => drop(state.approve(spot.project, spot.iid, by)),
        "unapprove" => drop(state.unapprove(spot.project, spot.iid, by)),
        "merge" => drop(state.merge(spot.project, spot.iid, by, &Wish::default())),
        "push" | "pipeline" => {
            let request = state.merge_request(spot.project, spot.iid)?;
            let (source, branch) = (request.source_project, request.source_branch.clone());
            let head = request.head.clone();
            if verb == "push" {
                state.commit_to(source, &branch, by, "One more change", vec![Change::parse("src/lib.rs")]);
            } else {
                state.set_pipeline(source, &head, &branch, by, "success");
            }
        }
        _ => return None,
    }
    Some(page)
}

/// Says whether the account has the right; authors may also close, reopen and push to what is theirs.
fn may(state: &State, spot: Spot, by: u64, verb: &str) -> bool {
    let level = state.level(spot.project, by);
    let (author, member) = match spot.kind {
        Kind::Issue => (state.issue(spot.project, spot.iid).map(|issue| issue.author), level >= REPORTER),
        Kind::MergeRequest => {
            (state.merge_request(spot.project, spot.iid).map(|request| request.author), level >= DEVELOPER)
        }
    };
    match verb {
        "comment" | "react" => true,
        "close" | "reopen" | "push" => member || author == Some(by),
        "merge" => state.merge_request(spot.project, spot.iid).is_some_and(|request| {
            state.may_merge(spot.project, by, &request.target_branch)
                && state.detailed_merge_status(spot.project, request) == "mergeable"
        }),
        _ => member,
    }
}

fn edit(state: &mut State, spot: Spot, by: u64, edit: &Edit) {
    drop(match spot.kind {
        Kind::Issue => state.edit_issue(spot.project, spot.iid, by, edit),
        Kind::MergeRequest => state.edit_request(spot.project, spot.iid, by, edit),
    });
}

/// Where to go after a form that stands on every page; never to another host.
fn back(visit: &Visit) -> String {
    let path = visit.field("back");
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if own { path } else { "/".into() }
}

fn redirect(to: &str, cookie: Option<String>) -> Response<Body> {
    let mut builder = Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, to);
    if let Some(cookie) = cookie {
        builder = builder.header(header::SET_COOKIE, cookie);
    }
    builder.body(Body::empty()).unwrap_or_default()
}

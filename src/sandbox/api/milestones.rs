// SPDX-License-Identifier: EUPL-1.2
//! Calls about milestones.

use super::issues::number;
use super::{Ask, Reply};
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::REPORTER;
use crate::sandbox::model::milestone::Milestone;
use crate::sandbox::shape::entry;
use crate::sandbox::state::State;

pub fn route(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    match (ask.method, parts) {
        ("GET", []) => {
            let wanted = ask.params.text("title");
            let fits = |held: &&Milestone| wanted.as_ref().is_none_or(|title| held.title == *title);
            let list = state.project(project).milestones.iter().rev().filter(fits);
            let list = list.map(|held| entry::milestone(project, held)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("POST", []) => {
            ask.needs(state, state.project(project), REPORTER)?;
            let title = ask.params.required("title")?;
            let id = state.new_milestone(project, &title)?;
            show(state, project, id, 201)
        }
        ("PUT", [id]) => {
            ask.needs(state, state.project(project), REPORTER)?;
            let (id, now) = (number(id)?, state.now());
            let held = state.project_mut(project).milestones.iter_mut().find(|held| held.id == id);
            let held = held.ok_or_else(|| Fail::not_found("Milestone"))?;
            match ask.params.text("state_event").as_deref() {
                Some("close") => held.closed = true,
                Some("activate") => held.closed = false,
                _ => {}
            }
            held.updated_at = now;
            show(state, project, id, 200)
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

fn show(state: &State, project: u64, id: u64, status: u16) -> Done<Reply> {
    let held = state.project(project).milestones.iter().find(|held| held.id == id);
    let held = held.ok_or_else(|| Fail::not_found("Milestone"))?;
    Ok(Reply::json(status, &entry::milestone(project, held)))
}

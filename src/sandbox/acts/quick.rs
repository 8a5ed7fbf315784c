// SPDX-License-Identifier: EUPL-1.2
//! Quick actions are carried out with the rights of whoever wrote them; those without effect here are passed over.

use super::issue::Edit;
use super::label::Relabel;
use crate::sandbox::model::account::{DEVELOPER, REPORTER};
use crate::sandbox::model::talk::{Kind, Spot};
use crate::sandbox::quick::QuickAction;
use crate::sandbox::state::State;

impl State {
    /// Carries out what was taken out of a text.
    pub fn perform(&mut self, spot: Spot, by: u64, actions: &[QuickAction]) {
        for action in actions {
            self.perform_one(spot, by, action);
        }
    }

    fn perform_one(&mut self, spot: Spot, by: u64, action: &QuickAction) {
        let level = self.level(spot.project, by);
        let author = match spot.kind {
            Kind::Issue => self.issue(spot.project, spot.iid).map(|issue| issue.author),
            Kind::MergeRequest => self.merge_request(spot.project, spot.iid).map(|request| request.author),
        };
        let needed = if spot.kind == Kind::Issue { REPORTER } else { DEVELOPER };
        let (member, may_edit) = (level >= needed, level >= needed || author == Some(by));
        let args = action.args.trim();
        let labels = || {
            let names = args.replace('~', " ");
            let quoted = names.contains('"').then(|| names.split('"').map(str::trim).map(String::from).collect());
            quoted.unwrap_or_else(|| names.split_whitespace().map(String::from).collect::<Vec<_>>())
        };
        let edit = match action.name.as_str() {
            "close" if may_edit => Edit { open: Some(false), ..Edit::default() },
            "reopen" if may_edit => Edit { open: Some(true), ..Edit::default() },
            "title" if may_edit && !args.is_empty() => Edit { title: Some(args.into()), ..Edit::default() },
            "confidential" if may_edit => Edit { confidential: Some(true), ..Edit::default() },
            "target_branch" if may_edit => Edit { target_branch: Some(args.into()), ..Edit::default() },
            "draft" | "ready" if may_edit => {
                let Some(request) = self.merge_request(spot.project, spot.iid) else { return };
                let plain = request.title.trim_start_matches("Draft: ");
                let title = if action.name == "draft" { format!("Draft: {plain}") } else { plain.into() };
                Edit { title: Some(title), ..Edit::default() }
            }
            "label" | "labels" if member => {
                Edit { labels: Relabel { add: labels(), ..Relabel::default() }, ..Edit::default() }
            }
            "relabel" if member => {
                Edit { labels: Relabel { all: Some(labels()), ..Relabel::default() }, ..Edit::default() }
            }
            "unlabel" | "remove_label" if member => {
                let held = self.talk(spot).map(|talk| talk.labels.clone()).unwrap_or_default();
                let remove = if args.is_empty() { held } else { labels() };
                Edit { labels: Relabel { remove, ..Relabel::default() }, ..Edit::default() }
            }
            "award" | "react" => {
                // An emoji that is already there or has no name changes nothing.
                drop(self.award(spot, None, by, args));
                return;
            }
            "approve" if spot.kind == Kind::MergeRequest => return drop(self.approve(spot.project, spot.iid, by)),
            "unapprove" if spot.kind == Kind::MergeRequest => return drop(self.unapprove(spot.project, spot.iid, by)),
            "merge" if spot.kind == Kind::MergeRequest => {
                return drop(self.merge(spot.project, spot.iid, by, &super::merge::Wish::default()));
            }
            _ => return,
        };
        // What cannot be edited (a closed merge request retargeted) stays as it is, as at GitLab.
        drop(match spot.kind {
            Kind::Issue => self.edit_issue(spot.project, spot.iid, by, &edit),
            Kind::MergeRequest => self.edit_request(spot.project, spot.iid, by, &edit),
        });
    }
}

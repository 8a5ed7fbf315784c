// SPDX-License-Identifier: EUPL-1.2
//! Merging, in GitLab's order of checks: right, then mergeable, then the head.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::{Done, Fail};
use crate::sandbox::model::merge_request::Standing;
use crate::sandbox::model::talk::{Kind, Spot, StateEvent};
use crate::sandbox::state::State;

/// How somebody wants to merge.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The head that they have seen.
    pub sha: Option<String>,
    /// The message of the merge commit.
    pub message: Option<String>,
    /// Whether to squash; `None` as the merge request says.
    pub squash: Option<bool>,
}

static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)";
    let list = r"(?::?[ \t]+(?:issues? )?)((?:[\w./-]*#\d+(?:,? +and +|, *| +)?)+)";
    Regex::new(&format!("{words}{list}")).expect("the closing pattern is written here")
});

static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([\w./-]*)#(\d+)").expect("the reference pattern is written here"));

impl State {
    /// Merges if the account may, the merge request can be and its head is the one seen.
    pub fn merge(&mut self, project: u64, iid: u64, by: u64, wish: &Wish) -> Done<()> {
        let request = self.merge_request(project, iid).ok_or_else(|| Fail::not_found("Merge Request"))?;
        if !self.may_merge(project, by, &request.target_branch) {
            return Err(Fail::unauthorized());
        }
        if self.detailed_merge_status(project, request) != "mergeable" {
            let conflict = request.conflict && request.standing == Standing::Opened && !request.is_draft();
            return Err(if conflict {
                Fail::new(422, "Branch cannot be merged")
            } else {
                Fail::new(405, "405 Method Not Allowed")
            });
        }
        match &wish.sha {
            Some(sha) if *sha != request.head => {
                let words = format!("SHA does not match HEAD of source branch: {}", request.head);
                return Err(Fail::new(409, words));
            }
            None if self.switches.needs_sha => return Err(Fail::parameter("sha is missing")),
            _ => {}
        }
        let unsquashed = !wish.squash.unwrap_or(request.squash);
        let refused = (self.project(project).settings.squash_option == "always" && unsquashed)
            .then(|| "This project requires squashing commits when merge requests are accepted.".to_owned());
        if let Some(words) = request.stuck.clone().or(refused) {
            if let Some(request) = self.merge_request_mut(project, iid) {
                request.merge_error = Some(words);
            }
            return Ok(());
        }
        self.carry_out_merge(project, iid, by, wish);
        Ok(())
    }

    /// Merges whatever speaks against it.
    pub fn carry_out_merge(&mut self, project: u64, iid: u64, by: u64, wish: &Wish) {
        let Some(request) = self.merge_request(project, iid).cloned() else { return };
        let settings = self.project(project).settings.clone();
        let Some(target) = self.project(project).branches.get(&request.target_branch).cloned() else { return };
        let changes = self.changes_of(&request);
        let squash = wish.squash.unwrap_or(request.squash) && settings.squash_option != "never";
        let mut tip = if request.lossy { request.base.clone() } else { request.head.clone() };
        let mut squash_commit = None;
        if squash {
            let texts = self.texts_between(project, &target, &request.head);
            tip = self.new_commit(project, by, vec![target.clone()], &request.title, changes);
            self.write_texts(&tip, texts);
            squash_commit = Some(tip.clone());
        }
        let mut merge_commit = None;
        if settings.merge_method == "ff" {
            let stands_on_target = self.ancestors(&tip).contains(target.as_str());
            if !stands_on_target {
                let texts = self.texts_between(project, &target, &tip);
                tip = self.new_commit(project, by, vec![target], &request.title, self.changes_of(&request));
                self.write_texts(&tip, texts);
            }
        } else {
            let plain = format!(
                "Merge branch '{}' into '{}'\n\n{}\n\nSee merge request {}!{iid}",
                request.source_branch,
                request.target_branch,
                request.title,
                self.project(project).path
            );
            let message = wish.message.as_deref().unwrap_or(&plain);
            tip = self.new_commit(project, by, vec![target, tip], message, Vec::new());
            merge_commit = Some(tip.clone());
        }
        let (now, id) = (self.now(), self.next("state event"));
        if let Some(request) = self.merge_request_mut(project, iid) {
            request.standing = Standing::Merged;
            request.merge_commit = merge_commit;
            request.squash_commit = squash_commit;
            request.merge_error = None;
            request.merged = Some((by, now));
            request.updated_at = now;
            request.talk.state_events.push(StateEvent { id, user: by, state: "merged", at: now });
        }
        self.move_branch(project, &request.target_branch, by, &tip);
        let changes = json!({ "state_id": { "previous": 1, "current": 3 } });
        self.announce_request(project, iid, by, "merge", changes, None);
        // Whether an issue is closed so is the setting of the issue's own project.
        if request.target_branch == self.project(project).default_branch {
            for spot in self.closes(project, &format!("{}\n{}", request.title, request.description)) {
                if self.project(spot.project).settings.autoclose {
                    self.set_issue_open(spot.project, spot.iid, by, false);
                }
            }
        }
    }

    /// Finds the issues that a text names after a closing keyword.
    pub fn closes(&self, project: u64, text: &str) -> Vec<Spot> {
        let lists = CLOSING.captures_iter(text).map(|found| found[1].to_owned()).collect::<Vec<_>>().join(" ");
        self.mentions(project, &lists)
    }

    /// Finds the issues that a text names.
    pub fn mentions(&self, project: u64, text: &str) -> Vec<Spot> {
        let mut list = Vec::new();
        for found in REFERENCE.captures_iter(text) {
            let home = if found[1].is_empty() { Some(project) } else { self.project_at(&found[1]).map(|held| held.id) };
            let (Some(home), Ok(iid)) = (home, found[2].parse()) else { continue };
            let spot = Spot { project: home, kind: Kind::Issue, iid };
            if self.issue(home, iid).is_some() && !list.contains(&spot) {
                list.push(spot);
            }
        }
        list
    }
}

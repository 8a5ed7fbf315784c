// SPDX-License-Identifier: EUPL-1.2
//! Pipelines start and end; commit statuses are set from outside.

use super::{Done, Fail};
use crate::sandbox::model::pipeline::{Pipeline, Status};
use crate::sandbox::state::State;

/// A status that somebody wants to set.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    /// `pending`, `running`, `success`, `failed`, `canceled` or `skipped`.
    pub state: String,
    /// Its name.
    pub name: String,
    /// The branch it is for.
    pub branch: Option<String>,
    /// One line for people.
    pub description: Option<String>,
    /// Where to read more.
    pub target_url: Option<String>,
    /// The pipeline it belongs to.
    pub pipeline: Option<u64>,
}

impl State {
    /// Starts a pipeline and returns its number.
    pub fn start_pipeline(
        &mut self,
        project: u64,
        sha: &str,
        branch: &str,
        source: &'static str,
        own: Option<&str>,
        by: u64,
    ) -> u64 {
        let (id, now) = (self.next("pipeline"), self.now());
        let held = self.project_mut(project);
        let pipeline = Pipeline {
            id,
            iid: held.pipelines.len() as u64 + 1,
            sha: sha.into(),
            branch: branch.into(),
            source,
            own: own.map(Into::into),
            statuses: Vec::new(),
            created_at: now,
            updated_at: now,
        };
        held.pipelines.push(pipeline);
        if own.is_some() {
            self.announce_pipeline(project, id, by);
        }
        id
    }

    /// Lets the newest pipeline with jobs of its own at a commit end so; starts one where there is none.
    pub fn set_pipeline(&mut self, project: u64, sha: &str, branch: &str, by: u64, status: &str) {
        let now = self.now();
        let pipelines = &mut self.project_mut(project).pipelines;
        let Some(pipeline) = pipelines.iter_mut().rev().find(|pipeline| pipeline.sha == sha && pipeline.own.is_some())
        else {
            self.start_pipeline(project, sha, branch, "push", Some(status), by);
            return;
        };
        pipeline.own = Some(status.into());
        pipeline.updated_at = now;
        let id = pipeline.id;
        self.announce_pipeline(project, id, by);
    }

    /// Sets a commit status; the same `pending` or `running` again is refused with 400.
    pub fn post_status(&mut self, project: u64, by: u64, sha: &str, posting: &Posting) -> Done<u64> {
        let no_reference = || Fail::new(404, "404 References for commit Not Found");
        let held = self.project(project);
        let chosen = match posting.pipeline {
            Some(id) => {
                let found = held.pipelines.iter().find(|pipeline| pipeline.id == id && pipeline.sha == sha);
                Some(found.ok_or_else(|| Fail::not_found("Pipeline"))?)
            }
            None => held.pipelines.iter().rev().find(|pipeline| {
                pipeline.sha == sha && posting.branch.as_ref().is_none_or(|branch| *branch == pipeline.branch)
            }),
        };
        let branch = match (&posting.branch, chosen) {
            (Some(branch), _) if held.branches.contains_key(branch) => branch.clone(),
            (Some(_), _) => return Err(no_reference()),
            (None, Some(pipeline)) => pipeline.branch.clone(),
            (None, None) => {
                let mut holds = held.branches.iter().filter(|(_, head)| self.ancestors(head).contains(sha));
                holds.next().map(|(name, _)| name.clone()).ok_or_else(no_reference)?
            }
        };
        if held.protection(&branch).next().is_some() && !self.may_merge(project, by, &branch) {
            return Err(Fail::forbidden());
        }
        let pipeline = match chosen {
            Some(pipeline) => pipeline.id,
            None => self.start_pipeline(project, sha, &branch, "external", None, by),
        };
        let id = self.transition(project, pipeline, by, posting)?;
        self.announce_pipeline(project, pipeline, by);
        Ok(id)
    }

    /// Continues the poster's own unfinished status of that name, or begins a new one that hides the others.
    fn transition(&mut self, project: u64, pipeline: u64, by: u64, posting: &Posting) -> Done<u64> {
        let (now, fresh) = (self.now(), self.next("status"));
        let pipelines = &mut self.project_mut(project).pipelines;
        let Some(pipeline) = pipelines.iter_mut().find(|held| held.id == pipeline) else {
            return Err(Fail::not_found("Pipeline"));
        };
        let finished_at = (!["pending", "running"].contains(&posting.state.as_str())).then_some(now);
        let unfinished = pipeline.statuses.iter_mut().find(|status| {
            status.name == posting.name
                && status.user == by
                && !status.retried
                && ["pending", "running"].contains(&status.state.as_str())
        });
        let id = if let Some(status) = unfinished {
            let refused = match (status.state.as_str(), posting.state.as_str()) {
                (from, "pending") => Some(("enqueue", from)),
                ("running", "running") => Some(("run", "running")),
                _ => None,
            };
            if let Some((event, from)) = refused {
                let words = format!(
                    "Cannot transition status via :{event} from :{from} (Reason(s): Status cannot transition via \
                     \"{event}\")"
                );
                return Err(Fail::new(400, words));
            }
            status.state.clone_from(&posting.state);
            status.finished_at = finished_at;
            if posting.description.is_some() {
                status.description.clone_from(&posting.description);
            }
            if posting.target_url.is_some() {
                status.target_url.clone_from(&posting.target_url);
            }
            status.id
        } else {
            for status in pipeline.statuses.iter_mut().filter(|status| status.name == posting.name) {
                status.retried = true;
            }
            pipeline.statuses.push(Status {
                id: fresh,
                name: posting.name.clone(),
                state: posting.state.clone(),
                description: posting.description.clone(),
                target_url: posting.target_url.clone(),
                user: by,
                retried: false,
                created_at: now,
                finished_at,
            });
            fresh
        };
        pipeline.updated_at = now;
        Ok(id)
    }

    fn announce_pipeline(&mut self, project: u64, id: u64, by: u64) {
        let Some(pipeline) = self.project(project).pipelines.iter().find(|pipeline| pipeline.id == id) else { return };
        let body = self.pipeline_payload(project, pipeline, by);
        self.announce(project, "Pipeline Hook", &body);
    }
}

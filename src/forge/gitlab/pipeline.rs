// SPDX-License-Identifier: EUPL-1.2
//! The pipeline that a merge request's head has of its own.
//!
//! A commit status posted from outside joins the newest pipeline of the commit, or makes one with the source
//! `external`. So votum's own waiting light keeps a pipeline running, and its blocked light makes it fail; both
//! would make votum wait for itself.
//!
//! **Invariant:** votum's own status never speaks for or against a pipeline.

use std::cmp::Reverse;

use gitlab::api::projects::merge_requests::pipelines::MergeRequestPipelines;
use gitlab::api::projects::repository::commits::CommitStatuses;

use super::ask::{Ask, absent};
use super::client::Client;
use super::shape::{Pipeline, Status};
use super::{STATUS_NAME, built};
use crate::forge::{Answer, Person, PipelineState, StatusView};

/// Reads the newest pipeline at `head` that is not made of votum's status alone.
///
/// Two calls: for the pipelines, and for the statuses of the commit, among which are the pipelines' own jobs. They are
/// read in the target project: what a fork posts to itself is not believed.
pub(super) async fn pipeline(client: &Client, project: &str, iid: u64, head: &str) -> Answer<Option<PipelineState>> {
    let ask = Ask::new(client, "merge_request_pipelines", format!("to read the pipelines of {project}!{iid}"));
    let list = built(MergeRequestPipelines::builder().project(project).merge_request(iid).build());
    let mut found: Vec<Pipeline> = absent(ask.all(&list).await)?.unwrap_or_default();
    found.retain(|pipeline| pipeline.sha.as_deref() == Some(head));
    found.sort_by_key(|pipeline| Reverse(pipeline.id));
    let mut known = None;
    for pipeline in found {
        let own = if pipeline.status == "skipped" { PipelineState::Skipped } else { state(&pipeline.status) };
        let external = pipeline.source == "external";
        if known.is_none() {
            known = Some(statuses(client, project, head).await?);
        }
        let (votum, others): (Vec<_>, Vec<_>) = known
            .iter()
            .flatten()
            .filter(|status: &&Status| status.pipeline_id.is_none_or(|id| id == pipeline.id))
            .partition(|status| status.name == STATUS_NAME);
        if others.is_empty() && external {
            continue;
        }
        let disturbed = votum.iter().any(|status| state(&status.word) != PipelineState::Green);
        return Ok(Some(match (others.is_empty(), votum.is_empty()) {
            // Without any job it tried nothing, as after `[skip ci]`; only votum's status makes it say otherwise.
            (true, false) => PipelineState::Skipped,
            (false, _) if external || disturbed => judge(&others),
            _ => own,
        }));
    }
    Ok(None)
}

/// The latest status of each job and poster; none where the commit is unknown here.
async fn statuses(client: &Client, project: &str, head: &str) -> Answer<Vec<Status>> {
    let ask = Ask::new(client, "statuses", format!("to read the statuses of {head} in {project}"));
    let list = built(CommitStatuses::builder().project(project).commit(head).all(false).build());
    Ok(absent(ask.all(&list).await)?.unwrap_or_default())
}

/// The statuses under votum's name at a commit that count, whoever set them.
pub(super) async fn own(client: &Client, project: &str, head: &str) -> Answer<Vec<StatusView>> {
    let found = statuses(client, project, head).await?;
    let view = |status: Status| {
        let by = status.author.map(Person::from)?;
        Some(StatusView { by, word: status.word, pipeline: status.pipeline_id })
    };
    Ok(found.into_iter().filter(|status| status.name == STATUS_NAME).filter_map(view).collect())
}

/// GitLab's word for a pipeline or a job; a manual step waits, and so does every word that votum does not know.
fn state(word: &str) -> PipelineState {
    match word {
        "success" | "skipped" => PipelineState::Green,
        "failed" | "canceled" => PipelineState::Red,
        _ => PipelineState::Running,
    }
}

/// What the jobs say together. A job that may fail, and a manual one that may be left out, say nothing; where each
/// was skipped, so was the whole.
fn judge(jobs: &[&Status]) -> PipelineState {
    let counts = |job: &&&Status| !(job.allow_failure && matches!(job.word.as_str(), "failed" | "canceled" | "manual"));
    let states: Vec<_> = jobs.iter().filter(counts).map(|job| state(&job.word)).collect();
    let skipped = !jobs.is_empty() && jobs.iter().all(|job| job.word == "skipped");
    match () {
        () if skipped => PipelineState::Skipped,
        () if states.contains(&PipelineState::Red) => PipelineState::Red,
        () if states.contains(&PipelineState::Running) => PipelineState::Running,
        () => PipelineState::Green,
    }
}

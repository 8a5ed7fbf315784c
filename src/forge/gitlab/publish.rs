// SPDX-License-Identifier: EUPL-1.2
//! What follows from a decision: the commit status, the merge, the tag and the release.
//!
//! **Invariant:** a merge names the head that was approved, and a tag that stands is never moved.

use std::time::Duration;

use gitlab::api::common::path_escaped;
use gitlab::api::projects::merge_requests::MergeMergeRequest;
use gitlab::api::projects::repository::commits::{CommitStatusState, CommitStatuses, CreateCommitStatus};
use gitlab::api::projects::repository::tags::CreateTag;
use serde_json::json;

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::{STATUS_NAME, built, merge_request, refuse, shape};
use crate::forge::{Answer, Light, Refusal, ReleaseText, StatusText};

/// How many bytes GitLab (and the crate) allow for the fields of a status.
const FIELD_MAX: usize = 255;
/// How long to wait after GitLab says that a merge request cannot be merged at this moment.
const UNREADY: Duration = Duration::from_secs(5);

/// What to do about the answers to a merge.
const MERGE_ADVICE: &[(u16, &str)] = &[
    (401, "Give votum's account the role Developer there and the right to merge into the target branch."),
    (405, "It is not ready for merging now."),
    (406, "It is not ready for merging now."),
    (409, "The head has moved: what was decided is not what would be merged."),
    (422, "GitLab could not merge it; a person must look at conflicts and push rules there."),
];

/// Sets the commit status `votum`.
///
/// GitLab binds a status to a branch's pipeline; where it does not know the branch (a fork's, a deleted one) votum
/// asks once more without. Posting the state that already stands is 400 `Cannot transition status`; that is success.
pub(super) async fn set_status(client: &Client, project: &str, head: &str, status: &StatusText) -> Answer<()> {
    let ask = Ask::new(client, "status_create", format!("to set the status votum of {head} in {project}"));
    let branch = Some(status.branch.as_str()).filter(|branch| !branch.is_empty() && branch.len() <= FIELD_MAX);
    // A pipeline of a merge request runs for no branch.
    let branch = branch.filter(|_| status.pipeline.is_none());
    let mut answer = ask.done(&post(project, head, status, branch, status.pipeline)).await;
    let unknown =
        matches!(&answer, Err(Refusal::Never { status: 400 | 404, why }) if !why.contains("Cannot transition"));
    if (branch.is_some() || status.pipeline.is_some()) && unknown {
        answer = ask.done(&post(project, head, status, None, None)).await;
    }
    match answer {
        Err(Refusal::Never { status: 400, why }) if why.contains("Cannot transition status") => {
            let ask = Ask::new(client, "statuses", format!("to read the status votum of {head} in {project}"));
            let list = CommitStatuses::builder().project(project).commit(head).name(STATUS_NAME).build();
            let found: Vec<shape::Status> = ask.all(&built(list)).await?;
            let ours = |found: &&shape::Status| {
                found.name == STATUS_NAME
                    && status.pipeline.is_none_or(|id| found.pipeline_id.is_none_or(|of| of == id))
            };
            let newest = found.iter().filter(ours).max_by_key(|status| status.id);
            if newest.is_some_and(|newest| newest.word == word(status.light)) {
                Ok(())
            } else {
                Err(refuse::never(400, why))
            }
        }
        other => other.map(|_| ()),
    }
}

fn post<'a>(
    project: &'a str,
    head: &'a str,
    status: &'a StatusText,
    branch: Option<&'a str>,
    pipeline: Option<u64>,
) -> CreateCommitStatus<'a> {
    let state = match status.light {
        Light::Cleared => CommitStatusState::Success,
        Light::Waiting => CommitStatusState::Pending,
        Light::Blocked => CommitStatusState::Failed,
    };
    let mut post = CreateCommitStatus::builder();
    post.project(project).commit(head).state(state).name(STATUS_NAME).description(short(&status.line));
    if !status.url.is_empty() && status.url.len() <= FIELD_MAX {
        post.target_url(status.url.as_str());
    }
    if let Some(branch) = branch {
        post.ref_(branch);
    }
    if let Some(pipeline) = pipeline {
        post.pipeline_id(pipeline);
    }
    built(post.build())
}

fn word(light: Light) -> &'static str {
    match light {
        Light::Cleared => "success",
        Light::Waiting => "pending",
        Light::Blocked => "failed",
    }
}

/// Cuts a line to [`FIELD_MAX`] bytes between two characters.
fn short(line: &str) -> String {
    if line.len() <= FIELD_MAX {
        return line.to_owned();
    }
    let room = FIELD_MAX - '…'.len_utf8();
    let end = (0..=room).rev().find(|&end| line.is_char_boundary(end)).unwrap_or_default();
    format!("{}…", &line[..end])
}

/// Merges, if the head still is `head`; squashing and the source branch are left to the project's settings. A project
/// that asks for squashing is asked for it: otherwise GitLab answers 200 and merges nothing.
///
/// 405 and 406 mean "not at this moment", except the 405 by which GitLab refuses to write under a project's old
/// path; 409 means that the head has moved. A 200 does not prove the merge: only a reading afterwards does.
pub(super) async fn merge(client: &Client, project: &str, iid: u64, head: &str, message: &str) -> Answer<()> {
    let ask = Ask::new(client, "merge", format!("to merge {project}!{iid} at {head}")).advising(MERGE_ADVICE);
    let squash = merge_request::is_to_be_squashed(client, project, iid).await?;
    let mut merge = MergeMergeRequest::builder();
    if squash {
        merge.squash(true);
    }
    merge.project(project).merge_request(iid).sha(head).merge_commit_message(message).squash_commit_message(message);
    match ask.done(&built(merge.build())).await {
        Err(Refusal::Never { status: 405 | 406, why }) if !why.contains("moved project") => {
            Err(refuse::again(Some(UNREADY), why))
        }
        other => other.map(|_| ()),
    }
}

/// Sets an annotated tag. One that stands at the same commit is success; one at another commit is never moved, and its
/// commit is returned.
pub(super) async fn tag(
    client: &Client,
    project: &str,
    name: &str,
    commit: &str,
    message: &str,
) -> Answer<Option<String>> {
    let ask = Ask::new(client, "tag_create", format!("to set the tag {name} at {commit} in {project}"));
    let mut tag = CreateTag::builder();
    tag.project(project).tag_name(name).ref_(commit).message(message);
    let Err(refusal) = ask.done(&built(tag.build())).await else { return Ok(None) };
    match &refusal {
        Refusal::Never { status: 400 | 405 | 409, why } if why.contains("already exists") => {}
        _ => return Err(refusal),
    }
    let ask = Ask::new(client, "tag", format!("to read the tag {name} of {project}"));
    let place = Place::of_project(project, &format!("repository/tags/{}", path_escaped(name)));
    match ask.maybe::<shape::Named>(&place).await? {
        Some(found) if found.commit.id == commit => Ok(None),
        Some(found) => Ok(Some(found.commit.id)),
        None => Err(refusal),
    }
}

/// Publishes a release at an existing tag; one that stands there already (409) is success.
pub(super) async fn release(client: &Client, project: &str, release: &ReleaseText) -> Answer<()> {
    let tag = &release.tag;
    let ask = Ask::new(client, "release_create", format!("to publish the release {tag} in {project}"));
    let links: Vec<_> = release.links.iter().map(|(name, url)| json!({ "name": name, "url": url })).collect();
    let mut body = json!({ "tag_name": tag, "name": release.name, "description": release.notes });
    if !links.is_empty() {
        body["assets"] = json!({ "links": links });
    }
    if !release.milestones.is_empty() {
        body["milestones"] = json!(release.milestones);
    }
    let place = Place::of_project(project, "releases").post().saying(body);
    match ask.done(&place).await {
        Err(Refusal::Never { status: 409, .. }) => Ok(()),
        other => other.map(|_| ()),
    }
}

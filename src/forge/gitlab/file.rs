// SPDX-License-Identifier: EUPL-1.2
//! Files at a commit, and a commit that changes some of them on a branch of votum's.
//!
//! **Invariant:** a branch is moved by one call that makes the commit too, so it never stands at half of it.

use gitlab::api::common::path_escaped;
use serde_json::json;

use super::ask::{Ask, absent};
use super::client::Client;
use super::endpoints::Place;
use super::merge_request::view;
use super::shape;
use crate::forge::{Answer, CommitText, CommitView, MergeRequestView, RequestText};

/// How many files of a comparison are taken for the whole: GitLab cuts longer ones at limits of the instance.
const COMPARED_MAX: usize = 100;

/// Reads a file at a commit.
pub(super) async fn text(client: &Client, project: &str, commit: &str, path: &str) -> Answer<Option<String>> {
    let ask = Ask::new(client, "file", format!("to read {path} of {project}"));
    let place = Place::of_project(project, &format!("repository/files/{}/raw", path_escaped(path)));
    let Some(answer) = absent(ask.done(&place.asking("ref", commit)).await)? else { return Ok(None) };
    Ok(Some(String::from_utf8_lossy(answer.body()).into_owned()))
}

/// Reads a commit by itself.
pub(super) async fn commit(client: &Client, project: &str, sha: &str) -> Answer<Option<CommitView>> {
    let ask = Ask::new(client, "commit", format!("to read the commit {sha} of {project}"));
    let place = Place::of_project(project, &format!("repository/commits/{}", path_escaped(sha)));
    let found: Option<shape::WholeCommit> = ask.maybe(&place).await?;
    Ok(found.map(|commit| CommitView { parents: commit.parent_ids, message: commit.message }))
}

/// Reads which paths differ between two commits; a list that may be cut is none.
pub(super) async fn paths_between(client: &Client, project: &str, from: &str, to: &str) -> Answer<Option<Vec<String>>> {
    let ask = Ask::new(client, "compare", format!("to compare {from} with {to} in {project}"));
    let place = Place::of_project(project, "repository/compare").asking("from", from).asking("to", to);
    let found: Option<shape::ComparedPaths> = ask.maybe(&place).await?;
    let whole = found.filter(|found| !found.compare_timeout && found.diffs.len() < COMPARED_MAX);
    Ok(whole.map(|found| found.diffs.into_iter().flat_map(|diff| [diff.old_path, diff.new_path]).flatten().collect()))
}

/// Makes a commit on top of another one and lets the branch stand there, whatever it was before.
pub(super) async fn commit_texts(client: &Client, project: &str, commit: &CommitText) -> Answer<String> {
    let ask = Ask::new(client, "commit_create", format!("to commit to the branch {} of {project}", commit.branch));
    let action = |new: bool| if new { "create" } else { "update" };
    let actions: Vec<_> = commit
        .files
        .iter()
        .map(|file| json!({ "action": action(file.new), "file_path": file.path, "content": file.text }))
        .collect();
    let place = Place::of_project(project, "repository/commits").post().saying(json!({
        "branch": commit.branch, "start_sha": commit.start, "force": true,
        "commit_message": commit.message, "actions": actions,
    }));
    ask.one::<shape::ForgeCommitId>(&place).await.map(|made| made.id)
}

/// Reads the merge requests that come from a branch of the project itself.
pub(super) async fn requests_from(client: &Client, project: &str, branch: &str) -> Answer<Vec<MergeRequestView>> {
    let ask = Ask::new(client, "merge_requests", format!("to list the merge requests from {branch} in {project}"));
    let place = Place::of_project(project, "merge_requests").asking("source_branch", branch);
    let found: Vec<shape::MergeRequest> = ask.all(&place).await?;
    Ok(found.into_iter().map(view).filter(|view| !view.from_fork).collect())
}

/// Opens a merge request; one that is open between the same branches (409) is taken for it.
pub(super) async fn propose(client: &Client, project: &str, request: &RequestText) -> Answer<u64> {
    let ask = Ask::new(client, "merge_request_create", format!("to open a merge request in {project}"));
    let place = Place::of_project(project, "merge_requests").post().saying(json!({
        "source_branch": request.source, "target_branch": request.target, "title": request.title,
        "description": request.description, "remove_source_branch": true,
    }));
    ask.one::<shape::Numbered>(&place).await.map(|opened| opened.iid)
}

/// Makes title and description of a merge request read so.
pub(super) async fn reword(client: &Client, project: &str, iid: u64, request: &RequestText) -> Answer<()> {
    let ask = Ask::new(client, "merge_request_edit", format!("to change the merge request {project}!{iid}"));
    let place = Place::of_project(project, &format!("merge_requests/{iid}")).put();
    ask.done(&place.with("title", &request.title).with("description", &request.description)).await.map(|_| ())
}

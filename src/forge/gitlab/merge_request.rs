// SPDX-License-Identifier: EUPL-1.2
//! A merge request: itself, its approvals, versions, commits and paths.
//!
//! **Invariant:** what GitLab is still computing or has cut short is never taken for the whole.

use gitlab::api::projects::merge_requests::approvals::MergeRequestApprovals;
use gitlab::api::projects::merge_requests::{MergeRequest, MergeRequestCommits, MergeRequestDiffs};

use super::ask::{Ask, absent};
use super::client::Client;
use super::endpoints::Place;
use super::{account, built, shape};
use crate::forge::{Answer, Approval, Commit, MergeRequestView, MergeState, Mergeable, Paths, Version};

/// How many entries of a diff are asked for at once: each carries its patch, and a page must stay below the limit
/// for answers.
const DIFFS_PER_PAGE: usize = 50;

/// Reads a merge request.
pub(super) async fn merge_request(client: &Client, project: &str, iid: u64) -> Answer<Option<MergeRequestView>> {
    Ok(read(client, project, iid).await?.map(view))
}

/// Says whether merging it has to squash its commits, by its own mark or the project's rule.
pub(super) async fn is_to_be_squashed(client: &Client, project: &str, iid: u64) -> Answer<bool> {
    Ok(read(client, project, iid).await?.is_some_and(|found| found.squash_on_merge))
}

async fn read(client: &Client, project: &str, iid: u64) -> Answer<Option<shape::MergeRequest>> {
    let ask = Ask::new(client, "merge_request", format!("to read the merge request {project}!{iid}"));
    ask.maybe(&built(MergeRequest::builder().project(project).merge_request(iid).build())).await
}

pub(super) fn view(found: shape::MergeRequest) -> MergeRequestView {
    let state = match found.state.as_str() {
        "opened" => MergeState::Open,
        "merged" => MergeState::Merged,
        "locked" => MergeState::Locked,
        _ => MergeState::Closed,
    };
    MergeRequestView {
        iid: found.iid,
        mergeable: mergeable(found.detailed_merge_status.as_deref(), found.merge_status.as_deref()),
        merged_sha: merged_sha(&found),
        pipeline: own_pipeline(&found),
        squash_sha: found.squash_commit_sha.clone().filter(|sha| found.state == "merged" && !sha.is_empty()),
        title: found.title,
        description: found.description,
        author: found.author.into(),
        state,
        draft: found.draft.or(found.work_in_progress).unwrap_or_default(),
        target_branch: found.target_branch,
        source_branch: found.source_branch,
        from_fork: found.source_project_id != found.target_project_id,
        head: found.sha.filter(|sha| !sha.is_empty()),
        labels: found.labels,
        merge_error: found.merge_error.filter(|error| !error.is_empty()),
        created_at: found.created_at.0,
        updated_at: found.updated_at.0,
    }
}

/// The head's pipeline where it is the target project's own and has jobs of its own: one made of statuses alone takes
/// every further status without being named, and one of a fork takes none.
fn own_pipeline(found: &shape::MergeRequest) -> Option<u64> {
    let pipeline = found.head_pipeline.as_ref()?;
    let home = pipeline.project_id.or(found.source_project_id);
    let own = home == found.target_project_id && pipeline.sha == found.sha && pipeline.source != "external";
    own.then_some(pipeline.id)
}

/// The commit on the target branch: the merge commit, else the squash commit (squash and fast-forward), else the
/// head itself (fast-forward).
fn merged_sha(found: &shape::MergeRequest) -> Option<String> {
    let commits = [&found.merge_commit_sha, &found.squash_commit_sha, &found.sha];
    let merged = found.state == "merged";
    commits.into_iter().flatten().find(|sha| merged && !sha.is_empty()).cloned()
}

/// Reads `detailed_merge_status` (since 15.6), else the older `merge_status`; neither means that GitLab has not
/// looked yet.
fn mergeable(detailed: Option<&str>, coarse: Option<&str>) -> Mergeable {
    match (detailed, coarse) {
        (Some("mergeable"), _) | (None, Some("can_be_merged")) => Mergeable::Yes,
        (Some("checking" | "unchecked" | "preparing" | "approvals_syncing" | ""), _) => Mergeable::Computing,
        (Some(other), _) => Mergeable::No(other.to_owned()),
        (None, Some("cannot_be_merged")) => Mergeable::No("conflict".to_owned()),
        (None, _) => Mergeable::Computing,
    }
}

/// Reads who approved, and asks for each one's role in the project.
pub(super) async fn approvals(client: &Client, project: &str, iid: u64) -> Answer<Vec<Approval>> {
    let ask = Ask::new(client, "approvals", format!("to read the approvals of {project}!{iid}"));
    let found: shape::Approvals =
        ask.one(&built(MergeRequestApprovals::builder().project(project).merge_request(iid).build())).await?;
    let mut approvals = Vec::with_capacity(found.approved_by.len());
    for approved in found.approved_by {
        let may_write = account::may_write(client, project, approved.user.id).await?;
        approvals.push(Approval { by: approved.user.into(), at: approved.approved_at.map(|at| at.0), may_write });
    }
    Ok(approvals)
}

/// Reads the versions, newest first; 404 is none.
pub(super) async fn versions(client: &Client, project: &str, iid: u64) -> Answer<Vec<Version>> {
    let ask = Ask::new(client, "versions", format!("to read the versions of {project}!{iid}"));
    let mut found: Vec<shape::DiffVersion> = absent(ask.all(&Place::versions(project, iid)).await)?.unwrap_or_default();
    found.sort_by_key(|version| std::cmp::Reverse(version.id));
    found.dedup_by_key(|version| version.id);
    let version = |found: shape::DiffVersion| Some(Version { head: found.head_commit_sha?, at: found.created_at.0 });
    Ok(found.into_iter().filter_map(version).collect())
}

/// Reads the commits, oldest first; GitLab lists the newest first.
pub(super) async fn commits(client: &Client, project: &str, iid: u64) -> Answer<Vec<Commit>> {
    let ask = Ask::new(client, "commits", format!("to read the commits of {project}!{iid}"));
    let list = MergeRequestCommits::builder().project(project).merge_request(iid).build();
    let found: Vec<shape::ForgeCommit> = ask.all(&built(list)).await?;
    Ok(found.into_iter().rev().map(Commit::from).collect())
}

/// Reads the changed paths, old and new ones.
///
/// GitLab cuts the list at its diff limits without a word; only `changes_count` of the merge request (`"7"`,
/// `"1000+"`, null while GitLab prepares it) tells. Where it is not the number of entries, the list is not whole.
pub(super) async fn paths(client: &Client, project: &str, iid: u64) -> Answer<Paths> {
    let Some(request) = read(client, project, iid).await? else { return Ok(Paths::default()) };
    let expected = match &request.changes_count {
        Some(serde_json::Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_u64(),
        None => None,
    };
    let ask = Ask::new(client, "diffs", format!("to read the changed paths of {project}!{iid}"));
    let list = built(MergeRequestDiffs::builder().project(project).merge_request(iid).build());
    let Some(diffs) = absent(ask.all_by::<shape::Diff>(&list, DIFFS_PER_PAGE).await)? else {
        return Ok(Paths::default());
    };
    let named = diffs.iter().all(|diff| diff.old_path.is_some() && diff.new_path.is_some());
    let complete = named && u64::try_from(diffs.len()).ok() == expected;
    let mut paths: Vec<_> = diffs.into_iter().flat_map(|diff| [diff.old_path, diff.new_path]).flatten().collect();
    paths.sort_unstable();
    paths.dedup();
    Ok(Paths { paths, complete })
}

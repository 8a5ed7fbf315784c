// SPDX-License-Identifier: EUPL-1.2
//! A project: itself, its open tickets and merge requests, branches, tags, commits and releases.

use gitlab::api::common::NameOrId;
use gitlab::api::issues::{IssueOrderBy, IssueState};
use gitlab::api::merge_requests::MergeRequestState;
use gitlab::api::projects::Project;
use gitlab::api::projects::issues::Issues;
use gitlab::api::projects::merge_requests::MergeRequests;
use gitlab::api::projects::pipelines::Pipelines;
use gitlab::api::projects::repository::branches::Branch;
use gitlab::api::projects::repository::commits::CompareCommits;
use gitlab::api::projects::repository::files::FileRaw;
use gitlab::api::projects::repository::tags::Tags;
use http::header;
use jiff::Timestamp;

use super::ask::{Ask, absent};
use super::client::Client;
use super::endpoints::Place;
use super::{built, shape};
use crate::forge::{Answer, Commit, MergedView, ProjectView, Refusal, TagView};

/// How many of the newest pipelines are looked at to learn whether a project has any of its own.
const PIPELINES_SEEN: usize = 20;

/// Reads a project. For a renamed one GitLab answers 301 with the project's number; that one hop is followed by the
/// number, so that the view shows the new path.
pub(super) async fn project(client: &Client, path: &str) -> Answer<Option<ProjectView>> {
    let ask = Ask::new(client, "project", format!("to read the project {path}"));
    let Some(answer) = absent(ask.answer(&built(Project::builder().project(path).build())).await)? else {
        return Ok(None);
    };
    let moved = answer.headers().get(header::LOCATION).filter(|_| answer.status().is_redirection());
    let asked = match moved.and_then(|to| to.to_str().ok()).and_then(number) {
        Some(id) => NameOrId::from(id),
        None => NameOrId::from(path),
    };
    let found: Option<shape::Project> = if answer.status().is_success() {
        Some(ask.read(&answer)?)
    } else {
        ask.maybe(&built(Project::builder().project(asked).build())).await?
    };
    let Some(found) = found else { return Ok(None) };
    let has_ci = has_ci(client, &found).await?;
    Ok(Some(ProjectView {
        id: found.id,
        path: found.path_with_namespace,
        default_branch: found.default_branch.filter(|branch| !branch.is_empty()),
        archived: found.archived,
        has_ci,
        builds: found.builds_access_level.as_deref() != Some("disabled"),
        autoclose: found.autoclose_referenced_issues.unwrap_or_default(),
        skipping: found.allow_merge_on_skipped_pipeline,
    }))
}

/// The number at the end of `…/projects/17`.
fn number(location: &str) -> Option<u64> {
    let path = location.split(['?', '#']).next()?.trim_end_matches('/');
    path.rsplit_once("/projects/")?.1.parse().ok()
}

/// Says whether a project runs pipelines of its own.
///
/// GitLab has no field for it: `builds_access_level` only says whether it might. So votum looks for the
/// configuration on the default branch, which is there in nearly every project with pipelines and costs one call;
/// then for a pipeline that is not `external` (Auto `DevOps` and pipelines required by the instance have no file;
/// votum's own status makes external ones). A configuration that lies elsewhere (`file@project` or an address) is
/// believed. What may not be seen counts as none.
pub(super) async fn has_ci(client: &Client, project: &shape::Project) -> Answer<bool> {
    if project.builds_access_level.as_deref() == Some("disabled") {
        return Ok(false);
    }
    let file = project.ci_config_path.as_deref().filter(|path| !path.is_empty()).unwrap_or(".gitlab-ci.yml");
    if file.contains('@') || file.contains("://") {
        return Ok(true);
    }
    if let Some(branch) = project.default_branch.as_deref().filter(|branch| !branch.is_empty()) {
        let ask = Ask::new(client, "file", format!("to look for {file} in {}", project.path_with_namespace));
        let raw = FileRaw::builder().project(project.id).file_path(file).ref_(branch).build();
        if seen(ask.done(&built(raw)).await)?.is_some() {
            return Ok(true);
        }
    }
    let ask = Ask::new(client, "pipelines", format!("to read the pipelines of {}", project.path_with_namespace));
    let pipelines = Pipelines::builder().project(project.id).build();
    let found: Option<Vec<shape::Pipeline>> = seen(ask.first(&built(pipelines), PIPELINES_SEEN).await)?;
    Ok(found.unwrap_or_default().iter().any(|pipeline| pipeline.source != "external"))
}

/// Turns "not there" and "not for you" into `None`.
pub(super) fn seen<T>(answer: Answer<T>) -> Answer<Option<T>> {
    match answer {
        Err(Refusal::Never { status: 403, .. }) => Ok(None),
        other => absent(other),
    }
}

/// Reads the numbers of all open tickets that carry a label.
pub(super) async fn tickets_with(client: &Client, project: &str, label: &str) -> Answer<Vec<u64>> {
    let ask = Ask::new(client, "issues", format!("to list the open tickets with {label} in {project}"));
    let mut issues = Issues::builder();
    issues.project(project).state(IssueState::Opened).label(label).order_by(IssueOrderBy::CreatedAt);
    Ok(numbers(ask.all(&built(issues.build())).await?))
}

/// Reads the numbers of all open merge requests.
pub(super) async fn open_merge_requests(client: &Client, project: &str) -> Answer<Vec<u64>> {
    let ask = Ask::new(client, "merge_requests", format!("to list the open merge requests in {project}"));
    let open = MergeRequests::builder().project(project).state(MergeRequestState::Opened).build();
    Ok(numbers(ask.all(&built(open)).await?))
}

/// Reads all merge requests that were merged and have changed since an instant: merging one changes it.
pub(super) async fn merged_requests(client: &Client, project: &str, since: Timestamp) -> Answer<Vec<MergedView>> {
    let ask = Ask::new(client, "merge_requests", format!("to list the merged merge requests in {project}"));
    // In the order of their making, so that a page shows the same while the list is read.
    let merged = Place::of_project(project, "merge_requests")
        .asking("state", "merged")
        .asking("updated_after", since.to_string())
        .asking("order_by", "created_at")
        .asking("sort", "asc");
    let found: Vec<shape::Merged> = ask.all(&merged).await?;
    let view = |merged: shape::Merged| MergedView {
        iid: merged.iid,
        target_branch: merged.target_branch,
        merged_at: merged.at.map(|at| at.0),
    };
    Ok(found.into_iter().map(view).collect())
}

/// Each number once, in rising order: a list that grows while its pages are turned shows some twice.
fn numbers(found: Vec<shape::Numbered>) -> Vec<u64> {
    let mut numbers: Vec<_> = found.into_iter().map(|entry| entry.iid).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Reads the commit at the tip of a branch.
pub(super) async fn branch_head(client: &Client, project: &str, branch: &str) -> Answer<Option<String>> {
    let ask = Ask::new(client, "branch", format!("to read the branch {branch} of {project}"));
    let found: Option<shape::Named> =
        ask.maybe(&built(Branch::builder().project(project).branch(branch).build())).await?;
    Ok(found.map(|branch| branch.commit.id))
}

/// Reads a text file at a commit. Bytes that are no UTF-8 are shown as such, so that they are found to be faults.
pub(super) async fn file_at(client: &Client, project: &str, path: &str, commit: &str) -> Answer<Option<String>> {
    let ask = Ask::new(client, "file", format!("to read {path} of {project} at {commit}"));
    let raw = FileRaw::builder().project(project).file_path(path).ref_(commit).build();
    let found = absent(ask.done(&built(raw)).await)?;
    Ok(found.map(|answer| String::from_utf8_lossy(answer.body()).into_owned()))
}

/// Reads all tags. GitLab's `target` of an annotated tag is the tag object; the commit is `commit.id`.
pub(super) async fn tags(client: &Client, project: &str) -> Answer<Vec<TagView>> {
    let ask = Ask::new(client, "tags", format!("to list the tags of {project}"));
    let found: Vec<shape::Named> = ask.all(&built(Tags::builder().project(project).build())).await?;
    let view = |tag: shape::Named| TagView {
        name: tag.name,
        commit: tag.commit.id,
        message: tag.message,
        created_at: tag.created_at.map(|at| at.0),
    };
    Ok(found.into_iter().map(view).collect())
}

/// Reads what `to` holds and `from` lacks, oldest first as GitLab compares; 404 (one of the two is unknown) is `None`.
pub(super) async fn commits_between(
    client: &Client,
    project: &str,
    from: &str,
    to: &str,
) -> Answer<Option<Vec<Commit>>> {
    let ask = Ask::new(client, "compare", format!("to compare {from} with {to} in {project}"));
    let compare = CompareCommits::builder().project(project).from(from).to(to).build();
    let found: Option<shape::Compared> = ask.maybe(&built(compare)).await?;
    Ok(found.map(|compared| compared.commits.into_iter().map(Commit::from).collect()))
}

/// Reads everything that a commit stands on; 404 (it is unknown) is `None`.
pub(super) async fn history(client: &Client, project: &str, commit: &str) -> Answer<Option<Vec<Commit>>> {
    let ask = Ask::new(client, "commits", format!("to read the history of {commit} in {project}"));
    let place = Place::of_project(project, "repository/commits").asking("ref_name", commit);
    let found: Option<Vec<shape::ForgeCommit>> = absent(ask.all(&place).await)?;
    Ok(found.map(|commits| commits.into_iter().map(Commit::from).collect()))
}

/// Says whether a release stands at a tag.
pub(super) async fn has_release(client: &Client, project: &str, tag: &str) -> Answer<bool> {
    let ask = Ask::new(client, "release", format!("to read the release {tag} of {project}"));
    Ok(absent(ask.done(&Place::release(project, tag)).await)?.is_some())
}

// SPDX-License-Identifier: EUPL-1.2
//! The adapter to GitLab (self-managed, Community Edition or more, REST v4), above all gitlab.opencode.de.
//!
//! [`GitLab`] puts the endpoints of the `gitlab` crate, and a few of its own, over its own line (`client`): every
//! call has a time limit, every answer a size limit, every list a page limit. Each verb of the port is a function
//! in the file of the thing it is about. Nothing is asked at construction, so votum starts while GitLab is down.
//!
//! **Invariant:** GitLab's JSON does not leave this folder, and neither does the token.

mod account;
mod ask;
mod client;
mod ear;
mod endpoints;
mod file;
mod guard;
mod merge_request;
mod milestone;
mod pace;
mod pipeline;
mod project;
mod publish;
mod refuse;
mod setup;
mod shape;
mod thread;
mod write;

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

pub use ask::{PAGES_MAX, PER_PAGE};
use client::Client;
pub use client::{BODY_MAX, CONNECT, Settings, TOTAL, Within};
pub use refuse::{LIMITED, SAID_MAX, WAIT_MAX};
pub use setup::nobodys_key;

use super::{
    Answer, Approval, AwardView, Commit, CommitText, CommitView, Ear, Forge, LabelChange, MergeRequestView, MergedView,
    MilestoneView, NoteView, Paths, Person, PipelineState, ProjectView, ReleaseText, RequestText, StatusText,
    StatusView, TagView, TicketView, Version,
};
use crate::domain::guard::Guard;
use crate::domain::ids::{NoteId, Thread};

/// The name of votum's commit status.
pub const STATUS_NAME: &str = "votum";

/// A GitLab.
#[derive(Clone, Debug)]
pub struct GitLab {
    client: Client,
}

impl GitLab {
    /// Prepares the adapter; asks GitLab nothing.
    ///
    /// # Errors
    /// `Never` with status 0 where the address, the token or the certificates cannot be used.
    pub fn new(settings: Settings) -> Answer<Self> {
        Self::with_timeout(settings, TOTAL)
    }

    /// Prepares the adapter to a GitLab that lies in this process, as a simulation has one.
    ///
    /// # Errors
    /// As [`GitLab::new`].
    pub fn within(settings: Settings, gitlab: Within) -> Answer<Self> {
        Ok(Self { client: Client::within(settings, gitlab)? })
    }

    /// Returns the adapter with a budget of calls a minute.
    #[must_use]
    pub fn paced(mut self, calls_per_minute: u32) -> Self {
        self.client.set_pace(calls_per_minute);
        self
    }

    /// Prepares the adapter with another limit than [`TOTAL`] for one call.
    ///
    /// # Errors
    /// As [`GitLab::new`].
    pub fn with_timeout(settings: Settings, total: Duration) -> Answer<Self> {
        Ok(Self { client: Client::new(settings, total)? })
    }
}

#[async_trait]
impl Forge for GitLab {
    fn time(&self) -> Option<(Timestamp, Duration)> {
        self.client.time()
    }

    fn share(&self, replicas: u32) {
        self.client.share(replicas);
    }

    async fn bot(&self) -> Answer<Person> {
        account::bot(&self.client).await
    }

    async fn person(&self, name: &str) -> Answer<Option<Person>> {
        account::person(&self.client, name).await
    }

    fn locate(&self, path: &str, number: u64) {
        self.client.locate(path, number);
    }

    async fn project(&self, path: &str) -> Answer<Option<ProjectView>> {
        project::project(&self.client, path).await
    }

    async fn ticket(&self, project: &str, iid: u64) -> Answer<Option<TicketView>> {
        thread::ticket(&self.client, project, iid).await
    }

    async fn label_changes(&self, thread: &Thread) -> Answer<Vec<LabelChange>> {
        thread::label_changes(&self.client, thread).await
    }

    async fn notes(&self, thread: &Thread) -> Answer<Vec<NoteView>> {
        thread::notes(&self.client, thread).await
    }

    async fn note(&self, thread: &Thread, note: NoteId) -> Answer<Option<NoteView>> {
        thread::note(&self.client, thread, note).await
    }

    async fn awards(&self, thread: &Thread, note: Option<NoteId>) -> Answer<Vec<AwardView>> {
        thread::awards(&self.client, thread, note).await
    }

    async fn tickets_with(&self, project: &str, label: &str) -> Answer<Vec<u64>> {
        project::tickets_with(&self.client, project, label).await
    }

    async fn open_merge_requests(&self, project: &str) -> Answer<Vec<u64>> {
        project::open_merge_requests(&self.client, project).await
    }

    async fn merged_requests(&self, project: &str, since: Timestamp) -> Answer<Vec<MergedView>> {
        project::merged_requests(&self.client, project, since).await
    }

    async fn merge_request(&self, project: &str, iid: u64) -> Answer<Option<MergeRequestView>> {
        merge_request::merge_request(&self.client, project, iid).await
    }

    async fn approvals(&self, project: &str, iid: u64) -> Answer<Vec<Approval>> {
        merge_request::approvals(&self.client, project, iid).await
    }

    async fn versions(&self, project: &str, iid: u64) -> Answer<Vec<Version>> {
        merge_request::versions(&self.client, project, iid).await
    }

    async fn commits(&self, project: &str, iid: u64) -> Answer<Vec<Commit>> {
        merge_request::commits(&self.client, project, iid).await
    }

    async fn paths(&self, project: &str, iid: u64) -> Answer<Paths> {
        merge_request::paths(&self.client, project, iid).await
    }

    async fn pipeline(&self, project: &str, iid: u64, head: &str) -> Answer<Option<PipelineState>> {
        pipeline::pipeline(&self.client, project, iid, head).await
    }

    async fn statuses(&self, project: &str, head: &str) -> Answer<Vec<StatusView>> {
        pipeline::own(&self.client, project, head).await
    }

    async fn branch_head(&self, project: &str, branch: &str) -> Answer<Option<String>> {
        project::branch_head(&self.client, project, branch).await
    }

    async fn file_at(&self, project: &str, path: &str, commit: &str) -> Answer<Option<String>> {
        project::file_at(&self.client, project, path, commit).await
    }

    async fn guard(&self, project: &str, branch: &str, tags: &[String]) -> Answer<Option<Guard>> {
        guard::guard(&self.client, project, branch, tags).await
    }

    async fn ear(&self, project: &str, url: &str) -> Answer<Ear> {
        ear::ear(&self.client, project, url).await
    }

    async fn open_ear(&self, project: &str, hook: u64) -> Answer<bool> {
        ear::open(&self.client, project, hook).await
    }

    async fn tags(&self, project: &str) -> Answer<Vec<TagView>> {
        project::tags(&self.client, project).await
    }

    async fn commits_between(&self, project: &str, from: &str, to: &str) -> Answer<Option<Vec<Commit>>> {
        project::commits_between(&self.client, project, from, to).await
    }

    async fn history(&self, project: &str, commit: &str) -> Answer<Option<Vec<Commit>>> {
        project::history(&self.client, project, commit).await
    }

    async fn text(&self, project: &str, commit: &str, path: &str) -> Answer<Option<String>> {
        file::text(&self.client, project, commit, path).await
    }

    async fn commit_at(&self, project: &str, sha: &str) -> Answer<Option<CommitView>> {
        file::commit(&self.client, project, sha).await
    }

    async fn paths_between(&self, project: &str, from: &str, to: &str) -> Answer<Option<Vec<String>>> {
        file::paths_between(&self.client, project, from, to).await
    }

    async fn requests_from(&self, project: &str, branch: &str) -> Answer<Vec<MergeRequestView>> {
        file::requests_from(&self.client, project, branch).await
    }

    async fn milestone(&self, project: &str, title: &str) -> Answer<Option<MilestoneView>> {
        milestone::find(&self.client, project, title).await
    }

    async fn has_release(&self, project: &str, tag: &str) -> Answer<bool> {
        project::has_release(&self.client, project, tag).await
    }

    async fn write_note(&self, thread: &Thread, body: &str) -> Answer<NoteId> {
        write::write_note(&self.client, thread, body).await
    }

    async fn write_thread(&self, thread: &Thread, body: &str) -> Answer<NoteId> {
        write::write_thread(&self.client, thread, body).await
    }

    async fn resolve(&self, thread: &Thread, note: NoteId, resolved: bool) -> Answer<()> {
        write::resolve(&self.client, thread, note, resolved).await
    }

    async fn edit_note(&self, thread: &Thread, note: NoteId, body: &str) -> Answer<()> {
        write::edit_note(&self.client, thread, note, body).await
    }

    async fn react(&self, thread: &Thread, note: NoteId, emoji: &str) -> Answer<()> {
        write::react(&self.client, thread, note, emoji).await
    }

    async fn relabel(&self, thread: &Thread, add: &[String], remove: &[String]) -> Answer<()> {
        write::relabel(&self.client, thread, add, remove).await
    }

    async fn set_open(&self, project: &str, iid: u64, open: bool) -> Answer<()> {
        write::set_open(&self.client, project, iid, open).await
    }

    async fn set_status(&self, project: &str, head: &str, status: &StatusText) -> Answer<()> {
        publish::set_status(&self.client, project, head, status).await
    }

    async fn merge(&self, project: &str, iid: u64, head: &str, message: &str) -> Answer<()> {
        publish::merge(&self.client, project, iid, head, message).await
    }

    async fn tag(&self, project: &str, name: &str, commit: &str, message: &str) -> Answer<Option<String>> {
        publish::tag(&self.client, project, name, commit, message).await
    }

    async fn release(&self, project: &str, release: &ReleaseText) -> Answer<()> {
        publish::release(&self.client, project, release).await
    }

    async fn commit_texts(&self, project: &str, commit: &CommitText) -> Answer<String> {
        file::commit_texts(&self.client, project, commit).await
    }

    async fn propose(&self, project: &str, request: &RequestText) -> Answer<u64> {
        file::propose(&self.client, project, request).await
    }

    async fn reword(&self, project: &str, iid: u64, request: &RequestText) -> Answer<()> {
        file::reword(&self.client, project, iid, request).await
    }

    async fn make_milestone(&self, project: &str, title: &str) -> Answer<MilestoneView> {
        milestone::make(&self.client, project, title).await
    }

    async fn close_milestone(&self, project: &str, id: u64) -> Answer<()> {
        milestone::close(&self.client, project, id).await
    }
}

/// Takes an endpoint out of its builder.
fn built<T, E: Debug>(endpoint: Result<T, E>) -> T {
    endpoint.expect("every field that the endpoint needs is given where it is built")
}

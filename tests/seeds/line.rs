// SPDX-License-Identifier: EUPL-1.2
//! The line between votum and the GitLab in memory: the real adapter, with the weather before and after each verb.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use votum::domain::guard::Guard;
use votum::domain::ids::{NoteId, Thread};
use votum::forge::gitlab::{GitLab, Settings};
use votum::forge::{
    Answer, Approval, AwardView, Commit, CommitText, CommitView, Forge, LabelChange, MergeRequestView, MergedView,
    MilestoneView, NoteView, Paths, Person, PipelineState, ProjectView, ReleaseText, RequestText, StatusText,
    StatusView, TagView, TicketView, Version,
};
use votum::sandbox::Sandbox;

use super::weather::{Answers, Weather};

/// One replica's line to the GitLab.
pub struct Line {
    gitlab: GitLab,
    weather: Arc<Weather>,
    replica: usize,
}

impl Line {
    /// Lays a line to the GitLab in memory.
    pub fn new(sandbox: &Sandbox, weather: &Arc<Weather>, replica: usize) -> Self {
        let settings = Settings {
            forge_id: "opencode".into(),
            url: sandbox.url(),
            token: "glpat-votum".to_string().into(),
            ca_pem: None,
        };
        let (sandbox, sky) = (sandbox.clone(), weather.clone());
        let within = move |ask: Request<Vec<u8>>| {
            let what = format!("{} {}", ask.method(), ask.uri().path());
            match sky.answers(&what, replica) {
                Answers::Truly => sandbox.answer(ask),
                Answers::Before(status) => refusal(status),
                Answers::Garbled => {
                    drop(sandbox.answer(ask));
                    Response::new(Bytes::from_static(b"<html><body>Wartungsarbeiten</body></html>"))
                }
                Answers::After(status) => {
                    drop(sandbox.answer(ask));
                    refusal(status)
                }
            }
        };
        let gitlab = GitLab::within(settings, Arc::new(within)).expect("the settings are right");
        Self { gitlab, weather: weather.clone(), replica }
    }
}

fn refusal(status: u16) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(b"{\"message\":\"the weather\"}"));
    *answer.status_mut() = http::StatusCode::from_u16(status).expect("it is a status");
    if status == 429 {
        answer.headers_mut().insert("retry-after", http::HeaderValue::from_static("20"));
    }
    answer
}

macro_rules! verbs {
    ($($verb:ident($($name:ident: $kind:ty),*) -> $out:ty;)*) => {
        #[async_trait]
        impl Forge for Line {
            fn locate(&self, path: &str, number: u64) {
                self.gitlab.locate(path, number);
            }

            $(async fn $verb(&self, $($name: $kind),*) -> Answer<$out> {
                self.weather.blows(self.replica, stringify!($verb)).await;
                let answer = self.gitlab.$verb($($name),*).await;
                self.weather.blows(self.replica, stringify!($verb)).await;
                answer
            })*
        }
    };
}

verbs! {
    bot() -> Person;
    person(name: &str) -> Option<Person>;
    project(path: &str) -> Option<ProjectView>;
    ticket(project: &str, iid: u64) -> Option<TicketView>;
    label_changes(thread: &Thread) -> Vec<LabelChange>;
    notes(thread: &Thread) -> Vec<NoteView>;
    note(thread: &Thread, note: NoteId) -> Option<NoteView>;
    awards(thread: &Thread, note: Option<NoteId>) -> Vec<AwardView>;
    tickets_with(project: &str, label: &str) -> Vec<u64>;
    open_merge_requests(project: &str) -> Vec<u64>;
    merged_requests(project: &str, since: Timestamp) -> Vec<MergedView>;
    merge_request(project: &str, iid: u64) -> Option<MergeRequestView>;
    approvals(project: &str, iid: u64) -> Vec<Approval>;
    versions(project: &str, iid: u64) -> Vec<Version>;
    commits(project: &str, iid: u64) -> Vec<Commit>;
    paths(project: &str, iid: u64) -> Paths;
    pipeline(project: &str, iid: u64, head: &str) -> Option<PipelineState>;
    statuses(project: &str, head: &str) -> Vec<StatusView>;
    file_at(project: &str, path: &str, commit: &str) -> Option<String>;
    guard(project: &str, branch: &str, tags: &[String]) -> Option<Guard>;
    branch_head(project: &str, branch: &str) -> Option<String>;
    tags(project: &str) -> Vec<TagView>;
    commits_between(project: &str, from: &str, to: &str) -> Option<Vec<Commit>>;
    has_release(project: &str, tag: &str) -> bool;
    write_note(thread: &Thread, body: &str) -> NoteId;
    write_thread(thread: &Thread, body: &str) -> NoteId;
    resolve(thread: &Thread, note: NoteId, resolved: bool) -> ();
    edit_note(thread: &Thread, note: NoteId, body: &str) -> ();
    react(thread: &Thread, note: NoteId, emoji: &str) -> ();
    relabel(thread: &Thread, add: &[String], remove: &[String]) -> ();
    set_open(project: &str, iid: u64, open: bool) -> ();
    set_status(project: &str, head: &str, status: &StatusText) -> ();
    merge(project: &str, iid: u64, head: &str, message: &str) -> ();
    tag(project: &str, name: &str, commit: &str, message: &str) -> Option<String>;
    release(project: &str, release: &ReleaseText) -> ();
    text(project: &str, commit: &str, path: &str) -> Option<String>;
    commit_at(project: &str, sha: &str) -> Option<CommitView>;
    paths_between(project: &str, from: &str, to: &str) -> Option<Vec<String>>;
    requests_from(project: &str, branch: &str) -> Vec<MergeRequestView>;
    commit_texts(project: &str, commit: &CommitText) -> String;
    propose(project: &str, request: &RequestText) -> u64;
    reword(project: &str, iid: u64, request: &RequestText) -> ();
    history(project: &str, commit: &str) -> Option<Vec<Commit>>;
    milestone(project: &str, title: &str) -> Option<MilestoneView>;
    make_milestone(project: &str, title: &str) -> MilestoneView;
    close_milestone(project: &str, id: u64) -> ();
}

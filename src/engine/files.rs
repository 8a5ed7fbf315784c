// SPDX-License-Identifier: EUPL-1.2
//! `publiccode.yml` and `CHANGELOG.md` of a released project, kept current through one merge request of votum's.
//!
//! The branch is votum's: each release writes it anew on top of the default branch. A commit of votum's is known by a
//! word in its message that is bound to what the files say there, so that one whose answer was lost is found again.
//!
//! **Invariant:** what others have pushed to the branch is never overwritten, and nothing but the files that the rules
//! name is written.

use std::path::Path;

use jiff::Timestamp;

use super::absorb::Work;
use super::apply::{Finish, Stream};
use super::desire::{Files, Wish};
use super::{Done, Engine, Hindrance, Partnership, backoff};
use crate::domain::event::Event;
use crate::domain::ids::{Series, Thread};
use crate::domain::publiccode::Flaw;
use crate::domain::{chain, changelog, publiccode};
use crate::forge::{Answer, CommitText, FileText, Forge, MergeState, Mergeable, Refusal, RequestText};
use crate::store::outbox::Item;

/// What stands before votum's word in the message of a commit.
const WORD: &str = "Votum-Word: ";

/// How the files stand.
enum Stand {
    /// On the default branch already.
    Merged,
    /// On votum's branch, under this merge request.
    Proposed(u64),
    /// Others have pushed to the branch.
    Foreign(String),
}

impl Engine {
    /// Keeps the files of a project current.
    pub(super) async fn keep_files(
        &self,
        partnership: &Partnership,
        item: &Item,
        wish: &Wish,
        files: &Files,
        forge: &dyn Forge,
        now: Timestamp,
    ) -> Done<()> {
        self.heed_pause().await?;
        let Some(series) = Series::parse(&files.series) else {
            return Err(Refusal::Never { status: 0, why: "Its project is not one.".into() }.into());
        };
        if partnership.is_paused() {
            let later = backoff::next(now, item.attempt, &item.key, None);
            return Ok(self.inner.store.postpone_item(item, later).await?);
        }
        let releases = self.releases_state(partnership, &series).await?;
        let known = |head: &str| releases.pushed.iter().any(|pushed| pushed == head);
        let about = format!("files {series}");
        let done = Finish::Item(Box::new(item.clone()), None, wish.digest());
        match self.propose_files(partnership, &series, files, forge, &known).await? {
            Stand::Merged => {
                self.inner.health.well(&about);
                self.apply(partnership, Vec::new(), done).await
            }
            Stand::Proposed(iid) => {
                self.inner.health.well(&about);
                self.apply(partnership, Vec::new(), done).await?;
                self.read_again_soon(&Thread::merge_request(series.project, iid)).await
            }
            Stand::Foreign(branch) => {
                let why = format!(
                    "The branch {branch} of {} carries commits that are not votum's; merge or delete it, and the files of \
                     the last version are proposed anew.",
                    series.project
                );
                self.inner.health.trouble(&about, &why);
                Err(Hindrance::Forge(Refusal::Again { after: None, why }))
            }
        }
    }

    /// Lets branch and merge request stand.
    async fn propose_files(
        &self,
        partnership: &Partnership,
        series: &Series,
        files: &Files,
        forge: &dyn Forge,
        known: &(dyn Fn(&str) -> bool + Sync),
    ) -> Done<Stand> {
        let path = &series.project.path;
        let base = forge.project(path).await?.and_then(|project| project.default_branch);
        let Some(base) = base else { return Ok(Stand::Merged) };
        let Some(start) = forge.branch_head(path, &base).await? else { return Ok(Stand::Merged) };
        let before = read(forge, path, &start, &files.paths).await?;
        let after = self.edited(series, files, &before);
        if before == after {
            return Ok(Stand::Merged);
        }
        let branch = branch(series);
        let open = forge.requests_from(path, &branch).await?;
        let mut open = open.into_iter().filter(|view| view.state == MergeState::Open && view.target_branch == base);
        let view = open.next();
        let stands = match forge.branch_head(path, &branch).await? {
            None => None,
            Some(head) => {
                let there = read(forge, path, &head, &files.paths).await?;
                let merged = || async {
                    let beyond = forge.commits_between(path, &start, &head).await?;
                    Ok::<bool, Refusal>(beyond.is_some_and(|commits| commits.is_empty()))
                };
                let own = known(&head) || self.wrote(forge, path, &branch, &head, &there).await?;
                if !own && !merged().await? {
                    return Ok(Stand::Foreign(branch));
                }
                // One that no longer fits its target is written anew on top of it.
                let fits = view.as_ref().is_none_or(|view| !is_behind(&view.mergeable));
                (own && there == after && fits).then_some(head)
            }
        };
        let head = if let Some(head) = stands {
            head
        } else {
            let word = self.inner.marker.word(&key(path, &branch, &after));
            let changed = before.iter().zip(&after).filter(|(before, after)| before != after);
            let texts = changed.filter_map(|((path, before), (_, after))| {
                Some(FileText { path: path.clone(), text: after.clone()?, new: before.is_none() })
            });
            let commit = CommitText {
                branch: branch.clone(),
                start,
                message: format!("{}\n\n{WORD}{word}\n", files.title),
                files: texts.collect(),
            };
            forge.commit_texts(path, &commit).await?
        };
        // Known before the merge request is, or its gate would first ask for a ticket.
        let works = vec![Work::told(Stream::Releases(series.clone()), vec![Event::FilesPushed { head }])];
        self.apply(partnership, works, Finish::Nothing).await?;
        let (title, description) = (files.title.clone(), files.description.clone());
        let text = RequestText { source: branch, target: base, title, description };
        let iid = match view {
            Some(view) => {
                // One that somebody else has opened from the branch keeps its own words.
                let own = view.author.id == forge.bot().await?.id;
                if own && (view.title != text.title || view.description.trim() != text.description.trim()) {
                    forge.reword(path, view.iid, &text).await?;
                }
                view.iid
            }
            None => forge.propose(path, &text).await?,
        };
        Ok(Stand::Proposed(iid))
    }

    /// Returns every file as it is to read; one that cannot be kept current stays as it is, with a word on the board.
    fn edited(&self, series: &Series, files: &Files, before: &[Text]) -> Vec<Text> {
        let edit = |(path, text): &Text| {
            let about = format!("file {path} of {}", series.project);
            if Path::new(path).extension().is_some_and(|end| end == "md") {
                let text = changelog::current(text.as_deref(), &files.heading, &files.sections);
                return (path.clone(), Some(text));
            }
            let edited = match text {
                Some(text) => publiccode::current(text, &files.version, &files.date).map_err(|flaw| sentence(&flaw)),
                None => Err("it is not there; write it once, as https://yml.publiccode.tools describes it".to_string()),
            };
            match edited {
                Ok(edited) => {
                    self.inner.health.well(&about);
                    (path.clone(), Some(edited))
                }
                Err(why) => {
                    let sentence = format!("votum cannot keep {path} of {} current: {why}.", series.project);
                    if self.inner.health.trouble(&about, &sentence) {
                        tracing::warn!("{sentence}");
                    }
                    (path.clone(), text.clone())
                }
            }
        };
        before.iter().map(edit).collect()
    }

    /// Says whether a commit at the tip of the branch is votum's own: one commit whose message bears the word that
    /// belongs to what the files say there.
    async fn wrote(&self, forge: &dyn Forge, project: &str, branch: &str, head: &str, there: &[Text]) -> Answer<bool> {
        let Some(commit) = forge.commit_at(project, head).await? else { return Ok(false) };
        let word = format!("{WORD}{}", self.inner.marker.word(&key(project, branch, there)));
        let bears = commit.message.lines().any(|line| line.trim() == word);
        let [parent] = commit.parents.as_slice() else { return Ok(false) };
        if !bears {
            return Ok(false);
        }
        // The word binds the files alone: nothing else may have come with them.
        let between = forge.paths_between(project, parent, head).await?;
        Ok(between.is_some_and(|paths| paths.iter().all(|path| there.iter().any(|(known, _)| known == path))))
    }
}

/// A file's path, and what it says; `None` where it is not there.
type Text = (String, Option<String>);

async fn read(forge: &dyn Forge, project: &str, at: &str, paths: &[String]) -> Answer<Vec<Text>> {
    let mut texts = Vec::new();
    for path in paths {
        texts.push((path.clone(), forge.text(project, at, path).await?));
    }
    Ok(texts)
}

/// What a commit of votum's is known by.
fn key(project: &str, branch: &str, texts: &[Text]) -> String {
    let said: Vec<String> = texts.iter().map(|(path, text)| format!("{path}\n{text:?}")).collect();
    format!("files {project} {branch} {}", chain::digest(&said.join("\n")))
}

/// The branch of a series: votum's own.
fn branch(series: &Series) -> String {
    let part: String = series.prefix.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("votum/version-{part}").trim_end_matches('-').to_string()
}

fn is_behind(mergeable: &Mergeable) -> bool {
    matches!(mergeable, Mergeable::No(word) if word == "conflict" || word == "need_rebase")
}

fn sentence(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Form => "it is not written key by key with publiccodeYmlVersion among them".to_string(),
        Flaw::Twice(key) => format!("{key} stands there twice"),
        Flaw::Value(key) => format!("the value of {key} is not on one plain line"),
    }
}

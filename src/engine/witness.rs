// SPDX-License-Identifier: EUPL-1.2
//! The forges asked whether they still show what the journal says: `votum verify --forge`.
//!
//! **Invariant:** nothing is written, here or there. What could not be asked is told and never taken for well; a forge
//! that is down is asked no further.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::claims::{Claims, MergeClaim, TicketClaim};
use super::{Done, Engine, Partnership};
use crate::domain::chain;
use crate::domain::ids::{Project, Thread};
use crate::domain::provenance::{Link, TagSet, hashes, is_release_tag, unstated};
use crate::forge::{Answer, Forge, MergeState, ProjectView, Refusal, TagView};

/// How often a question is asked that a forge could not answer at once.
const ATTEMPTS: u32 = 3;

/// How long to wait for the next attempt, and at most where the forge asks for longer.
const PAUSE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_mins(1));

/// After how many broken links no more are listed.
const LISTED: usize = 1_000;

/// A broken link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Which.
    pub link: Link,
    /// Of what.
    pub about: String,
    /// What does not hold.
    pub sentence: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Tickets.
    pub tickets: usize,
    /// Vote notes.
    pub votes: usize,
    /// Merges.
    pub merges: usize,
    /// Tags with their releases.
    pub tags: usize,
    /// Rows of the register.
    pub rows: usize,
}

/// What walking the chains of a partnership found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// The partnership.
    pub partnership: String,
    /// How much was looked at.
    pub steps: Steps,
    /// What is known and no fault, in sentences.
    pub notes: Vec<String>,
    /// What does not hold.
    pub breaks: Vec<Break>,
    /// How many more do not hold.
    pub more: usize,
}

impl Walked {
    /// Says whether every link holds.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.breaks.is_empty()
    }
}

impl Engine {
    /// Walks from every ticket over its vote and its merge to the tag, at the forges and in the register.
    pub async fn walk(&self) -> Done<Vec<Walked>> {
        let mut down = BTreeMap::new();
        let mut all = Vec::new();
        for partnership in &self.inner.partnerships {
            let claims = self.claims(partnership).await?;
            let walked = Walked { partnership: partnership.id.clone(), ..Walked::default() };
            let mut witness = Witness { engine: self, partnership, walked, down, projects: BTreeMap::new() };
            witness.hear(claims).await?;
            down = std::mem::take(&mut witness.down);
            all.push(witness.walked);
        }
        Ok(all)
    }
}

/// One partnership's questions.
struct Witness<'e> {
    engine: &'e Engine,
    partnership: &'e Partnership,
    walked: Walked,
    /// Forges that do not answer, and why.
    down: BTreeMap<String, String>,
    /// Projects as their forges show them; `None` for those that cannot be read.
    projects: BTreeMap<Project, Option<ProjectView>>,
}

impl Witness<'_> {
    async fn hear(&mut self, claims: Claims) -> Done<()> {
        self.walked.steps.rows = claims.rows;
        for broken in claims.breaks {
            self.breaks(broken.link, broken.about, broken.sentence);
        }
        for claim in &claims.tickets {
            self.ticket(claim).await;
        }
        let mut tips = BTreeMap::new();
        for claim in &claims.merges {
            self.merge(claim, &mut tips).await;
        }
        let merged: BTreeSet<&Thread> = claims.merges.iter().map(|claim| &claim.request).collect();
        let mut stated = BTreeMap::new();
        for project in &self.partnership.rules().upstream {
            self.strange_merges(project, &merged).await;
            let own: Vec<&TagSet> = claims.tags.iter().filter(|(at, _)| at == project).map(|(_, tag)| tag).collect();
            self.tags(project, &own, &mut stated).await;
        }
        self.hashes(stated).await?;
        for (forge, why) in self.down.clone() {
            if self.concerns(&forge) {
                let sentence =
                    format!("The forge {forge} could not be asked, and what lies there was not looked at: {why}");
                self.breaks(Link::Forge, forge, sentence);
            }
        }
        Ok(())
    }

    fn breaks(&mut self, link: Link, about: impl Into<String>, sentence: impl Into<String>) {
        if self.walked.breaks.len() < LISTED {
            self.walked.breaks.push(Break { link, about: about.into(), sentence: sentence.into() });
        } else {
            self.walked.more += 1;
        }
    }

    /// Says whether something of the partnership lies at a forge.
    fn concerns(&self, forge: &str) -> bool {
        let rules = self.partnership.rules();
        rules.tickets.iter().chain(&rules.upstream).any(|project| project.forge == forge)
    }

    /// Asks a forge, patiently but not for ever; `None` where it does not answer or refuses, which is told.
    async fn ask<T>(
        &mut self,
        about: &dyn std::fmt::Display,
        id: &str,
        question: impl AsyncFn(&dyn Forge) -> Answer<T>,
    ) -> Option<T> {
        if self.down.contains_key(id) {
            return None;
        }
        let forge = match self.engine.forge(id) {
            Ok(forge) => forge.clone(),
            Err(hindrance) => {
                self.down.insert(id.to_string(), hindrance.to_string());
                return None;
            }
        };
        let mut attempt = 1;
        loop {
            match question(forge.as_ref()).await {
                Ok(answer) => return Some(answer),
                Err(Refusal::Again { after, .. }) if attempt < ATTEMPTS => {
                    tokio::time::sleep(after.unwrap_or(PAUSE.0 * attempt).min(PAUSE.1)).await;
                    attempt += 1;
                }
                Err(Refusal::Again { why, .. } | Refusal::Never { status: 0 | 401, why }) => {
                    self.down.insert(id.to_string(), why);
                    return None;
                }
                Err(Refusal::Never { why, .. }) => {
                    self.breaks(Link::Forge, about.to_string(), format!("{about} could not be looked at: {why}"));
                    return None;
                }
            }
        }
    }

    /// Reads a project once, and tells it where it cannot be read.
    async fn project(&mut self, project: &Project) -> Option<ProjectView> {
        if let Some(view) = self.projects.get(project) {
            return view.clone();
        }
        let view = self.ask(project, &project.forge, async |forge| forge.project(&project.path).await).await?;
        if view.is_none() {
            let sentence =
                format!("The project {project} cannot be read any more, and what lies in it was not looked at.");
            self.breaks(Link::Forge, project.to_string(), sentence);
        }
        self.projects.insert(project.clone(), view.clone());
        view
    }

    /// The ticket stands where it was decided, and under it the vote note in votum's own hand.
    async fn ticket(&mut self, claim: &TicketClaim) {
        let ticket = &claim.ticket;
        let (id, path) = (&ticket.project.forge, &ticket.project.path);
        if self.project(&ticket.project).await.is_none() {
            return;
        }
        let found = self.ask(ticket, id, async |forge| forge.ticket(path, ticket.iid).await).await;
        let Some(found) = found else { return };
        self.walked.steps.tickets += 1;
        match found {
            Some(view) if view.moved => {
                return self.breaks(
                    Link::Ticket,
                    ticket.to_string(),
                    format!("The ticket {ticket} was moved to another project."),
                );
            }
            Some(_) => {}
            None => {
                let sentence = format!("The ticket {ticket} is gone: deleted, or hidden from votum's account.");
                return self.breaks(Link::Ticket, ticket.to_string(), sentence);
            }
        }
        let Some((note, key)) = &claim.note else { return };
        let Some(bot) = self.ask(&"votum's account", id, async |forge| forge.bot().await).await else { return };
        let found = self.ask(ticket, id, async |forge| forge.note(ticket, *note).await).await;
        let Some(found) = found else { return };
        self.walked.steps.votes += 1;
        let sentence = match found {
            None => format!("The vote note {note} under {ticket} is missing."),
            Some(view) if view.author.id != bot.id => format!(
                "The vote note {note} under {ticket} is not votum's: {} wrote it, votum is {} there.",
                view.author.name, bot.name
            ),
            Some(view) if !self.engine.inner.marker.is_in(key, &view.body) => {
                format!("The note {note} under {ticket} does not bear the mark of its vote: somebody has rewritten it.")
            }
            Some(_) => return,
        };
        self.breaks(Link::Vote, ticket.to_string(), sentence);
    }

    /// The merge stands on the branch, at the commit that the journal names, and holds the head that was decided.
    async fn merge(&mut self, claim: &MergeClaim, tips: &mut BTreeMap<(Project, String), Option<String>>) {
        let MergeClaim { request, branch, head, sha, .. } = claim;
        let (id, path) = (&request.project.forge, &request.project.path);
        for ticket in &claim.undecided {
            let sentence = format!(
                "The merge request {request} was merged as cleared for {ticket}, of which the journal knows no decision."
            );
            self.breaks(Link::Ticket, request.to_string(), sentence);
        }
        if !claim.cleared {
            let note =
                format!("The merge request {request} was merged without clearance; the register lists it as such.");
            self.walked.notes.push(note);
        }
        if self.project(&request.project).await.is_none() {
            return;
        }
        let found = self.ask(request, id, async |forge| forge.merge_request(path, request.iid).await).await;
        let Some(found) = found else { return };
        self.walked.steps.merges += 1;
        match found {
            None => {
                let sentence = format!("The merge request {request} is gone from the forge.");
                self.breaks(Link::Merge, request.to_string(), sentence);
            }
            Some(view) => {
                if view.state != MergeState::Merged || view.merged_sha.as_ref() != Some(sha) {
                    let shown = view.merged_sha.unwrap_or_else(|| "no merge".to_string());
                    let sentence = format!("The journal has {request} merged as {sha}, the forge shows {shown}.");
                    self.breaks(Link::Merge, request.to_string(), sentence);
                }
                if view.head.as_ref().is_some_and(|shown| shown != head) {
                    let shown = view.head.unwrap_or_default();
                    let sentence = format!("The head {head} of {request} was merged, the forge shows {shown}.");
                    self.breaks(Link::Head, request.to_string(), sentence);
                }
            }
        }
        self.contains(claim).await;
        let key = (request.project.clone(), branch.clone());
        if !tips.contains_key(&key) {
            let tip = self.ask(request, id, async |forge| forge.branch_head(path, branch).await).await;
            let Some(tip) = tip else { return };
            if tip.is_none() {
                let sentence = format!("The branch {branch} of {} is gone, and with it its merges.", request.project);
                self.breaks(Link::Merge, request.project.to_string(), sentence);
            }
            tips.insert(key.clone(), tip);
        }
        let Some(Some(tip)) = tips.get(&key) else { return };
        let beyond = self.ask(request, id, async |forge| forge.commits_between(path, tip, sha).await).await;
        let sentence = match beyond {
            Some(None) => format!("The forge does not know the commit {sha} any more, as which {request} was merged."),
            Some(Some(commits)) if !commits.is_empty() => format!(
                "The commit {sha}, as which {request} was merged, is not on the branch {branch} any more: its history was \
                 rewritten."
            ),
            _ => return,
        };
        self.breaks(Link::Merge, request.to_string(), sentence);
    }

    /// The commit on the branch holds the head that was decided.
    async fn contains(&mut self, claim: &MergeClaim) {
        let MergeClaim { request, head, sha, .. } = claim;
        let (id, path) = (&request.project.forge, &request.project.path);
        let lacks = self.ask(request, id, async |forge| forge.commits_between(path, sha, head).await).await;
        let Some(Some(lacks)) = lacks else { return };
        if lacks.is_empty() {
            return;
        }
        match claim.contained {
            Some(true) => {
                let sentence = format!("The commit {sha} does not contain the head {head} that was decided for {request}.");
                self.breaks(Link::Head, request.to_string(), sentence);
            }
            _ => self.walked.notes.push(format!(
                "The merge request {request} was squashed or rebased: {sha} was made anew from the head {head}, and the \
                 journal says so."
            )),
        }
    }

    /// Every merge into a gated branch since votum came is one that the journal knows.
    async fn strange_merges(&mut self, project: &Project, known: &BTreeSet<&Thread>) {
        let Some((arrived, _)) = self.partnership.arrival(project) else { return };
        let Some(view) = self.project(project).await else { return };
        let merged =
            self.ask(project, &project.forge, async |forge| forge.merged_requests(&project.path, arrived).await).await;
        for merged in merged.unwrap_or_default() {
            let request = Thread::merge_request(project.clone(), merged.iid);
            let branches = &self.partnership.rules().gate.branches;
            let gated =
                view.default_branch.as_ref() == Some(&merged.target_branch) || branches.contains(&merged.target_branch);
            if gated && merged.merged_at.is_none_or(|at| at >= arrived) && !known.contains(&request) {
                let sentence = format!(
                    "The merge request {request} was merged into {} at the forge, and the journal knows \
                     nothing of it.",
                    merged.target_branch
                );
                self.breaks(Link::Merge, request.to_string(), sentence);
            }
        }
    }

    /// Every tag that votum has set stands where it was set and says what it carries; no other release tag stands there.
    async fn tags(&mut self, project: &Project, own: &[&TagSet], stated: &mut BTreeMap<String, String>) {
        if self.project(project).await.is_none() {
            return;
        }
        let found = self.ask(project, &project.forge, async |forge| forge.tags(&project.path).await).await;
        let Some(found) = found else { return };
        for set in own {
            self.walked.steps.tags += 1;
            let TagSet { tag, sha, .. } = set;
            let about = format!("{project} {tag}");
            match found.iter().find(|view| view.name == *tag) {
                None => {
                    self.breaks(
                        Link::Tag,
                        &about,
                        format!("The tag {tag} of {project} is missing; it stood at {sha}."),
                    );
                }
                Some(view) if view.commit != *sha => {
                    let sentence =
                        format!("The tag {tag} of {project} stands at {}; votum set it at {sha}.", view.commit);
                    self.breaks(Link::Tag, &about, sentence);
                }
                Some(view) => self.message(project, set, view, stated),
            }
            let released = self.ask(project, &project.forge, async |forge| forge.has_release(&project.path, tag).await);
            if released.await == Some(false) {
                self.breaks(Link::Release, &about, format!("The release of the tag {tag} of {project} is missing."));
            }
        }
        for view in &found {
            if is_release_tag(&view.name) && !own.iter().any(|set| set.tag == view.name) {
                self.strange_tag(project, view).await;
            }
        }
    }

    /// The message of a tag names the decisions that it carries; the hashes it states are looked up together.
    fn message(&mut self, project: &Project, set: &TagSet, view: &TagView, stated: &mut BTreeMap<String, String>) {
        let TagSet { tag, numbers, .. } = set;
        let about = format!("{project} {tag}");
        let missing = unstated(numbers, &view.message);
        if !missing.is_empty() {
            let sentence = format!(
                "The message of the tag {tag} of {project} does not name {}, which it carries.",
                missing.join(", ")
            );
            self.breaks(Link::Tag, &about, sentence);
        }
        for hash in hashes(&view.message) {
            stated.insert(hash, about.clone());
        }
    }

    /// A release tag that votum did not set and that did not stand there when it came.
    async fn strange_tag(&mut self, project: &Project, view: &TagView) {
        let Some((arrived, head)) = self.partnership.arrival(project) else { return };
        let old = match head {
            Some(head) if view.created_at.is_none_or(|at| at < arrived) => {
                let beyond = async |forge: &dyn Forge| forge.commits_between(&project.path, &head, &view.commit).await;
                let Some(beyond) = self.ask(project, &project.forge, beyond).await else { return };
                beyond.is_some_and(|commits| commits.is_empty())
            }
            _ => false,
        };
        if !old {
            let (tag, commit) = (&view.name, &view.commit);
            let sentence = format!("The tag {tag} of {project} stands at {commit}, and votum did not set it.");
            self.breaks(Link::Tag, format!("{project} {tag}"), sentence);
        }
    }

    /// Every hash that a tag states is one of the journal's.
    async fn hashes(&mut self, mut stated: BTreeMap<String, String>) -> Done<()> {
        let mut tx = self.engine.inner.store.snapshot().await?;
        let mut seq = 0;
        while !stated.is_empty() {
            let rows = tx.raws(&self.partnership.id, seq).await?;
            let Some(last) = rows.last() else { break };
            seq = last.seq;
            for raw in &rows {
                stated.remove(&chain::hex(&raw.hash));
            }
        }
        for (hash, about) in stated {
            let sentence =
                format!("The tag {about} states the journal's hash {hash}, which the journal does not hold.");
            self.breaks(Link::Tag, about, sentence);
        }
        Ok(())
    }
}

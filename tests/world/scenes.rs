// SPDX-License-Identifier: EUPL-1.2
//! Scenes that many stories begin with, and short words for what can be seen in the register and at the forge.

use jiff::{SignedDuration, Timestamp};
use votum::sandbox::{At, Delivery, Proposal};

use super::{PARTNERSHIP, TICKETS, World};

/// The label of jointly funded features.
pub const JOINT: &str = "prozess::1-gemeinschaft";
/// The label of a subgroup's features.
pub const SUBGROUP: &str = "prozess::2-teilgruppe";
/// The label of changes.
pub const CHANGE: &str = "prozess::3-aenderung";
/// The label of bugs.
pub const BUG: &str = "prozess::4-fehler";

impl World {
    /// Anna's complete ticket under a label, with everything read that votum has written so far.
    pub async fn tables(&mut self, label: &str) -> u64 {
        let ticket = self.person("anna").opens("Wanderwege anzeigen").await;
        self.person("olga").labels(ticket, label).await;
        self.reads(&At::issue(TICKETS, ticket));
        ticket
    }

    /// Anna's ticket under a label whose vote has just opened: the first one on Monday, 9 March 2026, 08:00.
    pub async fn votes_on(&mut self, label: &str) -> u64 {
        let ticket = self.tables(label).await;
        self.opens(ticket).await;
        ticket
    }

    /// Waits until a ticket's vote opens.
    pub async fn opens(&mut self, ticket: u64) {
        if let Some(opens_at) = self.ticket(ticket).await.opens_at {
            let opens_at: Timestamp = opens_at.parse().expect("an instant");
            assert!(self.clock.set(opens_at.max(self.clock.now())));
            self.settle().await;
        }
        assert_eq!(self.ticket(ticket).await.state, "voting");
        self.reads(&At::issue(TICKETS, ticket));
    }

    /// Waits until a ticket's deadline has just passed.
    pub async fn ends(&mut self, ticket: u64) {
        let deadline: Timestamp =
            self.ticket(ticket).await.deadline.expect("a vote was opened").parse().expect("an instant");
        assert!(self.clock.set((deadline + SignedDuration::from_secs(1)).max(self.clock.now())));
        self.settle().await;
    }

    /// Lets several people comment: `[("anna", "/vote ja"), …]`.
    pub async fn say(&mut self, ticket: u64, words: &[(&str, &str)]) {
        for (name, words) in words {
            self.person(name).says(ticket, words).await;
        }
    }

    /// A vote under a label, with these ballots, over its deadline; returns the ticket.
    pub async fn decides(&mut self, label: &str, words: &[(&str, &str)]) -> u64 {
        let ticket = self.votes_on(label).await;
        self.say(ticket, words).await;
        self.ends(ticket).await;
        self.reads(&At::issue(TICKETS, ticket));
        ticket
    }

    /// A ticket's state and reason: `void reclassified`.
    pub async fn state(&self, ticket: u64) -> String {
        let sheet = self.ticket(ticket).await;
        [Some(sheet.state), sheet.reason].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What counts for each member: `ahausen yes, bergtal no`.
    pub async fn counts(&self, ticket: u64) -> String {
        let seats = self.ticket(ticket).await.electorate;
        let counted = seats.iter().filter_map(|seat| Some(format!("{} {}", seat.member, seat.choice.as_ref()?)));
        counted.collect::<Vec<_>>().join(", ")
    }

    /// Every ballot in the order in which votum learned of it: `ahausen yes comment late`.
    pub async fn ballots(&self, ticket: u64) -> Vec<String> {
        let line = |ballot: votum::store::sheet::BallotSheet| {
            let member = ballot.member.unwrap_or_else(|| "nobody".to_string());
            let worth = ballot.why_not.unwrap_or_else(|| "counted".to_string());
            let gone = if ballot.vanished { " vanished" } else { "" };
            format!("{member} {} {} {worth}{gone}", ballot.choice, ballot.channel)
        };
        self.ticket(ticket).await.ballots.into_iter().map(line).collect()
    }

    /// What the gate of a merge request says: `waiting: vote-open, review-missing`.
    pub async fn gate(&self, project: &str, iid: u64) -> String {
        let sheet = self.request(project, iid).await;
        let reasons: Vec<String> = sheet.reasons.into_iter().map(|reason| reason.reason).collect();
        format!("{}: {}", sheet.gate.unwrap_or_else(|| "unjudged".to_string()), reasons.join(", "))
    }

    /// Whether the register knows a merge request.
    pub async fn knows(&self, project: &str, iid: u64) -> bool {
        let sheet = self.store.request(PARTNERSHIP, &format!("opencode:{project}"), iid).await;
        sheet.expect("the store stands").is_some()
    }

    /// Where a merge request stands at the forge: `opened`, `merged` or `closed`.
    pub fn stands(&self, project: &str, iid: u64) -> &'static str {
        self.sandbox.merge_request(project, iid).expect("the merge request stands").state
    }

    /// The state of the commit status `votum` at the head of a merge request.
    pub fn light(&self, project: &str, iid: u64) -> String {
        let head = self.sandbox.merge_request(project, iid).expect("the merge request stands").head;
        let statuses = self.sandbox.statuses(project, &head);
        let own: Vec<String> =
            statuses.into_iter().filter(|status| status.name == "votum").map(|status| status.state).collect();
        assert!(own.len() <= 1, "there is one status of votum's at a head, not {own:?}");
        own.into_iter().next().unwrap_or_else(|| "none".to_string())
    }

    /// The state of the status `votum` in the pipeline that the forge looks at for a merge request's branch.
    pub fn light_of(&self, project: &str, iid: u64) -> String {
        let request = self.sandbox.merge_request(project, iid).expect("the merge request stands");
        self.sandbox.light_of_branch(project, &request.source_branch, &request.head).unwrap_or_else(|| "none".into())
    }

    /// The tags of a project.
    pub fn tags(&self, project: &str) -> Vec<String> {
        self.sandbox.tags(project).into_iter().map(|tag| tag.name).collect()
    }

    /// Reads everything that votum has written so far at a place.
    pub fn reads(&mut self, at: &At) {
        let notes = self.notes(at);
        self.read.extend(notes.into_iter().map(|(id, _)| id));
    }

    /// Reads everything written so far at a place, among which these words must be.
    pub fn reads_up_to(&mut self, at: &At, words: &str) {
        assert!(
            self.notes(at).iter().any(|(_, body)| body.contains(words)),
            "“{words}” is not among {:#?}",
            self.notes(at)
        );
        self.reads(at);
    }

    /// Makes sure that votum has written nothing new under a ticket.
    pub fn hears_nothing(&self, ticket: u64) {
        let new: Vec<_> =
            self.notes(&At::issue(TICKETS, ticket)).into_iter().filter(|(id, _)| !self.read.contains(id)).collect();
        assert!(new.is_empty(), "votum was expected to be silent, but wrote {new:#?}");
    }

    /// Lets the pipeline at the head of a merge request stand so.
    pub async fn pipeline(&mut self, project: &str, iid: u64, status: &str) {
        self.second();
        self.sandbox.pipeline(project, iid, status);
        self.settle().await;
    }

    /// A merge request that was there before votum came.
    pub async fn older_request(&mut self, project: &str, description: &str) -> u64 {
        let iid = self.sandbox.open_merge_request(Proposal::new(project, "dev", "Alt").describing(description));
        self.loses_hooks();
        self.days(1).await;
        self.comes_anew().await;
        iid
    }

    /// Lets minutes pass.
    pub async fn minutes(&mut self, minutes: i64) {
        self.pass(SignedDuration::from_mins(minutes)).await;
    }

    /// Lets the webhooks that wait get lost.
    pub fn loses_hooks(&self) -> usize {
        self.sandbox.take_hooks().len()
    }

    /// Brings the last webhook of a kind once more, under another key and with other words, as nobody but a forger would.
    pub async fn forges(&mut self, event: &str, words: &str, others: &str) {
        let last = self.carried.iter().rev().find(|delivery| delivery.event() == event);
        let mut forged = rekeyed(last.expect("there was such a webhook"));
        forged.body = forged.body.replace(words, others);
        self.second();
        self.bring(&forged).await;
        self.settle().await;
    }

    /// Reads everything that is open again, as votum does from time to time.
    pub async fn reconciles(&mut self) {
        self.engine.reconcile().await.expect("the store stands");
        self.settle().await;
    }
}

/// The same webhook as a second subscription would send it: with a key of its own.
pub fn rekeyed(delivery: &Delivery) -> Delivery {
    let mut again = delivery.clone();
    for (name, value) in &mut again.headers {
        if name == "Idempotency-Key" {
            *value = uuid::Uuid::new_v4().to_string();
        }
    }
    again
}

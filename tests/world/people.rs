// SPDX-License-Identifier: EUPL-1.2
//! What people of the world do; each act takes a second, and everything that follows from it happens.

use votum::sandbox::{At, Proposal};

use super::{TEMPLATE, TICKETS, World};

/// Somebody who is about to act.
pub struct Person<'a> {
    pub world: &'a mut World,
    pub name: &'a str,
}

impl Person<'_> {
    /// Opens a ticket with a complete template and returns its number.
    pub async fn opens(self, title: &str) -> u64 {
        self.opens_with(title, TEMPLATE).await
    }

    /// Opens a ticket and returns its number.
    pub async fn opens_with(self, title: &str, description: &str) -> u64 {
        self.world.second();
        let iid = self.world.sandbox.open_issue(TICKETS, self.name, title, description);
        self.world.settle().await;
        iid
    }

    /// Sets a label on a ticket.
    pub async fn labels(self, iid: u64, label: &str) {
        self.world.second();
        self.world.sandbox.label(TICKETS, iid, self.name, &[label], &[]);
        self.world.settle().await;
    }

    /// Takes a label off a ticket.
    pub async fn unlabels(self, iid: u64, label: &str) {
        self.world.second();
        self.world.sandbox.label(TICKETS, iid, self.name, &[], &[label]);
        self.world.settle().await;
    }

    /// Writes under a ticket.
    pub async fn says(self, iid: u64, words: &str) -> u64 {
        self.says_at(&At::issue(TICKETS, iid), words).await
    }

    /// Writes under a ticket or merge request.
    pub async fn says_at(self, at: &At, words: &str) -> u64 {
        self.world.second();
        let note = self.world.sandbox.comment(at, self.name, words).expect("GitLab keeps the note");
        self.world.settle().await;
        note
    }

    /// Reacts to the vote note.
    pub async fn reacts(self, iid: u64, emoji: &str) {
        let note = self.world.ticket(iid).await.vote_note.expect("the vote note stands");
        self.world.second();
        self.world.sandbox.react(&At::issue(TICKETS, iid), Some(note), self.name, emoji);
        self.world.settle().await;
    }

    /// Takes a reaction to the vote note back.
    pub async fn unreacts(self, iid: u64, emoji: &str) {
        let note = self.world.ticket(iid).await.vote_note.expect("the vote note stands");
        self.world.second();
        self.world.sandbox.unreact(&At::issue(TICKETS, iid), Some(note), self.name, emoji);
        self.world.settle().await;
    }

    /// Reacts to a ticket's description.
    pub async fn likes(self, iid: u64, emoji: &str) {
        self.world.second();
        self.world.sandbox.react(&At::issue(TICKETS, iid), None, self.name, emoji);
        self.world.settle().await;
    }

    /// Takes a reaction to a ticket's description back.
    pub async fn unlikes(self, iid: u64, emoji: &str) {
        self.world.second();
        self.world.sandbox.unreact(&At::issue(TICKETS, iid), None, self.name, emoji);
        self.world.settle().await;
    }

    /// Edits a comment under a ticket.
    pub async fn edits(self, iid: u64, note: u64, words: &str) {
        self.world.second();
        self.world.sandbox.edit_note(&At::issue(TICKETS, iid), note, self.name, words);
        self.world.settle().await;
    }

    /// Closes a ticket.
    pub async fn closes(self, iid: u64) {
        self.world.second();
        self.world.sandbox.close(TICKETS, iid, self.name);
        self.world.settle().await;
    }

    /// Opens a ticket again.
    pub async fn reopens(self, iid: u64) {
        self.world.second();
        self.world.sandbox.reopen(TICKETS, iid, self.name);
        self.world.settle().await;
    }

    /// Changes a ticket's description.
    pub async fn describes(self, iid: u64, description: &str) {
        self.world.second();
        self.world.sandbox.describe(TICKETS, iid, self.name, description);
        self.world.settle().await;
    }

    /// Opens a merge request that says `description`, and returns its number.
    pub async fn proposes(self, project: &str, title: &str, description: &str) -> u64 {
        self.proposes_in(project, title, description, &["src/karte.ts"]).await
    }

    /// Opens a merge request that touches these paths, and returns its number.
    pub async fn proposes_in(self, project: &str, title: &str, description: &str, paths: &[&str]) -> u64 {
        self.world.second();
        let proposal = Proposal::new(project, self.name, title).describing(description).touching(paths);
        let iid = self.world.sandbox.open_merge_request(proposal);
        self.world.settle().await;
        iid
    }

    /// Approves a merge request.
    pub async fn approves(self, project: &str, iid: u64) {
        self.world.second();
        self.world.sandbox.approve(project, iid, self.name);
        self.world.settle().await;
    }

    /// Pushes to a merge request and returns its new head.
    pub async fn pushes(self, project: &str, iid: u64) -> String {
        self.world.second();
        let head = self.world.sandbox.push(project, iid, self.name, &["src/karte.ts"]);
        self.world.settle().await;
        head
    }

    /// Takes an approval back.
    pub async fn unapproves(self, project: &str, iid: u64) {
        self.world.second();
        self.world.sandbox.unapprove(project, iid, self.name);
        self.world.settle().await;
    }

    /// Merges a merge request at the forge, past votum.
    pub async fn merges(self, project: &str, iid: u64) {
        self.world.second();
        self.world.sandbox.merge_by_hand(project, iid, self.name);
        self.world.settle().await;
    }

    /// Changes the description of a merge request.
    pub async fn describes_request(self, project: &str, iid: u64, description: &str) {
        self.world.second();
        self.world.sandbox.describe_merge_request(project, iid, self.name, description);
        self.world.settle().await;
    }

    /// Sets a label on a merge request.
    pub async fn labels_request(self, project: &str, iid: u64, label: &str) {
        self.world.second();
        self.world.sandbox.label_merge_request(project, iid, self.name, &[label], &[]);
        self.world.settle().await;
    }

    /// Takes a label off a merge request.
    pub async fn unlabels_request(self, project: &str, iid: u64, label: &str) {
        self.world.second();
        self.world.sandbox.label_merge_request(project, iid, self.name, &[], &[label]);
        self.world.settle().await;
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! What can be seen and heard: the register, votum's notes, and at the end that nothing is left over.

use jiff::SignedDuration;
use votum::sandbox::{At, Kind};
use votum::store::sheet::{RequestSheet, TicketSheet};

use super::{CORE, MODULE, PARTNERSHIP, TICKETS, World};

impl World {
    /// What the register says of a ticket.
    pub async fn ticket(&self, iid: u64) -> TicketSheet {
        let project = format!("opencode:{TICKETS}");
        let sheet = self.store.ticket(PARTNERSHIP, &project, iid).await.expect("the store stands");
        sheet.unwrap_or_else(|| panic!("the register knows no ticket #{iid}"))
    }

    /// The rules as votum reads them.
    pub fn laws(&self) -> votum::domain::rules::Rules {
        super::stage::compile(&self.rules, PARTNERSHIP).expect("the rules can be read")
    }

    /// What the register says of a merge request.
    pub async fn request(&self, project: &str, iid: u64) -> RequestSheet {
        let sheet =
            self.store.request(PARTNERSHIP, &format!("opencode:{project}"), iid).await.expect("the store stands");
        sheet.unwrap_or_else(|| panic!("the register knows no merge request !{iid}"))
    }

    /// The notes of votum's under a ticket or merge request, oldest first, without their markers.
    pub fn notes(&self, at: &At) -> Vec<(u64, String)> {
        let mut notes = self.sandbox.notes(at);
        notes.sort_by_key(|note| note.id);
        let own = notes.into_iter().filter(|note| note.author == "votum-bot" && !note.system);
        own.map(|note| (note.id, note.body.split("<!--").next().unwrap_or_default().trim().to_string())).collect()
    }

    /// Reads the next note of votum's under a ticket, which must hold these words.
    pub fn hears(&mut self, iid: u64, words: &str) -> String {
        self.hears_at(&At::issue(TICKETS, iid), words)
    }

    /// Reads the next note of votum's, which must hold these words.
    pub fn hears_at(&mut self, at: &At, words: &str) -> String {
        let notes = self.notes(at);
        let Some((id, body)) = notes.iter().find(|(id, _)| !self.read.contains(id)) else {
            panic!("votum has written nothing new, expected “{words}”; so far: {notes:#?}");
        };
        assert!(body.contains(words), "expected “{words}” in votum's note:\n{body}");
        self.read.insert(*id);
        body.clone()
    }

    /// The vote note as it reads now.
    pub async fn vote_note(&self, iid: u64) -> String {
        let note = self.ticket(iid).await.vote_note.expect("the vote note stands");
        let notes = self.notes(&At::issue(TICKETS, iid));
        notes.into_iter().find(|(id, _)| *id == note).expect("the vote note is one of votum's").1
    }

    /// Ends the story: nothing unread, journal verified, register rebuilt and equal, inbox and outbox empty.
    pub async fn end(mut self) {
        // A reading may have been put off to the next second.
        self.pass(SignedDuration::from_secs(2)).await;
        if !self.quiet {
            let mut unread = Vec::new();
            for project in [TICKETS, CORE, MODULE] {
                for iid in 1..=40 {
                    for at in [At::issue(project, iid), At::merge_request(project, iid)] {
                        let known = match at.kind {
                            Kind::Issue => self.sandbox.issue(project, iid).is_some(),
                            Kind::MergeRequest => self.sandbox.merge_request(project, iid).is_some(),
                        };
                        if known {
                            unread.extend(self.notes(&at).into_iter().filter(|(id, _)| !self.read.contains(id)));
                        }
                    }
                }
            }
            assert!(unread.is_empty(), "nobody has read these notes of votum's: {unread:#?}");
        }
        for verified in self.engine.verify().await.expect("the store stands") {
            assert_eq!(verified.faults, Vec::<String>::new());
        }
        let before = self.store.dump_register(PARTNERSHIP).await.expect("the store stands");
        self.engine.rebuild().await.expect("the store stands");
        let after = self.store.dump_register(PARTNERSHIP).await.expect("the store stands");
        pretty_assertions::assert_eq!(before, after);
        let inbox = self.store.inbox_depth().await.expect("the store stands");
        assert_eq!((inbox.waiting, inbox.parked), (0, 0), "the inbox is not empty");
        let outbox = self.store.outbox_depth().await.expect("the store stands");
        let dead = self.store.dead_letters().await.expect("the store stands");
        assert_eq!((outbox.waiting, dead), (0, vec![]), "the outbox is not empty");
    }
}

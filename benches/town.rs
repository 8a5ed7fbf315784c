// SPDX-License-Identifier: EUPL-1.2
//! A town with a past: many tickets in a journal, copied from one that was really played, so that a hundred thousand are
//! there in a moment.

use jiff::{SignedDuration, Timestamp};
use votum::clock::Clock;
use votum::domain::fact::Fact;
use votum::domain::rules::Rules;
use votum::domain::ticket::Ticket;
use votum::engine::ticket_sheet;
use votum::sandbox::At;
use votum::store::Store;
use votum::store::register::TicketRow;

use crate::ground::{Ground, MEMBERS, PARTNERSHIP, TICKETS, thread, voter};

/// How many tickets are written in one transaction.
const TOGETHER: u64 = 250;

/// The facts of a ticket that was played to the end, or into its vote.
pub struct Pattern {
    facts: Vec<Fact>,
}

impl Pattern {
    /// Plays a ticket until its vote is open.
    pub async fn open() -> Self {
        let ground = Ground::new("sqlite::memory:", &Clock::system()).await;
        let iid = ground.votes(1).await[0];
        Self::of(&ground, iid).await
    }

    /// Plays a ticket until it is decided, with a ballot of every member.
    pub async fn decided() -> Self {
        let clock = Clock::by_hand("2026-03-02T09:00:00Z".parse().expect("an instant"));
        let ground = Ground::new("sqlite::memory:", &clock).await;
        let iid = ground.votes(1).await[0];
        let pass = |seconds| clock.set(clock.now() + SignedDuration::from_secs(seconds));
        for member in 0..MEMBERS {
            assert!(pass(1));
            ground.sandbox.comment(&At::issue(TICKETS, iid), &voter(member), "/vote ja").expect("GitLab keeps it");
            ground.settle().await;
        }
        assert!(pass(2 * 3_600));
        ground.settle().await;
        Self::of(&ground, iid).await
    }

    async fn of(ground: &Ground, iid: u64) -> Self {
        let entries = ground.store.stream(PARTNERSHIP, &thread(iid).to_string()).await.expect("the store stands");
        Self { facts: entries.into_iter().map(|entry| entry.fact).collect() }
    }

    /// Returns how many facts a ticket has.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Returns how many ballots a ticket has.
    pub fn ballots(&self) -> usize {
        self.facts.iter().filter(|fact| matches!(fact, Fact::Given { .. })).count()
    }

    /// Writes the tickets from `first` up to and without `end` into a store.
    pub async fn settle(&self, store: &Store, rules: &Rules, first: u64, end: u64) {
        let now = Clock::system().now();
        let mut next = first;
        while next < end {
            let last = (next + TOGETHER).min(end);
            let mut tx = store.begin_for(PARTNERSHIP).await.expect("the store stands");
            for iid in next..last {
                let (facts, name) = (self.facts_of(iid), thread(iid).to_string());
                tx.append(PARTNERSHIP, &name, &facts, now).await.expect("it takes facts");
                let ticket = Ticket::from_facts(&facts);
                tx.put_ticket(PARTNERSHIP, row(iid, &ticket, rules), now);
                tx.wake(PARTNERSHIP, &name, ticket.due(rules));
            }
            tx.commit().await.expect("it commits");
            next = last;
        }
    }

    fn facts_of(&self, iid: u64) -> Vec<Fact> {
        let mut facts = self.facts.clone();
        for fact in &mut facts {
            match fact {
                Fact::Registered { ticket, .. } => *ticket = thread(iid),
                Fact::Decided { number, .. } => *number = format!("B-2026-{iid:06}"),
                _ => {}
            }
        }
        facts
    }
}

fn row(iid: u64, ticket: &Ticket, rules: &Rules) -> TicketRow {
    let decided = ticket.decision.as_ref().map(|decision| (2026, u32::try_from(iid).unwrap_or(0), decision.at));
    let decided: Option<(i16, u32, Timestamp)> = decided;
    TicketRow { thread: thread(iid), barred: false, decided, sheet: ticket_sheet(&thread(iid), ticket, rules) }
}

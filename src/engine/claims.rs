// SPDX-License-Identifier: EUPL-1.2
//! What the journal says that stands at the forges, and whether the register says the same.
//!
//! **Invariant:** everything is read as of one instant, and nothing is written. A row of the register is compared with
//! what its stream's facts make of it.

use std::collections::BTreeSet;

use super::apply::Stream;
use super::register::{request_sheet, ticket_sheet};
use super::witness::Break;
use super::{Done, Engine, Partnership};
use crate::domain::decide::State;
use crate::domain::fact::Fact;
use crate::domain::ids::{NoteId, Project, Thread};
use crate::domain::phase::Phase;
use crate::domain::provenance::{Link, TagSet, tags_set};
use crate::domain::reason::Why;
use crate::domain::request::Request;
use crate::domain::ticket::Ticket;
use crate::store::journal::{Entry, PARTNERSHIP};
use crate::store::register::Row;
use crate::store::{Stored, Tx};

/// What the journal of a partnership says that stands at the forges.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Tickets, each with the vote note under it.
    pub tickets: Vec<TicketClaim>,
    /// Merges.
    pub merges: Vec<MergeClaim>,
    /// Tags, by the project they stand in.
    pub tags: Vec<(Project, TagSet)>,
    /// How many rows of the register were compared.
    pub rows: usize,
    /// Where the register differs.
    pub breaks: Vec<Break>,
}

/// A ticket on which something rests.
#[derive(Debug)]
pub(super) struct TicketClaim {
    pub ticket: Thread,
    /// Its vote note and the key by whose marker it is known.
    pub note: Option<(NoteId, String)>,
}

/// A merge into a gated branch.
#[derive(Debug)]
pub(super) struct MergeClaim {
    pub request: Thread,
    pub branch: String,
    pub head: String,
    pub sha: String,
    pub cleared: bool,
    pub contained: Option<bool>,
    /// The tickets that it names and that the journal does not know as decided.
    pub undecided: Vec<Thread>,
}

/// When which rules came into force: the numbers of the facts and the digests.
type Versions = Vec<(i64, String)>;

impl Engine {
    /// Reads what the journal says, and compares the register with it.
    pub(super) async fn claims(&self, partnership: &Partnership) -> Done<Claims> {
        let mut claims = Claims::default();
        let mut tx = self.inner.store.snapshot().await?;
        let own = tx.stream(&partnership.id, PARTNERSHIP).await?;
        let version = |entry: &Entry| match &entry.fact {
            Fact::RulesInForce { digest, .. } => Some((entry.seq, digest.clone())),
            _ => None,
        };
        let versions: Versions = own.iter().filter_map(version).collect();
        self.recollect(partnership, own.into_iter().map(|entry| (entry.seq, entry.fact)).collect());
        let mut seen = BTreeSet::new();
        let mut after = String::new();
        loop {
            let rows = tx.rows_after(&partnership.id, &after).await?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            for (name, row) in rows {
                claims.rows += 1;
                self.claim(partnership, &mut tx, &versions, &name, Some(row), &mut claims).await?;
                seen.insert(name);
            }
        }
        for name in tx.streams(&partnership.id).await? {
            match Stream::parse(&name) {
                Some(Stream::Releases(series)) => {
                    let facts = tx.facts(&partnership.id, &name).await?;
                    claims.tags.extend(tags_set(&facts).into_iter().map(|tag| (series.project.clone(), tag)));
                }
                Some(Stream::Thread(_)) if !seen.contains(&name) => {
                    self.claim(partnership, &mut tx, &versions, &name, None, &mut claims).await?;
                }
                _ => {}
            }
        }
        Ok(claims)
    }

    /// Takes in what one stream says, and compares its row.
    async fn claim(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        versions: &Versions,
        name: &str,
        row: Option<Row>,
        claims: &mut Claims,
    ) -> Stored<()> {
        let Some(Stream::Thread(thread)) = Stream::parse(name) else { return Ok(()) };
        let entries = tx.stream(&partnership.id, name).await?;
        let last = entries.last().map_or(0, |entry| entry.seq);
        let facts: Vec<Fact> = entries.into_iter().map(|entry| entry.fact).collect();
        let state = Stream::Thread(thread.clone()).state(&facts);
        let fits = match (&state, &row) {
            (State::Ticket(ticket), None) => ticket.thread.is_none(),
            (State::Request(request), None) => request.thread.is_none(),
            (State::Ticket(ticket), Some(Row::Ticket(sheet))) => {
                let now = self.governing(partnership, &state, tx).await?;
                // The row was written under the rules of that time, unless a vote has frozen others.
                let then = versions.iter().rev().find(|(seq, _)| *seq < last).filter(|_| ticket.vote.is_none());
                let same = **sheet == ticket_sheet(&thread, ticket, &now);
                match then {
                    Some((_, digest)) if !same => {
                        let then = self.version(partnership, digest.clone(), tx).await?;
                        **sheet == ticket_sheet(&thread, ticket, &then)
                    }
                    _ => same,
                }
            }
            (State::Request(request), Some(Row::Request(sheet))) => **sheet == request_sheet(&thread, request),
            _ => false,
        };
        if !fits {
            let sentence = match row {
                None => format!("The journal knows {thread}, the register does not; run votum rebuild."),
                Some(Row::Unreadable) => {
                    format!("What the register holds of {thread} cannot be read; run votum rebuild.")
                }
                Some(_) => format!(
                    "What the register shows of {thread} is not what the journal says; somebody changed it. Run votum \
                     rebuild."
                ),
            };
            claims.breaks.push(Break { link: Link::Register, about: thread.to_string(), sentence });
        }
        match state {
            State::Ticket(ticket) => claims.tickets.extend(ticket_claim(thread, &ticket)),
            State::Request(request) => {
                if let Some(mut claim) = merge_claim(thread, &request) {
                    for named in request.names.iter().filter(|_| claim.cleared) {
                        let facts = tx.facts(&partnership.id, &named.to_string()).await?;
                        let ticket = Ticket::from_facts(&facts);
                        if ticket.decision.is_none() && !facts.iter().any(|fact| matches!(fact, Fact::Cleared { .. })) {
                            claim.undecided.push(named.clone());
                        }
                    }
                    claims.merges.push(claim);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A ticket with a decision, an open vote, or one that needs none. What the journal knows as gone rests on nothing.
fn ticket_claim(thread: Thread, ticket: &Ticket) -> Option<TicketClaim> {
    ticket.thread.as_ref()?;
    let bears = ticket.decision.is_some() || matches!(ticket.phase, Phase::Voting | Phase::Cleared);
    if !bears || ticket.why == Some(Why::Gone) {
        return None;
    }
    let vote = ticket.vote.as_ref();
    let note = vote.and_then(|vote| Some((vote.note?, format!("note {} {thread}", vote.slot()))));
    Some(TicketClaim { ticket: thread, note })
}

fn merge_claim(thread: Thread, request: &Request) -> Option<MergeClaim> {
    let merge = request.merged.as_ref().filter(|_| request.gated)?;
    Some(MergeClaim {
        request: thread,
        branch: request.branch.clone(),
        head: merge.head.clone(),
        sha: merge.sha.clone(),
        cleared: merge.cleared,
        contained: merge.contained,
        undecided: Vec::new(),
    })
}

// SPDX-License-Identifier: EUPL-1.2
//! What the register shows, computed from a state.
//!
//! **Invariant:** members, never accounts; nothing of the text of a ticket that is or was confidential.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Done, Engine};
use crate::domain::ballot::Act;
use crate::domain::decide::State;
use crate::domain::duty::Step;
use crate::domain::fact::ReleaseNote;
use crate::domain::ids::{Series, Thread};
use crate::domain::money;
use crate::domain::reason::Reason;
use crate::domain::release::{Lack, Released, Releases};
use crate::domain::request::Request;
use crate::domain::rules::{Pot, Rules};
use crate::domain::tally::Tally;
use crate::domain::ticket::{Phase, Ticket};
use crate::store::register::TicketRow;
use crate::store::release::{LackSheet, ReleaseSheet, ReleasedTicket, SeriesSheet};
use crate::store::sheet::{
    BallotSheet, ContributionsSheet, CostSheet, GateReasonSheet, ReasonSheet, RequestSheet, SeatSheet, StepItemSheet,
    StepMemberSheet, StepSheet, TallySheet, TicketSheet,
};

impl Engine {
    /// Returns a ticket as its facts make it, with the rules that govern it.
    pub async fn ticket(&self, partnership: &str, thread: &Thread) -> Done<Option<(Ticket, Arc<Rules>)>> {
        let Some(partnership) = self.partnership(partnership) else { return Ok(None) };
        let ticket = self.ticket_state(partnership, thread).await?;
        if ticket.thread.is_none() {
            return Ok(None);
        }
        let state = State::Ticket(Box::new(ticket));
        let mut tx = self.inner.store.begin().await?;
        let rules = self.governing(partnership, &state, &mut tx).await?;
        let State::Ticket(ticket) = state else { return Ok(None) };
        Ok(Some((*ticket, rules)))
    }
}

/// Returns a ticket's row.
pub(super) fn ticket_row(thread: &Thread, ticket: &Ticket, rules: &Rules) -> TicketRow {
    let decided = ticket.decision.as_ref().and_then(|decision| {
        let serial = decision.number.rsplit('-').next()?.parse().ok()?;
        Some((rules.calendar.day(decision.at).year(), serial, decision.at))
    });
    let barred = ticket.resubmission(rules) == "barred";
    TicketRow { thread: thread.clone(), barred, decided, sheet: ticket_sheet(thread, ticket, rules) }
}

/// Returns what the register shows of a ticket.
#[must_use]
pub fn ticket_sheet(thread: &Thread, ticket: &Ticket, rules: &Rules) -> TicketSheet {
    let standings = ticket.standings(rules);
    let vote = ticket.vote.as_ref();
    let tally = ticket.decision.as_ref().map(|decision| &decision.tally).or(standings.as_ref().map(|s| &s.tally));
    let decided_at = ticket.decision.as_ref().map(|decision| text(decision.at));
    let tz = |at: &Timestamp| in_zone(*at, rules);
    let follow_ups = ticket.follow_ups(rules);
    TicketSheet {
        project: thread.project.to_string(),
        iid: thread.iid,
        title: if ticket.confidential { String::new() } else { ticket.title.0.clone() },
        confidential: ticket.confidential,
        process: ticket.process.clone(),
        state: ticket.phase.key().to_string(),
        reason: ticket.why.map(|why| why.key().to_string()),
        missing: ticket.missing.clone(),
        vote_note: vote.and_then(|vote| vote.note),
        reading_since: ticket.reading_since.as_ref().map(tz),
        opens_at: ticket.opens_at.as_ref().map(tz),
        opened_at: vote.map(|vote| tz(&vote.opened_at)),
        deadline: vote.map(|vote| tz(&vote.deadline)),
        ended_at: ticket.ended.as_ref().map(|ended| tz(&ended.at)),
        tally: tally.map(tally_sheet),
        reasons: standings.as_ref().map(|standings| reasons(ticket, &standings.reason)),
        ballots: ballots(ticket, rules),
        electorate: electorate(ticket, rules),
        electorate_digest: vote.map(|vote| vote.electorate.digest()),
        text_digest: vote.map(|vote| vote.text_digest.clone()),
        rules_digest: vote.map(|vote| vote.rules.clone()),
        done: follow_ups.iter().filter(|item| ticket.is_done(rules, item)).cloned().collect(),
        steps: steps(ticket, rules),
        follow_ups,
        admits: ticket.admits.as_ref().map(|(_, number)| number.clone()),
        discussion: ticket.discussion.keys().cloned().collect(),
        certified: ticket.awaits_certification(rules).map(|awaits| !awaits),
        reservations: ticket.reservations(),
        costs: (!ticket.confidential).then(|| costs(ticket, rules)),
        joint_budget_left: ticket.funding.as_ref().filter(|funding| funding.pot == Pot::Joint).and_then(|f| f.left),
        resubmission: ticket.resubmission(rules).to_string(),
        decision: ticket.decision.as_ref().map(|decision| decision.number.clone()),
        decided_at,
    }
}

/// Returns what the text says that was voted on, or the present one where there is no vote.
fn costs(ticket: &Ticket, rules: &Rules) -> CostSheet {
    let text = ticket.vote.as_ref().map_or(&ticket.text, |vote| &vote.text);
    let costs = money::costs(&rules.template.amounts, &text.0);
    let (one_off, upkeep, community) = (costs.one_off.euros(), costs.upkeep.euros(), costs.community.euros());
    CostSheet { one_off, upkeep, community }
}

/// Returns what the register shows of a merge request.
#[must_use]
pub fn request_sheet(thread: &Thread, request: &Request) -> RequestSheet {
    let stated = request.stated.as_ref();
    RequestSheet {
        project: thread.project.to_string(),
        iid: thread.iid,
        title: request.title.0.clone(),
        gate: stated.map(|stated| stated.gate.key().to_string()),
        reasons: stated
            .map(|stated| {
                stated
                    .reasons
                    .iter()
                    .map(|(gate, why, ticket)| GateReasonSheet {
                        gate: gate.key().to_string(),
                        reason: why.key().to_string(),
                        ticket: ticket.as_ref().map(ToString::to_string),
                    })
                    .collect()
            })
            .unwrap_or_default(),
        tickets: request.names.iter().map(ToString::to_string).collect(),
        head: request.head.clone(),
        open: request.open,
        merged_sha: request.merged.as_ref().map(|merge| merge.sha.clone()),
        merged_at: request.merged.as_ref().map(|merge| text(merge.at)),
        merged_with_clearance: request.merged.as_ref().map(|merge| merge.cleared),
        tag: request.tag.clone(),
    }
}

/// Returns what the register shows of a release.
pub(super) fn release_sheet(series: &Series, released: &Released) -> ReleaseSheet {
    let ticket = |note: &ReleaseNote| ReleasedTicket { ticket: note.ticket.to_string(), decision: note.number.clone() };
    ReleaseSheet {
        project: series.project.to_string(),
        prefix: series.prefix.clone(),
        tag: released.tag.clone(),
        preliminary: !released.is_final(),
        sha: released.sha.clone(),
        at: text(released.at),
        merge_requests: released.merges.iter().map(|due| due.merge_request.to_string()).collect(),
        tickets: released.notes().into_iter().map(ticket).collect(),
        passed: released.passed.iter().map(lack_sheet).collect(),
    }
}

/// Returns what the register shows of a series.
pub(super) fn series_sheet(series: &Series, releases: &Releases) -> SeriesSheet {
    let stopped = releases.stopped.iter().flat_map(|stop| &stop.lacks);
    let halted = releases.halted.as_ref();
    SeriesSheet {
        project: series.project.to_string(),
        prefix: series.prefix.clone(),
        last: releases.last.clone(),
        waiting: releases.due.iter().map(|due| due.merge_request.to_string()).collect(),
        stopped: stopped.map(lack_sheet).collect(),
        halted: halted.map(|halted| halted.halt.key().to_string()),
        halted_tag: halted.map(|halted| halted.tag.clone()).filter(|tag| !tag.is_empty()),
        halted_at: halted.map(|halted| text(halted.at)),
    }
}

fn lack_sheet(lack: &Lack) -> LackSheet {
    LackSheet {
        merge_request: lack.merge_request.as_ref().map(ToString::to_string),
        commits: lack.commits.clone(),
        reason: lack.why.map(|why| why.key().to_string()),
        ticket: lack.ticket.as_ref().map(ToString::to_string),
    }
}

/// Returns the duties as they stood on the day of the decision: what rests is read from the rules, not from a clock.
fn steps(ticket: &Ticket, rules: &Rules) -> Vec<StepSheet> {
    let at = ticket.decision.as_ref().map(|decision| decision.at).or(ticket.started).unwrap_or(ticket.created_at);
    let sheet = |step: Step| StepSheet {
        item: step.item,
        done: step.done,
        members: step
            .members
            .into_iter()
            .map(|(member, done)| StepMemberSheet {
                rests_until: step.resting.get(&member).map(ToString::to_string),
                member,
                done,
            })
            .collect(),
        checklist: step.checklist.into_iter().map(|(item, done)| StepItemSheet { item, done }).collect(),
    };
    ticket.steps(rules, rules.calendar.day(at)).into_iter().map(sheet).collect()
}

fn ballots(ticket: &Ticket, rules: &Rules) -> Vec<BallotSheet> {
    let why_not = ticket.why_not(rules);
    ticket
        .ballots
        .iter()
        .zip(why_not)
        .map(|(ballot, why)| BallotSheet {
            member: ballot.member.clone(),
            choice: match ballot.act {
                Act::Choose(choice) => choice.key().to_string(),
                Act::Retract => "retract".to_string(),
                Act::Unclear => "unclear".to_string(),
            },
            at: in_zone(ballot.at, rules),
            channel: ballot.channel().to_string(),
            proxied: ballot.proxied && !ballot.is_from_meeting(),
            vanished: ballot.vanished,
            minutes: Some(ballot.reason.0.clone())
                .filter(|_| ballot.is_from_meeting() && ballot.act != Act::Retract && !ticket.confidential),
            counted: why.is_none(),
            why_not: why.map(|why| why.key().to_string()),
        })
        .collect()
}

fn electorate(ticket: &Ticket, rules: &Rules) -> Vec<SeatSheet> {
    let Some(vote) = &ticket.vote else { return Vec::new() };
    let counted = ticket.counted(rules);
    vote.electorate
        .seats
        .iter()
        .map(|seat| SeatSheet {
            member: seat.member.clone(),
            weight: seat.weight,
            choice: counted.get(&seat.member).map(|(choice, _)| choice.key().to_string()),
            recused: ticket.recused.contains_key(&seat.member),
        })
        .collect()
}

fn tally_sheet(tally: &Tally) -> TallySheet {
    TallySheet {
        entitled: tally.entitled,
        yes: tally.yes,
        no: tally.no,
        abstain: tally.abstain,
        absent: tally.absent,
        recused: tally.recused,
        needed: tally.needed,
        contributions: tally.contributions.as_ref().map(|euros| ContributionsSheet {
            base: euros.base,
            yes: euros.yes,
            needed: euros.needed,
        }),
    }
}

/// Returns why it came out so; of a vote that runs only how things stand, never a result.
fn reasons(ticket: &Ticket, reason: &Reason) -> ReasonSheet {
    let mut sheet = reason_sheet(reason);
    if ticket.phase == Phase::Voting {
        sheet.found = ticket.phase.key().to_string();
    }
    sheet
}

fn reason_sheet(reason: &Reason) -> ReasonSheet {
    ReasonSheet {
        rule: reason.rule.to_string(),
        needed: reason.needed.clone(),
        found: reason.found.clone(),
        held: reason.held,
        children: reason.children.iter().map(reason_sheet).collect(),
    }
}

fn text(at: Timestamp) -> String {
    at.to_string()
}

/// Writes an instant as RFC 3339 with the partnership's offset, as the scenarios and people expect it.
fn in_zone(at: Timestamp, rules: &Rules) -> String {
    let zoned = at.to_zoned(rules.calendar.zone.clone());
    at.display_with_offset(zoned.offset()).to_string()
}

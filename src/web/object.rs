// SPDX-License-Identifier: EUPL-1.2
//! The objects of the JSON interface: what programs rely on, apart from how the register keeps its rows.
//!
//! **Invariant:** a key once given stays, with its meaning; what is not known is `null` and never left out.

use serde::Serialize;

use crate::store::release::{LackSheet, ReleaseSheet};
use crate::store::sheet::{
    BallotSheet, ContributionsSheet, GateReasonSheet, ReasonSheet, RequestSheet, SeatSheet, StepItemSheet,
    StepMemberSheet, StepSheet, TallySheet, TicketSheet,
};

/// A ticket.
#[derive(Debug, Serialize)]
pub struct TicketObject<'a> {
    project: &'a str,
    iid: u64,
    title: Option<&'a str>,
    confidential: bool,
    process: Option<&'a str>,
    state: &'a str,
    reason: Option<&'a str>,
    missing: &'a [String],
    vote_note: Option<u64>,
    reading_since: Option<&'a str>,
    opens_at: Option<&'a str>,
    opened_at: Option<&'a str>,
    deadline: Option<&'a str>,
    ended_at: Option<&'a str>,
    tally: Option<TallyObject<'a>>,
    reasons: Option<ReasonObject<'a>>,
    ballots: Vec<BallotObject<'a>>,
    electorate: Vec<SeatObject<'a>>,
    electorate_digest: Option<&'a str>,
    text_digest: Option<&'a str>,
    rules_digest: Option<&'a str>,
    follow_ups: &'a [String],
    follow_ups_done: &'a [String],
    steps: Vec<StepObject<'a>>,
    admits: Option<&'a str>,
    discussion: &'a [String],
    certified: Option<bool>,
    reservations: &'a [String],
    joint_budget_left: Option<i64>,
    resubmission: &'a str,
    decision: Option<&'a str>,
    decided_at: Option<&'a str>,
    url: String,
}

impl<'a> TicketObject<'a> {
    /// Returns a ticket as programs see it; `url` is its page.
    #[must_use]
    pub fn of(sheet: &'a TicketSheet, url: String) -> Self {
        Self {
            project: &sheet.project,
            iid: sheet.iid,
            title: shown(&sheet.title).filter(|_| !sheet.confidential),
            confidential: sheet.confidential,
            process: sheet.process.as_deref(),
            state: &sheet.state,
            reason: sheet.reason.as_deref(),
            missing: &sheet.missing,
            vote_note: sheet.vote_note,
            reading_since: sheet.reading_since.as_deref(),
            opens_at: sheet.opens_at.as_deref(),
            opened_at: sheet.opened_at.as_deref(),
            deadline: sheet.deadline.as_deref(),
            ended_at: sheet.ended_at.as_deref(),
            tally: sheet.tally.as_ref().map(TallyObject::of),
            reasons: sheet.reasons.as_ref().map(ReasonObject::of),
            ballots: sheet.ballots.iter().map(BallotObject::of).collect(),
            electorate: sheet.electorate.iter().map(SeatObject::of).collect(),
            electorate_digest: sheet.electorate_digest.as_deref(),
            text_digest: sheet.text_digest.as_deref(),
            rules_digest: sheet.rules_digest.as_deref(),
            follow_ups: &sheet.follow_ups,
            follow_ups_done: &sheet.done,
            steps: sheet.steps.iter().map(StepObject::of).collect(),
            admits: sheet.admits.as_deref(),
            discussion: &sheet.discussion,
            certified: sheet.certified,
            reservations: &sheet.reservations,
            joint_budget_left: sheet.joint_budget_left,
            resubmission: &sheet.resubmission,
            decision: sheet.decision.as_deref(),
            decided_at: sheet.decided_at.as_deref(),
            url,
        }
    }
}

#[derive(Debug, Serialize)]
struct TallyObject<'a> {
    entitled: u64,
    yes: u64,
    no: u64,
    abstain: u64,
    absent: u64,
    recused: u64,
    needed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    contributions: Option<&'a ContributionsSheet>,
}

impl<'a> TallyObject<'a> {
    fn of(sheet: &'a TallySheet) -> Self {
        let &TallySheet { entitled, yes, no, abstain, absent, recused, needed, .. } = sheet;
        let contributions = sheet.contributions.as_ref();
        Self { entitled, yes, no, abstain, absent, recused, needed, contributions }
    }
}

#[derive(Debug, Serialize)]
struct ReasonObject<'a> {
    rule: &'a str,
    needed: &'a str,
    found: &'a str,
    held: bool,
    children: Vec<Self>,
}

impl<'a> ReasonObject<'a> {
    fn of(sheet: &'a ReasonSheet) -> Self {
        let children = sheet.children.iter().map(Self::of).collect();
        Self { rule: &sheet.rule, needed: &sheet.needed, found: &sheet.found, held: sheet.held, children }
    }
}

#[derive(Debug, Serialize)]
struct BallotObject<'a> {
    member: Option<&'a str>,
    choice: &'a str,
    at: &'a str,
    channel: &'a str,
    counted: bool,
    why_not: Option<&'a str>,
    proxied: bool,
    vanished: bool,
    minutes: Option<&'a str>,
}

impl<'a> BallotObject<'a> {
    fn of(sheet: &'a BallotSheet) -> Self {
        Self {
            member: sheet.member.as_deref(),
            choice: &sheet.choice,
            at: &sheet.at,
            channel: &sheet.channel,
            counted: sheet.counted,
            why_not: sheet.why_not.as_deref(),
            proxied: sheet.proxied,
            vanished: sheet.vanished,
            minutes: sheet.minutes.as_deref(),
        }
    }
}

/// A duty: of how many members or items it is asked, and how many have done it.
#[derive(Debug, Serialize)]
struct StepObject<'a> {
    item: &'a str,
    done: bool,
    count: usize,
    all: usize,
    members: Vec<StepMemberObject<'a>>,
    checklist: Vec<StepItemObject<'a>>,
}

#[derive(Debug, Serialize)]
struct StepMemberObject<'a> {
    member: &'a str,
    done: bool,
    rests_until: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct StepItemObject<'a> {
    item: &'a str,
    done: bool,
}

impl<'a> StepObject<'a> {
    fn of(sheet: &'a StepSheet) -> Self {
        let (count, all) = sheet.count();
        let member = |sheet: &'a StepMemberSheet| StepMemberObject {
            member: &sheet.member,
            done: sheet.done,
            rests_until: sheet.rests_until.as_deref(),
        };
        let item = |sheet: &'a StepItemSheet| StepItemObject { item: &sheet.item, done: sheet.done };
        Self {
            item: &sheet.item,
            done: sheet.done,
            count,
            all,
            members: sheet.members.iter().map(member).collect(),
            checklist: sheet.checklist.iter().map(item).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct SeatObject<'a> {
    member: &'a str,
    weight: u64,
    choice: Option<&'a str>,
    recused: bool,
}

impl<'a> SeatObject<'a> {
    fn of(sheet: &'a SeatSheet) -> Self {
        let choice = sheet.choice.as_deref();
        Self { member: &sheet.member, weight: sheet.weight, choice, recused: sheet.recused }
    }
}

/// A merge request.
#[derive(Debug, Serialize)]
pub(super) struct RequestObject<'a> {
    project: &'a str,
    iid: u64,
    title: Option<&'a str>,
    gate: Option<&'a str>,
    reasons: Vec<GateReasonObject<'a>>,
    tickets: &'a [String],
    head: Option<&'a str>,
    open: bool,
    merged_sha: Option<&'a str>,
    merged_at: Option<&'a str>,
    merged_with_clearance: Option<bool>,
    tag: Option<&'a str>,
    url: String,
}

impl<'a> RequestObject<'a> {
    /// Returns a merge request as programs see it; `url` is its page.
    pub(super) fn of(sheet: &'a RequestSheet, url: String) -> Self {
        Self {
            project: &sheet.project,
            iid: sheet.iid,
            title: shown(&sheet.title),
            gate: sheet.gate.as_deref(),
            reasons: sheet.reasons.iter().map(GateReasonObject::of).collect(),
            tickets: &sheet.tickets,
            head: sheet.head.as_deref(),
            open: sheet.open,
            merged_sha: sheet.merged_sha.as_deref(),
            merged_at: sheet.merged_at.as_deref(),
            merged_with_clearance: sheet.merged_with_clearance,
            tag: sheet.tag.as_deref(),
            url,
        }
    }
}

#[derive(Debug, Serialize)]
struct GateReasonObject<'a> {
    gate: &'a str,
    reason: &'a str,
    ticket: Option<&'a str>,
}

impl<'a> GateReasonObject<'a> {
    fn of(sheet: &'a GateReasonSheet) -> Self {
        Self { gate: &sheet.gate, reason: &sheet.reason, ticket: sheet.ticket.as_deref() }
    }
}

/// A release.
#[derive(Debug, Serialize)]
pub(super) struct ReleaseObject<'a> {
    project: &'a str,
    tag: &'a str,
    preliminary: bool,
    sha: &'a str,
    at: &'a str,
    decisions: Vec<&'a str>,
    tickets: Vec<&'a str>,
    merge_requests: &'a [String],
    passed: &'a [LackSheet],
    url: String,
}

impl<'a> ReleaseObject<'a> {
    /// Returns a release as programs see it; `url` is its page.
    pub(super) fn of(sheet: &'a ReleaseSheet, url: String) -> Self {
        let mut decisions: Vec<&str> = sheet.tickets.iter().filter_map(|named| named.decision.as_deref()).collect();
        decisions.sort_unstable();
        decisions.dedup();
        Self {
            project: &sheet.project,
            tag: &sheet.tag,
            preliminary: sheet.preliminary,
            sha: &sheet.sha,
            at: &sheet.at,
            decisions,
            tickets: sheet.tickets.iter().map(|named| named.ticket.as_str()).collect(),
            merge_requests: &sheet.merge_requests,
            passed: &sheet.passed,
            url,
        }
    }
}

fn shown(title: &str) -> Option<&str> {
    Some(title).filter(|title| !title.is_empty())
}

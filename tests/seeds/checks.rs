// SPDX-License-Identifier: EUPL-1.2
//! The checkers: what must hold after every step, at the end of a run, and between a run and the one in fair weather.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use votum::sandbox::At;
use votum::store::sheet::TicketSheet;

use super::count;
use super::people::{Act, Plan};
use super::run::{Run, TITLES};
use super::trouble::POT;
use crate::world::{BUG, JOINT, PARTNERSHIP, TICKETS};

/// What can be seen at the end of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// What does not hold, in sentences.
    pub faults: BTreeSet<String>,
    /// What must be the same in every weather, by what it is of.
    pub seen: BTreeMap<String, String>,
    /// The ballots of each ticket, each with what it is worth.
    pub ballots: BTreeMap<usize, Vec<(String, String)>>,
}

impl End {
    /// Compares with the end in fair weather.
    pub fn differs(&self, fair: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        let keys: BTreeSet<&String> = self.seen.keys().chain(fair.seen.keys()).collect();
        for key in keys {
            let (foul, fair) = (self.seen.get(key), fair.seen.get(key));
            if foul != fair {
                differences.push(format!("{key}: in fair weather {fair:?}, here {foul:?}"));
            }
        }
        for (ticket, ballots) in &fair.ballots {
            let mut here = self.ballots.get(ticket).cloned().unwrap_or_default();
            for (ballot, worth) in ballots {
                match here.iter().position(|(other, _)| other == ballot) {
                    Some(place) => {
                        let (_, found) = here.remove(place);
                        // What was taken back may not count for another reason as well, where nobody saw it stand.
                        let gone = (is_gone(worth) || is_gone(&found)) && *worth != "counted" && found != "counted";
                        if found != *worth && !gone {
                            differences
                                .push(format!("ticket {ticket}, {ballot}: {worth} in fair weather, here {found}"));
                        }
                    }
                    // An emoji that was gone before anybody looked may be unknown.
                    None if is_gone(worth) || is_after_the_end(worth) => {}
                    None => differences.push(format!("ticket {ticket}, {ballot}: {worth} in fair weather, lost here")),
                }
            }
            for (ballot, worth) in here.into_iter().filter(|(_, worth)| !is_after_the_end(worth)) {
                differences.push(format!("ticket {ticket}, {ballot}: {worth} here, nothing in fair weather"));
            }
        }
        differences
    }
}

/// Says whether a ballot was taken back, which a reading may show as well as a webhook.
fn is_gone(worth: &str) -> bool {
    ["withdrawn", "not-at-forge"].contains(&worth)
}

/// Says whether a ballot came after the end of its vote, when nothing under a ticket is read again: only a webhook may
/// tell of it, and it is not entered where it is for a member that the person holds no proxy of.
fn is_after_the_end(worth: &str) -> bool {
    ["late", "ended"].contains(&worth)
}

/// Looks at the gates after a step: none is green, and nothing is merged by votum, without an accepted decision and a
/// review at that head.
pub async fn on_the_way(run: &mut Run<'_>) {
    for (request, (project, number)) in run.requests.clone() {
        let Some(view) = run.stage.sandbox.merge_request(project, number) else { continue };
        let statuses = run.stage.sandbox.statuses(project, &view.head);
        // Somebody else may pose as votum for a moment.
        let own: Vec<_> = statuses.iter().filter(|status| status.name == "votum" && status.by == "votum-bot").collect();
        if own.len() > 1 {
            run.faults.insert(format!("merge request {request} has {} statuses of votum's at its head", own.len()));
        }
        let green = own.iter().any(|status| status.state == "success");
        let merged = view.merged_by.as_deref() == Some("votum-bot");
        if !green && !merged {
            continue;
        }
        let key = format!("{request} {} {merged}", view.head);
        if !run.cleared.insert(key) {
            continue;
        }
        let reviewed = run.approved.get(&request).is_some_and(|by| by.iter().any(|by| *by != "dev"));
        if !reviewed {
            run.faults.insert(format!("merge request {request} is green or merged without a review at its head"));
        }
        if let Some(why) = not_clear(run, request).await {
            run.faults.insert(format!("merge request {request} is green or merged, but {why}"));
        }
    }
}

/// Why nothing clears a merge request, if so.
async fn not_clear(run: &Run<'_>, request: usize) -> Option<String> {
    let propose = run.plan.deeds.iter().find_map(|deed| match &deed.act {
        Act::Propose { request: other, names, path, .. } if *other == request => Some((*names, *path)),
        _ => None,
    });
    let (names, path) = propose?;
    let Some(ticket) = names else {
        return (!path.starts_with("docs/")).then(|| "it names no ticket".to_string());
    };
    let sheet = sheet(run, ticket).await?;
    let planned = &run.plan.tickets[ticket];
    let skew = SignedDuration::from_secs(run.weather.climate.skew);
    if planned.label == BUG {
        return (!["cleared", "done"].contains(&sheet.state.as_str()))
            .then(|| format!("ticket {ticket} is {}", sheet.state));
    }
    if !["accepted", "done"].contains(&sheet.state.as_str()) || sheet.decision.is_none() {
        return Some(format!("ticket {ticket} is {}", sheet.state));
    }
    let early = planned.recounts && run.stage.clock.now() + skew < planned.deadline;
    (early && run.plan.rules.voting.early_close == votum::domain::rules::EarlyClose::Never)
        .then(|| format!("the vote of ticket {ticket} ends only at {}", planned.deadline))
}

async fn sheet(run: &Run<'_>, ticket: usize) -> Option<TicketSheet> {
    let number = *run.tickets.get(&ticket)?;
    run.stage.store.ticket(PARTNERSHIP, &format!("opencode:{TICKETS}"), number).await.expect("the store can be read")
}

/// Looks at everything when it has come to rest.
pub async fn look(run: &mut Run<'_>) -> End {
    on_the_way(run).await;
    let mut end = End { faults: std::mem::take(&mut run.faults), ..End::default() };
    for ticket in 0..run.plan.tickets.len() {
        look_at_ticket(run, ticket, &mut end).await;
    }
    look_at_requests(run, &mut end).await;
    money_adds_up(run, &mut end).await;
    let mut numbers: Vec<String> = Vec::new();
    for ticket in 0..run.plan.tickets.len() {
        numbers.extend(sheet(run, ticket).await.and_then(|sheet| sheet.decision));
    }
    numbers.sort();
    let counted: Vec<String> = (1..=numbers.len()).map(|n| format!("B-2026-{n:03}")).collect();
    if numbers != counted {
        end.faults.insert(format!("the decisions are numbered {numbers:?}"));
    }
    nothing_left_over(run, &mut end).await;
    end
}

async fn look_at_ticket(run: &Run<'_>, ticket: usize, end: &mut End) {
    let Some(sheet) = sheet(run, ticket).await else {
        end.faults.insert(format!("the register does not know ticket {ticket}"));
        return;
    };
    let issue = run.stage.sandbox.issue(TICKETS, run.tickets[&ticket]);
    let stands = issue.map_or_else(
        || "gone".to_string(),
        |issue| {
            let mut labels = issue.labels;
            labels.sort();
            format!("open: {}, labels: {labels:?}", issue.open)
        },
    );
    let seats = sheet.electorate.iter().filter_map(|seat| Some(format!("{} {}", seat.member, seat.choice.as_ref()?)));
    let choices = seats.collect::<Vec<_>>().join(", ");
    let state = [Some(sheet.state.clone()), sheet.reason.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut see = |what: &str, is: String| drop(end.seen.insert(format!("ticket {ticket} {what}"), is));
    see("state", state);
    see("process", format!("{:?}", sheet.process));
    see("counts", choices.clone());
    see("tally", format!("{:?}", sheet.tally));
    see("deadline", format!("{:?}", sheet.deadline));
    see("resubmission", sheet.resubmission.clone());
    see("done", format!("{:?}", sheet.done));
    see("decided", sheet.decision.is_some().to_string());
    see("at the forge", stands);
    see("money", format!("{:?}, left {:?}", sheet.reservations, sheet.joint_budget_left));
    let worth = |ballot: &votum::store::sheet::BallotSheet| {
        let member = ballot.member.clone().unwrap_or_else(|| "nobody".to_string());
        let what = format!("{member} {} by {} at {}", ballot.choice, ballot.channel, ballot.at);
        (what, ballot.why_not.clone().unwrap_or_else(|| "counted".to_string()))
    };
    let ballots: Vec<(String, String)> = sheet.ballots.iter().map(worth).collect();
    let counted: Vec<_> = sheet.ballots.iter().filter(|ballot| ballot.counted).map(|b| b.member.clone()).collect();
    if counted.iter().collect::<BTreeSet<_>>().len() != counted.len() {
        end.faults.insert(format!("ticket {ticket}: a member counts twice: {counted:?}"));
    }
    let mut once: Vec<&String> = ballots.iter().map(|(what, _)| what).collect();
    once.sort();
    once.dedup();
    if once.len() != ballots.len() {
        end.faults.insert(format!("ticket {ticket}: a ballot was entered twice: {ballots:#?}"));
    }
    end.ballots.insert(ticket, ballots);
    if run.plan.tickets[ticket].removed.is_none() {
        written_once(run, &At::issue(TICKETS, run.tickets[&ticket]), &format!("ticket {ticket}"), end);
        result_is_told(run, ticket, &sheet, end);
    }
    if run.plan.deeds.iter().any(|deed| deed.act == Act::Hide { ticket }) {
        stays_hidden(run, ticket, &sheet, end);
    }
    recount(run.plan, ticket, &sheet, &choices, end);
}

/// Compares with what the deeds alone come to.
fn recount(plan: &Plan, ticket: usize, sheet: &TicketSheet, choices: &str, end: &mut End) {
    let instant = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Timestamp>().ok());
    if !plan.tickets[ticket].recounts {
        return;
    }
    let (Some(opened), Some(deadline)) = (instant(&sheet.opened_at), instant(&sheet.deadline)) else {
        end.faults.insert(format!("ticket {ticket}: its vote was never opened, it is {}", sheet.state));
        return;
    };
    if deadline != plan.tickets[ticket].deadline {
        let planned = plan.tickets[ticket].deadline;
        end.faults.insert(format!("ticket {ticket}: its deadline is {deadline}, not {planned}"));
    }
    let expected = count::count(plan, ticket, opened, deadline);
    let outcome = if sheet.state == "done" { "accepted" } else { sheet.state.as_str() };
    if (choices, outcome) != (expected.choices.as_str(), expected.outcome) {
        end.faults.insert(format!(
            "ticket {ticket}: the deeds come to {} with {}; votum says {outcome} with {choices}",
            expected.outcome, expected.choices
        ));
    }
}

async fn look_at_requests(run: &Run<'_>, end: &mut End) {
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for (request, (project, number)) in &run.requests {
        let view = run.stage.sandbox.merge_request(project, *number).expect("it stands");
        let store = &run.stage.store;
        let sheet = store.request(PARTNERSHIP, &format!("opencode:{project}"), *number).await.expect("it can be read");
        let Some(sheet) = sheet else {
            end.faults.insert(format!("the register does not know merge request {request}"));
            continue;
        };
        let reasons: Vec<String> = sheet.reasons.into_iter().map(|reason| reason.reason).collect();
        let status = run.stage.sandbox.statuses(project, &view.head);
        let light = status.iter().find(|status| status.name == "votum").map(|status| status.state.clone());
        let says = format!(
            "{} {:?} {reasons:?} light {light:?} cleared {:?} tagged {}",
            view.state,
            sheet.gate,
            sheet.merged_with_clearance,
            sheet.tag.is_some()
        );
        end.seen.insert(format!("merge request {request}"), says);
        if view.state == "merged" && sheet.merged_sha != view.merge_commit {
            end.faults.insert(format!("merge request {request}: the register names another merge commit"));
        }
        if sheet.tag.is_some() {
            *tags.entry(project).or_default() += 1;
        }
        written_once(run, &At::merge_request(project, *number), &format!("merge request {request}"), end);
    }
    for project in run.requests.values().map(|(project, _)| *project).collect::<BTreeSet<_>>() {
        let (set, published) = (run.stage.sandbox.tags(project), run.stage.sandbox.releases(project));
        let names: BTreeSet<String> = set.iter().map(|tag| tag.name.clone()).collect();
        let released: BTreeSet<String> = published.iter().map(|release| release.tag.clone()).collect();
        let known = tags.get(project).copied().unwrap_or(0);
        if set.len() != known || published.len() != known || names.len() != known || released != names {
            end.faults
                .insert(format!("{project}: {known} merges are tagged, with tags {names:?}, releases {released:?}"));
        }
    }
}

/// Makes sure that people are told of a decision.
fn result_is_told(run: &Run<'_>, ticket: usize, sheet: &TicketSheet, end: &mut End) {
    let Some(number) = &sheet.decision else { return };
    let notes = run.stage.sandbox.notes(&At::issue(TICKETS, run.tickets[&ticket]));
    let telling = notes.iter().filter(|note| note.author == "votum-bot" && note.body.contains(number.as_str()));
    if telling.count() < 2 {
        end.faults.insert(format!("ticket {ticket}: its vote note or no note of its own tells of {number}"));
    }
}

/// Makes sure that nothing shows the title of a ticket that became confidential.
fn stays_hidden(run: &Run<'_>, ticket: usize, sheet: &TicketSheet, end: &mut End) {
    let title = TITLES[ticket % TITLES.len()];
    let mut shown = vec![sheet.title.clone()];
    for (project, number) in run.requests.values() {
        let notes = run.stage.sandbox.notes(&At::merge_request(project, *number));
        shown.extend(notes.into_iter().filter(|note| note.author == "votum-bot").map(|note| note.body));
        shown.extend(run.stage.sandbox.tags(project).into_iter().map(|tag| tag.message));
        shown.extend(run.stage.sandbox.releases(project).into_iter().map(|release| release.description));
    }
    if let Some(text) = shown.iter().find(|text| text.contains(title)) {
        end.faults.insert(format!("ticket {ticket} is confidential, and its title is shown: {text}"));
    }
}

/// Makes sure that the pot is not overdrawn, and that what is left of it is what was not committed.
async fn money_adds_up(run: &Run<'_>, end: &mut End) {
    let Some(sheet) = run.stage.store.budget(&run.plan.rules, 2026).await.expect("the store can be read") else {
        return;
    };
    let committed: i64 = sheet.joint.run.iter().filter(|draw| draw.effect == "committed").map(|draw| draw.amount).sum();
    if committed > i64::from(POT) {
        end.faults.insert(format!("{committed} € are committed out of {POT} €"));
    }
    let accepted: Vec<usize> =
        (0..run.plan.tickets.len()).filter(|ticket| run.plan.tickets[*ticket].label == JOINT).collect();
    for ticket in accepted {
        let draws = sheet.joint.run.iter().filter(|draw| draw.iid == run.tickets[&ticket]).count();
        if draws > 1 {
            end.faults.insert(format!("ticket {ticket} draws {draws} times on the pot"));
        }
    }
}

/// Makes sure that none of votum's notes stands twice: each carries a marker of its own.
fn written_once(run: &Run<'_>, at: &At, of: &str, end: &mut End) {
    let mut markers = BTreeSet::new();
    for note in run.stage.sandbox.notes(at).into_iter().filter(|note| note.author == "votum-bot" && !note.system) {
        let Some((body, marker)) = note.body.split_once("<!--") else {
            end.faults.insert(format!("{of}: a note of votum's has no marker: {}", note.body));
            continue;
        };
        if !markers.insert(marker.to_string()) {
            end.faults.insert(format!("{of}: a note stands twice: {}", body.trim()));
        }
    }
}

/// Makes sure that chain, register, inbox and outbox are in order.
async fn nothing_left_over(run: &Run<'_>, end: &mut End) {
    let (engine, store) = (&run.stage.replicas[0].engine, &run.stage.store);
    for verified in engine.verify().await.expect("the store can be read") {
        end.faults.extend(verified.faults);
    }
    let before = store.dump_register(PARTNERSHIP).await.expect("the store can be read");
    engine.rebuild().await.expect("the store can be written");
    let after = store.dump_register(PARTNERSHIP).await.expect("the store can be read");
    if before != after {
        let other: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).take(1).collect();
        end.faults.insert(format!("rebuilding the register gives another one: {other:#?}"));
    }
    let inbox = store.inbox_depth().await.expect("the store can be read");
    let outbox = store.outbox_depth().await.expect("the store can be read");
    if (inbox.waiting, inbox.parked, outbox.waiting, outbox.dead) != (0, 0, 0, 0) {
        let dead = store.dead_letters().await.expect("the store can be read");
        end.faults.insert(format!("something is left over: {inbox:?}, {outbox:?}, {dead:#?}"));
    }
}

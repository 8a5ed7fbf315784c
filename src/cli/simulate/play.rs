// SPDX-License-Identifier: EUPL-1.2
//! The playing: everything that people do, in the order of time, and a look at the register afterwards.
//!
//! **Invariant:** people act at the GitLab in memory and nowhere else; what votum makes of it is read where everybody
//! reads it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::compare::{self, Deviation};
use super::scenario::{Act, Event, Request, Scenario, Ticket};
use super::stage::{RECONCILE, REGISTER, Stage};
use crate::domain::ballot::{Act as Given, Ballot, Source};
use crate::domain::command::{self, Command};
use crate::domain::fact::Gate;
use crate::domain::ids::{Project, Thread};
use crate::domain::rules::{Role, Rules};
use crate::domain::ticket::Ticket as TicketState;
use crate::sandbox::{At, Proposal, Sandbox};
use crate::say::Frame;
use crate::store::sheet::TicketSheet;
use crate::web::object::TicketObject;

/// How often the clock goes on after the last act, each time to the end of the last vote that is open then.
const ROUNDS: usize = 100;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Played {
    /// When it began and ended.
    pub span: Option<(Timestamp, Timestamp)>,
    /// The objects of the tickets, in the order of the file.
    pub tickets: Vec<Value>,
    /// The checks of the merge requests, in the order of the file.
    pub requests: Vec<Value>,
    /// How many checks there were.
    pub checks: usize,
    /// The runs of the pots, by their names.
    pub budget: Map<String, Value>,
    /// Everything that came out otherwise than expected.
    pub deviations: Vec<Deviation>,
}

/// What hinders the playing.
#[derive(Debug)]
pub(super) enum Hindrance {
    /// The scenario asks for something that cannot be done, in a sentence with its place.
    Scenario(String),
    /// votum itself.
    Votum(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Hindrance {
    fn from(fault: E) -> Self {
        Self::Votum(fault.into())
    }
}

type Done<T> = Result<T, Hindrance>;

/// Something that happens at an instant. Of one instant first what is earlier in this list, then in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Submit { ticket: usize },
    Event { ticket: usize, event: usize },
    Open { request: usize },
    Approve { request: usize, approval: usize },
    Check { request: usize, check: usize },
}

/// Plays a scenario; under another base (`cast`) only the states are compared.
pub(super) async fn play(scenario: &Scenario, rules: &Rules, cast: bool) -> Done<Played> {
    let deeds = deeds(scenario);
    let begin =
        deeds.first().map_or(Timestamp::UNIX_EPOCH, |(at, _)| *at).checked_sub(SignedDuration::from_hours(24))?;
    let stage = Stage::set(scenario, rules, begin).await?;
    let mut played = Played { span: deeds.first().map(|(at, _)| (*at, *at)), ..Played::default() };
    let mut play = Play {
        scenario,
        stage,
        sources: BTreeMap::new(),
        found: BTreeMap::new(),
        read: BTreeMap::new(),
        touched: BTreeMap::new(),
    };
    for (at, deed) in deeds {
        play.stage.until(at).await?;
        play.act(deed).await?;
    }
    play.let_votes_end().await?;
    if let Some((_, end)) = &mut played.span {
        *end = play.stage.clock.now();
    }
    play.look(&mut played, cast).await?;
    play.stage.engine.store().close().await;
    Ok(played)
}

fn deeds(scenario: &Scenario) -> Vec<(Timestamp, Deed)> {
    let mut deeds = Vec::new();
    for (i, ticket) in scenario.tickets.iter().enumerate() {
        deeds.push((ticket.submitted, Deed::Submit { ticket: i }));
        let events = ticket.events.iter().enumerate();
        deeds.extend(events.map(|(event, held)| (held.at, Deed::Event { ticket: i, event })));
    }
    for (i, request) in scenario.requests.iter().enumerate() {
        deeds.push((request.opened, Deed::Open { request: i }));
        let approvals = request.approvals.iter().enumerate();
        deeds.extend(approvals.map(|(approval, (at, _))| (*at, Deed::Approve { request: i, approval })));
        let checks = request.checks.iter().enumerate();
        deeds.extend(checks.map(|(check, held)| (held.at, Deed::Check { request: i, check })));
    }
    deeds.sort();
    deeds
}

struct Play<'s> {
    scenario: &'s Scenario,
    stage: Stage,
    /// What an event left at the forge: the number of its comment or reaction.
    sources: BTreeMap<(usize, usize), Trace>,
    /// What the gates said, by merge request and check.
    found: BTreeMap<(usize, usize), (Value, Value)>,
    /// As what the labels were read, by ticket.
    read: BTreeMap<usize, Option<String>>,
    /// When something was last done to a ticket.
    touched: BTreeMap<usize, Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Note(u64),
    Award(u64),
}

impl Play<'_> {
    async fn act(&mut self, deed: Deed) -> Done<()> {
        match deed {
            Deed::Submit { ticket } => return self.submit(ticket).await,
            Deed::Event { ticket, event } => self.event(ticket, event).await?,
            Deed::Open { request } => self.open(&self.scenario.requests[request])?,
            Deed::Approve { request, approval } => {
                let request = &self.scenario.requests[request];
                let (_, by) = &request.approvals[approval];
                self.stage.sandbox(&request.project)?.approve(&request.project.path, request.id, by);
            }
            Deed::Check { request, check } => {
                let held = &self.scenario.requests[request];
                let (store, project) = (self.stage.engine.store(), held.project.to_string());
                let sheet = store.request(&self.stage.rules.partnership, &project, held.id).await?.unwrap_or_default();
                let reason = sheet.reasons.first().map(|reason| reason.reason.clone());
                self.found.insert((request, check), (json!(sheet.gate), json!(reason)));
                return Ok(());
            }
        }
        Ok(self.stage.settle().await?)
    }

    async fn submit(&mut self, number: usize) -> Done<()> {
        let ticket = &self.scenario.tickets[number];
        let sandbox = self.stage.sandbox(&ticket.project)?;
        let at = place(ticket);
        sandbox.open_issue_as(&at, &ticket.author, &ticket.title, &ticket.description, ticket.confidential);
        let operations = self.stage.rules.roles.get(&Role::Operations).and_then(|people| people.first());
        if let Some(operations) = operations.filter(|_| !ticket.labels.is_empty()) {
            sandbox.label(&at.project, at.iid, &operations.name, &borrowed(&ticket.labels), &[]);
        }
        self.stage.settle().await?;
        let sheet = self.sheet(ticket).await?;
        self.read.insert(number, sheet.and_then(|sheet| sheet.process));
        Ok(())
    }

    async fn event(&mut self, number: usize, place_of: usize) -> Done<()> {
        let ticket = &self.scenario.tickets[number];
        let event = &ticket.events[place_of];
        let last = self.touched.insert(number, event.at).unwrap_or(ticket.submitted);
        if event.act.takes_away() && event.at.duration_since(last) >= RECONCILE {
            // By then votum would have read the ticket on one of its rounds; nothing else can have changed since.
            let thread = Thread::ticket(ticket.project.clone(), ticket.id);
            self.stage.engine.read_again_soon(&thread).await?;
            self.stage.settle().await?;
        }
        let sandbox = self.stage.sandbox(&ticket.project)?;
        let at = place(ticket);
        let (path, iid, by) = (at.project.as_str(), at.iid, event.by.as_str());
        let mut trace = None;
        match &event.act {
            Act::Comment { text } => trace = sandbox.comment(&at, by, text).map(Trace::Note),
            Act::EditComment { comment, text } => {
                let note = self.comment(number, *comment, event, sandbox, &at)?;
                sandbox.edit_note(&at, note, by, text);
                trace = Some(Trace::Note(note));
            }
            Act::DeleteComment { comment } => {
                let note = self.comment(number, *comment, event, sandbox, &at)?;
                sandbox.delete_note(&at, note);
            }
            Act::React { emoji, vote } => {
                let note = self.note(ticket, event, *vote).await?;
                trace = Some(Trace::Award(sandbox.react(&at, note, by, emoji)));
            }
            Act::Unreact { emoji, vote } => {
                let note = self.note(ticket, event, *vote).await?;
                sandbox.unreact(&at, note, by, emoji);
            }
            Act::EditDescription { description } => sandbox.describe(path, iid, by, description),
            Act::Label { add, remove } => {
                sandbox.label(path, iid, by, &borrowed(add), &borrowed(remove));
            }
            Act::Close => sandbox.close(path, iid, by),
            Act::Reopen => sandbox.reopen(path, iid, by),
        }
        if let Some(trace) = trace {
            self.sources.insert((number, place_of), trace);
        }
        Ok(())
    }

    /// Finds the comment that an earlier event wrote.
    fn comment(&self, ticket: usize, written: usize, event: &Event, sandbox: &Sandbox, at: &At) -> Done<u64> {
        let note = match self.sources.get(&(ticket, written)) {
            Some(Trace::Note(note)) => sandbox.notes(at).iter().any(|held| held.id == *note).then_some(*note),
            _ => None,
        };
        note.ok_or_else(|| {
            let what = "the comment does not stand at the forge (any more): it was deleted, or held nothing but quick \
                        actions of GitLab's.";
            Hindrance::Scenario(format!("tickets[{ticket}].{}: {what}", event.path))
        })
    }

    /// Finds what is reacted to: the vote note, or the description (`None`).
    async fn note(&self, ticket: &Ticket, event: &Event, vote: bool) -> Done<Option<u64>> {
        if !vote {
            return Ok(None);
        }
        let note = self.sheet(ticket).await?.and_then(|sheet| sheet.vote_note);
        note.map(Some).ok_or_else(|| {
            let number = self.scenario.tickets.iter().position(|held| std::ptr::eq(held, ticket)).unwrap_or_default();
            let at = self.stage.clock.now().to_zoned(self.stage.rules.calendar.zone.clone());
            let what = format!(
                "there is no vote note of ticket {} to react to at {}: no vote has been opened by then.",
                ticket.id,
                at.strftime("%Y-%m-%d %H:%M:%S")
            );
            Hindrance::Scenario(format!("tickets[{number}].{}: {what}", event.path))
        })
    }

    fn open(&self, request: &Request) -> Done<()> {
        let sandbox = self.stage.sandbox(&request.project)?;
        let names: Vec<String> = request.refs.iter().filter_map(|id| self.name(*id, &request.project)).collect();
        let description = names.iter().map(|name| format!("Ticket: {name}")).collect::<Vec<_>>().join("\n\n");
        let mut proposal = Proposal::new(&request.project.path, &request.author, &request.title)
            .describing(&description)
            .touching(&borrowed(&request.paths))
            .numbered(request.id);
        if request.from_fork {
            proposal = proposal.from_fork();
        }
        sandbox.open_merge_request(proposal);
        Ok(())
    }

    /// Returns how a merge request names a ticket: where the scenario has it, or else in the first ticket project.
    fn name(&self, id: u64, near: &Project) -> Option<String> {
        let held = self.scenario.tickets.iter().filter(|ticket| ticket.id == id).map(|ticket| &ticket.project);
        let mut homes = held.chain(&self.stage.rules.tickets).filter(|project| project.forge == near.forge);
        homes.next().map(|project| format!("{}#{id}", project.path))
    }

    /// Lets time go on until no vote is open and none will open by itself.
    async fn let_votes_end(&self) -> Done<()> {
        for _ in 0..ROUNDS {
            let mut end = None;
            for ticket in &self.scenario.tickets {
                let Some((state, _)) = self.state(ticket).await? else { continue };
                end = end.max(state.vote_due());
            }
            let Some(end) = end.filter(|end| *end > self.stage.clock.now()) else { return Ok(()) };
            self.stage.until(end).await?;
        }
        Ok(())
    }

    async fn sheet(&self, ticket: &Ticket) -> Done<Option<TicketSheet>> {
        let store = self.stage.engine.store();
        Ok(store.ticket(&self.stage.rules.partnership, &ticket.project.to_string(), ticket.id).await?)
    }

    async fn state(&self, ticket: &Ticket) -> Done<Option<(TicketState, std::sync::Arc<Rules>)>> {
        let thread = Thread::ticket(ticket.project.clone(), ticket.id);
        Ok(self.stage.engine.ticket(&self.stage.rules.partnership, &thread).await?)
    }

    /// Looks at everything and compares it with what is expected.
    async fn look(&self, played: &mut Played, cast: bool) -> Done<()> {
        for (number, ticket) in self.scenario.tickets.iter().enumerate() {
            let (sheet, state) = (self.sheet(ticket).await?, self.state(ticket).await?);
            let object = self.object(ticket, sheet.as_ref(), state.as_ref());
            if !cast {
                self.label(number, played);
            }
            played.deviations.extend(compare::ticket(ticket.id, &ticket.expect, &object, cast));
            if let (Some((state, rules)), false) = (&state, cast) {
                self.ballots(number, state, rules, played);
            }
            played.tickets.push(object);
        }
        for (number, request) in self.scenario.requests.iter().enumerate() {
            let mut checks = Vec::new();
            for (place, check) in request.checks.iter().enumerate() {
                let (gate, reason) = self.found.get(&(number, place)).cloned().unwrap_or_default();
                for (name, wanted, got) in [("gate", &check.gate, &gate), ("reason", &check.reason, &reason)] {
                    if let Some(wanted) = wanted.as_ref().filter(|wanted| *wanted != got && !cast) {
                        played.deviations.push(Deviation {
                            of: "merge_request",
                            id: request.id.into(),
                            field: format!("expect[{place}].{name}"),
                            expected: wanted.clone(),
                            found: got.clone(),
                        });
                    }
                }
                checks.push(json!({ "at": check.written, "gate": gate, "reason": reason }));
            }
            played.checks += checks.len();
            played.requests.push(json!({ "id": request.id, "checks": checks }));
        }
        played.budget = self.budget().await?;
        for (pot, expected) in self.scenario.budget.iter().filter(|_| !cast) {
            let found = played.budget.get(*pot).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            played.deviations.extend(compare::pot(pot, expected, found));
        }
        Ok(())
    }

    /// Reads the runs of both pots over all years.
    async fn budget(&self) -> Done<Map<String, Value>> {
        let (store, rules) = (self.stage.engine.store(), &self.stage.rules);
        let mut years = store.budget_years(&rules.partnership).await?;
        years.sort_unstable();
        let (mut joint, mut maintenance) = (Vec::new(), Vec::new());
        for year in years {
            let Some(sheet) = store.budget(rules, year).await? else { continue };
            joint.extend(sheet.joint.run.iter().map(|line| {
                json!({ "date": line.date, "ticket": line.iid, "amount": line.amount, "effect": line.effect,
                    "left": line.left })
            }));
            maintenance.extend(sheet.maintenance.run.iter().map(|line| {
                json!({ "date": line.date, "ticket": line.iid, "amount": line.amount, "sum": line.sum,
                    "light": line.light })
            }));
        }
        Ok(Map::from_iter([("joint".to_owned(), joint.into()), ("maintenance".to_owned(), maintenance.into())]))
    }

    /// Compares as what the labels were read when they were set.
    fn label(&self, number: usize, played: &mut Played) {
        let ticket = &self.scenario.tickets[number];
        let found = json!(self.read.get(&number).cloned().flatten());
        if let Some(expected) = ticket.process.as_ref().filter(|expected| **expected != found) {
            let (id, expected) = (ticket.id.into(), expected.clone());
            played.deviations.push(Deviation { of: "ticket", id, field: "process".into(), expected, found });
        }
    }

    /// Compares why ballots do not count.
    fn ballots(&self, number: usize, state: &TicketState, rules: &Rules, played: &mut Played) {
        let ticket = &self.scenario.tickets[number];
        let why_not = state.why_not(rules);
        for (place_of, event) in ticket.events.iter().enumerate() {
            let Some(expected) = event.not_counted else { continue };
            let trace = self.sources.get(&(number, place_of)).copied();
            let own = state.ballots.iter().zip(&why_not).filter(|(ballot, _)| trace == Some(traced(ballot)));
            let own: Vec<_> = own.collect();
            let found: Vec<&str> = match &event.act {
                Act::EditComment { text, .. } if !own.iter().any(|(ballot, _)| ballot.edited) => {
                    edited(&own, text, &self.scenario.bot)
                }
                _ if own.is_empty() => vec![unheard(state, event, &self.stage.rules)],
                _ => own.iter().map(|(_, why)| why.map_or("counted", |why| why.key())).collect(),
            };
            if let Some(found) = found.into_iter().find(|found| *found != expected) {
                played.deviations.push(Deviation {
                    of: "ticket",
                    id: ticket.id.into(),
                    field: format!("{}.not_counted", event.path),
                    expected: expected.into(),
                    found: found.into(),
                });
            }
        }
    }

    fn object(
        &self,
        ticket: &Ticket,
        sheet: Option<&TicketSheet>,
        state: Option<&(TicketState, std::sync::Arc<Rules>)>,
    ) -> Value {
        let thread = Thread::ticket(ticket.project.clone(), ticket.id);
        let frame = Frame { rules: &self.stage.rules, public_url: REGISTER, bot: &self.scenario.bot };
        let mut object = match sheet {
            Some(sheet) => json!(TicketObject::of(sheet, frame.ticket_url(&thread))),
            None => json!({ "project": ticket.project.to_string(), "iid": ticket.id, "state": null }),
        };
        object["id"] = ticket.id.into();
        object["vote_opened"] = sheet.is_some_and(|sheet| sheet.opened_at.is_some()).into();
        object["gate"] = gate(state).into();
        object
    }
}

/// Returns what a reviewed merge request that names the ticket would be told in a project that is not core.
fn gate(state: Option<&(TicketState, std::sync::Arc<Rules>)>) -> &'static str {
    match state.and_then(|(ticket, rules)| ticket.standing(rules)) {
        Some(standing) if standing.gate == Gate::Cleared && !standing.unmet.is_empty() => Gate::Waiting.key(),
        Some(standing) => standing.gate.key(),
        None => Gate::Waiting.key(),
    }
}

/// Where a ballot stands at the forge.
fn traced(ballot: &Ballot) -> Trace {
    match ballot.source {
        Source::Note(note, _) | Source::Meeting(note, _) => Trace::Note(note),
        Source::Award(award) => Trace::Award(award),
    }
}

/// Returns what became of an edited text: `edited` unless a ballot now says what only the new text says.
fn edited(own: &[(&Ballot, &Option<crate::domain::ballot::WhyNot>)], text: &str, bot: &str) -> Vec<&'static str> {
    let says = |choice| own.iter().any(|(ballot, why)| ballot.act == Given::Choose(choice) && why.is_none());
    let commands = command::read(text, bot);
    let counted = commands.iter().any(|command| matches!(command, Ok(Command::Ballot { choice, .. }) if says(*choice)));
    vec![if counted { "counted" } else { "edited" }]
}

/// Says why an act left no ballot at all: nobody it could be for, or no vote it could be in.
fn unheard(state: &TicketState, event: &Event, rules: &Rules) -> &'static str {
    let mut people = rules.members.iter().flat_map(|member| &member.representatives);
    let speaks = people.any(|named| named.name.eq_ignore_ascii_case(&event.by));
    match &state.vote {
        Some(vote) if event.at >= vote.opened_at && !speaks => "not-entitled",
        Some(vote) if event.at >= vote.opened_at => "no ballot",
        _ => "not-open",
    }
}

fn place(ticket: &Ticket) -> At {
    At::issue(&ticket.project.path, ticket.id)
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

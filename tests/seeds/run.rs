// SPDX-License-Identifier: EUPL-1.2
//! One run of a plan in some weather: people act at their instants, time passes in between, votum does what is due,
//! and at the end the weather clears and everything comes to rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use votum::clock::Clock;
use votum::engine::Hindrance;
use votum::sandbox::{At, Delivery, Proposal};

use super::checks::{self, End};
use super::people::{Act, Deed, Plan};
use super::stage::{Base, Stage};
use super::weather::{Climate, Fate, Weather, name};
use crate::world::{MODULE, TICKETS, rekeyed};

/// After so many steps without rest votum goes round in circles.
const STEPS_MAX: usize = 20_000;

/// What tickets are called, each by one of these alone.
pub const TITLES: [&str; 8] = ["Radweg", "Bad", "Rathaus", "Brücke", "Ortsplan", "Linden", "Park", "Schulhof"];

/// A webhook on its way.
struct Flight {
    due: Timestamp,
    delivery: Delivery,
    /// Whether it may be late, but is not lost.
    heard: bool,
}

/// A play under way.
pub struct Run<'a> {
    pub plan: &'a Plan,
    pub stage: Stage,
    pub weather: Arc<Weather>,
    /// The numbers that the forge gave to tickets, comments and merge requests.
    pub tickets: BTreeMap<usize, u64>,
    pub comments: BTreeMap<usize, u64>,
    pub requests: BTreeMap<usize, (&'static str, u64)>,
    /// Where an emoji of somebody's stands: on a note, or on the description.
    standing: BTreeMap<(usize, &'static str, &'static str), Option<u64>>,
    /// Who approved the present head of a merge request.
    pub approved: BTreeMap<usize, BTreeSet<&'static str>>,
    flights: Vec<Flight>,
    asleep_until: Timestamp,
    heard: bool,
    /// Which heads the gate was seen green or merged at.
    pub cleared: BTreeSet<String>,
    /// What a checker found on the way.
    pub faults: BTreeSet<String>,
}

/// What a step came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Busy,
    Idle,
}

/// Plays a plan and returns what can be seen at its end.
pub async fn play(plan: &Plan, weather: &Arc<Weather>, clock: &Clock, base: Base, replicas: usize) -> End {
    let stage = Stage::set(plan, weather, clock, base, replicas).await;
    let mut run = Run {
        plan,
        stage,
        weather: weather.clone(),
        tickets: BTreeMap::new(),
        comments: BTreeMap::new(),
        requests: BTreeMap::new(),
        standing: BTreeMap::new(),
        approved: BTreeMap::new(),
        flights: Vec::new(),
        asleep_until: Timestamp::MIN,
        heard: false,
        cleared: BTreeSet::new(),
        faults: BTreeSet::new(),
    };
    run.round(false).await;
    weather.be_rough(weather.climate != Climate::FAIR);
    for deed in &plan.deeds {
        run.until(deed.at).await;
        if deed.read_before {
            run.round(true).await;
        }
        run.act(deed).await;
        if deed.read_after {
            run.round(false).await;
        }
        run.go_on().await;
    }
    run.until(plan.end).await;
    weather.be_rough(false);
    run.clear_up().await;
    let end = checks::look(&mut run).await;
    run.stage.end().await;
    end
}

impl Run<'_> {
    fn tell(&self, line: &str) {
        self.weather.story.tell(line);
    }

    /// Lets time pass until `at`, with a stop at every moment at which votum has something to do.
    async fn until(&mut self, at: Timestamp) {
        for _ in 0..STEPS_MAX {
            let now = self.stage.clock.now();
            if now < self.asleep_until {
                let wakes = self.asleep_until.min(at);
                self.stage.move_to(wakes);
                if wakes == at {
                    return;
                }
                self.tell("votum is back");
            } else if self.weather.chance(self.weather.climate.outages / 4) {
                self.fall_asleep();
                continue;
            }
            let flight = self.flights.iter().map(|flight| flight.due).min();
            let next = self.stage.next().await.into_iter().chain(flight).min();
            let Some(next) = next.filter(|next| *next <= at) else {
                self.stage.move_to(at);
                return;
            };
            let now = self.stage.clock.now();
            // What is due and could not go on is looked at again a moment later, not at once.
            let rest = SignedDuration::from_secs(self.weather.between(1, 40));
            self.stage.move_to(if next <= now { (now + rest).min(at) } else { next });
            self.go_on().await;
            if self.stage.clock.now() >= at {
                return;
            }
        }
        self.faults.insert(format!("votum does not come to rest before {at}"));
    }

    /// Lets votum be down for some hours, but not when a vote opens: a missed opening rightly happens later.
    fn fall_asleep(&mut self) {
        let now = self.stage.clock.now();
        let calendar = &self.plan.rules.calendar;
        let today = calendar.day(now);
        let opening = |day| calendar.at(day, jiff::civil::time(7, 40, 0, 0));
        let tomorrow = today.tomorrow().expect("the day exists");
        let next = if now < opening(today) { today } else { tomorrow };
        let latest = opening(calendar.working_day_from(next));
        let open = now > calendar.at(today, jiff::civil::time(8, 30, 0, 0)) || !calendar.is_working_day(today);
        let wakes = (now + SignedDuration::from_mins(self.weather.between(5, 3_000))).min(latest);
        if open && wakes > now {
            self.asleep_until = wakes;
            self.tell("votum is down");
        }
    }

    /// Lets votum do something, or everything there is to do.
    async fn go_on(&mut self) {
        self.send_hooks();
        if self.stage.clock.now() < self.asleep_until {
            return self.lose_hooks();
        }
        let most = if self.weather.chance(self.weather.climate.sloth) {
            usize::try_from(self.weather.between(0, 6)).unwrap_or(0)
        } else {
            STEPS_MAX
        };
        self.settle(most).await;
    }

    /// While votum is down nobody answers its webhooks, and GitLab does not send them again.
    fn lose_hooks(&mut self) {
        let now = self.stage.clock.now();
        self.flights.retain(|flight| flight.heard || flight.due > now);
        let back = self.asleep_until;
        self.flights.iter_mut().filter(|flight| flight.due <= now).for_each(|flight| flight.due = back);
    }

    /// Steps until there is nothing to do, or so many times.
    async fn settle(&mut self, most: usize) {
        let mut idle = 0;
        let kinds = 4 * self.stage.replicas.len();
        let mut turn = 0;
        for done in 0.. {
            if done >= most {
                if done >= STEPS_MAX {
                    self.faults.insert("votum does not come to rest".to_string());
                }
                return;
            }
            self.send_hooks();
            self.arrivals().await;
            let replica = turn % self.stage.replicas.len();
            let kind = (turn / self.stage.replicas.len()) % 4;
            let step = self.step(replica, kind).await;
            if step == Step::Idle {
                idle += 1;
                turn += 1;
            } else {
                idle = 0;
                checks::on_the_way(self).await;
            }
            if idle >= kinds && !self.arrives_now() {
                return;
            }
        }
    }

    /// One step of one replica.
    async fn step(&mut self, replica: usize, kind: usize) -> Step {
        let engine = self.stage.replicas[replica].engine.clone();
        if kind == 3 && self.stage.replicas[replica].company {
            return Step::Idle;
        }
        let weather = self.weather.clone();
        let many = weather.chance(500);
        let work = async {
            match kind {
                0 if many => engine.absorb_from("opencode").await,
                0 => engine.absorb_one().await,
                1 => engine.tick_once().await,
                2 if many => engine.deliver_to("opencode").await,
                2 => engine.deliver_one().await,
                _ => {
                    let known = engine.get_to_know().await?;
                    engine.reconcile().await?;
                    Ok(known)
                }
            }
        };
        let done = tokio::select! {
            biased;
            done = work => Some(done),
            () = weather.killed() => None,
        };
        match done {
            None => {
                drop(engine);
                self.stage.restart(replica).await;
                Step::Busy
            }
            Some(Ok(done)) if kind == 3 => {
                self.stage.replicas[replica].company = done;
                if done { Step::Busy } else { Step::Idle }
            }
            Some(Ok(true)) => Step::Busy,
            Some(Ok(false)) => Step::Idle,
            Some(Err(Hindrance::Store(fault))) => {
                self.tell(&format!("{} fails: {fault}", name(replica)));
                if self.weather.chance(500) {
                    self.stage.restart(replica).await;
                }
                Step::Busy
            }
            Some(Err(Hindrance::Panic)) => panic!("{} panicked; see above", name(replica)),
            Some(Err(Hindrance::Forge(refusal))) => {
                self.tell(&format!("{} could not read what is open: {refusal}", name(replica)));
                Step::Idle
            }
        }
    }

    /// Lets everything be read in calm weather; `whole` says that webhooks do not tell of everything even there.
    async fn round(&mut self, whole: bool) {
        let rough = self.weather.be_rough(false);
        if rough {
            self.tell("(everything is read in calm weather)");
        }
        self.asleep_until = Timestamp::MIN;
        self.send_hooks();
        self.settle(STEPS_MAX).await;
        // What was put off, was read a second ago or is leased to the dead has its turn within minutes.
        for (seconds, reads) in [(130, true), (2, false), (310, false)] {
            self.stage.move_to(self.stage.clock.now() + SignedDuration::from_secs(seconds));
            if reads && (rough || whole) {
                self.catch_up().await;
            }
            self.settle(STEPS_MAX).await;
        }
        self.weather.be_rough(rough);
    }

    async fn catch_up(&mut self) {
        let engine = self.stage.replicas[0].engine.clone();
        if let Err(fault) = engine.reconcile().await {
            self.faults.insert(format!("in calm weather what is open cannot be read: {fault}"));
        }
    }

    /// Lets the last webhooks arrive and everything come to rest.
    async fn clear_up(&mut self) {
        self.tell("(the weather clears up)");
        self.asleep_until = Timestamp::MIN;
        let now = self.stage.clock.now();
        self.flights.iter_mut().for_each(|flight| flight.due = now);
        for _ in 0..2 {
            self.settle(STEPS_MAX).await;
            self.until(self.stage.clock.now() + SignedDuration::from_mins(6)).await;
            self.catch_up().await;
            self.settle(STEPS_MAX).await;
            self.until(self.stage.clock.now() + SignedDuration::from_secs(5)).await;
        }
    }

    /// Sends on what GitLab has to say.
    fn send_hooks(&mut self) {
        self.stage.sandbox.forget_calls();
        let now = self.stage.clock.now();
        let heard = self.heard;
        for delivery in self.stage.sandbox.take_hooks() {
            let after = |seconds: i64| now + SignedDuration::from_secs(seconds);
            let event = delivery.event().to_string();
            match self.weather.fate() {
                Fate::Lost if heard => self.flights.push(Flight { due: after(300), delivery, heard }),
                Fate::Lost => self.tell(&format!("  a webhook is lost: {event}")),
                Fate::Arrives(seconds) => {
                    if seconds > 0 {
                        self.tell(&format!("  a webhook will be {seconds} s late: {event}"));
                    }
                    self.flights.push(Flight { due: after(seconds), delivery, heard });
                }
                Fate::Twice(first, second, other_key) => {
                    self.tell(&format!("  a webhook will come after {first} s and after {second} s: {event}"));
                    let again = if other_key { rekeyed(&delivery) } else { delivery.clone() };
                    self.flights.push(Flight { due: after(first), delivery, heard });
                    self.flights.push(Flight { due: after(second), delivery: again, heard });
                }
            }
        }
    }

    fn arrives_now(&self) -> bool {
        let now = self.stage.clock.now();
        self.flights.iter().any(|flight| flight.due <= now)
    }

    /// Brings the webhooks whose time has come.
    async fn arrivals(&mut self) {
        let now = self.stage.clock.now();
        if !self.arrives_now() {
            return;
        }
        let (mut here, there): (Vec<Flight>, Vec<Flight>) =
            std::mem::take(&mut self.flights).into_iter().partition(|flight| flight.due <= now);
        self.flights = there;
        here.sort_by_key(|flight| flight.due);
        for flight in here {
            let mut status = self.stage.bring(&flight.delivery).await;
            if flight.heard && status >= 500 {
                let rough = self.weather.be_rough(false);
                status = self.stage.bring(&flight.delivery).await;
                self.weather.be_rough(rough);
            }
            if status >= 400 {
                self.tell(&format!("  a webhook is refused with {status}: {}", flight.delivery.event()));
            }
            if (400..500).contains(&status) {
                self.faults.insert(format!("the front door answers GitLab with {status}"));
            }
        }
    }

    /// Lets somebody act.
    async fn act(&mut self, deed: &Deed) {
        let (sandbox, by) = (self.stage.sandbox.clone(), deed.by);
        self.send_hooks();
        self.heard = deed.heard;
        if deed.act != Act::Round {
            self.tell(&format!("{by}: {:?}", deed.act));
        }
        let iid = |run: &Self, ticket: &usize| run.tickets[ticket];
        let at = |run: &Self, ticket: &usize| At::issue(TICKETS, run.tickets[ticket]);
        match &deed.act {
            Act::Round => self.round(false).await,
            Act::Open { ticket, text } => {
                let number = sandbox.open_issue(TICKETS, by, TITLES[ticket % TITLES.len()], text);
                self.tickets.insert(*ticket, number);
            }
            Act::Describe { ticket, text } => sandbox.describe(TICKETS, iid(self, ticket), by, text),
            Act::Label { ticket, add, remove } => {
                let named = |label: &'static str| if label.is_empty() { vec![] } else { vec![label] };
                sandbox.label(TICKETS, iid(self, ticket), by, &named(add), &named(remove));
            }
            Act::Say { ticket, comment, words, .. } => {
                let note = sandbox.comment(&at(self, ticket), by, words).expect("GitLab keeps the note");
                self.comments.insert(*comment, note);
            }
            Act::Edit { ticket, comment, words } => {
                sandbox.edit_note(&at(self, ticket), self.comments[comment], by, words);
            }
            Act::Delete { ticket, comment } => sandbox.delete_note(&at(self, ticket), self.comments[comment]),
            Act::React { ticket, emoji, on_note } => {
                if !self.standing.contains_key(&(*ticket, by, *emoji)) {
                    let note = if *on_note { self.vote_note(*ticket).await } else { None };
                    sandbox.react(&at(self, ticket), note, by, emoji);
                    self.standing.insert((*ticket, by, *emoji), note);
                }
            }
            Act::Unreact { ticket, emoji } => {
                if let Some(note) = self.standing.remove(&(*ticket, by, *emoji)) {
                    sandbox.unreact(&at(self, ticket), note, by, emoji);
                }
            }
            Act::Close { ticket } => sandbox.close(TICKETS, iid(self, ticket), by),
            Act::Propose { request, project, names, path } => {
                let named = names.map(|ticket| format!("Vorgang: {TICKETS}#{}", iid(self, &ticket)));
                let proposal = Proposal::new(project, by, "Karte").touching(&[*path]);
                let number = sandbox.open_merge_request(proposal.describing(&named.unwrap_or_default()));
                self.requests.insert(*request, (*project, number));
            }
            Act::Push { request } => {
                let (project, number) = self.requests[request];
                sandbox.push(project, number, by, &["src/karte.ts"]);
                self.approved.remove(request);
            }
            Act::Approve { request } => {
                sandbox.approve(self.requests[request].0, self.requests[request].1, by);
                self.approved.entry(*request).or_default().insert(by);
            }
            Act::Unapprove { request } => {
                sandbox.unapprove(self.requests[request].0, self.requests[request].1, by);
                self.approved.entry(*request).or_default().remove(by);
            }
            Act::Target { request, branch } => {
                sandbox.retarget(self.requests[request].0, self.requests[request].1, by, branch);
            }
            Act::Title { request, title } => {
                sandbox.retitle_merge_request(self.requests[request].0, self.requests[request].1, by, title);
            }
            Act::Remove { ticket, moved: false } => sandbox.delete_issue(TICKETS, iid(self, ticket)),
            Act::Remove { ticket, moved: true } => drop(sandbox.move_issue(TICKETS, iid(self, ticket), by, MODULE)),
            Act::Hide { ticket } => sandbox.set_confidential(TICKETS, iid(self, ticket), by, true),
            Act::Pose { request } => {
                let (project, number) = self.requests[request];
                // GitLab refuses what stands there already.
                let _ = sandbox.set_status(project, number, by, "votum", "success");
            }
            Act::Command { request, words } => {
                let (project, number) = self.requests[request];
                sandbox.comment(&At::merge_request(project, number), by, words).expect("GitLab keeps the note");
            }
        }
        self.send_hooks();
        self.heard = deed.heard;
    }

    /// The vote note of a ticket, once it stands; until then people react to the description.
    async fn vote_note(&self, ticket: usize) -> Option<u64> {
        let thread = format!("opencode:{TICKETS}");
        let sheet = self.stage.store.ticket(crate::world::PARTNERSHIP, &thread, self.tickets[&ticket]).await;
        let note = sheet.expect("the store can be read")?.vote_note?;
        let notes = self.stage.sandbox.notes(&At::issue(TICKETS, self.tickets[&ticket]));
        notes.iter().any(|held| held.id == note).then_some(note)
    }
}

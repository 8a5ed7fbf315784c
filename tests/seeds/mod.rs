// SPDX-License-Identifier: EUPL-1.2
//! The simulation: one seed is a whole little world – rules, people, tickets, merge requests – and the weather over it.
//!
//! Each seed is played twice with the same people at the same instants: in fair weather, and in its own, with lost, late,
//! doubled and shuffled webhooks, refused calls, lost answers, crashes in the middle of a call, a second replica acting in
//! the middle of a call, failing transactions, outages and wrong clocks. Then the checkers look: see `checks.rs`. What
//! people's deeds come to is also counted from the plan alone.
//!
//! Everything happens on one thread with clocks moved by hand, so a seed happens the same way every time:
//! `VOTUM_TEST_SEED=12345 cargo test --test votum seeds::one -- --nocapture` plays one and prints its story;
//! `VOTUM_TEST_SEEDS=5000` plays so many in memory, and a twenty-fifth part of them on files and on PostgreSQL; with
//! `--profile bench` that takes a fifth of the time.

mod checks;
mod count;
mod dice;
mod line;
mod people;
mod proposal;
mod run;
mod stage;
mod trouble;
mod weather;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use checks::End;
use people::Plan;
use stage::Base;
use tokio::runtime::Runtime;
use votum::clock::Clock;
use weather::{Climate, Story, Weather};

/// How many seeds are played in memory where nobody asks for more.
const SEEDS: u64 = 48;

/// After so many seeds that go wrong no more are played, where nobody says otherwise.
const ENOUGH: u64 = 10;

/// After how many seconds is said how far it is.
const SAY_EVERY: u64 = 15;

/// What went wrong with a seed.
struct Failure {
    wrong: Vec<String>,
    story: Story,
    fair: Option<End>,
}

/// A seed as it is to be played.
#[derive(Clone, Copy, Debug)]
struct Seed {
    number: u64,
    base: Base,
    replicas: usize,
}

impl Seed {
    /// Plays the seed in a climate.
    async fn play(self, climate: Climate) -> (End, Story) {
        let plan = self.plan();
        let clock = Clock::by_hand(plan.begin);
        let weather = Weather::new(self.number, climate, &clock);
        let base = if climate == Climate::FAIR { Base::Memory } else { self.base };
        let replicas = if climate == Climate::FAIR { 1 } else { self.replicas };
        let end = run::play(&plan, &weather, &clock, base, replicas).await;
        (end, weather.story.clone())
    }

    fn plan(self) -> Plan {
        Plan::of(self.number, self.climate().skew == 0)
    }

    fn climate(self) -> Climate {
        Climate::of(self.number, self.replicas)
    }

    /// What is wrong with an end.
    fn wrong(end: &End, fair: &End) -> Vec<String> {
        end.faults.iter().cloned().chain(end.differs(fair)).collect()
    }

    /// Plays the seed in fair weather and in its own; returns what is wrong.
    async fn judge(self) -> Option<Failure> {
        let (fair, calm) = self.play(Climate::FAIR).await;
        if !fair.faults.is_empty() {
            let wrong = fair.faults.iter().map(|fault| format!("already in fair weather: {fault}")).collect();
            return Some(Failure { wrong, story: calm, fair: None });
        }
        let (end, story) = self.play(self.climate()).await;
        let wrong = Self::wrong(&end, &fair);
        (!wrong.is_empty()).then_some(Failure { wrong, story, fair: Some(fair) })
    }

    /// Tells what went wrong, what it takes for that, and what happened.
    async fn tell(self, failure: &Failure) -> String {
        let blamed = match &failure.fair {
            Some(fair) => self.blames(fair).await,
            None => String::new(),
        };
        format!("{self:?}: {:#?}\n{blamed}\n\n{}\n\n{}", failure.wrong, failure.story.whole(), self.again())
    }

    /// Says how to play the seed again.
    fn again(self) -> String {
        let Self { number, base, replicas } = self;
        format!(
            "Play it again: VOTUM_TEST_SEED={number} VOTUM_TEST_SEED_ON={base:?},{replicas} cargo test --test votum \
             seeds::one -- --nocapture"
        )
    }

    /// Says which kinds of weather are to blame: it does not go wrong without them.
    async fn blames(self, fair: &End) -> String {
        let mut climate = self.climate();
        let mut blamed = Vec::new();
        for _ in 0..climate.milder().len() {
            let mut calmer = None;
            blamed.clear();
            for (kind, milder) in climate.milder() {
                let (end, _) = self.play(milder).await;
                if Self::wrong(&end, fair).is_empty() {
                    blamed.push(kind);
                } else {
                    calmer = Some(milder);
                    break;
                }
            }
            let Some(milder) = calmer else { break };
            climate = milder;
        }
        format!("It takes: {blamed:?} ({climate:?})")
    }
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().expect("it names a number of seeds, or one of them"))
}

/// What a part of the simulation has come to so far.
#[derive(Default)]
struct Count {
    begun: AtomicU64,
    done: AtomicU64,
    said: AtomicU64,
    wrong: Mutex<BTreeMap<u64, Option<Failure>>>,
}

impl Count {
    fn wrong(&self) -> MutexGuard<'_, BTreeMap<u64, Option<Failure>>> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

/// Plays seeds on all cores, each on a thread of its own, says how far it is, and tells the story of the first one that
/// goes wrong.
fn play(base: Base, replicas: usize, from: u64, count: u64) {
    if asked("VOTUM_TEST_SEED").is_some() {
        return;
    }
    let since = Instant::now();
    let so_far = Count::default();
    let enough = usize::try_from(asked("VOTUM_TEST_SEEDS_ENOUGH").unwrap_or(ENOUGH)).unwrap_or(usize::MAX);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let number = from + so_far.begun.fetch_add(1, Ordering::SeqCst);
                    if number >= from + count || so_far.wrong().len() >= enough {
                        break;
                    }
                    let seed = Seed { number, base, replicas };
                    let judged = std::panic::catch_unwind(AssertUnwindSafe(|| runtime().block_on(seed.judge())));
                    match judged {
                        Ok(None) => {}
                        Ok(Some(failure)) => {
                            eprintln!("{seed:?} goes wrong: {:#?}", failure.wrong);
                            so_far.wrong().insert(number, Some(failure));
                        }
                        Err(_) => {
                            eprintln!("{seed:?} panics.");
                            so_far.wrong().insert(number, None);
                        }
                    }
                    let done = so_far.done.fetch_add(1, Ordering::SeqCst) + 1;
                    let seconds = since.elapsed().as_secs();
                    let turn = seconds / SAY_EVERY;
                    if so_far.said.fetch_max(turn, Ordering::SeqCst) < turn {
                        let wrong = so_far.wrong().len();
                        eprintln!(
                            "{done} of {count} seeds on {base:?} with {replicas} votum: {seconds} s, {wrong} wrong"
                        );
                    }
                }
            });
        }
    });
    let wrong = std::mem::take(&mut *so_far.wrong());
    let done = so_far.done.load(Ordering::SeqCst);
    println!("{done} seeds from {from} on {base:?} with {replicas} votum: {} s", since.elapsed().as_secs());
    let Some((number, failure)) = wrong.iter().next() else { return };
    let seed = Seed { number: *number, base, replicas };
    let story = match failure {
        Some(failure) => runtime().block_on(seed.tell(failure)),
        None => format!("{seed:?} panics; see above. {}", seed.again()),
    };
    panic!("{story}\n\nThese go wrong: {:?}", wrong.keys().collect::<Vec<_>>());
}

/// How many seeds to play in a part of the simulation.
fn part(thousandths: u64) -> u64 {
    (asked("VOTUM_TEST_SEEDS").unwrap_or(SEEDS) * thousandths).div_ceil(1_000)
}

/// From which seed on; so many as are played may be split over several runs.
fn from() -> u64 {
    asked("VOTUM_TEST_SEEDS_FROM").unwrap_or(1)
}

#[test]
fn in_memory() {
    play(Base::Memory, 1, from(), part(500));
}

#[test]
fn in_memory_with_two_replicas() {
    play(Base::Memory, 2, from() + part(500), part(500));
}

#[test]
fn on_files() {
    play(Base::File, 1, from(), part(40));
}

#[test]
fn on_postgres() {
    if std::env::var("VOTUM_TEST_POSTGRES").is_ok() {
        play(Base::Postgres, 2, from(), part(40));
    } else {
        println!("VOTUM_TEST_POSTGRES is not set; no seed was played on PostgreSQL");
    }
}

/// The seed that `VOTUM_TEST_SEED` names, with its story; the first one where it names none. It happens the same way
/// twice.
#[tokio::test]
async fn one() {
    let number = asked("VOTUM_TEST_SEED").unwrap_or(1);
    let on = std::env::var("VOTUM_TEST_SEED_ON").unwrap_or_default();
    let base = match on.split(',').next() {
        Some("File") => Base::File,
        Some("Postgres") => Base::Postgres,
        _ => Base::Memory,
    };
    let seed = Seed { number, base, replicas: if on.ends_with('2') { 2 } else { 1 } };
    if asked("VOTUM_TEST_SEED").is_some() {
        println!("{:#?}", seed.climate());
        println!("{}", seed.play(seed.climate()).await.1.whole());
    }
    let first = seed.play(seed.climate()).await;
    let second = seed.play(seed.climate()).await;
    assert_eq!(first.1.whole(), second.1.whole(), "a seed happens the same way every time");
    if let Some(failure) = seed.judge().await {
        panic!("{}", seed.tell(&failure).await);
    }
}

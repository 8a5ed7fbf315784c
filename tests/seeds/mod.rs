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
//! `VOTUM_TEST_SEEDS=5000` plays so many in memory, and a twenty-fifth part of them on files and on PostgreSQL.

mod checks;
mod count;
mod dice;
mod line;
mod people;
mod run;
mod stage;
mod weather;

use std::panic::AssertUnwindSafe;

use checks::End;
use futures_util::FutureExt;
use people::Plan;
use stage::Base;
use votum::clock::Clock;
use weather::{Climate, Story, Weather};

/// How many seeds are played in memory where nobody asks for more.
const SEEDS: u64 = 48;

/// After so many seeds that go wrong no more are played.
const ENOUGH: usize = 10;

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
        let Self { number, base, replicas } = self;
        format!(
            "{self:?}: {:#?}\n{blamed}\n\n{}\n\nPlay it again: VOTUM_TEST_SEED={number} \
             VOTUM_TEST_SEED_ON={base:?},{replicas} cargo test --test votum seeds::one -- --nocapture",
            failure.wrong,
            failure.story.whole()
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

/// Plays seeds one after the other, and tells the story of the first one that goes wrong.
async fn play(base: Base, replicas: usize, from: u64, count: u64) {
    if asked("VOTUM_TEST_SEED").is_some() {
        return;
    }
    let begun = std::time::Instant::now();
    let (mut first, mut others): (Option<String>, Vec<String>) = (None, Vec::new());
    for number in from..from + count {
        let seed = Seed { number, base, replicas };
        let judged = AssertUnwindSafe(seed.judge()).catch_unwind().await;
        let judged = judged.unwrap_or_else(|_| panic!("{seed:?} panics"));
        match judged {
            None => {}
            Some(failure) => {
                eprintln!("seed {number} on {base:?} with {replicas} votum goes wrong: {:#?}", failure.wrong);
                if first.is_none() {
                    first = Some(seed.tell(&failure).await);
                } else {
                    others.push(number.to_string());
                }
            }
        }
        if others.len() >= ENOUGH {
            break;
        }
    }
    if let Some(first) = first {
        panic!("{first}\n\nThese go wrong as well: {}", others.join(", "));
    }
    println!("{count} seeds from {from} on {base:?} with {replicas} votum: {} s", begun.elapsed().as_secs());
}

/// How many seeds to play in a part of the simulation.
fn part(thousandths: u64) -> u64 {
    (asked("VOTUM_TEST_SEEDS").unwrap_or(SEEDS) * thousandths).div_ceil(1_000)
}

/// From which seed on; so many as are played may be split over several runs.
fn from() -> u64 {
    asked("VOTUM_TEST_SEEDS_FROM").unwrap_or(1)
}

#[tokio::test]
async fn in_memory() {
    play(Base::Memory, 1, from(), part(500)).await;
}

#[tokio::test]
async fn in_memory_with_two_replicas() {
    play(Base::Memory, 2, from() + part(500), part(500)).await;
}

#[tokio::test]
async fn on_files() {
    play(Base::File, 1, from(), part(40)).await;
}

#[tokio::test]
async fn on_postgres() {
    if std::env::var("VOTUM_TEST_POSTGRES").is_ok() {
        play(Base::Postgres, 2, from(), part(40)).await;
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

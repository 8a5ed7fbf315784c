// SPDX-License-Identifier: EUPL-1.2
//! The weather between votum, its database and the forge, out of one stream of chance.
//!
//! **Invariant:** every kind of weather is asked for at a fixed point of a run that happens on one thread, so that the
//! same seed has the same weather to the last gust.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;
use votum::clock::Clock;
use votum::engine::Engine;
use votum::store::accident::{Accidents, Moment};

use super::dice::Dice;

/// How rough each kind of weather is, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climate {
    /// Webhooks lost, late, twice.
    pub hooks: u32,
    /// Calls that GitLab refuses, or carries out without an answer.
    pub calls: u32,
    /// A replica killed in the middle of a call.
    pub crashes: u32,
    /// Another replica acting in the middle of a call.
    pub meanwhile: u32,
    /// Transactions that fail.
    pub database: u32,
    /// votum being down for hours.
    pub outages: u32,
    /// Steps left undone until the next moment.
    pub sloth: u32,
    /// By how many seconds the clocks of the replicas may be wrong.
    pub skew: i64,
}

impl Climate {
    /// Nothing ever goes wrong.
    pub const FAIR: Self =
        Self { hooks: 0, calls: 0, crashes: 0, meanwhile: 0, database: 0, outages: 0, sloth: 0, skew: 0 };

    /// The climate of a seed; some seeds have less of something, so that the rest is seen alone.
    pub fn of(seed: u64, replicas: usize) -> Self {
        let mut dice = Dice::new(seed, "climate");
        let mut rough =
            |most: i64| u32::try_from(if dice.chance(300) { 0 } else { dice.between(1, most) }).unwrap_or(0);
        Self {
            hooks: rough(400),
            calls: rough(80),
            crashes: rough(8),
            meanwhile: if replicas > 1 { rough(100) } else { 0 },
            database: rough(40),
            outages: rough(120),
            sloth: rough(500),
            skew: i64::from(rough(90)),
        }
    }

    /// The same climate without one kind of weather each, by its name.
    pub fn milder(self) -> Vec<(&'static str, Self)> {
        let all = [
            ("lost, late and doubled webhooks", Self { hooks: 0, ..self }),
            ("refused calls and lost answers", Self { calls: 0, ..self }),
            ("crashes", Self { crashes: 0, ..self }),
            ("replicas acting meanwhile", Self { meanwhile: 0, ..self }),
            ("database errors", Self { database: 0, ..self }),
            ("outages", Self { outages: 0, ..self }),
            ("steps left undone", Self { sloth: 0, ..self }),
            ("wrong clocks", Self { skew: 0, ..self }),
        ];
        all.into_iter().filter(|(_, milder)| *milder != self).collect()
    }
}

/// How a call is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// As GitLab does.
    Truly,
    /// With this status, and nothing was done.
    Before(u16),
    /// With this status, and everything was done.
    After(u16),
    /// With a page of something that stands before GitLab, and everything was done.
    Garbled,
}

/// What becomes of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives after so many seconds.
    Arrives(i64),
    /// It arrives after so many seconds, and once more after so many others, under another key or the same.
    Twice(i64, i64, bool),
    /// It never arrives.
    Lost,
}

/// What happened, line by line.
#[derive(Clone)]
pub struct Story {
    clock: Clock,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Story {
    pub fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), lines: Arc::default() }
    }

    /// Writes a line down.
    pub fn tell(&self, line: &str) {
        let at = self.clock.now().to_zoned(jiff::tz::TimeZone::get("Europe/Berlin").expect("the zone is known"));
        let line = format!("{}  {line}", at.strftime("%a %d %b %H:%M:%S"));
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Everything so far.
    pub fn whole(&self) -> String {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }
}

/// The weather of a run.
pub struct Weather {
    pub climate: Climate,
    pub story: Story,
    sky: Mutex<Sky>,
    killed: Notify,
}

struct Sky {
    dice: Dice,
    rough: bool,
    within: usize,
    engines: Vec<Engine>,
}

/// What happens in the middle of a call.
enum Gust {
    None,
    Kills,
    /// Another replica makes a step.
    Lets(Engine, usize, usize),
}

/// The name of a replica.
pub fn name(replica: usize) -> &'static str {
    ["votum A", "votum B", "votum C"][replica]
}

impl Weather {
    pub fn new(seed: u64, climate: Climate, clock: &Clock) -> Arc<Self> {
        let sky = Sky { dice: Dice::new(seed, "weather"), rough: false, within: 0, engines: Vec::new() };
        Arc::new(Self { climate, story: Story::new(clock), sky: Mutex::new(sky), killed: Notify::new() })
    }

    fn sky(&self) -> MutexGuard<'_, Sky> {
        self.sky.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the weather be rough, or calm, and returns how it was before.
    pub fn be_rough(&self, rough: bool) -> bool {
        std::mem::replace(&mut self.sky().rough, rough)
    }

    /// Says which engines may act in the middle of each other's calls.
    pub fn knows(&self, engines: Vec<Engine>) {
        self.sky().engines = engines;
    }

    /// Says yes so many times in a thousand, and never in calm weather.
    pub fn chance(&self, thousandths: u32) -> bool {
        let mut sky = self.sky();
        sky.rough && thousandths > 0 && sky.dice.chance(thousandths)
    }

    /// A number of `from` to `to`.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        self.sky().dice.between(from, to)
    }

    /// Decides how a call of a replica is answered.
    pub fn answers(&self, what: &str, replica: usize) -> Answers {
        let answers = {
            let mut sky = self.sky();
            if !sky.rough || !sky.dice.chance(self.climate.calls) {
                Answers::Truly
            } else if sky.dice.chance(100) {
                Answers::Garbled
            } else if sky.dice.chance(400) {
                Answers::After(sky.dice.pick(&[500, 502, 504]))
            } else {
                Answers::Before(sky.dice.pick(&[429, 500, 502, 503, 408]))
            }
        };
        let who = name(replica);
        match answers {
            Answers::Truly if what.starts_with("GET") => {}
            Answers::Truly => self.story.tell(&format!("    {who}: {what}")),
            Answers::Before(status) => self.story.tell(&format!("    {who}: {what} is refused with {status}")),
            Answers::Garbled => self.story.tell(&format!("    {who}: {what} is done and answered with a page")),
            Answers::After(status) => self.story.tell(&format!("    {who}: {what} is done and answered with {status}")),
        }
        answers
    }

    /// What the weather does before and after each verb: nothing, kill the replica, or let another one act.
    pub async fn blows(&self, replica: usize, verb: &str) {
        match self.gust(replica) {
            Gust::None => {}
            Gust::Kills => {
                self.story.tell(&format!("    {} is killed at {verb}", name(replica)));
                self.killed.notify_one();
                std::future::pending::<()>().await;
            }
            Gust::Lets(engine, other, step) => {
                self.story.tell(&format!("    meanwhile {}:", name(other)));
                let done = match step {
                    0 => engine.absorb_one().await,
                    1 => engine.deliver_one().await,
                    _ => engine.tick_once().await,
                };
                if let Err(fault) = done {
                    self.story.tell(&format!("    {} fails: {fault}", name(other)));
                }
                self.sky().within -= 1;
            }
        }
    }

    fn gust(&self, replica: usize) -> Gust {
        let mut sky = self.sky();
        if !sky.rough || sky.within > 0 {
            return Gust::None;
        }
        if sky.dice.chance(self.climate.crashes) {
            return Gust::Kills;
        }
        if sky.engines.len() < 2 || !sky.dice.chance(self.climate.meanwhile) {
            return Gust::None;
        }
        sky.within += 1;
        let other = (replica + 1) % sky.engines.len();
        let step = sky.dice.below(3);
        Gust::Lets(sky.engines[other].clone(), other, step)
    }

    /// Comes back when a replica has been killed.
    pub async fn killed(&self) {
        self.killed.notified().await;
    }

    /// Decides what becomes of a webhook.
    pub fn fate(&self) -> Fate {
        let mut sky = self.sky();
        if !sky.rough || !sky.dice.chance(self.climate.hooks) {
            return Fate::Arrives(0);
        }
        let later = |dice: &mut Dice| match dice.below(3) {
            0 => dice.between(0, 5),
            1 => dice.between(0, 600),
            _ => dice.between(0, 40_000),
        };
        match sky.dice.below(4) {
            0 => Fate::Lost,
            1 => Fate::Twice(later(&mut sky.dice), later(&mut sky.dice), sky.dice.chance(500)),
            _ => Fate::Arrives(later(&mut sky.dice)),
        }
    }

    /// The accidents that the database has in this weather.
    pub fn accidents(self: &Arc<Self>) -> Accidents {
        let weather = self.clone();
        Accidents::new(move |moment: Moment| {
            // The third part each, so that a transaction comes through as often as the climate says.
            let happens = weather.chance(weather.climate.database / 3);
            if happens {
                weather.story.tell(&format!("    the database fails: {moment:?}"));
            }
            happens
        })
    }

    /// How far the clock of a replica is off from `at` on, in seconds; clocks only jump forwards.
    pub fn skew(&self, so_far: i64, at: Timestamp) -> i64 {
        let most = self.climate.skew;
        if most == 0 || so_far >= most || !self.chance(30) {
            return so_far;
        }
        let skew = self.between(so_far, most);
        if skew != so_far {
            self.story.tell(&format!("    a clock jumps from {so_far} s to {skew} s beside the forge's {at}"));
        }
        skew
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! `votum outbox list`, `retry`, `drop`: what a forge would not take, and what waits for a partnership that is not served
//! any more, looked at and dealt with by a person.
//!
//! **Invariant:** nothing is said of a letter's text. What is dropped is written into the journal with its reason.

use std::path::Path;
use std::str::FromStr;

use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;

use super::{Place, house};
use crate::clock::Clock;
use crate::store::outbox::Dead;
use crate::store::stray::Stray;

/// What is done about the outbox.
#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// List what a forge refused for good, oldest first, and why
    List(Place),
    /// Try one entry again, or all
    Retry {
        /// The number that the list shows, or `all`
        #[arg(value_name = "NUMBER|all")]
        which: Which,
        #[command(flatten)]
        place: Place,
    },
    /// Drop one entry for good, or all that waits for a partnership which votum.toml does not name any more
    Drop {
        /// The number that the list shows, or the partnership
        #[arg(value_name = "NUMBER|PARTNERSHIP")]
        what: What,
        /// Why; it is kept in the journal
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        reason: String,
        #[command(flatten)]
        place: Place,
    },
}

/// One entry, or all of them.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    All,
    One(i64),
}

impl FromStr for Which {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            _ if text == "all" => Ok(Self::All),
            Ok(number) if number > 0 => Ok(Self::One(number)),
            _ => Err("write the number that `votum outbox list` shows, or `all`"),
        }
    }
}

/// One entry, or everything of a partnership.
#[derive(Clone, Debug)]
pub(super) enum What {
    Letter(i64),
    Partnership(String),
}

impl FromStr for What {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(number) if number > 0 => Ok(Self::Letter(number)),
            Err(_) if !text.trim().is_empty() => Ok(Self::Partnership(text.trim().to_string())),
            _ => Err("write the number that `votum outbox list` shows, or the partnership that it names"),
        }
    }
}

/// Does it; returns whether all went well.
pub(super) async fn outbox(act: &Act) -> anyhow::Result<bool> {
    match act {
        Act::List(place) => list(&place.config).await,
        Act::Retry { which, place } => retry(&place.config, *which).await,
        Act::Drop { what: What::Letter(number), reason, place } => drop(&place.config, *number, reason).await,
        Act::Drop { what: What::Partnership(partnership), reason, place } => {
            drop_strays(&place.config, partnership, reason).await
        }
    }
}

async fn list(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let (depth, letters) = (engine.store().outbox_depth().await?, engine.store().dead_letters().await?);
    println!("{} waiting, {} left behind.", depth.waiting, depth.dead);
    let now = Clock::system().now();
    for letter in &letters {
        println!("{}", line(letter, now));
    }
    let strays = engine.strays().await?;
    for Stray { partnership, forge, desired, deliveries } in &strays {
        println!("{partnership} is not served: {desired} entries and {deliveries} deliveries wait for it and {forge}.");
    }
    if !strays.is_empty() {
        println!("Name it in votum.toml again, or say `votum outbox drop PARTNERSHIP REASON`.");
    }
    if !letters.is_empty() {
        println!("Mend the cause and say `votum outbox retry NUMBER`, or `votum outbox drop NUMBER REASON`.");
    }
    Ok(true)
}

async fn retry(config: &Path, which: Which) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let number = match which {
        Which::All => None,
        Which::One(number) => Some(number),
    };
    let revived = engine.try_again(number).await?;
    println!(
        "{}",
        match (number, revived) {
            (Some(number), 0) => unknown(number),
            (None, 0) => "Nothing was left behind.".into(),
            (_, 1) => "One entry is tried again as soon as votum serves.".into(),
            (_, many) => format!("{many} entries are tried again as soon as votum serves."),
        }
    );
    Ok(revived > 0 || number.is_none())
}

async fn drop(config: &Path, number: i64, reason: &str) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let Some(letter) = engine.drop_letter(number, reason).await? else {
        println!("{}", unknown(number));
        return Ok(false);
    };
    println!(
        "Entry {number} ({} for {}) is dropped. The journal keeps the reason, and that it was done at the command line.",
        letter.kind, letter.thread
    );
    Ok(true)
}

async fn drop_strays(config: &Path, partnership: &str, reason: &str) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    if config.partnerships.iter().any(|rules| rules.partnership == partnership) {
        println!("{partnership} is served; drop its entries one by one, by their numbers.");
        return Ok(false);
    }
    let engine = house::reader(&config).await?;
    if !engine.strays().await?.iter().any(|stray| stray.partnership == partnership) {
        println!("Nothing waits for a partnership {partnership}; `votum outbox list` shows what does.");
        return Ok(false);
    }
    let (entries, deliveries) = engine.drop_strays(partnership, reason).await?;
    println!(
        "{entries} entries and {deliveries} deliveries of {partnership} are dropped. The journal keeps what the entries were \
         for, the reason, and that it was done at the command line."
    );
    Ok(true)
}

fn unknown(number: i64) -> String {
    format!("No entry with the number {number} was left behind; `votum outbox list` shows which are.")
}

fn line(letter: &Dead, now: Timestamp) -> String {
    let since = Timestamp::from_microsecond(letter.created_at).unwrap_or(now);
    let minutes = now.duration_since(since).as_mins().max(0);
    let age = match (minutes / 60, minutes) {
        (48.., _) => format!("{} days", minutes / 1_440),
        (2.., _) => format!("{} hours", minutes / 60),
        (_, 1) => "1 minute".into(),
        _ => format!("{minutes} minutes"),
    };
    format!("{:>5}  {:<11}  {age:>11}  {}: {}", letter.number, letter.kind, letter.thread, letter.dead)
}

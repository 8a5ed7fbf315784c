// SPDX-License-Identifier: EUPL-1.2
//! The figures of votum: measured, printed as a table and as JSON, and compared with what they should be.
//!
//! `cargo bench` measures everything within some minutes; `cargo bench -- acks settle` only these parts; `--list` names
//! them, and `--kills`, `--tickets`, `--ballots` and `--simulated` make what is long longer. Rounds of what is compared
//! take turns, and the median of the rounds is printed with their spread, because a machine is never alone. Beside it all
//! stands what one forced write costs on this disk.

mod acks;
mod arrivals;
mod child;
mod database;
mod disk;
mod figure;
mod ground;
mod growth;
mod house;
mod journal;
mod kills;
mod load;
mod memory;
mod receipts;
mod settle;
mod simulate;
mod town;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use figure::Sheet;
use futures_util::FutureExt;

/// A part of the measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What one forced write costs
    Disk,
    /// Durable answers at the front door
    Acks,
    /// Durable answers at a fixed rate, while the engine absorbs
    Arrivals,
    /// From the hook to the settled register
    Settle,
    /// What a ballot costs among few tickets and among many
    Growth,
    /// The journal recomputed and recounted
    Verify,
    /// From a ballot to its receipt, from a deadline to the result
    Receipts,
    /// Start and memory of the program
    Memory,
    /// A thousand tickets through the simulation
    Simulate,
    /// The program killed in the middle of a load
    Kills,
}

/// Measures votum.
#[derive(Debug, Parser)]
struct Options {
    /// Which parts; all if none is named
    parts: Vec<Part>,
    /// How many rounds
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How many minutes a part may take
    #[arg(long, default_value_t = 4)]
    minutes: u64,
    /// How often the program is killed
    #[arg(long, default_value_t = 60)]
    kills: usize,
    /// Up to how many tickets the store grows
    #[arg(long, default_value_t = 100_000)]
    tickets: u64,
    /// How many ballots are recounted
    #[arg(long, default_value_t = 240_000)]
    ballots: usize,
    /// How many tickets are simulated
    #[arg(long, default_value_t = 300)]
    simulated: u32,
    /// Name the parts and end
    #[arg(long)]
    list: bool,
    /// Cargo says so
    #[arg(long, hide = true)]
    bench: bool,
    #[arg(long, hide = true)]
    child: Option<child::Kind>,
    #[arg(long, hide = true, default_value = "")]
    at: String,
    #[arg(long, hide = true)]
    folder: Option<PathBuf>,
}

fn main() {
    let options = Options::parse();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        match options.child {
            Some(kind) => child::serve(kind, &options.at, &options.folder.clone().unwrap_or_default()).await,
            None => measure(&options).await,
        }
    });
}

async fn measure(options: &Options) {
    if options.list {
        for part in Part::value_variants() {
            if let Some(value) = part.to_possible_value() {
                println!("{:<10} {}", value.get_name(), value.get_help().map(ToString::to_string).unwrap_or_default());
            }
        }
        return;
    }
    let mut sheet = Sheet::default();
    let mut whole = true;
    for part in Part::value_variants() {
        if !options.parts.is_empty() && !options.parts.contains(part) {
            continue;
        }
        // A part that breaks off or takes too long does not keep the others from being measured.
        let time = Duration::from_mins(options.minutes);
        let measured = AssertUnwindSafe(tokio::time::timeout(time, part.measure(&mut sheet, options))).catch_unwind();
        match measured.await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => {
                whole = false;
                sheet.remark(format!(
                    "{part:?} took longer than {} minutes and was left; see --minutes.",
                    options.minutes
                ));
            }
            Err(_) => {
                whole = false;
                sheet.remark(format!("{part:?} broke off; the reason stands on standard error."));
            }
        }
    }
    println!("\n{}", sheet.table());
    println!("{}", sheet.json());
    if !whole {
        std::process::exit(1);
    }
}

impl Part {
    async fn measure(self, sheet: &mut Sheet, options: &Options) {
        let rounds = options.rounds.max(1);
        match self {
            Self::Disk => disk::measure(sheet, rounds),
            Self::Acks => acks::measure(sheet, rounds).await,
            Self::Arrivals => arrivals::measure(sheet, rounds).await,
            Self::Settle => settle::measure(sheet, rounds).await,
            Self::Growth => growth::measure(sheet, options.tickets).await,
            Self::Verify => journal::measure(sheet, rounds, options.ballots).await,
            Self::Receipts => receipts::measure(sheet).await,
            Self::Memory => memory::measure(sheet).await,
            Self::Simulate => simulate::measure(sheet, rounds, options.simulated),
            Self::Kills => kills::measure(sheet, options.kills).await,
        }
    }
}

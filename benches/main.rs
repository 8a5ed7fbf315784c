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

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use figure::Sheet;

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
    #[arg(long, hide = true, default_value = "")]
    folder: PathBuf,
}

fn main() {
    let options = Options::parse();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        match options.child {
            Some(kind) => child::serve(kind, &options.at, &options.folder).await,
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
    let rounds = options.rounds.max(1);
    for part in Part::value_variants() {
        if !options.parts.is_empty() && !options.parts.contains(part) {
            continue;
        }
        match part {
            Part::Disk => disk::measure(&mut sheet, rounds),
            Part::Acks => acks::measure(&mut sheet, rounds).await,
            Part::Arrivals => arrivals::measure(&mut sheet, rounds).await,
            Part::Settle => settle::measure(&mut sheet, rounds).await,
            Part::Growth => growth::measure(&mut sheet, options.tickets).await,
            Part::Verify => journal::measure(&mut sheet, rounds, options.ballots).await,
            Part::Receipts => receipts::measure(&mut sheet).await,
            Part::Memory => memory::measure(&mut sheet).await,
            Part::Simulate => simulate::measure(&mut sheet, rounds, options.simulated),
            Part::Kills => kills::measure(&mut sheet, options.kills).await,
        }
    }
    println!("\n{}", sheet.table());
    println!("{}", sheet.json());
}

// SPDX-License-Identifier: EUPL-1.2
//! The commands: one file each, results on standard output, logs on standard error.
//!
//! **Invariant:** 0 means good, 1 that a deviation or fault was found, 2 that the command was used wrongly; nothing that
//! a user types panics.

mod check;
mod demo;
mod furnish;
mod house;
mod init;
mod journal;
mod locks;
mod moving;
mod outbox;
mod provenance;
mod serve;
mod simulate;
mod triage;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Makes the forge the place where a development partnership of public bodies decides.
#[derive(Debug, Parser)]
#[command(name = "votum", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a partnership, a GitLab and votum in one process, on a clock that a button moves
    Demo {
        /// Where the register is shown; the sandbox's GitLab takes the next port
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Play the main job without anybody's help, print it, check it, and exit
        #[arg(long)]
        once: bool,
    },
    /// Serve the partnerships of a configuration
    Serve(Place),
    /// List every fault of the configuration at once; without --offline also what the forges say
    Check {
        #[command(flatten)]
        place: Place,
        /// Ask no forge and need no secrets
        #[arg(long)]
        offline: bool,
        /// Look at this governance file and at nothing else, as before it is proposed
        #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "offline"])]
        policy: Option<PathBuf>,
    },
    /// Create labels, webhooks, the template, settings and protection at the forges
    Init {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        founding: init::Founding,
    },
    /// List incomplete and disputed tickets, oldest first, and what each needs
    Triage(Place),
    /// Play a scenario through the real engine on a hand clock, and compare it with what it expects
    Simulate(simulate::Simulation),
    /// Recompute the hash chain and recount every decision
    Verify {
        #[command(flatten)]
        place: Place,
        /// Look at this export and at nothing else: no configuration, no database, no network
        #[arg(long, value_name = "FILE", conflicts_with = "config")]
        export: Option<PathBuf>,
        /// Also walk from ticket over vote, head and merge to the tag at the forges, reading only
        #[arg(long, conflicts_with = "export")]
        forge: bool,
        /// Print what was found as JSON
        #[arg(long, requires = "forge")]
        json: bool,
    },
    /// Write a backup of the whole installation, also while votum serves
    Backup {
        /// The file; it must not be there yet
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Take a backup into an empty database of either engine
    Restore {
        /// The backup
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Write the journal of one partnership or of all: for the public, or for another database
    Export {
        /// The file, which must not be there yet, or - for standard output
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        /// Only this partnership
        #[arg(long, value_name = "ID")]
        partnership: Option<String>,
        /// With accounts and all words of people, as `votum import` needs them
        #[arg(long)]
        with_accounts: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Take an export with accounts into a database that does not know its partnerships
    Import {
        /// The export
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Rebuild the register from the journal
    Rebuild(Place),
    /// Look at what a forge refused for good, try it again, or drop it
    Outbox {
        #[command(subcommand)]
        act: outbox::Act,
    },
    /// List how the gated branches are locked, or take a weaker lock as it is
    Locks {
        #[command(subcommand)]
        act: locks::Act,
    },
    /// Stop merging and tagging at once
    Pause(Place),
    /// Let merging and tagging go on
    Resume(Place),
}

#[derive(Debug, clap::Args)]
struct Place {
    /// The settings; the rules lie beside them
    #[arg(long, value_name = "FILE", default_value = "config/votum.toml")]
    config: PathBuf,
}

/// Returns everything that is wrong with a scenario and the rules that it names, without playing it.
#[must_use]
pub fn faults_of_scenario(scenario: &std::path::Path) -> Vec<String> {
    simulate::faults(scenario)
}

/// Runs the command of the arguments and returns how it went.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // What votum warns about while it plays is part of the play, and nobody is there to mend it.
    let usual = if matches!(cli.command, Command::Simulate(_)) { "error" } else { "warn,votum=info,octocrab=off" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("VOTUM_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => {
            eprintln!("votum could not start: {fault}.");
            return ExitCode::from(1);
        }
    };
    let done = runtime.block_on(async {
        let good = match cli.command {
            Command::Simulate(simulation) => {
                return simulate::simulate(&simulation).await.map(|outcome| match outcome {
                    simulate::Outcome::Good => 0,
                    simulate::Outcome::Deviated => 1,
                    simulate::Outcome::Unplayable => 2,
                });
            }
            Command::Demo { port, once: false } => demo::show(port).await,
            Command::Demo { once: true, .. } => demo::play().await,
            Command::Serve(place) => serve::serve(&place.config).await,
            Command::Check { policy: Some(file), .. } => check::policy(&file),
            Command::Check { place, offline, .. } => check::check(&place.config, offline).await,
            Command::Init { place, founding } => init::init(&place.config, &founding).await,
            Command::Triage(place) => triage::triage(&place.config).await,
            Command::Verify { export: Some(file), .. } => journal::examine(&file),
            Command::Verify { place, forge: true, json, .. } => provenance::verify(&place.config, json).await,
            Command::Verify { place, .. } => journal::verify(&place.config).await,
            Command::Backup { file, place } => moving::backup(&place.config, &file).await,
            Command::Restore { file, place } => moving::restore(&place.config, &file).await,
            Command::Export { file, partnership, with_accounts, place } => {
                moving::export(&place.config, partnership.as_deref(), with_accounts, &file).await
            }
            Command::Import { file, place } => moving::import(&place.config, &file).await,
            Command::Rebuild(place) => journal::rebuild(&place.config).await,
            Command::Outbox { act } => outbox::outbox(&act).await,
            Command::Locks { act } => locks::locks(&act).await,
            Command::Pause(place) => journal::pause(&place.config, true).await,
            Command::Resume(place) => journal::pause(&place.config, false).await,
        };
        good.map(|good| u8::from(!good))
    });
    match done {
        Ok(code) => ExitCode::from(code),
        Err(fault) => {
            eprintln!("{fault:#}");
            ExitCode::from(if fault.is::<Misuse>() { 2 } else { 1 })
        }
    }
}

/// A command was used wrongly in a way that only the configuration shows.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Misuse(String);

// SPDX-License-Identifier: EUPL-1.2
//! `votum locks list`, `take`: how the gated branches were last found locked, and that a weaker lock is meant so.
//!
//! **Invariant:** no lock is changed here; what is taken as it is is written into the journal with its reason.

use std::path::Path;

use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;

use super::{Place, house};
use crate::domain::guard::{Found, Lock};
use crate::domain::ids::Project;

/// What is done about locks.
#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// List how each gated branch was last found locked
    List(Place),
    /// Take a lock as it is that was better before
    Take {
        /// The project, as the list shows it
        #[arg(value_name = "FORGE:PROJECT")]
        project: String,
        /// The branch
        branch: String,
        /// Why; it is kept in the journal
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        reason: String,
        #[command(flatten)]
        place: Place,
    },
}

/// Does it; returns whether nothing is weaker than it was.
pub(super) async fn locks(act: &Act) -> anyhow::Result<bool> {
    match act {
        Act::List(place) => list(&place.config).await,
        Act::Take { project, branch, reason, place } => take(&place.config, project, branch, reason).await,
    }
}

async fn list(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let locks = house::reader(&config).await?.locks().await?;
    if locks.is_empty() {
        println!("No branch was looked at yet; votum looks while it serves.");
    }
    for (project, branch, found) in &locks {
        println!("{project} {branch}: {}", line(found));
    }
    Ok(!locks.iter().any(|(_, _, found)| found.is_weaker()))
}

async fn take(config: &Path, project: &str, branch: &str, reason: &str) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let known = Project::parse(project);
    let taken = match &known {
        Some(project) => engine.take_lock(project, branch, reason).await?,
        None => None,
    };
    let Some(found) = taken else {
        println!("No branch {branch} of {project} was looked at; `votum locks list` shows which were.");
        return Ok(false);
    };
    println!(
        "The lock of {branch} of {project} is taken as it is ({}). The journal keeps the reason, and that it was done at the \
         command line.",
        word(found.lock)
    );
    Ok(true)
}

fn line(found: &Found) -> String {
    let gaps: Vec<&str> = found.gaps.iter().map(|gap| gap.key()).collect();
    let gaps = if gaps.is_empty() { String::new() } else { format!("; missing: {}", gaps.join(", ")) };
    let weaker =
        if found.is_weaker() { format!(" – weaker than before ({})", word(found.best)) } else { String::new() };
    format!("{} since {}{weaker}{gaps}", word(found.lock), found.at)
}

fn word(lock: Lock) -> &'static str {
    match lock {
        Lock::Key => "locked by key",
        Lock::Role => "locked by role",
        Lock::Open => "open",
        Lock::Unseen => "not to be seen",
        Lock::None => "nothing to lock",
    }
}

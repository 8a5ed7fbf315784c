// SPDX-License-Identifier: EUPL-1.2
//! `votum verify`, `rebuild`, `pause`, `resume`: the journal looked at or written to without serving.
//!
//! **Invariant:** these ask no forge, and work beside a running `votum serve`.

use std::path::Path;

use super::{house, moving};
use crate::domain::chain;
use crate::engine::{self, Examined, Verified};
use crate::store::export::Variant;

/// Recomputes the chain and recounts every decision; returns whether everything holds.
pub(super) async fn verify(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    Ok(told(&engine.verify().await?, &[]))
}

/// Looks at an export with nothing but the file; returns whether everything holds.
pub(super) fn examine(file: &Path) -> anyhow::Result<bool> {
    let (title, lines) = moving::open(file)?;
    println!("{}: {}, written {} by votum {}.", file.display(), kind(title.variant), title.written_at, title.votum);
    let Examined { partnerships, faults } = engine::examine(lines, &title.partnerships, house::compile);
    Ok(told(&partnerships, &faults))
}

fn kind(variant: Variant) -> &'static str {
    match variant {
        Variant::Public => "a public export",
        Variant::Full => "an export with accounts",
        Variant::Backup => "a backup",
    }
}

/// Prints what was looked at and what does not hold; returns whether everything holds.
pub(super) fn told(all: &[Verified], faults: &[String]) -> bool {
    let mut sound = faults.is_empty();
    for verified in all {
        let Verified { partnership, head, counts, notes, faults } = verified;
        println!("{partnership}: {} facts in one chain, head {}.", head.seq, chain::hex(&head.hash));
        println!(
            "{} decisions recounted from {} ballots, {} electorates and {} versions of the rules compared, {} pots \
             recounted.",
            counts.decisions, counts.ballots, counts.electorates, counts.versions, counts.pots
        );
        for sentence in notes.iter().chain(faults) {
            println!("{sentence}");
        }
        sound &= faults.is_empty();
    }
    for sentence in faults {
        println!("{sentence}");
    }
    println!("{}", if sound { "Everything holds." } else { "Something does not hold; see above." });
    sound
}

/// Rebuilds the register from the journal.
pub(super) async fn rebuild(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    engine.rebuild().await?;
    println!("The register has been rebuilt from the journal.");
    Ok(true)
}

/// Lets merging and tagging rest, or go on.
pub(super) async fn pause(config: &Path, paused: bool) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    engine.pause(paused).await?;
    println!(
        "{}",
        if paused {
            "Merging and tagging rest until `votum resume`; votes go on."
        } else {
            "Merging and tagging go on."
        }
    );
    Ok(true)
}

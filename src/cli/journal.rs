// SPDX-License-Identifier: EUPL-1.2
//! `votum verify`, `rebuild`, `pause`, `resume`: the journal looked at or written to without serving.
//!
//! **Invariant:** these ask no forge, and work beside a running `votum serve`.

use std::path::Path;

use super::house;
use crate::domain::chain;

/// Recomputes the chain and recounts every decision; returns whether everything holds.
pub(super) async fn verify(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::load(config, true) else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let mut sound = true;
    for verified in engine.verify().await? {
        let (facts, hash) = (verified.head.seq, chain::hex(&verified.head.hash));
        println!(
            "{}: {facts} facts in one chain, head {hash}; {} decisions recounted.",
            verified.partnership, verified.decisions
        );
        for fault in &verified.faults {
            println!("{fault}");
        }
        sound &= verified.faults.is_empty();
    }
    println!("{}", if sound { "Everything holds." } else { "Something does not hold; see above." });
    Ok(sound)
}

/// Rebuilds the register from the journal.
pub(super) async fn rebuild(config: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::load(config, true) else { return Ok(false) };
    let engine = house::reader(&config).await?;
    engine.rebuild().await?;
    println!("The register has been rebuilt from the journal.");
    Ok(true)
}

/// Lets merging and tagging rest, or go on.
pub(super) async fn pause(config: &Path, paused: bool) -> anyhow::Result<bool> {
    let Some(config) = house::load(config, true) else { return Ok(false) };
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

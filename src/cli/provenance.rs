// SPDX-License-Identifier: EUPL-1.2
//! `votum verify --forge`: the journal, and the chains that lead from it to the forges and the register.
//!
//! **Invariant:** it only reads, here and there; what could not be read is never told as well.

use std::path::Path;

use serde_json::{Value, json};

use super::{house, journal};
use crate::domain::chain;
use crate::engine::{Break, Verified, Walked};

/// Verifies the journal and walks every chain; returns whether everything holds.
pub(super) async fn verify(config: &Path, as_json: bool) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, false).await? else { return Ok(false) };
    let engine = house::witness(&config).await?;
    let verified = engine.verify().await?;
    let walked = engine.walk().await?;
    let sound = verified.iter().all(|found| found.faults.is_empty()) && walked.iter().all(Walked::is_whole);
    if as_json {
        println!("{:#}", object(&verified, &walked, sound));
        return Ok(sound);
    }
    journal::told(&verified, &[]);
    for found in &walked {
        tell(found);
    }
    println!("{}", if sound { "Every chain holds." } else { "Something does not hold; see above." });
    Ok(sound)
}

fn tell(walked: &Walked) {
    let steps = &walked.steps;
    println!(
        "{}: {} tickets, {} vote notes, {} merges and {} tags compared with the forges, {} rows of the register with the \
         journal.",
        walked.partnership, steps.tickets, steps.votes, steps.merges, steps.tags, steps.rows
    );
    walked.notes.iter().for_each(|note| println!("Known: {note}"));
    walked.breaks.iter().for_each(|broken| println!("{}: {}", broken.link.key(), broken.sentence));
    if walked.more > 0 {
        println!("{} more broken links are not listed.", walked.more);
    }
}

fn object(verified: &[Verified], walked: &[Walked], sound: bool) -> Value {
    let broken =
        |broken: &Break| json!({ "link": broken.link.key(), "about": broken.about, "sentence": broken.sentence });
    let partnership = |(verified, walked): (&Verified, &Walked)| {
        let steps = &walked.steps;
        json!({
            "partnership": walked.partnership,
            "facts": verified.head.seq,
            "head": chain::hex(&verified.head.hash),
            "faults": verified.faults,
            "tickets": steps.tickets,
            "votes": steps.votes,
            "merges": steps.merges,
            "tags": steps.tags,
            "rows": steps.rows,
            "known": walked.notes,
            "broken": walked.breaks.iter().map(broken).collect::<Vec<_>>(),
            "not_listed": walked.more,
        })
    };
    let partnerships: Vec<Value> = verified.iter().zip(walked).map(partnership).collect();
    json!({ "sound": sound, "partnerships": partnerships })
}

// SPDX-License-Identifier: EUPL-1.2
//! Writing an export, row by row, from one view of the database.
//!
//! **Invariant:** everything in a file was there at one instant, whatever votum wrote meanwhile.

use std::collections::BTreeSet;
use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{EndLine, FORMAT, FactLine, HeadLine, Line, Title, Variant, WordsLine};
use crate::domain::chain;
use crate::store::journal::{BATCH, Links, PARTNERSHIP, Raw, Words};
use crate::store::{Store, StoreError, Stored, Tx};

/// The kinds of facts that say what a ticket costs.
const MONEY: [&str; 6] = ["planned", "drawn", "paid", "funded", "spent", "competes"];

/// Writes an export of these partnerships and returns how each chain ends.
///
/// # Errors
/// The database or the file refuse, or a row is not what it must be.
pub async fn export(
    store: &Store,
    partnerships: &[String],
    variant: Variant,
    now: Timestamp,
    to: &mut (dyn Write + Send),
) -> Stored<Vec<HeadLine>> {
    let mut tx = store.snapshot().await?;
    let mut sheet = Sheet { to, lines: 0 };
    sheet.put(&Title {
        format: FORMAT.into(),
        variant,
        votum: env!("CARGO_PKG_VERSION").into(),
        written_at: now.to_string(),
        partnerships: partnerships.to_vec(),
    })?;
    let mut heads = Vec::new();
    for partnership in partnerships {
        match variant {
            Variant::Public => open_rules(&mut tx, partnership, &mut sheet).await?,
            Variant::Full | Variant::Backup => words(&mut tx, partnership, &mut sheet).await?,
        }
        heads.push(facts(&mut tx, partnership, variant, &mut sheet).await?);
        if variant == Variant::Full {
            sheet.all(tx.outbox_lines(partnership).await?, Line::Outbox)?;
            sheet.all(tx.standing_lines(partnership).await?, Line::Standing)?;
            sheet.all(tx.setting_lines(&format!("paused {partnership}")).await?, Line::Setting)?;
        }
    }
    if variant == Variant::Backup {
        sheet.all(tx.outbox_lines("").await?, Line::Outbox)?;
        sheet.all(tx.standing_lines("").await?, Line::Standing)?;
        sheet.all(tx.setting_lines("").await?, Line::Setting)?;
        let mut after = 0;
        loop {
            let rows = tx.delivery_lines(after).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            sheet.all(rows.into_iter().map(|(_, line)| line).collect(), Line::Delivery)?;
        }
    }
    let end = Line::End(EndLine { lines: sheet.lines, heads: heads.clone() });
    sheet.put(&end)?;
    sheet.to.flush()?;
    Ok(heads)
}

/// Where lines are written.
struct Sheet<'a> {
    to: &'a mut (dyn Write + Send),
    lines: u64,
}

impl Sheet<'_> {
    fn put(&mut self, line: &impl Serialize) -> Stored<()> {
        serde_json::to_writer(&mut *self.to, line).map_err(std::io::Error::from)?;
        self.to.write_all(b"\n")?;
        self.lines += 1;
        Ok(())
    }

    fn all<T>(&mut self, rows: Vec<T>, line: fn(T) -> Line) -> Stored<()> {
        rows.into_iter().try_for_each(|row| self.put(&line(row)))
    }
}

/// Writes all words of a partnership.
async fn words(tx: &mut Tx, partnership: &str, sheet: &mut Sheet<'_>) -> Stored<()> {
    let mut after = String::new();
    loop {
        let rows = tx.words(partnership, &after).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.digest);
        for row in rows {
            sheet.put(&Line::Words(words_line(partnership, row)))?;
        }
    }
}

/// Writes the rules without their accounts, and no other words.
async fn open_rules(tx: &mut Tx, partnership: &str, sheet: &mut Sheet<'_>) -> Stored<()> {
    let mut open = BTreeSet::new();
    for entry in tx.stream_raws(partnership, PARTNERSHIP).await? {
        let fields: Value = serde_json::from_slice(entry.bytes.as_deref().unwrap_or_default()).unwrap_or_default();
        if fields["kind"] == "rules-in-force" {
            open.extend(fields["open"]["words"].as_str().map(str::to_string));
        }
    }
    for row in tx.words_of(partnership, PARTNERSHIP).await? {
        if open.contains(&row.digest) {
            sheet.put(&Line::Words(words_line(partnership, row)))?;
        }
    }
    Ok(())
}

fn words_line(partnership: &str, row: Words) -> WordsLine {
    let (salt, account) = (chain::hex(&row.salt), row.account.is_some());
    WordsLine {
        partnership: partnership.into(),
        stream: row.stream,
        digest: row.digest,
        salt,
        value: row.value,
        account,
    }
}

/// Writes all facts of a partnership and returns how its chain ends.
async fn facts(tx: &mut Tx, partnership: &str, variant: Variant, sheet: &mut Sheet<'_>) -> Stored<HeadLine> {
    let hidden = if variant == Variant::Public { tx.confidential(partnership).await? } else { BTreeSet::new() };
    let mut links = Links::default();
    loop {
        let rows = tx.raws(partnership, links.head().seq).await?;
        let last = (rows.len() as u64) < BATCH.unsigned_abs();
        for row in rows {
            if let Some(fault) = links.follow(&row) {
                let sentence = format!("{partnership} cannot be exported: {fault} Restore a backup.");
                return Err(StoreError::Export(sentence));
            }
            let withheld = !hidden.is_empty() && tells_costs(&row, &hidden);
            let bytes = match row.bytes {
                Some(bytes) if !withheld => Some(String::from_utf8(bytes).map_err(|_| StoreError::Corrupt {
                    table: "fact",
                    row: row.seq.to_string(),
                    why: "its bytes are no text".into(),
                })?),
                _ => None,
            };
            let (partnership, hash) = (partnership.to_string(), chain::hex(&row.hash));
            sheet.put(&Line::Fact(FactLine { partnership, seq: row.seq, stream: row.stream, hash, bytes }))?;
        }
        if last {
            let head = links.head();
            return Ok(HeadLine { partnership: partnership.into(), facts: head.seq, hash: chain::hex(&head.hash) });
        }
    }
}

/// Says whether a fact tells what one of these tickets costs.
fn tells_costs(row: &Raw, hidden: &BTreeSet<String>) -> bool {
    let concerns = hidden.contains(&row.stream) || row.stream.starts_with(crate::store::budget::BUDGET);
    if !concerns {
        return false;
    }
    let fields: Value = serde_json::from_slice(row.bytes.as_deref().unwrap_or_default()).unwrap_or_default();
    let is_money = fields["kind"].as_str().is_some_and(|kind| MONEY.contains(&kind));
    let ticket = fields["ticket"].as_str().unwrap_or(&row.stream);
    is_money && hidden.contains(ticket)
}

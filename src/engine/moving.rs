// SPDX-License-Identifier: EUPL-1.2
//! Moving house: an export is taken into an empty database of either engine.
//!
//! **Invariant:** all of it or nothing, in one transaction: the chain is followed link by link, and the register stands
//! before anything is seen.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use super::{Done, Engine, Partnership};
use crate::domain::chain;
use crate::store::export::{HeadLine, Line, Reader, Title, Variant};
use crate::store::journal::{Known, Links, Raw};
use crate::store::{StoreError, Stored, Tx};

/// What was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Where each partnership's chain ends.
    pub heads: Vec<HeadLine>,
    /// How many entries of the outbox there were.
    pub outbox: usize,
    /// How many deliveries that were not done.
    pub inbox: usize,
}

impl Engine {
    /// Takes a full export, or a backup, into the database and builds its register.
    ///
    /// # Errors
    /// The file is of another variant, names partnerships that the configuration does not, or does not hold; or the
    /// database is not empty. Then nothing is changed.
    pub async fn take_in<R: BufRead + Send>(&self, title: &Title, file: Reader<R>, variant: Variant) -> Done<Moved> {
        meant(title.variant, variant)?;
        let partnerships = self.named(title, variant)?;
        let mut tx = self.inner.store.begin().await?;
        for partnership in &partnerships {
            tx.lock(&partnership.id).await?;
        }
        vacant(&mut tx, &partnerships, variant).await?;
        let mut chains: BTreeMap<String, Links> =
            title.partnerships.iter().map(|id| (id.clone(), Links::default())).collect();
        let mut moved = Moved::default();
        for line in file {
            let mut line = line.map_err(no)?;
            // An export holds the journal and what stands at the forge; only a backup has more.
            if variant == Variant::Full && !is_of_export(&line, title) {
                return Err(no("A line is one that only a backup holds.".to_string()).into());
            }
            match &mut line {
                Line::Fact(fact) => {
                    let links = chains.get_mut(&fact.partnership).ok_or_else(|| foreign(&fact.partnership))?;
                    let raw = Raw::try_from(fact.clone()).map_err(no)?;
                    let flaw = links.follow(&raw).or_else(|| {
                        let why = raw.fact(&Known::new()).err()?;
                        Some(format!("Fact {}: {why}.", raw.seq))
                    });
                    flaw.map_or(Ok(()), |why| Err(no(why)))?;
                }
                Line::Words(words) if !chains.contains_key(&words.partnership) => {
                    return Err(foreign(&words.partnership).into());
                }
                Line::Outbox(entry) if !chains.contains_key(&entry.partnership) => {
                    return Err(foreign(&entry.partnership).into());
                }
                Line::Outbox(entry) => {
                    moved.outbox += 1;
                    // Letters of the house that they come into may have these numbers.
                    if variant == Variant::Full && entry.dead.is_some() {
                        entry.number = Some(tx.next_letter().await?);
                    }
                }
                Line::Delivery(_) => moved.inbox += 1,
                Line::End(end) => moved.heads.clone_from(&end.heads),
                _ => {}
            }
            tx.put_line(line).await?;
        }
        for head in &moved.heads {
            let stands = chains.remove(&head.partnership).unwrap_or_default().head();
            if (stands.seq, chain::hex(&stands.hash)) != (head.facts, head.hash.clone()) {
                return Err(
                    no(format!("The chain of {} does not end where the last line says.", head.partnership)).into()
                );
            }
        }
        if let Some((id, _)) = chains.first_key_value() {
            return Err(no(format!("The last line does not say where the chain of {id} ends.")).into());
        }
        for partnership in &partnerships {
            self.rebuild_in(&mut tx, partnership).await?;
        }
        tx.commit().await?;
        Ok(moved)
    }

    /// Returns the partnerships of a file that the configuration names. One that it names no longer is only kept from a
    /// backup, without a register.
    fn named(&self, title: &Title, variant: Variant) -> Stored<Vec<Arc<Partnership>>> {
        let mut found = Vec::new();
        for id in &title.partnerships {
            match self.partnership(id) {
                Some(partnership) => found.push(partnership.clone()),
                None if variant == Variant::Backup => {}
                None => {
                    let why = format!("The file holds the partnership {id}; add it to votum.toml first.");
                    return Err(no(why));
                }
            }
        }
        Ok(found)
    }
}

/// Refuses a file that is meant for something else.
fn meant(is: Variant, asked: Variant) -> Stored<()> {
    let why = match (is, asked) {
        (Variant::Full, Variant::Full) | (Variant::Backup, Variant::Backup) => return Ok(()),
        (Variant::Public, _) => {
            "The file is a public export: it holds no accounts and no words to go on from. Take one that was made with \
             `votum export --with-accounts`, or a backup."
        }
        (Variant::Backup, _) => "The file is a backup of a whole installation. Use `votum restore`.",
        (Variant::Full, _) => "The file is an export of partnerships, not a backup. Use `votum import`.",
    };
    Err(StoreError::Export(why.into()))
}

/// Refuses a database that is not empty.
async fn vacant(tx: &mut Tx, partnerships: &[Arc<Partnership>], variant: Variant) -> Stored<()> {
    if variant == Variant::Backup {
        let Some(table) = tx.taken(None).await? else { return Ok(()) };
        let why = format!(
            "The database is not empty (table {table}); nothing was changed. Name a new one under [database] url, and \
             restore before the first `votum serve`."
        );
        return Err(StoreError::Export(why));
    }
    for partnership in partnerships {
        if let Some(table) = tx.taken(Some(&partnership.id)).await? {
            let why = format!(
                "The database already knows the partnership {} (table {table}); nothing was changed. Import before the \
                 first `votum serve` with it.",
                partnership.id
            );
            return Err(StoreError::Export(why));
        }
    }
    Ok(())
}

fn foreign(partnership: &str) -> StoreError {
    no(format!("A line belongs to {partnership}, which the first line does not name."))
}

/// Says whether an export with accounts holds such a line, and not only a backup.
fn is_of_export(line: &Line, title: &Title) -> bool {
    match line {
        Line::Delivery(_) => false,
        Line::Setting(setting) => title.partnerships.iter().any(|id| setting.key == format!("paused {id}")),
        _ => true,
    }
}

fn no(mut why: String) -> StoreError {
    why.push_str(" Nothing was changed.");
    StoreError::Export(why)
}

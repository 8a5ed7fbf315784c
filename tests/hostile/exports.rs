// SPDX-License-Identifier: EUPL-1.2
//! Exports that somebody changed: reading one never fails otherwise than by a sentence, and no change of a fact passes.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use votum::store::export::{Reader, Variant};

use super::attack;
use super::change::{apply_all, graft, texts};
use crate::world::*;

/// A change to one line of a file.
fn lines() -> impl Strategy<Value = (Index, Vec<super::change::Graft>)> {
    (any::<Index>(), prop::collection::vec(graft(), 1..4))
}

#[test]
fn a_changed_export_is_told_from_a_whole_one() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (w, full, public) = runtime.block_on(async {
        let mut w = World::new(On::Sqlite).await;
        w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let (full, public) = (w.exported(Variant::Full).await, w.exported(Variant::Public).await);
        (w, full, public)
    });
    assert_eq!(examined(&public).faults, Vec::<String>::new());
    attack(4, &(lines(), any::<bool>()), |((at, grafts), is_full)| {
        let whole = if is_full { &full } else { &public };
        let mut lines: Vec<String> = whole.lines().map(str::to_string).collect();
        let place = at.index(lines.len());
        let before: Value = serde_json::from_str(&lines[place]).expect("it is JSON");
        let mut after = before.clone();
        apply_all(&grafts, &mut after);
        lines[place] = after.to_string();
        let changed = lines.join("\n") + "\n";
        let Ok((title, reader)) = Reader::open(changed.as_bytes()) else { return Ok(()) };
        let read: Vec<_> = reader.collect();
        prop_assert!(read.len() <= lines.len() + 1 && title.partnerships.len() < 1_000);
        let found = examined(&changed);
        let faults = found.faults.len() + found.partnerships.iter().map(|found| found.faults.len()).sum::<usize>();
        let of_the_chain = |line: &Value| ["seq", "hash", "bytes"].map(|key| line["fact"][key].clone());
        if before.get("fact").is_some() && of_the_chain(&before) != of_the_chain(&after) {
            prop_assert!(faults > 0, "a changed fact passes: {before} became {after}");
        }
        Ok(())
    });
    attack(20, &texts(vec![full.clone()]), |text| {
        if let Ok((_, reader)) = Reader::open(text.as_bytes()) {
            prop_assert!(reader.count() <= text.lines().count() + 1);
            examined(&text);
        }
        runtime.block_on(async { w.taken_in(On::Sqlite, &text, Variant::Full).await.map_or_else(drop, drop) });
        Ok(())
    });
}

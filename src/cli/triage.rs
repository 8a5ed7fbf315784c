// SPDX-License-Identifier: EUPL-1.2
//! `votum triage`: incomplete and disputed tickets, oldest first, and what each needs.
//!
//! **Invariant:** it lists and suggests; it changes nothing, and says no word of a confidential ticket's text.

use std::path::Path;

use jiff::Timestamp;

use super::house;
use crate::domain::rules::Rules;
use crate::store::Store;
use crate::store::register::Filter;
use crate::store::sheet::TicketSheet;

/// Lists the tickets that cannot go on without operations.
pub(super) async fn triage(path: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(path, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let now = crate::clock::Clock::system().now();
    for rules in &config.partnerships {
        let mut waiting = waiting(engine.store(), rules).await?;
        waiting.sort_by_key(|item| item.changed_at);
        println!("{}: {}", rules.name, count(waiting.len()));
        for item in waiting {
            println!("{}", line(&item, rules, now));
        }
    }
    Ok(true)
}

struct Waiting {
    sheet: TicketSheet,
    changed_at: Timestamp,
}

/// Reads every ticket that is incomplete or disputed.
async fn waiting(store: &Store, rules: &Rules) -> anyhow::Result<Vec<Waiting>> {
    let mut found = Vec::new();
    for state in ["incomplete", "disputed"] {
        let filter = Filter { state: Some(state.into()), ..Filter::default() };
        let mut offset = 0;
        loop {
            let (sheets, more) = store.tickets_with_age(&rules.partnership, &filter, offset).await?;
            offset += i64::try_from(sheets.len()).unwrap_or(0);
            found.extend(sheets.into_iter().map(|(sheet, changed_at)| Waiting { sheet, changed_at }));
            if !more {
                break;
            }
        }
    }
    Ok(found)
}

fn count(tickets: usize) -> String {
    match tickets {
        0 => "nothing waits for operations.".into(),
        1 => "one ticket waits.".into(),
        many => format!("{many} tickets wait."),
    }
}

fn members(sheet: &TicketSheet, rules: &Rules) -> String {
    let name = |id: &String| rules.member(id).map_or_else(|| id.clone(), |member| member.name.clone());
    sheet.missing.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn line(item: &Waiting, rules: &Rules, now: Timestamp) -> String {
    let days = now.duration_since(item.changed_at).as_hours() / 24;
    let sheet = &item.sheet;
    let title = if sheet.confidential { "(confidential)".into() } else { crate::say::escape_plain(&sheet.title, 120) };
    let age = match days {
        ..=0 => "today".into(),
        1 => "for a day".into(),
        days => format!("for {days} days"),
    };
    let labels = || rules.processes.iter().map(|process| process.label.as_str()).collect::<Vec<_>>().join(", ");
    let next = match sheet.reason.as_deref() {
        Some("no-process") => format!("Set one process label: {}.", labels()),
        Some("several-processes") => "Leave one process label and take the others off.".into(),
        Some("commitment-missing") => format!("Ask for the commitment of: {}.", members(sheet, rules)),
        Some("requirement-missing") => format!("Tick with /vote done: {}.", sheet.missing.join(", ")),
        Some("classification-disputed") => "Settle it with /vote classify PROCESS REASON.".into(),
        _ => format!("Ask the applicant for: {}.", sheet.missing.join(", ")),
    };
    format!("  {}#{} {title} – {} {age}. {next}", sheet.project, sheet.iid, sheet.state)
}

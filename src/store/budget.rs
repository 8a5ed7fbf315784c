// SPDX-License-Identifier: EUPL-1.2
//! The money of a year as the register shows it, folded from its stream.
//!
//! **Invariant:** the ledger is never stored beside its facts, so it cannot differ from them.

use std::collections::BTreeSet;

use super::sheet::{BudgetSheet, DrawSheet, PotSheet};
use super::{Store, Stored, reading};
use crate::domain::budget::{Entry, Ledger, Light};
use crate::domain::ids::Thread;
use crate::domain::rules::{Budget, Pot, Rules};

/// What the name of a budget year's stream begins with.
pub const BUDGET: &str = "budget ";

impl Store {
    /// Reads the money of a year; `None` where the rules name no budget for it and nothing was entered.
    pub async fn budget(&self, rules: &Rules, year: i16) -> Stored<Option<BudgetSheet>> {
        let entries = self.stream(&rules.partnership, &format!("{BUDGET}{year}")).await?;
        let budget = rules.budgets.get(&year);
        if entries.is_empty() && budget.is_none() {
            return Ok(None);
        }
        let ledger = Ledger::from_facts(entries.iter().map(|entry| &entry.fact));
        let pot = |pot| sheet(&ledger, pot, budget);
        Ok(Some(BudgetSheet { year, joint: pot(Pot::Joint), maintenance: pot(Pot::Maintenance) }))
    }

    /// Lists the years for which something was entered, newest first.
    pub async fn budget_years(&self, partnership: &str) -> Stored<Vec<i16>> {
        const SQL: &str = "SELECT DISTINCT stream FROM fact WHERE partnership = $1 AND stream LIKE 'budget %'";
        let names: Vec<String> =
            reading!(self, pool => sqlx::query_scalar(SQL).bind(partnership.to_string()).fetch_all(pool).await)?;
        let mut years: Vec<i16> = names.iter().filter_map(|name| name.strip_prefix(BUDGET)?.parse().ok()).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        Ok(years)
    }
}

fn sheet(ledger: &Ledger, pot: Pot, budget: Option<&Budget>) -> PotSheet {
    let size = budget.and_then(|budget| budget.size(pot));
    let run = ledger.run(pot, budget);
    let committed = ledger.committed(pot, budget);
    let planned = ledger.planned.values().filter(|(of, _)| *of == pot).map(|(_, amount)| *amount);
    let paid = |ticket: &Thread| ledger.paid.get(ticket).copied().unwrap_or(0);
    // What was paid stays paid, also where the decision behind it was declared void.
    let drawing: BTreeSet<&Thread> = ledger.lines.iter().filter(|line| line.pot == pot).map(|l| &l.ticket).collect();
    let light = match (size, budget) {
        (Some(size), Some(budget)) => Light::of(committed, size, budget),
        _ => Light::Green,
    };
    PotSheet {
        size,
        planned: planned.fold(0, i64::saturating_add),
        committed,
        spent: drawing.into_iter().map(paid).fold(0, i64::saturating_add),
        left: size.map(|size| size.saturating_sub(committed)),
        light: light.key().to_string(),
        run: run.iter().map(|entry| draw(entry, paid(&entry.line.ticket))).collect(),
    }
}

fn draw(entry: &Entry<'_>, spent: i64) -> DrawSheet {
    let ticket = &entry.line.ticket;
    DrawSheet {
        date: entry.line.day.to_string(),
        project: ticket.project.to_string(),
        iid: ticket.iid,
        amount: entry.line.amount,
        effect: entry.cover.key().to_string(),
        sum: entry.sum,
        left: entry.left(),
        light: entry.light.key().to_string(),
        spent,
    }
}

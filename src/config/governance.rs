// SPDX-License-Identifier: EUPL-1.2
//! The governance file `partnership.toml`, compiled into the rules of a partnership.
//!
//! **Invariant:** rules come out only of a file without a fault. What the file leaves out has the value that the
//! preset gives it, `kts` unless it names another; thresholds, members and accounts are never guessed.

mod committees;
mod concerns;
mod duties;
mod gate;
mod members;
mod money;
mod open;
mod people;
mod preset;
mod processes;
pub(super) mod projects;
mod release;
mod voting;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use toml::de::DeTable;

use super::fault::{Fault, Report, Warning, quote};
use super::table::Table;
use super::value::Value;
use crate::domain::calendar::Calendar;
use crate::domain::chain::digest;
use crate::domain::rules::{Rules, Template};
use people::People;
use preset::Preset;

/// What came out of reading a governance file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The rules, where the file has no fault.
    pub rules: Option<Rules>,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
    /// What deserves a look.
    pub warnings: Vec<Warning>,
}

/// Reads the governance file `file` with the content `text` for the partnership with the id `partnership`.
///
/// `forges` are the ids of the forges in `votum.toml`; where it is empty they are not known, and any is taken.
#[must_use]
pub fn read(text: &str, partnership: &str, file: &str, forges: &[String]) -> Reading {
    let report = Report::new(file, text);
    let compiled = report.parse().map(|table| compile(&report, table.get_ref(), text, partnership, forges));
    let rules = compiled.filter(|_| report.is_good());
    let (faults, warnings) = report.close();
    Reading { rules, faults, warnings }
}

fn compile(report: &Report<'_>, table: &DeTable<'_>, text: &str, partnership: &str, forges: &[String]) -> Rules {
    let mut root = Table::root(report, table);
    let named = root.has("preset");
    let preset = Preset::read(&mut root);

    let mut head = root.table("partnership");
    let name = head.need("name", "\"Entwicklungspartnerschaft …\"", Value::text).unwrap_or_default();
    let product = head.need("product", "\"…\", what the partnership develops", Value::text).unwrap_or_default();
    let language = head.read("language", |value| value.one_of(&[("de", "de"), ("en", "en")], &[])).unwrap_or("de");
    let zone = head.read("time_zone", zone);
    let legal_basis = head.read("legal_basis", Value::text_or_empty).unwrap_or_default();
    let contact = head.need("contact", "\"account-name\", the account to ask", people::name).unwrap_or_default();
    head.end();

    let projects = projects::read(root.table("projects"), forges);
    let mut people = People::new(forges, projects.tickets.first().map(|project| project.forge.clone()));
    let mut holders = root.table("roles");
    let four_eyes = holders.read("four_eyes", Value::flag).unwrap_or(false);
    let roles = people.roles(holders);
    let (said, mut voting) = voting::read(root.table("voting"), preset);
    voting.oversight.four_eyes = four_eyes;
    let template = template(root.table("template"));
    let processes = processes::read(&mut root, preset, &said, voting.oversight.opinion);
    let duties = duties::read(root.table("follow_ups"), root.table("readiness"), &processes);
    let gate = gate::read(root.table("gate"), &processes);
    let release = release::read(root.table("release"), &projects.upstream);
    let members = members::read(&mut root, &mut people);
    let (budgets, freezes) = (money::budgets(root.table("budget")), money::freezes(&mut root, &members));
    let holidays = holidays(root.table("calendar"));
    committees::check(&mut root, &members);

    let compiled = Rules {
        partnership: partnership.into(),
        digest: digest(text),
        text: text.into(),
        open_text: open::text(text),
        seat: None,
        name,
        product,
        language: language.into(),
        legal_basis,
        contact,
        tickets: projects.tickets,
        upstream: projects.upstream,
        core: projects.core,
        renamed: projects.renamed,
        roles,
        voting,
        template,
        processes,
        duties,
        gate,
        release,
        budgets,
        freezes,
        calendar: Calendar { zone: zone.unwrap_or_else(standard_zone), holidays },
        members,
    };
    concerns::note(&root, &compiled, preset, named || said.base);
    root.end();
    compiled
}

fn zone(value: &Value<'_>) -> Option<TimeZone> {
    let name = value.text()?;
    let zone = TimeZone::get(&name).ok();
    if zone.is_none() {
        value.fault(
            format!("{} is not a time zone", quote(&name)),
            "write a name of the IANA list such as \"Europe/Berlin\"",
        );
    }
    zone
}

fn standard_zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC)
}

fn template(mut table: Table<'_>) -> Template {
    let headings = table.list("headings", heading).unwrap_or_else(|| {
        let standard = ["Beschlussvorschlag", "Sachverhalt und Begründung", "Finanzielle Auswirkungen", "Zeitplan"];
        standard.into_iter().chain(["Alternativen", "Auswirkungen"]).map(str::to_owned).collect()
    });
    let contact = table.read("contact", Value::text_or_empty).unwrap_or_else(|| "Ansprechperson".into());
    let amounts = money::amounts(table.table("amounts"));
    table.end();
    Template { headings, contact, amounts }
}

fn heading(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.starts_with('#') {
        value.fault(format!("{} begins with #", quote(&text)), "write the words of the heading without its signs");
        return None;
    }
    Some(text)
}

fn holidays(mut table: Table<'_>) -> BTreeSet<Date> {
    let holidays = table.list("holidays", Value::date).unwrap_or_default();
    table.end();
    holidays.into_iter().collect()
}

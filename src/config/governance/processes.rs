// SPDX-License-Identifier: EUPL-1.2
//! The request types: each `[[process]]` with its label and its rule.
//!
//! **Invariant:** a label leads to one process at most, and never to a state that votum itself writes.

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::{Asked, Value};
use super::preset::Preset;
use super::voting::{BASES, Said, quorum};
use crate::domain::duty::OPINION;
use crate::domain::rules::{Contracts, Opinion, Pot, Process, Resubmission};
use crate::domain::share::Bar;

/// What the labels begin with that votum sets itself.
const OWN: &str = "votum::";

/// What the processes read so far have taken.
#[derive(Default)]
struct Taken {
    ids: Vec<String>,
    labels: Vec<String>,
    confidential: Vec<String>,
}

/// Reads all `[[process]]`.
pub(super) fn read(root: &mut Table<'_>, preset: Preset, said: &Said, opinion: Opinion) -> Vec<Process> {
    let tables = root.tables("process");
    if tables.is_empty() {
        root.fault("process", "is missing", "write a [[process]] with id, label and approval for each request type");
    }
    let mut taken = Taken::default();
    let read = tables.into_iter().filter_map(|table| process(table, &mut taken, preset, said));
    let mut processes: Vec<Process> = read.collect();
    for process in &processes {
        let known = |id: &String| processes.iter().any(|other| other.id == *id && other.id != process.id);
        if let Some(id) = process.admits.as_ref().filter(|id| !known(id)) {
            root.fault(
                "process",
                format!("{} admits {}, which is no other request type", process.id, quote(id)),
                "write the id of the type whose accepted requests it admits",
            );
        }
    }
    if opinion == Opinion::Required {
        for process in processes.iter_mut().filter(|process| process.approval.is_some()) {
            if !process.requires.iter().any(|item| item == OPINION) {
                process.requires.push(OPINION.to_owned());
            }
        }
    }
    processes
}

/// Reads a label of the forge that is none of votum's own.
pub(super) fn label(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.to_lowercase().starts_with(OWN) {
        value.fault(format!("{} begins with {OWN}", quote(&text)), "choose another; votum sets those labels itself");
        return None;
    }
    if text.contains(',') {
        value.fault(format!("{} holds a comma", quote(&text)), "leave the comma out; forges list labels with it");
        return None;
    }
    Some(text)
}

/// Reads the name of a follow-up.
pub(super) fn duty(value: &Value<'_>) -> Option<String> {
    value.id()
}

/// What a process has to reach: its approval, `None` where no vote is held, and how much weight of no rejects where
/// silence consents. A share that it names itself always decides.
fn asked(table: &mut Table<'_>, preset: Preset, said: &Said) -> Option<(Option<Bar>, Option<u64>)> {
    if table.has("approval") || (said.objections == 0 && preset.approval().is_none()) {
        let asked = table.need("approval", "\">= 75 %\", or \"none\" where no vote is held", Value::bar_or_none);
        return asked.map(|asked| match asked {
            Asked::Share(share) => (Some(share), None),
            Asked::Nothing => (None, None),
        });
    }
    // The key is known, although it is left out.
    table.read("approval", Value::bar_or_none);
    if said.objections > 0 {
        return Some((Bar::parse(">= 0 %"), Some(said.objections)));
    }
    Some((preset.approval(), None))
}

fn process(mut table: Table<'_>, taken: &mut Taken, preset: Preset, said: &Said) -> Option<Process> {
    let id = table.need("id", "\"joint-feature\"", |value| {
        let id = value.id()?;
        is_new(value, &id, "the id", &mut taken.ids).then_some(id)
    });
    let label = table.need("label", "\"process::joint\"", |value| {
        let label = label(value)?;
        let free = is_new(value, &label, "the confidential label", &mut taken.confidential.clone());
        (free && is_new(value, &label, "the label", &mut taken.labels)).then_some(label)
    });
    let approval = asked(&mut table, preset, said);
    let electorate = [("all", false), ("subgroup", true)];
    let subgroup_alone = table.read("electorate", |value| value.one_of(&electorate, &[])).unwrap_or(false);
    let base = table.read("base", |value| value.one_of(&BASES, &[]));
    let quorum = table.read("quorum", quorum);
    let resubmission = [("allowed", Resubmission::Allowed), ("never", Resubmission::Never)];
    let resubmission = table.read("resubmission", |value| value.one_of(&resubmission, &[]));
    let pots = [("joint", Some(Pot::Joint)), ("maintenance", Some(Pot::Maintenance)), ("none", None)];
    let budget = table.read("budget", |value| value.one_of(&pots, &[])).flatten();
    let contracts = [("none", Contracts::None), ("all", Contracts::All), ("subgroup", Contracts::Subgroup)];
    let contracts = table.read("contracts", |value| value.one_of(&contracts, &[])).unwrap_or(Contracts::None);
    let follow_ups = table.list("follow_ups", duty).unwrap_or_default();
    let commitments = table.read("commitments", Value::flag).unwrap_or(false);
    let requires = table.list("requires", duty).unwrap_or_default();
    let admits = table.read("admits", Value::id);
    let confidential_label = table.read("confidential_label", |value| {
        let own = self::label(value)?;
        if taken.labels.contains(&own.to_lowercase()) {
            value.fault(format!("{} is the label of a process", quote(&own)), "choose another");
            return None;
        }
        taken.confidential.push(own.to_lowercase());
        Some(own)
    });
    let objections = table.read("objections", |value| value.whole(0..=10_000)).unwrap_or(0);
    table.end();
    let (approval, silence) = approval?;
    let mut process = Process {
        id: id?,
        label: label?,
        approval,
        silence,
        subgroup_alone,
        base,
        quorum,
        resubmission: resubmission.unwrap_or(Resubmission::Allowed),
        budget,
        contracts,
        follow_ups,
        commitments,
        requires,
        admits,
        confidential_label,
        objections: u32::try_from(objections).unwrap_or(0),
    };
    if !said.base && process.base.is_none() {
        process.base = preset.base_of(&process);
    }
    Some(process)
}

fn is_new(value: &Value<'_>, text: &str, what: &str, taken: &mut Vec<String>) -> bool {
    let folded = text.to_lowercase();
    if taken.contains(&folded) {
        value.fault(format!("{} is {what} of another process", quote(text)), "choose another");
        return false;
    }
    taken.push(folded);
    true
}

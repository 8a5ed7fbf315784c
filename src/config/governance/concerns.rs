// SPDX-License-Identifier: EUPL-1.2
//! What is allowed and still deserves a look before anybody votes under it.

use super::super::table::Table;
use crate::domain::rules::{Base, Process, Role, Rules};

/// The preset's names of the two processes whose bars are compared: who changes what others rely on needs more.
const CHANGE_AND_JOINT: (&str, &str) = ("change", "joint-feature");

/// Notes the concerns about `rules`.
pub(super) fn note(root: &Table<'_>, rules: &Rules) {
    if rules.legal_basis.is_empty() {
        root.warn_at(
            "partnership.legal_basis",
            "no agreement is named that allows votes by circulation; every record will lack it.",
        );
    }
    let operations = rules.roles.get(&Role::Operations).map_or(0, Vec::len);
    if operations < 2 {
        let held = if operations == 0 { "nobody holds" } else { "only one account holds" };
        root.warn_at("roles.operations", format!("{held} this role, so votes halt whenever operations are away."));
    }
    if rules.voting.emoji {
        let choices = [("yes", &rules.voting.yes), ("no", &rules.voting.no), ("abstain", &rules.voting.abstain)];
        for (choice, _) in choices.iter().filter(|(_, names)| names.is_empty()) {
            root.warn_at(&format!("voting.emoji.{choice}"), format!("emoji count, and none means {choice}."));
        }
    }
    for process in &rules.processes {
        unanimity(root, rules, process);
    }
    let (change, joint) = CHANGE_AND_JOINT;
    let bar = |id| rules.process(id).and_then(|process| process.approval.as_ref());
    if let (Some(change), Some(joint)) = (bar(change), bar(joint))
        && !change.is_above(joint)
    {
        root.warn_at(
            "process",
            format!("a change of what exists needs {change}, which is no more than the {joint} of a joint feature."),
        );
    }
}

/// Says so where one silent member is enough to reject.
fn unanimity(root: &Table<'_>, rules: &Rules, process: &Process) {
    let present = || rules.members.iter().filter(|member| member.until.is_none());
    let Some(approval) = &process.approval else { return };
    let Some(least) = present().map(|member| member.weight).min() else { return };
    let (all, heads) = (present().map(|member| member.weight).sum::<u64>(), present().count());
    if heads < 2 || rules.base(process) != Base::Entitled || approval.needed(all) <= all - least {
        return;
    }
    let weight = if all == u64::try_from(heads).unwrap_or(all) { "" } else { " by weight" };
    root.warn_at(
        "process",
        format!(
            "{} asks for {approval}, which with the {heads} members of today is {} of {all}{weight}: each of them has \
             to say yes, and one that stays silent rejects.",
            process.id,
            approval.needed(all),
        ),
    );
}

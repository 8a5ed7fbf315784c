// SPDX-License-Identifier: EUPL-1.2
//! What is allowed and still deserves a look before anybody votes under it, and what the partnership has not decided
//! yet: a question with the default that is used meanwhile.

use std::collections::BTreeMap;

use super::super::fault::quote;
use super::super::table::Table;
use super::preset::Preset;
use crate::domain::rules::{Base, Deputies, FreezeEffect, Opinion, Pot, Process, Role, Rules};
use crate::domain::share::Bar;

/// Notes the concerns about `rules`; `has_base` says whether the file names a base, itself or by its preset.
pub(super) fn note(root: &Table<'_>, rules: &Rules, preset: Preset, has_base: bool) {
    let noted = Concerns { root, rules, preset };
    noted.agreement();
    noted.core();
    noted.roles();
    noted.voting();
    for (place, process) in rules.processes.iter().enumerate() {
        noted.process(place, process, has_base);
    }
    noted.order();
    noted.questions();
}

struct Concerns<'a> {
    root: &'a Table<'a>,
    rules: &'a Rules,
    preset: Preset,
}

impl Concerns<'_> {
    fn agreement(&self) {
        if self.rules.legal_basis.is_empty() {
            self.root.warn_at(
                "partnership.legal_basis",
                "no agreement is named that allows votes by circulation; every record will lack it.",
            );
        }
    }

    /// Says so where nothing keeps what only some pay for out of what all carry.
    fn core(&self) {
        let subgroups = self.rules.processes.iter().any(|process| process.commitments);
        if subgroups && self.rules.core.is_empty() {
            self.root.warn_at(
                "projects.core",
                "names no project, and there is a request type that only some pay for: nothing keeps what they build \
                 out of what all members carry.",
            );
        }
    }

    fn roles(&self) {
        for (role, follows) in [
            (Role::Operations, "so votes halt whenever operations are away."),
            (Role::Releases, "so merging and tagging by hand halt whenever release managers are away."),
        ] {
            let held = match self.rules.roles.get(&role).map_or(0, Vec::len) {
                0 => "nobody holds",
                1 => "only one account holds",
                _ => continue,
            };
            self.root.warn_at(&format!("roles.{}", role.key()), format!("{held} this role, {follows}"));
        }
        let mut held: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (role, people) in &self.rules.roles {
            for named in people {
                held.entry(named.name.to_lowercase()).or_default().push(role.key());
            }
        }
        for (name, roles) in held.into_iter().filter(|(_, roles)| roles.len() > 1) {
            let roles = roles.join(" and ");
            self.root.warn_at(
                "roles",
                format!("{} holds {roles}; that is allowed, and nobody looks at what it does there.", quote(&name)),
            );
        }
    }

    fn voting(&self) {
        let voting = &self.rules.voting;
        if voting.emoji {
            let choices = [("yes", &voting.yes), ("no", &voting.no), ("abstain", &voting.abstain)];
            for (choice, _) in choices.iter().filter(|(_, names)| names.is_empty()) {
                self.root.warn_at(&format!("voting.emoji.{choice}"), format!("emoji count, and none means {choice}."));
            }
        }
        if voting.deputies != Deputies::Last && !voting.change {
            self.root.warn_at(
                "voting.deputies",
                "does nothing with change = \"never\": the first ballot of any representative is final.",
            );
        }
        let holds = |role: Role| self.rules.roles.get(&role).map_or(0, Vec::len);
        if voting.oversight.four_eyes && holds(Role::Operations) < 2 {
            self.root.warn_at(
                "roles.four_eyes",
                "asks for a second account of operations, and there is none: nothing that takes two can be done.",
            );
        }
        if voting.oversight.opinion != Opinion::None && holds(Role::Technical) == 0 {
            self.root.warn_at(
                "voting.technical_opinion",
                "asks the technical committee, and roles.technical names nobody of it.",
            );
        }
        if voting.contributions && self.rules.members.iter().all(|member| member.contribution == 0) {
            self.root.warn_at(
                "voting.second_majority",
                "the contributions have to reach the share as well, and no member has one: nothing can be accepted.",
            );
        }
    }

    fn process(&self, place: usize, process: &Process, has_base: bool) {
        let at = |key: &str| format!("process[{place}].{key}");
        let (id, Some(approval)) = (&process.id, &process.approval) else { return };
        if let Some(limit) = process.silence {
            return self.silence(&at("approval"), id, limit);
        }
        let base = self.rules.base(process);
        if !has_base && process.base.is_none() {
            self.root.warn_at(
                &at("base"),
                format!("{id} does not say what {approval} is a share of; all entitled members are taken."),
            );
        }
        if approval.is_more_than_half() && base == Base::Cast {
            self.root.warn_at(
                &at("base"),
                format!(
                    "{id} asks for {approval} of the votes cast, which is a simple majority; an absolute one is \
                     measured on all members: base = \"entitled\"."
                ),
            );
        }
        match self.preset {
            Preset::Unanimous if !approval.is_whole() || base == Base::Cast => self.root.warn_at(
                &at("approval"),
                format!(
                    "{id} does not ask every member for a yes, although the preset {} stands for that; the agreement \
                     has to allow it.",
                    quote(self.preset.name())
                ),
            ),
            Preset::Objection => self
                .root
                .warn_at(&at("approval"), format!("{id} names a share of its own, so silence does not consent there.")),
            Preset::Unanimous => {}
            _ => self.unanimity(&at("approval"), process, approval),
        }
    }

    /// Says loudly that silence consents.
    fn silence(&self, path: &str, id: &str, limit: u64) {
        self.root.warn_at(
            path,
            format!(
                "SILENCE COUNTS AS CONSENT: {id} is accepted unless no with a weight of {limit} is given, even where \
                 nobody votes at all. The agreement has to say so in words; otherwise write a share here."
            ),
        );
        let all = self.present().fold(0, u64::saturating_add);
        if limit > all {
            self.root.warn_at(
                "voting.objections",
                format!("asks for {limit}, and all members of today together weigh {all}: nobody can object."),
            );
        }
    }

    /// Says so where one silent member is enough to reject.
    fn unanimity(&self, path: &str, process: &Process, approval: &Bar) {
        let Some(least) = self.present().min() else { return };
        let (all, heads) = (self.present().sum::<u64>(), self.present().count());
        if heads < 2 || self.rules.base(process) != Base::Entitled || approval.needed(all) <= all - least {
            return;
        }
        let weight = if all == u64::try_from(heads).unwrap_or(all) { "" } else { " by weight" };
        self.root.warn_at(
            path,
            format!(
                "{} asks for {approval}, which with the {heads} members of today is {} of {all}{weight}: each of them \
                 has to say yes, and one that stays silent rejects.",
                process.id,
                approval.needed(all),
            ),
        );
    }

    /// Returns the weights of the members that have not left.
    fn present(&self) -> impl Iterator<Item = u64> {
        self.rules.members.iter().filter(|member| member.until.is_none()).map(|member| member.weight)
    }

    /// Compares what is asked for: more for changing what others rely on than for what all pay for, and not more for
    /// what only some pay for. Processes are known by the shipped ids, or by their shape.
    fn order(&self) {
        let voted = || {
            let voted = self.rules.processes.iter().enumerate();
            voted.filter_map(|(place, process)| {
                let bar = process.approval.as_ref().filter(|_| process.silence.is_none())?;
                Some((place, process, bar))
            })
        };
        for (_, joint, joint_bar) in voted().filter(|(_, process, _)| is_joint(process)) {
            for (place, process, bar) in voted() {
                let path = format!("process[{place}].approval");
                let weaker = self.rules.base(process) == Base::Cast && self.rules.base(joint) == Base::Entitled;
                // Nothing is more than all.
                let enough = bar.is_whole() || bar.is_above(joint_bar);
                if is_change(process) && (weaker || !enough) {
                    let cast = if weaker { " of the votes cast" } else { "" };
                    self.root.warn_at(
                        &path,
                        format!(
                            "{}, a change of what exists, needs {bar}{cast}, which is no more than the {joint_bar} of \
                             {}.",
                            process.id, joint.id
                        ),
                    );
                }
                if is_subgroup(process) && bar.is_above(joint_bar) {
                    self.root.warn_at(
                        &path,
                        format!(
                            "{}, which only some pay for, needs {bar}, which is more than the {joint_bar} of {}.",
                            process.id, joint.id
                        ),
                    );
                }
            }
        }
    }

    fn questions(&self) {
        let ask = |path: &str, question: &str, default: &str| {
            self.root.warn_at(path, format!("Question: {question} Default used: {default}"));
        };
        if self.rules.budgets.is_empty() {
            ask(
                "budget",
                "how much may be spent in a year, how much of it on one request, and until which day?",
                "no pot is kept, no request is too dear, and no day is the last.",
            );
        }
        for (year, budget) in &self.rules.budgets {
            let path = |key: &str| format!("budget.{year}.{key}");
            if budget.joint.is_none() {
                ask(&path("joint"), &format!("how much is there in {year} for what all pay for?"), "no pot is kept.");
            }
            if budget.maintenance.is_none() {
                ask(&path("maintenance"), &format!("how much is there in {year} for upkeep?"), "no pot is kept.");
            }
            if budget.cap_per_request.is_none() {
                ask(&path("cap_per_request"), "how much may one request cost at most?", "any amount.");
            }
            if budget.spend_by.is_none() {
                ask(&path("spend_by"), "until which day may the joint pot be committed?", "the whole year.");
            }
        }
        let silent = |freeze: &crate::domain::rules::Freeze| freeze.effect == FreezeEffect::ContractRests;
        if self.rules.freezes.iter().any(silent) {
            ask(
                "freeze",
                "does a budget freeze of a member stop a decision?",
                "it stops none and is named as a reservation of the decision.",
            );
        }
    }
}

fn is_joint(process: &Process) -> bool {
    process.id == "joint-feature" || (process.budget == Some(Pot::Joint) && !process.commitments)
}

fn is_subgroup(process: &Process) -> bool {
    process.commitments
}

/// Says whether a process alters what others already use: it is upkeep by its pot, and nothing has to be ready first.
fn is_change(process: &Process) -> bool {
    let upkeep = process.budget == Some(Pot::Maintenance) && process.requires.is_empty() && process.admits.is_none();
    process.id == "change" || (upkeep && !process.commitments)
}

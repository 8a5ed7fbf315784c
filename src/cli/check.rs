// SPDX-License-Identifier: EUPL-1.2
//! `votum check`: everything that is wrong, all at once.
//!
//! **Invariant:** checking changes nothing, neither here nor at a forge.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;

use super::furnish::{self, Hands};
use super::{house, init};
use crate::config::settings::Forge as ForgeSettings;
use crate::config::{Config, governance};
use crate::domain::rules::{Named, Rules};
use crate::forge::{Forge, Refusal};

/// Checks a configuration and, unless `offline`, what the forges say to it; returns whether all is well.
pub(super) async fn check(path: &Path, offline: bool) -> anyhow::Result<bool> {
    let Some(mut config) = house::load(path, offline) else { return Ok(false) };
    let mut faults = Vec::new();
    for (id, seat) in config.seats.clone() {
        if offline {
            println!(
                "{id}: its rules lie in {}; they are read without --offline, or from a file with --policy.",
                seat.project
            );
            continue;
        }
        match house::shown(&config, &id, &seat).await {
            Ok((rules, commit)) => {
                println!("{id}: its rules were read from {} in {}, commit {commit}.", seat.path, seat.project);
                config.seat(rules);
            }
            Err(found) => faults.extend(found),
        }
    }
    for rules in &config.partnerships {
        println!("{}", summary(rules));
    }
    if offline {
        println!("The configuration is sound. No forge was asked.");
        return Ok(true);
    }
    let mut unseen = false;
    for forge in &config.settings.forges {
        let adapter = house::adapter(forge)?;
        match adapter.bot().await {
            Ok(bot) => println!("Forge {}: votum is the account {} there.", forge.id, bot.name),
            Err(refusal) => {
                faults.push(format!("Forge {}: {refusal}", forge.id));
                continue;
            }
        }
        ask(&config, &forge.id, adapter.as_ref(), &mut faults).await;
        unseen |= inspect(&config, forge, &mut faults).await?;
    }
    for fault in &faults {
        println!("{fault}");
    }
    match (faults.is_empty(), unseen) {
        (true, false) => println!("The configuration is sound, and the forges answer."),
        (true, true) => println!(
            "Nothing wrong was found, but votum's account may not see everything; what was not looked at stands above."
        ),
        (false, _) => {}
    }
    Ok(faults.is_empty())
}

/// Checks a governance file by itself, as one that is to be proposed; returns whether it has no fault.
pub(super) fn policy(file: &Path) -> anyhow::Result<bool> {
    let text = std::fs::read_to_string(file).with_context(|| format!("The file {} cannot be read", file.display()))?;
    let read = governance::read(&text, "policy", &file.display().to_string(), &[]);
    read.warnings.iter().for_each(|warning| println!("Note: {warning}"));
    read.faults.iter().for_each(|fault| println!("{fault}"));
    if let Some(rules) = &read.rules {
        println!("{}", summary(rules));
        println!("The rules are sound, digest {}.", rules.digest);
    }
    Ok(read.rules.is_some())
}

/// Asks a forge for the projects and accounts that the rules name.
async fn ask(config: &Config, id: &str, forge: &dyn Forge, faults: &mut Vec<String>) {
    for rules in &config.partnerships {
        for project in rules.tickets.iter().chain(&rules.upstream).filter(|project| project.forge == id) {
            match forge.project(&project.path).await {
                Ok(Some(view)) if !rules.lies_at(project, &view.path) => faults.push(format!(
                    "Project {project} is now {new}. If votum has served it, leave its path in the rules and add renamed = \
                     {{ \"{project}\" = \"{id}:{new}\" }} to [projects]; otherwise correct its path.",
                    new = view.path
                )),
                Ok(Some(view)) if view.archived => faults.push(format!("Project {project} is archived.")),
                Ok(Some(_)) => println!("Project {project} can be read."),
                Ok(None) => faults.push(format!(
                    "Project {project} cannot be read; check its path and make votum's account a member of it."
                )),
                Err(refusal) => faults.push(format!("Project {project}: {refusal}")),
            }
        }
        for name in named(rules, id) {
            match forge.person(&name).await {
                Ok(Some(_)) => {}
                Ok(None) => faults.push(format!("Account {name} does not exist at {id}; it would have no rights.")),
                Err(refusal @ Refusal::Again { .. }) => return faults.push(format!("Forge {id}: {refusal}")),
                Err(refusal) => faults.push(format!("Account {name}: {refusal}")),
            }
        }
    }
}

/// Looks for what the forge lacks: roles, labels, webhooks, the template, settings, protection; returns whether something
/// could not be looked at.
async fn inspect(config: &Config, forge: &ForgeSettings, faults: &mut Vec<String>) -> anyhow::Result<bool> {
    let gitlab = house::gitlab(forge, None)?;
    let hands = Hands { bot: &gitlab, maintainer: &gitlab, memory: None };
    let hook = init::door(config, forge);
    let mut unseen = false;
    for (rules, project) in init::projects(config, forge) {
        match furnish::survey(rules, forge, &hook, project, &hands).await {
            Ok(survey) => {
                faults.extend(survey.faults.iter().map(|fault| format!("Project {project}: {fault}")));
                unseen |= !survey.unseen.is_empty();
                survey.unseen.iter().chain(&survey.notes).for_each(|note| println!("Project {project}: {note}"));
                faults.extend(survey.wants.iter().map(|want| format!("Project {project}: {}", want.lack())));
            }
            Err(Refusal::Never { status: 404, .. }) => {}
            Err(refusal) => faults.push(format!("Project {project}: {refusal}")),
        }
    }
    Ok(unseen)
}

fn named(rules: &Rules, forge: &str) -> BTreeSet<String> {
    let home = rules.tickets.first().map(|project| project.forge.as_str());
    let at = |named: &&Named| named.forge.as_deref().or(home) == Some(forge);
    let people = rules.members.iter().flat_map(|member| &member.representatives).chain(rules.roles.values().flatten());
    people.filter(at).map(|named| named.name.clone()).collect()
}

fn summary(rules: &Rules) -> String {
    let votes = rules.processes.iter().map(|process| match &process.approval {
        _ if process.silence.is_some() => {
            format!("{} unless no weighs {}", process.id, process.silence.unwrap_or_default())
        }
        Some(bar) => format!("{} {bar}", process.id),
        None => format!("{} without a vote", process.id),
    });
    format!("{}: {} members; {}.", rules.name, rules.members.len(), votes.collect::<Vec<_>>().join(", "))
}

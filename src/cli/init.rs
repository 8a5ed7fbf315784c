// SPDX-License-Identifier: EUPL-1.2
//! `votum init`: labels, webhooks, the template, settings and protection at the forges.
//!
//! **Invariant:** what stands already is left as it is, so a second run changes nothing. A maintainer's token is used
//! for this run and kept nowhere.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use secrecy::SecretString;

use super::furnish::{self, Hands, Want};
use super::house;
use crate::config::Config;
use crate::config::settings::Forge as ForgeSettings;
use crate::domain::ids::Project;
use crate::domain::rules::Rules;

/// What is used once.
#[derive(Debug, clap::Args)]
pub(super) struct Founding {
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// A maintainer's token, used once and not kept; without it votum's own
    #[arg(long, value_name = "env:NAME")]
    token: Option<String>,
}

/// Furnishes all projects of a configuration; returns whether nothing is left for a person to do.
pub(super) async fn init(path: &Path, founding: &Founding) -> anyhow::Result<bool> {
    let Some(config) = house::settled(path, false).await? else { return Ok(false) };
    let lent = founding.token.as_deref().map(lent).transpose()?;
    if let (true, [first, _, ..]) = (lent.is_some(), &config.settings.forges[..]) {
        bail!(
            "votum.toml names several forges, and a token belongs to one: {} would be shown the token of another. Lend it \
             with a configuration that names only its forge.",
            first.id
        );
    }
    // Only what is done has to be remembered; who only asks leaves no trace.
    let engine = if founding.dry_run { None } else { Some(house::newcomer(&config).await?) };
    let mut good = true;
    for forge in &config.settings.forges {
        let bot = house::gitlab(forge, None)?;
        let maintainer = house::gitlab(forge, lent.clone())?;
        let hands = Hands { bot: &bot, maintainer: &maintainer, memory: engine.as_ref() };
        for (rules, project) in projects(&config, forge) {
            good &= furnish(&config, rules, forge, project, &hands, founding.dry_run).await;
        }
    }
    Ok(good)
}

/// Reads `env:NAME`; the token itself is never given on the command line, where others can read it.
fn lent(reference: &str) -> anyhow::Result<SecretString> {
    let Some(name) = reference.strip_prefix("env:") else {
        bail!("--token names an environment variable, such as env:MAINTAINER_TOKEN, and not the token itself.")
    };
    let token = std::env::var(name).with_context(|| format!("The environment has no {name}"))?;
    Ok(SecretString::from(token))
}

/// Returns each project at a forge once, with the rules that name it.
pub(super) fn projects<'c>(config: &'c Config, forge: &ForgeSettings) -> Vec<(&'c Rules, &'c Project)> {
    let mut seen = BTreeSet::new();
    let all = config.partnerships.iter().flat_map(|rules| {
        let projects = rules.tickets.iter().chain(&rules.upstream);
        projects.map(move |project| (rules, project))
    });
    all.filter(|(_, project)| project.forge == forge.id && seen.insert(*project)).collect()
}

/// Returns where a forge's webhooks go.
pub(super) fn door(config: &Config, forge: &ForgeSettings) -> String {
    format!("{}/hooks/{}", config.settings.server.public_url.as_str().trim_end_matches('/'), forge.id)
}

async fn furnish(
    config: &Config,
    rules: &Rules,
    forge: &ForgeSettings,
    project: &Project,
    hands: &Hands<'_>,
    dry: bool,
) -> bool {
    let hook = door(config, forge);
    let survey = match furnish::survey(rules, forge, &hook, project, hands).await {
        Ok(survey) => survey,
        Err(refusal) => {
            println!("{project}: {refusal}");
            return false;
        }
    };
    for note in survey.faults.iter().chain(&survey.unseen).chain(&survey.notes) {
        println!("{project}: {note}");
    }
    if survey.wants.is_empty() {
        let rest = if survey.faults.is_empty() { "everything" } else { "everything else" };
        println!("{project}: {rest} is there.");
        return survey.faults.is_empty();
    }
    if dry {
        survey.wants.iter().for_each(|want| println!("{project}: would {}.", want.what()));
        return survey.faults.is_empty();
    }
    for want in &survey.wants {
        match furnish::perform(want, hands).await {
            Ok(()) => println!("{project}: done: {}.", want.what()),
            Err(refusal) => println!("{project}: not done: {}. {refusal}", want.what()),
        }
    }
    let left = match furnish::survey(rules, forge, &hook, project, hands).await {
        Ok(survey) => survey.wants,
        Err(refusal) => {
            println!("{project}: {refusal}");
            return false;
        }
    };
    if left.is_empty() {
        return survey.faults.is_empty();
    }
    println!("{project}: a Maintainer has to do the rest by hand:");
    left.iter().map(Want::by_hand).for_each(|step| println!("  - {step}"));
    false
}

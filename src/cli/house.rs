// SPDX-License-Identifier: EUPL-1.2
//! The rooms put together: from a configuration to an engine, a front door and the pages.
//!
//! **Invariant:** nothing starts on a configuration with a fault.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use metrics_exporter_prometheus::PrometheusBuilder;
use secrecy::SecretString;

use crate::clock::Clock;
use crate::config::settings::{Forge as ForgeSettings, ForgeKind, Secrets as Borrowed};
use crate::config::{Config, governance};
use crate::domain::rules::Rules;
use crate::domain::seat::Seat;
use crate::engine::{self, Engine, Parts};
use crate::forge::Forge;
use crate::forge::gitlab::{GitLab, Settings};
use crate::health::Health;
use crate::hooks::door::{Door, DoorForge};
use crate::hooks::signature::{Secrets, SigningKey};
use crate::store::Store;
use crate::web::{self, Admin, Web};

/// Everything that runs.
pub(super) struct House {
    /// The engine, not yet running.
    pub engine: Engine,
    /// Front door and public pages.
    pub public: Router,
    /// Metrics and the page of dead letters.
    pub admin: Router,
}

/// Reads a configuration, or prints all of its faults.
pub(super) fn load(path: &Path, offline: bool) -> Option<Config> {
    match Config::load(path, &|name| std::env::var(name).ok(), offline) {
        Ok((config, warnings)) => {
            for warning in warnings {
                eprintln!("Note: {warning}");
            }
            Some(config)
        }
        Err(faults) => {
            for fault in &faults {
                println!("{fault}");
            }
            let (count, s) = (faults.len(), if faults.len() == 1 { "" } else { "s" });
            println!("{count} fault{s} found; nothing was started.");
            None
        }
    }
}

/// Reads a configuration with the rules of all partnerships: those that lie in a project as the journal has them, or as
/// they lie there now where it has none.
pub(super) async fn settled(path: &Path, offline: bool) -> anyhow::Result<Option<Config>> {
    let Some(mut config) = load(path, offline) else { return Ok(None) };
    if config.seats.is_empty() {
        return Ok(Some(config));
    }
    let store = if lacks_database(&config).is_none() { Some(open(&config).await?) } else { None };
    for (id, seat) in config.seats.clone() {
        let kept = match &store {
            Some(store) => engine::rules_kept(store, compile, &id, &seat).await?,
            None => None,
        };
        let rules = match kept {
            Some(kept) => kept.map_err(anyhow::Error::msg)?,
            None => shown(&config, &id, &seat).await.map_err(|faults| anyhow::anyhow!("{}", faults.join("\n")))?.0,
        };
        config.seat(rules);
    }
    if let Some(store) = store {
        store.close().await;
    }
    Ok(Some(config))
}

/// Reads rules where they lie, without taking them into force: with the commit they were read at, or all of their faults.
pub(super) async fn shown(config: &Config, id: &str, seat: &Seat) -> Result<(Rules, String), Vec<String>> {
    let forges = adapters(config).map_err(|fault| vec![format!("{fault:#}")])?;
    engine::rules_shown(&forges, compile, id, seat, &arcs(config)).await
}

/// Takes the rules that lie in projects into the configuration, those that the journal does not know as the first ones.
pub(super) async fn found(config: &mut Config, clock: &Clock) -> anyhow::Result<Result<(), Vec<String>>> {
    if config.seats.is_empty() {
        return Ok(Ok(()));
    }
    let (store, forges) = (open(config).await?, adapters(config)?);
    let mut missing = Vec::new();
    for (id, seat) in config.seats.clone() {
        if config.rules(&id).is_some() {
            continue;
        }
        let found = engine::rules_founded(&store, &forges, (compile, clock), &id, &seat, &arcs(config)).await?;
        match found {
            Ok(rules) => config.seat(rules),
            Err(faults) => missing.extend(faults),
        }
    }
    store.close().await;
    Ok(if missing.is_empty() { Ok(()) } else { Err(missing) })
}

fn arcs(config: &Config) -> Vec<Arc<Rules>> {
    config.partnerships.iter().cloned().map(Arc::new).collect()
}

/// Builds the house of a configuration on a clock.
pub(super) async fn build(config: &Config, clock: Clock) -> anyhow::Result<House> {
    let store = open(config).await?;
    let health = Health::default();
    let forges = adapters(config)?;
    let engine = Engine::start(parts(config, store.clone(), clock.clone(), forges, health.clone())).await?;
    let nudged = engine.clone();
    let door = Door::new(store.clone(), clock.clone(), guards(config), Arc::new(move || nudged.nudge()));
    let door = door.knowing(engine.places()).under(engine.policies());
    let urls = config.settings.forges.iter().map(|forge| (forge.id.clone(), forge.url.to_string())).collect();
    let public_url = config.settings.server.public_url.as_str();
    let web =
        Arc::new(Web::new(store, health, Vec::new(), public_url, clock).under(engine.policies()).with_forge_urls(urls));
    let metrics = PrometheusBuilder::new().install_recorder().context("The metrics could not be set up")?;
    let public = web::router(web.clone()).merge(door.router());
    Ok(House { engine, public, admin: web::admin(Admin { web, metrics }) })
}

/// Builds an engine that only looks at the journal and asks no forge.
pub(super) async fn reader(config: &Config) -> anyhow::Result<Engine> {
    has_database(config)?;
    newcomer(config).await
}

/// Builds an engine that looks at the journal and asks the forges, and writes to neither.
pub(super) async fn witness(config: &Config) -> anyhow::Result<Engine> {
    has_database(config)?;
    let parts = parts(config, open(config).await?, Clock::system(), adapters(config)?, Health::default());
    Ok(Engine::build(parts).await?)
}

fn has_database(config: &Config) -> anyhow::Result<()> {
    match lacks_database(config) {
        Some(path) => bail!("There is no database {path}. Start `votum serve` once, or correct [database] url."),
        None => Ok(()),
    }
}

/// Returns the path of the database where it is a file that is not there.
fn lacks_database(config: &Config) -> Option<&str> {
    let path = config.settings.database.url().strip_prefix("sqlite:")?;
    (!Path::new(path.trim_start_matches("//")).exists()).then_some(path)
}

fn adapters(config: &Config) -> anyhow::Result<BTreeMap<String, Arc<dyn Forge>>> {
    config.settings.forges.iter().map(|forge| Ok((forge.id.clone(), adapter(forge)?))).collect()
}

/// Builds an engine on a database that may be new, to take something in; it asks no forge.
pub(super) async fn newcomer(config: &Config) -> anyhow::Result<Engine> {
    let store = open(config).await?;
    let parts = parts(config, store, Clock::system(), BTreeMap::new(), Health::default());
    Ok(Engine::build(parts).await?)
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    Store::open(config.settings.database.url())
        .await
        .context("The database could not be opened. Check [database] url and the rights on its folder")
}

fn parts(
    config: &Config,
    store: Store,
    clock: Clock,
    forges: BTreeMap<String, Arc<dyn Forge>>,
    health: Health,
) -> Parts {
    Parts {
        store,
        clock,
        forges,
        rules: config.partnerships.clone(),
        compile,
        public_url: config.settings.server.public_url.to_string(),
        reconcile: config.settings.engine.reconcile,
        coalesce: config.settings.engine.coalesce,
        health,
    }
}

/// Reads rules that were in force earlier, or that lie in a project.
pub(super) fn compile(text: &str, partnership: &str) -> Result<Rules, Vec<String>> {
    let read = governance::read(text, partnership, "the rules", &[]);
    read.rules.ok_or_else(|| read.faults.iter().map(ToString::to_string).collect())
}

/// Builds the adapter of a forge.
pub(super) fn adapter(forge: &ForgeSettings) -> anyhow::Result<Arc<dyn Forge>> {
    Ok(Arc::new(gitlab(forge, None)?))
}

/// Builds the adapter of a GitLab, for votum's own token or one that is lent.
pub(super) fn gitlab(forge: &ForgeSettings, lent: Option<SecretString>) -> anyhow::Result<GitLab> {
    if forge.kind == ForgeKind::GitHub {
        bail!("Forge {}: kind = \"github\" is not available yet; votum serves GitLab so far.", forge.id);
    }
    let ca_pem = match &forge.ca {
        Some(path) => {
            Some(std::fs::read(path).with_context(|| format!("The certificates {} cannot be read", path.display()))?)
        }
        None => None,
    };
    let token = lent.unwrap_or_else(|| forge.token.clone());
    let settings = Settings { forge_id: forge.id.clone(), url: forge.url.to_string(), token, ca_pem };
    Ok(GitLab::new(settings)?.paced(forge.calls_per_minute))
}

/// Returns what the front door asks of each forge's deliveries.
fn guards(config: &Config) -> Vec<DoorForge> {
    config
        .settings
        .forges
        .iter()
        .map(|forge| {
            let governed: HashMap<String, String> = config
                .partnerships
                .iter()
                .flat_map(|rules| rules.tickets.iter().chain(&rules.upstream).map(move |project| (project, rules)))
                .filter(|(project, _)| project.forge == forge.id)
                .map(|(project, rules)| (project.path.clone(), rules.partnership.clone()))
                .collect();
            DoorForge {
                id: forge.id.clone(),
                secrets: secrets(&forge.secrets_of("")),
                projects: forge
                    .projects
                    .iter()
                    .map(|p| (p.path.clone(), secrets(&forge.secrets_of(&p.path))))
                    .collect(),
                governed,
            }
        })
        .collect()
}

fn secrets(borrowed: &Borrowed<'_>) -> Secrets {
    use secrecy::ExposeSecret;
    Secrets {
        tokens: borrowed.webhook.to_vec(),
        signing: borrowed.signing.iter().filter_map(|key| SigningKey::parse(key.expose_secret())).collect(),
    }
}

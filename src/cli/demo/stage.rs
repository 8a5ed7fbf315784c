// SPDX-License-Identifier: EUPL-1.2
//! The stage of the demo: the shipped configuration, a furnished sandbox, and votum beside it.
//!
//! **Invariant:** what runs here is the shipped configuration; only addresses and secrets are the demo's own.

use std::path::PathBuf;

use anyhow::{Context, bail};
use jiff::Timestamp;
use tokio::net::TcpListener;

use super::super::house;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::Project;
use crate::domain::rules::Rules;
use crate::engine::Engine;
use crate::sandbox::{Hook, Sandbox};

const SETTINGS: &str = include_str!("../../../config/votum.toml");
const GOVERNANCE: &str = include_str!("../../../config/partnership.toml");
/// The template that new tickets begin with.
pub(super) const TEMPLATE: &str = include_str!("template.md");
/// The account of votum's at the sandbox.
pub(super) const BOT: &str = "votum-bot";
/// Somebody who contributes code and belongs to no member.
pub(super) const CONTRIBUTOR: &str = "entwicklung1";
/// Somebody who reviews code.
pub(super) const REVIEWER: &str = "entwicklung2";

/// Monday, 2 March 2026, 09:00 in Berlin.
const BEGIN: i64 = 1_772_438_400;

/// Everything on the stage.
pub(super) struct Stage {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub engine: Engine,
    pub rules: Rules,
    pub gitlab_url: String,
    pub register_url: String,
    folder: PathBuf,
}

impl Stage {
    /// Sets the stage; with a port the register listens there and the sandbox on the next.
    pub async fn set(port: Option<u16>) -> anyhow::Result<Self> {
        let clock = Clock::by_hand(Timestamp::from_second(BEGIN)?);
        let register = listen(port).await?;
        let gitlab = listen(port.map(|port| port.saturating_add(1))).await?;
        let register_url = format!("http://{}", register.local_addr()?);
        let gitlab_url = format!("http://{}", gitlab.local_addr()?);
        let folder = std::env::temp_dir().join(format!("votum-demo-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&folder).context("The demo's folder could not be made")?;
        let config = configure(&folder, &gitlab_url, &register_url)?;
        let Some(rules) = config.partnerships.first().cloned() else { bail!("The shipped rules name no partnership.") };

        let sandbox = Sandbox::new(clock.clone());
        sandbox.set_url(&gitlab_url);
        sandbox.set_register_url(&register_url);
        furnish(&sandbox, &rules, &register_url);
        let pages = sandbox.router();
        tokio::spawn(async move { axum::serve(gitlab, pages).await });

        let house = house::build(&config, clock.clone()).await?;
        let public = house.public;
        tokio::spawn(async move { axum::serve(register, public).await });
        house.engine.get_to_know().await?;
        Ok(Self { sandbox, clock, engine: house.engine, rules, gitlab_url, register_url, folder })
    }

    /// Brings webhooks, absorbs, lets time pass and delivers until nothing is left to do.
    pub async fn settle(&self) -> anyhow::Result<()> {
        const LONG: usize = 10_000;
        for _ in 0..LONG {
            let brought = self.sandbox.deliver_hooks().await > 0;
            let absorbed = self.engine.absorb_one().await?;
            let ticked = self.engine.tick_once().await?;
            let delivered = self.engine.deliver_one().await?;
            if !(brought || absorbed || ticked || delivered) {
                return Ok(());
            }
        }
        bail!("The demo does not come to rest.")
    }

    /// Takes everything away again.
    pub async fn strike(self) {
        self.engine.store().close().await;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let port = port.unwrap_or(0);
    TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("Port {port} cannot be listened on. Choose another one with --port"))
}

/// Writes the shipped configuration with the demo's addresses, and reads it as `serve` would.
fn configure(folder: &std::path::Path, gitlab: &str, register: &str) -> anyhow::Result<Config> {
    let address = register.trim_start_matches("http://");
    let settings = SETTINGS
        .replace("https://gitlab.opencode.de", gitlab)
        .replace("http://127.0.0.1:8080", register)
        .replace("127.0.0.1:8080", address);
    std::fs::write(folder.join("votum.toml"), settings)?;
    std::fs::write(folder.join("partnership.toml"), GOVERNANCE)?;
    let secret = |name: &str| match name {
        "VOTUM_OPENCODE_TOKEN" => Some("demo-token".to_string()),
        "VOTUM_OPENCODE_WEBHOOK_TOKEN" => Some("demo-webhook".to_string()),
        _ => None,
    };
    match Config::load(&folder.join("votum.toml"), &secret, false) {
        Ok((config, _)) => Ok(config),
        Err(faults) => bail!(
            "The shipped configuration has faults: {}",
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        ),
    }
}

fn furnish(sandbox: &Sandbox, rules: &Rules, register: &str) {
    const REPORTER: u8 = 20;
    const DEVELOPER: u8 = 30;
    const MAINTAINER: u8 = 40;
    sandbox.bot(BOT);
    sandbox.token(BOT, "demo-token");
    let projects: Vec<&Project> = rules.tickets.iter().chain(&rules.upstream).collect();
    for project in &projects {
        sandbox.project(&project.path);
        sandbox.hook(
            &project.path,
            Hook { url: format!("{register}/hooks/opencode"), token: Some("demo-webhook".into()), signing_token: None },
        );
        for member in &rules.members {
            for person in &member.representatives {
                sandbox.member(&project.path, &person.name, REPORTER);
            }
        }
        for person in rules.roles.values().flatten() {
            sandbox.member(&project.path, &person.name, DEVELOPER);
        }
        sandbox.member(&project.path, BOT, MAINTAINER);
        sandbox.member(&project.path, CONTRIBUTOR, DEVELOPER);
        sandbox.member(&project.path, REVIEWER, DEVELOPER);
    }
    for project in &rules.upstream {
        sandbox.protect_for(&project.path, "main", BOT);
        sandbox.protect_tags(&project.path, "v*", MAINTAINER);
        sandbox.threads_must_be_resolved(&project.path, true);
    }
    for project in &rules.tickets {
        sandbox.autoclose(&project.path, false);
        sandbox.set_template(&project.path, TEMPLATE);
        for process in &rules.processes {
            sandbox.create_label(&project.path, &process.label, "#1f75cb", "");
        }
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! `votum serve`: the service itself.
//!
//! **Invariant:** stopping closes the doors first, then lets the running steps end, then closes the database; a kill at
//! any moment loses nothing that was acknowledged.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::house;
use crate::clock::Clock;
use crate::config::Config;
use crate::health::Health;
use crate::web;
use crate::web::porter::Porter;

/// How many connections there may be at once to metrics and the page of dead letters.
const BACK_PLACES: usize = 32;

/// How often a seat whose rules were never read is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Serves until the process is told to stop.
pub(super) async fn serve(config: &Path) -> anyhow::Result<bool> {
    let Some(mut config) = house::load(config, false) else { return Ok(false) };
    if !waits_for_rules(&mut config).await? {
        return Ok(true);
    }
    let house = house::build(&config, Clock::system()).await?;
    let server = &config.settings.server;
    let public = bind(server.listen, "listen").await?;
    let admin = bind(server.admin_listen, "admin_listen").await?;
    println!("votum serves {} on http://{}.", names(&config), server.listen);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        until_told().await;
        told.cancel();
    });
    let doors = tokio::spawn(Porter::default().admit(public, house.public, stop.clone()));
    let back = tokio::spawn(Porter::default().with_places(BACK_PLACES).admit(admin, house.admin, stop.clone()));
    house.engine.run(stop).await;
    for door in [doors, back] {
        door.await.context("A door fell shut before its time")?;
    }
    house.engine.store().close().await;
    println!("votum has stopped.");
    Ok(true)
}

/// Waits until the rules of every partnership have been read at least once, and says meanwhile that votum is not ready;
/// returns whether they have come before votum was told to stop.
async fn waits_for_rules(config: &mut Config) -> anyhow::Result<bool> {
    let clock = Clock::system();
    let Err(missing) = house::found(config, &clock).await? else { return Ok(true) };
    for sentence in &missing {
        println!("{sentence}");
    }
    println!("votum is not ready and asks again every {} seconds.", ASK_AGAIN.as_secs());
    let board = Health::default();
    let note = |missing: &[String]| {
        for name in board.troubles().keys() {
            board.well(name);
        }
        for (at, sentence) in missing.iter().enumerate() {
            board.trouble(&format!("policy {at}"), sentence);
        }
    };
    note(&missing);
    let listener = bind(config.settings.server.listen, "listen").await?;
    let closing = CancellationToken::new();
    let room = web::waiting(board.clone());
    let waiting = tokio::spawn(Porter::default().with_places(BACK_PLACES).admit(listener, room, closing.clone()));
    let mut told = std::pin::pin!(until_told());
    let came = loop {
        tokio::select! {
            () = &mut told => break false,
            () = tokio::time::sleep(ASK_AGAIN) => {}
        }
        match house::found(config, &clock).await? {
            Ok(()) => break true,
            Err(missing) => note(&missing),
        }
    };
    closing.cancel();
    waiting.await.context("The waiting room fell shut before its time")?;
    Ok(came)
}

async fn bind(address: std::net::SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("The address {address} cannot be listened on. Free it, or change [server] {key}"))
}

fn names(config: &Config) -> String {
    config.partnerships.iter().map(|rules| rules.name.clone()).collect::<Vec<_>>().join(", ")
}

/// Waits for the signal to stop.
pub(super) async fn until_told() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

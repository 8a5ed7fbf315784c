// SPDX-License-Identifier: EUPL-1.2
//! `votum demo`: a partnership, a GitLab and votum in one process, on a clock that is moved by hand.
//!
//! votum talks to the sandbox over HTTP, through the same adapter and the same front door as to a real GitLab.
//!
//! **Invariant:** the demo listens on loopback only, stores in a folder of its own, and takes that folder away again.

mod play;
mod stage;

use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use stage::Stage;

pub(super) use play::play;

/// Shows the demo until it is interrupted: the register on `port`, the sandbox's GitLab on the next.
pub(super) async fn show(port: u16) -> anyhow::Result<bool> {
    let stage = Stage::set(Some(port)).await?;
    println!("GitLab in memory:  {}", stage.gitlab_url);
    println!("votum's register:  {}", stage.register_url);
    println!("Open the first one, choose an account, open a ticket, label it as operations, move the clock, vote.");
    println!("Stop with Ctrl-C; nothing is kept.");
    let stop = CancellationToken::new();
    stage.sandbox.deliver_by_itself(stop.clone());
    let (running, stopping) = (stage.engine.clone(), stop.clone());
    let engine = tokio::spawn(async move { running.run(stopping).await });
    let clock = stage.clock.clone();
    let ticking = stop.clone();
    tokio::spawn(async move {
        // The clock goes on by itself as well, so that what waits a moment does not wait for the button.
        while !ticking.is_cancelled() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = clock.set(clock.now() + SignedDuration::from_secs(1));
        }
    });
    super::serve::until_told().await;
    stop.cancel();
    let _ = engine.await;
    stage.strike().await;
    Ok(true)
}

// SPDX-License-Identifier: EUPL-1.2
//! The loops that drive the steps, and the order in which they stop.
//!
//! **Invariant:** a loop holds no state of its own; stopping it between two steps loses nothing.

use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Engine;

/// How often a loop looks even if nobody woke it.
const POLL: Duration = Duration::from_millis(200);

/// How long to wait after a database fault.
const REST: Duration = Duration::from_secs(2);

/// How often a forge that did not answer at the start is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

impl Engine {
    /// Runs until `stop` is cancelled: gets to know the forges, catches up, absorbs, lets time pass, delivers,
    /// reconciles. A slow or broken forge holds up nobody but its own.
    pub async fn run(&self, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        for forge in self.inner.forges.keys().cloned() {
            let (engine, id) = (self.clone(), forge.clone());
            tasks.spawn(self.clone().repeat(
                stop.clone(),
                move || {
                    let (engine, id) = (engine.clone(), id.clone());
                    async move { engine.absorb_from(Some(&id)).await }
                },
                Wake::Delivery,
            ));
            let (engine, id) = (self.clone(), forge);
            tasks.spawn(self.clone().repeat(
                stop.clone(),
                move || {
                    let (engine, id) = (engine.clone(), id.clone());
                    async move { engine.deliver_to(Some(&id)).await }
                },
                Wake::Item,
            ));
        }
        let engine = self.clone();
        tasks.spawn(self.clone().repeat(
            stop.clone(),
            move || {
                let engine = engine.clone();
                async move { engine.tick_once().await }
            },
            Wake::Due,
        ));
        tasks.spawn(self.clone().keep_company(stop.clone()));
        tasks.close();
        tasks.wait().await;
    }

    /// Repeats a step while it finds something to do, then waits for a nudge or a moment.
    async fn repeat<F, R>(self, stop: CancellationToken, once: F, wake: Wake)
    where
        F: Fn() -> R,
        R: Future<Output = super::Done<bool>>,
    {
        while !stop.is_cancelled() {
            match once().await {
                Ok(true) => {}
                Ok(false) => {
                    let nudge: &Notify = match wake {
                        Wake::Delivery => &self.inner.new_delivery,
                        Wake::Item => &self.inner.new_item,
                        Wake::Due => &self.inner.new_due,
                    };
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = nudge.notified() => {}
                        () = tokio::time::sleep(POLL) => {}
                    }
                }
                Err(fault) => {
                    tracing::error!("A step failed and will be repeated: {fault}");
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(REST) => {}
                    }
                }
            }
        }
    }

    /// Gets to know the forges, catches up once, and then reconciles from time to time.
    async fn keep_company(self, stop: CancellationToken) {
        let mut caught_up = false;
        let mut known = false;
        let every =
            Duration::try_from(self.inner.reconcile).unwrap_or(Duration::from_mins(5)).max(Duration::from_secs(1));
        while !stop.is_cancelled() {
            if !known {
                match self.get_to_know().await {
                    Ok(complete) => known = complete,
                    Err(fault) => tracing::error!("Getting to know the forges failed and will be repeated: {fault}"),
                }
                self.nudge();
            }
            let done = if caught_up { self.reconcile().await } else { self.catch_up().await };
            match done {
                Ok(asked) => {
                    tracing::debug!(asked, "Asked for {asked} readings.");
                    caught_up = true;
                }
                Err(fault) => tracing::warn!("Reading what is open failed and will be repeated: {fault}"),
            }
            let pause = if known && caught_up { every } else { ASK_AGAIN };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Wake {
    Delivery,
    Item,
    Due,
}

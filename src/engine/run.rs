// SPDX-License-Identifier: EUPL-1.2
//! The loops that drive the steps, and the order in which they stop.
//!
//! **Invariant:** a loop holds no state of its own; stopping it between two steps loses nothing.

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Done, Engine};
use crate::store::replica::SHOWS_EVERY;

/// How often a loop looks even if nobody woke it.
const POLL: Duration = Duration::from_millis(200);

/// How long to wait after a database fault.
const REST: Duration = Duration::from_secs(2);

/// How often a forge that did not answer at the start is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// How often a replica asks whether the clock is nobody's.
const TURN: Duration = Duration::from_secs(1);

/// After how many rounds of housekeeping done deliveries are forgotten.
const TIDY_EVERY: u64 = 600;

/// How long a done delivery is remembered, so that the same one is known when it comes again.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 14);

/// How many steps carry entries of the outbox to each forge at the same time.
const CARRIERS: usize = 2;

impl Engine {
    /// Runs until `stop` is cancelled: gets to know the forges, catches up, absorbs, lets time pass, delivers,
    /// reconciles. A slow or broken forge holds up nobody but its own.
    pub async fn run(&self, stop: CancellationToken) {
        // Others take what a replica has claimed that they have never seen.
        self.show_once().await;
        // This one shows itself until its last step is done, or the others would take over what it is still doing.
        let alive = CancellationToken::new();
        let heart = tokio::spawn(self.clone().show(alive.clone()));
        let tasks = TaskTracker::new();
        for forge in self.inner.forges.keys() {
            let (engine, id) = (self.clone(), forge.clone());
            tasks.spawn(self.clone().repeat(stop.clone(), move || {
                let (engine, id) = (engine.clone(), id.clone());
                async move { engine.absorb_from(&id).await }
            }));
            for _ in 0..CARRIERS {
                let (engine, id) = (self.clone(), forge.clone());
                tasks.spawn(self.clone().repeat(stop.clone(), move || {
                    let (engine, id) = (engine.clone(), id.clone());
                    async move { engine.deliver_to(&id).await }
                }));
            }
        }
        tasks.spawn(self.clone().get_acquainted(stop.clone()));
        tasks.spawn(self.clone().keep_watch(stop.clone()));
        tasks.spawn(self.clone().keep_house(stop.clone()));
        tasks.spawn(self.clone().hear_others(stop.clone()));
        tasks.close();
        tasks.wait().await;
        alive.cancel();
        if let Err(fault) = heart.await {
            tracing::error!("The replica's sign of life has ended: {fault}");
        }
        if let Err(fault) = self.inner.store.leave().await {
            tracing::warn!("Saying goodbye to the other replicas failed; they take over in a few seconds: {fault}");
        }
    }

    /// Repeats a step while it finds something to do, then waits for news or a moment.
    async fn repeat<F, R>(self, stop: CancellationToken, once: F)
    where
        F: Fn() -> R,
        R: Future<Output = Done<bool>>,
    {
        let mut news = self.inner.news.subscribe();
        while !stop.is_cancelled() {
            news.mark_unchanged();
            match once().await {
                Ok(true) => {}
                Ok(false) => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        _ = news.changed() => {}
                        () = tokio::time::sleep(POLL) => {}
                    }
                }
                Err(fault) => {
                    tracing::error!("A step failed and will be repeated: {fault}");
                    rest(&stop, REST).await;
                }
            }
        }
    }

    /// Watches the clock and keeps company with the forges, as long as this is the replica whose turn it is.
    async fn keep_watch(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.inner.store.ticker().await {
                Ok(Some(mut ticker)) => {
                    tracing::info!("This replica watches the clock.");
                    // What the one before it has learned.
                    if let Err(fault) = self.catch_up().await {
                        tracing::error!("Taking up what other replicas have written down failed: {fault}");
                    }
                    let turn = stop.child_token();
                    let tasks = TaskTracker::new();
                    // Each partnership for itself, so that a forge that hangs holds up its own deadlines and no others.
                    for partnership in &self.inner.partnerships {
                        let (engine, id) = (self.clone(), partnership.id.clone());
                        tasks.spawn(self.clone().repeat(turn.clone(), move || {
                            let (engine, id) = (engine.clone(), id.clone());
                            async move { engine.tick_for(&id).await }
                        }));
                    }
                    tasks.spawn(self.clone().keep_company(turn.clone()));
                    tasks.close();
                    while ticker.holds().await && !stop.is_cancelled() {
                        rest(&stop, ASK_AGAIN).await;
                    }
                    turn.cancel();
                    tasks.wait().await;
                    ticker.give_back().await;
                }
                Ok(None) => {}
                Err(fault) => tracing::error!("Asking whose turn it is failed and will be repeated: {fault}"),
            }
            rest(&stop, TURN).await;
        }
    }

    /// Gets to know the forges and the people, which every replica has to, whoever watches the clock.
    async fn get_acquainted(self, stop: CancellationToken) {
        while !stop.is_cancelled() && !self.tries_to_know().await {
            rest(&stop, ASK_AGAIN).await;
        }
        self.inner.known.store(true, Ordering::SeqCst);
    }

    async fn tries_to_know(&self) -> bool {
        let known = self.get_to_know().await.unwrap_or_else(|fault| {
            tracing::error!("Getting to know the forges failed and will be repeated: {fault}");
            false
        });
        self.nudge();
        known
    }

    /// Reconciles as soon as everybody is known, or a forge has kept votum waiting for that, and then from time to time.
    async fn keep_company(self, stop: CancellationToken) {
        let every =
            Duration::try_from(self.inner.reconcile).unwrap_or(Duration::from_mins(5)).max(Duration::from_secs(1));
        let mut known = false;
        let mut next = tokio::time::Instant::now() + ASK_AGAIN;
        while !stop.is_cancelled() {
            let now = tokio::time::Instant::now();
            if !known && self.inner.known.load(Ordering::SeqCst) {
                (known, next) = (true, now);
            }
            if now >= next {
                match self.reconcile().await {
                    Ok(asked) => tracing::debug!(asked, "Asked for {asked} readings."),
                    Err(fault) => tracing::warn!("Reading what is open failed and will be repeated: {fault}"),
                }
                next = tokio::time::Instant::now() + every;
            }
            let left = next.saturating_duration_since(tokio::time::Instant::now());
            rest(&stop, if known { left } else { left.min(POLL) }).await;
        }
    }

    /// Shows the other replicas that this one is alive, and takes over from those that are not.
    async fn show(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.show_once().await;
            if !self.inner.store.is_embedded()
                && let Err(fault) = self.catch_up().await
            {
                tracing::error!("Taking up what other replicas have written down failed: {fault}");
            }
            rest(&stop, SHOWS_EVERY).await;
        }
    }

    /// Shows this replica, takes its share of the calls to each forge, and frees what silent ones had claimed.
    async fn show_once(&self) {
        match self.inner.store.show().await {
            Ok(shown) => {
                for forge in self.inner.forges.values() {
                    forge.share(shown.living);
                }
                if shown.freed > 0 {
                    let freed = shown.freed;
                    tracing::warn!(freed, "Another replica has fallen silent; {freed} of its claims are taken over.");
                    self.inner.wake();
                }
            }
            Err(fault) => tracing::error!("Showing this replica to the others failed: {fault}"),
        }
    }

    /// Tidies the database.
    async fn keep_house(self, stop: CancellationToken) {
        let mut rounds: u64 = 0;
        while !stop.is_cancelled() {
            if let Err(fault) = self.tidy(rounds.is_multiple_of(TIDY_EVERY)).await {
                tracing::warn!("Tidying the database failed and will be repeated: {fault}");
            }
            rounds += 1;
            rest(&stop, SHOWS_EVERY).await;
        }
    }

    async fn tidy(&self, forget: bool) -> Done<()> {
        self.inner.store.sweep().await?;
        if forget {
            let before = self.inner.clock.now().checked_sub(REMEMBERED).unwrap_or(jiff::Timestamp::MIN);
            while self.inner.store.forget_deliveries(before).await? > 0 {}
        }
        Ok(())
    }

    /// Hears what other replicas put in; where the bell is broken, the loops look by themselves.
    async fn hear_others(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.inner.store.bell().await {
                Ok(None) => return,
                Ok(Some(mut bell)) => loop {
                    tokio::select! {
                        () = stop.cancelled() => return,
                        rung = bell.rings() => match rung {
                            Ok(()) => self.inner.wake(),
                            Err(_) => break,
                        }
                    }
                },
                Err(fault) => tracing::warn!("The bell of the database is broken and will be mended: {fault}"),
            }
            rest(&stop, REST).await;
        }
    }
}

async fn rest(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Carrying webhooks out: when asked, in order, once; a failed one is only written down, as at GitLab.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Sandbox;
use super::hook::{Delivery, Sent};

impl Sandbox {
    /// Looks at the deliveries that wait, oldest first.
    #[must_use]
    pub fn pending_hooks(&self) -> Vec<Delivery> {
        self.state().pending.iter().cloned().collect()
    }

    /// Takes the deliveries that wait, oldest first; they will not be sent by the sandbox.
    #[must_use]
    pub fn take_hooks(&self) -> Vec<Delivery> {
        self.state().pending.drain(..).collect()
    }

    /// Looks at what became of the deliveries that were sent, oldest first.
    #[must_use]
    pub fn sent_hooks(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// Sends all deliveries that wait, in order, also those that come meanwhile; returns how many.
    pub async fn deliver_hooks(&self) -> usize {
        let mut count = 0;
        loop {
            let next = self.state().pending.pop_front();
            let Some(delivery) = next else { return count };
            self.send(&delivery).await;
            count += 1;
        }
    }

    /// Sends one delivery, signed with the present instant, and returns the HTTP status; 0 where nobody answered.
    pub async fn send(&self, delivery: &Delivery) -> u16 {
        let now = self.state().now();
        self.send_as_it_is(&delivery.clone().signed_at(now)).await
    }

    /// Sends one delivery with the signature it carries, however old.
    pub async fn send_as_it_is(&self, delivery: &Delivery) -> u16 {
        let mut request = self.http().post(&delivery.url).body(delivery.body.clone());
        for (name, value) in &delivery.headers {
            request = request.header(name, value);
        }
        let status = request.send().await.map_or(0, |answer| answer.status().as_u16());
        let mut state = self.state();
        let sent = Sent {
            hook_id: delivery.hook_id,
            id: delivery.header("Idempotency-Key").unwrap_or_default().into(),
            event: delivery.event().into(),
            status,
            at: state.now(),
        };
        state.sent.push(sent);
        status
    }

    /// Sends deliveries as they come, in a task of its own, until `stop` is cancelled or the sandbox is gone.
    pub fn deliver_by_itself(&self, stop: CancellationToken) {
        let (core, bell) = (Arc::downgrade(&self.core), self.state().bell.clone());
        tokio::spawn(async move {
            while !stop.is_cancelled() {
                match core.upgrade() {
                    Some(core) => Sandbox { core }.deliver_hooks().await,
                    None => return,
                };
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = tokio::time::timeout(Duration::from_secs(1), bell.notified()) => {}
                }
            }
        });
    }
}

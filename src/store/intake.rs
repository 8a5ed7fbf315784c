// SPDX-License-Identifier: EUPL-1.2
//! The intake: deliveries that arrive together are kept together, in one durable transaction, and each is answered
//! after its commit.
//!
//! While one transaction is on its way to the disk, whatever arrives meanwhile waits for the next; so the dearest part,
//! the disk's own time, is shared by as many as wait for it, and a single delivery waits for nobody.
//!
//! **Invariant:** what is answered as kept is committed. The queue has a limit; who finds it full is told so at once
//! and nothing is kept of them.

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::draft::{lot, places};
use super::{Store, Stored, Tx, micros};

/// How many deliveries may wait for the next transaction.
pub const QUEUE_MAX: usize = 1_024;

/// How many deliveries one transaction keeps at most.
const TOGETHER_MAX: usize = 256;

/// How many bytes of bodies one transaction keeps, about: one more delivery may come on top.
const TOGETHER_BYTES: usize = 4 << 20;

/// A delivery on its way into the inbox.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The forge it comes from.
    pub forge: String,
    /// The partnership in whose lane it waits.
    pub lane: String,
    /// What makes it the same delivery when it comes again.
    pub key: String,
    /// The kind of event, as the forge names it.
    pub event: String,
    /// Its body.
    pub body: Bytes,
    /// When it came in.
    pub at: Timestamp,
}

/// Why a delivery was not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// Too many wait already.
    #[error("The inbox has more deliveries before it than it can take at once.")]
    Full,
    /// The database refused the transaction.
    #[error("{0}")]
    Refused(String),
}

struct Waiting {
    incoming: Incoming,
    answer: oneshot::Sender<Result<bool, NotKept>>,
}

/// The way into the inbox; clones lead to the same one.
#[derive(Clone, Debug)]
pub struct Intake {
    queue: mpsc::Sender<Waiting>,
}

impl Intake {
    /// Opens the way into the inbox of a store; it closes when the last clone is dropped.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn open(store: Store) -> Self {
        Self::of_lots(store, TOGETHER_MAX)
    }

    /// Opens the way in for lots of at most `most` deliveries; one each shows what keeping them together is worth.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn of_lots(store: Store, most: usize) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(keep_together(store, waiting, most));
        Self { queue }
    }

    /// Keeps a delivery, durably, and returns whether it is new.
    ///
    /// # Errors
    /// Too many wait already, or the database refused. Nothing was kept then.
    pub async fn keep(&self, incoming: Incoming) -> Result<bool, NotKept> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Waiting { incoming, answer }).map_err(|_| NotKept::Full)?;
        answered.await.unwrap_or_else(|_| Err(NotKept::Refused("The inbox was closed.".into())))
    }
}

async fn keep_together(store: Store, mut waiting: mpsc::Receiver<Waiting>, most: usize) {
    while let Some(first) = waiting.recv().await {
        let mut bytes = first.incoming.body.len();
        let mut together = vec![first];
        while together.len() < most && bytes < TOGETHER_BYTES {
            let Ok(next) = waiting.try_recv() else { break };
            bytes += next.incoming.body.len();
            together.push(next);
        }
        let (incoming, answers): (Vec<_>, Vec<_>) = together.into_iter().map(|w| (w.incoming, w.answer)).unzip();
        match keep(&store, &incoming).await {
            // Whoever has gone meanwhile sends the delivery again, and it is known then.
            Ok(fresh) => answers.into_iter().zip(fresh).for_each(|(answer, fresh)| drop(answer.send(Ok(fresh)))),
            Err(fault) => {
                let refused = NotKept::Refused(fault.to_string());
                for answer in answers {
                    drop(answer.send(Err(refused.clone())));
                }
            }
        }
    }
}

async fn keep(store: &Store, incoming: &[Incoming]) -> Stored<Vec<bool>> {
    let mut tx = store.begin().await?;
    let fresh = tx.keep_deliveries(incoming).await?;
    tx.ring().await?;
    tx.commit().await?;
    Ok(fresh)
}

impl Tx {
    /// Keeps deliveries and returns which of them are new; of two with the same key the first one is.
    pub async fn keep_deliveries(&mut self, incoming: &[Incoming]) -> Stored<Vec<bool>> {
        let mut fresh = Vec::with_capacity(incoming.len());
        let mut rest = incoming;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(lot(rest.len()));
            let mut kept = self.insert(now).await?;
            for incoming in now {
                let place = kept.iter().position(|(forge, key)| *forge == incoming.forge && *key == incoming.key);
                fresh.push(place.map(|place| kept.swap_remove(place)).is_some());
            }
            rest = later;
        }
        Ok(fresh)
    }

    async fn insert(&mut self, incoming: &[Incoming]) -> Stored<Vec<(String, String)>> {
        let sql = format!(
            "INSERT INTO delivery (forge, lane, key, event, body, received_at, due_at) VALUES {}
             ON CONFLICT (forge, key) DO NOTHING RETURNING forge, key",
            places(incoming.len(), 7)
        );
        Ok(super::on!(self, c => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            for Incoming { forge, lane, key, event, body, at } in incoming {
                query = query.bind(forge.clone()).bind(lane.clone()).bind(key.clone()).bind(event.clone());
                query = query.bind(body.to_vec()).bind(micros(*at)).bind(micros(*at));
            }
            query.fetch_all(c).await
        })?)
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Merge requests with the same head: they share a commit, and the forge may take the status of one for another's.
//!
//! **Invariant:** whenever what the gate says of a head changes, or a merge request comes to a head or leaves it, every
//! other one there is judged again in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::absorb::Work;
use super::apply::Stream;
use super::memory::Fresh;
use super::{Engine, Partnership};
use crate::domain::decide::State;
use crate::domain::event::Event;
use crate::domain::fact::Gate;
use crate::domain::ids::Thread;
use crate::domain::request::Request;
use crate::store::{Stored, Tx};

/// Where a merge request stands, as its neighbours see it: its head, and what its gate says there if a status shows it.
pub(super) type Place = (String, Option<Gate>);

/// Returns where a merge request stands; `None` for anything else.
pub(super) fn place(state: &State) -> Option<Place> {
    let State::Request(request) = state else { return None };
    let head = request.head.clone()?;
    let gate = request.shows_status().then(|| request.gate_at(&head));
    Some((head, gate))
}

impl Engine {
    /// Returns for each head that a merge request has, or is about to have, the others there and what their gates say.
    pub(super) async fn neighbours(
        &self,
        partnership: &Partnership,
        request: &Request,
        event: &Event,
        tx: &mut Tx,
        fresh: &Fresh,
    ) -> Stored<BTreeMap<String, Vec<(Thread, Gate)>>> {
        let read = match event {
            Event::Request(read) => Some(read),
            _ => None,
        };
        let own = request.thread.as_ref().or(read.map(|read| &read.merge_request));
        let heads: BTreeSet<&String> = request.head.iter().chain(read.and_then(|read| read.head.as_ref())).collect();
        let mut found = BTreeMap::new();
        let Some(own) = own else { return Ok(found) };
        for head in heads {
            let mut there = Vec::new();
            for other in tx.requests_at(&own.project.to_string(), head).await? {
                if other == *own {
                    continue;
                }
                let state = self.know(partnership, tx, fresh, &Stream::Thread(other.clone())).await?.state;
                if let Some((_, Some(gate))) = place(&state).filter(|(stands, _)| stands == head) {
                    there.push((other, gate));
                }
            }
            found.insert(head.clone(), there);
        }
        Ok(found)
    }

    /// Returns the work of telling the neighbours of a merge request that has come, gone, or is judged otherwise now.
    pub(super) async fn neighbours_to_tell(
        &self,
        tx: &mut Tx,
        stood: Option<Place>,
        state: &State,
    ) -> Stored<Vec<Work>> {
        let stands = place(state);
        let State::Request(request) = state else { return Ok(Vec::new()) };
        let Some(own) = request.thread.as_ref().filter(|_| stood != stands) else { return Ok(Vec::new()) };
        let heads: BTreeSet<String> = stood.into_iter().chain(stands).map(|(head, _)| head).collect();
        let mut works = Vec::new();
        for head in heads {
            let there = tx.requests_at(&own.project.to_string(), &head).await?;
            works.extend(
                there
                    .into_iter()
                    .filter(|other| other != own)
                    .map(|other| Work::told(Stream::Thread(other), vec![Event::NeighbourChanged])),
            );
        }
        Ok(works)
    }
}

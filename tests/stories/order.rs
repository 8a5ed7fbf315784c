// SPDX-License-Identifier: EUPL-1.2
//! Several merge requests at once: merged in the order of their decisions, and nobody holds the others up for ever.

use votum::sandbox::Proposal;

use crate::story;
use crate::world::*;

/// Tickets that need no vote, in the order of their clearance, and for each a reviewed merge request in the opposite one.
async fn waits(w: &mut World, count: usize) -> Vec<u64> {
    let mut tickets = Vec::new();
    for _ in 0..count {
        tickets.push(w.tables(BUG).await);
        w.second();
    }
    let mut requests = Vec::new();
    for ticket in tickets.iter().rev() {
        w.second();
        let proposal = Proposal::new(CORE, "dev", "Behoben").describing(&format!("Vorgang: #{ticket}"));
        let request = w.sandbox.open_merge_request(proposal);
        w.settle().await;
        w.person("rev").approves(CORE, request).await;
        requests.insert(0, request);
    }
    w.without_listening();
    requests
}

/// The merge requests of the core that were merged, in the order in which they stand on the branch.
async fn merged(w: &World, all: &[u64]) -> Vec<u64> {
    let mut found = Vec::new();
    let mut tip = w.sandbox.branch_head(CORE, "main");
    while let Some(sha) = tip {
        for request in all {
            if w.request(CORE, *request).await.merged_sha.as_ref() == Some(&sha) {
                found.insert(0, *request);
            }
        }
        tip = w.sandbox.parents(&sha).into_iter().next();
    }
    found
}

fn hours(rules: &str) -> String {
    rules.replace("[gate]\n", "[gate]\nwindows = [\"tue-thu 10:00-12:00\"]\n")
}

story! {
    /// A window for merging opens upon four that are cleared: they go in the order of their decisions, not of their
    /// opening.
    the_decided_first_goes_first, |rules| hours(&rules), w => {
        let requests = waits(&mut w, 4).await;
        assert_eq!(merged(&w, &requests).await, Vec::<u64>::new());
        w.at("2026-03-03 10:00").await;
        w.minutes(1).await;
        w.minutes(1).await;
        assert_eq!(merged(&w, &requests).await, requests);
    }
}

story! {
    /// The first one cannot be merged, which the forge says at once or only when it is asked to: the others are not held
    /// up for ever, and go in their order.
    who_cannot_go_holds_nobody_up, |rules| hours(&rules), w => {
        let requests = waits(&mut w, 4).await;
        w.sandbox.set_conflict(CORE, requests[0], true);
        w.sandbox.set_merge_error(CORE, requests[1], Some("something went wrong"));
        w.at("2026-03-03 10:00").await;
        assert_eq!(merged(&w, &requests).await, Vec::<u64>::new(), "they wait for the second");
        for _ in 0..4 {
            w.minutes(1).await;
        }
        assert_eq!(merged(&w, &requests).await, requests[2..]);
        w.sandbox.set_merge_error(CORE, requests[1], None);
        w.at("2026-03-03 11:30").await;
        assert_eq!(merged(&w, &requests).await, [requests[2], requests[3], requests[1]]);
    }
}

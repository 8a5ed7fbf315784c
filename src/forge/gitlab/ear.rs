// SPDX-License-Identifier: EUPL-1.2
//! Whether GitLab tells votum of what happens in a project.

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::project::seen;
use super::setup::listed;
use crate::forge::{Answer, Ear, Refusal};

/// What a test may send, tried in this order: a project without tickets, commits or merge requests has nothing to send.
const TRIGGERS: [&str; 3] = ["issues_events", "push_events", "merge_requests_events"];

/// Looks for the webhook that sends to an address; of several, one that sends.
pub(super) async fn ear(client: &Client, project: &str, url: &str) -> Answer<Ear> {
    let Some(hooks) = listed(client, project).await? else { return Ok(Ear::Unseen) };
    let own: Vec<_> = hooks.into_iter().filter(|hook| hook.url.trim_end_matches('/') == url).collect();
    if own.iter().any(|hook| hook.stopped.is_none() && hook.whole) {
        return Ok(Ear::Open);
    }
    let stopped = own.iter().find_map(|hook| Some(Ear::Stopped { hook: hook.id, word: hook.stopped.clone()? }));
    Ok(stopped.unwrap_or(if own.is_empty() { Ear::Missing } else { Ear::Partial }))
}

/// Lets GitLab send a test: one that is answered switches a stopped webhook on again.
pub(super) async fn open(client: &Client, project: &str, hook: u64) -> Answer<bool> {
    let ask = Ask::new(client, "hook_test", format!("to test the webhook {hook} of {project}"));
    for trigger in TRIGGERS {
        match seen(ask.done(&Place::of_project(project, &format!("hooks/{hook}/test/{trigger}")).post()).await) {
            Ok(done) => return Ok(done.is_some()),
            Err(Refusal::Never { status: 400 | 422, .. }) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(false)
}

// SPDX-License-Identifier: EUPL-1.2
//! Faults before and after the effect.

use pretty_assertions::assert_eq;
use serde_json::json;
use votum::sandbox::{At, Fault};

use super::world::{PROJECT, world};

#[tokio::test]
async fn faults_come_about_as_often_as_they_were_planned() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, iid);
    let path = format!("issues/{iid}/notes");
    let full = format!("projects/{}/{path}", super::world::ENCODED);
    let count = || world.forge.notes(&thread).len();
    let body = || json!({ "body": "Hallo" });

    world.forge.fails_next(Fault::Status(503), "POST notes", 1);
    assert_eq!((world.act("votum", "POST", &path, body()).await.status, count()), (503, 0));
    world.forge.fails_next(Fault::StatusAfter(502), "POST notes", 1);
    assert_eq!(world.look(&path).await.status, 200, "reading is not meant");
    assert_eq!((world.act("votum", "POST", &path, body()).await.status, count()), (502, 1));
    world.forge.fails_next(Fault::HangUp, "POST notes", 1);
    assert!(world.try_call("votum", "POST", &full, Some(body())).await.is_err());
    assert_eq!(count(), 1);
    world.forge.fails_next(Fault::HangUpAfter, "POST notes", 1);
    assert!(world.try_call("votum", "POST", &full, Some(body())).await.is_err());
    assert_eq!(count(), 2);
    world.forge.fails_next(Fault::RateLimited { retry_after_s: 7 }, "POST notes", 1);
    let limited = world.act("votum", "POST", &path, body()).await;
    assert_eq!((limited.status, limited.header("retry-after"), limited.text.trim()), (429, "7", "Retry later"));
    assert_eq!((world.act("votum", "POST", &path, body()).await.status, count()), (201, 3));

    let calls = world.forge.calls();
    let statuses: Vec<u16> = calls.iter().filter(|call| call.method == "POST").map(|call| call.status).collect();
    assert_eq!(statuses, [503, 502, 0, 0, 429, 201]);
    assert_eq!(calls[0].by.as_deref(), Some("votum"));
    world.forge.forget_calls();
    assert_eq!(world.forge.calls(), []);
}

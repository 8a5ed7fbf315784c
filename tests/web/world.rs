// SPDX-License-Identifier: EUPL-1.2
//! A small register: one decision, one open vote, one confidential bug, one merge request.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use votum::clock::Clock;
use votum::config::governance::read;
use votum::domain::fact::{Fact, Gate};
use votum::domain::ids::{Account, Project, Thread};
use votum::domain::reason::Why;
use votum::domain::rules::Rules;
use votum::health::Health;
use votum::store::Store;
use votum::store::register::TicketRow;
use votum::store::release::{LackSheet, ReleaseSheet, ReleasedTicket, SeriesSheet};
use votum::store::sheet::{GateReasonSheet, RequestSheet, TicketSheet};
use votum::web::{Web, router};

use super::content::{confidential, decided, facts, open};

/// Where the tickets lie.
pub const TICKETS: &str = "opencode:wegweiser/steuerung";
/// Where the code lies.
pub const CORE: &str = "opencode:wegweiser/kern";
/// An account that must not be seen anywhere.
pub const ACCOUNT: &str = "auwiesen-rat1";
/// A text that must not be seen anywhere.
pub const SECRET: &str = "Loch in der Anmeldung";

pub struct Site {
    pub store: Store,
    pub health: Health,
    pub web: Arc<Web>,
    pub rules: Arc<Rules>,
    pub router: Router,
    _folder: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub fn account() -> Account {
    Account { forge: "opencode".into(), id: 7 }
}

pub fn ticket(iid: u64) -> Thread {
    Thread::ticket(Project::parse(TICKETS).expect("a project"), iid)
}

pub async fn site() -> Site {
    let text = include_str!("../../config/partnership.toml");
    let rules = read(text, "wegweiser", "partnership.toml", &["opencode".to_owned()]).rules.expect("rules");
    site_of(vec![Arc::new(rules)]).await
}

pub async fn site_of(partnerships: Vec<Arc<Rules>>) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("votum.db").display());
    let store = Store::open(&url).await.expect("a store");
    let health = Health::default();
    let rules = partnerships[0].clone();
    let clock = Clock::by_hand(at("2026-06-20T10:00:00Z"));
    let forges = BTreeMap::from([("opencode".to_string(), "https://forge.example/".to_string())]);
    let web = Web::new(store.clone(), health.clone(), partnerships, "https://register.example", clock);
    let web = Arc::new(web.with_forge_urls(forges));
    Site { router: router(web.clone()), store, health, web, rules, _folder: folder }
}

/// A site with something in it.
pub async fn filled() -> Site {
    let site = site().await;
    site.put(&decided(), Some((2026, 1))).await;
    site.put(&open(), None).await;
    site.put(&confidential(), None).await;
    site.put_request().await;
    site.put_releases().await;
    site.write(&ticket(101).to_string(), &facts()).await;
    let secret = Fact::Titled { title: SECRET.into() };
    let told = Fact::Ended {
        end: votum::domain::fact::End::Void,
        why: Why::ByOperations,
        reason: SECRET.into(),
        by: Some(account()),
        about: None,
        at: at("2026-05-03T08:00:00Z"),
    };
    site.write(&ticket(103).to_string(), &[Fact::Confidential, secret, told]).await;
    site
}

impl Site {
    pub async fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[("accept", "text/html")]).await
    }

    pub async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        answer(self.router.clone().oneshot(request).await.expect("an answer")).await
    }

    pub async fn put(&self, sheet: &TicketSheet, decided: Option<(i16, u32)>) {
        let thread = Thread::ticket(Project::parse(&sheet.project).expect("a project"), sheet.iid);
        let decided = decided.map(|(year, serial)| (year, serial, at("2026-06-15T21:59:59Z")));
        let row = TicketRow { thread, barred: false, decided, sheet: sheet.clone() };
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.put_ticket("wegweiser", row, at("2026-06-16T00:00:00Z"));
        tx.commit().await.expect("a commit");
    }

    async fn put_request(&self) {
        let sheet = RequestSheet {
            project: CORE.into(),
            iid: 41,
            title: "Termine <b>buchen</b>".into(),
            gate: Some("waiting".into()),
            reasons: vec![GateReasonSheet {
                gate: "waiting".into(),
                reason: "vote-open".into(),
                ticket: Some(format!("{TICKETS}#102")),
            }],
            tickets: vec![format!("{TICKETS}#102")],
            head: Some("c0ffee00".into()),
            open: true,
            ..RequestSheet::default()
        };
        let hushed =
            RequestSheet { iid: 42, title: SECRET.into(), tickets: vec![format!("{TICKETS}#103")], ..sheet.clone() };
        let mut tx = self.store.begin().await.expect("a transaction");
        for sheet in [sheet, hushed] {
            let thread = Thread::merge_request(Project::parse(CORE).expect("a project"), sheet.iid);
            tx.put_request("wegweiser", &thread, &sheet, at("2026-06-16T00:00:00Z")).await.expect("a row");
            let gated = Fact::Gated {
                gate: Gate::Waiting,
                why: Why::VoteOpen,
                reasons: Vec::new(),
                head: "c0ffee00".into(),
                at: at("2026-06-16T00:00:00Z"),
            };
            let hold = Fact::Hold { reason: Some(SECRET.into()), by: account(), at: at("2026-06-16T00:00:00Z") };
            let facts = if sheet.iid == 42 { vec![gated, hold] } else { vec![gated] };
            tx.append("wegweiser", &thread.to_string(), &facts, at("2026-06-16T00:00:00Z")).await.expect("facts");
        }
        tx.commit().await.expect("a commit");
    }

    async fn put_releases(&self) {
        let thread = |iid| Thread::merge_request(Project::parse(CORE).expect("a project"), iid).to_string();
        let lack = LackSheet { commits: vec!["decade00".into()], ..LackSheet::default() };
        let ticket = |iid, decision: Option<&str>| ReleasedTicket {
            ticket: format!("{TICKETS}#{iid}"),
            decision: decision.map(str::to_string),
        };
        let sheet = ReleaseSheet {
            project: CORE.into(),
            prefix: "termine/".into(),
            tag: "termine/v1.2.0".into(),
            sha: "c0ffee00".into(),
            at: "2026-06-16T00:00:00Z".into(),
            merge_requests: vec![thread(41), thread(42)],
            tickets: vec![ticket(101, Some("B-2026-001")), ticket(103, None)],
            passed: vec![lack.clone()],
            ..ReleaseSheet::default()
        };
        let series = SeriesSheet {
            project: CORE.into(),
            stopped: vec![lack],
            halted: Some("elsewhere".into()),
            halted_tag: Some("v2.0.0".into()),
            halted_at: Some("2026-06-16T00:00:00Z".into()),
            ..SeriesSheet::default()
        };
        let mut tx = self.store.begin().await.expect("a transaction");
        let name = format!("{CORE} termine/");
        tx.put_release("wegweiser", &name, at("2026-06-16T00:00:00Z"), &sheet).await.expect("a row");
        tx.put_series("wegweiser", CORE, &series).await.expect("a row");
        tx.commit().await.expect("a commit");
    }

    pub async fn write(&self, stream: &str, facts: &[Fact]) {
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.append("wegweiser", stream, facts, at("2026-06-16T00:00:00Z")).await.expect("facts");
        tx.commit().await.expect("a commit");
    }
}

pub async fn answer(response: Response<Body>) -> Answer {
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 10 << 20).await.expect("a body");
    Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

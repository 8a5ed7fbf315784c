// SPDX-License-Identifier: EUPL-1.2
//! The forge's answers: broken, of other types, with numbers that fit nowhere, or plainly wrong.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use votum::clock::Clock;
use votum::domain::ids::{Project, Thread};
use votum::forge::gitlab::{GitLab, Settings};
use votum::forge::{Answer, Forge, Refusal, ReleaseText};
use votum::sandbox::{At, Proposal, Sandbox};

use super::change::{Graft, apply_all, graft};
use super::{Tried, attack};
use crate::world::*;

/// What becomes of an answer on its way.
#[derive(Clone, Debug)]
enum Spoilt {
    Grafted(Vec<Graft>),
    Cut(Index),
    Is(&'static str),
    Headed(&'static str, &'static str),
    Status(u16),
}

fn spoilt() -> impl Strategy<Value = Spoilt> {
    let bodies =
        ["", "null", "<html><body>Wartung</body></html>", "[[[[", "{}", "[]", "\u{feff}{}", "true", "[null]", "[{}]"];
    let headers = [
        ("retry-after", "9223372036854775807"),
        ("retry-after", "18446744073709551615"),
        ("retry-after", "-1"),
        ("retry-after", "Mon, 99 Foo 9999 25:61:61 GMT"),
        ("ratelimit-reset", "9223372036854775807"),
        ("ratelimit-reset", "253402207200"),
        ("ratelimit-remaining", "-5"),
        ("x-total", "-1"),
        ("x-next-page", "1"),
        ("x-next-page", "99999999999999999999"),
        ("link", "<http://elsewhere.example/?page=2>; rel=\"next\""),
        ("date", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ];
    prop_oneof![
        6 => prop::collection::vec(graft(), 1..4).prop_map(Spoilt::Grafted),
        1 => any::<Index>().prop_map(Spoilt::Cut),
        1 => select(bodies.to_vec()).prop_map(Spoilt::Is),
        2 => select(headers.to_vec()).prop_map(|(name, value)| Spoilt::Headed(name, value)),
        1 => select(vec![429, 503, 409, 404, 403, 302, 204]).prop_map(Spoilt::Status),
    ]
}

impl Spoilt {
    fn apply(&self, mut answer: Response<Bytes>) -> Response<Bytes> {
        match self {
            Self::Grafted(grafts) => {
                if let Ok(mut tree) = serde_json::from_slice::<Value>(answer.body()) {
                    apply_all(grafts, &mut tree);
                    *answer.body_mut() = Bytes::from(tree.to_string());
                }
            }
            Self::Cut(at) => {
                let end = at.index(answer.body().len() + 1);
                *answer.body_mut() = answer.body().slice(..end);
            }
            Self::Is(body) => *answer.body_mut() = Bytes::from_static(body.as_bytes()),
            Self::Headed(name, value) => {
                let status = if *name == "retry-after" || *name == "ratelimit-reset" { 429 } else { 200 };
                *answer.status_mut() = http::StatusCode::from_u16(status).expect("a status");
                answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            Self::Status(status) => *answer.status_mut() = http::StatusCode::from_u16(*status).expect("a status"),
        }
        answer
    }
}

/// A place with something of everything that votum reads.
fn place() -> (Sandbox, u64, u64) {
    let clock = Clock::by_hand(berlin("2026-03-02 09:00"));
    let sandbox = Sandbox::new(clock.clone());
    furnish(&sandbox);
    let next = || assert!(clock.set(clock.now() + SignedDuration::from_secs(1)));
    let ticket = sandbox.open_issue(TICKETS, "anna", "Karte", TEMPLATE);
    next();
    sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
    let note = sandbox.comment(&At::issue(TICKETS, ticket), "anna", "/vote ja");
    sandbox.react(&At::issue(TICKETS, ticket), note, "ben", "thumbsup");
    sandbox.react(&At::issue(TICKETS, ticket), None, "ben", "thumbsup");
    next();
    let proposal = Proposal::new(CORE, "dev", "Karte").describing("Vorgang: #1").touching(&["src/karte.ts", "a => b"]);
    let request = sandbox.open_merge_request(proposal);
    sandbox.comment(&At::merge_request(CORE, request), "rita", "/vote stand");
    sandbox.approve(CORE, request, "rev");
    sandbox.pipeline(CORE, request, "success");
    sandbox.protect(CORE, "main", 0, 40);
    let head = sandbox.branch_head(CORE, "main").expect("it has one");
    sandbox.set_tag(CORE, "rita", "v0.1.0", &head, "Erste Fassung");
    (sandbox, ticket, request)
}

fn settings() -> Settings {
    let token = "glpat-votum".to_string().into();
    Settings { forge_id: "opencode".into(), url: "http://gitlab.example".into(), token, ca_pem: None }
}

/// Looks at what an answer came to: a refusal is a sentence of some length, with a wait that can be waited for.
fn seen<T>(answer: Answer<T>) -> Tried {
    match answer {
        Ok(_) => Ok(()),
        Err(Refusal::Again { why, after }) => {
            prop_assert!(after.is_none_or(|after| after <= Duration::from_hours(1)), "waits {after:?}: {why}");
            prop_assert!(why.len() < 1_500 && why.contains(' '), "{why}");
            Ok(())
        }
        Err(Refusal::Never { why, .. }) => {
            prop_assert!(why.len() < 1_500 && why.contains(' '), "{why}");
            Ok(())
        }
    }
}

/// Asks everything that votum ever asks.
async fn asks_everything(forge: &GitLab, sandbox: &Sandbox, ticket: u64, request: u64) -> Tried {
    let project = |path: &str| Project { forge: "opencode".into(), path: path.into() };
    let thread = Thread::ticket(project(TICKETS), ticket);
    let merge = Thread::merge_request(project(CORE), request);
    let head = sandbox.merge_request(CORE, request).expect("it stands").head;
    let note = sandbox.notes(&At::issue(TICKETS, ticket))[0].id;
    seen(forge.bot().await)?;
    seen(forge.person("anna").await)?;
    seen(forge.project(CORE).await)?;
    seen(forge.ticket(TICKETS, ticket).await)?;
    seen(forge.label_changes(&thread).await)?;
    for thread in [&thread, &merge] {
        seen(forge.notes(thread).await)?;
        seen(forge.note(thread, note).await)?;
        seen(forge.awards(thread, Some(note)).await)?;
        seen(forge.awards(thread, None).await)?;
    }
    seen(forge.tickets_with(TICKETS, JOINT).await)?;
    seen(forge.open_merge_requests(CORE).await)?;
    seen(forge.merge_request(CORE, request).await)?;
    seen(forge.approvals(CORE, request).await)?;
    seen(forge.versions(CORE, request).await)?;
    seen(forge.commits(CORE, request).await)?;
    seen(forge.paths(CORE, request).await)?;
    seen(forge.pipeline(CORE, request, &head).await)?;
    seen(forge.statuses(CORE, &head).await)?;
    seen(forge.branch_head(CORE, "main").await)?;
    seen(forge.guard(CORE, "main", &["v*".to_string()]).await)?;
    seen(forge.tags(CORE).await)?;
    seen(forge.commits_between(CORE, "main", &head).await)?;
    seen(forge.has_release(CORE, "v0.1.0").await)?;
    seen(forge.write_note(&thread, "Guten Tag").await)?;
    seen(forge.write_thread(&merge, "Guten Tag").await)?;
    seen(forge.react(&thread, note, "inbox_tray").await)?;
    seen(forge.relabel(&thread, &["votum::voting".into()], &[]).await)?;
    seen(forge.merge(CORE, request, &head, "Zusammengeführt").await)?;
    seen(forge.tag(CORE, "v0.2.0", &head, "Fassung").await)?;
    let release = ReleaseText { tag: "v0.2.0".into(), notes: "Fassung".into(), ..ReleaseText::default() };
    seen(forge.release(CORE, &release).await)
}

/// One answer of each list is spoilt, again and again while it is asked.
#[test]
fn any_answer_is_read_or_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    attack(10, &spoilt(), |spoilt| {
        let (sandbox, ticket, request) = place();
        let answering = sandbox.clone();
        let within = move |ask: Request<Vec<u8>>| spoilt.apply(answering.answer(ask));
        let forge = GitLab::within(settings(), Arc::new(within)).expect("the settings are right");
        runtime.block_on(asks_everything(&forge, &sandbox, ticket, request))
    });
}

/// What an answer asks for beyond reason, votum does not wait for; and adding to it overflows nothing.
#[tokio::test]
async fn no_answer_makes_votum_wait_for_centuries() {
    for after in ["9223372036854775807", "18446744073709551615", "99999999999", "-1", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let mut w = World::new(On::Sqlite).await;
        let ticket = w.person("anna").opens("Karte").await;
        let refused = Arc::new(Mutex::new(0_usize));
        w.hears_through(move |mut answer| {
            let mut refused = refused.lock().expect("nobody panicked");
            *refused += 1;
            if *refused <= 6 {
                *answer.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                answer.headers_mut().insert("retry-after", HeaderValue::from_static(after));
                answer.headers_mut().insert("date", HeaderValue::from_static("Mon, 02 Mar 2026 08:00:00 GMT"));
            }
            answer
        })
        .await;
        w.person("olga").labels(ticket, JOINT).await;
        for _ in 0..12 {
            w.pass(SignedDuration::from_mins(90)).await;
        }
        assert_eq!(w.state(ticket).await, "reading", "after {after}");
        w.without_listening();
        w.end().await;
    }
}

/// A forge that lies and stammers for a whole vote: votum never panics over it and keeps its chain whole; once the forge
/// is well again, everything goes on.
#[test]
fn a_stammering_forge_breaks_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let inputs = (prop::collection::vec(spoilt(), 1..12), 2..9usize);
    attack(40, &inputs, |(spoilt, every)| {
        runtime.block_on(async {
            let mut w = World::new(On::Sqlite).await;
            let ticket = w.person("anna").opens("Karte").await;
            let turn = Arc::new(Mutex::new(0_usize));
            let change = move |answer| {
                let mut turn = turn.lock().expect("nobody panicked");
                *turn += 1;
                if usize::is_multiple_of(*turn, every) {
                    spoilt[*turn / every % spoilt.len()].apply(answer)
                } else {
                    answer
                }
            };
            w.hears_through(change).await;
            w.person("olga").labels(ticket, JOINT).await;
            for step in 0..8 {
                w.days(2).await;
                match step {
                    3 => drop(w.person("anna").says(ticket, "/vote ja").await),
                    4 => drop(w.person("dev").proposes(CORE, "Karte", &format!("Vorgang: #{ticket}")).await),
                    5 => w.person("ben").likes(ticket, "thumbsup").await,
                    _ => drop(w.engine.reconcile().await),
                }
                w.settle().await;
            }
            w.days(14).await;
            let panicked = w.panicked().await;
            prop_assert!(panicked.is_empty(), "{panicked:#?}");
            for verified in w.engine.verify().await.expect("the store stands") {
                prop_assert_eq!(verified.faults, Vec::<String>::new());
            }
            Ok(())
        })
    });
}

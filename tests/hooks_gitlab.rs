// SPDX-License-Identifier: EUPL-1.2
//! The front door for GitLab: who is let in, and what a payload is read as.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::Sha256;
use votum::domain::ids::Kind;
use votum::hooks::gitlab::read;
use votum::hooks::hint::{Actor, Hint};
use votum::hooks::signature::{KEY_MAX, Secrets, SigningKey, Stranger, WINDOW, delivery_key};

const NOW: i64 = 1_800_000_000;

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        (name, HeaderValue::from_str(value).expect("a header's value"))
    };
    pairs.iter().map(pair).collect()
}

fn now() -> Timestamp {
    Timestamp::from_second(NOW).expect("an instant")
}

fn key(byte: u8) -> String {
    format!("whsec_{}", STANDARD.encode([byte; 32]))
}

fn sign(byte: u8, id: &str, at: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&[byte; 32]).expect("a key");
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn signed(at: i64, signature: &str) -> HeaderMap {
    headers(&[("webhook-id", "d-1"), ("webhook-timestamp", &at.to_string()), ("webhook-signature", signature)])
}

fn secrets(tokens: &[&str], keys: &[u8]) -> Secrets {
    Secrets {
        tokens: tokens.iter().map(|&token| token.to_owned().into()).collect(),
        signing: keys.iter().map(|&byte| SigningKey::parse(&key(byte)).expect("a key")).collect(),
    }
}

#[test]
fn nothing_is_authentic_without_a_secret() {
    let open = headers(&[("x-gitlab-token", "")]);
    assert_eq!(Secrets::default().admit(&open, b"", now()), Err(Stranger::Unconfigured));
    assert_eq!(secrets(&[""], &[]).admit(&open, b"", now()), Err(Stranger::Token));
}

#[test]
fn any_token_of_a_rotation_is_let_in() {
    let both = secrets(&["new", "old"], &[]);
    for (given, fits) in [("new", true), ("old", true), ("ol", false), ("older", false), ("", false)] {
        let held = both.admit(&headers(&[("x-gitlab-token", given)]), b"{}", now());
        assert_eq!(held, if fits { Ok(()) } else { Err(Stranger::Token) }, "{given}");
    }
    assert_eq!(both.admit(&HeaderMap::new(), b"{}", now()), Err(Stranger::Token));
}

#[test]
fn a_signature_is_over_id_instant_and_body() {
    let known = secrets(&[], &[1, 2]);
    let body = b"{\"a\":1}";
    for byte in [1, 2] {
        assert_eq!(known.admit(&signed(NOW, &sign(byte, "d-1", NOW, body)), body, now()), Ok(()));
    }
    let list = format!("v1a,xxx v1,AAAA {}", sign(2, "d-1", NOW, body));
    assert_eq!(known.admit(&signed(NOW, &list), body, now()), Ok(()));
    let wrong = [
        (sign(3, "d-1", NOW, body), "a stranger's key"),
        (sign(1, "d-2", NOW, body), "another id"),
        (sign(1, "d-1", NOW - 1, body), "another instant"),
        (sign(1, "d-1", NOW, b"{}"), "another body"),
        ("v1,".to_owned(), "nothing"),
        (String::new(), "no signature"),
        (sign(1, "d-1", NOW, body).replace("v1,", "v2,"), "another version"),
    ];
    for (signature, why) in wrong {
        assert_eq!(known.admit(&signed(NOW, &signature), body, now()), Err(Stranger::Signature), "{why}");
    }
    let headless = headers(&[("webhook-id", "d-1")]);
    assert_eq!(known.admit(&headless, body, now()), Err(Stranger::Unsigned));
    assert_eq!(known.admit(&headers(&[("x-gitlab-token", "new")]), body, now()), Err(Stranger::Unsigned));
}

#[test]
fn a_replayed_signature_is_stale() {
    let known = secrets(&[], &[1]);
    for (shift, held) in [(WINDOW, true), (-WINDOW, true), (WINDOW + 1, false), (-WINDOW - 1, false)] {
        let at = NOW + shift;
        let found = known.admit(&signed(at, &sign(1, "d-1", at, b"")), b"", now());
        assert_eq!(found, if held { Ok(()) } else { Err(Stranger::Stale) }, "{shift}");
    }
    assert_eq!(known.admit(&signed(i64::MIN, "v1,x"), b"", now()), Err(Stranger::Stale));
}

#[test]
fn both_ways_configured_must_both_hold() {
    let both = secrets(&["t"], &[1]);
    let mut given = signed(NOW, &sign(1, "d-1", NOW, b""));
    assert_eq!(both.admit(&given, b"", now()), Err(Stranger::Token));
    given.insert("x-gitlab-token", HeaderValue::from_static("t"));
    assert_eq!(both.admit(&given, b"", now()), Ok(()));
    given.remove("webhook-signature");
    assert_eq!(both.admit(&given, b"", now()), Err(Stranger::Unsigned));
}

#[test]
fn keys_are_read_or_refused_and_never_shown() {
    for wrong in ["", "whsec_", "whsec_***", "AAAA", "WHSEC_AAAA"] {
        assert!(SigningKey::parse(wrong).is_none(), "{wrong}");
    }
    assert!(SigningKey::parse(key(7).trim_end_matches('=')).is_some(), "padding may be missing");
    let shown = format!("{:?}", secrets(&["geheim"], &[65]));
    assert!(!shown.contains("geheim") && !shown.contains("65") && !shown.contains("QUFB"), "{shown}");
}

#[test]
fn a_delivery_is_known_by_its_id_or_its_body() {
    let long = "x".repeat(KEY_MAX + 1);
    let digest = delivery_key(&HeaderMap::new(), b"body");
    assert_eq!(digest.len(), "sha256:".len() + 64);
    assert_eq!(delivery_key(&headers(&[("idempotency-key", "a-1")]), b"body"), "a-1");
    assert_eq!(delivery_key(&headers(&[("webhook-id", "b:2"), ("idempotency-key", "a-1")]), b"body"), "b:2");
    assert_eq!(delivery_key(&headers(&[("webhook-id", "b 2"), ("idempotency-key", "a-1")]), b"body"), "a-1");
    for odd in ["", "a b", "ä", "../x", &long] {
        assert_eq!(delivery_key(&headers(&[("idempotency-key", odd)]), b"body"), digest, "{odd}");
    }
    assert_eq!(delivery_key(&headers(&[("x-gitlab-event-uuid", "u")]), b"body"), digest);
    assert_ne!(delivery_key(&HeaderMap::new(), b"other"), digest);
}

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("a fixture is JSON")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[test]
fn an_edited_note_is_read_with_numbers_as_strings() {
    let body = fixture(include_str!("payloads/note_edit.json"));
    let notice = read(Some("Note Hook"), &body);
    assert_eq!((notice.project.as_str(), notice.project_id), ("verbund/vorgaenge", Some(7)));
    let expected = Hint::Note {
        kind: Kind::Ticket,
        iid: 101,
        note: 9001,
        author: Actor { id: 41, name: "anna".into() },
        body: "/vote ja".into(),
        created_at: at("2026-03-02T09:00:00Z"),
        edited: true,
        system: false,
        internal: false,
    };
    assert_eq!(notice.hint, Some(expected));
}

#[test]
fn a_note_without_action_is_new_unless_touched_later() {
    let mut body = fixture(include_str!("payloads/note_edit.json"));
    let edited = |body: &Value| match read(None, body).hint {
        Some(Hint::Note { edited, .. }) => edited,
        other => panic!("{other:?}"),
    };
    body["object_attributes"]["action"] = json!("create");
    assert!(!edited(&body), "the action outweighs the instants");
    body["object_attributes"]["action"] = Value::Null;
    body["object_attributes"]["updated_at"] = body["object_attributes"]["created_at"].clone();
    assert!(!edited(&body));
    body["object_attributes"]["action"] = json!("update");
    assert!(edited(&body));
}

#[test]
fn a_confidential_note_is_internal() {
    let mut body = fixture(include_str!("payloads/note_edit.json"));
    body["event_type"] = json!("confidential_note");
    let internal = matches!(read(None, &body).hint, Some(Hint::Note { internal: true, .. }));
    assert!(internal);
}

#[test]
fn a_removed_reaction_keeps_its_tone_and_has_no_instant() {
    let mut body = fixture(include_str!("payloads/emoji_revoke.json"));
    let expected = |revoked: bool, when: Option<Timestamp>| Hint::Award {
        kind: Kind::MergeRequest,
        iid: 12,
        note: None,
        award: 77,
        by: Actor { id: 41, name: "anna".into() },
        name: "thumbsup_tone3".into(),
        at: when,
        revoked,
    };
    assert_eq!(read(None, &body).hint, Some(expected(true, None)));
    body["event_type"] = json!("award");
    assert_eq!(read(None, &body).hint, Some(expected(false, Some(at("2026-03-02T09:00:00Z")))));
    body["event_type"] = Value::Null;
    body["object_attributes"]["action"] = json!("revoke");
    assert_eq!(read(None, &body).hint, Some(expected(true, None)));
}

#[test]
fn a_push_to_a_merge_request_is_told_for_the_target() {
    let mut body = fixture(include_str!("payloads/merge_request_push.json"));
    let notice = read(Some("Merge Request Hook"), &body);
    assert_eq!((notice.project.as_str(), notice.project_id), ("verbund/modul", Some(8)));
    let by = Some(Actor { id: 43, name: "ben".into() });
    assert_eq!(notice.hint, Some(Hint::MergeRequest { iid: 12, by: by.clone(), pushed: true }));
    body["object_attributes"]["oldrev"] = Value::Null;
    assert_eq!(read(None, &body).hint, Some(Hint::MergeRequest { iid: 12, by, pushed: false }));
}

#[test]
fn pushes_and_pipelines_are_read() {
    let zeros = "0".repeat(40);
    let push = |reference: &str, after: &str| json!({ "object_kind": "push", "ref": reference, "after": after, "user_id": 3, "user_username": "cem" });
    let by = Some(Actor { id: 3, name: "cem".into() });
    let main = || "main".to_owned();
    let tip = Hint::Push { branch: main(), head: Some("abc1".into()), by: by.clone() };
    assert_eq!(read(None, &push("refs/heads/main", "abc1")).hint, Some(tip));
    assert_eq!(read(None, &push("refs/heads/main", &zeros)).hint, Some(Hint::Push { branch: main(), head: None, by }));
    assert_eq!(read(None, &push("refs/tags/v1", "abc1")).hint, None);
    let body = json!({ "object_attributes": { "sha": "abc1" }, "merge_request": { "iid": 5 } });
    let expected = Hint::Pipeline { sha: "abc1".into(), merge_request: Some(5) };
    assert_eq!(read(Some("Pipeline Hook"), &body).hint, Some(expected));
}

#[test]
fn what_votum_does_not_use_is_a_notice_without_a_hint() {
    for body in [Value::Null, json!([]), json!({ "object_kind": 5 }), json!({ "object_kind": "wiki_page" })] {
        assert_eq!(read(None, &body).hint, None, "{body}");
    }
    for noteable in ["Commit", "Snippet", "WikiPage::Meta", ""] {
        let mut body = fixture(include_str!("payloads/note_edit.json"));
        body["object_attributes"]["noteable_type"] = json!(noteable);
        assert_eq!(read(None, &body).hint, None, "{noteable}");
    }
}

/// GitLab's own example payloads, where the folder with them is at hand.
#[test]
fn gitlabs_own_examples_are_read() {
    let shared = std::env::var_os("VOTUM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("gitlab-contract/webhooks");
    let Ok(index) = std::fs::read_to_string(folder.join("index.json")) else {
        println!("skipped: no GitLab examples at hand (set VOTUM_SHARED)");
        return;
    };
    for entry in fixture(&index).as_array().expect("a list") {
        let file = entry["file"].as_str().expect("a name");
        let body = fixture(&std::fs::read_to_string(folder.join(file)).expect("an example"));
        let notice = read(entry["x_gitlab_event"].as_str(), &body);
        let fits = match file {
            "issue.json" => matches!(notice.hint, Some(Hint::Ticket { iid: 23, .. })),
            "note_issue.json" => matches!(notice.hint, Some(Hint::Note { kind: Kind::Ticket, iid: 17, .. })),
            "note_merge_request.json" => {
                matches!(notice.hint, Some(Hint::Note { kind: Kind::MergeRequest, note: 1244, .. }))
            }
            "emoji_award_issue_note.json" => {
                matches!(notice.hint, Some(Hint::Award { iid: 42, note: Some(363), revoked: false, at: Some(_), .. }))
            }
            "merge_request_open.json" => matches!(notice.hint, Some(Hint::MergeRequest { iid: 16, pushed: false, .. })),
            file if file.contains(".partial.") => true,
            "pipeline.json" => matches!(notice.hint, Some(Hint::Pipeline { merge_request: Some(1), .. })),
            "push.json" => matches!(notice.hint, Some(Hint::Push { head: Some(_), .. })),
            _ => notice.hint.is_none(),
        };
        assert!(fits, "{file}: {notice:?}");
        assert!(file.contains("partial") || notice.hint.is_none() || notice.project.contains('/'), "{file}");
    }
}

/// Any JSON, with GitLab's own words more likely than others.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("object_kind"),
        Just("object_attributes"),
        Just("event_type"),
        Just("user"),
        Just("project"),
        Just("issue"),
        Just("merge_request"),
        Just("note"),
        Just("emoji"),
        Just("push"),
        Just("pipeline"),
        Just("id"),
        Just("iid"),
        Just("action"),
        Just("noteable_type"),
        Just("awardable_type"),
        Just("Issue"),
        Just("MergeRequest"),
        Just("Note"),
        Just("created_at"),
        Just("updated_at"),
        Just("ref"),
        Just("after"),
        Just("sha"),
        Just("oldrev"),
        Just("target"),
        Just("path_with_namespace"),
        Just("refs/heads/"),
        Just("2015-05-17 17:06:40 UTC"),
        Just("9999-12-31 24:99:99 +9999"),
        Just("-009999-01-02T01:59:59Z"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 96, 12, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(word.clone().prop_map(str::to_owned), inner, 0..12)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_fails(event in ".{0,24}", kind in "issue|note|emoji|merge_request|pipeline|push|work_item",
                           attributes in anything(), mut body in anything()) {
        let _ = read(Some(&event), &body);
        if let Some(object) = body.as_object_mut() {
            object.insert("object_kind".into(), kind.into());
            object.insert("object_attributes".into(), attributes);
        }
        let _ = read(None, &body);
    }
}

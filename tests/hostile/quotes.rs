// SPDX-License-Identifier: EUPL-1.2
//! What votum writes while people write what they like: no line of it commands, calls everybody, closes or hides anything.

use proptest::prelude::*;
use regex::Regex;
use votum::sandbox::At;

use super::{Tried, attack};
use crate::say::laws::{inert, plain_markdown, words};
use crate::world::*;

/// What closes a ticket at GitLab when it stands in a commit on the default branch.
const CLOSES: &str = r"(?i)\b((?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)(?::|\b)\s*(?:issues? +)?(?:\S*#\d+|\S+/-/(?:issues|work_items)/\d+))";

/// Everything that votum has written so far at a place, without its hidden marker.
fn written(w: &World, at: &At) -> Vec<String> {
    let notes = w.sandbox.notes(at).into_iter().filter(|note| note.author == "votum-bot" && !note.system);
    notes.map(|note| note.body.split("<!-- votum:").next().unwrap_or_default().trim_end().to_string()).collect()
}

async fn year(words: &str) -> Tried {
    let one = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let one = if one.is_empty() { "–" } else { one.as_str() };
    let mut w = World::new(On::Sqlite).await;
    w.without_listening();
    for name in ["anna", "ben", "cem", "olga", "rita", "dev"] {
        w.sandbox.display_name(name, words);
    }
    let title = format!("Karte {one}");
    let ticket = w.person("anna").opens_with(&title, &format!("{TEMPLATE}\n\n{words}")).await;
    w.person("olga").labels(ticket, JOINT).await;
    w.person("guest").labels(ticket, &format!("prozess::{one}")).await;
    w.say(ticket, &[("anna", &format!("/vote vielleicht{one}")), ("guest", &format!("/vote ungültig {one}"))]).await;
    w.opens(ticket).await;
    let request = w.person("dev").proposes(CORE, words, &format!("Vorgang: #{ticket}\n\n{words}")).await;
    let place = At::merge_request(CORE, request);
    for (name, said) in [
        ("anna", format!("/vote ja – {one}")),
        ("ben", format!("/vote ja: {one}")),
        ("ben", format!("/vote nein für {one}")),
        ("cem", format!("/vote {one}")),
        ("dora", format!("/vote befangen {one}")),
        ("cem", format!("/vote vollmacht @{one}")),
        // A reason may make a comment no command at all; what is plain counts.
        ("anna", "/vote ja".to_string()),
        ("ben", "/vote ja".to_string()),
        ("cem", "/vote ja".to_string()),
        ("olga", format!("/vote extend 2026-04-30 {one}")),
        ("olga", format!("/vote erledigt {one}")),
    ] {
        // GitLab takes some words for itself and keeps no note of them.
        if let Some(note) = w.sandbox.comment(&At::issue(TICKETS, ticket), name, &said) {
            assert!(note > 0);
        }
        w.second();
        w.settle().await;
    }
    w.person("rita").says_at(&place, &format!("/vote hold Grund {one}")).await;
    w.person("rita").says_at(&place, "/vote unhold").await;
    w.person("rita").says_at(&place, &format!("/vote release Fassung{one}")).await;
    w.person("rev").approves(CORE, request).await;
    w.ends(ticket).await;
    prop_assert_eq!(w.state(ticket).await, "accepted accepted");
    prop_assert_eq!(w.stands(CORE, request), "merged");
    let second =
        w.person("anna").opens_with(&title, &format!("{TEMPLATE}\nWiedervorlage von: #{ticket} {words}")).await;
    w.person("olga").labels(second, JOINT).await;
    w.person("olga").says(second, &format!("/vote ungültig {one}")).await;

    let places = [At::issue(TICKETS, ticket), At::issue(TICKETS, second), place];
    let mut texts: Vec<String> = places.iter().flat_map(|place| written(&w, place)).collect();
    texts.extend(w.sandbox.releases(CORE).into_iter().flat_map(|release| [release.name, release.description]));
    prop_assert!(texts.len() >= 8, "{texts:#?}");
    for text in &texts {
        inert(text);
        plain_markdown(text);
    }
    let mut messages: Vec<String> = w.sandbox.tags(CORE).into_iter().map(|tag| tag.message).collect();
    let sheet = w.store.request(PARTNERSHIP, &format!("opencode:{CORE}"), request).await.expect("the store stands");
    if sheet.is_some_and(|sheet| sheet.merged_with_clearance == Some(true)) {
        let head = w.sandbox.branch_head(CORE, "main").expect("it has one");
        messages.push(w.sandbox.message(&head).expect("it is a commit"));
        prop_assert!(messages.len() >= 2, "{messages:#?}");
    } else {
        // GitLab obeys a `/merge` in what the author writes, before anything is cleared: the words of that commit are
        // GitLab's and the author's, and it gets no tag.
        prop_assert!(words.contains("/merge") && messages.is_empty(), "{messages:#?}");
    }
    let closes = Regex::new(CLOSES).expect("a pattern");
    for message in &messages {
        inert(message);
        prop_assert!(!closes.is_match(message), "closes something:\n{message}");
        prop_assert!(!message.to_lowercase().contains("[skip ci]") && !message.to_lowercase().contains("[ci skip]"));
    }
    for status in w.sandbox.statuses(CORE, &w.sandbox.merge_request(CORE, request).expect("it stands").head) {
        prop_assert!(status.description.chars().count() <= 255 && !status.description.contains('\n'));
    }
    w.end().await;
    Ok(())
}

#[test]
fn whatever_people_write_votum_stays_harmless() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    attack(50, &words(), |words| runtime.block_on(year(&words)));
}

// SPDX-License-Identifier: EUPL-1.2
//! A release at a forge that fails before or after each thing it is asked for, and one where others were first: it comes
//! about once, or stops with an alarm.

use std::collections::BTreeSet;

use crate::story;
use crate::world::*;
use votum::sandbox::{At, Fault};

/// Milestones are made and files kept, so that every step of a release is taken.
fn rules(rules: String) -> String {
    rules + "\n[release]\nmilestones = \"create\"\nfiles = [\"publiccode.yml\", \"CHANGELOG.md\"]\n"
}

/// A merge request is about to be merged: a decided feature's, or a bug's, which is quicker.
async fn ready(decided: bool) -> (World, u64) {
    let mut w = World::with(On::Sqlite, rules).await;
    w.sandbox.file(CORE, "publiccode.yml", PUBLICCODE);
    let ticket = if decided {
        w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await
    } else {
        w.tables(BUG).await
    };
    let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
    (w, request)
}

/// It is approved, merged and released; whatever had to wait has had its time.
async fn released(w: &mut World, request: u64) {
    w.second();
    w.sandbox.approve(CORE, request, "rev");
    w.settle().await;
    for _ in 0..4 {
        w.minutes(6).await;
    }
}

/// What a person sees of it at the forge and in the register.
async fn seen(w: &World, request: u64) -> String {
    let commit = w.sandbox.branch_head(CORE, "main");
    let tags: Vec<_> = w.sandbox.tags(CORE).into_iter().map(|tag| (tag.name, Some(tag.commit) == commit)).collect();
    let releases = w.sandbox.releases(CORE);
    let releases: Vec<_> = releases.iter().map(|r| (&r.tag, &r.description, &r.links, &r.milestones)).collect();
    let register = w.request(CORE, request).await;
    let files = ["publiccode.yml", "CHANGELOG.md"].map(|path| w.sandbox.file_at(CORE, "votum/version", path));
    let proposed = w.sandbox.merge_request(CORE, request + 1).map(|it| (it.title, it.description, it.author, it.state));
    let gate = if proposed.is_some() { w.gate(CORE, request + 1).await } else { String::new() };
    let more = w.sandbox.merge_request(CORE, request + 2).is_some();
    let troubles: Vec<String> = w.health.troubles().into_keys().filter(|name| name.starts_with("releases")).collect();
    let milestones = w.sandbox.milestones(CORE);
    format!(
        "{tags:?} {releases:#?} {milestones:?} {:?} {troubles:?} {files:#?} {proposed:#?} {gate} {more}",
        register.tag
    )
}

/// The calls that were made, each once.
fn calls(w: &World) -> BTreeSet<String> {
    w.sandbox.calls().into_iter().map(|call| format!("{} {}", call.method, call.path)).collect()
}

/// Everything that a release is to show, and the steps that it takes.
#[tokio::test]
async fn a_release_from_end_to_end() {
    let (mut w, request) = ready(true).await;
    w.sandbox.forget_calls();
    released(&mut w, request).await;
    let seen = seen(&w, request).await;
    for part in [
        "v0.1.0",
        "B-2026-001",
        "Erforderlich: 3 Ja",
        "Noch offen",
        "von `dev`",
        "votum.example/talverbund/releases/v0.1.0",
        "softwareVersion: '0.1.0' # hier",
        "## v0.1.0 – 2026-03",
    ] {
        assert!(seen.contains(part), "{part} is missing in {seen}");
    }
    assert!(seen.contains("[(\"v0.1.0\", true)] Some(\"v0.1.0\") []"), "the milestone is closed: {seen}");
    assert!(seen.ends_with("waiting: review-missing false"), "one merge request, and it needs no ticket: {seen}");
    let message = w.sandbox.tags(CORE).pop().expect("it is tagged").message;
    assert!(message.contains("Beschluss B-2026-001") && message.contains("Nachweis: Eintrag "), "{message}");
    assert!(!message.contains("dev") && !message.contains("Wanderwege"), "a tag stays for ever: {message}");
    let calls = calls(&w);
    for kind in [
        "POST repository/tags",
        "POST releases",
        "POST milestones",
        "PUT milestones",
        "PUT /merge",
        "POST repository/commits",
        "POST merge_requests",
    ] {
        let is = |call: &&String| kind.split(' ').all(|word| call.contains(word));
        assert!(calls.iter().any(|call| is(&call)), "{kind} is part of it: {calls:?}");
    }
    w.without_listening();
    w.end().await;
}

/// The release comes about alike where any one call fails once.
async fn every_call_fails_once(fault: Fault) {
    let (mut w, request) = ready(false).await;
    w.sandbox.forget_calls();
    released(&mut w, request).await;
    let expected = seen(&w, request).await;
    let calls = calls(&w);
    assert!(calls.len() > 20, "a release takes many calls: {calls:?}");
    for call in calls {
        let (mut w, request) = ready(false).await;
        w.sandbox.fails_next(fault, &call, 1);
        released(&mut w, request).await;
        let found = seen(&w, request).await;
        pretty_assertions::assert_eq!(found, expected, "{fault:?} at {call}");
        w.without_listening();
        w.end().await;
    }
}

#[tokio::test]
async fn every_call_fails_before_its_effect() {
    every_call_fails_once(Fault::Status(503)).await;
}

#[tokio::test]
async fn every_call_fails_after_its_effect() {
    every_call_fails_once(Fault::StatusAfter(502)).await;
}

story! {
    /// The tag was set by hand at the merge: it is taken for the release's own.
    a_tag_at_the_same_commit, |rules| rules + "\n[release]\nmode = \"on-command\"\n", w => {
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(CORE, request).await;
        w.sandbox.set_tag(CORE, "dev", "v1.0.0", "main", "Von Hand");
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v1.0.0"]);
        assert_eq!(w.sandbox.releases(CORE).len(), 1, "a tag without a release gets it");
        assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some("v1.0.0"));
        w.without_listening();
    }
}

/// A bug's merge request is merged while the tag that it would get stands at another commit; returns its number, its place
/// and that commit.
async fn merges_beside_a_tag(w: &mut World) -> (u64, At, String) {
    let bug = w.tables(BUG).await;
    let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
    let head = w.sandbox.push_to_branch(CORE, "woanders", "dev", "Nebenan");
    w.sandbox.set_tag(CORE, "dev", "v0.1.0", &head, "");
    w.person("rev").approves(CORE, request).await;
    (request, At::merge_request(CORE, request), head)
}

story! {
    /// The tag stands at another commit: no second one, an alarm, and it goes on when the wrong one is gone.
    a_tag_at_another_commit, |rules| rules + "\n[release]\nmode = \"on-command\"\n", w => {
        let (request, place, head) = merges_beside_a_tag(&mut w).await;
        w.reads(&place);
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        w.hears_at(&place, "gibt es auf der Plattform bereits, aber an einer anderen Änderung");
        w.days(1).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        assert!(w.health.troubles()["releases opencode:talverbund/kern"].contains(&head));
        w.person("rita").says_at(&place, "/vote release").await;
        w.hears_at(&place, "gerade kein Versions-Tag");
        w.sandbox.drop_tag(CORE, "v0.1.0", true);
        w.minutes(10).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some("v0.1.0"));
        assert_eq!(w.health.troubles().keys().filter(|name| name.starts_with("releases")).count(), 0);
        w.without_listening();
    }
}

story! {
    /// Another version is named instead.
    another_version_is_named, |rules| rules + "\n[release]\nmode = \"on-command\"\n", w => {
        let (request, place, _) = merges_beside_a_tag(&mut w).await;
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        w.person("rita").says_at(&place, "/vote release 0.2.0").await;
        w.minutes(10).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.2.0"]);
        assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some("v0.2.0"));
        w.without_listening();
    }
}

story! {
    /// A release stands there, and its tag was taken away by a push: the tag is set, and the release stays as it is.
    a_release_without_its_tag, w => {
        w.sandbox.set_tag(CORE, "dev", "v0.1.0", "main", "");
        w.sandbox.publish(CORE, "dev", "v0.1.0", "Von Hand");
        w.sandbox.drop_tag(CORE, "v0.1.0", false);
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        let texts: Vec<String> = w.sandbox.releases(CORE).into_iter().map(|release| release.description).collect();
        assert_eq!(texts, ["Von Hand"]);
        w.without_listening();
    }
}

story! {
    /// Where the forge cannot compare, nothing is tagged over what was not seen: votum waits with an alarm.
    what_cannot_be_compared, w => {
        w.sandbox.set_tag(CORE, "dev", "v0.1.0", "main", "");
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        w.sandbox.fails_next(Fault::Status(404), "GET compare", 10_000);
        w.person("rev").approves(CORE, request).await;
        w.minutes(30).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.reads_up_to(&At::merge_request(CORE, request), "zeigt nicht, welche Änderungen");
        assert!(w.health.troubles().contains_key("releases opencode:talverbund/kern"));
        w.sandbox.heal();
        w.minutes(10).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"]);
        w.without_listening();
    }
}

story! {
    /// A forge that refuses the tag for good: an alarm, and after it was mended `votum outbox retry` goes on.
    a_tag_that_is_refused, w => {
        w.sandbox.protect_tags(CORE, "v*", 50);
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(CORE, request).await;
        w.reads_up_to(&At::merge_request(CORE, request), "hat `v0.1.0` abgelehnt");
        assert!(w.health.troubles()["releases opencode:talverbund/kern"].contains("votum outbox retry"));
        w.sandbox.protect_tags(CORE, "v*", 40);
        assert_eq!(w.engine.try_again(None).await.expect("the store stands"), 1);
        w.settle().await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        assert!(!w.health.troubles().contains_key("releases opencode:talverbund/kern"));
        w.without_listening();
    }
}

/// The rules of a project whose files votum keeps.
fn keeping(rules: &str) -> String {
    rules.replace("\"docs/**\", \"*.md\"", "\"docs/**\"")
        + "\n[release]\nfiles = [\"publiccode.yml\", \"CHANGELOG.md\"]\n"
}

/// A bug's merge request, merged and reviewed; returns its number.
async fn mends(w: &mut World, bug: u64) -> u64 {
    let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
    w.person("rev").approves(CORE, request).await;
    assert_eq!(w.stands(CORE, request), "merged");
    request
}

const PUBLICCODE: &str =
    "publiccodeYmlVersion: '0.4'\nname: Talkarte\nsoftwareVersion: '0.0.1' # hier\nreleaseDate: 2025-01-01\n";

story! {
    /// Files are kept current through one merge request, which needs a review and no ticket, and makes no version of its
    /// own when it is merged; a newer release renews it.
    files_are_kept_current, |rules| keeping(&rules), w => {
        w.sandbox.file(CORE, "publiccode.yml", PUBLICCODE);
        let bug = w.tables(BUG).await;
        let files = mends(&mut w, bug).await + 1;
        let view = w.sandbox.merge_request(CORE, files).expect("votum has opened it");
        assert_eq!((view.author.as_str(), view.source_branch.as_str()), ("votum-bot", "votum/version"));
        assert_eq!(w.gate(CORE, files).await, "waiting: review-missing");
        mends(&mut w, bug).await;
        let view = w.sandbox.merge_request(CORE, files).expect("it stands");
        assert!(view.title.contains("v0.1.1"), "{}", view.title);
        assert!(w.sandbox.merge_request(CORE, files + 2).is_none(), "there is one");
        w.person("rev").approves(CORE, files).await;
        assert_eq!(w.stands(CORE, files), "merged");
        let text = w.sandbox.file_at(CORE, "main", "publiccode.yml").expect("it stands");
        let expected = PUBLICCODE.replace("0.0.1", "0.1.1").replace("2025-01-01", "2026-03-02");
        assert_eq!(text, expected);
        let log = w.sandbox.file_at(CORE, "main", "CHANGELOG.md").expect("it was made");
        let (newer, older) = (log.find("## v0.1.1 – 2026-03-02"), log.find("## v0.1.0 – 2026-03-02"));
        assert!(newer.is_some() && newer < older, "{log}");
        assert!(log.contains("talverbund/steuerung#1") && !log.contains("dev"), "no accounts in a repository: {log}");
        w.days(1).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"], "keeping files is no reason for a version");
        mends(&mut w, bug).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1", "v0.1.2"], "and stops none");
        w.without_listening();
    }
}

story! {
    /// Somebody pushes to votum's branch: the merge request becomes one like any other, and votum overwrites nothing.
    a_push_makes_it_ordinary, |rules| keeping(&rules), w => {
        w.sandbox.file(CORE, "publiccode.yml", PUBLICCODE);
        let bug = w.tables(BUG).await;
        let files = mends(&mut w, bug).await + 1;
        w.person("rev").approves(CORE, files).await;
        assert_eq!(w.stands(CORE, files), "merged");
        let files = mends(&mut w, bug).await + 1;
        w.second();
        let foreign = w.sandbox.write_file(CORE, "votum/version", "dev", "CHANGELOG.md", "alles anders");
        w.settle().await;
        assert_eq!(w.gate(CORE, files).await, "waiting: no-ticket, review-missing");
        w.person("rev").approves(CORE, files).await;
        assert_eq!(w.stands(CORE, files), "opened", "what somebody else pushed has to name a ticket");
        mends(&mut w, bug).await;
        w.minutes(10).await;
        assert_eq!(w.sandbox.branch_head(CORE, "votum/version"), Some(foreign));
        assert!(w.health.troubles()["files opencode:talverbund/kern"].contains("not votum's"));
        w.sandbox.drop_branch(CORE, "votum/version");
        w.minutes(10).await;
        assert!(!w.health.troubles().contains_key("files opencode:talverbund/kern"));
        assert_eq!(w.gate(CORE, files).await, "waiting: review-missing");
        w.without_listening();
    }
}

story! {
    /// Retargeted to another branch, votum's merge request would bring more than its files: it is none of votum's then.
    a_retarget_is_no_way_around, |text| keeping(&text).replace("[gate]", "[gate]\nbranches = [\"stabil\"]"), w => {
        w.sandbox.file(CORE, "publiccode.yml", PUBLICCODE);
        w.sandbox.push_to_branch(CORE, "stabil", "rita", "Zweig");
        let bug = w.tables(BUG).await;
        let files = mends(&mut w, bug).await + 1;
        w.second();
        w.sandbox.retarget(CORE, files, "dev", "stabil");
        w.settle().await;
        assert_eq!(w.gate(CORE, files).await, "waiting: no-ticket, review-missing");
        w.without_listening();
    }
}

story! {
    /// A file that cannot be read line by line is left alone with a word; the others are kept all the same.
    a_file_that_cannot_be_read, |rules| keeping(&rules), w => {
        w.sandbox.file(CORE, "publiccode.yml", "publiccodeYmlVersion: '0.4'\nsoftwareVersion: |\n  0.0.1\n");
        let bug = w.tables(BUG).await;
        mends(&mut w, bug).await;
        let about = "file publiccode.yml of opencode:talverbund/kern";
        assert!(w.health.troubles()[about].contains("softwareVersion is not on one plain line"));
        assert!(w.sandbox.file_at(CORE, "votum/version", "CHANGELOG.md").is_some());
        w.without_listening();
    }
}

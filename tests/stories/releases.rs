// SPDX-License-Identifier: EUPL-1.2
//! Tags and releases after a merge.

use crate::story;
use crate::world::*;
use votum::sandbox::{At, Proposal};

/// A bug's merge request, merged and reviewed; returns its number.
async fn mends(w: &mut World, named: &str) -> u64 {
    let request = w.person("dev").proposes(CORE, "Absturz behoben", named).await;
    w.person("rev").approves(CORE, request).await;
    assert_eq!(w.stands(CORE, request), "merged");
    request
}

story! {
    /// A bug moves the patch, anything else the minor version; the first tag is v0.1.0; one release each.
    versions_in_order, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        mends(&mut w, &bug).await;
        mends(&mut w, &bug).await;
        let feature = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        mends(&mut w, &format!("{bug}\nVorgang: #{feature}")).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1", "v0.2.0"]);
        let releases = w.sandbox.releases(CORE);
        assert_eq!(releases.iter().map(|release| release.tag.as_str()).collect::<Vec<_>>(), ["v0.1.0", "v0.1.1", "v0.2.0"]);
        assert!(releases[2].description.contains("B-2026-001"), "{}", releases[2].description);
        w.without_listening();
    }
}

story! {
    /// `breaking` moves the major version, below 1.0 the minor one – but only if operations or release managers set it.
    breaking_changes, w => {
        w.sandbox.set_tag(CORE, "rita", "v1.2.3", "main", "");
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        for (name, tag) in [("dev", "v1.2.4"), ("rita", "v2.0.0")] {
            let request = w.person("dev").proposes(CORE, "Absturz behoben", &bug).await;
            w.person(name).labels_request(CORE, request, "breaking").await;
            w.person("rev").approves(CORE, request).await;
            assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some(tag));
        }
        let ticket = w.tables(BUG).await;
        w.person("olga").labels(ticket, "breaking").await;
        mends(&mut w, &format!("Vorgang: #{ticket}")).await;
        assert_eq!(w.tags(CORE).last().map(String::as_str), Some("v3.0.0"));
        w.without_listening();
    }
}

story! {
    /// Commits that came past the gate stop the tag with an alarm that names them, until a release manager lets them pass.
    foreign_commits_stop_the_tag, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        mends(&mut w, &bug).await;
        w.second();
        let foreign = w.sandbox.push_to_branch(CORE, "main", "dev", "Schnell noch");
        let request = mends(&mut w, &bug).await;
        let place = At::merge_request(CORE, request);
        w.reads_up_to(&place, "Kein Versions-Tag");
        assert!(w.notes(&place).iter().any(|(_, body)| body.contains(&foreign[..8]) && body.contains("zuständig")));
        assert!(w.health.troubles().contains_key("releases opencode:talverbund/kern"));
        w.days(2).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.person("dev").says_at(&place, "/vote release").await;
        w.hears_at(&place, "Release-Verantwortung");
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"]);
        assert!(!w.health.troubles().contains_key("releases opencode:talverbund/kern"));
        let text = w.sandbox.releases(CORE).pop().expect("it is released").description;
        assert!(text.contains("Ohne Freigabe aufgenommen") && text.contains(&foreign[..8]), "{text}");
        mends(&mut w, &bug).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1", "v0.1.2"]);
        w.without_listening();
    }
}

story! {
    /// What was merged by hand without clearance stops the next tag.
    an_uncleared_merge_stops_the_next_tag, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        mends(&mut w, &bug).await;
        let wild = w.person("dev").proposes(CORE, "Wildwuchs", "Ohne.").await;
        w.person("dev").merges(CORE, wild).await;
        let wild = At::merge_request(CORE, wild);
        w.reads(&wild);
        w.person("rita").says_at(&wild, "/vote release").await;
        w.hears_at(&wild, "bekommt keine eigene Version");
        let next = mends(&mut w, &bug).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        let place = At::merge_request(CORE, next);
        w.reads_up_to(&place, "!2, ohne Freigabe zusammengeführt: kein Vorgang verknüpft – zuständig");
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"]);
        assert_eq!(w.request(CORE, 2).await.tag.as_deref(), Some("v0.1.1"), "the one past the gate is in it");
        w.without_listening();
    }
}

story! {
    /// Squashed and fast-forwarded merges are tagged at the commit on the branch.
    every_merge_method, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        for method in ["merge", "rebase_merge", "ff"] {
            w.sandbox.merge_method(CORE, method);
            let request = mends(&mut w, &bug).await;
            let merged = w.request(CORE, request).await;
            assert_eq!(merged.merged_sha, w.sandbox.branch_head(CORE, "main"), "{method}");
            let tag = w.sandbox.tags(CORE).pop().expect("it is tagged");
            assert_eq!((merged.tag, merged.merged_sha), (Some(tag.name), Some(tag.commit)), "{method}");
        }
        w.without_listening();
    }
}

story! {
    /// Two merges of the same moment: two tags, one after the other.
    two_merges_at_once, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        w.sandbox.ci(CORE, true);
        for _ in 0..2 {
            let request = w.person("dev").proposes(CORE, "Absturz behoben", &bug).await;
            w.person("rev").approves(CORE, request).await;
        }
        w.second();
        w.sandbox.pipeline(CORE, 1, "success");
        w.sandbox.pipeline(CORE, 2, "success");
        w.settle().await;
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, 1), w.stands(CORE, 2)), ("merged", "merged"));
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"]);
        w.without_listening();
    }
}

story! {
    /// A merge request from a fork goes the same way.
    from_a_fork, w => {
        let bug = w.tables(BUG).await;
        w.second();
        let proposal = Proposal::new(CORE, "guest", "Absturz behoben").describing(&format!("Vorgang: #{bug}")).from_fork();
        let request = w.sandbox.open_merge_request(proposal);
        w.settle().await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE)), ("merged", vec!["v0.1.0".to_string()]));
        w.without_listening();
    }
}

story! {
    /// Another process says pause and resume, as the command line does: the running votum heeds both.
    paused_from_elsewhere, w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        w.another_process().await.pause(true).await.expect("the store stands");
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &bug).await;
        w.person("rev").approves(CORE, request).await;
        w.reconciles().await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.another_process().await.pause(false).await.expect("the store stands");
        w.reconciles().await;
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 1));
        w.without_listening();
    }
}

story! {
    /// A maintainer can rewrite anybody's comment: a command written into it is not carried out.
    a_rewritten_comment_commands_nothing, w => {
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "Approval");
        let note = w.person("rita").says_at(&place, "Sehr schön.").await;
        w.second();
        w.sandbox.edit_note(&place, note, "dev", "/vote ausnahme Eilt");
        w.settle().await;
        w.hears_at(&place, "bearbeitet");
        let vote = w.votes_on(JOINT).await;
        let note = w.person("olga").says(vote, "Guten Tag.").await;
        w.person("dev").edits(vote, note, "/vote ungültig Formfehler").await;
        w.hears(vote, "bearbeitet");
        w.reconciles().await;
        assert_eq!(w.state(vote).await, "voting vote-open");
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
    }
}

story! {
    /// On command, merges wait for a release manager, who may name the version; nobody else may.
    releasing_on_command, |rules| rules + "\n[release]\nmode = \"on-command\"\n", w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        let first = mends(&mut w, &bug).await;
        let second = mends(&mut w, &bug).await;
        let place = At::merge_request(CORE, second);
        w.days(1).await;
        assert_eq!(w.tags(CORE), Vec::<String>::new());
        w.person("dev").says_at(&place, "/vote veröffentlichen").await;
        w.reads_up_to(&place, "Release-Verantwortung");
        w.person("rita").says_at(&place, "/vote veröffentlichen 1.0").await;
        w.reads_up_to(&place, "Schreibweise");
        w.person("rita").says_at(&place, "/vote veröffentlichen 1.0.0").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v1.0.0"]);
        for request in [first, second] {
            assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some("v1.0.0"), "!{request}");
        }
        w.person("rita").says_at(&place, "/vote release").await;
        w.reads_up_to(&place, "gehört bereits zu einer Version");
        let third = mends(&mut w, &bug).await;
        let place = At::merge_request(CORE, third);
        w.person("rita").says_at(&place, "/vote release v0.9.0").await;
        w.minutes(1).await;
        w.reads_up_to(&place, "liegt nicht über");
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v1.0.0", "v1.0.1"]);
        w.without_listening();
    }
}

story! {
    /// A decision that is declared void between merge and release keeps the release back.
    a_void_decision_stops_the_tag, |rules| rules + "\n[release]\nmode = \"on-command\"\n", w => {
        let feature = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let request = mends(&mut w, &format!("Vorgang: #{feature}")).await;
        w.person("olga").says(feature, "/vote ungültig Ladungsfehler").await;
        let place = At::merge_request(CORE, request);
        w.reads(&place);
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        w.hears_at(&place, "inzwischen nicht mehr freigegeben");
        assert_eq!(w.tags(CORE), Vec::<String>::new());
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.without_listening();
    }
}

story! {
    /// A pre-release on a release manager's word, the next one by itself, and the final one with all that is in it.
    candidates, |rules| rules + "\n[release]\nmode = \"on-command\"\nfirst_version = \"1.0.0\"\n", w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        let first = mends(&mut w, &bug).await;
        let place = At::merge_request(CORE, first);
        w.person("rita").says_at(&place, "/vote release 1.0.0-rc.1").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v1.0.0-rc.1"]);
        assert!(w.sandbox.releases(CORE)[0].name.contains("Vorabversion"));
        let second = mends(&mut w, &bug).await;
        let place = At::merge_request(CORE, second);
        w.person("rita").says_at(&place, "/vote release 1.0.0-rc.2").await;
        w.minutes(1).await;
        w.person("rita").says_at(&place, "/vote release").await;
        w.minutes(1).await;
        assert_eq!(w.tags(CORE), ["v1.0.0-rc.1", "v1.0.0-rc.2", "v1.0.0"]);
        for request in [first, second] {
            assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some("v1.0.0"), "!{request}");
        }
        let text = w.sandbox.releases(CORE).pop().expect("it is released").description;
        assert!(text.contains("!1") && text.contains("!2"), "{text}");
        w.without_listening();
    }
}

story! {
    /// By schedule: what was merged by then is released together, late after an outage and once; nothing is released
    /// where nothing waits.
    by_schedule, |rules| rules + "\n[release]\nmode = \"schedule\"\nschedule = [\"fri 10:00\"]\n", w => {
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        mends(&mut w, &bug).await;
        mends(&mut w, &bug).await;
        w.at("2026-03-06 09:59:59").await;
        assert_eq!(w.tags(CORE), Vec::<String>::new());
        w.at("2026-03-06 10:00:01").await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.at("2026-03-13 12:00").await;
        assert_eq!(w.tags(CORE), ["v0.1.0"], "nothing waited");
        mends(&mut w, &bug).await;
        w.at_once("2026-04-07 08:00");
        w.restart().await;
        w.settle().await;
        assert_eq!(w.tags(CORE), ["v0.1.0", "v0.1.1"], "late, and once for three Fridays");
        w.at("2026-04-30 08:00").await;
        assert_eq!(w.tags(CORE).len(), 2);
        w.without_listening();
    }
}

story! {
    /// In a repository with several parts each has its own versions; only tags of its prefix count.
    parts_of_a_repository, |rules| rules + "
[release]
[[release.prefix]]
project = \"opencode:talverbund/kern\"
paths   = [\"bad/**\"]
tag     = \"bad/\"
", w => {
        w.sandbox.set_tag(CORE, "rita", "v3.0.0", "main", "");
        let bug = w.tables(BUG).await;
        let bug = format!("Vorgang: #{bug}");
        for (paths, tag) in [
            (&["bad/becken.ts"][..], "bad/v0.1.0"),
            (&["src/karte.ts"], "v3.0.1"),
            (&["bad/rutsche.ts"], "bad/v0.1.1"),
        ] {
            let request = w.person("dev").proposes_in(CORE, "Absturz behoben", &bug, paths).await;
            w.person("rev").approves(CORE, request).await;
            assert_eq!(w.request(CORE, request).await.tag.as_deref(), Some(tag));
        }
        let both = w.person("dev").proposes_in(CORE, "Beides", &bug, &["bad/a.ts", "src/b.ts"]).await;
        w.person("rev").approves(CORE, both).await;
        let mut tags = w.tags(CORE);
        tags.sort();
        assert_eq!(tags, ["bad/v0.1.0", "bad/v0.1.1", "bad/v0.1.2", "v3.0.0", "v3.0.1", "v3.0.2"]);
        w.without_listening();
    }
}

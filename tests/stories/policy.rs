// SPDX-License-Identifier: EUPL-1.2
//! The rules lie in a project that they govern: other rules come by a decision, and by nothing else.

use votum::domain::fact::Fact;
use votum::domain::ids::Project;
use votum::domain::seat::Seat;
use votum::engine::rules_founded;
use votum::sandbox::{At, Fault, Proposal};

use crate::story;
use crate::world::*;

/// The file with the rules.
const FILE: &str = "partnership.toml";
/// Everybody says yes.
const YES: [(&str, &str); 4] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")];

fn seat() -> Seat {
    Seat { project: Project { forge: "opencode".into(), path: CORE.into() }, path: FILE.into(), branch: None }
}

/// Rules by which two reviews are needed.
fn two_reviews() -> String {
    changed("reviews       = 1", "reviews       = 2")
}

fn changed(old: &str, new: &str) -> String {
    assert!(RULES.contains(old), "{old}");
    RULES.replace(old, new)
}

/// An accepted change, a merge request that writes these rules and names it, and its review; returns its number.
async fn carries(w: &mut World, rules: &str) -> u64 {
    let change = w.decides(CHANGE, &YES).await;
    let request = writes(w, rules, &format!("Vorgang: #{change}")).await;
    w.person("rev").approves(CORE, request).await;
    w.minutes(1).await;
    request
}

/// A merge request that writes these rules.
async fn writes(w: &mut World, rules: &str, description: &str) -> u64 {
    w.second();
    let proposal = Proposal::new(CORE, "dev", "Neue Regeln").describing(description).writing(FILE, rules);
    let request = w.sandbox.open_merge_request(proposal);
    w.settle().await;
    w.without_listening();
    request
}

/// How many reviews the rules in force ask for.
fn reviews(w: &World) -> u32 {
    w.engine.policies()[0].rules().gate.reviews
}

/// What is told of the rules under `/health/ready`.
fn trouble(w: &World) -> String {
    w.health.troubles().get(&format!("policy {PARTNERSHIP}")).cloned().unwrap_or_default()
}

/// What the journal says of the rules: `read by B-2026-001`, `held past-the-gate`, `well`.
async fn told(w: &World) -> Vec<String> {
    let entries = w.store.stream(PARTNERSHIP, "partnership").await.expect("the store stands");
    let line = |fact: Fact| match fact {
        Fact::PolicyRead { decisions, merge_request: Some(_), .. } => Some(format!("read by {}", decisions.join(", "))),
        Fact::PolicyRead { .. } => Some("read".to_string()),
        Fact::PolicyHeld { why, .. } => Some(why.map_or_else(|| "well".to_string(), |why| format!("held {why}"))),
        _ => None,
    };
    entries.into_iter().filter_map(|entry| line(entry.fact)).collect()
}

story! {
    /// An accepted change brings other rules: for what opens later. An open vote goes on under those of its opening.
    a_decision_brings_other_rules, w => {
        w.seats(seat()).await;
        assert_eq!((reviews(&w), told(&w).await), (1, vec!["read".to_string()]));
        let next = two_reviews().replace("approval     = \">= 75 %\"\nresubmission = \"never\"", "approval     = \">= 90 %\"");
        let change = w.votes_on(CHANGE).await;
        w.days(3).await;
        let running = w.votes_on(JOINT).await;
        w.say(change, &YES).await;
        w.ends(change).await;
        let request = writes(&mut w, &next, &format!("Vorgang: #{change}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), reviews(&w), trouble(&w)), ("merged", 2, String::new()));
        assert_eq!(told(&w).await, ["read", "read by B-2026-001"]);
        w.say(running, &YES[..3]).await;
        w.ends(running).await;
        assert_eq!(w.state(running).await, "accepted accepted", "three of four are enough by the rules of its opening");
        let later = w.decides(JOINT, &YES[..3]).await;
        assert_eq!(w.state(later).await, "rejected rejected", "for what opens later they are not");
    }
}

story! {
    /// What is voted on has no effect before it is decided: neither other members nor other representatives in the
    /// merge request, and whoever adds themselves as a member cannot approve that.
    the_head_has_no_effect, w => {
        w.seats(seat()).await;
        let joins = format!("{RULES}\n[[member]]\nid = \"devau\"\nname = \"Devau\"\nrepresentatives = [\"dev\"]\n");
        let change = w.votes_on(CHANGE).await;
        let request = writes(&mut w, &joins, &format!("Vorgang: #{change}")).await;
        w.person("rev").approves(CORE, request).await;
        w.say(change, &[("dev", "/vote ja"), ("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        assert_eq!(w.counts(change).await, "ahausen yes, bergtal yes, clusdorf yes");
        assert_eq!(w.ballots(change).await[0], "nobody yes comment not-entitled");
        w.reconciles().await;
        w.ends(change).await;
        assert_eq!(w.state(change).await, "rejected rejected");
        assert_eq!((w.stands(CORE, request), told(&w).await.len()), ("opened", 1));
    }
}

story! {
    /// The file is protected without anybody writing it down: exemptions do not help, nor do other processes; renamed
    /// away it is touched as well.
    the_file_is_protected, w => {
        w.seats(seat()).await;
        let joint = w.decides(JOINT, &YES).await;
        let request = writes(&mut w, &two_reviews(), &format!("Vorgang: #{joint}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: change-needed");
        let place = At::merge_request(CORE, request);
        w.person("rita").says_at(&place, "/vote ausnahme Eilt").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: change-needed");
        w.second();
        let moves = Proposal::new(CORE, "dev", "Umzug").describing(&format!("Vorgang: #{joint}"));
        let moves = w.sandbox.open_merge_request(moves.renaming(FILE, "docs/alt.md", RULES));
        w.settle().await;
        w.person("rev").approves(CORE, moves).await;
        assert_eq!(w.gate(CORE, moves).await, "waiting: change-needed");
        let other = Proposal::new(MODULE, "dev", "Gleicher Name").describing(&format!("Vorgang: #{joint}"));
        w.second();
        let other = w.sandbox.open_merge_request(other.writing(FILE, "nichts"));
        w.settle().await;
        assert_eq!(w.gate(MODULE, other).await, "waiting: review-missing", "the rules lie elsewhere");
        w.without_listening();
    }
}

story! {
    /// Pushed past the gate, or merged without clearance, rules are held and told; a decision on the text heals it, and
    /// so does the earlier text.
    past_the_gate_is_held, w => {
        w.seats(seat()).await;
        w.second();
        w.sandbox.push_file(CORE, "main", "rita", FILE, Some(&two_reviews()));
        w.settle().await;
        assert_eq!((reviews(&w), told(&w).await), (1, vec!["read".to_string(), "held past-the-gate".to_string()]));
        assert!(trouble(&w).contains("changed past the gate"), "{}", trouble(&w));
        w.reconciles().await;
        w.restart().await;
        w.reconciles().await;
        assert_eq!((reviews(&w), told(&w).await.len()), (1, 2), "told once, and held over a restart");
        assert!(trouble(&w).contains("stay in force"), "{}", trouble(&w));
        w.sandbox.push_file(CORE, "main", "rita", FILE, Some(RULES));
        w.settle().await;
        assert_eq!((trouble(&w), told(&w).await[2].as_str()), (String::new(), "well"));
        let wild = writes(&mut w, &two_reviews(), "Ohne Vorgang.").await;
        w.person("rita").merges(CORE, wild).await;
        assert_eq!((reviews(&w), told(&w).await[3].as_str()), (1, "held past-the-gate"));
        let three = changed("reviews       = 1", "reviews       = 3");
        let request = carries(&mut w, &three).await;
        assert_eq!((w.stands(CORE, request), reviews(&w), trouble(&w)), ("merged", 3, String::new()));
        assert_eq!(told(&w).await[4], "read by B-2026-001");
    }
}

story! {
    /// An earlier decided text that somebody pushes back does not come into force again.
    a_decision_does_not_carry_twice, w => {
        w.seats(seat()).await;
        carries(&mut w, &two_reviews()).await;
        let three = changed("reviews       = 1", "reviews       = 3");
        let change = w.decides(CHANGE, &YES).await;
        let request = writes(&mut w, &three, &format!("Vorgang: #{change}")).await;
        for name in ["rev", "olga"] {
            w.person(name).approves(CORE, request).await;
        }
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, request), reviews(&w)), ("merged", 3));
        w.sandbox.push_file(CORE, "main", "rita", FILE, Some(&two_reviews()));
        w.settle().await;
        assert_eq!(reviews(&w), 3);
        assert!(trouble(&w).contains("changed past the gate"), "{}", trouble(&w));
    }
}

story! {
    /// Decided rules with faults come not into force: all faults are told with their places, and the next good ones heal
    /// it.
    faulty_rules_replace_nothing, w => {
        w.seats(seat()).await;
        let broken = changed("id              = \"bergtal\"", "id              = \"ahausen\"");
        let broken = broken.replace("reviews       = 1", "reviews       = \"viele\"");
        carries(&mut w, &broken).await;
        assert_eq!((reviews(&w), told(&w).await[1].as_str()), (1, "held faulty"));
        for words in ["gate.reviews", "member[1].id", "stay in force"] {
            assert!(trouble(&w).contains(words), "{words}: {}", trouble(&w));
        }
        carries(&mut w, &RULES.replace("opencode:talverbund/kern", "opencode:talverbund/anders")).await;
        assert!(trouble(&w).contains("projects.upstream: opencode:talverbund/kern is missing"), "{}", trouble(&w));
        carries(&mut w, &changed("id           = \"change\"", "id           = \"rebuild\"")).await;
        assert!(trouble(&w).contains("process: none has the id change"), "nothing could change them: {}", trouble(&w));
        carries(&mut w, &two_reviews()).await;
        assert_eq!((reviews(&w), trouble(&w)), (2, String::new()));
        assert_eq!(told(&w).await, ["read", "held faulty", "held faulty", "held faulty", "read by B-2026-004"]);
    }
}

story! {
    /// The file, its branch or the project goes away: the rules stay in force, and it is told. Renamed, the project is
    /// followed by its number and the default branch by its place.
    what_goes_away_changes_nothing, w => {
        w.seats(seat()).await;
        w.second();
        w.sandbox.push_file(CORE, "main", "rita", FILE, None);
        w.settle().await;
        assert_eq!(told(&w).await[1], "held missing");
        assert!(trouble(&w).contains("partnership.toml is not on the branch main"), "{}", trouble(&w));
        w.sandbox.push_file(CORE, "main", "rita", FILE, Some(RULES));
        w.settle().await;
        assert_eq!((trouble(&w), reviews(&w)), (String::new(), 1));
        w.sandbox.rename_branch(CORE, "main", "haupt");
        w.reconciles().await;
        assert_eq!(trouble(&w), "", "the default branch is where it lies");
        w.sandbox.rename_project(CORE, "talbund/grund");
        w.reconciles().await;
        assert_eq!((trouble(&w), reviews(&w)), (String::new(), 1));
        w.sandbox.rename_project("talbund/grund", CORE);
        w.sandbox.rename_branch(CORE, "haupt", "main");
        w.reconciles().await;
        assert_eq!(told(&w).await, ["read", "held missing", "well"]);
    }
}

story! {
    /// A branch that the settings name and that is renamed is missed.
    a_named_branch_is_missed, w => {
        w.seats(Seat { branch: Some("main".into()), ..seat() }).await;
        w.sandbox.rename_branch(CORE, "main", "haupt");
        w.reconciles().await;
        assert!(trouble(&w).contains("the branch main of opencode:talverbund/kern is gone"), "{}", trouble(&w));
        w.sandbox.rename_branch(CORE, "haupt", "main");
        w.reconciles().await;
        assert_eq!((trouble(&w), reviews(&w)), (String::new(), 1));
    }
}

story! {
    /// A forge that is down changes nothing: rules that are known serve. Rules that were never read are not there.
    known_rules_serve_while_the_forge_is_down, w => {
        w.seats(seat()).await;
        w.sandbox.fails_next(Fault::Status(503), "GET", 10_000);
        w.restart_unasked().await;
        assert_eq!(reviews(&w), 1);
        w.engine.reconcile().await.expect("the store stands");
        assert_eq!(told(&w).await, ["read"]);
        let (store, forges) = w.elsewhere().await;
        let found = rules_founded(&store, &forges, (compile, &w.clock), PARTNERSHIP, &seat(), &[]).await;
        let why = found.expect("the store stands").expect_err("the forge is down");
        assert!(why[0].contains("were never read, and cannot be read now"), "{why:?}");
        w.sandbox.heal();
        w.restart().await;
    }
}

story! {
    /// Two replicas look at once: one version, one fact, and the other takes the same from the journal.
    replicas_take_the_same_rules, w => {
        w.seats(seat()).await;
        let other = w.another_process().await;
        other.get_to_know().await.expect("the sandbox answers");
        carries(&mut w, &two_reviews()).await;
        assert_eq!(reviews(&w), 2);
        assert_eq!(other.policies()[0].rules().gate.reviews, 1, "it has not looked yet");
        other.absorb_from("opencode").await.expect("the store stands");
        assert_eq!(other.policies()[0].rules().gate.reviews, 2);
        other.reconcile().await.expect("the sandbox answers");
        w.settle().await;
        assert_eq!(told(&w).await, ["read", "read by B-2026-001"]);
    }
}

story! {
    /// Names and projects that other rules bring are known at once: a new representative votes, a new project is gated.
    new_people_and_projects, w => {
        w.seats(seat()).await;
        w.sandbox.project("talverbund/neu");
        w.sandbox.member("talverbund/neu", "votum-bot", 40);
        w.sandbox.hook("talverbund/neu", hook());
        let next = changed("representatives = [\"ben\"]", "representatives = [\"ben\", \"eva\"]");
        let next = next.replace("\"opencode:talverbund/modul\"]", "\"opencode:talverbund/modul\", \"opencode:talverbund/neu\"]");
        carries(&mut w, &next).await;
        assert_eq!(told(&w).await.len(), 2, "{}", trouble(&w));
        let ticket = w.votes_on(JOINT).await;
        w.person("eva").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        let request = w.person("dev").proposes("talverbund/neu", "Erstes", &format!("Vorgang: #{ticket}")).await;
        assert_eq!(w.gate("talverbund/neu", request).await, "waiting: vote-open, review-missing");
    }
}

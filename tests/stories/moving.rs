// SPDX-License-Identifier: EUPL-1.2
//! Moving house: backups while people vote, exports for another database and for the public, and what becomes of a file
//! that somebody has changed.

use crate::story;
use crate::world::*;
use votum::engine::Examined;
use votum::sandbox::{At, Fault};
use votum::store::export::Variant;

/// The engines of a move: onto the other one where a PostgreSQL is named.
fn other(on: On) -> On {
    match on {
        On::Sqlite if std::env::var("VOTUM_TEST_POSTGRES").is_ok() => On::Postgres,
        _ => On::Sqlite,
    }
}

/// All sentences about a file, or none where it holds.
fn faults(examined: &Examined) -> Vec<String> {
    let each = examined.partnerships.iter().flat_map(|verified| verified.faults.clone());
    each.chain(examined.faults.clone()).collect()
}

/// The first half of a file.
fn half(file: &str) -> &str {
    &file[..file.floor_char_boundary(file.len() / 2)]
}

/// A request that was accepted, one that was rejected, a bug under the confidential label with its costs.
async fn a_spring(w: &mut World) -> u64 {
    w.decides(JOINT, &[("anna", "/vote ja weil Kleinod"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
    w.decides(CHANGE, &[("anna", "/vote nein"), ("ben", "/vote ja"), ("dora", "/vote befangen Schwager")]).await;
    let costs = "\n| Position | Betrag |\n|---|---|\n| Einmalige Kosten | 7.313 € |\n";
    w.second();
    let bug = w.sandbox.open_issue(TICKETS, "anna", "Xylophonluecke", &format!("{TEMPLATE}{costs}"));
    w.sandbox.set_confidential(TICKETS, bug, "anna", true);
    w.settle().await;
    w.second();
    w.sandbox.label(TICKETS, bug, "olga", &[BUG, "sicherheit"], &[]);
    w.settle().await;
    w.person("olga").says(bug, "/vote ausgegeben 7000").await;
    w.reads(&At::issue(TICKETS, bug));
    bug
}

fn with_budget(mut rules: String) -> String {
    let (joint, bugs) = ("id           = \"joint-feature\"", "objections         = 1\n");
    rules = rules.replace(joint, &format!("{joint}\nbudget = \"joint\""));
    rules = rules.replace(bugs, &format!("{bugs}budget = \"maintenance\"\n"));
    rules.push_str("\n[budget.2026]\njoint = 80000\nmaintenance = 90000\n");
    rules
}

story! {
    /// The file is written while ballots come in; what it holds is whole, restores to the same chain, and votum goes on
    /// there with what was waiting at that moment.
    a_backup_while_ballots_come_in, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja").await;
        for (name, words) in [("ben", "/vote ja"), ("cem", "/vote nein"), ("dora", "/vote ja")] {
            w.second();
            w.sandbox.comment(&At::issue(TICKETS, ticket), name, words);
        }
        for delivery in w.sandbox.take_hooks() {
            w.bring(&delivery).await;
        }
        let engine = w.engine.clone();
        let (file, ()) = tokio::join!(w.exported(Variant::Backup), async {
            while engine.absorb_one().await.expect("the store stands") {}
        });
        let examined = examined(&file);
        assert_eq!(faults(&examined), Vec::<String>::new());
        w.moves(On::Sqlite, &file, Variant::Backup).await.expect("it restores");
        let head = w.store.head(PARTNERSHIP).await.expect("the store stands");
        assert!(head.seq >= examined.partnerships[0].head.seq);
        w.settle().await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf no, duernau yes");
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// From one engine to the other and back: the same hashes, the same register, and the vote goes on.
    from_one_engine_to_the_other_and_back, with_budget, w => {
        a_spring(&mut w).await;
        let ticket = w.votes_on(JOINT).await;
        w.sandbox.fails_next(Fault::Status(403), "POST award_emoji", 1);
        w.person("anna").says(ticket, "/vote ja").await;
        assert_eq!(w.store.outbox_depth().await.expect("it stands").dead, 1);
        let (here, there) = (w.on(), other(w.on()));
        for (to, variant, name) in [(there, Variant::Full, "ben"), (here, Variant::Backup, "cem")] {
            let (head, register) = (w.store.head(PARTNERSHIP).await, w.store.dump_register(PARTNERSHIP).await);
            let file = w.exported(variant).await;
            let store = w.taken_in(to, &file, variant).await.expect("it is taken in");
            assert_eq!(store.head(PARTNERSHIP).await.expect("it stands"), head.expect("it stands"));
            let moved = store.dump_register(PARTNERSHIP).await.expect("it stands");
            pretty_assertions::assert_eq!(moved, register.expect("it stands"));
            w.moves(to, &file, variant).await.expect("it is taken in");
            w.person(name).says(ticket, "/vote ja").await;
        }
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
        assert_eq!(w.engine.try_again(None).await.expect("it stands"), 1);
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.without_listening();
    }
}

story! {
    /// A public export holds the whole chain, and of nobody more than the member; what a confidential ticket costs is
    /// withheld.
    a_public_export_holds_and_names_nobody, with_budget, w => {
        let bug = a_spring(&mut w).await;
        w.person("guest").says(bug, "/vote ja").await;
        w.person("dev").proposes(CORE, "Fernrohr", "Vorgang: #1").await;
        let file = w.exported(Variant::Public).await;
        let examined = examined(&file);
        assert_eq!(faults(&examined), Vec::<String>::new());
        let verified = &examined.partnerships[0];
        assert_eq!(verified.head, w.store.head(PARTNERSHIP).await.expect("the store stands"));
        assert_eq!((verified.counts.decisions, verified.counts.electorates, verified.counts.versions), (2, 2, 1));
        assert_eq!(verified.counts.ballots, 5);
        assert!(verified.notes.iter().any(|note| note.contains("withheld")), "{:?}", verified.notes);
        let words: Vec<&str> = file.split(|c: char| !c.is_alphanumeric()).collect();
        for name in ["anna", "anja", "ben", "cem", "dora", "olga", "otto", "rita", "dev", "rev", "guest", "votum-bot"] {
            assert!(!words.contains(&name), "the export names {name}");
        }
        for text in ["Xylophonluecke", "Kleinod", "Schwager", "Wanderwege", "Fernrohr", "Wir bauen das"] {
            assert!(!file.contains(text), "the export holds {text}");
        }
        // As words: four digits stand by chance in many a hash.
        assert!(!words.contains(&"7313") && !words.contains(&"7000"), "the export says what a confidential ticket costs");
        for (at, _) in file.match_indices("opencode:") {
            let after = &file[at + "opencode:".len()..];
            assert!(!after.starts_with(|c: char| c.is_ascii_digit()), "the export holds an account: {}", &after[..20]);
        }
        assert!(file.contains("Stadt Ahausen") && file.contains("account-1"), "the rules are there, without accounts");
        let full = w.exported(Variant::Full).await;
        assert!(full.contains("Xylophonluecke") && full.contains("Schwager") && full.contains("\\\"amount\\\":7000"));
        w.without_listening();
    }
}

story! {
    /// Whatever is changed in an export is found and named by the number of the fact.
    a_changed_export_is_found_out, with_budget, w => {
        a_spring(&mut w).await;
        let public = w.exported(Variant::Public).await;
        let full = w.exported(Variant::Full).await;
        let lines: Vec<&str> = public.lines().collect();
        let place = |words: &str| lines.iter().position(|line| line.contains(words)).expect(words);
        let number = |at: usize| {
            let line: serde_json::Value = serde_json::from_str(lines[at]).expect("it is JSON");
            line["fact"]["seq"].as_i64().expect("it is a fact")
        };
        let joined = |lines: &[&str]| lines.join("\n") + "\n";
        let told = |file: &str, sentence: &str| {
            let found = faults(&examined(file));
            assert!(found.iter().any(|found| found.contains(sentence)), "expected “{sentence}” among {found:#?}");
        };
        let given = place(r#"\"kind\":\"given\""#);
        let decided = place(r#"\"kind\":\"decided\""#);

        let byte = lines[given].replacen(r#"\"at\":\"2026"#, r#"\"at\":\"2025"#, 1);
        assert_ne!(byte, lines[given]);
        let mut changed = lines.clone();
        changed[given] = &byte;
        told(&joined(&changed), &format!("Fact {}: its hash does not follow", number(given)));

        let mut dropped = lines.clone();
        dropped.remove(given);
        told(&joined(&dropped), &format!("Fact {} is missing.", number(given)));
        told(&joined(&dropped), "lines stand before it; there are");

        let mut swapped = lines.clone();
        swapped.swap(given, given + 1);
        told(&joined(&swapped), &format!("Fact {} stands after fact {}", number(given), number(given + 1)));

        let count = lines[decided].replacen(r#"\"yes\":3"#, r#"\"yes\":4"#, 1);
        assert_ne!(count, lines[decided]);
        let mut miscounted = lines.clone();
        miscounted[decided] = &count;
        told(&joined(&miscounted), &format!("Fact {} (B-2026-001", number(decided)));
        told(&joined(&miscounted), "recounting gives accepted with 3 yes");

        told(&public.replacen("75 %", "25 %", 1), "do not fit their digest");
        told(&public.replacen("75 %", "25 %", 1), "the text of its rules is missing");
        told(&full.replacen(r#"approval     = \">= 75 %\""#, r#"approval     = \">= 25 %\""#, 1), "do not fit their digest");
        let seats = place(r#"\"kind\":\"opened\""#);
        let weight = lines[seats].replacen(r#"\"weight\":1"#, r#"\"weight\":2"#, 1);
        let mut heavier = lines.clone();
        heavier[seats] = &weight;
        told(&joined(&heavier), &format!("Fact {} (opencode:{TICKETS}#1): the electorate does not have", number(seats)));

        told(half(&public), "was cut off in line");
        told(&joined(&lines[..lines.len() - 1]), "ends without its last line");
        told(&joined(&lines[..lines.len() - 4]), "ends without its last line");
        let mut shorter = lines.clone();
        shorter.remove(lines.len() - 2);
        told(&joined(&shorter), "The last line says that the chain ends with fact");
        told(&joined(&[&lines[..], &[lines[given]]].concat()), "follows the last line");
        let mut broken = lines.clone();
        broken[given] = "{\"fact\":";
        told(&joined(&broken), &format!("Line {} cannot be read", given + 1));

        let facts = |file: &str| file.lines().filter(|line| line.starts_with("{\"fact\"")).count();
        assert_eq!(facts(&public), facts(&full));
        w.without_listening();
    }
}

story! {
    /// What cannot be taken in changes nothing, and says why.
    what_is_refused_changes_nothing, w => {
        w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let (public, full, backup) =
            (w.exported(Variant::Public).await, w.exported(Variant::Full).await, w.exported(Variant::Backup).await);
        let place = full.lines().position(|line| line.contains(r#"\"kind\":\"given\""#)).expect("there is a ballot");
        let mut kept: Vec<&str> = full.lines().collect();
        kept.remove(place);
        let dropped = kept.join("\n") + "\n";
        for (file, variant, why) in [
            (public.clone(), Variant::Full, "it holds no accounts"),
            (full.clone(), Variant::Backup, "Use `votum import`"),
            (backup.clone(), Variant::Full, "Use `votum restore`"),
            (full.replacen("votum-export/1", "votum-export/2", 1), Variant::Full, "Use the newer votum that wrote it"),
            (full.replacen("votum-export/1", "tagebuch", 1), Variant::Full, "is no export of votum's"),
            (full.replacen("[\"talverbund\"]", "[\"waldbund\"]", 1), Variant::Full, "add it to votum.toml"),
            (half(&full).to_string(), Variant::Full, "was cut off in line"),
            (backup[..backup.len() - 2].to_string(), Variant::Backup, "was cut off in line"),
            (dropped, Variant::Full, "is missing"),
            (full.replacen(r#"\"proxied\":false"#, r#"\"proxied\":true"#, 1), Variant::Full, "its hash does not follow"),
            (full.replacen("Wanderwege", "Schwebebahn", 1), Variant::Full, "do not fit their digest"),
            (String::new(), Variant::Full, "The file is empty"),
        ] {
            let refused = w.taken_in(On::Sqlite, &file, variant).await.expect_err(why);
            assert!(refused.contains(why), "{refused}");
        }
        for (file, variant) in [(&full, Variant::Full), (&backup, Variant::Backup)] {
            let refused = w.moved_into_itself(file, variant).await.expect_err("it is not empty");
            assert!(refused.contains("nothing was changed"), "{refused}");
        }
        w.without_listening();
    }
}

story! {
    /// Killed at any moment of it, a restore leaves nothing behind.
    killed_while_it_restores, w => {
        w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let file = w.exported(Variant::Backup).await;
        let to = other(w.on());
        let (all, rows, whole) = w.killed_while_taking_in(to, &file, Variant::Backup, usize::MAX).await;
        assert!(all > 1 && whole == Some("fact"), "{all} {whole:?}");
        let mut killed = 0;
        for moments in [1, all / 4, all / 2, all * 3 / 4, all * 9 / 10] {
            let (over, register, left) = w.killed_while_taking_in(to, &file, Variant::Backup, moments).await;
            // A run may need fewer moments than the first; one that was over has not been killed.
            killed += usize::from(over == moments && left.is_none());
            assert!(left.is_none() || register == rows, "{left:?} after {over} of {moments} moments: {register} of {rows}");
        }
        assert!(killed >= 1, "none of the runs was killed");
        w.without_listening();
    }
}

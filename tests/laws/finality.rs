// SPDX-License-Identifier: EUPL-1.2
//! What still acts once a result is stated, command by command.

use votum::domain::command::WORDS;
use votum::domain::fact::Fact;

use super::case::{CORE, Case, rules};
use super::scene::taken;

/// What people write, with who would have been right to write it.
const SAID: [(&str, &str); 28] = [
    ("anna", "/vote yes"),
    ("anna", "/vote no"),
    ("anna", "/vote abstain"),
    ("anna", "/vote retract"),
    ("anna", "/vote proxy @ben"),
    ("anna", "/vote recuse Grundstück"),
    ("anna", "/vote commit 100 €"),
    ("anna", "/vote object Kein Fehler"),
    ("anna", "/vote discuss"),
    ("anna", "/vote withdraw Zu teuer"),
    ("olga", "/vote open"),
    ("olga", "/vote open urgent Frist"),
    ("olga", "/vote extend 2026-12-31 Ferien"),
    ("olga", "/vote defer Haushalt"),
    ("olga", "/vote editorial Tippfehler"),
    ("olga", "/vote classify change Doch"),
    ("olga", "/vote record yes for bergtal: TOP 4"),
    ("rita", "/vote merge"),
    ("olga", "/vote exempt Doku"),
    ("olga", "/vote hold Probe"),
    ("olga", "/vote unhold"),
    ("rita", "/vote release"),
    ("guest", "/vote status"),
    ("guest", "/vote help"),
    ("olga", "/vote done merge-upstream"),
    ("olga", "/vote undo merge-upstream"),
    ("olga", "/vote spent 100 €"),
    ("olga", "/vote void Formfehler"),
];

/// "After a result only `done`, `undo`, `spent`, `status`, `help` act, and `void REASON`, which leaves the number and the
/// bar on resubmission standing." What is paid is entered only where a pot was drawn on.
#[test]
fn after_a_result_only_these_act() {
    for (word, _) in WORDS {
        assert!(SAID.iter().any(|(_, words)| words.split(' ').nth(1) == Some(word)), "{word} is not tried");
    }
    for (choice, result) in [("/vote ja", "accepted"), ("/vote nein", "rejected")] {
        for (who, words) in SAID {
            let (mut case, _) = Case::opens(rules(|text| text), CORE, "");
            case.ends(choice);
            assert_eq!(case.phase(), result);
            let before = case.ticket().clone();
            let who = if who == "guest" { "fremde" } else { who };
            let out = case.say(200, who, words);
            let acts = ["done", "undo", "status", "help", "void"].iter().any(|word| words.contains(word));
            assert_eq!(taken(&out), acts, "{words} after {result}");
            let after = case.ticket();
            assert_eq!(
                (&before.decision, before.resubmission(&case.rules)),
                (&after.decision, after.resubmission(&case.rules)),
                "{words}"
            );
            let is_act = |fact: &&Fact| !matches!(fact, Fact::Handled { .. } | Fact::Told { .. } | Fact::Given { .. });
            let changed = out.facts.iter().filter(is_act).count();
            assert_eq!(
                changed > 0,
                acts && !["status", "help"].iter().any(|word| words.contains(word)),
                "{words} after {result}: {out:?}"
            );
            let counted = |case: &Case| {
                case.ticket().counted(&case.rules).into_values().map(|(choice, _)| choice).collect::<Vec<_>>()
            };
            assert_eq!(counted(&case).len(), 4, "{words} after {result}");
        }
    }
}

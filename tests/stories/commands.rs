// SPDX-License-Identifier: EUPL-1.2
//! Every command: taken from those who may give it, refused with a word to those who may not, in both languages.

use crate::story;
use crate::world::*;
use votum::domain::command::WORDS;
use votum::sandbox::At;

/// Where a command is given.
#[derive(Clone, Copy, PartialEq)]
enum Scene {
    /// The template lies open.
    Reading,
    /// A vote is open.
    Vote,
    /// The same, and its template was changed.
    Changed,
    /// A subgroup has not committed its share yet.
    Subgroup,
    /// Accepted.
    Accepted,
    /// A bug.
    Bug,
    /// A merge request.
    Request,
    /// A merge request that was merged and has no tag yet.
    Merged,
}

/// A command: its word, where it fits, what follows it in German and in English, who may give it, who may not.
type Row = (&'static str, Scene, [&'static str; 2], &'static str, Option<&'static str>);

const ROWS: [Row; 27] = [
    ("yes", Scene::Vote, [": passt", ": fits"], "ben", Some("guest")),
    ("no", Scene::Vote, ["weil zu teuer", "because too dear"], "ben", Some("olga")),
    ("abstain", Scene::Vote, ["für Gemeinde Bergtal", "for bergtal"], "ben", Some("guest")),
    ("retract", Scene::Vote, ["", ""], "ben", Some("guest")),
    ("proxy", Scene::Vote, ["@cem bis 30.06.2026", "@cem until 2026-06-30"], "ben", Some("guest")),
    ("recuse", Scene::Vote, ["Grundstück", "land of its own"], "ben", Some("guest")),
    ("commit", Scene::Subgroup, ["4.000 €", "€4,000"], "ben", Some("dora")),
    ("object", Scene::Bug, ["Das ist neu", "this is new"], "cem", Some("guest")),
    ("discuss", Scene::Vote, ["Preis unklar", "price unclear"], "ben", Some("guest")),
    ("withdraw", Scene::Vote, ["Zu teuer", "too dear"], "anja", Some("ben")),
    ("open", Scene::Reading, ["dringend Förderfrist", "urgent grant ends"], "olga", Some("anna")),
    ("extend", Scene::Vote, ["30.06.2026 Ferien", "2026-06-30 holidays"], "otto", Some("anna")),
    ("defer", Scene::Vote, ["Haushalt offen", "budget open"], "olga", Some("anna")),
    ("void", Scene::Vote, ["Formfehler", "formal defect"], "olga", Some("anna")),
    ("editorial", Scene::Changed, ["Tippfehler", "typo"], "olga", Some("anna")),
    ("classify", Scene::Vote, ["change Kleinigkeit", "change a trifle"], "olga", Some("anna")),
    ("done", Scene::Accepted, ["cost-plan", "cost-plan"], "olga", Some("anna")),
    ("undo", Scene::Accepted, ["cost-plan", "cost-plan"], "olga", Some("anna")),
    ("spent", Scene::Accepted, ["1.500 €", "€1,500.00"], "otto", Some("anna")),
    ("record", Scene::Vote, ["ja für Gemeinde Bergtal – TOP 4", "yes for bergtal: item 4"], "olga", Some("ben")),
    ("status", Scene::Vote, ["", ""], "guest", None),
    ("help", Scene::Vote, ["", ""], "guest", None),
    ("merge", Scene::Request, ["", ""], "rita", Some("guest")),
    ("exempt", Scene::Request, ["nur Doku", "docs only"], "olga", Some("dev")),
    ("hold", Scene::Request, ["wartet auf Probe", "waits for a trial"], "rita", Some("dev")),
    ("unhold", Scene::Request, ["", ""], "rita", Some("dev")),
    ("release", Scene::Merged, ["1.2.0", "v1.2.0"], "rita", Some("olga")),
];

/// The rules of these stories: merging and releasing wait for a word, and joint features are paid from a pot.
fn on_command(rules: &str) -> String {
    let rules = rules.replace("merge         = \"automatic\"", "merge = \"on-command\"");
    rules.replace("resubmission = \"never\"\n", "resubmission = \"never\"\nbudget = \"joint\"\n")
        + "\n[release]\nmode = \"on-command\"\n\n[budget.2026]\njoint = 100000\n"
}

/// Votum's receipt on a comment.
fn receipt(w: &World, place: &At, note: u64) -> String {
    let own = w.sandbox.awards(place, Some(note)).into_iter().filter(|award| award.by == "votum-bot");
    own.map(|award| award.name).collect::<Vec<_>>().join(" ")
}

/// The place of a scene.
async fn place(w: &mut World, scene: Scene, accepted: u64) -> At {
    if scene == Scene::Request {
        let request = w.person("dev").proposes(CORE, "Wege", "Ohne Vorgang.").await;
        return At::merge_request(CORE, request);
    }
    if scene == Scene::Merged {
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(CORE, request).await;
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
        assert_eq!(w.stands(CORE, request), "merged");
        return At::merge_request(CORE, request);
    }
    let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal.\n");
    let label = match scene {
        Scene::Accepted => return At::issue(TICKETS, accepted),
        Scene::Subgroup => SUBGROUP,
        Scene::Bug => BUG,
        _ => JOINT,
    };
    let ticket = w.person("anna").opens_with("Wanderwege", &text).await;
    w.person("olga").labels(ticket, label).await;
    if matches!(scene, Scene::Vote | Scene::Changed) {
        w.person("olga").says(ticket, "/vote open urgent Förderfrist").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
    }
    if scene == Scene::Changed {
        w.person("anna").describes(ticket, &format!("{text}\nNachtrag.\n")).await;
    }
    At::issue(TICKETS, ticket)
}

/// Walks all words of the grammar in one language: the first one is English, the others are German.
async fn every_command(w: &mut World, german: bool) {
    for (word, _) in WORDS {
        let rows = ROWS.iter().filter(|(known, ..)| known == word).count();
        assert_eq!(rows, 1, "{word} needs one row here");
    }
    let accepted = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
    for (word, scene, words, giver, stranger) in ROWS {
        let (_, others) = WORDS.iter().find(|(known, _)| *known == word).expect("it is a word");
        let spellings: Vec<&str> = if german { others.to_vec() } else { vec![word] };
        assert!(!spellings.is_empty(), "{word} has no word in this language");
        for spelling in spellings {
            let line = format!("/vote {spelling} {}", words[usize::from(!german)]);
            let line = line.trim().to_string();
            let place = place(w, scene, accepted).await;
            w.reads(&place);
            if let Some(stranger) = stranger {
                let note = w.person(stranger).says_at(&place, &line).await;
                assert_eq!(receipt(w, &place, note), "grey_question", "{line} by {stranger}");
                let answer = w.hears_at(&place, "");
                let refused = if german {
                    ["nicht ausgeführt", "nicht gezählt", "nicht als Stimme"]
                } else {
                    ["not carried out", "not counted", "not count as a ballot"]
                };
                assert!(refused.iter().any(|words| answer.contains(words)), "{line} by {stranger}: {answer}");
            }
            let note = w.person(giver).says_at(&place, &line).await;
            assert_eq!(receipt(w, &place, note), "inbox_tray", "{line} by {giver}: {:#?}", w.notes(&place).last());
            if word == "help" {
                let help = w.notes(&place).pop().map(|(_, body)| body).unwrap_or_default();
                for (word, others) in WORDS {
                    for spelt in std::iter::once(word).chain(*others) {
                        assert!(
                            help.contains(&format!("/vote {spelt}")) || help.contains(&format!("`{spelt}`")),
                            "{spelt}"
                        );
                    }
                }
            }
            w.reads(&place);
        }
    }
    w.without_listening();
}

story! {
    /// In a German partnership with the German words.
    every_command_in_german, |rules: String| on_command(&rules), w => {
        every_command(&mut w, true).await;
    }
}

story! {
    /// In an English partnership with the English words.
    every_command_in_english, |rules: String| {
        on_command(&rules).replace("language    = \"de\"", "language    = \"en\"")
    }, w => {
        every_command(&mut w, false).await;
    }
}

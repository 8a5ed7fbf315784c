// SPDX-License-Identifier: EUPL-1.2
//! The catalogues: the same keys with the same arguments, each one used, and each used one there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use votum::domain::ballot::WhyNot;
use votum::domain::budget::Light;
use votum::domain::command::{self, WORDS};
use votum::domain::guard::{Gap, Lock};
use votum::domain::reason::Why;
use votum::domain::release::Halt;
use votum::domain::rules::{Pot, Role};
use votum::domain::saying::Saying;
use votum::domain::ticket::Phase;
use votum::say::condition::OBSTACLES;
use votum::say::{Lang, Subject, catalogue, words};

use super::world;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Reads a catalogue into its keys, each with its arguments.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let (key, argument) = (pattern(r"^([a-z][a-z0-9-]*) = "), pattern(r"\{ \$([a-z-]+)"));
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in catalogue(lang).lines().filter(|line| !line.starts_with('#')) {
        if let Some(found) = key.captures(line) {
            last = found[1].to_string();
            assert!(keys.insert(last.clone(), BTreeSet::new()).is_none(), "{last} stands twice in {lang:?}");
        }
        let arguments = argument.captures_iter(line).map(|found| found[1].to_string());
        keys.entry(last.clone()).or_default().extend(arguments);
    }
    keys.remove("");
    keys
}

/// Returns all of votum's own code.
fn source() -> String {
    fn collect(folder: &Path, text: &mut String) {
        let entries = fs::read_dir(folder).expect("a folder of the project");
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                collect(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.push_str(&fs::read_to_string(&path).expect("a file of the project"));
            }
        }
    }
    let mut text = String::new();
    for room in ["say", "web"].map(|room| Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)) {
        if room.exists() {
            collect(&room, &mut text);
        }
    }
    text
}

/// Returns the keys that are put together from a word of the domain.
fn families() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    keys.extend(Phase::ALL.map(|(key, _)| format!("phase-{key}")));
    keys.extend(Why::ALL.map(|(key, _)| format!("why-{key}")));
    keys.extend(Why::ALL.map(|(key, _)| format!("gate-why-{key}")));
    keys.extend(WhyNot::ALL.map(|(key, _)| format!("why-not-{key}")));
    keys.extend(Role::ALL.map(|(key, _)| format!("role-{key}")));
    keys.extend(["yes", "no", "abstain"].map(|key| format!("word-{key}")));
    keys.extend(["cleared", "waiting", "blocked"].map(|key| format!("gate-{key}")));
    keys.extend(["comment", "emoji", "meeting"].map(|key| format!("channel-{key}")));
    keys.extend(["barred", "allowed", "not-applicable"].map(|key| format!("resubmission-{key}")));
    keys.extend(
        ["decision", "approval", "quorum", "contributions", "objections", "voters", "gate"]
            .map(|key| format!("rule-{key}")),
    );
    keys.extend(Pot::ALL.map(|(key, _)| format!("pot-{key}")));
    keys.extend(Light::ALL.map(|(key, _)| format!("light-{key}")));
    keys.extend(["haushaltssperre", "sperrvermerk", "vorlaeufig"].map(|key| format!("freeze-{key}")));
    keys.extend(WORDS.iter().map(|(word, _)| format!("help-{word}")));
    keys.extend(Lock::ALL.map(|lock| format!("page-lock-{}", lock.key())));
    keys.extend(Gap::ALL.map(|gap| format!("page-gap-{}", gap.key())));
    keys.extend(Halt::ALL.map(|(key, _)| format!("tag-halted-{key}")));
    keys.extend(Halt::ALL.map(|(key, _)| format!("tag-halted-{key}-next")));
    keys.extend(Halt::ALL.map(|(key, _)| format!("page-release-halted-{key}")));
    keys.extend(["none", "underway", "halted", "past"].map(|key| format!("not-now-release-{key}")));
    let conditions = [
        ["hold", "named", "ticket", "review", "draft", "pipeline", "forge"],
        ["merging", "attempt", "change", "window", "pause", "sign", "neighbour"],
    ];
    keys.extend(conditions.as_flattened().iter().map(|key| format!("condition-{key}")));
    keys.extend(conditions.as_flattened().iter().map(|key| format!("condition-needed-{key}")));
    let found = [
        ["nothing", "held", "exempt", "none", "count", "reason", "yes", "computing", "draft"],
        ["ready", "green", "red", "absent", "word", "failed", "off", "asked", "automatic"],
        ["older", "unasked", "protected", "closed", "paused", "contested", "uncleared", "none", "yes"],
    ];
    keys.extend(found.as_flattened().iter().map(|key| format!("condition-found-{key}")));
    keys.extend(OBSTACLES.map(|key| format!("condition-obstacle-{key}")));
    let ask = ["author", "operations", "releases", "either", "developers", "maintainers", "hosts"];
    keys.extend(ask.map(|key| format!("condition-ask-{key}")));
    keys
}

/// Says whether a key may be missing: then a general word stands in for it.
fn is_optional(key: &str) -> bool {
    let of_why = |rest: &str| Why::parse(rest).is_some();
    let of_command = |rest: &str| WORDS.iter().any(|(word, _)| *word == rest);
    key.strip_prefix("line-").is_some_and(of_why)
        || key.strip_prefix("usage-").is_some_and(of_command)
        || key.starts_with("follow-up-")
}

#[test]
fn both_languages_hold_the_same_keys_and_arguments() {
    pretty_assertions::assert_eq!(keys(Lang::De), keys(Lang::En));
}

#[test]
fn every_key_is_readable() {
    for lang in Lang::ALL {
        let resource = fluent_bundle::FluentResource::try_new(catalogue(lang).to_string());
        assert!(resource.is_ok(), "{lang:?}: {:?}", resource.err().map(|(_, errors)| errors));
    }
}

#[test]
fn every_key_that_is_used_is_there() {
    let known = keys(Lang::De);
    for key in families() {
        assert!(known.contains_key(&key), "{key} is missing");
    }
    let source = source();
    for found in pattern(r#"(?:text|with|find)\(\s*(?:lang, |self\.lang, )?"([a-z][a-z0-9-]+)""#).captures_iter(&source)
    {
        assert!(known.contains_key(&found[1]), "{} is missing", &found[1]);
    }
    for found in pattern(r#"[^a-z_]page\(\s*"([a-z][a-z0-9-]+)""#).captures_iter(&source) {
        assert!(known.contains_key(&format!("page-{}", &found[1])), "page-{} is missing", &found[1]);
    }
}

#[test]
fn every_key_is_used() {
    let (families, source) = (families(), source());
    for key in keys(Lang::De).keys() {
        // The pages take their words by themselves.
        let used = key.starts_with("page-") || families.contains(key) || is_optional(key);
        assert!(used || source.contains(&format!("\"{key}\"")), "{key} is not used");
    }
}

#[test]
fn every_command_in_a_sentence_is_one() {
    let command = pattern(r"`(/vote [^`]+)`");
    for lang in Lang::ALL {
        for found in command.captures_iter(catalogue(lang)) {
            let word = found[1].split_whitespace().nth(1).unwrap_or_default().trim_end_matches(':');
            let known = WORDS.iter().any(|(english, others)| match lang {
                Lang::De => others.contains(&word) || (*english == word && others.is_empty()),
                Lang::En => *english == word,
            });
            assert!(known, "{} in {lang:?}", &found[1]);
        }
    }
}

#[test]
fn the_help_names_every_command_and_is_none() {
    for language in ["de", "en"] {
        let mut rules = world::rules();
        rules.language = language.to_string();
        let help = world::note(&Saying::Help, Subject::None, &rules);
        for (word, others) in WORDS {
            for word in std::iter::once(word).chain(*others) {
                assert!(help.contains(&format!("`/vote {word}")) || help.contains(&format!("`{word}`")), "{word}");
            }
        }
        assert_eq!(command::read(&help, "votum-bot"), Vec::new(), "the help gives commands");
        assert!(!help.contains("usage-") && !help.contains("help-"), "{help}");
    }
}

#[test]
fn every_word_of_the_domain_has_its_words() {
    for lang in Lang::ALL {
        for (key, why) in Why::ALL {
            assert_ne!(words::why(why, lang), format!("why-{key}"));
        }
        for (key, phase) in Phase::ALL {
            assert_ne!(words::phase(phase, lang), format!("phase-{key}"));
        }
        assert_eq!(words::page("no-such-key", lang, &[]), "page-no-such-key");
    }
}

#[test]
fn german_is_neutral() {
    let text = catalogue(Lang::De);
    for wrong in [" du ", " dein", "*innen", ":innen", "_innen", "Innen ", "…in/", "ß ss", "\""] {
        assert!(!text.contains(wrong), "{wrong:?} in the German catalogue");
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! The rules of the house, held against the source tree: licence lines, layers, words, lengths, names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of the house that hold text of ours.
const FOLDERS: [&str; 5] = ["src", "tests", "config", "migrations", "benches"];

/// A text of the house.
struct File {
    /// Its path from the root, with `/`.
    path: String,
    text: String,
}

impl File {
    fn ends_with(&self, end: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == end)
    }

    fn lies_in(&self, place: &str) -> bool {
        self.path == place || self.path.starts_with(&format!("{place}/"))
    }

    /// Its lines of code: without comments, each with its number.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let below = path.strip_prefix(root()).expect("it lies in the house");
            files.push(File { path: below.to_string_lossy().replace('\\', "/"), text });
        }
    }
}

/// All texts of the folders and of the root itself.
fn house() -> Vec<File> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root().join(folder), &mut files);
    }
    for name in ["Cargo.toml", "rustfmt.toml", ".clippy.toml"] {
        let text = fs::read_to_string(root().join(name)).expect(name);
        files.push(File { path: name.to_string(), text });
    }
    files
}

fn source() -> Vec<File> {
    house().into_iter().filter(|file| file.lies_in("src")).collect()
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_file_begins_with_its_licence() {
    let kinds = ["rs", "ftl", "toml", "sql", "css", "js"];
    let wrong = |file: &File| {
        let ours = kinds.iter().any(|kind| file.ends_with(kind));
        let first = file.text.lines().next().unwrap_or_default();
        ours && !first.contains("SPDX-License-Identifier: EUPL-1.2")
    };
    none(&house().iter().filter(|file| wrong(file)).map(|file| file.path.clone()).collect::<Vec<_>>());
}

#[test]
fn every_module_says_what_it_is() {
    let wrong =
        |file: &File| file.ends_with("rs") && !file.text.lines().nth(1).is_some_and(|line| line.starts_with("//! "));
    none(&house().iter().filter(|file| wrong(file)).map(|file| file.path.clone()).collect::<Vec<_>>());
}

#[test]
fn no_file_is_long() {
    const LONGEST: usize = 600;
    // A language is one text; the adapter's test tells one forge from end to end.
    let longer = ["src/say/de.ftl", "src/say/en.ftl", "tests/forge_gitlab.rs"];
    let wrong = |file: &File| file.text.lines().count() > LONGEST && !longer.contains(&file.path.as_str());
    none(&house().iter().filter(|file| wrong(file)).map(|file| file.path.clone()).collect::<Vec<_>>());
}

#[test]
fn file_names_are_one_lower_case_word() {
    // The forge's noun has two words.
    let named = ["merge_request"];
    let empty = ["manager", "helper", "helpers", "util", "utils", "service", "common", "misc"];
    let wrong = |file: &File| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let word = !stem.is_empty() && stem.chars().all(|c| c.is_ascii_lowercase());
        empty.contains(&stem) || !(word || named.contains(&stem))
    };
    none(&source().iter().filter(|file| wrong(file)).map(|file| file.path.clone()).collect::<Vec<_>>());
}

/// Which rooms a room may use, beside itself (`DESIGN.md` §2).
const ROOMS: [(&str, &[&str]); 12] = [
    ("src/domain", &[]),
    ("src/say", &["domain"]),
    ("src/store", &["domain"]),
    ("src/forge", &["domain"]),
    ("src/config", &["domain"]),
    ("src/hooks", &["domain", "store", "clock", "policy"]),
    ("src/web", &["store", "say", "domain", "clock", "health", "policy"]),
    // The sandbox knows nothing of votum but its clock.
    ("src/sandbox", &["clock"]),
    // `hooks`: the reading of payloads lies there and is pure; the engine calls it when it absorbs a delivery.
    ("src/engine", &["domain", "store", "forge", "say", "clock", "health", "hooks", "policy"]),
    ("src/clock.rs", &[]),
    ("src/health.rs", &[]),
    ("src/policy.rs", &["domain"]),
];

#[test]
fn rooms_use_only_what_lies_below_them() {
    let mut found = Vec::new();
    for file in source() {
        let Some((room, may)) = ROOMS.iter().find(|(room, _)| file.lies_in(room)) else { continue };
        let own = room.trim_start_matches("src/").trim_end_matches(".rs");
        for (number, line) in file.code() {
            for part in line.split("crate::").skip(1) {
                let used: String = part.chars().take_while(char::is_ascii_lowercase).collect();
                if !used.is_empty() && used != own && !may.contains(&used.as_str()) {
                    found.push(format!("{}:{number}: {own} uses {used}", file.path));
                }
            }
        }
    }
    none(&found);
}

/// Who may name a foreign crate; crates that are not listed here are anybody's.
const CRATES: [(&str, &[&str]); 11] = [
    ("sqlx", &["src/store"]),
    (
        "serde_json",
        &[
            "src/forge",
            "src/hooks",
            "src/sandbox",
            "src/web",
            "src/store",
            "src/cli",
            // Effects lie in the outbox as JSON, deliveries in the inbox.
            "src/engine/desire.rs",
            "src/engine/deliver.rs",
            "src/engine/absorb.rs",
        ],
    ),
    ("axum", &["src/hooks", "src/web", "src/sandbox", "src/cli"]),
    ("tower", &["src/hooks", "src/web", "src/sandbox", "src/cli"]),
    ("reqwest", &["src/forge", "src/sandbox", "src/cli"]),
    ("gitlab", &["src/forge/gitlab"]),
    ("octocrab", &["src/forge/github"]),
    ("fluent_bundle", &["src/say"]),
    ("maud", &["src/web", "src/sandbox"]),
    ("clap", &["src/cli", "src/main.rs"]),
    ("toml", &["src/config", "src/cli"]),
];

#[test]
fn crates_stay_in_their_rooms() {
    let mut found = Vec::new();
    for file in source().iter().filter(|file| file.ends_with("rs")) {
        for (name, places) in CRATES.iter().filter(|(_, places)| !places.iter().any(|place| file.lies_in(place))) {
            for (number, line) in file.code().filter(|(_, line)| names(line, name)) {
                found.push(format!("{}:{number}: {name} belongs to {places:?}: {}", file.path, line.trim()));
            }
        }
    }
    none(&found);
}

/// Says whether a line names a crate; a module of the same name in a path of ours is none.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = &line[..at];
        !before.ends_with("::") && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            // `use crate::hooks::gitlab;` makes `gitlab::` a word of ours.
            && (name != "gitlab" || !before.trim_start().is_empty() && before.trim_start() == "use ")
    })
}

#[test]
fn the_law_rests_on_few_crates() {
    let may = ["std", "jiff", "num_rational", "semver", "sha2", "globset", "pulldown_cmark", "crate", "super", "self"];
    let mut found = Vec::new();
    for file in source().iter().filter(|file| file.lies_in("src/domain")) {
        for (number, line) in file.code() {
            let line = line.trim_start().trim_start_matches("pub ");
            if let Some(used) = line.strip_prefix("use ") {
                let used = used.split("::").next().unwrap_or_default().trim_end_matches(';');
                if !may.contains(&used) {
                    found.push(format!("{}:{number}: {used}", file.path));
                }
            }
            for word in [
                "async ",
                "println!",
                "eprintln!",
                "std::fs",
                "std::net",
                "std::env",
                "::now()",
                "SystemTime",
                "Instant",
            ] {
                if line.contains(word) {
                    found.push(format!("{}:{number}: {word}", file.path));
                }
            }
        }
    }
    none(&found);
}

#[test]
fn only_the_engine_opens_a_writing_transaction() {
    // `hooks` stores a delivery in one transaction of the store's own.
    let may = ["src/engine", "src/store"];
    let mut found = Vec::new();
    for file in source().iter().filter(|file| file.ends_with("rs") && !may.iter().any(|place| file.lies_in(place))) {
        let begins = |line: &str| line.contains(".begin(") || line.contains(".begin_for(");
        found
            .extend(file.code().filter(|(_, line)| begins(line)).map(|(n, line)| format!("{}:{n}: {line}", file.path)));
    }
    none(&found);
}

#[test]
fn nothing_is_left_for_later() {
    // The words that are looked for; this list is the one place where they may stand.
    let words = [
        "TO\u{44}O",
        "FIX\u{4d}E",
        "XX\u{58}",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        ".unwrap()",
        "#[allow",
        "#![allow",
    ];
    let mut found = Vec::new();
    for file in source() {
        for (number, line) in (1..).zip(file.text.lines()) {
            found.extend(
                words.iter().filter(|word| line.contains(*word)).map(|word| format!("{}:{number}: {word}", file.path)),
            );
        }
    }
    none(&found);
}

#[test]
fn no_path_of_a_machine_stands_anywhere() {
    let places = ["home", "root", "Users", "work"].map(|place| format!("/{place}/"));
    let mut found = Vec::new();
    for file in house() {
        for (number, line) in (1..).zip(file.text.lines()) {
            // An address may have such a part: what counts is a path that begins so.
            let begins = |place: &String| {
                line.match_indices(place.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| {
                        c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/' | '*' | '~')
                    })
                })
            };
            found.extend(
                places.iter().filter(|place| begins(place)).map(|place| format!("{}:{number}: {place}", file.path)),
            );
        }
    }
    none(&found.into_iter().filter(|line| !line.starts_with("tests/tidy.rs")).collect::<Vec<_>>());
}

#[test]
fn both_databases_have_the_same_steps() {
    let steps = |folder: &str| -> BTreeSet<String> {
        let mut files = Vec::new();
        collect(&root().join("migrations").join(folder), &mut files);
        files.iter().filter_map(|file| file.path.rsplit('/').next().map(str::to_string)).collect()
    };
    assert!(!steps("sqlite").is_empty());
    assert_eq!(steps("sqlite"), steps("postgres"));
}

/// The first step that replicas of the version before it may live to see.
const FIRST_SHARED: &str = "0004";

#[test]
fn a_step_takes_nothing_from_replicas_of_the_version_before() {
    let takes = ["DROP TABLE", "DROP COLUMN", "RENAME", "ALTER COLUMN", "SET NOT NULL"];
    let mut found = Vec::new();
    for file in house().iter().filter(|file| file.ends_with(".sql")) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if !file.path.contains("migrations/") || name < FIRST_SHARED {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            let upper = line.to_uppercase();
            let lacks = upper.contains("ADD COLUMN") && upper.contains("NOT NULL") && !upper.contains("DEFAULT");
            if lacks || takes.iter().any(|take| upper.contains(take)) {
                found.push(format!("{}:{}: {line}", file.path, number + 1));
            }
        }
    }
    none(&found);
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |language: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(root().join("src/say").join(language)).expect(language);
        let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase() || c == '-');
        text.lines().filter(begins).filter_map(|line| Some(line.split_once('=')?.0.trim().to_string())).collect()
    };
    let (german, english) = (keys("de.ftl"), keys("en.ftl"));
    assert!(german.len() > 50);
    assert_eq!(german.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "only in German");
    assert_eq!(english.difference(&german).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
}

#[test]
fn words_for_people_stand_only_where_they_belong() {
    let may = [
        "src/say/de.ftl",
        // A GitLab with its people, projects and tickets is made of words, and so is the demonstration.
        "src/sandbox",
        "src/cli/demo",
        // Words that people write and votum reads.
        "src/domain/command.rs",
        "src/domain/template.rs",
        "src/domain/reference.rs",
        // The headings that a template has where the file names none.
        "src/config/governance.rs",
        // The folding of umlauts in names.
        "src/domain/rules.rs",
    ];
    let german = |c: char| matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ß');
    let mut found = Vec::new();
    for file in source().iter().filter(|file| !may.iter().any(|place| file.lies_in(place))) {
        found.extend(
            file.code().filter(|(_, line)| line.contains(german)).map(|(n, line)| format!("{}:{n}: {line}", file.path)),
        );
    }
    none(&found);
}

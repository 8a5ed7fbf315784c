// SPDX-License-Identifier: EUPL-1.2
//! Files: rules, settings and scenarios. Whatever they hold, everything that is wrong is said with its place.

use std::path::Path;

use proptest::prelude::*;
use votum::config::{Config, Fault, governance};

use super::change::{texts, trees};
use super::{Tried, attack, corpus};
use crate::world::RULES;

fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the project has it")
}

/// Looks at faults: each has a place, a sentence and a remedy, of a length that fits a terminal.
fn sound(faults: &[Fault]) -> Tried {
    for fault in faults {
        let said = fault.to_string();
        prop_assert!(!fault.what.is_empty() && !fault.remedy.is_empty(), "{said}");
        prop_assert!(said.len() < 1_500 && !said.contains('\n'), "{said}");
        let whole = fault.path.is_empty();
        prop_assert!(!whole || fault.line.is_some() || fault.what.contains("too large"), "{said} has no place");
        let dotted = fault.path.split('.').all(|part| !part.is_empty() && !part.contains('\n'));
        prop_assert!(whole || dotted, "{said}");
    }
    Ok(())
}

fn governed(text: &str) -> Tried {
    let reading = governance::read(text, "wegweiser", "partnership.toml", &["opencode".to_string()]);
    prop_assert_eq!(reading.rules.is_none(), !reading.faults.is_empty(), "either rules or faults");
    sound(&reading.faults)
}

#[test]
fn rules_are_read_or_told_what_is_wrong() {
    for (name, text) in corpus("rules") {
        governed(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    let examples = vec![file("config/partnership.toml"), file("tests/year/partnership.toml"), RULES.to_string()];
    attack(2, &texts(examples), |text| governed(&text));
}

/// The same by the structure: what is TOML and means something else.
#[test]
fn rules_of_other_types_are_told_what_is_wrong() {
    let tree =
        |text: &str| serde_json::to_value(toml::from_str::<toml::Table>(text).expect("it is TOML")).expect("it is");
    let examples = vec![tree(&file("config/partnership.toml")), tree(RULES)];
    attack(2, &trees(examples), |tree| match toml::to_string(&tree) {
        Ok(text) => governed(&text),
        Err(_) => Ok(()),
    });
}

#[test]
fn settings_are_read_or_told_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("partnership.toml"), file("config/partnership.toml")).expect("it can be written");
    let place = folder.path().join("votum.toml");
    let secret = "glpat-nobody-may-see-this";
    let one = file("config/votum.toml");
    let pasted = one.replace("env:VOTUM_OPENCODE_TOKEN", secret);
    attack(4, &texts(vec![one, pasted]), |text| {
        std::fs::write(&place, &text).expect("it can be written");
        for offline in [true, false] {
            let env = |name: &str| name.starts_with("VOTUM").then(|| "hook-word".to_string());
            let Err(faults) = Config::load(&place, &env, offline) else { continue };
            prop_assert!(!faults.is_empty());
            let of_settings: Vec<Fault> = faults.into_iter().filter(|fault| fault.file == "votum.toml").collect();
            sound(&of_settings)?;
            let said: String = of_settings.iter().map(ToString::to_string).collect();
            let whole = text.contains(&format!("\"{secret}\""));
            prop_assert!(!whole || !said.contains(secret), "a pasted secret is shown: {said}");
        }
        Ok(())
    });
}

#[test]
fn scenarios_are_read_or_told_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("partnership.toml"), file("tests/year/partnership.toml"))
        .expect("it can be written");
    let place = folder.path().join("scenario.json");
    let judge = |text: &str| -> Tried {
        std::fs::write(&place, text).expect("it can be written");
        for fault in votum::cli::faults_of_scenario(&place) {
            prop_assert!(fault.starts_with("scenario.json: ") || fault.starts_with("partnership.toml: "), "{fault}");
            prop_assert!(fault.len() < 1_500 && !fault.contains('\n'), "{fault}");
        }
        Ok(())
    };
    for (name, text) in corpus("scenarios") {
        judge(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    let year = file("tests/year/year.json");
    attack(8, &trees(vec![serde_json::from_str(&year).expect("it is JSON")]), |tree| judge(&tree.to_string()));
    attack(8, &texts(vec![year]), |text| judge(&text));
    judge(&"[".repeat(100_000)).expect("deep JSON is a fault");
}

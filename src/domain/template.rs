// SPDX-License-Identifier: EUPL-1.2
//! The decision template: which headings a ticket must have, who answers questions, who pays in a subgroup, and
//! which earlier ticket it resubmits.
//!
//! **Invariant:** votum never judges a text. It looks for headings and lines, names each one that is missing, and
//! keeps the SHA-256 of the text that was voted on.

use std::collections::BTreeSet;

use super::ids::{MemberId, Project, Thread};
use super::rules::{Rules, Template, fold};
use super::{chain, markdown};

/// Returns what a description lacks, each heading and the contact line by name; empty when it is complete.
#[must_use]
pub fn missing(template: &Template, description: &str) -> Vec<String> {
    let headings: Vec<String> = markdown::headings(description).iter().map(|heading| fold(heading)).collect();
    let mut missing: Vec<String> =
        template.headings.iter().filter(|wanted| !headings.contains(&fold(wanted))).cloned().collect();
    if !template.contact.is_empty() && contact(template, description).is_none() {
        missing.push(template.contact.clone());
    }
    missing
}

/// Returns what stands behind the colon of the contact line.
#[must_use]
pub fn contact(template: &Template, description: &str) -> Option<String> {
    let word = fold(&template.contact);
    markdown::prose(description).iter().find_map(|line| {
        let (before, after) = line.split_once(':')?;
        let begins = fold(before) == word || fold(before).starts_with(&format!("{word} "));
        let after = after.trim_matches(|c: char| c.is_whitespace() || c == markdown::OPAQUE || c == '*');
        (begins && !after.is_empty()).then(|| after.to_string())
    })
}

/// Returns the digest of a description in which neither white space nor ticked boxes matter.
#[must_use]
pub fn substance(description: &str) -> String {
    let words = description.replace("[x]", "[ ]").replace("[X]", "[ ]");
    chain::digest(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the members named in the first sentence under `### Teilgruppe` (or `### Subgroup`), by name or id, in the
/// order of the rules.
#[must_use]
pub fn subgroup(rules: &Rules, description: &str) -> Vec<MemberId> {
    let section =
        markdown::section(description, |heading| ["teilgruppe", "subgroup"].contains(&fold(heading).as_str()));
    let mut text = section.join(" ");
    // A full stop within a member's name ends no sentence.
    for member in rules.members.iter().filter(|member| member.name.contains('.')) {
        text = text.replace(&member.name, &fold(&member.name));
    }
    let sentence = fold(text.split(". ").next().unwrap_or_default().trim_end_matches('.'));
    let mut sentence = format!(" {sentence} ");
    // The longest first: "Neustadt am See" does not name "Neustadt".
    let mut names: Vec<(String, &MemberId)> =
        rules.members.iter().flat_map(|m| [(fold(&m.name), &m.id), (fold(&m.id), &m.id)]).collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut found = BTreeSet::new();
    for (name, id) in names {
        let spoken = format!(" {name} ");
        if sentence.contains(&spoken) {
            sentence = sentence.replace(&spoken, " , ");
            found.insert(id);
        }
    }
    rules.members.iter().map(|member| &member.id).filter(|id| found.contains(id)).cloned().collect()
}

/// Returns the earlier tickets that a description says it resubmits: `Wiedervorlage von: #105`.
#[must_use]
pub fn resubmits(project: &Project, description: &str) -> Vec<Thread> {
    let mut found = Vec::new();
    for line in markdown::prose(description) {
        let lower = line.to_lowercase();
        let Some(at) = ["wiedervorlage von", "resubmission of"].iter().find_map(|words| lower.find(words)) else {
            continue;
        };
        // Lower-casing may change lengths outside ASCII; then only the lower-case spelling is left.
        let words = if lower.len() == line.len() { line.get(at..).unwrap_or(&lower[at..]) } else { &lower[at..] };
        for word in words.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
            found.extend(super::reference::parse(word, project));
        }
    }
    found
}

// SPDX-License-Identifier: EUPL-1.2
//! Which tickets a merge request names.
//!
//! They are named by GitLab's closing keywords (`Closes group/project#5`) or by lines `Vorgang: #n` /
//! `Ticket: group/project#n`, in title or description, outside of code and HTML.
//!
//! **Invariant:** all named tickets count, and a name that leads nowhere is kept, so that the gate can say so.

use std::collections::BTreeSet;

use super::ids::{Project, Thread};
use super::markdown;
use super::rules::Rules;

/// Returns the tickets that a merge request of `project` names.
///
/// A bare `#n` behind `Vorgang:` means the project itself where it holds tickets, and otherwise the partnership's
/// ticket project if there is just one. A closing keyword means what it means to GitLab; a closed issue of a project
/// without tickets is no ticket.
#[must_use]
pub fn named(rules: &Rules, project: &Project, title: &str, description: &str) -> BTreeSet<Thread> {
    let holds_tickets = |project: &Project| rules.tickets.contains(project);
    let home = match rules.tickets.as_slice() {
        _ if holds_tickets(project) => project,
        [only] => only,
        _ => project,
    };
    let mut found = BTreeSet::new();
    for line in std::iter::once(title.to_string()).chain(markdown::prose(description)) {
        if let Some(listed) = behind_key(&line) {
            found.extend(words(listed).filter_map(|word| parse(word, home)).map(|ticket| rules.known_thread(ticket)));
        } else {
            let closed = closing(&line, project).into_iter().map(|ticket| rules.known_thread(ticket));
            found.extend(closed.filter(|ticket| holds_tickets(&ticket.project)));
        }
    }
    found
}

/// Reads `#n`, `group/project#n` or an issue's address, seen from `home`.
#[must_use]
pub fn parse(word: &str, home: &Project) -> Option<Thread> {
    let word = word.trim_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ')' | '(' | '*' | '_' | '<' | '>' | '"' | markdown::OPAQUE)
    });
    if let Some((address, number)) = word.split_once("/-/issues/").or_else(|| word.split_once("/-/work_items/")) {
        let path = address.split_once("://")?.1.split_once('/')?.1;
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        return ticket(home, path, &digits);
    }
    let (path, number) = word.split_once('#')?;
    ticket(home, if path.is_empty() { &home.path } else { path }, number)
}

fn ticket(home: &Project, path: &str, number: &str) -> Option<Thread> {
    let project = Project::parse(&format!("{}:{path}", home.forge))?;
    let iid = number.parse().ok().filter(|iid| *iid > 0)?;
    Some(Thread::ticket(project, iid))
}

/// Returns what follows `Vorgang:` or `Ticket:` at the beginning of a line.
fn behind_key(line: &str) -> Option<&str> {
    let (key, listed) = line.split_once(':')?;
    let key = key.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ["vorgang", "vorgänge", "ticket", "tickets"].contains(&key.as_str()).then_some(listed)
}

/// Returns the issues behind GitLab's closing keywords: `Closes #1, #2 and group/project#3`.
fn closing(line: &str, project: &Project) -> Vec<Thread> {
    const KEYWORDS: [&str; 16] = [
        "close",
        "closes",
        "closed",
        "closing",
        "fix",
        "fixes",
        "fixed",
        "fixing",
        "resolve",
        "resolves",
        "resolved",
        "resolving",
        "implement",
        "implements",
        "implemented",
        "implementing",
    ];
    let mut found = Vec::new();
    let mut listing = false;
    for word in words(line) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if KEYWORDS.contains(&bare.as_str()) {
            listing = true;
        } else if listing && !["and", "issue", "issues"].contains(&bare.as_str()) {
            match parse(word, project) {
                Some(ticket) => found.push(ticket),
                None => listing = false,
            }
        }
    }
    found
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

// SPDX-License-Identifier: EUPL-1.2
//! When two titles are so alike that people should look whether it is the same request again.
//!
//! **Invariant:** a likeness is only a hint to people, never a reason to refuse; it can be checked by hand with a
//! pencil, and neither order nor case nor the spelling of umlauts matters.

use std::collections::BTreeSet;

use super::ids::{Project, Thread};
use super::rules::fold;
use super::{markdown, reference};

/// The least number of words that two titles must share.
const LEAST: usize = 2;

/// Says whether two titles share at least two words and two thirds of the words of the longer one.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared >= LEAST && shared * 3 >= one.len().max(other.len()) * 2
}

/// Returns the tickets that a text mentions, outside of code and HTML.
#[must_use]
pub fn mentioned(project: &Project, title: &str, description: &str) -> BTreeSet<Thread> {
    let lines = std::iter::once(title.to_string()).chain(markdown::prose(description));
    let split = |line: String| -> Vec<Thread> {
        let words = line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')'));
        words.filter_map(|word| reference::parse(word.trim_end_matches(['!', '?']), project)).collect()
    };
    lines.flat_map(split).collect()
}

fn words(title: &str) -> BTreeSet<String> {
    fold(title).split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect()
}

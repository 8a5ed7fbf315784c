// SPDX-License-Identifier: EUPL-1.2
//! Where a release comes from: the links that lead from a ticket over its vote and its merge to the tag.
//!
//! **Invariant:** a chain is as good as its weakest link, so each link is named, and what is broken is told of it alone.

use super::fact::Fact;
use super::ids::Thread;
use super::release::Releases;

/// A link of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// The ticket at the forge.
    Ticket,
    /// The vote note under it.
    Vote,
    /// The head that was decided.
    Head,
    /// The commit on the branch.
    Merge,
    /// The tag at that commit.
    Tag,
    /// The release at the tag.
    Release,
    /// What the register shows of it.
    Register,
    /// The forge itself.
    Forge,
}

impl Link {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Vote => "vote",
            Self::Head => "head",
            Self::Merge => "merge",
            Self::Tag => "tag",
            Self::Release => "release",
            Self::Register => "register",
            Self::Forge => "forge",
        }
    }
}

/// A tag that votum has set, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagSet {
    /// Its name.
    pub tag: String,
    /// The commit it was set at.
    pub sha: String,
    /// The merge request that it was chosen for.
    pub merge_request: Thread,
    /// The numbers of the decisions that it carries.
    pub numbers: Vec<String>,
}

/// Returns the tags that a project's facts say were set, oldest first.
#[must_use]
pub fn tags_set(facts: &[Fact]) -> Vec<TagSet> {
    let mut state = Releases::default();
    let mut found = Vec::new();
    for fact in facts {
        if let Fact::Tagged { tag, sha, merge_request, .. } = fact {
            let carried = state.due.range(..state.bundle(merge_request));
            let mut numbers: Vec<String> =
                carried.flat_map(|due| &due.notes).filter_map(|note| note.number.clone()).collect();
            numbers.sort();
            numbers.dedup();
            let (tag, sha, merge_request) = (tag.clone(), sha.clone(), merge_request.clone());
            found.push(TagSet { tag, sha, merge_request, numbers });
        }
        state = state.after(fact);
    }
    found
}

/// Says whether a tag's name is one that releases carry: `v` and a number, also behind a prefix.
#[must_use]
pub fn is_release_tag(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.strip_prefix('v').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// Returns the hashes of the journal that a text states: words of 64 hexadecimal digits.
#[must_use]
pub fn hashes(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_hash = |word: &&str| word.len() == 64 && word.chars().all(|letter| letter.is_ascii_hexdigit());
    words.filter(is_hash).map(str::to_ascii_lowercase).collect()
}

/// Returns those of the numbers that a text does not state.
#[must_use]
pub fn unstated<'a>(numbers: &'a [String], text: &str) -> Vec<&'a str> {
    let stated = |number: &str| {
        // `B-2026-001` is not stated by `B-2026-0012`.
        text.match_indices(number).any(|(at, _)| {
            !text[at + number.len()..].starts_with(|next: char| next.is_ascii_digit())
                && !text[..at].ends_with(|last: char| last.is_ascii_alphanumeric())
        })
    };
    numbers.iter().map(String::as_str).filter(|number| !stated(number)).collect()
}

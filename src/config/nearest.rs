// SPDX-License-Identifier: EUPL-1.2
//! The word that somebody probably meant.

/// Words longer than this are compared with nothing.
const LONGEST: usize = 64;

/// Returns the one of `known` that differs from `word` in the fewest letters, if they are few.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.len() > LONGEST {
        return None;
    }
    let near = |candidate: &str| (word.len().max(candidate.chars().count()) / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(apart, candidate)| *apart <= near(candidate))
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, candidate)| candidate)
}

/// Counts the letters to add, drop or change (Levenshtein), whatever the case; `-` and `_` are the same.
fn distance(word: &[char], candidate: &str) -> usize {
    let plain = |c: char| if c == '_' { '-' } else { c.to_ascii_lowercase() };
    let candidate: Vec<char> = candidate.chars().map(plain).collect();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, letter) in word.iter().map(|c| plain(*c)).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in candidate.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[candidate.len()]
}

// SPDX-License-Identifier: EUPL-1.2
//! Words of users, made inert: no mention, no reference, no command, no markup, no second line.
//!
//! GitLab reads whatever the bot posts with the bot's rights, so a title or a reason must stay a quotation.
//!
//! **Invariant:** what comes out of this file is one line, begins with a letter, a digit or a backtick, and is either
//! made of plain words or stands as inline code that its content cannot close.

use std::fmt::Write as _;

/// The longest quotation of a reason or title, in characters.
const LIMIT: usize = 200;

/// Returns a user's words for the middle of a Markdown line: as they are where nothing in them could mean anything to
/// a forge, and otherwise as inline code.
#[must_use]
pub fn escape_inline(text: &str) -> String {
    let line = shorten(&flatten(text), LIMIT);
    if line.is_empty() {
        return "–".to_string();
    }
    if is_plain(&line) { line } else { code(&line) }
}

/// Returns a user's words for plain text that a forge still reads for references, closing keywords and skip marks,
/// such as a commit message.
#[must_use]
pub fn escape_plain(text: &str, limit: usize) -> String {
    let line = break_signs(&flatten(text)).replace("://", ": //").replace('[', "(").replace(']', ")");
    let mut inert = String::with_capacity(line.len());
    for c in line.chars() {
        inert.push(c);
        // A sign with a blank behind it names nothing.
        if matches!(c, '#' | '!' | '@' | '&' | '~' | '%' | '$') {
            inert.push(' ');
        }
    }
    let inert = inert.split_whitespace().collect::<Vec<_>>().join(" ");
    let inert = inert.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Trailers, references to other trackers and `GH-1` all hang on a hyphen between a word and a number.
    shorten(&loosen(inert), limit)
}

/// Cuts a text to at most `limit` characters, the last of them `…` where something is missing.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_string();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Returns inline code that nothing in `text` can close; `text` is one line already.
pub(super) fn code(text: &str) -> String {
    let text = break_signs(&flatten(text));
    if text.is_empty() {
        return "–".to_string();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{edge}{text}{edge}{fence}")
}

/// Returns a mention of the account that the rules name as the contact; code where it is no account name.
pub(super) fn mention(account: &str) -> String {
    let name = !account.is_empty()
        && account.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && account.starts_with(|c: char| c.is_ascii_alphanumeric());
    let everybody = ["all", "here", "channel", "everyone"].iter().any(|word| account.eq_ignore_ascii_case(word));
    if name && !everybody { format!("@{account}") } else { code(account) }
}

/// Returns a shortcode of an emoji that the rules name.
pub(super) fn emoji(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'));
    if plain { format!(":{name}:") } else { code(name) }
}

/// Returns a text with its first letter as a capital.
#[must_use]
pub fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Makes one line of a text: white space and control characters become single blanks, invisible marks vanish.
fn flatten(text: &str) -> String {
    let visible = text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c });
    visible.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says whether a character is not seen and may turn or hide what is.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Says whether nothing in a line could mean anything to a forge.
fn is_plain(line: &str) -> bool {
    let chars: Vec<char> = line.chars().collect();
    let at = |i: usize| chars.get(i).copied();
    let lower = line.to_lowercase();
    if lower.contains("www.") || !chars.first().is_some_and(|c| c.is_alphanumeric()) {
        return false;
    }
    chars.iter().enumerate().all(|(i, c)| match c {
        c if c.is_alphanumeric() => true,
        ' ' | ',' | '.' | '(' | ')' | '?' | '–' | '—' | '’' | '\'' | '…' | '„' | '“' | '”' | '‚' | '‘' | '§' | '€'
        | '²' | '³' | '°' | '·' => true,
        // Between words these are punctuation; in front of one they could begin a reference.
        ';' | ':' | '!' | '%' | '&' => at(i + 1).is_none_or(|next| " ),.;?“".contains(next)),
        '-' => at(i + 1) != Some('-') && at(i + 1) != Some('>'),
        '/' => i > 0 && at(i - 1).is_some_and(char::is_alphanumeric) && at(i + 1).is_some_and(char::is_alphanumeric),
        _ => false,
    })
}

/// Breaks what some reader might take seriously even inside code: calls to everybody and ends of comments.
fn break_signs(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        broken.push(c);
        let rest = text[at + c.len_utf8()..].to_lowercase();
        if c == '@' && ["all", "here", "channel", "everyone"].iter().any(|word| rest.starts_with(word)) {
            broken.push(' ');
        }
    }
    broken.replace("<!--", "<! --").replace("-->", "-- >").replace("--!>", "-- !>")
}

/// Sets a blank behind each hyphen that stands between a letter and a digit.
fn loosen(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut loose = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        let between =
            *c == '-' && i > 0 && chars[i - 1].is_alphabetic() && chars.get(i + 1).is_some_and(char::is_ascii_digit);
        // Writing to a string cannot fail.
        let _ = if between { write!(loose, "{c} ") } else { write!(loose, "{c}") };
    }
    loose
}

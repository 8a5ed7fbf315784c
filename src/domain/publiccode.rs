// SPDX-License-Identifier: EUPL-1.2
//! The two lines of a `publiccode.yml` that change with a release.
//!
//! **Invariant:** every other byte of the file stays as it is; what is not written on one plain line is refused and
//! never guessed at.

/// Why a file cannot be kept current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has no `publiccodeYmlVersion`, or is no list of keys line by line.
    Form,
    /// A key stands there twice.
    Twice(&'static str),
    /// The value of a key is not on one plain line.
    Value(&'static str),
}

const STANDARD: &str = "publiccodeYmlVersion";
const VERSION: &str = "softwareVersion";
const DATE: &str = "releaseDate";

/// Returns the text with this version and this date (`2026-03-09`).
///
/// # Errors
/// What cannot be read as two plain lines of the file.
pub fn current(text: &str, version: &str, date: &str) -> Result<String, Flaw> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_string).collect();
    let begins = lines.iter().position(|line| !is_silent(line)).ok_or(Flaw::Form)?;
    let documents = lines.iter().enumerate().filter(|(at, line)| is_mark(line) && *at != begins);
    if documents.count() > 0 || find(&lines, STANDARD)?.is_none() {
        return Err(Flaw::Form);
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for (key, value) in [(DATE, date), (VERSION, version)] {
        if let Some(at) = find(&lines, key)? {
            let next = lines[at + 1..].iter().find(|line| !line.trim().is_empty());
            let goes_on = next.is_some_and(|line| line.starts_with([' ', '\t']) && !is_silent(line));
            lines[at] = replaced(&lines[at], key, value).filter(|_| !goes_on).ok_or(Flaw::Value(key))?;
            continue;
        }
        let at = find(&lines, STANDARD)?.map_or(lines.len(), |at| at + 1);
        if let Some(before) = lines.get_mut(at - 1).filter(|line| !line.ends_with('\n')) {
            before.push_str(end);
        }
        lines.insert(at, format!("{key}: \"{value}\"{end}"));
    }
    Ok(lines.concat())
}

/// Finds the one line of a key at the edge.
fn find(lines: &[String], key: &'static str) -> Result<Option<usize>, Flaw> {
    let mut found = (0..).zip(lines).filter(|(_, line)| rest(line, key).is_some()).map(|(at, _)| at);
    match (found.next(), found.next()) {
        (at, None) => Ok(at),
        _ => Err(Flaw::Twice(key)),
    }
}

/// Returns what follows a key at the edge and its colon.
fn rest<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let line = line.trim_start_matches('\u{feff}');
    let quoted =
        ['"', '\''].into_iter().find_map(|mark| line.strip_prefix(mark)?.strip_prefix(key)?.strip_prefix(mark));
    let after = quoted.or_else(|| line.strip_prefix(key))?.trim_start_matches(' ').strip_prefix(':')?;
    (after.is_empty() || after.starts_with([' ', '\t', '\r', '\n'])).then_some(after)
}

/// Returns the line with another value; its quotes, blanks and comment stay. `None` where the value is no plain one.
fn replaced(line: &str, key: &str, value: &str) -> Option<String> {
    let after = rest(line, key)?;
    let head = &line[..line.len() - after.len()];
    let body = after.trim_end_matches(['\r', '\n']);
    let end = &after[body.len()..];
    let blank = &body[..body.len() - body.trim_start().len()];
    let old = body.trim_start();
    let (written, comment) = match old.chars().next() {
        None | Some('#') => (format!("\"{value}\""), old),
        Some(mark @ ('"' | '\'')) => {
            let (inner, rest) = old[1..].split_once(mark)?;
            if inner.contains('\\') || rest.starts_with(mark) {
                return None;
            }
            (format!("{mark}{value}{mark}"), rest)
        }
        Some(first) if first.is_ascii_alphanumeric() => {
            let cut = old.find(" #").unwrap_or(old.len());
            let plain = old[..cut].trim_end();
            (value.to_string(), &old[plain.len()..])
        }
        Some(_) => return None,
    };
    let silent = comment.trim_start();
    if !silent.is_empty() && !(silent.starts_with('#') && (comment != silent || old == silent)) {
        return None;
    }
    let blank = if blank.is_empty() { " " } else { blank };
    let gap = if old == silent && !silent.is_empty() { " " } else { "" };
    Some(format!("{head}{blank}{written}{gap}{comment}{end}"))
}

/// Says whether a line says nothing: blank, or a comment.
fn is_silent(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    line.is_empty() || line.starts_with('#')
}

/// Says whether a line begins or ends a document.
fn is_mark(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_end();
    line == "---" || line == "..." || line.starts_with("--- ")
}

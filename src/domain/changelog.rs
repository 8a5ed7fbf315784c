// SPDX-License-Identifier: EUPL-1.2
//! The sections of a `CHANGELOG.md`, one for each version.
//!
//! **Invariant:** what stands there stays; a version that has a section gets no second one.

/// Returns the text with a section for each version that it lacks, the newest above; `sections` are version and text
/// with its heading, newest first, and `title` begins a file that is not there yet.
#[must_use]
pub fn current(text: Option<&str>, title: &str, sections: &[(String, String)]) -> String {
    let text = text.map_or_else(|| format!("{title}\n"), str::to_string);
    let missing = sections.iter().filter(|(version, _)| !headings(&text).any(|(_, line)| names(line, version)));
    let missing: Vec<&str> = missing.map(|(_, section)| section.trim_end()).collect();
    if missing.is_empty() {
        return text;
    }
    let place = headings(&text).find(|(_, line)| line.starts_with("## ") && !is_unreleased(line)).map(|(at, _)| at);
    let (before, after) = text.split_at(place.unwrap_or(text.len()));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let news = missing.join("\n\n").replace('\n', end);
    let gap = |part: &str| match part {
        "" => "",
        part if part.ends_with("\n\n") || part.ends_with("\n\r\n") => "",
        part if part.ends_with('\n') => end,
        _ if end == "\n" => "\n\n",
        _ => "\r\n\r\n",
    };
    let last = if after.is_empty() { end.to_string() } else { format!("{end}{end}") };
    format!("{before}{}{news}{last}{after}", gap(before))
}

/// Every heading outside of code, each with its place.
fn headings(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut at, mut code) = (0, false);
    text.split_inclusive('\n').filter_map(move |line| {
        let place = at;
        at += line.len();
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            code = !code;
        }
        (!code && line.starts_with('#')).then_some((place, line))
    })
}

/// Says whether a heading names a version.
fn names(line: &str, version: &str) -> bool {
    let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')));
    words.into_iter().any(|word| word == version || word.strip_prefix('v') == Some(version))
}

/// Says whether a heading is no version's, as that of what is not released yet.
fn is_unreleased(line: &str) -> bool {
    !line.contains(|c: char| c.is_ascii_digit())
}

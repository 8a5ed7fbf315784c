// SPDX-License-Identifier: EUPL-1.2
//! How merge requests are judged: `[gate]`.

use globset::GlobBuilder;

use super::super::fault::quote;
use super::super::nearest::nearest;
use super::super::table::Table;
use super::super::value::Value;
use super::processes::{duty, label};
use crate::domain::request::CHANGE;
use crate::domain::rules::{GateRules, Merging, Process};
use crate::domain::window::Window;

/// Reads `[gate]`.
pub(super) fn read(mut table: Table<'_>, processes: &[Process]) -> GateRules {
    let merge = [("automatic", Merging::Automatic), ("on-command", Merging::OnCommand), ("off", Merging::Off)];
    let merge = table.read("merge", |value| value.one_of(&merge, &[])).unwrap_or(Merging::OnCommand);
    let reviews = table.read("reviews", |value| value.whole(0..=20)).unwrap_or(1);
    let exempt_paths = table.list("exempt_paths", pattern).unwrap_or_default();
    let exempt_labels = table.list("exempt_labels", |value| exempt_label(value, processes)).unwrap_or_default();
    let branches = table.list("branches", branch).unwrap_or_default();
    let requires = table.list("requires", |value| required(value, processes)).unwrap_or_default();
    let protected = table.list("protected", |value| protected(value, processes)).unwrap_or_default();
    let windows = table.list("windows", window).unwrap_or_default();
    table.end();
    let reviews = u32::try_from(reviews).unwrap_or(1);
    GateRules { merge, reviews, exempt_paths, exempt_labels, branches, requires, protected, windows }
}

fn pattern(value: &Value<'_>) -> Option<String> {
    let text = glob(value)?;
    if matches!(text.as_str(), "**" | "**/*") {
        value.warn(format!("{} exempts every merge request from the gate.", quote(&text)));
    }
    Some(text)
}

/// Reads a pattern of paths.
pub(super) fn glob(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if let Err(error) = GlobBuilder::new(&text).literal_separator(true).build() {
        value.fault(
            format!("{} is not a pattern of paths ({})", quote(&text), error.kind()),
            "write one such as \"docs/**\" or \"*.md\"; * does not cross a /",
        );
        return None;
    }
    Some(text)
}

/// Reads a pattern of paths that only a change of the rules may touch; without a process for that nothing could.
fn protected(value: &Value<'_>, processes: &[Process]) -> Option<String> {
    if processes.iter().all(|process| process.id != CHANGE) {
        value.fault(
            format!("needs a [[process]] with id = {}", quote(CHANGE)),
            "add that process: its tickets decide on changes of these paths",
        );
        return None;
    }
    pattern(value)
}

fn window(value: &Value<'_>) -> Option<Window> {
    let text = value.text()?;
    let found = Window::parse(&text);
    if found.is_none() {
        value.fault(
            format!("{} is no time of the week", quote(&text)),
            "write days and hours of one day, such as \"mon-thu 08:00-16:00\" or \"fri 08:00-12:00\"",
        );
    }
    found
}

fn exempt_label(value: &Value<'_>, processes: &[Process]) -> Option<String> {
    let text = label(value)?;
    if processes.iter().any(|process| process.label == text) {
        value.fault(
            format!("{} is the label of a process", quote(&text)),
            "choose a label that puts nothing under a process",
        );
        return None;
    }
    Some(text)
}

fn branch(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.contains(char::is_whitespace) {
        value.fault(format!("{} is not a branch", quote(&text)), "write the name without blanks, such as \"stable\"");
        return None;
    }
    Some(text)
}

fn required(value: &Value<'_>, processes: &[Process]) -> Option<String> {
    let text = duty(value)?;
    let duties = || processes.iter().flat_map(|process| &process.follow_ups).map(String::as_str);
    if duties().all(|duty| duty != text) {
        let remedy = match nearest(&text, duties()) {
            Some(meant) => format!("did you mean {}?", quote(meant)),
            None => "write a follow-up that stands in follow_ups of a [[process]]".to_owned(),
        };
        value.fault(format!("{} is a follow-up of no process", quote(&text)), remedy);
        return None;
    }
    Some(text)
}

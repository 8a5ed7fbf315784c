// SPDX-License-Identifier: EUPL-1.2
//! Quick actions: the lines that GitLab takes out of a text before it stores it.
//!
//! Only lines of top-level paragraphs are looked at, and only known names are taken. A line with an unknown name
//! stays as it was written. **Invariant:** what is stored never holds a line that a second reading would take out.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag};
use regex::Regex;

/// The names that GitLab CE 18.9 knows, whatever they are said under and whoever says them.
const NAMES: &str = "add_child add_contacts add_email approve assign assign_reviewer award board_move clone close \
    confidential convert_to_ticket copy_metadata create_merge_request done draft due duplicate epic estimate \
    estimate_time label labels lock merge milestone move promote_to promote_to_incident react ready rebase relabel \
    relate remove_child remove_contacts remove_due_date remove_email remove_estimate remove_label remove_milestone \
    remove_parent remove_reviewer remove_time_estimate remove_time_spent remove_zoom reopen request_changes \
    request_review reviewer run_pipeline set_parent severity ship shrug spend spend_time spent submit_review subscribe \
    tableflip tag target_branch timeline title todo type unapprove unassign unassign_reviewer unlabel unlink unlock \
    unsubscribe zoom";

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let names = NAMES.split_whitespace().collect::<Vec<_>>().join("|");
    Regex::new(&format!(r"(?i)^/({names})(?:[ \t]+(.*?))?[ \t]*$")).expect("a list of plain names makes a pattern")
});

/// A quick action that was taken out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickAction {
    /// Its name in lower case.
    pub name: String,
    /// The rest of the line.
    pub args: String,
}

/// Takes the known quick actions out of `text` and returns what is left, without white space at its end.
pub fn extract(text: &str) -> (String, Vec<QuickAction>) {
    let text = text.replace('\r', "");
    let (paragraphs, code) = candidates(&text);
    let mut left = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    let mut after_command = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if after_command && line.trim().is_empty() {
            continue;
        }
        let inside = paragraphs.iter().any(|range| start < range.end && at > range.start);
        let in_code = code.iter().any(|range| range.start < start && start < range.end);
        after_command = false;
        if inside
            && !in_code
            && let Some(parts) = LINE.captures(line.trim_end_matches('\n'))
        {
            found.push(QuickAction {
                name: parts[1].to_lowercase(),
                args: parts.get(2).map_or(String::new(), |args| args.as_str().into()),
            });
            after_command = true;
            continue;
        }
        left.push_str(line);
    }
    left.truncate(left.trim_end().len());
    (left, found)
}

/// Finds the top-level paragraphs and the stretches of inline code.
fn candidates(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut paragraphs, mut code, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                paragraphs.push(range);
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Code(_) => code.push(range),
            _ => {}
        }
    }
    (paragraphs, code)
}

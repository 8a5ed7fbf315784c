// SPDX-License-Identifier: EUPL-1.2
//! The blocks that pages are built of, accessible by construction.
//!
//! **Invariant:** a table has a caption and headed rows and columns; a state is a word beside a shape and never a
//! colour alone; an instant can be read by people and by programs.

use jiff::Timestamp;
use maud::{Markup, html};

use super::visit::Visit;
use crate::domain::fact::Gate;
use crate::domain::ids::Thread;
use crate::domain::reason::Why;
use crate::domain::rules::Rules;
use crate::domain::ticket::Phase;
use crate::say::{self, words};
use crate::store::sheet::TicketSheet;

/// A table: its id, its caption, the heads of its columns, and rows whose first cell heads the row.
pub(super) fn table(id: &str, caption: &str, heads: &[String], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-labelledby=(id) {
            table {
                caption id=(id) { (caption) }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Names and what stands under them; what is empty is left out.
pub(super) fn definitions(list: &[(String, Option<Markup>)]) -> Markup {
    html! {
        dl {
            @for (name, value) in list.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

/// Something to be noticed.
pub(super) fn notice(body: &Markup) -> Markup {
    html! { div.notice { (body) } }
}

/// Plain words as a block's content.
pub(super) fn plain(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// A digest or a commit.
pub(super) fn code(text: &str) -> Markup {
    html! { code { (text) } }
}

/// A list of links to the pages before and after; nothing where there is one page only.
pub(super) fn pager(visit: &Visit, room: &str, page: i64, more: bool) -> Markup {
    let to = |page: i64| {
        let number = page.to_string();
        let mut parts: Vec<(&str, &str)> = visit
            .query
            .iter()
            .filter(|(name, value)| name != "page" && !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        if page > 1 {
            parts.push(("page", &number));
        }
        visit.href(room, &parts)
    };
    html! {
        @if page > 1 || more {
            nav.pager aria-label=(visit.say("pages")) {
                ul {
                    @if page > 1 { li { a rel="prev" href=(to(page - 1)) { (visit.say("previous")) } } }
                    li { span aria-current="page" { (visit.tell("page-number", &[("number", page.into())])) } }
                    @if more { li { a rel="next" href=(to(page + 1)) { (visit.say("next")) } } }
                }
            }
        }
    }
}

/// An instant as the register keeps it (RFC 3339); `exact` shows its seconds.
pub(super) fn time(at: &str, exact: bool, visit: &Visit, rules: &Rules) -> Markup {
    let words = match at.parse::<Timestamp>() {
        Ok(instant) if exact => say::instant(instant, rules, visit.lang),
        Ok(instant) => say::day_and_time(instant, rules, visit.lang),
        Err(_) => at.to_string(),
    };
    html! { time datetime=(at) { (words) } }
}

/// Where a ticket stands: a shape and a word.
pub(super) fn state(key: &str, visit: &Visit) -> Markup {
    let shape = match key {
        "accepted" | "done" | "cleared" => "✔",
        "rejected" | "refused" => "✘",
        "voting" => "▶",
        "reading" => "◷",
        "incomplete" => "○",
        "disputed" => "▲",
        _ => "■",
    };
    badge(key, shape, &state_word(key, visit))
}

/// The word for where a ticket stands.
pub(super) fn state_word(key: &str, visit: &Visit) -> String {
    let phase = Phase::ALL.iter().find(|(known, _)| *known == key);
    phase.map_or_else(|| key.to_string(), |(_, phase)| words::phase(*phase, visit.lang))
}

/// What a gate says: a shape and a word.
pub(super) fn gate(key: &str, visit: &Visit) -> Markup {
    let (shape, gate) = match key {
        "cleared" => ("✔", Gate::Cleared),
        "blocked" => ("✘", Gate::Blocked),
        _ => ("◷", Gate::Waiting),
    };
    badge(key, shape, &words::gate(gate, visit.lang))
}

fn badge(class: &str, shape: &str, word: &str) -> Markup {
    html! { span class={ "badge " (class) } { span aria-hidden="true" { (shape) " " } (word) } }
}

/// Why something stands as it does.
pub(super) fn why(key: &str, visit: &Visit) -> String {
    Why::parse(key).map_or_else(|| key.to_string(), |why| words::why(why, visit.lang))
}

/// A member by its name.
pub(super) fn member(id: &str, rules: &Rules) -> String {
    rules.member(id).map_or_else(|| id.to_string(), |member| member.name.clone())
}

/// A process by its label.
pub(super) fn process(id: &str, rules: &Rules) -> String {
    rules.process(id).map_or_else(|| id.to_string(), |process| process.label.clone())
}

/// A follow-up or requirement by its name.
pub(super) fn follow_up(key: &str, visit: &Visit) -> String {
    words::follow_up(key, visit.lang).unwrap_or_else(|| key.to_string())
}

/// What a ticket is about: its title, or a neutral one where it is or was confidential.
pub(super) fn subject(sheet: &TicketSheet, visit: &Visit) -> String {
    let short = format!("#{}", sheet.iid);
    if sheet.confidential {
        return visit.tell("confidential", &[("ticket", short.into())]);
    }
    if sheet.title.trim().is_empty() {
        visit.tell("ticket-of", &[("ticket", short.into())])
    } else {
        sheet.title.clone()
    }
}

/// The same as a block, in the language in which it was written.
pub(super) fn subject_block(sheet: &TicketSheet, visit: &Visit, rules: &Rules) -> Markup {
    let foreign = visit.foreign(rules).filter(|_| !sheet.confidential);
    html! { span lang=[foreign] { (subject(sheet, visit)) } }
}

/// The address of a ticket's page.
pub(super) fn ticket_address(project: &str, iid: u64, visit: &Visit, rules: &Rules) -> String {
    thread_address("tickets", project, iid, visit, rules, rules.tickets.len() == 1)
}

/// The address of a merge request's page.
pub(super) fn request_address(project: &str, iid: u64, visit: &Visit, rules: &Rules) -> String {
    thread_address("merge-requests", project, iid, visit, rules, rules.upstream.len() == 1)
}

fn thread_address(room: &str, project: &str, iid: u64, visit: &Visit, rules: &Rules, only: bool) -> String {
    let parts: &[(&str, &str)] = if only { &[] } else { &[("project", project)] };
    visit.within(rules, &format!("/{room}/{iid}"), parts)
}

/// A ticket written `opencode:group/project#101`, as people know it, leading to its page.
pub(super) fn named_ticket(written: &str, visit: &Visit, rules: &Rules) -> Markup {
    let Some(thread) = Thread::parse(written) else { return plain(written) };
    let short = format!("{}{}", thread.project.path, thread.short());
    if !rules.tickets.contains(&thread.project) {
        return plain(short);
    }
    html! { a href=(ticket_address(&thread.project.to_string(), thread.iid, visit, rules)) { (short) } }
}

// SPDX-License-Identifier: EUPL-1.2
//! Where a merge comes from and what became of it: ticket, decision, head, commit, tag, release, each with its places.
//!
//! **Invariant:** what is not there yet is shown as missing; nothing is said of a confidential ticket but its number.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::visit::Visit;
use super::{Web, parts};
use crate::domain::ids::{Project, Thread};
use crate::domain::provenance::Link;
use crate::domain::rules::Rules;
use crate::say::Frame;
use crate::store::Stored;
use crate::store::sheet::RequestSheet;

/// One link of the chain.
#[derive(Clone, Debug)]
pub(super) struct Step {
    link: Link,
    /// What it is; `None` while it is missing.
    name: Option<String>,
    /// The ticket or the decision's number, for its page in the register.
    page: Page,
    /// Where it lies at the forge.
    forge: Option<String>,
}

/// Which page of the register shows it.
#[derive(Clone, Debug)]
enum Page {
    None,
    Ticket(Thread),
    Decision(String),
}

/// Returns the links from the tickets that a merge request names to its release.
pub(super) async fn steps(web: &Web, rules: &Rules, sheet: &RequestSheet) -> Stored<Vec<Step>> {
    let mut steps = Vec::new();
    for ticket in sheet.tickets.iter().filter_map(|named| Thread::parse(named)) {
        let found = web.store.ticket(&rules.partnership, &ticket.project.to_string(), ticket.iid).await?;
        let name = format!("{}{}", ticket.project.path, ticket.short());
        let forge = web.thread_at_forge(&ticket);
        let page = if found.is_some() { Page::Ticket(ticket) } else { Page::None };
        steps.push(Step { link: Link::Ticket, name: Some(name), page, forge: forge.clone() });
        let Some(found) = found.filter(|found| found.vote_note.is_some() || found.decision.is_some()) else { continue };
        let note = forge.zip(found.vote_note).map(|(address, note)| format!("{address}#note_{note}"));
        let page = found.decision.clone().map_or(Page::None, Page::Decision);
        steps.push(Step { link: Link::Vote, name: found.decision, page, forge: note });
    }
    let project = Project::parse(&sheet.project);
    let at = |room: &str, name: &Option<String>| {
        let (project, name) = (project.as_ref()?, name.as_ref()?);
        Some(format!("{}/-/{room}/{name}", web.at_forge(&project.forge, &project.path)?))
    };
    for (link, room, name) in [
        (Link::Head, "commit", &sheet.head),
        (Link::Merge, "commit", &sheet.merged_sha),
        (Link::Tag, "tags", &sheet.tag),
        (Link::Release, "releases", &sheet.tag),
    ] {
        steps.push(Step { link, name: name.clone(), page: Page::None, forge: at(room, name) });
    }
    Ok(steps)
}

/// The chain as a list.
pub(super) fn block(steps: &[Step], visit: &Visit, rules: &Rules) -> Markup {
    html! {
        h2 { (visit.say("provenance")) }
        ol {
            @for step in steps {
                li {
                    (visit.say(&format!("link-{}", step.link.key()))) ": "
                    @match (&step.name, &step.page) {
                        (None, _) => (visit.say("link-missing")),
                        (Some(_), Page::Ticket(ticket)) => (parts::named_ticket(&ticket.to_string(), visit, rules)),
                        (Some(name), Page::Decision(number)) => {
                            a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (name) }
                        }
                        (Some(name), Page::None) => (parts::code(name)),
                    }
                    @if let Some(address) = &step.forge {
                        " (" a href=(address) { (visit.say("link-at-forge")) } ")"
                    }
                }
            }
        }
    }
}

/// The chain as data.
pub(super) fn data(steps: &[Step], frame: &Frame<'_>) -> Value {
    let object = |step: &Step| {
        let url = match &step.page {
            Page::None => None,
            Page::Ticket(thread) => Some(frame.ticket_url(thread)),
            Page::Decision(number) => Some(frame.decision_url(number)),
        };
        json!({ "link": step.link.key(), "name": step.name, "url": url, "forge_url": step.forge })
    };
    steps.iter().map(object).collect()
}

// SPDX-License-Identifier: EUPL-1.2
//! The frame of every page: language, way past the navigation, landmarks, navigation, footer.

use maud::{DOCTYPE, Markup, html};

use super::visit::Visit;
use super::{STYLE_MARK, Web};
use crate::domain::rules::Rules;
use crate::say;

/// What stands in the frame.
pub(super) struct Page<'a> {
    /// Names the page in the window and, where there is no `heading`, above its content.
    pub title: &'a str,
    /// The heading, where it is more than plain words.
    pub heading: Option<&'a Markup>,
    /// The entry of the navigation that it belongs to: `""`, `/decisions`, `/tickets` …
    pub room: &'a str,
    /// The pages above it, as address and words.
    pub trail: &'a [(String, String)],
    /// Its content.
    pub body: &'a Markup,
}

/// The entries of the navigation: address within the partnership, and key of the words.
const ROOMS: [(&str, &str); 7] = [
    ("", "home"),
    ("/decisions", "decisions"),
    ("/tickets", "tickets"),
    ("/merge-requests", "merge-requests"),
    ("/releases", "releases"),
    ("/budget", "budget"),
    ("/rules", "about"),
];

/// Puts a page into its frame.
pub(super) fn frame(web: &Web, visit: &Visit, rules: Option<&Rules>, page: &Page<'_>) -> Markup {
    let other = visit.lang.other();
    let name = rules.map(|rules| rules.name.as_str());
    let title = match name {
        Some(name) => visit.tell("title-of", &[("page", page.title.into()), ("partnership", name.into())]),
        None => format!("{} – {}", page.title, visit.say("title")),
    };
    html! {
        (DOCTYPE)
        html lang=(visit.lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href={ (web.base) "/assets/style.css?v=" (*STYLE_MARK) };
                link rel="alternate" hreflang=(other.tag()) href=(visit.in_language(other));
            }
            body {
                a.skip href="#content" { (visit.say("skip")) }
                header.top {
                    p.brand {
                        @match rules {
                            Some(rules) => {
                                a href=(visit.within(rules, "", &[])) lang=[visit.foreign(rules)] { (rules.name) }
                                " " span.what { (visit.say("title")) }
                            }
                            None => a href=(visit.href("/", &[])) { (visit.say("title")) },
                        }
                    }
                    p.language {
                        a href=(visit.in_language(other)) lang=(other.tag()) hreflang=(other.tag()) {
                            (visit.say("language-switch"))
                        }
                    }
                    @if let Some(rules) = rules { (navigation(visit, rules, page.room)) }
                }
                @if !page.trail.is_empty() {
                    nav.trail aria-label=(visit.say("breadcrumb")) {
                        ol {
                            @for (address, words) in page.trail { li { a href=(address) { (words) } } }
                            li { span aria-current="page" { (page.title) } }
                        }
                    }
                }
                main id="content" tabindex="-1" {
                    h1 { @if let Some(heading) = page.heading { (heading) } @else { (page.title) } }
                    (page.body)
                }
                (footer(web, visit, rules))
            }
        }
    }
}

fn navigation(visit: &Visit, rules: &Rules, here: &str) -> Markup {
    html! {
        nav.rooms aria-label=(visit.say("navigation")) {
            ul {
                @for (room, key) in ROOMS {
                    li {
                        a href=(visit.within(rules, room, &[])) aria-current=[(room == here).then_some("true")] {
                            (visit.say(key))
                        }
                    }
                }
            }
        }
    }
}

fn footer(web: &Web, visit: &Visit, rules: Option<&Rules>) -> Markup {
    html! {
        footer.bottom {
            @if let Some(rules) = rules {
                @let now = say::day_and_time(web.clock.now(), rules, visit.lang);
                p { (visit.tell("as-of", &[("time", now.into())])) " "
                    (visit.tell("zone", &[("zone", say::zone(rules).into())])) }
                @if !rules.legal_basis.is_empty() {
                    p { (visit.say("legal-basis")) ": " span lang=[visit.foreign(rules)] { (rules.legal_basis) } }
                }
            }
            h2 { (visit.say("accessibility")) }
            p { (visit.say("accessibility-body")) }
            @if let Some((project, address)) = rules.and_then(|rules| contact(web, rules)) {
                p { a href=(address) { (visit.say("accessibility-contact")) " (" (project) ")" } }
            }
            h2 { (visit.say("privacy")) }
            p { (visit.say("privacy-body")) }
            p { (visit.say("footer")) }
        }
    }
}

/// Where people write to the partnership: the first project of tickets at its forge. The contact of the rules is an
/// account, which a public page does not name.
pub(super) fn contact(web: &Web, rules: &Rules) -> Option<(String, String)> {
    let project = rules.tickets.first()?;
    let address = web.at_forge(&project.forge, &project.path)?;
    Some((project.path.clone(), format!("{address}/-/issues")))
}

// SPDX-License-Identifier: EUPL-1.2
//! Markdown as a page shows it: no raw HTML, no images, no links but to the web; headings below the page's own.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Renders a text.
pub fn render(text: &str) -> Markup {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(|event| {
        Some(match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {
                return None;
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let good = ["http://", "https://", "#", "/", "mailto:"].iter().any(|start| dest_url.starts_with(start));
                let dest_url = if good { dest_url } else { "#".into() };
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            // An alignment would become a style of its own, which the pages' policy forbids.
            Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
            other => other,
        })
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    PreEscaped(out)
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 => HeadingLevel::H3,
        HeadingLevel::H4 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! The parts of a Markdown text that count: lines of top-level paragraphs, headings, prose.
//!
//! GitLab's own parser of quick actions looks at top-level paragraphs only; votum reads commands in the same
//! places, so a quoted `> /vote yes` in a reply or an e-mail never counts.
//!
//! **Invariant:** text inside quotes, code, lists, tables and HTML is never a command; a part of a line that is not
//! plain text (inline code, struck-out text, the beginning of a link) stands there as [`OPAQUE`].

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Stands for an inline part that is not plain text.
pub const OPAQUE: char = '\u{FFFC}';

/// Returns the lines of all top-level paragraphs, in order.
#[must_use]
pub fn lines(source: &str) -> Vec<String> {
    Walk::over(source).lines
}

/// Returns every line of prose, wherever it stands but in code and HTML: paragraphs, list items, quotes, headings.
#[must_use]
pub fn prose(source: &str) -> Vec<String> {
    Walk::over(source).prose
}

/// Returns the text of every heading outside of HTML.
#[must_use]
pub fn headings(source: &str) -> Vec<String> {
    Walk::over(source).headings
}

/// Returns the prose of the section under the heading that `is_it` picks, up to the next heading of any level.
#[must_use]
pub fn section(source: &str, is_it: impl Fn(&str) -> bool) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for (line, heading) in Walk::over(source).marked {
        if heading {
            inside = is_it(&line);
        } else if inside {
            found.push(line);
        }
    }
    found
}

/// Returns the rows of all tables at the top level, each as its cells; tables in quotes, lists and HTML are none.
#[must_use]
pub fn rows(source: &str) -> Vec<Vec<String>> {
    Walk::over(source).rows
}

#[derive(Default)]
struct Walk {
    rows: Vec<Vec<String>>,
    in_table: bool,
    lines: Vec<String>,
    prose: Vec<String>,
    headings: Vec<String>,
    marked: Vec<(String, bool)>,
    depth: usize,
    html: usize,
    block: String,
    opaque: usize,
    current: Option<String>,
}

impl Walk {
    fn over(source: &str) -> Self {
        let source = marked_quotes(&source.replace('\r', "").replace('\u{a0}', " "));
        let options = Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM;
        let mut walk = Self::default();
        for event in Parser::new_ext(&source, options) {
            walk.step(event);
        }
        walk
    }

    fn step(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell) => self.current = Some(String::new()),
            Event::End(TagEnd::Paragraph) => self.finish(self.depth == 0 && self.html == 0, false),
            Event::End(TagEnd::Heading(_)) => self.finish(false, true),
            Event::End(TagEnd::TableCell) => self.cell(),
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.in_table = self.depth == 0 && self.html == 0;
                self.depth += 1;
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.flush();
                self.depth += 1;
                self.rows.extend(self.in_table.then(Vec::new));
            }
            Event::Start(Tag::HtmlBlock) => self.block.clear(),
            Event::End(TagEnd::HtmlBlock) => {
                let block = std::mem::take(&mut self.block);
                self.count_tags(&block, false);
            }
            Event::Start(Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.push(&OPAQUE.to_string()),
            Event::Start(Tag::Strikethrough) => {
                self.push(&OPAQUE.to_string());
                self.opaque += 1;
            }
            Event::End(TagEnd::Strikethrough) => self.opaque = self.opaque.saturating_sub(1),
            Event::Start(Tag::Item) => {
                self.flush();
                self.depth += 1;
                self.current = Some(String::new());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.depth += 1;
                self.opaque += 1;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.depth = self.depth.saturating_sub(1);
                self.opaque = self.opaque.saturating_sub(1);
            }
            Event::Start(_) => {
                self.flush();
                self.depth += 1;
            }
            Event::End(_) => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => {
                if self.opaque == 0 {
                    self.push(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::Html(html) => self.block.push_str(&html),
            Event::InlineHtml(html) => {
                self.count_tags(&html, true);
                self.push(&OPAQUE.to_string());
            }
            _ => self.push(&OPAQUE.to_string()),
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(current) = &mut self.current {
            current.push_str(text);
        }
    }

    fn cell(&mut self) {
        if let (true, Some(row), Some(cell)) = (self.in_table, self.rows.last_mut(), &self.current) {
            row.push(cell.trim().to_string());
        }
        self.flush();
    }

    fn flush(&mut self) {
        self.finish(false, false);
    }

    fn finish(&mut self, top: bool, heading: bool) {
        let Some(text) = self.current.take() else { return };
        let in_html = self.html > 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if top {
                self.lines.push(line.to_string());
            }
            if heading && !in_html {
                self.headings.push(line.trim().to_string());
            }
            self.prose.push(line.trim().to_string());
            self.marked.push((line.trim().to_string(), heading));
        }
    }

    /// Counts opened and closed HTML elements, so that a paragraph between `<details>` and `</details>` is known to
    /// lie inside. Comments hold no elements; an element within a line of text (`Liebe <Name>,`) ends with its
    /// paragraph, unless it is one that cannot lie in a paragraph.
    fn count_tags(&mut self, html: &str, inline: bool) {
        const VOID: [&str; 14] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
            "!doctype",
        ];
        const BLOCKS: [&str; 12] = [
            "details",
            "div",
            "blockquote",
            "pre",
            "table",
            "ul",
            "ol",
            "section",
            "article",
            "aside",
            "figure",
            "center",
        ];
        for part in without_comments(html).split('<').skip(1) {
            let closing = part.starts_with('/');
            let name: String = part
                .trim_start_matches('/')
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '!')
                .collect::<String>()
                .to_lowercase();
            let tag = part.split('>').next().unwrap_or_default();
            let ends_here = inline && !BLOCKS.contains(&name.as_str());
            if name.is_empty() || VOID.contains(&name.as_str()) || tag.ends_with('/') || ends_here {
                continue;
            }
            self.html = if closing { self.html.saturating_sub(1) } else { self.html + 1 };
        }
    }
}

fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Writes GitLab's quotes between lines of `>>>` as plain Markdown does, with a `>` before each line. Such a quote ends at
/// a line of as many signs or more, or with the text; within fenced code the signs are code.
fn marked_quotes(source: &str) -> String {
    if !source.contains(">>>") {
        return source.to_string();
    }
    let mut marked = String::with_capacity(source.len() + 64);
    let (mut quote, mut fence): (Option<usize>, Option<(char, usize)>) = (None, None);
    for line in source.lines() {
        let plain = line.trim();
        let indented = line.len() - line.trim_start().len() > 3;
        let signs = if !plain.is_empty() && plain.chars().all(|c| c == '>') { plain.len() } else { 0 };
        let run = |c: char| plain.chars().take_while(|found| *found == c).count();
        match fence {
            Some((c, length)) if run(c) >= length && run(c) == plain.len() && !indented => fence = None,
            Some(_) => {}
            None if indented => {}
            None if signs >= 3 && quote.is_none_or(|open| signs >= open) => {
                quote = if quote.is_none() { Some(signs) } else { None };
                marked.push('\n');
                continue;
            }
            None => fence = ['`', '~'].into_iter().map(|c| (c, run(c))).find(|(_, length)| *length >= 3),
        }
        marked.push_str(if quote.is_some() { "> " } else { "" });
        marked.push_str(line);
        marked.push('\n');
    }
    marked
}

// SPDX-License-Identifier: EUPL-1.2
//! Reading is total: whatever people write, nothing panics, and no command is found where none may stand.

use proptest::prelude::*;
use votum::domain::{command, ids::Project, markdown, reference, template};

use super::{cases, rules};

/// Pieces of Markdown as people and mail programs write them.
fn fragment() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "/vote yes",
        "/vote ja – weil",
        "@votum nein",
        "/vote",
        "> ",
        ">>>\n",
        ">>>>\n",
        "\n",
        "\n\n",
        "\r\n",
        "    ",
        "\t",
        "- ",
        "1. ",
        "* ",
        "# ",
        "---\n",
        "===\n",
        "`",
        "``",
        "~~",
        "**",
        "_",
        "[",
        "](",
        ")",
        "![",
        "<details>",
        "</details>",
        "<!--",
        "-->",
        "<div>\n",
        "</div>\n",
        "<br/>",
        "<",
        ">",
        "<pre>",
        "</pre>",
        "<Name>",
        "|",
        "|---|\n",
        "[^1]:",
        "- [ ] ",
        "- [x] ",
        "\u{a0}",
        "\\",
        "&amp;",
        "&#47;",
        "Text",
        "Vorgang: #5",
        "Closes #1",
        "### Teilgruppe\n",
        "Ansprechperson: @anna",
        "ß",
        "\u{0}",
        "\u{feff}",
        "\u{1f44d}",
        "İ",
        "$$",
        "{{",
        "::",
    ])
    .prop_map(str::to_string)
}

/// Text made of such pieces.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..40).prop_map(|parts| parts.concat())
}

/// Reads a text in every way that the domain knows.
fn read_all(text: &str) {
    let rules = rules();
    let project = Project::parse("opencode:talverbund/kern").expect("it is a project");
    let _ = command::read(text, "votum");
    let _ = command::read_line(text, "");
    let _ = command::date(text);
    let _ = (markdown::lines(text), markdown::prose(text), markdown::headings(text));
    let _ = template::missing(&rules.template, text);
    let _ = template::subgroup(&rules, text);
    let _ = template::resubmits(&project, text);
    let _ = reference::named(&rules, &project, text, text);
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn arbitrary_text_is_read(text in any::<String>()) {
        read_all(&text);
    }

    #[test]
    fn fragments_are_read(text in text()) {
        read_all(&text);
    }

    #[test]
    fn a_fenced_block_holds_no_command(before in text(), inside in text(), fence in prop::sample::select(vec!["```", "~~~"])) {
        let before = before.replace(['`', '~'], "").replace("<!--", "").replace("<pre>", "");
        let inside = inside.replace(['`', '~'], "");
        let note = format!("{before}\n\n{fence}\n{inside}\n/vote spent 4711\n{fence}\n");
        for command in command::read(&note, "votum").into_iter().flatten() {
            prop_assert!(!format!("{command:?}").contains("4711"), "{note:?}");
        }
    }

    #[test]
    fn a_quote_holds_no_command(text in text()) {
        let quoted = text.lines().fold(String::new(), |quoted, line| quoted + "> " + line + "\n");
        prop_assert!(command::read(&quoted, "votum").is_empty(), "{quoted:?}");
    }

    #[test]
    fn a_block_of_quotation_marks_holds_no_command(text in text()) {
        let quoted = format!(">>>\n{}\n>>>\n", text.replace(">>>", "").replace(['`', '~'], ""));
        prop_assert!(command::read(&quoted, "votum").is_empty(), "{quoted:?}");
    }

    #[test]
    fn one_line_gives_one_command_at_most(text in text()) {
        prop_assert!(command::read(&text, "votum").len() <= markdown::lines(&text).len());
    }

    #[test]
    fn carriage_returns_change_nothing(text in text()) {
        let plain = text.replace('\r', "");
        prop_assert_eq!(command::read(&plain.replace('\n', "\r\n"), "votum"), command::read(&plain, "votum"));
    }

    #[test]
    fn case_changes_no_choice(choice in prop::sample::select(vec!["yes", "ja", "no", "nein", "abstain", "enthaltung"]), upper in any::<[bool; 16]>()) {
        let line: String = format!("/vote {choice}")
            .chars()
            .zip(upper.into_iter().cycle())
            .map(|(c, upper)| if upper { c.to_ascii_uppercase() } else { c })
            .collect();
        prop_assert_eq!(command::read(&line, "votum"), command::read(&format!("/vote {choice}"), "votum"));
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! What people write in comments, descriptions and rules: commands, templates, amounts, shares, times, references.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::time;
use proptest::prelude::*;
use votum::domain::calendar::{Calendar, Span, cut};
use votum::domain::ids::{Project, Thread};
use votum::domain::rules::{Amounts, Cents, Template};
use votum::domain::share::Bar;
use votum::domain::window::{self, Window};
use votum::domain::{command, markdown, money, reference, similar, template, version};
use votum::forge::marker::Marker;
use votum::say::{Lang, escape_inline, escape_plain, euros};

use super::change::{odd, texts};
use super::{Tried, attack, corpus};
use crate::world::{PARTNERSHIP, RULES, TEMPLATE, compile};

/// How long any text that GitLab takes may keep a reader busy, in this slow build.
const LONG: Duration = Duration::from_secs(20);

fn comments() -> Vec<String> {
    [
        "/vote ja",
        "/vote nein für Bergtal – zu teuer",
        "@votum-bot vote enthaltung: noch offen\n\nGruß",
        "> /vote ja\n\nNein.\n\n/vote no because it is late",
        "/vote vollmacht @anna bis 30.06.2026",
        "/vote extend 2026-06-30 Ferien",
        "/vote record yes for Clusdorf https://ris.example/1",
        "/vote dringend: Hochwasser\n/vote open urgent Hochwasser",
        "/vote erledigt cost-plan für Ahausen",
        "```\n/vote ja\n```\n\n- /vote nein\n\n<details>\n\n/vote ja\n\n</details>\n\n>>>\n/vote ja\n>>>\n\n/vote stand",
    ]
    .map(str::to_string)
    .into()
}

fn descriptions() -> Vec<String> {
    vec![
        TEMPLATE.to_string(),
        format!(
            "{TEMPLATE}\n### Teilgruppe\n\nAhausen und Gemeinde Bergtal a. d. Ill beteiligen sich. Sonst niemand.\n\n\
             ### Finanzielle Auswirkungen\n\n| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | 18.500,00 € |\n\
             | Laufende Kosten | -1.200 EUR |\n\nWiedervorlage von: #105, talverbund/steuerung#7\n\nCloses #5 and #6"
        ),
        "Vorgang: #7, https://gitlab.example/talverbund/steuerung/-/issues/9#note_1\n\n- [ ] fertig".to_string(),
    ]
}

/// Reads a text as everything that a text of somebody's is ever read as.
fn read(text: &str) -> Tried {
    let rules = compile(RULES, PARTNERSHIP).expect("the rules of the world");
    let home = Project { forge: "opencode".into(), path: "talverbund/steuerung".into() };
    for bot in ["votum-bot", "", "ß", text] {
        let commands = command::read(text, bot).len();
        prop_assert!(commands <= text.lines().count(), "{commands} commands in {} lines", text.lines().count());
    }
    // What is quoted line by line commands nothing.
    let quoted = text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    prop_assert!(command::read(&quoted, "votum-bot").is_empty(), "a quote commands: {quoted:?}");
    for line in text.lines() {
        black_box(command::read_line(line, "votum-bot"));
    }
    let missing = template::missing(&rules.template, text);
    let known: Vec<&String> = rules.template.headings.iter().chain([&rules.template.contact]).collect();
    prop_assert!(missing.iter().all(|name| known.contains(&name)), "{missing:?}");
    let blank = Template { headings: vec![text.to_string()], contact: text.to_string(), ..rules.template.clone() };
    black_box(template::missing(&blank, text));
    let spaced = text.split(' ').collect::<Vec<_>>().join("  ");
    prop_assert_eq!(template::substance(text), template::substance(&spaced));
    black_box(template::contact(&rules.template, text));
    let members = template::subgroup(&rules, text);
    prop_assert!(members.len() <= rules.members.len());
    let numbered = |threads: Vec<Thread>| threads.iter().all(|thread| thread.iid > 0);
    prop_assert!(numbered(template::resubmits(&home, text)));
    prop_assert!(numbered(reference::named(&rules, &home, text, text).into_iter().collect()));
    black_box(similar::mentioned(&home, text, text));
    prop_assert_eq!(similar::alike(text, TEMPLATE), similar::alike(TEMPLATE, text));
    let amounts = Amounts { cents: Cents::RoundUp, ..rules.template.amounts.clone() };
    for amounts in [&amounts, &rules.template.amounts] {
        let euros = money::costs(amounts, text).one_off.euros();
        prop_assert!(euros.is_none_or(|euros| (0..=money::MOST).contains(&euros)), "{euros:?}");
    }
    black_box(markdown::section(text, |heading| heading == text));
    Ok(())
}

/// Reads a text as each of the small things that stand in one cell, word or key.
fn read_small(text: &str) -> Tried {
    for cents in [Cents::Refuse, Cents::RoundUp] {
        let Some(amount) = money::amount(text, cents) else { continue };
        prop_assert!(amount.abs() <= money::MOST, "{amount}");
        for lang in [Lang::De, Lang::En] {
            let written = euros(amount, lang);
            prop_assert_eq!(money::amount(&written, Cents::Refuse), Some(amount), "{} is written {}", amount, written);
        }
    }
    if let Some(bar) = Bar::parse(text) {
        prop_assert_eq!(Bar::parse(&bar.to_string()), Some(bar.clone()));
        for base in [0, 1, 3, 29, 10_000, u64::MAX] {
            prop_assert!(bar.needed(base) >= 1 && (base == 0 || bar.needed(base) <= base.saturating_add(1)), "{bar}");
            prop_assert!(bar.least(base) <= bar.needed(base) && bar.holds(bar.needed(base), base));
        }
    }
    if let Some(span) = Span::parse(text) {
        prop_assert_eq!(Span::parse(&span.to_string()), Some(span));
        always(span)?;
    }
    if let Some(version) = version::parse(text) {
        for bump in [version::Bump::Patch, version::Bump::Minor, version::Bump::Major] {
            let next = version::next(Some(&version), bump, &version);
            prop_assert!(next >= version || version.major.max(version.minor).max(version.patch) == u64::MAX);
        }
    }
    if let Some(window) = Window::parse(text) {
        prop_assert!(window.from < window.until);
        for now in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            black_box(window::is_open(&[window], &berlin(), now));
            black_box(window::next(&[window], &berlin(), now));
        }
    }
    for read in [Project::parse(text).map(|p| p.to_string()), Thread::parse(text).map(|t| t.to_string())] {
        prop_assert!(read.is_none_or(|read| Project::parse(&read).is_some() || Thread::parse(&read).is_some()));
    }
    black_box(command::date(text));
    black_box(Lang::parse(text));
    black_box(Lang::negotiate(Some(text), Some(text)));
    let marker = Marker::new([7; 32]);
    prop_assert!(!marker.is_in("note 1", text), "nobody guesses a marker");
    let carrying = format!("{text}{}", marker.of(text));
    prop_assert!(marker.is_in(text, &carrying), "a marker is found in what it was put into");
    for (inert, most) in [(escape_inline(text), 420), (escape_plain(text, 100), 120)] {
        prop_assert!(!inert.contains(['\n', '\r']) && !inert.starts_with('/'), "{inert:?}");
        prop_assert!(inert.chars().count() <= most, "{inert:?}");
    }
    Ok(())
}

fn berlin() -> Calendar {
    compile(RULES, PARTNERSHIP).expect("the rules of the world").calendar
}

/// Whatever the instant: nothing opens before it lies complete, and nothing ends before it opens.
fn always(span: Span) -> Tried {
    let calendar = berlin();
    for at in [Timestamp::MIN, Timestamp::from_second(-1).expect("1969"), Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        let at = cut(at);
        let (morning, night) = (time(8, 0, 0, 0), time(23, 59, 59, 0));
        let opens = calendar.opening(at, span, morning);
        prop_assert!(opens >= at || at > Timestamp::MAX - jiff::SignedDuration::from_hours(48), "{at}: {opens}");
        let ends = calendar.deadline(at, span, night, true);
        prop_assert!(ends >= at || at > Timestamp::MAX - jiff::SignedDuration::from_hours(48), "{at}: {ends}");
        black_box(calendar.reminder(at, span, morning));
        black_box(calendar.again(at, span, morning));
        black_box(calendar.late_opening(at, span, morning));
    }
    Ok(())
}

#[test]
fn comments_and_descriptions_are_read_whatever_they_say() {
    for (name, text) in corpus("texts") {
        read(&text).and_then(|()| read_small(&text)).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    let examples = [comments(), descriptions()].concat();
    attack(4, &texts(examples), |text| read(&text));
}

#[test]
fn amounts_shares_times_and_references_are_read_whatever_they_say() {
    let examples = [
        "18.500,00 €",
        "€18,500",
        "-1.200 EUR",
        "500,-",
        "1 000",
        ">= 75 %",
        "> 1/2",
        "2 of 3",
        "66,6 %",
        "5 days",
        "200 ms",
        "90 s",
        "v1.2.3",
        "v0.1.0",
        "mon-thu 08:00-16:00",
        "fr 08:00-12:00",
        "opencode:talverbund/steuerung#7",
        "2026-06-30",
        "30.06.2026",
        "de-DE,de;q=0.9,en;q=0.8",
        "lang=de",
        "Closes #5",
    ];
    let inputs = prop_oneof![4 => texts(examples.map(str::to_string).into()), 1 => odd()];
    attack(1, &inputs, |text| read_small(&text));
}

/// As long as GitLab takes them, and of the kinds over which readers of Markdown have tripped.
#[test]
fn long_texts_are_read_in_time() {
    let kinds = [
        "[",
        "![",
        "](",
        "`",
        "*",
        "_",
        "~~",
        "*a _b ",
        "> ",
        "- ",
        "1. ",
        "<",
        "<a",
        "<!--",
        "<details>",
        "</details>",
        "<a b=",
        "&",
        "&#x41;",
        "\\",
        "|",
        "|-",
        "#",
        "\n\n",
        "\r",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "- [x] ",
        "/vote ja\n",
        "@votum-bot ",
        "a:",
        "#1,",
        "for ",
        "closes ",
        "Vorgang: ",
        "wiedervorlage von ",
        "1.",
        "000,",
        "\u{a0}",
        "\u{130}",
        ">>>\n",
        "```\n",
        "| a |\n|---|\n",
        "* * ",
        "x*",
        "<![CDATA[",
        "<?",
        "http://",
        "a@b.",
        "$",
        "{",
        "    x\n\n",
    ];
    for kind in kinds {
        let text = kind.repeat(1_000_000 / kind.len());
        let begun = Instant::now();
        black_box(command::read(&text, "votum-bot"));
        let took = begun.elapsed();
        assert!(took < LONG, "a million characters of {kind:?} take {} s", took.as_secs());
    }
    let text = "| Einmalige Kosten | 1 € |\n".repeat(30_000);
    let begun = Instant::now();
    read(&format!("{TEMPLATE}\n| Position | Betrag |\n|---|---|\n{text}")).expect("it is read");
    assert!(begun.elapsed() < LONG * 4, "a long table takes {} s", begun.elapsed().as_secs());
}

// SPDX-License-Identifier: EUPL-1.2
//! Amounts are read exactly or not at all, in German and in English, and the table names each cost once.

use proptest::prelude::*;
use votum::domain::money::{self, Cost, amount};
use votum::domain::rules::Cents;
use votum::say::{self, Lang};

use super::{cases, rules};

#[test]
fn german_and_english_numbers_are_read() {
    for (text, euros) in [
        ("18.500 €", 18_500),
        ("18.500,00 €", 18_500),
        ("18 500 €", 18_500),
        ("18\u{a0}500\u{202f}€", 18_500),
        ("18500", 18_500),
        ("€18,500", 18_500),
        ("€ 18,500.00", 18_500),
        ("18,500.0 EUR", 18_500),
        ("EUR 18.500", 18_500),
        ("1.234.567 Euro", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("-1.200 €", -1_200),
        ("−1.200 €", -1_200),
        ("– 1.200 €", -1_200),
        ("€ -1,200", -1_200),
        ("-€1,200", -1_200),
        ("+300 €", 300),
        ("€ +300", 300),
        ("+ 300 €", 300),
        ("0 €", 0),
        ("-0 €", 0),
        ("500,- €", 500),
        ("500,–", 500),
        ("500,-- €", 500),
        ("1000000000000", 1_000_000_000_000),
    ] {
        assert_eq!(amount(text, Cents::Refuse), Some(euros), "{text:?}");
    }
}

#[test]
fn what_is_not_one_whole_amount_is_none() {
    for text in [
        "",
        "€",
        "-",
        "--5",
        "keine",
        "ca. 18.500 €",
        "18.500 € netto",
        "10.000–12.000 €",
        "18.50.0",
        "1.2345",
        "18,5,0",
        "18.500.00",
        "1,234.567",
        "0.500",
        "1 2",
        "1.000 000",
        ".500",
        "500 $",
        "€ 5 €",
        "-€ 5 €",
        "+-5",
        "-+5 €",
        "++5",
        "+€ -5",
        "1e6",
        "18'500",
        "18e500",
        "٣٤",
        "1000000000001",
        "99999999999999999999",
        "18.500,50 €",
        "0,01",
        "0,5",
    ] {
        assert_eq!(amount(text, Cents::Refuse), None, "{text:?}");
    }
}

/// Costs are never understated: cents of a cost are rounded up, cents of a saving away.
#[test]
fn cents_are_rounded_up_where_the_rules_say_so() {
    for (text, euros) in
        [("18.500,50 €", 18_501), ("0.01", 1), ("-18.500,99", -18_500), ("-0,5", 0), ("18,5", 19), ("7,00", 7)]
    {
        assert_eq!(amount(text, Cents::RoundUp), Some(euros), "{text:?}");
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// What votum writes it reads again, in both languages.
    #[test]
    fn what_is_written_is_read_again(euros in -money::MOST..=money::MOST) {
        for lang in Lang::ALL {
            prop_assert_eq!(amount(&say::euros(euros, lang), Cents::Refuse), Some(euros));
        }
    }

    /// No text makes it fail, and what it reads lies within bounds.
    #[test]
    fn it_is_total(text in "[-+−–€EURo .,0-9]{0,30}") {
        for cents in [Cents::Refuse, Cents::RoundUp] {
            if let Some(euros) = amount(&text, cents) {
                prop_assert!(euros.abs() <= money::MOST);
            }
        }
    }
}

fn costs(table: &str) -> (Cost, Cost, Cost) {
    let text = format!("### Finanzielle Auswirkungen\n\n{table}\n\n### Zeitplan\n");
    let costs = money::costs(&rules().template.amounts, &text);
    (costs.one_off, costs.upkeep, costs.community)
}

#[test]
fn the_table_names_each_cost() {
    let table = "| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | **18.500 €** |\n| Wartung je Jahr | -1.200 € |\n\
                 | Community effort per year | €300 |";
    assert_eq!(costs(table), (Cost::Euros(18_500), Cost::Euros(-1_200), Cost::Euros(300)));
    assert_eq!(costs(""), (Cost::Missing, Cost::Missing, Cost::Missing));
}

#[test]
fn a_cost_that_can_be_read_in_two_ways_is_unreadable() {
    let head = "| Position | Betrag |\n|---|---:|\n";
    for (rows, one_off) in [
        ("| Einmalige Kosten | 10 € |\n| einmalige kosten | 65.000 € |", Cost::Unreadable),
        ("| Einmalige Kosten | 10 € |\n| One-off costs | €10 |", Cost::Euros(10)),
        ("| Einmalige Kosten | ~~10 €~~ 20 € |", Cost::Unreadable),
        ("| Einmalige Kosten | `10 €` |", Cost::Unreadable),
        ("| Einmalige Kosten |", Cost::Unreadable),
        ("| Einmalige Kosten | -5 € |", Cost::Unreadable),
        ("| Einmalige Kosten | 0 € |", Cost::Euros(0)),
        ("| Einmalige Kosten | |", Cost::Unreadable),
        ("| Einmalige Kosten: | 12 € |", Cost::Euros(12)),
        ("| Nicht Einmalige Kosten | 12 € |", Cost::Missing),
    ] {
        assert_eq!(costs(&format!("{head}{rows}")).0, one_off, "{rows}");
    }
}

/// What counts in a pot is the amount itself; a row that is missing or cannot be read is no amount, not nothing.
#[test]
fn only_a_cost_that_was_read_is_an_amount() {
    assert_eq!([Cost::Euros(18_500), Cost::Euros(0)].map(|cost| cost.euros()), [Some(18_500), Some(0)]);
    assert_eq!([Cost::Missing, Cost::Unreadable].map(|cost| cost.euros()), [None, None]);
}

/// A table that people do not see as the template's own counts for nothing.
#[test]
fn tables_in_quotes_lists_code_and_comments_are_none() {
    let table = "| a | b |\n|---|---|\n| Einmalige Kosten | 5 € |";
    let within = |prefix: &str| table.lines().map(|line| format!("{prefix}{line}")).collect::<Vec<_>>().join("\n");
    for text in [
        within("> "),
        within("    "),
        format!("```\n{table}\n```"),
        format!("<!--\n{table}\n-->"),
        format!("<details>\n\n{table}\n\n</details>"),
        format!("- x\n\n{}", within("  ")),
    ] {
        assert_eq!(costs(&text).0, Cost::Missing, "{text}");
    }
}

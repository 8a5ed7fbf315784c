// SPDX-License-Identifier: EUPL-1.2
//! Shares are exact: every form, every base, every number of the survey.

use proptest::prelude::*;
use votum::domain::share::Bar;

use super::cases;

fn bar(text: &str) -> Bar {
    Bar::parse(text).unwrap_or_else(|| panic!("{text:?} is a share"))
}

#[test]
fn every_form_is_read() {
    for (text, base, needed) in [
        (">= 75 %", 12, 9),
        (">=75%", 12, 9),
        ("  >=   75   %  ", 12, 9),
        ("> 50 %", 12, 7),
        (">50%", 12, 7),
        ("> 50.0 %", 12, 7),
        (">= 66.6 %", 1000, 666),
        (">= 66,6 %", 1000, 666),
        (">= 66.666666 %", 300_000_000, 199_999_998),
        (">= 2/3", 12, 8),
        ("> 2/3", 12, 9),
        ("> 1/2", 7, 4),
        ("5 of 9", 9, 5),
        ("5 of 9", 18, 10),
        (">= 100 %", 12, 12),
        (">= 1/1", 12, 12),
        ("9 of 9", 4, 4),
        (">= 0 %", 12, 1),
        ("> 0 %", 12, 1),
        ("> 99 %", 4, 4),
    ] {
        assert_eq!(bar(text).needed(base), needed, "{text:?} of {base}");
    }
}

#[test]
fn nonsense_is_refused() {
    for text in [
        "",
        " ",
        "none",
        ">=",
        ">",
        "%",
        "> %",
        ">= 101 %",
        "> 100 %",
        ">= 100.1 %",
        "> 1/1",
        ">= 3/2",
        "10 of 9",
        "1 of 0",
        ">= 1/0",
        ">= -5 %",
        ">= +5 %",
        ">= +5/9",
        ">= 5/+9",
        "+5 of 9",
        ">= 1e1 %",
        ">= NaN %",
        ">= .5 %",
        ">= 7 5 %",
        "> = 75 %",
        ">=> 75 %",
        ">>= 75 %",
        "<= 75 %",
        "< 75 %",
        "= 75 %",
        "75",
        ">= 75",
        ">= 0.75",
        "75 % %",
        ">= 75 %%",
        "5 of",
        "of 9",
        "5of9",
        "5 of 9 of 12",
        ">= 1/2/3",
        ">= a/b",
        ">= 75 percent",
        ">= 99999999999999999999 %",
        ">= 99999999999999999999/99999999999999999999",
        "half",
        "> \u{bd}",
        ">= ７５ %",
        ">= 75.0000000 %",
    ] {
        assert!(Bar::parse(text).is_none(), "{text:?} is no share");
    }
}

#[test]
fn it_is_written_as_the_partnership_wrote_it() {
    assert_eq!(bar("  >=  75   % ").to_string(), ">= 75 %");
    assert_eq!(bar("5 of 9").to_string(), "5 of 9");
    assert!(bar("> 50 %").is_above(&bar(">= 50 %")));
    assert!(bar(">= 51 %").is_above(&bar("> 50 %")));
    assert!(!bar(">= 2/4").is_above(&bar(">= 50 %")));
}

/// The least number that the sentence itself is true of, by trying them one after the other.
fn least(numer: u128, denom: u128, exceed: bool, base: u64) -> u64 {
    (1..=base + 1)
        .find(|yes| {
            let (found, bar) = (u128::from(*yes) * denom, u128::from(base) * numer);
            if exceed { found > bar } else { found >= bar }
        })
        .unwrap_or(base + 1)
}

#[test]
fn needed_is_exact_for_every_percentage_and_base_up_to_300() {
    for percent in 0..=100_u64 {
        let (reach, exceed) = (bar(&format!(">= {percent} %")), Bar::parse(&format!("> {percent} %")));
        for base in 0..=300 {
            assert_eq!(reach.needed(base), least(percent.into(), 100, false, base), ">= {percent} % of {base}");
            if let Some(exceed) = &exceed {
                assert_eq!(exceed.needed(base), least(percent.into(), 100, true, base), "> {percent} % of {base}");
            }
        }
    }
}

#[test]
fn needed_is_exact_for_every_small_fraction() {
    for denom in 1..=12_u64 {
        for numer in 0..=denom {
            for base in 0..=300 {
                let expected = least(numer.into(), denom.into(), false, base);
                assert_eq!(bar(&format!(">= {numer}/{denom}")).needed(base), expected);
                assert_eq!(bar(&format!("{numer} of {denom}")).needed(base), expected);
                if numer < denom {
                    let expected = least(numer.into(), denom.into(), true, base);
                    assert_eq!(bar(&format!("> {numer}/{denom}")).needed(base), expected);
                }
            }
        }
    }
}

#[test]
fn the_table_of_needed_yes_holds() {
    let n = [4, 5, 8, 12, 16, 20, 56];
    for (text, needed) in [
        (">= 75 %", [3, 4, 6, 9, 12, 15, 42]),
        ("> 50 %", [3, 3, 5, 7, 9, 11, 29]),
        (">= 90 %", [4, 5, 8, 11, 15, 18, 51]),
    ] {
        assert_eq!(n.map(|n| bar(text).needed(n)), needed, "{text}");
    }
}

#[test]
fn the_known_defects_of_others_are_none_here() {
    assert!(bar(">= 58 %").holds(29, 50));
    assert!(!bar("> 50 %").holds(2, 4), "a tie is rejected");
    assert!(bar(">= 75 %").holds(3, 4));
    for n in 1..=9 {
        assert!(bar(">= 90 %").needed(n) == n, "90 % of {n}");
    }
    assert!(bar(">= 90 %").needed(10) < 10);
}

#[test]
fn an_empty_base_never_accepts() {
    for text in [">= 0 %", "> 0 %", ">= 50 %", "0 of 5", ">= 100 %"] {
        assert!(!bar(text).holds(0, 0), "{text}");
        assert_eq!(bar(text).needed(0), 1, "{text}");
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn huge_bases_do_not_overflow(base: u64, denom in 1..=1_000_000_000_u64, part in 0..=1_000_u64) {
        let numer = denom * part / 1_000;
        let reach = bar(&format!(">= {numer}/{denom}"));
        let needed = reach.needed(base);
        prop_assert!(needed >= 1);
        prop_assert!(needed <= base.max(1));
        let found = u128::from(needed) * u128::from(denom);
        prop_assert!(found >= u128::from(base) * u128::from(numer));
        if needed > 1 {
            let less = u128::from(needed - 1) * u128::from(denom);
            prop_assert!(less < u128::from(base) * u128::from(numer));
        }
    }

    #[test]
    fn more_yes_never_fails_a_bar_that_held(base in 0..10_000_u64, yes in 0..10_000_u64, percent in 0..=100_u64) {
        let bar = bar(&format!(">= {percent} %"));
        if bar.holds(yes, base) {
            prop_assert!(bar.holds(yes + 1, base));
        }
    }

    #[test]
    fn reading_is_total(text in "\\PC*") {
        let _ = Bar::parse(&text);
    }

    #[test]
    fn what_is_written_reads_back(percent in 0..100_u64, decimals in 0..1_000_u64) {
        let one = bar(&format!("> {percent}.{decimals:03} %"));
        prop_assert_eq!(&bar(&one.to_string()), &one);
    }
}

/// What a bar asks for in words: nothing, more than half, everything.
#[test]
fn bars_are_known_by_what_they_ask() {
    for (text, nothing, more_than_half, whole) in [
        (">= 0 %", true, false, false),
        ("> 0 %", false, false, false),
        (">= 1/3", false, false, false),
        (">= 1/2", false, false, false),
        ("> 1/2", false, true, false),
        ("> 50 %", false, true, false),
        ("> 2/3", false, false, false),
        (">= 100 %", false, false, true),
        ("9 of 9", false, false, true),
    ] {
        let bar = bar(text);
        assert_eq!(
            (bar.is_nothing(), bar.is_more_than_half(), bar.is_whole()),
            (nothing, more_than_half, whole),
            "{text:?}"
        );
    }
}

/// A quorum of nothing is there as soon as there is anybody at all.
#[test]
fn a_quorum_of_nothing_asks_for_somebody() {
    let nothing = bar(">= 0 %");
    assert!(nothing.holds(0, 12) && !nothing.holds(0, 0));
    assert!(!bar("> 0 %").holds(0, 12) && bar("> 0 %").holds(1, 12));
}

// SPDX-License-Identifier: EUPL-1.2
//! The sections of a change log: each version once, the newest above, and all else as it was.

use proptest::prelude::*;
use votum::domain::changelog::current;

use super::cases;

fn section(version: &str) -> (String, String) {
    (version.to_string(), format!("## v{version} – 2026-03-09\n\n- etwas"))
}

#[test]
fn sections_are_added_once_and_the_newest_above() {
    let new = current(None, "# Änderungen", &[section("1.1.0"), section("1.0.0")]);
    let expected = "# Änderungen\n\n## v1.1.0 – 2026-03-09\n\n- etwas\n\n## v1.0.0 – 2026-03-09\n\n- etwas\n";
    assert_eq!(new, expected);
    assert_eq!(current(Some(&new), "# Änderungen", &[section("1.1.0"), section("1.0.0")]), new);
    let more = current(Some(&new), "", &[section("1.1.1"), section("1.1.0")]);
    assert!(more.starts_with("# Änderungen\n\n## v1.1.1 – 2026-03-09\n\n- etwas\n\n## v1.1.0"), "{more}");
}

#[test]
fn what_people_have_written_stays() {
    let text = "# Log\n\nWorte.\n\n## [Unreleased]\n\n- neu\n\n## [1.0.0] - 2025-01-01\n\n```\n## v1.1.0\n```\n";
    let now = current(Some(text), "", &[section("1.1.0"), section("1.0.0")]);
    let (before, after) = text.split_at(text.find("## [1.0.0]").expect("it is there"));
    assert_eq!(now, format!("{before}## v1.1.0 – 2026-03-09\n\n- etwas\n\n{after}"));
    let windows = current(Some("# Log\r\n"), "", &[section("1.0.0")]);
    assert_eq!(windows, "# Log\r\n\r\n## v1.0.0 – 2026-03-09\r\n\r\n- etwas\r\n");
    let version_in_another = current(Some("# Log\n\n## 11.0.0\n"), "", &[section("1.0.0")]);
    assert!(version_in_another.contains("## v1.0.0"));
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn it_is_enough_to_do_it_once(text in "(?s)[#a-z0-9.v `\r\n-]{0,120}") {
        let sections = [section("1.1.0"), section("1.0.0")];
        let once = current(Some(&text), "", &sections);
        // An open fence swallows what follows it; a file like that is nobody's change log.
        let open = text.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1;
        if !open {
            prop_assert_eq!(&current(Some(&once), "", &sections), &once);
        }
        prop_assert!(text.lines().filter(|line| !line.trim().is_empty()).all(|line| once.contains(line.trim())));
    }
}

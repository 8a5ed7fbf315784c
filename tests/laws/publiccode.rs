// SPDX-License-Identifier: EUPL-1.2
//! The two lines of a `publiccode.yml`: only they change, and what is not plain is refused.

use proptest::prelude::*;
use votum::domain::publiccode::{Flaw, current};

use super::cases;

const FILE: &str = "# Verzeichnis\npubliccodeYmlVersion: \"0.4\"\nname: Talkarte # kurz\nsoftwareVersion: 0.9.0   # votum\nreleaseDate: '2025-01-01'\ndescription:\n  de:\n    softwareVersion: bleibt\n    features:\n      - Karte\n";

#[test]
fn only_the_two_lines_change() {
    let now = current(FILE, "1.2.0", "2026-03-09").expect("it can be read");
    let expected = FILE.replace("0.9.0", "1.2.0").replace("2025-01-01", "2026-03-09");
    pretty_assertions::assert_eq!(now, expected);
    assert_eq!(current(&now, "1.2.0", "2026-03-09").as_ref(), Ok(&now), "once is enough");
}

#[test]
fn what_is_missing_comes_after_the_standard() {
    for (text, expected) in [
        (
            "publiccodeYmlVersion: '0.4'\nname: x",
            "publiccodeYmlVersion: '0.4'\nsoftwareVersion: \"1.2.0\"\nreleaseDate: \"2026-03-09\"\nname: x",
        ),
        (
            "name: x\r\npubliccodeYmlVersion: '0.4'",
            "name: x\r\npubliccodeYmlVersion: '0.4'\r\nsoftwareVersion: \"1.2.0\"\r\nreleaseDate: \"2026-03-09\"\r\n",
        ),
        (
            "---\npubliccodeYmlVersion: '0.4'\nsoftwareVersion:\nreleaseDate: # folgt\n",
            "---\npubliccodeYmlVersion: '0.4'\nsoftwareVersion: \"1.2.0\"\nreleaseDate: \"2026-03-09\" # folgt\n",
        ),
    ] {
        assert_eq!(current(text, "1.2.0", "2026-03-09").as_deref(), Ok(expected));
    }
}

#[test]
fn what_is_not_plain_is_refused() {
    let with = |line: &str| format!("publiccodeYmlVersion: \"0.4\"\n{line}\n");
    for (line, flaw) in [
        ("softwareVersion: |\n  1.0.0", Flaw::Value("softwareVersion")),
        ("softwareVersion: &v 1.0.0", Flaw::Value("softwareVersion")),
        ("softwareVersion:\n  1.0.0", Flaw::Value("softwareVersion")),
        ("softwareVersion: 1.0\n  .0", Flaw::Value("softwareVersion")),
        ("releaseDate: \"2026", Flaw::Value("releaseDate")),
        ("releaseDate: [2026]", Flaw::Value("releaseDate")),
        ("releaseDate: \"a\" b", Flaw::Value("releaseDate")),
        ("softwareVersion: 1\nsoftwareVersion: 2", Flaw::Twice("softwareVersion")),
        ("---\nname: y", Flaw::Form),
    ] {
        assert_eq!(current(&with(line), "1.2.0", "2026-03-09"), Err(flaw), "{line}");
    }
    for text in ["", "name: x\n", "{ \"publiccodeYmlVersion\": \"0.4\" }\n", "# publiccodeYmlVersion: x\n"] {
        assert_eq!(current(text, "1.2.0", "2026-03-09"), Err(Flaw::Form), "{text}");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn no_text_makes_it_panic_and_others_lines_stay(text in "(?s)(publiccodeYmlVersion: '0.4'\n)?[-a-zA-Z: \"'#|\r\n\u{feff}é]{0,80}") {
        if let Ok(now) = current(&text, "1.2.0", "2026-03-09") {
            let ours = |line: &&str| ["softwareVersion", "releaseDate"].iter().any(|key| line.contains(key));
            let kept = |text: &str| text.lines().filter(|line| !ours(line)).map(str::to_string).collect::<Vec<_>>();
            prop_assert_eq!(kept(&now), kept(&text));
        }
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Likeness of titles: two shared words and two thirds of the longer title, and nothing depends on order or spelling.

use proptest::prelude::*;
use votum::domain::similar::{alike, mentioned};

use super::{cases, project, ticket};

#[test]
fn titles_are_alike_by_their_words() {
    for (one, other, expected) in [
        ("KI-Chatbot für Bürgerdienste", "Chatbot für Bürgerdienste", true),
        ("Wanderwege anzeigen", "WANDERWEGE  ANZEIGEN!", true),
        ("Wege über Brücken", "Bruecken, ueber: Wege", true),
        ("Wanderwege anzeigen", "Wanderwege drucken", false),
        ("Chatbot", "Chatbot", false),
        ("Karte der Bäder", "Karte der Schulen und der Bäder im Umland", false),
        ("", "", false),
    ] {
        assert_eq!(alike(one, other), expected, "{one:?} and {other:?}");
    }
}

#[test]
fn mentions_stand_in_title_and_text_and_not_in_code() {
    let home = project("talverbund/steuerung");
    let text = "Anders als #105, und (#7)!\n\n`#8` und other/place#3\n\n```\n#9\n```\n";
    let found = mentioned(&home, "Nach #4: neu", text);
    assert!([4, 105, 7].iter().all(|iid| found.contains(&ticket(*iid))), "{found:?}");
    assert!([8, 9].iter().all(|iid| !found.contains(&ticket(*iid))), "{found:?}");
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn likeness_is_mutual_and_every_title_of_two_words_is_like_itself(
        one in prop::collection::vec("[a-cäß]{1,2}", 0..6),
        other in prop::collection::vec("[a-cäß]{1,2}", 0..6),
    ) {
        let (first, second) = (one.join(" "), other.join("-"));
        prop_assert_eq!(alike(&first, &second), alike(&second, &first));
        let distinct: std::collections::BTreeSet<_> = one.iter().collect();
        prop_assert_eq!(alike(&first, &first), distinct.len() >= 2);
        let mut turned = one.clone();
        turned.reverse();
        prop_assert_eq!(alike(&turned.join(" "), &second), alike(&first, &second));
    }

    #[test]
    fn likeness_and_mentions_are_total(one in "\\PC*", other in "\\PC*") {
        let _ = alike(&one, &other);
        let _ = mentioned(&project("a/b"), &one, &other);
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Who may decide on a day, and who speaks for whom.

use jiff::civil::date;
use votum::domain::electorate::Electorate;
use votum::domain::ids::Account;
use votum::domain::roster::Roster;
use votum::domain::rules::{Named, Role, fold};

use super::{account, rules, rules_with, views};

#[test]
fn membership_holds_from_its_first_to_its_last_day() {
    let rules = rules_with(|text| {
        text.replace(
            "representatives = [\"ben\"]",
            "representatives = [\"ben\"]\nsince = 2026-03-09\nuntil = 2026-06-30\nweight = 3",
        )
    });
    for (day, seats) in [
        (date(2026, 3, 8), "ahausen clusdorf duernau"),
        (date(2026, 3, 9), "ahausen bergtal clusdorf duernau"),
        (date(2026, 6, 30), "ahausen bergtal clusdorf duernau"),
        (date(2026, 7, 1), "ahausen clusdorf duernau"),
    ] {
        let frozen = Electorate::freeze(&rules, day);
        let members: Vec<_> = frozen.seats.iter().map(|seat| seat.member.as_str()).collect();
        assert_eq!(members.join(" "), seats, "{day}");
    }
    let frozen = Electorate::freeze(&rules, date(2026, 4, 1));
    assert_eq!((frozen.total(), frozen.weight("bergtal"), frozen.weight("nowhere")), (6, Some(3), None));
}

#[test]
fn the_digest_tells_two_electorates_apart() {
    let frozen = Electorate::freeze(&rules(), date(2026, 4, 1));
    let mut heavier = frozen.clone();
    heavier.seats[0].weight = 2;
    let mut richer = frozen.clone();
    richer.seats[0].contribution = 12_000;
    assert_ne!(frozen.digest(), richer.digest());
    let mut fewer = frozen.clone();
    fewer.seats.pop();
    assert_eq!(frozen.digest(), frozen.clone().digest());
    assert_ne!(frozen.digest(), heavier.digest());
    assert_ne!(frozen.digest(), fewer.digest());
}

/// The digest is one that anybody can compute from the published electorate.
#[test]
fn the_digest_is_that_of_the_written_lines() {
    let mut few = super::electorate(&[2, 1]);
    few.seats[0].contribution = 0;
    few.seats[1].contribution = 500;
    // printf 'a 2\nb 1 500\n' | sha256sum
    assert_eq!(few.digest(), "f4ad57d173828220640e39fd3fb1ecccda3067b682d09dfd83c13ecb2334614a");
}

#[test]
fn a_subgroup_keeps_its_members_alone() {
    let all = Electorate::freeze(&rules(), date(2026, 4, 1));
    let some = all.clone().among(&["duernau".into(), "bergtal".into(), "nowhere".into()]);
    let members: Vec<_> = some.seats.iter().map(|seat| seat.member.as_str()).collect();
    assert_eq!(members, ["bergtal", "duernau"]);
    assert_eq!(all.among(&[]).total(), 0);
}

#[test]
fn rights_hang_on_numbers() {
    let roster = views(&rules()).roster;
    assert_eq!(roster.member_of(&account("anja")).map(String::as_str), Some("ahausen"));
    assert_eq!(roster.member_of(&account("olga")), None);
    assert!(roster.holds(&account("otto"), Role::Operations));
    assert!(!roster.holds(&account("otto"), Role::Releases));
    assert!(roster.is_bot(&account("votum")) && !roster.is_bot(&account("anna")));
    assert_eq!(roster.representative("ANNA"), Some(&account("anna")));
    let elsewhere = Account { forge: "github".into(), ..account("anna") };
    assert_eq!(roster.member_of(&elsewhere), None, "the same number at another forge is somebody else");
}

/// Seen elsewhere: cncf/gitvote `github.rs`: a failed look-up made everybody a voter.
#[test]
fn an_unresolved_name_has_no_rights() {
    let roster = Roster::build(&rules(), |named: &Named| (named.name != "anna").then(|| account(&named.name)));
    assert_eq!(roster.member_of(&account("anna")), None);
    assert_eq!(roster.representative("anna"), None);
    assert!(roster.member_of(&account("anja")).is_some());
}

#[test]
fn members_are_called_by_id_or_name() {
    let rules = rules();
    for (words, member) in [
        ("ahausen", Some("ahausen")),
        ("Stadt Ahausen", Some("ahausen")),
        ("  stadt   AHAUSEN ", Some("ahausen")),
        ("Stadt Duernau", Some("duernau")),
        ("STADT DÜRNAU", Some("duernau")),
        ("Dürnau", Some("duernau")),
        ("Stadt", None),
        ("", None),
        ("Ahausen und Bergtal", None),
    ] {
        assert_eq!(rules.member_called(words).map(|member| member.id.as_str()), member, "{words:?}");
    }
    assert_eq!(fold("Groß-Öd a. d. Ülz"), "gross oed a d uelz");
}

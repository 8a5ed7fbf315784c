// SPDX-License-Identifier: EUPL-1.2
//! Ballots on their way into the journal: what a comment or an emoji is entered as, for whom, and what is answered.

use votum::domain::decide::Outcome;
use votum::domain::effect::Effect;
use votum::domain::event::{AwardRead, Event, FullRead, NoteRead};
use votum::domain::fact::Fact;
use votum::domain::saying::Saying;

use super::case::{BUG, CORE, Case, note, notes, rules};
use super::scene::taken;
use super::{berlin, person, rules_with, second, views};

/// The number of the vote note.
const VOTE_NOTE: u64 = 900;

/// A core admission whose vote is open from 0 to 60, under rules with words replaced.
fn open_under(change: impl FnOnce(String) -> String) -> Case {
    let (mut case, _) = Case::opens(rules(change), CORE, "");
    case.meet(&Event::VoteNote { note: VOTE_NOTE });
    case
}

fn open() -> Case {
    open_under(|text| text)
}

/// With words of `[voting]` added.
fn open_with(words: &str) -> Case {
    open_under(|text| text.replace("[voting]\n", &format!("[voting]\n{words}\n")))
}

fn award(award: u64, who: &str, name: &str, at: i64) -> AwardRead {
    AwardRead { award, by: person(who), name: name.into(), note: None, at: second(at), seen: true }
}

fn react(case: &mut Case, award: AwardRead) -> Outcome {
    case.now = 30;
    case.meet(&Event::Award(Box::new(award)))
}

fn read(case: &mut Case, at: i64, notes: &[NoteRead], awards: &[AwardRead], vote_note_stands: bool) -> Outcome {
    case.now = at;
    let (notes, awards) = (notes.to_vec(), awards.to_vec());
    case.meet(&Event::Full(Box::new(FullRead { at: second(at), notes, awards, vote_note_stands, whole: true })))
}

/// Why each ballot does not count, in the order in which votum learned of them; `-` where it does.
fn why(case: &Case) -> Vec<&'static str> {
    case.ticket().why_not(&case.rules).into_iter().map(|why| why.map_or("-", |why| why.key())).collect()
}

/// Who counts as what.
fn counted(case: &Case) -> String {
    let counted = case.ticket().counted(&case.rules);
    counted.into_iter().map(|(member, (choice, _))| format!("{member} {}", choice.key())).collect::<Vec<_>>().join(", ")
}

/// "Two choices for one member in one comment count as nothing and are asked about"; what stands in it otherwise counts.
#[test]
fn a_comment_is_entered_line_by_line() {
    for (body, reasons, result, is_taken) in [
        ("/vote yes", &["-"][..], "ahausen yes", true),
        ("/vote yes\n/vote yes", &["superseded", "-"], "ahausen yes", true),
        ("/vote yes\n/vote no", &["ambiguous", "ambiguous"], "", false),
        ("/vote yes\n/vote no\n/vote retract", &["withdrawn", "withdrawn", "withdrawn"], "", false),
        ("/vote yes\n/vote retract", &["withdrawn", "withdrawn"], "", false),
        ("/vote retract", &["withdrawn"], "", true),
        ("/vote yes\n/vote no for bergtal", &["-", "no-proxy"], "ahausen yes", false),
        ("/vote yes for Nirgends", &[], "", false),
        ("/vote yes for Nirgends\n/vote yes", &["-"], "ahausen yes", false),
        ("/vote ja, aber nur wenn", &["ambiguous"], "", false),
        ("/vote yes\n/vote help", &["-"], "ahausen yes", true),
    ] {
        let mut case = open();
        let out = case.say(10, "anna", body);
        assert_eq!((&why(&case)[..], counted(&case).as_str(), taken(&out)), (reasons, result, is_taken), "{body}");
        let unknown = notes(&out).iter().any(|saying| matches!(saying, Saying::Unknown { what: "member", .. }));
        assert_eq!(unknown, body.contains("Nirgends"), "{body}");
        let asked = notes(&out).iter().any(|saying| matches!(saying, Saying::NotCounted { .. }));
        assert_eq!(asked, reasons.iter().any(|why| !["-", "superseded"].contains(why)) && !is_taken, "{body}");
    }
}

/// "Emoji (on the vote note or the description)": a skin tone changes nothing, a stranger's on the description is a
/// liking, and whatever else people set is none.
#[test]
fn emoji_are_entered_on_the_vote_note_and_the_description() {
    for (who, name, on, result) in [
        ("anna", "thumbsup", None, Some("-")),
        ("anna", "thumbsup_tone3", Some(VOTE_NOTE), Some("-")),
        ("anna", "tada", None, None),
        ("anna", "thumbsup", Some(77), None),
        ("fremde", "thumbsup", None, None),
        ("fremde", "thumbsup", Some(VOTE_NOTE), Some("not-entitled")),
        ("votum", "thumbsup", Some(VOTE_NOTE), None),
    ] {
        let mut case = open();
        let out = react(&mut case, AwardRead { note: on, ..award(1, who, name, 10) });
        assert_eq!(why(&case), result.into_iter().collect::<Vec<_>>(), "{name} of {who} on {on:?}");
        let told = matches!(notes(&out)[..], [Saying::NoVote { .. }]);
        assert_eq!(told, result == Some("not-entitled"), "{name} of {who} on {on:?}");
    }
    for (name, result) in [("thumbsup", "yes"), ("thumbsdown", "no"), ("white_circle", "abstain")] {
        let mut case = open();
        react(&mut case, award(1, "anna", name, 10));
        assert_eq!(counted(&case), format!("ahausen {result}"));
    }
    let (mut case, _) = Case::opens(rules(|text| text), BUG, "");
    react(&mut case, award(1, "anna", "thumbsup", 10));
    assert!(case.ticket().ballots.is_empty(), "nothing is voted on");
}

/// What a webhook told is confirmed by what the forge shows; what the forge shows in another hand or with another meaning
/// is another ballot.
#[test]
fn what_a_webhook_told_is_confirmed_at_the_forge() {
    let told = || {
        let mut case = open();
        react(&mut case, AwardRead { seen: false, ..award(1, "anna", "thumbsup", 10) });
        assert!(!case.ticket().ballots[0].seen);
        case
    };
    let mut case = told();
    let out = react(&mut case, award(1, "anna", "thumbsup", 10));
    assert!(matches!(out.facts[..], [Fact::Seen { .. }]) && case.ticket().ballots[0].seen);
    let mut case = told();
    assert!(react(&mut case, AwardRead { seen: false, ..award(1, "anna", "thumbsdown", 10) }).facts.is_empty());
    for (who, name) in [("ben", "thumbsup"), ("anna", "thumbsdown")] {
        let mut case = told();
        react(&mut case, award(1, who, name, 10));
        let seen: Vec<bool> = case.ticket().ballots.iter().map(|ballot| ballot.seen).collect();
        assert_eq!(seen, [false, true], "{name} of {who}");
    }
    let mut case = told();
    case.ends("/vote ja");
    let before = case.ticket().ballots.clone();
    react(&mut case, award(1, "anna", "thumbsup", 10));
    assert_eq!(case.ticket().ballots, before, "a result stands");
}

/// "Removing an emoji takes that ballot out of the stream"; one that the forge shows again is there again.
#[test]
fn a_removed_emoji_is_withdrawn_until_it_is_shown_again() {
    let gone = |case: &mut Case, at: i64| case.meet(&Event::AwardGone { award: 1, at: second(at) });
    let mut case = open();
    react(&mut case, award(1, "anna", "thumbsup", 10));
    assert!(case.meet(&Event::AwardGone { award: 2, at: second(20) }).facts.is_empty(), "nobody knows that one");
    gone(&mut case, 20);
    assert_eq!(why(&case), ["withdrawn"]);
    assert!(gone(&mut case, 25).facts.is_empty());
    assert_eq!(case.ticket().ballots[0].revoked, Some(second(20)));
    react(&mut case, AwardRead { seen: false, ..award(1, "anna", "thumbsup", 10) });
    assert_eq!(why(&case), ["withdrawn"], "a webhook alone brings nothing back");
    react(&mut case, award(1, "anna", "thumbsup", 10));
    assert_eq!(why(&case), ["-"]);
    read(&mut case, 70, &[], &[award(1, "anna", "thumbsup", 10)], true);
    assert!(gone(&mut case, 40).facts.is_empty(), "a result stands, however late the news comes");
    let mut case = open();
    react(&mut case, award(1, "anna", "thumbsup", 10));
    gone(&mut case, 20);
    read(&mut case, 70, &[], &[], true);
    assert!(react(&mut case, award(1, "anna", "thumbsup", 10)).facts.is_empty(), "after the result it stays withdrawn");
    assert_eq!(why(&case), ["withdrawn"]);
}

/// "Emoji that vanish together with their note are not removed …; an emoji that the first reading after the deadline
/// lacks, without a revocation dated before it, stands and is marked."
#[test]
fn a_missing_emoji_is_removed_only_by_a_reading_in_time() {
    for (at, stands, result, what) in [
        (30, true, "withdrawn", "it was removed"),
        (60, true, "withdrawn", "in the second of the deadline too"),
        (61, true, "-", "after the deadline"),
        (30, false, "-", "with the vote note"),
    ] {
        let mut case = open();
        react(&mut case, award(1, "anna", "thumbsup", 10));
        let out = read(&mut case, at, &[], &[], stands);
        assert_eq!(why(&case), [result], "{what}");
        let ballot = &case.ticket().ballots[0];
        assert_eq!((ballot.vanished, ballot.revoked.is_some()), (result == "-", result != "-"), "{what}");
        // The vote note is among what is written after every change; here it is asked for once more.
        let again = out.effects.iter().filter(|e| matches!(e, Effect::Note { saying: Saying::Vote, .. })).count();
        assert_eq!(again, if stands { 1 } else { 2 }, "{what}");
        react(&mut case, award(1, "anna", "thumbsup", 10));
        assert!(!case.ticket().ballots[0].vanished, "it is there again");
    }
    let mut case = open();
    react(&mut case, AwardRead { seen: false, ..award(1, "anna", "thumbsup", 10) });
    assert!(read(&mut case, 30, &[], &[], true).facts.is_empty(), "one that only a webhook told of is not missed");
    let mut case = open();
    react(&mut case, award(1, "anna", "thumbsup", 10));
    read(&mut case, 70, &[], &[award(1, "anna", "thumbsup", 10)], true);
    let out = read(&mut case, 80, &[], &[], false);
    assert!(case.ticket().ballots[0].vanished && case.ticket().ballots[0].revoked.is_none());
    let votes = out.effects.iter().filter(|e| matches!(e, Effect::Note { saying: Saying::Vote, .. })).count();
    assert_eq!(votes, 1, "nobody has to find the vote note any more");
    assert_eq!(why(&case), ["-"], "a result stands");
}

/// "Deleting a comment does not: the ballot stands, marked, until its member retracts it, and the member is told once."
#[test]
fn a_deleted_comment_stands_marked_and_its_member_is_told_once() {
    let mut case = open();
    case.say(10, "anna", "/vote yes");
    case.say(11, "ben", "/vote yes");
    let (annas, bens) = (note(10, "anna", "/vote yes"), note(11, "ben", "/vote yes"));
    let out = read(&mut case, 30, std::slice::from_ref(&bens), &[], true);
    assert!(matches!(notes(&out)[..], [Saying::BallotDeleted { member: Some(member) }] if member == "ahausen"));
    assert_eq!(counted(&case), "ahausen yes, bergtal yes");
    let marked: Vec<bool> = case.ticket().ballots.iter().map(|ballot| ballot.vanished).collect();
    assert_eq!(marked, [true, false]);
    read(&mut case, 31, &[annas, bens.clone()], &[], true);
    assert!(!case.ticket().ballots[0].vanished, "it is there again");
    let out = read(&mut case, 32, &[bens], &[], true);
    assert!(case.ticket().ballots[0].vanished && notes(&out).is_empty(), "that was told");
}

/// A reading is the last one when the deadline is over, or when every member has voted and that ends the vote.
#[test]
fn a_reading_decides_after_the_deadline_or_when_all_have_voted() {
    let four = ["anna", "ben", "cem", "dora"];
    let said = |n: i64| {
        (10..)
            .zip(four)
            .take(usize::try_from(n).expect("few"))
            .map(|(at, who)| note(at, who, "/vote yes"))
            .collect::<Vec<_>>()
    };
    let ends = |mut case: Case, at: i64, voices: i64| {
        read(&mut case, at, &said(voices), &[], true);
        (case.phase(), case.ticket().read_at.is_some())
    };
    assert_eq!(ends(open(), 60, 4), ("voting", false));
    assert_eq!(ends(open(), 61, 4), ("accepted", true));
    assert_eq!(ends(open(), 61, 0), ("rejected", true));
    let early = || open_with("early_close = \"all-voted\"");
    assert_eq!(ends(early(), 30, 3), ("voting", false));
    assert_eq!(ends(early(), 30, 4), ("accepted", true));
    let finals = || open_with("change = \"never\"");
    assert_eq!(ends(finals(), 30, 2), ("voting", false));
    assert_eq!(ends(finals(), 30, 3), ("voting", true), "it is announced on a fresh reading");
    let (mut case, _) = Case::opens(rules(|text| text), BUG, "");
    read(&mut case, 61, &[], &[], true);
    assert_eq!(case.ticket().read_at, None, "nothing is voted on");
}

/// Representatives that contradict each other are told so, once and together, where they have to agree.
#[test]
fn who_is_divided_is_told_once() {
    let divided = |out: &Outcome| match notes(out)[..] {
        [Saying::Divided { member, names }] => format!("{member}: {}", names.join(" ")),
        [] => String::new(),
        _ => panic!("nothing else is said: {out:?}"),
    };
    let mut case = open_with("deputies = \"unanimous\"");
    assert_eq!(divided(&case.say(10, "anna", "/vote yes")), "");
    let out = case.say(11, "anja", "/vote no");
    assert_eq!((divided(&out).as_str(), taken(&out)), ("ahausen: anna anja", false));
    assert_eq!(divided(&case.say(12, "anja", "/vote no")), "");
    assert_eq!(counted(&case), "");
    assert_eq!(divided(&case.say(13, "anna", "/vote no")), "");
    assert_eq!(counted(&case), "ahausen no");
    let mut case = open();
    case.say(10, "anna", "/vote yes");
    assert_eq!((divided(&case.say(11, "anja", "/vote no")).as_str(), counted(&case).as_str()), ("", "ahausen no"));
    let mut case = open_with("deputies = \"unanimous\"");
    let both = [note(10, "anna", "/vote yes"), note(11, "anja", "/vote no")];
    let out = read(&mut case, 61, &both, &[], true);
    assert!(notes(&out).iter().any(|saying| matches!(saying, Saying::Result { .. })));
    let told = |out: &Outcome| notes(out).iter().any(|saying| matches!(saying, Saying::Divided { .. }));
    assert!(!told(&read(&mut case, 70, &both, &[], true)), "the vote is over");
}

#[test]
fn nobody_is_told_of_a_division_once_the_vote_is_over() {
    let mut case = open_with("deputies = \"unanimous\"");
    case.say(10, "anna", "/vote yes");
    case.say(20, "olga", "/vote void Formfehler");
    let out = case.say(15, "anja", "/vote no");
    assert_eq!((why(&case), notes(&out).len()), (vec!["ambiguous", "ambiguous"], 0));
}

/// "A proxy is named by a representative, for one ticket, `until` inclusive, held by a representative of another member."
#[test]
fn a_proxy_speaks_until_its_last_day() {
    let long = || open_under(|text| text.replace("voting = \"60 s\"", "voting = \"50 h\""));
    let last = berlin("2026-02-02T23:59:59");
    let at = |instant: jiff::Timestamp| instant.as_second() - second(0).as_second();
    let speaks = |case: &mut Case, at: i64, who: &str| {
        case.say(at, who, "/vote yes for ahausen");
        why(case).pop().expect("it is entered")
    };
    let mut case = long();
    assert_eq!(speaks(&mut case, 5, "ben"), "no-proxy");
    case.say(10, "anna", "/vote proxy @ben until 2026-02-02");
    assert_eq!(speaks(&mut case, at(last), "ben"), "-");
    assert_eq!(speaks(&mut case, at(last) + 1, "ben"), "no-proxy");
    let mut case = long();
    case.say(10, "anna", "/vote proxy @ben");
    assert_eq!(speaks(&mut case, 20, "cem"), "no-proxy", "it is ben who holds it");
    assert_eq!(speaks(&mut case, 21, "fremde"), "not-entitled");
    assert_eq!(speaks(&mut case, 22, "ben"), "-");
    let ballots = &case.ticket().ballots;
    assert!(ballots[2].proxied && ballots[2].rank.is_none() && !ballots[1].proxied);
    case.rules.voting.proxy = false;
    assert_eq!(speaks(&mut case, 30, "ben"), "no-proxy", "the rules know no proxies any more");
    let mut case = long();
    case.say(10, "anna", "/vote proxy @ben");
    case.views = views(&rules_with(|text| text.replace("[\"ben\"]", "[\"sven\"]")));
    assert_eq!(speaks(&mut case, 20, "ben"), "not-entitled", "ben represents nobody any more");
    let mut case = open();
    case.say(10, "anja", "/vote yes");
    case.say(11, "anna", "/vote yes");
    let ranks: Vec<_> = case.ticket().ballots.iter().map(|ballot| (ballot.proxied, ballot.rank)).collect();
    assert_eq!(ranks, [(false, Some(1)), (false, Some(0))]);
}

/// "Ballots are one stream by their own times": a proxy speaks from when it was named until it was taken back or another
/// was, however late votum learns of what it said meanwhile.
#[test]
fn a_proxy_speaks_for_its_own_time() {
    let mut case = open();
    case.say(20, "anna", "/vote proxy @ben");
    case.say(10, "ben", "/vote yes for ahausen");
    assert_eq!(why(&case), ["no-proxy"], "it was given before the proxy");
    case.say(21, "ben", "/vote abstain for ahausen");
    case.say(30, "anna", "/vote proxy @cem");
    case.say(25, "ben", "/vote no for ahausen");
    assert_eq!(why(&case), ["no-proxy", "superseded", "-"], "it was given under the proxy of that time");
    case.say(35, "ben", "/vote yes for ahausen");
    case.say(40, "anna", "/vote proxy none");
    case.say(39, "cem", "/vote yes for ahausen");
    case.say(41, "cem", "/vote no for ahausen");
    assert_eq!(why(&case)[3..], ["no-proxy", "-", "no-proxy"]);
    assert_eq!(counted(&case), "ahausen yes");
}

/// What does not count is explained once to each person for each reason; what a member did itself needs no words.
#[test]
fn what_does_not_count_is_explained_once() {
    let said = |out: &Outcome| -> Vec<String> {
        let word = |saying: &&Saying| match saying {
            Saying::NotCounted { why, .. } => why.key().to_string(),
            Saying::NoVote { .. } => "no vote".into(),
            Saying::Contradiction { .. } => "contradiction".into(),
            other => panic!("nothing else is said: {other:?}"),
        };
        notes(out).iter().map(word).collect()
    };
    let mut case = open();
    let out = case.say(61, "anna", "/vote yes");
    assert_eq!((said(&out), taken(&out)), (vec!["late".to_string()], false));
    let out = case.say(62, "anna", "/vote no");
    assert_eq!((said(&out), taken(&out)), (Vec::new(), false));
    assert_eq!(said(&case.say(63, "ben", "/vote yes")), ["late"]);

    let mut case = open();
    case.say(20, "anna", "/vote yes");
    let out = case.say(10, "anna", "/vote no");
    assert_eq!((said(&out), taken(&out), why(&case)), (Vec::new(), true, vec!["-", "superseded"]));
    let out = case.say(21, "anna", "/vote retract");
    assert_eq!((said(&out), taken(&out)), (Vec::new(), true));
    case.say(22, "anna", "/vote proxy @ben");
    case.say(23, "anna", "/vote yes");
    let out = case.say(24, "ben", "/vote no for ahausen");
    assert_eq!((said(&out), taken(&out), why(&case).pop()), (Vec::new(), true, Some("own-vote-first")));

    let mut case = open();
    react(&mut case, award(1, "anna", "thumbsup", 10));
    assert_eq!(said(&react(&mut case, award(2, "anna", "thumbsdown", 11))), ["contradiction"]);
    assert_eq!(said(&react(&mut case, award(3, "anna", "white_circle", 12))), [""; 0]);
    assert_eq!(said(&case.say(13, "anna", "/vote ja, aber")), ["ambiguous"]);

    let mut case = open_with("deputies = \"ranked\"");
    case.say(20, "anna", "/vote yes");
    let out = case.say(10, "anna", "/vote no");
    assert_eq!((said(&out), taken(&out)), (Vec::new(), true), "anna's own later ballot goes before it");
    let out = case.say(21, "anja", "/vote no");
    assert_eq!((said(&out), taken(&out)), (vec!["superseded".to_string()], false), "anna ranks before her");
    let mut case = open();
    case.say(20, "anna", "/vote yes");
    assert_eq!(said(&case.say(10, "anja", "/vote no")), [""; 0], "the last of any of them counts");
}

/// What is true of a person is said once for good; what is true of a vote is said again in the next one.
#[test]
fn a_new_vote_explains_anew() {
    let mut case = open_under(|text| {
        text.replace("representatives = [\"dora\"]", "representatives = [\"dora\"]\nsince = 2027-01-01")
    });
    let said = |out: &Outcome| -> Vec<&'static str> {
        let word = |saying: &&Saying| match saying {
            Saying::NotCounted { why, .. } => why.key(),
            Saying::NoVote { .. } => "no vote",
            _ => "-",
        };
        notes(out).iter().map(word).collect()
    };
    assert_eq!(said(&case.say(10, "fremde", "/vote yes")), ["no vote"]);
    assert_eq!(said(&case.say(11, "dora", "/vote yes")), ["not-entitled"], "not a member yet");
    assert_eq!(said(&case.say(12, "anna", "/vote ja, aber")), ["ambiguous"]);
    case.say(20, "olga", "/vote classify joint-feature doch");
    assert_eq!(case.phase(), "voting");
    assert_eq!(said(&case.say(30, "fremde", "/vote yes")), [""; 0]);
    assert_eq!(said(&case.say(31, "dora", "/vote yes")), ["not-entitled"]);
    assert_eq!(said(&case.say(32, "anna", "/vote ja, aber")), ["ambiguous"]);
}

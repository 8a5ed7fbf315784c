// SPDX-License-Identifier: EUPL-1.2
//! Ballots: two counts agree on every stream, and order and repetition change nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use votum::domain::ballot::{Act, Ballot, Source, Terms, WhyNot, count};
use votum::domain::command::Choice;
use votum::domain::electorate::Electorate;
use votum::domain::fact::Text;
use votum::domain::ids::Account;
use votum::domain::rules::Deputies;

use super::{cases, electorate, member, naive, second};

/// A stream with what its count rests on.
#[derive(Clone, Debug)]
struct Poll {
    ballots: Vec<Ballot>,
    electorate: Electorate,
    recused: BTreeSet<String>,
    opened: Option<i64>,
    ended: Option<i64>,
    final_reading: bool,
    ways: (bool, bool),
    change: bool,
    deputies: Deputies,
}

impl Poll {
    fn terms(&self) -> Terms<'_> {
        Terms {
            opened: self.opened.map(second),
            deadline: second(10),
            ended: self.ended.map(second),
            final_reading: self.final_reading,
            electorate: &self.electorate,
            recused: &self.recused,
            comments: self.ways.0,
            emoji: self.ways.1,
            change: self.change,
            deputies: self.deputies,
        }
    }

    /// A poll of three members in which everything is allowed.
    fn plain(ballots: Vec<Ballot>) -> Self {
        Self {
            ballots,
            electorate: electorate(&[1, 1, 1]),
            recused: BTreeSet::new(),
            opened: Some(0),
            ended: None,
            final_reading: false,
            ways: (true, true),
            change: true,
            deputies: Deputies::Last,
        }
    }

    fn keys(&self) -> Vec<&'static str> {
        count(&self.ballots, &self.terms()).why_not.iter().map(|why| why.map_or("", WhyNot::key)).collect()
    }
}

fn ballot(source: Source, member: &str, act: Act, at: i64) -> Ballot {
    Ballot {
        source,
        account: Account { forge: "opencode".into(), id: u64::from(member.as_bytes()[0]) },
        name: Text::from(member),
        member: Some(member.into()),
        proxied: false,
        authorised: true,
        rank: Some(0),
        act,
        at: second(at),
        seen: true,
        edited: false,
        revoked: None,
        vanished: false,
        reason: Text::default(),
    }
}

/// All ways to let several representatives speak for one member.
const DEPUTIES: [Deputies; 3] = [Deputies::Last, Deputies::Ranked, Deputies::Unanimous];

const YES: Act = Act::Choose(Choice::Yes);
const NO: Act = Act::Choose(Choice::No);

/// A comment, numbered by its time.
fn note(member: &str, act: Act, at: i64) -> Ballot {
    ballot(Source::Note(at.unsigned_abs(), 0), member, act, at)
}

/// An emoji, numbered by its time.
fn emoji(member: &str, act: Act, at: i64) -> Ballot {
    ballot(Source::Award(at.unsigned_abs()), member, act, at)
}

/// A comment of a proxy.
fn proxied(member: &str, act: Act, at: i64) -> Ballot {
    let account = Account { forge: "opencode".into(), id: 1 };
    Ballot { proxied: true, account, ..note(member, act, at) }
}

fn some_ballot(members: usize) -> impl Strategy<Value = Ballot> {
    let act = prop_oneof![
        3 => Just(YES), 3 => Just(NO), 2 => Just(Act::Choose(Choice::Abstain)), 1 => Just(Act::Retract), 1 => Just(Act::Unclear)
    ];
    let whose = (prop::option::weighted(0.95, 0..=members), 0..3_u64);
    let times = (-2..13_i64, prop::option::weighted(0.2, -2..14_i64));
    let odds = |p: f64| prop::bool::weighted(p);
    let marks = (odds(0.5), odds(0.2), odds(0.9), odds(0.9), odds(0.1), odds(0.1));
    let rank = prop::option::weighted(0.9, 0..3_u32);
    (act, whose, times, marks, rank).prop_map(|(act, (place, deputy), (at, revoked), marks, rank)| {
        let (is_emoji, proxied, authorised, seen, edited, vanished) = marks;
        let is_emoji = is_emoji && matches!(act, Act::Choose(_));
        Ballot {
            source: if is_emoji { Source::Award(0) } else { Source::Note(0, 0) },
            account: Account { forge: "opencode".into(), id: place.unwrap_or(99) as u64 * 3 + deputy },
            member: place.map(member),
            proxied: proxied && !is_emoji,
            authorised: authorised && place.is_some(),
            rank,
            edited: edited && !is_emoji,
            revoked: revoked.filter(|_| is_emoji).map(second),
            vanished,
            seen,
            ..ballot(Source::Award(0), "a", act, at)
        }
    })
}

fn poll() -> impl Strategy<Value = Poll> {
    (1..=6_usize).prop_flat_map(|members| {
        let ballots = prop::collection::vec(some_ballot(members), 0..16);
        let recused = prop::collection::btree_set((0..members).prop_map(member), 0..=1);
        let odds = |p: f64| prop::bool::weighted(p);
        let when = (prop::option::weighted(0.97, Just(0_i64)), prop::option::weighted(0.2, 1..14_i64));
        let flags = (odds(0.5), odds(0.9), odds(0.9), odds(0.7));
        let deputies = prop::sample::select(DEPUTIES.to_vec());
        (ballots, recused, when, flags, Just(members), deputies).prop_map(
            |(mut ballots, recused, (opened, ended), flags, members, deputies)| {
                for (i, ballot) in (0..).zip(&mut ballots) {
                    ballot.source = match ballot.source {
                        Source::Award(_) => Source::Award(i),
                        Source::Note(..) => Source::Note(i / 2, u16::try_from(i % 2).unwrap_or(0)),
                        Source::Meeting(..) => Source::Meeting(i, 0),
                    };
                }
                let (final_reading, comments, emoji, change) = flags;
                let electorate = electorate(&vec![1; members]);
                let ways = (comments, emoji);
                Poll { ballots, electorate, recused, opened, ended, final_reading, ways, change, deputies }
            },
        )
    })
}

/// What a count says, by source.
fn by_source(poll: &Poll) -> BTreeMap<Source, Option<WhyNot>> {
    let counted = count(&poll.ballots, &poll.terms());
    poll.ballots.iter().map(|ballot| ballot.source).zip(counted.why_not).collect()
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn two_counts_agree(poll in poll()) {
        let counted = count(&poll.ballots, &poll.terms());
        prop_assert_eq!(&counted.why_not, &naive::why_not(&poll.ballots, &poll.terms()));
        let choices: BTreeMap<_, _> = counted.counted.iter().map(|(m, (choice, _))| (m.clone(), *choice)).collect();
        prop_assert_eq!(choices, naive::choices(&poll.ballots, &poll.terms()));
    }

    #[test]
    fn order_changes_nothing((poll, shuffled) in poll().prop_flat_map(|poll| {
        let shuffled = Just(poll.ballots.clone()).prop_shuffle();
        (Just(poll), shuffled)
    })) {
        let other = Poll { ballots: shuffled, ..poll.clone() };
        prop_assert_eq!(by_source(&poll), by_source(&other));
    }

    #[test]
    fn each_member_has_one_ballot_at_most_and_it_is_its_own_choice(poll in poll()) {
        let counted = count(&poll.ballots, &poll.terms());
        let standing: Vec<_> = (0..poll.ballots.len()).filter(|i| counted.why_not[*i].is_none()).collect();
        let mut places: Vec<_> = counted.counted.values().map(|(_, i)| *i).collect();
        places.sort_unstable();
        prop_assert_eq!(&standing, &places);
        for (member, (choice, i)) in &counted.counted {
            prop_assert_eq!(poll.ballots[*i].act, Act::Choose(*choice));
            prop_assert_eq!(poll.ballots[*i].member.as_ref(), Some(member));
        }
    }

    #[test]
    fn a_member_with_one_representative_is_counted_alike(poll in poll()) {
        let mut poll = poll;
        for ballot in poll.ballots.iter_mut().filter(|ballot| !ballot.proxied) {
            ballot.account.id -= ballot.account.id % 3;
        }
        let counts = DEPUTIES.map(|deputies| by_source(&Poll { deputies, ..poll.clone() }));
        prop_assert_eq!(&counts[0], &counts[1]);
        prop_assert_eq!(&counts[0], &counts[2]);
    }

    #[test]
    fn who_is_divided_has_no_ballot(poll in poll()) {
        let counted = count(&poll.ballots, &poll.terms());
        prop_assert!(counted.divided.is_empty() || (poll.change && poll.deputies == Deputies::Unanimous));
        for (member, places) in &counted.divided {
            prop_assert!(places.len() > 1 && !counted.counted.contains_key(member));
        }
    }

    #[test]
    fn a_ballot_that_does_not_get_past_the_door_changes_nothing_for_others(poll in poll()) {
        let whole = by_source(&poll);
        let door = |why: Option<WhyNot>| why.is_some_and(|why| why <= WhyNot::Recused);
        let kept = poll.ballots.iter().filter(|ballot| !door(whole[&ballot.source])).cloned().collect();
        let fewer = by_source(&Poll { ballots: kept, ..poll.clone() });
        for (source, why) in fewer {
            prop_assert_eq!(why, whole[&source]);
        }
    }
}

#[test]
fn the_last_of_any_representative_counts() {
    let deputy = Account { forge: "opencode".into(), id: 7 };
    let later = Ballot { account: deputy, ..note("a", NO, 3) };
    assert_eq!(Poll::plain(vec![note("a", YES, 1), later]).keys(), ["superseded", ""]);
    assert_eq!(Poll::plain(vec![emoji("a", YES, 5), note("a", NO, 3)]).keys(), ["", "superseded"]);
    let same_second = vec![ballot(Source::Award(9), "a", YES, 3), ballot(Source::Note(1, 0), "a", NO, 3)];
    assert_eq!(Poll::plain(same_second).keys(), ["superseded", ""], "emoji before comments of the same second");
}

/// The same ballot by the member's second representative.
fn deputy(ballot: Ballot) -> Ballot {
    Ballot { account: Account { forge: "opencode".into(), id: 7 }, rank: Some(1), ..ballot }
}

#[test]
fn the_highest_ranked_representative_goes_first() {
    let ranked = |ballots| Poll { deputies: Deputies::Ranked, ..Poll::plain(ballots) }.keys();
    assert_eq!(ranked(vec![note("a", YES, 1), deputy(note("a", NO, 3))]), ["", "superseded"]);
    assert_eq!(ranked(vec![deputy(note("a", NO, 1)), note("a", YES, 3)]), ["superseded", ""]);
    let changed = vec![note("a", YES, 1), deputy(note("a", NO, 2)), emoji("a", NO, 3)];
    assert_eq!(ranked(changed), ["superseded", "superseded", ""], "the last of that representative");
    let removed = Ballot { revoked: Some(second(5)), ..emoji("a", YES, 1) };
    assert_eq!(ranked(vec![removed, deputy(note("a", NO, 2))]), ["withdrawn", ""], "what still stands");
    let edited = Ballot { edited: true, ..note("a", YES, 1) };
    assert_eq!(ranked(vec![edited, deputy(note("a", NO, 2))]), ["edited", ""]);
    let unranked = Ballot { rank: None, ..note("a", YES, 3) };
    assert_eq!(ranked(vec![deputy(note("a", NO, 2)), unranked]), ["", "superseded"], "older entries come last");
    assert_eq!(ranked(vec![proxied("a", NO, 1), deputy(note("a", YES, 2))]), ["own-vote-first", ""]);
}

#[test]
fn divided_representatives_count_as_none_until_they_agree() {
    let poll = |ballots| Poll { deputies: Deputies::Unanimous, ..Poll::plain(ballots) };
    let unanimous = |ballots| poll(ballots).keys();
    assert_eq!(unanimous(vec![note("a", YES, 1), deputy(note("a", YES, 3))]), ["superseded", ""]);
    assert_eq!(unanimous(vec![note("a", YES, 1), deputy(note("a", NO, 3))]), ["ambiguous", "ambiguous"]);
    let abstains = deputy(note("a", Act::Choose(Choice::Abstain), 3));
    assert_eq!(unanimous(vec![note("a", YES, 1), abstains]), ["ambiguous", "ambiguous"], "abstention is a choice");
    let cleared = vec![note("a", YES, 1), deputy(note("a", NO, 3)), note("a", NO, 4)];
    assert_eq!(unanimous(cleared), ["superseded", "superseded", ""]);
    let anew = vec![note("a", YES, 1), deputy(note("a", NO, 3)), deputy(note("a", Act::Retract, 4)), note("a", YES, 5)];
    assert_eq!(unanimous(anew), ["withdrawn", "withdrawn", "withdrawn", ""]);
    let by_proxy = vec![proxied("a", YES, 1), note("a", YES, 2), deputy(note("a", NO, 3))];
    assert_eq!(unanimous(by_proxy), ["own-vote-first", "ambiguous", "ambiguous"], "no proxy settles it");
    let divided = poll(vec![note("a", YES, 1), deputy(note("a", NO, 3)), note("b", YES, 4)]);
    assert_eq!(count(&divided.ballots, &divided.terms()).divided, BTreeMap::from([(member(0), vec![1, 0])]));
}

#[test]
fn where_ballots_are_final_the_first_one_is_whoever_gave_it() {
    for deputies in DEPUTIES {
        let poll = Poll { change: false, deputies, ..Poll::plain(vec![deputy(note("a", NO, 1)), note("a", YES, 3)]) };
        assert_eq!(poll.keys(), ["", "final"], "{deputies:?}");
    }
}

#[test]
fn a_removed_emoji_lets_an_earlier_ballot_count_again() {
    let gone = Ballot { revoked: Some(second(6)), ..emoji("a", NO, 5) };
    assert_eq!(Poll::plain(vec![note("a", YES, 1), gone.clone()]).keys(), ["", "withdrawn"]);
    let after = Ballot { revoked: Some(second(11)), ..gone.clone() };
    assert_eq!(Poll::plain(vec![note("a", YES, 1), after]).keys(), ["superseded", ""]);
    let vanished = Ballot { revoked: None, vanished: true, ..gone };
    assert_eq!(Poll::plain(vec![note("a", YES, 1), vanished]).keys(), ["superseded", ""]);
}

#[test]
fn a_deleted_comment_stands_until_it_is_retracted() {
    let deleted = Ballot { vanished: true, ..note("a", YES, 1) };
    assert_eq!(Poll::plain(vec![deleted.clone()]).keys(), [""]);
    assert_eq!(Poll::plain(vec![deleted, note("a", Act::Retract, 4)]).keys(), ["withdrawn", "withdrawn"]);
}

#[test]
fn contradicting_emoji_leave_comments_standing() {
    let poll = Poll::plain(vec![note("a", YES, 1), emoji("a", YES, 2), emoji("a", NO, 3)]);
    assert_eq!(poll.keys(), ["", "ambiguous", "ambiguous"]);
}

#[test]
fn a_retraction_ends_only_the_same_way() {
    let own = Poll::plain(vec![proxied("a", YES, 1), emoji("a", NO, 2), note("a", Act::Retract, 4)]);
    assert_eq!(own.keys(), ["", "withdrawn", "withdrawn"]);
    let by_proxy = Poll::plain(vec![proxied("a", YES, 1), note("a", NO, 2), proxied("a", Act::Retract, 4)]);
    assert_eq!(by_proxy.keys(), ["withdrawn", "", "withdrawn"]);
}

#[test]
fn a_retraction_that_was_edited_is_asked_for_anew() {
    let edited = Ballot { edited: true, ..note("a", Act::Retract, 4) };
    assert_eq!(Poll::plain(vec![note("a", YES, 1), edited]).keys(), ["", "edited"]);
}

#[test]
fn a_proxy_counts_only_while_the_member_has_none_of_its_own() {
    assert_eq!(Poll::plain(vec![note("a", YES, 1), proxied("a", NO, 5)]).keys(), ["", "own-vote-first"]);
    assert_eq!(Poll::plain(vec![proxied("a", NO, 1), note("a", YES, 5)]).keys(), ["own-vote-first", ""]);
}

#[test]
fn the_first_ballot_is_final_where_nothing_may_change() {
    let never = |ballots| Poll { change: false, ..Poll::plain(ballots) }.keys();
    assert_eq!(never(vec![proxied("a", NO, 1), note("a", YES, 5)]), ["", "final"]);
    assert_eq!(never(vec![emoji("a", NO, 1), emoji("a", YES, 5)]), ["", "final"]);
    let removed = Ballot { revoked: Some(second(3)), ..emoji("a", NO, 1) };
    assert_eq!(never(vec![removed, note("a", YES, 5)]), ["", "final"]);
    assert_eq!(never(vec![note("a", YES, 1), note("a", Act::Retract, 5)]), ["", "final"], "retraction does nothing");
}

/// Seen elsewhere: loomio#8482: ballots taken after the deadline.
#[test]
fn a_ballot_counts_from_the_opening_to_the_deadline_both_inclusive() {
    let poll = Poll::plain(vec![note("a", YES, -1), note("a", YES, 0), note("b", NO, 10), note("c", NO, 11)]);
    assert_eq!(poll.keys(), ["not-open", "", "", "late"]);
}

#[test]
fn a_vote_that_ended_without_a_result_takes_nothing_more() {
    let ballots = vec![note("a", YES, 5), note("b", YES, 6), note("c", YES, 11)];
    assert_eq!(Poll { ended: Some(5), ..Poll::plain(ballots.clone()) }.keys(), ["", "ended", "late"]);
    // A decision declared void later: what was late stays late.
    assert_eq!(Poll { ended: Some(12), ..Poll::plain(ballots) }.keys(), ["", "", "late"]);
}

fn only_a() -> BTreeSet<String> {
    BTreeSet::from([member(0)])
}

#[test]
fn every_reason_is_reached_and_the_first_of_their_order_is_given() {
    // Each ballot has its own fault and, as far as they can meet, all faults that come later in the order.
    let all =
        |b: Ballot| Ballot { seen: false, authorised: false, proxied: true, edited: true, act: Act::Unclear, ..b };
    let poll = |b: Ballot, change: fn(&mut Poll)| {
        let mut poll = Poll::plain(vec![b]);
        poll.final_reading = true;
        change(&mut poll);
        poll.keys()[0]
    };
    let mut found = vec![
        poll(all(note("x", YES, -1)), |poll| poll.ended = Some(-2)),
        poll(all(note("x", YES, 11)), |poll| poll.ended = Some(5)),
        poll(all(note("x", YES, 6)), |poll| poll.ended = Some(5)),
        poll(all(note("x", YES, 6)), |poll| poll.ways.0 = false),
        poll(Ballot { seen: true, ..all(note("x", YES, 6)) }, |poll| poll.ways.0 = false),
        poll(Ballot { seen: true, ..all(note("x", YES, 6)) }, |_| ()),
        poll(Ballot { seen: true, ..all(note("a", YES, 6)) }, |poll| poll.recused = only_a()),
        poll(Ballot { edited: true, ..note("a", Act::Unclear, 6) }, |poll| poll.recused = only_a()),
    ];
    let unclear = Ballot { edited: true, ..note("a", Act::Unclear, 1) };
    found.extend(&Poll::plain(vec![unclear.clone(), note("a", Act::Retract, 4)]).keys()[..1]);
    found.extend(Poll::plain(vec![unclear]).keys());
    let edited = Ballot { edited: true, ..proxied("a", YES, 1) };
    found.extend(&Poll::plain(vec![edited, note("a", NO, 4)]).keys()[..1]);
    found.extend(&Poll::plain(vec![proxied("a", YES, 1), proxied("a", NO, 2), note("a", NO, 4)]).keys()[..1]);
    found.extend(&Poll { change: false, ..Poll::plain(vec![note("a", YES, 1), note("a", NO, 4)]) }.keys()[1..]);
    found.extend(&Poll::plain(vec![note("a", YES, 1), note("a", NO, 4)]).keys()[..1]);
    assert_eq!(found, WhyNot::ALL.map(|(key, _)| key));
    let order: Vec<WhyNot> = WhyNot::ALL.iter().map(|(_, why)| *why).collect();
    assert!(order.is_sorted());
    assert!(WhyNot::ALL.iter().all(|(key, why)| why.key() == *key));
}

/// The words by which the journal and programs know where a ballot stands, and by which way it came.
#[test]
fn sources_and_ways_have_their_words() {
    let given = |source| Ballot { source, ..super::facts::ballot() };
    let (award, note) = (given(Source::Award(7)), given(Source::Note(8, 2)));
    assert_eq!((award.source.to_string(), award.channel()), ("award:7".to_string(), "emoji"));
    assert_eq!((note.source.to_string(), note.channel()), ("note:8:2".to_string(), "comment"));
}

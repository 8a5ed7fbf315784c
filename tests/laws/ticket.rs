// SPDX-License-Identifier: EUPL-1.2
//! `decide` on a ticket: total, met twice it does nothing twice, and no vote opens on an incomplete template.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use votum::domain::decide::{State, decide};
use votum::domain::effect::Effect;
use votum::domain::event::{Earlier, Event, Views};
use votum::domain::fact::Fact;
use votum::domain::rules::Rules;
use votum::domain::saying::Saying;
use votum::domain::template;
use votum::domain::ticket::{Phase, Ticket};

use super::play::{Deed, Ground, MARK, Step, play};
use super::{PEOPLE, cases, rules_with, ticket, views};

/// Rules under which a vote takes seconds, with words of `[voting]` added.
fn fast(more: &str) -> Rules {
    let voting = format!("[voting]\n{more}\nreading = \"20 s\"\nvoting = \"60 s\"\n");
    rules_with(|text| {
        text.replace("[voting]\nreading = \"5 days\"\nvoting  = \"14 days\"\n", &voting)
            .replace("commitments  = true", "commitments = true\nbudget = \"joint\"")
    })
}

/// All kinds of votes.
fn partnerships() -> &'static [Rules] {
    static ALL: LazyLock<Vec<Rules>> = LazyLock::new(all_partnerships);
    &ALL
}

fn all_partnerships() -> Vec<Rules> {
    [
        "",
        "early_close = \"all-voted\"",
        "change = \"never\"",
        "change = \"never\"\nearly_close = \"decided\"",
        "base = \"cast\"\nearly_close = \"all-voted\"",
        "opening = \"manual\"",
        "certify = \"person\"\ntechnical_opinion = \"required\"",
        "channels = [\"comment\"]\nproxy.enabled = false",
    ]
    .map(fast)
    .into()
}

/// A ticket on which `decide` is watched.
struct Watched<'a> {
    rules: &'a Rules,
    views: Views,
    state: State,
    facts: Vec<Fact>,
}

impl<'a> Watched<'a> {
    fn new(rules: &'a Rules) -> Self {
        let mut views = views(rules);
        let (number, process) = (Some("B-2025-001".into()), Some("joint-feature".into()));
        let barred = Earlier { barred: true, number, decided_at: Some(super::second(0)), process };
        views.earlier.insert(ticket(3), barred);
        Self { rules, views, state: State::Ticket(Box::default()), facts: Vec::new() }
    }

    fn ticket(&self) -> &Ticket {
        match &self.state {
            State::Ticket(ticket) => ticket,
            _ => panic!("it is a ticket"),
        }
    }

    /// Lets an event happen and returns the new facts.
    fn meet(&mut self, event: &Event, now: jiff::Timestamp) -> Vec<Fact> {
        let out = decide(&self.state, self.rules, &self.views, event, now);
        for fact in &out.facts {
            self.state = self.state.clone().after(fact);
        }
        self.facts.extend(out.facts.clone());
        out.facts
    }
}

/// What looking came to.
type Looked = Result<(), TestCaseError>;

/// Plays steps and hands each event with its facts to `look`.
fn watch(
    rules: &Rules,
    steps: &[Step],
    mut look: impl FnMut(&mut Watched<'_>, &Ticket, &Event, &[Fact], &Ground) -> Looked,
) -> Looked {
    let (mut watched, mut ground) = (Watched::new(rules), Ground::default());
    for step in steps {
        for event in ground.step(step) {
            let before = watched.ticket().clone();
            let facts = watched.meet(&event, ground.now());
            look(&mut watched, &before, &event, &facts, &ground)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn the_same_event_met_again_yields_no_new_fact(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, _, event, _, ground| {
                let again = watched.meet(event, ground.now());
                prop_assert!(again.is_empty(), "{:?} after {:?}", again, event);
                Ok(())
            })?;
        }
    }

    #[test]
    fn folding_all_facts_gives_the_state(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, _, _, _, _| {
                prop_assert_eq!(&Ticket::from_facts(&watched.facts), watched.ticket());
                Ok(())
            })?;
        }
    }

    #[test]
    fn no_vote_opens_on_an_incomplete_template(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, _, _, facts, _| {
                let opened = facts.iter().filter(|fact| matches!(fact, Fact::Opened { .. })).count();
                prop_assert!(opened < 2);
                let now = watched.ticket();
                let Some(vote) = now.vote.as_ref().filter(|_| opened == 1) else { return Ok(()) };
                prop_assert_eq!(template::missing(&rules.template, &vote.text.0), Vec::<String>::new());
                let process = now.process(rules).expect("a vote is held under a process");
                prop_assert!(process.approval.is_some());
                let subgroup = template::subgroup(rules, &vote.text.0);
                prop_assert!(!process.commitments || subgroup.iter().all(|member| now.commitments.contains_key(member)));
                prop_assert_eq!(vote.electorate.seats.len(), 4);
                prop_assert!(vote.deadline > vote.opened_at);
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_ballot_is_entered_once(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, _, _, _, _| {
                let sources: BTreeSet<_> = watched.ticket().ballots.iter().map(|ballot| ballot.source).collect();
                prop_assert_eq!(sources.len(), watched.ticket().ballots.len());
                Ok(())
            })?;
        }
    }

    #[test]
    fn words_and_names_of_people_enter_facts_only_apart(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |_, _, _, facts, _| {
                for fact in facts {
                    let shown = without_text(&format!("{fact:?}")).to_lowercase();
                    prop_assert!(!shown.contains(&MARK.to_lowercase()), "{}", shown);
                    let named = PEOPLE.iter().skip(1).find(|name| shown.contains(&format!("-{name}")));
                    prop_assert!(named.is_none(), "{}", shown);
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_result_stands_whatever_comes(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, before, event, _, _| {
                let now = watched.ticket();
                let Some(decision) = &before.decision else { return Ok(()) };
                prop_assert_eq!(Some(decision), now.decision.as_ref(), "{:?}", event);
                let standings = now.standings(rules).expect("it was voted on");
                prop_assert_eq!(&standings.tally, &decision.tally, "{:?}", event);
                prop_assert_eq!(standings.outcome, decision.outcome);
                let barred = |ticket: &Ticket| ticket.resubmission(rules) == "barred";
                prop_assert_eq!(barred(before), barred(now));
                Ok(())
            })?;
        }
    }

    #[test]
    fn the_clock_never_decides_before_everything_was_read_again(steps in play()) {
        for rules in partnerships() {
            watch(rules, &steps, |watched, before, _, facts, ground| {
                if !facts.iter().any(|fact| matches!(fact, Fact::Decided { .. })) {
                    return Ok(());
                }
                prop_assert_eq!(before.phase, Phase::Voting);
                let read = watched.ticket().read_at.expect("it was read");
                let decision = watched.ticket().decision.as_ref().expect("it is decided");
                prop_assert!(read >= decision.at && decision.at <= ground.now());
                let due = before.vote.as_ref().is_some_and(|vote| read > vote.deadline);
                prop_assert!(due || decision.tally.absent == 0 || rules.text.contains("decided"));
                Ok(())
            })?;
        }
    }
}

/// "Closed by others it is reopened", but not what in the same reading comes to its end or loses its type.
#[test]
fn what_ends_while_others_close_it_stays_closed() {
    let ends = |deed: Option<Deed>| {
        let rules = fast("opening = \"manual\"");
        let (mut watched, mut ground) = (Watched::new(&rules), Ground::default());
        for step in [(0, Deed::Describe(1)), (1, Deed::Label { place: 3, by: 1, on: true })] {
            for event in ground.step(&step) {
                watched.meet(&event, ground.now());
            }
        }
        assert_eq!(watched.ticket().phase, Phase::Reading);
        // votum hears of the closing with what happens next.
        let mut heard = ground.step(&(1, Deed::Open { open: false, by: 6 }));
        heard = deed.map(|deed| ground.step(&(1, deed))).unwrap_or(heard);
        let out = decide(&watched.state, &rules, &watched.views, &heard[0], ground.now());
        let reopened = out.effects.iter().any(|effect| matches!(effect, Effect::Open { open: true, .. }));
        let told = out.effects.iter().any(|e| matches!(e, Effect::Note { saying: Saying::Reopened, .. }));
        watched.meet(&heard[0], ground.now());
        assert!(watched.meet(&heard[0], ground.now()).is_empty(), "met again, it says nothing new");
        (watched.ticket().phase, watched.ticket().open, reopened, told)
    };
    assert_eq!(ends(None), (Phase::Reading, true, true, true));
    assert_eq!(ends(Some(Deed::Describe(4))), (Phase::Incomplete, true, true, true));
    assert_eq!(ends(Some(Deed::Describe(5))), (Phase::Refused, false, false, false));
    let untyped = Deed::Label { place: 3, by: 1, on: false };
    assert_eq!(ends(Some(untyped)), (Phase::Incomplete, false, false, false));
}

/// Removes what stands in a `Text`.
fn without_text(shown: &str) -> String {
    let mut kept = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("Text(\"") {
        kept.push_str(before);
        rest = after.split_once("\")").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[test]
fn the_plays_reach_every_phase() {
    let reached: Cell<u32> = Cell::new(0);
    let mut runner = TestRunner::new_with_rng(cases(1), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    for _ in 0..400 {
        let steps = play().new_tree(&mut runner).expect("it is a play").current();
        for rules in &partnerships()[..5] {
            watch(rules, &steps, |watched, _, _, _, _| {
                reached.set(reached.get() | 1 << (watched.ticket().phase as u32));
                Ok(())
            })
            .expect("nothing is asked");
        }
    }
    let missing: Vec<_> =
        Phase::ALL.iter().filter(|(_, phase)| reached.get() & 1 << (*phase as u32) == 0).map(|(key, _)| key).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

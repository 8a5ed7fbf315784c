// SPDX-License-Identifier: EUPL-1.2
//! Whole partnerships at random, played through `decide` and counted a second time: who may decide, who speaks for whom
//! and what it comes to is worked out from `RULES.md` with plain loops, without a look at what votum found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use votum::config::governance;
use votum::domain::ballot::{Act, Ballot, Source, Terms, WhyNot};
use votum::domain::command::Choice;
use votum::domain::decide::{State, decide};
use votum::domain::electorate::{Electorate, Seat};
use votum::domain::event::{AwardRead, Event, FullRead, NoteRead, Person, TicketRead, Views};
use votum::domain::fact::Text;
use votum::domain::ids::Account;
use votum::domain::roster::Roster;
use votum::domain::rules::{Deputies, Rules};
use votum::domain::ticket::Ticket;

use super::{cases, naive, second, ticket};

/// How long the vote lasts, in seconds from its opening at 0.
const LAST: i64 = 60;

/// A share as the file writes it, and as a fraction that has to be reached or exceeded.
type Share = (&'static str, u128, u128, bool);

const SHARES: [Share; 8] = [
    (">= 75 %", 3, 4, false),
    ("> 50 %", 1, 2, true),
    (">= 90 %", 9, 10, false),
    (">= 2/3", 2, 3, false),
    ("> 2/3", 2, 3, true),
    ("5 of 9", 5, 9, false),
    (">= 66.6 %", 333, 500, false),
    (">= 100 %", 1, 1, false),
];

const QUORUMS: [Share; 4] =
    [("> 1/2", 1, 2, true), (">= 1/3", 1, 3, false), (">= 80 %", 4, 5, false), ("none", 0, 1, false)];

const PRESETS: [&str; 5] = ["kts", "vereinsrecht", "einstimmig-umlauf", "doppelmehrheit", "widerspruch"];

#[derive(Clone, Debug)]
struct Town {
    weight: u64,
    contribution: u64,
    /// `since` and `until` beside the day of the opening; whether both hold.
    membership: (&'static str, bool),
    deputies: usize,
}

#[derive(Clone, Debug)]
enum Deed {
    Vote { town: Option<usize>, choice: Choice },
    React(Choice),
    Unreact(usize),
    Retract { town: Option<usize> },
    Proxy { town: usize, deputy: usize },
    NoProxy,
    Recuse,
}

/// A partnership and everything that happens under one ticket: seconds that pass, town and deputy who act, the deed.
#[derive(Clone, Debug)]
struct Plan {
    towns: Vec<Town>,
    preset: usize,
    base: Option<bool>,
    own_base: Option<bool>,
    quorum: Option<Share>,
    own_quorum: Option<Share>,
    approval: Option<Share>,
    double: Option<bool>,
    objections: Option<u64>,
    recused_in_base: bool,
    deputies: usize,
    change: bool,
    proxy: bool,
    ways: (bool, bool),
    subgroup: Option<Vec<usize>>,
    deeds: Vec<(i64, usize, usize, Deed)>,
}

fn base_word(cast: bool) -> &'static str {
    if cast { "cast" } else { "entitled" }
}

impl Plan {
    fn limit(&self) -> u64 {
        self.objections.unwrap_or(u64::from(self.preset == 4))
    }

    /// The share that decides; `None` where silence consents.
    fn share(&self) -> Option<Share> {
        match self.approval {
            Some(share) => Some(share),
            None if self.limit() > 0 => None,
            None if self.preset == 2 => Some(SHARES[7]),
            None => Some(SHARES[0]),
        }
    }

    fn cast(&self) -> bool {
        self.own_base.or(self.base).unwrap_or(self.preset == 1)
    }

    fn text(&self) -> String {
        let mut text = format!("preset = \"{}\"\n", PRESETS[self.preset]);
        text += "[partnership]\nname = \"X\"\nproduct = \"X\"\ncontact = \"olga\"\n";
        text +=
            "[projects]\ntickets = [\"opencode:talverbund/steuerung\"]\nupstream = [\"opencode:talverbund/kern\"]\n";
        text += "[roles]\noperations = [\"olga\"]\n[template]\nheadings = []\ncontact = \"\"\n[voting]\nreading = \"0 s\"\n";
        let _ = writeln!(text, "voting = \"{LAST} s\"");
        let mut key = |name: &str, value: Option<String>| {
            let _ = value.map(|value| writeln!(text, "{name} = {value}"));
        };
        let quoted = |word: &str| Some(format!("\"{word}\""));
        key("base", self.base.and_then(|cast| quoted(base_word(cast))));
        key("quorum", self.quorum.and_then(|quorum| quoted(quorum.0)));
        let majority = |double| quoted(if double { "contributions" } else { "none" });
        key("second_majority", self.double.and_then(majority));
        key("objections", self.objections.map(|limit| limit.to_string()));
        key("deputies", quoted(["last", "ranked", "unanimous"][self.deputies]));
        key("change", quoted(if self.change { "until-deadline" } else { "never" }));
        let ways = [("comment", self.ways.0), ("emoji", self.ways.1)];
        let ways: Vec<_> = ways.iter().filter(|(_, on)| *on).map(|(way, _)| format!("\"{way}\"")).collect();
        key("channels", Some(format!("[{}]", ways.join(", "))));
        key("recusal.in_base", Some(self.recused_in_base.to_string()));
        key("proxy.enabled", Some(self.proxy.to_string()));
        key("proxy.max_per_account", Some("1000".into()));
        text += "[[process]]\nid = \"feature\"\nlabel = \"feature\"\n";
        let mut key = |name: &str, value: Option<&str>| {
            let _ = value.map(|value| writeln!(text, "{name} = \"{value}\""));
        };
        let written = if self.approval.is_none() && self.limit() == 0 && self.preset != 2 {
            Some(SHARES[0].0)
        } else {
            self.approval.map(|share| share.0)
        };
        key("approval", written);
        key("base", self.own_base.map(base_word));
        key("quorum", self.own_quorum.map(|quorum| quorum.0));
        key("electorate", self.subgroup.as_ref().map(|_| "subgroup"));
        for (i, town) in self.towns.iter().enumerate() {
            let names: Vec<_> = (0..town.deputies).map(|deputy| format!("\"{}\"", name(i, deputy))).collect();
            let _ = writeln!(
                text,
                "[[member]]\nid = \"ort-{i}\"\nname = \"Gemeinde {i}\"\nweight = {}\ncontribution = {}\n{}\n\
                 representatives = [{}]",
                town.weight,
                town.contribution,
                town.membership.0,
                names.join(", ")
            );
        }
        text
    }

    /// Members whose `since` and `until` hold, of the subgroup alone where it votes alone.
    fn may_decide(&self, town: usize) -> bool {
        let in_subgroup = self.subgroup.as_ref().is_none_or(|subgroup| subgroup.contains(&town));
        self.towns[town].membership.1 && in_subgroup
    }

    fn description(&self) -> String {
        let named = self.subgroup.iter().flatten().map(|town| format!("ort-{town}")).collect::<Vec<_>>();
        format!("### Teilgruppe\n\n{}.\n", named.join(", "))
    }
}

/// The name of a town's deputy; a town beyond the last is a stranger's.
fn name(town: usize, deputy: usize) -> String {
    format!("v{town}-{deputy}")
}

fn account(town: usize, deputy: usize) -> Account {
    Account { forge: "opencode".into(), id: 100 + town as u64 * 10 + deputy as u64 }
}

fn person(town: usize, deputy: usize) -> Person {
    Person { account: account(town, deputy), name: name(town, deputy) }
}

/// Finds the account behind a name of the rules.
fn known(name: &str) -> Option<Account> {
    if name == "olga" {
        return Some(Account { forge: "opencode".into(), id: 1 });
    }
    let (town, deputy) = name.strip_prefix('v')?.split_once('-')?;
    Some(account(town.parse().ok()?, deputy.parse().ok()?))
}

// ---------------------------------------------------------------- what votum makes of it

/// Plays the plan through `decide` up to the result.
fn played(plan: &Plan, rules: &Rules) -> Ticket {
    let roster = Roster::build(rules, |named| known(&named.name));
    let views = Views { roster: roster.into(), serial: 1, bot: "votum".into(), ..Views::default() };
    let mut state = State::Ticket(Box::default());
    let mut tell = |event: Event, at: i64| {
        for fact in decide(&state, rules, &views, &event, second(at)).facts {
            state = state.clone().after(&fact);
        }
    };
    let olga = known("olga").expect("she is known");
    tell(
        Event::Ticket(Box::new(TicketRead {
            ticket: ticket(7),
            title: "Radwege".into(),
            description: plan.description(),
            author: person(0, 0),
            open: true,
            closed_by: None,
            closed_at: None,
            untouched: false,
            traced: true,
            labels: BTreeMap::from([("feature".to_string(), Some((olga, second(0))))]),
            removed: BTreeMap::new(),
            confidential: false,
            created_at: second(0),
            updated_at: second(0),
        })),
        0,
    );
    let (mut now, mut notes, mut awards) = (0, Vec::new(), Vec::new());
    for (number, (seconds, town, deputy, deed)) in (1..).zip(&plan.deeds) {
        now += seconds;
        let whom = |town: &Option<usize>| town.map_or(String::new(), |town| format!(" for ort-{town}"));
        let body = match deed {
            Deed::Vote { town, choice } => format!("/vote {}{}", choice.key(), whom(town)),
            Deed::Retract { town } => format!("/vote retract{}", whom(town)),
            Deed::Proxy { town, deputy } => format!("/vote proxy @{}", name(*town, *deputy)),
            Deed::NoProxy => "/vote proxy none".into(),
            Deed::Recuse => "/vote recuse Grundstück".into(),
            Deed::React(choice) => {
                let emoji = match choice {
                    Choice::Yes => "thumbsup",
                    Choice::No => "thumbsdown",
                    Choice::Abstain => "white_circle",
                };
                let (by, at) = (person(*town, *deputy), second(now));
                let award = AwardRead { award: number, by, name: emoji.into(), note: None, at, seen: true };
                awards.push(award.clone());
                tell(Event::Award(Box::new(award)), now);
                continue;
            }
            Deed::Unreact(place) => {
                if !awards.is_empty() {
                    let award = awards.remove(place % awards.len()).award;
                    tell(Event::AwardGone { award, at: second(now) }, now);
                }
                continue;
            }
        };
        let note = NoteRead {
            note: number,
            author: person(*town, *deputy),
            body,
            at: second(now),
            edited: false,
            touched: false,
            seen: true,
            internal: false,
        };
        notes.push(note.clone());
        tell(Event::Note(Box::new(note)), now);
    }
    let end = now + LAST + 10;
    tell(Event::Full(Box::new(FullRead { at: second(end), notes, awards, vote_note_stands: true, whole: true })), end);
    let State::Ticket(ticket) = state else { panic!("it is a ticket") };
    *ticket
}

// ---------------------------------------------------------------- what the rules say, worked out again

/// What the deeds amount to: the ballots with the rights of each, and who is recused.
#[derive(Default)]
struct Minutes {
    ballots: Vec<Ballot>,
    recused: BTreeSet<usize>,
}

fn minutes(plan: &Plan) -> Minutes {
    let mut minutes = Minutes::default();
    let mut proxies: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut standing: Vec<u64> = Vec::new();
    let mut now = 0;
    for (number, (seconds, town, deputy, deed)) in (1..).zip(&plan.deeds) {
        now += seconds;
        let (town, deputy) = (*town, *deputy);
        let speaks = town < plan.towns.len() && deputy < plan.towns[town].deputies;
        let rank = speaks.then(|| u32::try_from(deputy).expect("it is small"));
        let mut give = |whose: Option<usize>, act: Act, source: Source| {
            let own = speaks && whose == Some(town);
            let holds = plan.proxy && whose.is_some_and(|whose| proxies.get(&whose) == Some(&(town, deputy)));
            minutes.ballots.push(Ballot {
                source,
                account: account(town, deputy),
                name: Text(name(town, deputy)),
                member: whose.map(|whose| format!("ort-{whose}")),
                proxied: speaks && !own,
                authorised: own || (speaks && holds),
                rank: rank.filter(|_| own),
                act,
                at: second(now),
                seen: true,
                edited: false,
                revoked: None,
                vanished: false,
                reason: Text::default(),
            });
        };
        let self_or = |whose: &Option<usize>| whose.or(speaks.then_some(town));
        match deed {
            Deed::Vote { town, choice } => give(self_or(town), Act::Choose(*choice), Source::Note(number, 0)),
            Deed::Retract { town } => give(self_or(town), Act::Retract, Source::Note(number, 0)),
            Deed::React(choice) => {
                standing.push(number);
                // A stranger's reaction to the description is a liking.
                if speaks {
                    give(Some(town), Act::Choose(*choice), Source::Award(number));
                }
            }
            Deed::Unreact(place) if !standing.is_empty() => {
                let gone = Source::Award(standing.remove(place % standing.len()));
                for ballot in minutes.ballots.iter_mut().filter(|ballot| ballot.source == gone) {
                    ballot.revoked = Some(second(now));
                }
            }
            Deed::Proxy { town: holder, deputy: theirs } if speaks && plan.proxy => {
                let is_representative = *holder < plan.towns.len() && *theirs < plan.towns[*holder].deputies;
                let chained = proxies.contains_key(holder) || proxies.values().any(|(held_by, _)| *held_by == town);
                if is_representative && *holder != town && !chained {
                    proxies.insert(town, (*holder, *theirs));
                }
            }
            Deed::NoProxy if speaks => {
                proxies.remove(&town);
            }
            // What is written after the deadline changes no vote.
            Deed::Recuse if speaks && now <= LAST => {
                minutes.recused.insert(town);
            }
            _ => {}
        }
    }
    minutes
}

/// Says whether `part` of `whole` reaches or exceeds the share.
fn reaches(part: u64, whole: u64, (_, numer, denom, exceed): Share) -> bool {
    let (part, whole) = (u128::from(part) * denom, u128::from(whole) * numer);
    if exceed { part > whole } else { part >= whole }
}

/// Says whether `needed` is the least weight that reaches the share, and at least 1.
fn is_least(needed: u64, whole: u64, share: Share) -> bool {
    needed >= 1 && reaches(needed, whole, share) && (needed == 1 || !reaches(needed - 1, whole, share))
}

/// Adds up votes or euros of the towns by what they did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    all: u64,
    yes: u64,
    no: u64,
    abstain: u64,
    silent: u64,
    recused: u64,
}

fn sums(plan: &Plan, minutes: &Minutes, choices: &BTreeMap<String, Choice>, of: fn(&Town) -> u64) -> Sums {
    let mut sums = Sums::default();
    for (i, town) in plan.towns.iter().enumerate() {
        if !plan.may_decide(i) {
            continue;
        }
        let amount = of(town);
        sums.all += amount;
        if minutes.recused.contains(&i) {
            sums.recused += amount;
            continue;
        }
        match choices.get(&format!("ort-{i}")) {
            Some(Choice::Yes) => sums.yes += amount,
            Some(Choice::No) => sums.no += amount,
            Some(Choice::Abstain) => sums.abstain += amount,
            None => sums.silent += amount,
        }
    }
    sums
}

fn look(plan: &Plan) -> Result<(), TestCaseError> {
    let reading = governance::read(&plan.text(), "talverbund", "partnership.toml", &[]);
    prop_assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    let rules = reading.rules.expect("rules without a fault are rules");
    let ticket = played(plan, &rules);
    let minutes = minutes(plan);
    prop_assert_eq!(&ticket.ballots, &minutes.ballots);

    let seat = |i: usize| Seat {
        member: format!("ort-{i}"),
        weight: plan.towns[i].weight,
        contribution: plan.towns[i].contribution,
    };
    let mut seats: Vec<Seat> = (0..plan.towns.len()).filter(|i| plan.may_decide(*i)).map(seat).collect();
    seats.sort_by(|one, other| one.member.cmp(&other.member));
    let electorate = Electorate { seats };
    let recused: BTreeSet<String> = minutes.recused.iter().map(|i| format!("ort-{i}")).collect();
    let terms = Terms {
        opened: Some(second(0)),
        deadline: second(LAST),
        ended: None,
        final_reading: true,
        electorate: &electorate,
        recused: &recused,
        comments: plan.ways.0,
        emoji: plan.ways.1,
        change: plan.change,
        deputies: [Deputies::Last, Deputies::Ranked, Deputies::Unanimous][plan.deputies],
    };
    let vote = ticket.vote.as_ref().expect("it was opened");
    prop_assert_eq!(&vote.electorate, &electorate);
    prop_assert_eq!((vote.opened_at, vote.deadline), (second(0), second(LAST)));
    let standings = ticket.standings(&rules).expect("it was opened");
    let why_not: Vec<Option<WhyNot>> = naive::why_not(&minutes.ballots, &terms);
    prop_assert_eq!(&standings.count.why_not, &why_not);

    let choices = naive::choices(&minutes.ballots, &terms);
    let votes = sums(plan, &minutes, &choices, |town| town.weight);
    let euros = sums(plan, &minutes, &choices, |town| town.contribution);
    let decision = ticket.decision.as_ref().expect("it was decided");
    let tally = &decision.tally;
    prop_assert_eq!(tally, &standings.tally);
    let base = |sums: &Sums| match (plan.cast(), plan.recused_in_base) {
        (true, _) => sums.yes + sums.no,
        (false, true) => sums.all,
        (false, false) => sums.all - sums.recused,
    };
    let entitled = if plan.recused_in_base { votes.all } else { votes.all - votes.recused };
    prop_assert_eq!(
        (tally.entitled, tally.yes, tally.no, tally.abstain, tally.absent, tally.recused),
        (entitled, votes.yes, votes.no, votes.abstain, votes.silent, votes.recused)
    );
    let expected = match plan.share() {
        None => {
            prop_assert_eq!((tally.needed, &tally.contributions), (0, &None));
            let somebody = votes.all > votes.recused;
            if somebody && votes.no < plan.limit() { "accepted" } else { "rejected" }
        }
        Some(share) => {
            prop_assert!(is_least(tally.needed, base(&votes), share), "{tally:?}");
            let double = plan.double.unwrap_or(plan.preset == 3);
            prop_assert_eq!(tally.contributions.is_some(), double);
            if let Some(found) = &tally.contributions {
                prop_assert_eq!((found.base, found.yes), (base(&euros), euros.yes));
                prop_assert!(is_least(found.needed, base(&euros), share), "{tally:?}");
            }
            let of = |sums: &Sums| sums.yes > 0 && reaches(sums.yes, base(sums), share);
            let quorum = plan.own_quorum.or(plan.quorum).unwrap_or(QUORUMS[0]);
            let part = votes.yes + votes.no + votes.abstain;
            let enough = !plan.cast() || (entitled > 0 && reaches(part, entitled, quorum));
            match (enough, of(&votes) && (!double || of(&euros))) {
                (false, _) => "inquorate",
                (true, true) => "accepted",
                (true, false) => "rejected",
            }
        }
    };
    prop_assert_eq!(decision.outcome.key(), expected);
    Ok(())
}

// ---------------------------------------------------------------- dice

fn town() -> impl Strategy<Value = Town> {
    // The laws' time begins on 2 February 2026.
    let membership = prop_oneof![
        6 => Just(("", true)),
        1 => Just(("since = 2026-02-02", true)),
        1 => Just(("since = 2025-01-01\nuntil = 2026-02-02", true)),
        1 => Just(("since = 2026-02-03", false)),
        1 => Just(("until = 2026-02-01", false)),
    ];
    let weight = prop_oneof![3 => Just(1), 2 => 1..6_u64];
    (weight, 0..4_u64, membership, 1..4_usize).prop_map(|(weight, contribution, membership, deputies)| Town {
        weight,
        contribution: contribution * 12_345,
        membership,
        deputies,
    })
}

fn deed(towns: usize) -> impl Strategy<Value = (i64, usize, usize, Deed)> {
    let choice =
        || prop::sample::select(vec![Choice::Yes, Choice::Yes, Choice::Yes, Choice::Yes, Choice::No, Choice::Abstain]);
    let whose = || prop::option::weighted(0.3, 0..towns);
    let what = prop_oneof![
        10 => choice().prop_map(|choice| Deed::Vote { town: None, choice }),
        3 => (whose(), choice()).prop_map(|(town, choice)| Deed::Vote { town, choice }),
        5 => choice().prop_map(Deed::React),
        2 => (0..8_usize).prop_map(Deed::Unreact),
        2 => whose().prop_map(|town| Deed::Retract { town }),
        3 => (0..towns, 0..2_usize).prop_map(|(town, deputy)| Deed::Proxy { town, deputy }),
        1 => Just(Deed::NoProxy),
        1 => Just(Deed::Recuse),
    ];
    let seconds = prop_oneof![20 => 0..4_i64, 1 => 20..40_i64];
    (seconds, 0..=towns, prop_oneof![1 => Just(0), 1 => 0..3_usize], what)
}

fn plan() -> impl Strategy<Value = Plan> {
    prop_oneof![4 => 2..=6_usize, 1 => 2..=20_usize].prop_flat_map(|count| {
        let share = || prop::sample::select(SHARES.to_vec());
        let quorum = || prop::option::weighted(0.4, prop::sample::select(QUORUMS.to_vec()));
        let base = |p: f64| prop::option::weighted(p, any::<bool>());
        let ways = prop_oneof![8 => Just((true, true)), 1 => Just((true, false)), 1 => Just((false, true))];
        let subgroup =
            prop::option::weighted(0.15, prop::sample::subsequence((0..count).collect::<Vec<_>>(), 1..=count));
        let odds = |p: f64| prop::bool::weighted(p);
        (
            prop::collection::vec(town(), count),
            (0..5_usize, base(0.4), base(0.3), quorum(), quorum()),
            (prop::option::weighted(0.7, share()), base(0.2), prop::option::weighted(0.2, 0..6_u64)),
            (odds(0.3), 0..3_usize, odds(0.8), odds(0.9), ways),
            subgroup,
            prop::collection::vec(deed(count), count..4 * count),
        )
            .prop_map(|(towns, rule, asked, voting, subgroup, deeds)| {
                let (preset, base, own_base, quorum, own_quorum) = rule;
                let (approval, double, objections) = asked;
                let (recused_in_base, deputies, change, proxy, ways) = voting;
                Plan {
                    towns,
                    preset,
                    base,
                    own_base,
                    quorum,
                    own_quorum,
                    approval,
                    double,
                    objections,
                    recused_in_base,
                    deputies,
                    change,
                    proxy,
                    ways,
                    subgroup,
                    deeds,
                }
            })
    })
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn two_counts_of_whole_partnerships_agree(plan in plan()) {
        look(&plan)?;
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! `decide` on a merge request: absence is never green, one head is never judged by another's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use votum::domain::decide::{Outcome, State, decide};
use votum::domain::effect::Effect;
use votum::domain::event::{Event, NoteRead, RequestRead, Standing, Views};
use votum::domain::fact::{Fact, Gate, ReleaseNote, Text};
use votum::domain::ids::Thread;
use votum::domain::reason::Why;
use votum::domain::request::Request;
use votum::domain::rules::Rules;
use votum::domain::version::Bump;

use super::{account, cases, person, project, rules_with, second, ticket, views};

/// What happens to a merge request.
#[derive(Clone, Debug)]
enum Deed {
    Head(usize),
    HeadAt(bool),
    Describe(usize),
    Paths(usize),
    Label { place: usize, by: usize, on: bool },
    Approve { by: usize, dated: bool, on: bool },
    Target(bool),
    Draft(bool),
    Pipeline(bool),
    Push(usize),
    Say { by: usize, text: usize },
    Ticket { iid: u64, standing: usize },
    Refuse,
    Judge,
}

const HEADS: [&str; 4] = ["", "aaa", "bbb", "ccc"];
const TEXTS: [&str; 5] = ["", "Vorgang: #1", "Vorgang: #1\nVorgang: #2", "Vorgang: #9", "`Vorgang: #1`"];
const WHO: [&str; 5] = ["rita", "olga", "sven", "anna", "fremde"];
const LABELS: [&str; 2] = ["prozess::0-pflege", "breaking"];
const SAYINGS: [&str; 6] =
    ["/vote exempt Tippfehler", "/vote hold wartet", "/vote unhold", "/vote merge", "/vote status", "/vote yes"];

fn paths(place: usize) -> Option<Vec<String>> {
    let list = |paths: &[&str]| Some(paths.iter().map(ToString::to_string).collect());
    match place {
        0 => None,
        1 => list(&["README.md"]),
        2 => list(&["docs/a/b.txt", "README.md"]),
        3 => list(&["docs/a.md", "src/main.rs"]),
        4 => list(&["src/notes.md"]),
        _ => list(&[]),
    }
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = || 0..WHO.len();
    let odds = |p: f64| prop::bool::weighted(p);
    prop_oneof![
        3 => (0..4_usize).prop_map(Deed::Head),
        1 => odds(0.5).prop_map(Deed::HeadAt),
        4 => (0..TEXTS.len()).prop_map(Deed::Describe),
        3 => (0..6_usize).prop_map(Deed::Paths),
        2 => (0..2_usize, who(), odds(0.7)).prop_map(|(place, by, on)| Deed::Label { place, by, on }),
        6 => (who(), odds(0.5), odds(0.8)).prop_map(|(by, dated, on)| Deed::Approve { by, dated, on }),
        1 => odds(0.7).prop_map(Deed::Target),
        1 => odds(0.2).prop_map(Deed::Draft),
        1 => odds(0.8).prop_map(Deed::Pipeline),
        1 => who().prop_map(Deed::Push),
        3 => (who(), 0..SAYINGS.len()).prop_map(|(by, text)| Deed::Say { by, text }),
        6 => (1..4_u64, 0..9_usize).prop_map(|(iid, standing)| Deed::Ticket { iid, standing }),
        1 => Just(Deed::Refuse),
        2 => Just(Deed::Judge),
    ]
}

/// The merge request at the forge, votum's view of it, and what an attentive person remembers.
struct Scene {
    rules: Rules,
    views: Views,
    read: RequestRead,
    state: State,
    facts: Vec<Fact>,
    now: i64,
    /// Since when the present head is there, for votum and for the forge.
    head_since: (i64, Option<i64>),
    /// When each standing approval came, and when its giver says.
    approved: BTreeMap<String, (i64, Option<i64>)>,
    pushers: BTreeSet<&'static str>,
    retargeted: i64,
    exempted: Option<String>,
    held: bool,
}

fn merge_request() -> Thread {
    Thread::merge_request(project("talverbund/kern"), 41)
}

impl Scene {
    fn new() -> Self {
        static RULES: LazyLock<Rules> =
            LazyLock::new(|| rules_with(|text| text.replace("[gate]", "[gate]\nbranches = [\"release\"]")));
        let rules = RULES.clone();
        let mut views = views(&rules);
        views.arrived = Some(second(-10));
        let read = RequestRead {
            merge_request: merge_request(),
            title: "Bauen".into(),
            description: String::new(),
            author: person("sven"),
            open: true,
            draft: false,
            target_branch: "main".into(),
            source_branch: "feature".into(),
            default_branch: Some("main".into()),
            head: Some("aaa".into()),
            head_at: None,
            labels: BTreeMap::new(),
            approvals: Vec::new(),
            authors: vec!["sven".into()],
            commits: vec!["aaa".into()],
            paths: None,
            mergeable: true,
            green: true,
            signal: votum::domain::signal::Signal::default(),
            merged_sha: None,
            contained: None,
            squashed: false,
            created_at: second(0),
            updated_at: second(0),
        };
        let mut scene = Self {
            rules,
            views,
            read,
            state: State::Request(Box::default()),
            facts: Vec::new(),
            now: 0,
            head_since: (0, None),
            approved: BTreeMap::new(),
            pushers: BTreeSet::new(),
            retargeted: -1,
            exempted: None,
            held: false,
        };
        scene.meet(&scene.seen());
        scene
    }

    fn request(&self) -> &Request {
        match &self.state {
            State::Request(request) => request,
            _ => panic!("it is a merge request"),
        }
    }

    fn present_head(&self) -> Option<String> {
        self.request().head.clone()
    }

    fn seen(&self) -> Event {
        Event::Request(Box::new(self.read.clone()))
    }

    fn meet(&mut self, event: &Event) -> Outcome {
        let out = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        for fact in &out.facts {
            self.state = self.state.clone().after(fact);
        }
        self.facts.extend(out.facts.clone());
        out
    }

    /// Does something and returns what votum hears of it.
    fn happen(&mut self, deed: &Deed) -> Event {
        self.now += 10;
        let now = self.now;
        match deed {
            Deed::Head(place) => {
                let head = Some(HEADS[*place].to_string()).filter(|head| !head.is_empty());
                if head.is_some() && head != self.request().head {
                    self.head_since = (now, None);
                    self.read.head_at = None;
                }
                self.read.head = head;
            }
            // The forge may say when a head came: a little before votum heard of it.
            Deed::HeadAt(says) => self.read.head_at = says.then(|| second(self.head_since.0 - 5)),
            Deed::Describe(text) => self.read.description = TEXTS[*text].into(),
            Deed::Paths(place) => self.read.paths = paths(*place),
            Deed::Label { place, by, on } => {
                self.read.labels.remove(LABELS[*place]);
                if *on {
                    self.read.labels.insert(LABELS[*place].into(), Some((account(WHO[*by]), second(now))));
                }
            }
            Deed::Approve { by, dated, on } => {
                let who = person(WHO[*by]);
                self.read.approvals.retain(|(person, ..)| *person != who);
                let known = self.approved.remove(&who.name);
                if *on {
                    let at = match known {
                        Some(known) => known,
                        None => (now, dated.then_some(now)),
                    };
                    self.approved.insert(who.name.clone(), at);
                    self.read.approvals.push((who, at.1.map(second), WHO[*by] != "fremde"));
                }
            }
            Deed::Target(main) => {
                let branch = if *main { "main" } else { "release" };
                if branch != self.read.target_branch {
                    (self.retargeted, self.exempted) = (now, None);
                }
                self.read.target_branch = branch.into();
            }
            Deed::Draft(draft) => self.read.draft = *draft,
            Deed::Pipeline(green) => self.read.green = *green,
            Deed::Push(by) => {
                self.pushers.insert(WHO[*by]);
                return Event::Push { by: account(WHO[*by]) };
            }
            Deed::Say { by, text } => return self.say(*by, SAYINGS[*text]),
            Deed::Ticket { iid, standing } => {
                let thread = ticket(*iid);
                match some_standing(&thread, *standing) {
                    Some(standing) => self.views.standings.insert(thread, standing),
                    None => self.views.standings.remove(&thread),
                };
                return Event::TicketChanged;
            }
            Deed::Refuse => {
                let head = self.request().merging.clone().unwrap_or_default();
                return Event::NotMerged { head, why: Text::from("409") };
            }
            Deed::Judge => return Event::TicketChanged,
        }
        self.seen()
    }

    fn say(&mut self, by: usize, body: &str) -> Event {
        let may = ["rita", "olga"].contains(&WHO[by]);
        match body.split_whitespace().nth(1) {
            Some("exempt") if may => self.exempted = self.present_head(),
            Some("hold") if may => self.held = true,
            Some("unhold") if may => self.held = false,
            _ => {}
        }
        Event::Note(Box::new(NoteRead {
            note: self.now.unsigned_abs(),
            author: person(WHO[by]),
            body: body.into(),
            at: second(self.now),
            edited: false,
            touched: false,
            seen: true,
            internal: false,
        }))
    }

    /// A review as `RULES.md` says: "an approval seen after the present head came, by an account, at least Developer
    /// upstream, that neither opened the merge request nor authored or pushed a commit in it".
    fn is_reviewed(&self) -> bool {
        self.approved.iter().any(|(who, (seen, at))| {
            let independent = !["sven", "fremde"].contains(&who.as_str()) && !self.pushers.contains(who.as_str());
            let at = at.unwrap_or(*seen);
            independent && at >= self.head_since.0 && *seen > self.retargeted
        })
    }

    fn is_exempt(&self) -> bool {
        let label = matches!(self.read.labels.get(LABELS[0]), Some(Some((by, _))) if *by == account("rita") || *by == account("olga"));
        let documents =
            |path: &String| path.starts_with("docs/") || (path.rsplit('.').next() == Some("md") && !path.contains('/'));
        let paths = self.read.paths.as_ref().is_some_and(|paths| !paths.is_empty() && paths.iter().all(documents));
        label || paths || (self.exempted.is_some() && self.exempted == self.request().head)
    }

    fn names(&self) -> Vec<Thread> {
        let numbers: &[u64] = match TEXTS.iter().position(|text| *text == self.read.description) {
            Some(1) => &[1],
            Some(2) => &[1, 2],
            Some(3) => &[9],
            _ => &[],
        };
        numbers.iter().map(|iid| ticket(*iid)).collect()
    }

    /// Whether it may be green at all.
    fn may_be_cleared(&self) -> bool {
        let names = self.names();
        let cleared = |name: &Thread| {
            self.views.standings.get(name).is_some_and(|s| s.gate == Gate::Cleared && s.unmet.is_empty() && !s.subgroup)
        };
        let tickets = if names.is_empty() { self.is_exempt() } else { names.iter().all(cleared) };
        tickets && self.is_reviewed() && !self.held
    }
}

/// How a ticket may stand; `None` where nobody knows it.
fn some_standing(ticket: &Thread, place: usize) -> Option<Standing> {
    let (gate, why) = [
        (Gate::Cleared, Why::Accepted),
        (Gate::Cleared, Why::NoVoteNeeded),
        (Gate::Blocked, Why::Rejected),
        (Gate::Waiting, Why::VoteOpen),
        (Gate::Waiting, Why::VoteVoid),
        (Gate::Cleared, Why::Accepted),
        (Gate::Cleared, Why::Accepted),
        (Gate::Cleared, Why::Accepted),
    ]
    .get(place)
    .copied()?;
    let note = ReleaseNote { ticket: ticket.clone(), title: Text::default(), process: None, number: None };
    let unmet = if place == 6 { vec!["contracts".to_string()] } else { Vec::new() };
    let (subgroup, bump, open) = (place == 7, Bump::Minor, Vec::new());
    Some(Standing { gate, why, number: None, deadline: None, subgroup, unmet, bump, tally: None, open, note })
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 1..40)
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn absence_is_never_green(deeds in deeds()) {
        let mut scene = Scene::new();
        for deed in &deeds {
            let event = scene.happen(deed);
            scene.meet(&event);
            let request = scene.request();
            let Some(stated) = &request.stated else { continue };
            if stated.gate == Gate::Cleared && Some(&stated.head) == request.head.as_ref() {
                prop_assert!(scene.may_be_cleared(), "{:?} after {:?}", stated, deed);
            }
        }
    }

    #[test]
    fn what_may_be_green_is(deeds in deeds()) {
        let mut scene = Scene::new();
        for deed in &deeds {
            let event = scene.happen(deed);
            scene.meet(&event);
        }
        // One more reading tells everything.
        scene.now += 10;
        scene.meet(&scene.seen());
        let stated = scene.request().stated.clone().expect("it was judged");
        prop_assert_eq!(stated.gate == Gate::Cleared, scene.may_be_cleared(), "{:?}", stated);
    }

    #[test]
    fn the_same_event_met_again_yields_no_new_fact(deeds in deeds()) {
        let mut scene = Scene::new();
        for deed in &deeds {
            let event = scene.happen(deed);
            scene.meet(&event);
            let again = scene.meet(&event).facts;
            prop_assert!(again.is_empty(), "{:?} after {:?}", again, event);
        }
        prop_assert_eq!(&Request::from_facts(&scene.facts), scene.request());
    }

    #[test]
    fn only_what_is_cleared_at_that_head_is_merged(deeds in deeds()) {
        let mut scene = Scene::new();
        for deed in &deeds {
            let event = scene.happen(deed);
            let out = scene.meet(&event);
            let merges = out.effects.iter().filter_map(|effect| match effect {
                Effect::Merge { head, .. } => Some(head.clone()),
                _ => None,
            });
            for head in merges {
                prop_assert_eq!(Some(&head), scene.request().head.as_ref());
                prop_assert!(scene.may_be_cleared() && !scene.read.draft && scene.read.green);
            }
        }
    }

    #[test]
    fn the_first_reason_is_the_worst_by_the_order_of_the_rules(deeds in deeds()) {
        let mut scene = Scene::new();
        for deed in &deeds {
            let event = scene.happen(deed);
            scene.meet(&event);
            let Some(stated) = scene.request().stated.clone() else { continue };
            let rank = |(gate, why, _): &(Gate, Why, Option<Thread>)| match why {
                Why::Held => 0,
                Why::NoTicket => 1,
                Why::TicketUnknown => 2,
                _ if *gate == Gate::Blocked => 3,
                Why::ChangeNeeded | Why::NotInCore => 5,
                Why::RequirementMissing => 6,
                Why::ReviewMissing => 7,
                _ if *gate == Gate::Waiting => 4,
                _ => 8,
            };
            prop_assert!(stated.reasons.iter().map(rank).is_sorted(), "{:?}", stated.reasons);
            prop_assert_eq!((stated.gate, stated.why), (stated.reasons[0].0, stated.reasons[0].1));
            let green = stated.reasons.iter().filter(|reason| reason.0 == Gate::Cleared).count();
            prop_assert_eq!(green, usize::from(stated.gate == Gate::Cleared));
        }
    }
}

#[test]
fn a_head_that_comes_back_is_reviewed_anew() {
    let mut scene = Scene::new();
    let steps = [
        Deed::Describe(1),
        Deed::Ticket { iid: 1, standing: 0 },
        Deed::Approve { by: 0, dated: true, on: true },
        Deed::Head(2),
        Deed::Head(1),
    ];
    let gates: Vec<_> = steps
        .iter()
        .map(|deed| {
            let event = scene.happen(deed);
            scene.meet(&event);
            scene.request().stated.as_ref().map(|stated| stated.why.key())
        })
        .collect();
    assert_eq!(gates[2..], [Some("accepted"), Some("review-missing"), Some("review-missing")]);
}

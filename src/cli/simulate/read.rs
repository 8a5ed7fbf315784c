// SPDX-License-Identifier: EUPL-1.2
//! From a scenario file to a scenario: every key is read, and everything that is wrong is said at once.
//!
//! **Invariant:** nothing that a file can hold makes this fail otherwise than by a sentence with its place.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::compare::{KEYS, Kind};
use super::place::{Object, Place};
use super::scenario::{Act, Check, Event, Request, Scenario, Ticket};
use crate::config::fault::quote;
use crate::config::nearest::nearest;
use crate::domain::ballot::WhyNot;
use crate::domain::ids::Project;
use crate::domain::rules::{Named, Role, Rules};
use crate::domain::ticket::Phase;

/// The longest name of an account, title, label, path or comment's id, in characters.
const SHORT: usize = 255;
/// The longest comment or description, in characters, as at GitLab.
const LONG: usize = 1_000_000;
/// The name of votum's account where the scenario names none.
const BOT: &str = "votum-bot";
/// The form of the file.
pub(super) const SCHEMA: &str = "votum-scenario/1";

/// Reads the scenario that is to be played under `rules`; without them only its form is looked at.
pub(super) fn read(root: &mut Object<'_>, rules: Option<&Rules>) -> Scenario {
    root.pass(&["about", "note"]);
    let bot = root.take("bot").and_then(|place| account_name(&place)).unwrap_or_else(|| BOT.to_owned());
    let outsiders = root.list("outsiders").iter().filter_map(account_name).collect::<Vec<_>>();
    let (tickets, requests) = (root.list("tickets"), root.list("merge_requests"));
    let mut cast = Cast::new(rules, &bot);
    for name in outsiders {
        cast.admit(name);
    }
    // Whoever opens something is somebody, whether the rules name them or not.
    for place in tickets.iter().chain(&requests) {
        let author = place.value.get("author").and_then(Value::as_str).filter(|name| is_account(name));
        if let Some(author) = author {
            cast.admit(author.to_owned());
        }
    }
    let mut reader = Reader { rules, cast, seen: BTreeMap::new() };
    let tickets = tickets.iter().filter_map(|place| reader.ticket(place)).collect();
    let requests = requests.iter().filter_map(|place| reader.request(place)).collect();
    let budget = root.take("budget").map(|place| budget(&place)).unwrap_or_default();
    Scenario { bot, tickets, requests, budget, outsiders: reader.cast.outsiders.into_iter().collect() }
}

/// The accounts that may act.
struct Cast {
    bot: String,
    known: BTreeMap<String, String>,
    outsiders: BTreeSet<String>,
    strict: bool,
}

impl Cast {
    fn new(rules: Option<&Rules>, bot: &str) -> Self {
        let named = rules.into_iter().flat_map(|rules| named(rules).map(|named| named.name.clone()));
        let known = named.map(|name| (name.to_lowercase(), name)).collect();
        Self { bot: bot.to_lowercase(), known, outsiders: BTreeSet::new(), strict: rules.is_some() }
    }

    /// Admits somebody whom the rules do not name.
    fn admit(&mut self, name: String) {
        if let Entry::Vacant(place) = self.known.entry(name.to_lowercase()) {
            place.insert(name.clone());
            self.outsiders.insert(name);
        }
    }

    /// Finds an account, whatever the case it is written in.
    fn find(&self, place: &Place<'_>) -> Option<String> {
        let name = account_name(place)?;
        if name.to_lowercase() == self.bot {
            place.fault(&format!("{} is votum's own account, which acts by itself; name a person.", quote(&name)));
            return None;
        }
        if let Some(known) = self.known.get(&name.to_lowercase()) {
            return Some(known.clone());
        }
        if !self.strict {
            return Some(name);
        }
        let near = nearest(&name, self.known.values().map(String::as_str));
        let hint = near.map_or_else(|| ".".to_owned(), |near| format!("; did you mean {near}?"));
        place.fault(&format!(
            "the account {} is unknown: the rules do not name it, and it opens nothing{hint} Somebody from outside \
             stands under \"outsiders\", or the event says \"not_counted\": \"not-entitled\".",
            quote(&name)
        ));
        None
    }
}

/// Returns everybody whom the rules name.
pub(super) fn named(rules: &Rules) -> impl Iterator<Item = &Named> {
    let people = rules.members.iter().flat_map(|member| &member.representatives);
    people.chain(rules.roles.values().flatten())
}

fn is_account(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let whole = !name.is_empty() && name.len() <= SHORT && name.chars().all(plain);
    whole && !name.starts_with('-') && !name.ends_with(['.', '-'])
}

fn account_name(place: &Place<'_>) -> Option<String> {
    let name = place.text(SHORT)?;
    if !is_account(&name) {
        place.fault(&format!(
            "{} is no account name; write letters, digits, \".\", \"_\" and \"-\" without the @.",
            quote(&name)
        ));
        return None;
    }
    Some(name)
}

struct Reader<'r> {
    rules: Option<&'r Rules>,
    cast: Cast,
    seen: BTreeMap<(char, Project, u64), String>,
}

impl Reader<'_> {
    fn ticket(&mut self, place: &Place<'_>) -> Option<Ticket> {
        let mut object = place.object()?;
        object.pass(&["about", "note", "resubmission_of"]);
        let project = self.project(&mut object, "tickets", |rules| &rules.tickets);
        let id = self.id(&mut object, '#', project.as_ref());
        let process = object.take("process").and_then(|place| self.process(&place));
        let title = object.text("title", SHORT);
        let author = object.need("author").and_then(|place| self.cast.find(&place));
        let labels = self.labels(&object.list("labels"));
        self.operations(place, &labels);
        let confidential = object.flag("confidential");
        let submitted = object.need("submitted").and_then(|place| place.instant());
        let description = object.need("description").and_then(|place| place.any_text(LONG));
        let events = self.events(&object.list("events"), submitted);
        let expect = object.take("expect").map(|place| expect(&place)).unwrap_or_default();
        object.end();
        Some(Ticket {
            id: id?,
            project: project?,
            process,
            title: title?,
            author: author?,
            labels,
            confidential,
            submitted: submitted?,
            description: description?,
            events,
            expect,
        })
    }

    fn project(&self, object: &mut Object<'_>, list: &str, of: impl Fn(&Rules) -> &Vec<Project>) -> Option<Project> {
        let place = object.need("project")?;
        let text = place.text(SHORT)?;
        let project = Project::parse(&text);
        let Some(rules) = self.rules else { return project };
        let known = project.filter(|project| of(rules).contains(project));
        if known.is_none() {
            let names: Vec<String> = of(rules).iter().map(ToString::to_string).collect();
            place.fault(&format!("{} is not in [projects] {list}; write one of {}.", quote(&text), names.join(", ")));
        }
        known
    }

    fn id(&mut self, object: &mut Object<'_>, sign: char, project: Option<&Project>) -> Option<u64> {
        let place = object.need("id")?;
        let id = place.number()?;
        let key = (sign, project?.clone(), id);
        if let Some(other) = self.seen.get(&key) {
            place.fault(&format!("{id} is the number of {other} as well; give it another one."));
            return None;
        }
        self.seen.insert(key, place.path.trim_end_matches(".id").to_owned());
        Some(id)
    }

    fn process(&self, place: &Place<'_>) -> Option<Value> {
        if place.value.is_null() {
            return Some(Value::Null);
        }
        let id = place.text(SHORT)?;
        let Some(rules) = self.rules.filter(|rules| rules.process(&id).is_none()) else { return Some(id.into()) };
        let ids: Vec<&str> = rules.processes.iter().map(|process| process.id.as_str()).collect();
        place.fault(&format!("there is no [[process]] {}; write one of {}.", quote(&id), ids.join(", ")));
        None
    }

    /// Reads labels. One of the same scope as those of the processes that is none of theirs would leave the ticket
    /// without a process, and is a slip.
    fn labels(&self, places: &[Place<'_>]) -> Vec<String> {
        let scope = |label: &str| label.split_once("::").map(|(scope, _)| scope.to_owned());
        for place in places {
            let (Some(rules), Some(label)) = (self.rules, place.value.as_str()) else { continue };
            let known = rules.processes.iter().map(|process| process.label.as_str());
            let mut known = known.chain(rules.gate.exempt_labels.iter().map(String::as_str));
            let alike = known.clone().any(|known| scope(known).is_some() && scope(known) == scope(label));
            if alike && !known.any(|known| known == label) {
                let names: Vec<&str> = rules.processes.iter().map(|process| process.label.as_str()).collect();
                place.fault(&format!("no process has the label {}; write one of {}.", quote(label), names.join(", ")));
            }
        }
        labels(places)
    }

    /// Says whether there is somebody to set the labels.
    fn operations(&self, place: &Place<'_>, labels: &[String]) {
        let nobody = |rules: &&Rules| rules.roles.get(&Role::Operations).is_none_or(Vec::is_empty);
        if !labels.is_empty() && self.rules.as_ref().is_some_and(nobody) {
            place.fault("the labels are set by operations, and [roles] operations names nobody.");
        }
    }

    fn events(&mut self, places: &[Place<'_>], submitted: Option<Timestamp>) -> Vec<Event> {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for (number, place) in places.iter().enumerate() {
            if let Some(id) = place.value.get("id").and_then(Value::as_str)
                && let Some(other) = ids.insert(id.to_owned(), number)
            {
                place.fault(&format!("the id {} is that of events[{other}] as well.", quote(id)));
            }
        }
        let read: Vec<Option<Event>> = places.iter().map(|place| self.event(place, submitted, &ids)).collect();
        for (number, place) in places.iter().enumerate() {
            in_order(place, number, &read);
        }
        read.into_iter().flatten().collect()
    }

    fn event(
        &mut self,
        place: &Place<'_>,
        submitted: Option<Timestamp>,
        ids: &BTreeMap<String, usize>,
    ) -> Option<Event> {
        let mut object = place.object()?;
        object.pass(&["about", "note"]);
        let at = object.need("at").and_then(|place| {
            let at = place.instant()?;
            if submitted.is_some_and(|submitted| at < submitted) {
                place.fault(&format!("{} lies before the ticket is submitted.", place.shown()));
                return None;
            }
            Some(at)
        });
        let not_counted = object.take("not_counted").and_then(|place| {
            let words: Vec<&'static str> = WhyNot::ALL.iter().map(|(word, _)| *word).collect();
            place.word(&words)
        });
        let by = object.need("by").and_then(|place| {
            if not_counted == Some("not-entitled") && place.value.as_str().is_some_and(is_account) {
                self.cast.admit(place.value.as_str().unwrap_or_default().to_owned());
            }
            self.cast.find(&place)
        });
        let act = act(&mut object, ids);
        object.end();
        Some(Event { path: event_path(&place.path), at: at?, by: by?, act: act?, not_counted })
    }

    fn request(&mut self, place: &Place<'_>) -> Option<Request> {
        let mut object = place.object()?;
        object.pass(&["about", "note"]);
        let project = self.project(&mut object, "upstream", |rules| &rules.upstream);
        let id = self.id(&mut object, '!', project.as_ref());
        let title = object.text("title", SHORT);
        let author = object.need("author").and_then(|place| self.cast.find(&place));
        let opened = object.need("opened").and_then(|place| place.instant());
        let refs = object.list("refs").iter().filter_map(Place::number).collect();
        let paths = object.list("paths").iter().filter_map(|place| place.text(SHORT)).collect();
        let from_fork = object.flag("from_fork");
        let approvals = object.list("approvals").iter().filter_map(|place| self.approval(place, opened)).collect();
        let checks = object.list("expect").iter().filter_map(|place| check(place, opened)).collect();
        object.end();
        Some(Request {
            id: id?,
            project: project?,
            title: title?,
            author: author?,
            opened: opened?,
            refs,
            paths,
            from_fork,
            approvals,
            checks,
        })
    }

    fn approval(&self, place: &Place<'_>, opened: Option<Timestamp>) -> Option<(Timestamp, String)> {
        let mut object = place.object()?;
        object.pass(&["about", "note"]);
        let at = object.need("at").and_then(|place| after(&place, opened));
        let by = object.need("by").and_then(|place| self.cast.find(&place));
        object.end();
        Some((at?, by?))
    }
}

/// Returns the place of an event within its ticket.
fn event_path(path: &str) -> String {
    path.split_once('.').map_or(path, |(_, event)| event).to_owned()
}

/// Reads an instant that may not lie before a merge request is opened.
fn after(place: &Place<'_>, opened: Option<Timestamp>) -> Option<Timestamp> {
    let at = place.instant()?;
    if opened.is_some_and(|opened| at < opened) {
        place.fault(&format!("{} lies before the merge request is opened.", place.shown()));
        return None;
    }
    Some(at)
}

fn check(place: &Place<'_>, opened: Option<Timestamp>) -> Option<Check> {
    let mut object = place.object()?;
    object.pass(&["about", "note"]);
    let written = object.need("at");
    let at = written.as_ref().and_then(|place| after(place, opened));
    let gate = object.take("gate").filter(|place| gate_fits(place)).map(|place| place.value.clone());
    let reason = object.take("reason").filter(|place| Kind::Word.fits(place)).map(|place| place.value.clone());
    object.end();
    Some(Check { at: at?, written: written?.value.clone(), gate, reason })
}

fn gate_fits(place: &Place<'_>) -> bool {
    place.value.is_null() || place.word(&["cleared", "waiting", "blocked"]).is_some()
}

fn labels(places: &[Place<'_>]) -> Vec<String> {
    places.iter().filter_map(|place| place.text(SHORT)).collect()
}

const DOES: [&str; 9] =
    ["comment", "edit-comment", "delete-comment", "react", "unreact", "edit-description", "label", "close", "reopen"];

fn act(object: &mut Object<'_>, ids: &BTreeMap<String, usize>) -> Option<Act> {
    let Some(does) = object.need("do").and_then(|place| place.word(&DOES)) else {
        // What belongs to an unknown deed is no fault of its own.
        object.pass(&["id", "text", "comment", "emoji", "on", "description", "add", "remove"]);
        return None;
    };
    let comment = |object: &mut Object<'_>| {
        let place = object.need("comment")?;
        let id = place.text(SHORT)?;
        let found = ids.get(&id).copied();
        if found.is_none() {
            place.fault(&format!("there is no comment with the id {} under this ticket.", quote(&id)));
        }
        found
    };
    match does {
        "comment" => {
            object.take("id").and_then(|place| place.text(SHORT));
            Some(Act::Comment { text: object.text("text", LONG)? })
        }
        "edit-comment" => {
            let (comment, text) = (comment(object), object.text("text", LONG));
            Some(Act::EditComment { comment: comment?, text: text? })
        }
        "delete-comment" => Some(Act::DeleteComment { comment: comment(object)? }),
        "react" | "unreact" => {
            let emoji = object.need("emoji").and_then(|place| emoji(&place));
            let on = object.need("on").and_then(|place| place.word(&["vote", "description"]));
            let (emoji, vote) = (emoji?, on? == "vote");
            Some(if does == "react" { Act::React { emoji, vote } } else { Act::Unreact { emoji, vote } })
        }
        "edit-description" => {
            let description = object.need("description")?.any_text(LONG)?;
            Some(Act::EditDescription { description })
        }
        "label" => {
            let (add, remove) = (labels(&object.list("add")), labels(&object.list("remove")));
            Some(Act::Label { add, remove })
        }
        "close" => Some(Act::Close),
        _ => Some(Act::Reopen),
    }
}

fn emoji(place: &Place<'_>) -> Option<String> {
    let name = place.text(64)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
    let bare = name.trim_matches(':');
    if bare.is_empty() || !bare.chars().all(plain) {
        place.fault(&format!("{} is no name of an emoji; write it as thumbsup.", quote(&name)));
        return None;
    }
    Some(bare.to_owned())
}

/// Holds an event against the ones before it: a comment must have been written, a reaction be there.
fn in_order(place: &Place<'_>, own: usize, all: &[Option<Event>]) {
    let Some(Some(event)) = all.get(own) else { return };
    let before = |other: &Event, number: usize| (other.at, number) < (event.at, own);
    match &event.act {
        Act::EditComment { comment, .. } | Act::DeleteComment { comment } => {
            let Some(Some(written)) = all.get(*comment) else { return };
            if !matches!(written.act, Act::Comment { .. }) {
                place.fault(&format!("{} is no comment.", written.path));
            } else if !before(written, *comment) {
                place.fault("the comment is not written yet at that time.");
            }
        }
        Act::Unreact { emoji, vote } => {
            let given = |(number, other): (usize, &Option<Event>)| {
                let Some(other) = other.as_ref().filter(|other| before(other, number) && other.by == event.by) else {
                    return false;
                };
                matches!(&other.act, Act::React { emoji: given, vote: on } if given == emoji && on == vote)
            };
            if !all.iter().enumerate().any(given) {
                place.fault(&format!("{} has not reacted with {} before.", event.by, quote(emoji)));
            }
        }
        _ => {}
    }
}

fn expect(place: &Place<'_>) -> Vec<(&'static str, Value)> {
    let Some(mut object) = place.object() else { return Vec::new() };
    object.pass(&["about", "note"]);
    let mut all = Vec::new();
    for (key, kind) in KEYS {
        let Some(place) = object.take(key) else { continue };
        let fits = match kind {
            Kind::State => place.word(&Phase::ALL.map(|(word, _)| word)).is_some(),
            Kind::Gate => gate_fits(&place),
            _ => kind.fits(&place),
        };
        if fits {
            all.push((key, place.value.clone()));
        }
    }
    object.end();
    all
}

fn budget(place: &Place<'_>) -> Vec<(&'static str, Vec<Value>)> {
    let Some(mut object) = place.object() else { return Vec::new() };
    object.pass(&["about", "note"]);
    let mut all = Vec::new();
    for (pot, keys) in [
        ("joint", &["date", "ticket", "amount", "effect", "left"]),
        ("maintenance", &["date", "ticket", "amount", "sum", "light"]),
    ] {
        let Some(place) = object.take(pot) else { continue };
        let lines = place.items();
        for line in &lines {
            if let Some(mut fields) = line.object() {
                for key in keys {
                    fields.take(key);
                }
                fields.pass(&["about", "note"]);
                fields.end();
            }
        }
        all.push((pot, lines.into_iter().map(|line| line.value.clone()).collect()));
    }
    object.end();
    all
}

// SPDX-License-Identifier: EUPL-1.2
//! Facts as bytes: canonical JSON (RFC 8785) with a version, words of people and their accounts as salted digests.
//!
//! **Invariant:** the bytes of a fact never change once written; this module only learns to read more. Each fact keeps
//! its kind and field names for ever.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::domain::ballot::{Act, Ballot, Source};
use crate::domain::budget::{Cover, Funding, Light};
use crate::domain::chain;
use crate::domain::command::Choice;
use crate::domain::electorate::{Electorate, Seat};
use crate::domain::fact::{End, Fact, Gate, ReleaseNote, Text};
use crate::domain::guard::{Gap, Lock};
use crate::domain::ids::{Account, Project, Thread};
use crate::domain::reason::Why;
use crate::domain::release::{Halt, Lack};
use crate::domain::rules::Pot;
use crate::domain::signal::Signals;
use crate::domain::tally::{Contributions, Outcome, Tally};
use crate::domain::version::Bump;

use super::json::Json;

/// The version of the form written here.
pub(super) const VERSION: u64 = 1;

/// Words set apart while facts are written.
#[derive(Default)]
pub(super) struct Apart {
    /// Digest, salt and value of each.
    pub words: Vec<(String, Vec<u8>, String)>,
    /// The digests of accounts in this stream. An account has one digest in a stream, so that whoever counts can tell
    /// whose ballots are whose, and others in other streams, so that nobody is followed from vote to vote.
    pub faces: HashMap<String, String>,
    /// Accounts that have no digest yet; what was written with them has to be written anew.
    pub strange: BTreeSet<String>,
}

/// Words by their digests, while facts are read; what was erased is missing.
pub type Known = HashMap<String, String>;

/// Stands for words that were erased, or are not at hand.
pub(super) const ERASED: &str = "[erased]";

/// The forge of an account that was erased, or is not at hand.
const NOBODY: &str = "erased";

trait Wire: Sized {
    fn out(&self, apart: &mut Apart) -> Value;
    fn back(value: &Json<'_>, known: &Known) -> Option<Self>;
}

/// Writes a fact's kind and fields.
pub(super) fn write(fact: &Fact, apart: &mut Apart) -> Map<String, Value> {
    let (kind, mut fields) = out(fact, apart);
    fields.insert("kind".into(), kind.into());
    fields.insert("v".into(), VERSION.into());
    fields
}

/// Reads a fact back; `None` where kind or fields are not known.
pub(super) fn read(fields: &Json<'_>, known: &Known) -> Option<Fact> {
    if fields["v"].as_u64()? != VERSION {
        return None;
    }
    back(fields["kind"].as_str()?, fields, known)
}

macro_rules! facts {
    ($($kind:literal => $variant:ident { $($field:ident),* })*) => {
        fn out(fact: &Fact, apart: &mut Apart) -> (&'static str, Map<String, Value>) {
            let _ = &apart;
            let mut fields = Map::new();
            let kind = match fact {
                $(Fact::$variant { $($field),* } => {
                    $(fields.insert(stringify!($field).into(), $field.out(apart));)*
                    $kind
                })*
                Fact::Confidential => "confidential",
            };
            (kind, fields)
        }

        fn back(kind: &str, fields: &Json<'_>, known: &Known) -> Option<Fact> {
            Some(match kind {
                $($kind => Fact::$variant { $($field: Wire::back(&fields[stringify!($field)], known)?),* },)*
                "confidential" => Fact::Confidential,
                _ => return None,
            })
        }
    };
}

facts! {
    "rules-in-force" => RulesInForce { digest, text, open }
    "policy-read" => PolicyRead { digest, project, path, branch, commit, merge_request, decisions, at }
    "policy-held" => PolicyHeld { commit, digest, why, faults, at }
    "pinned" => Pinned { forge, name, account }
    "located" => Located { project, number }
    "arrived" => Arrived { project, branch, head, at }
    "paused" => Paused { paused, at }
    "guarded" => Guarded { project, branch, lock, gaps, at }
    "keyed" => Keyed { project, number, fingerprint, at }
    "lock-taken" => LockTaken { project, branch, lock, way, reason, at }
    "dropped" => Dropped { what, place, way, reason, at }
    "registered" => Registered { ticket, author, name, created_at }
    "titled" => Titled { title }
    "described" => Described { text, digest, substance, at }
    "open" => Open { open, by, at }
    "labelled" => Labelled { labels, by, at }
    "breaking" => Breaking { breaking }
    "started" => Started { process, why, at }
    "incomplete" => Incomplete { why, missing }
    "committed" => Committed { member, amount, account, at }
    "ticked" => Ticked { item, member, done, by, at }
    "reading" => Reading { since, opens_at }
    "opened" => Opened { process, at, deadline, electorate, electorate_digest, rules, text_digest, urgent }
    "vote-note" => VoteNote { note }
    "given" => Given { ballot }
    "seen" => Seen { sources }
    "gone" => Gone { source, at }
    "back" => Back { source }
    "recused" => Recused { member, reason, by, at }
    "recusal-lifted" => RecusalLifted { member, by, at }
    "proxy" => Proxy { member, account, name, until, at }
    "discussion-asked" => DiscussionAsked { member, reason, by, at }
    "awaits-second" => AwaitsSecond { act, by, at }
    "admits" => Admits { ticket, number }
    "extended" => Extended { deadline, reason, by, at }
    "reminded" => Reminded { due, members, at }
    "text-changed" => TextChanged { digest, at }
    "editorial" => Editorial { reason, by, at }
    "read" => Read { at }
    "decided" => Decided { number, outcome, tally, at, stated }
    "ended" => Ended { end, why, reason, by, about, at }
    "resumed" => Resumed { reason, by, at }
    "cleared" => Cleared { at }
    "objected" => Objected { member, reason, disputed, by, at }
    "confirmed" => Confirmed { reason, by, at }
    "funded" => Funded { funding }
    "competes" => Competes { missing }
    "spent" => Spent { amount, by, at }
    "spend-noticed" => SpendNoticed { days, at }
    "finished" => Finished { done, at }
    "chased" => Chased { open, at }
    "told" => Told { about }
    "handled" => Handled { note }
    "proposed" => Proposed { merge_request, author, name, created_at, by_votum }
    "targets" => Targets { branch, source, gated }
    "head" => Head { sha, at }
    "names" => Names { tickets }
    "exempted" => Exempted { how }
    "protected" => Protected { touched }
    "touches" => Touches { prefixes }
    "request-breaking" => RequestBreaking { breaking }
    "pushed" => Pushed { by }
    "reviews" => Reviews { by }
    "approval-seen" => ApprovalSeen { by, at, head }
    "approval-gone" => ApprovalGone { by }
    "hold" => Hold { reason, by, at }
    "exempted-by" => ExemptedBy { reason, head, by, at }
    "ready" => Ready { draft, mergeable, green }
    "signals" => Signals { signals }
    "overruled" => Overruled { what, said, by, head, at }
    "gated" => Gated { gate, why, reasons, head, at }
    "merge-asked" => MergeAsked { by, head, at }
    "merging" => Merging { head, at }
    "not-merged" => NotMerged { head, why, at }
    "merged" => Merged { sha, head, cleared, commits, at }
    "landed" => Landed { sha, contained, squashed }
    "request-open" => RequestOpen { open, at }
    "tag-due" => TagDue { merge_request, sha, bump, commits, notes, at }
    "known" => Known { commits }
    "tag-timed" => TagTimed { merge_request, due, at }
    "merged-past" => MergedPast { merge_request, sha, commits, reasons, at }
    "files-pushed" => FilesPushed { head, at }
    "tag-halted" => TagHalted { halt, tag, found, at }
    "tag-held" => TagHeld { merge_request }
    "version-asked" => VersionAsked { merge_request, version, by, at }
    "version-refused" => VersionRefused { merge_request, version, at }
    "tag-chosen" => TagChosen { tag, sha, merge_request, at }
    "tagged" => Tagged { tag, sha, merge_request, at }
    "tag-stopped" => TagStopped { merge_request, commits, lacks, at }
    "tag-released" => TagReleased { by, at }
    "planned" => Planned { ticket, pot, amount, at }
    "plan-dropped" => PlanDropped { ticket, at }
    "drawn" => Drawn { ticket, pot, amount, size, spend_by, day, frozen, at }
    "returned" => Returned { ticket, at }
    "paid" => Paid { ticket, amount, at }
}

impl Wire for Text {
    fn out(&self, apart: &mut Apart) -> Value {
        if self.0.is_empty() {
            return Value::Null;
        }
        let salt = salt();
        let digest = salted(&salt, &self.0);
        apart.words.push((digest.clone(), salt, self.0.clone()));
        json!({ "words": digest })
    }

    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        if value.is_null() {
            return Some(Self::default());
        }
        // Older entries hold some names in plain.
        if let Some(plain) = value.as_str() {
            return Some(Self(plain.into()));
        }
        let digest = value["words"].as_str()?;
        Some(Self(known.get(digest).cloned().unwrap_or_else(|| ERASED.to_string())))
    }
}

/// How many bytes a salt has.
pub(super) const SALT: usize = 16;

/// Returns a salt that nobody can guess.
pub(super) fn salt() -> Vec<u8> {
    uuid::Uuid::new_v4().into_bytes().to_vec()
}

/// Returns the salted digest under which words stand in a fact.
pub(super) fn salted(salt: &[u8], value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(value.as_bytes());
    chain::hex(&hash.finalize())
}

impl Wire for Account {
    fn out(&self, apart: &mut Apart) -> Value {
        let account = self.to_string();
        if let Some(digest) = apart.faces.get(&account) {
            return json!({ "account": digest });
        }
        apart.strange.insert(account);
        Value::Null
    }

    /// One that was erased reads as nobody known, and still as the same nobody throughout its stream. Older entries hold
    /// accounts in plain.
    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        if let Some(id) = value.as_u64() {
            return Some(Self { forge: String::new(), id });
        }
        if let Some(plain) = value.as_str() {
            return account(plain);
        }
        let digest = value["account"].as_str()?;
        match known.get(digest) {
            Some(plain) => account(plain),
            None => Some(Self { forge: NOBODY.into(), id: u64::from_str_radix(digest.get(..15)?, 16).ok()? }),
        }
    }
}

impl Wire for String {
    fn out(&self, _: &mut Apart) -> Value {
        self.as_str().into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_str().map(Into::into)
    }
}

impl Wire for bool {
    fn out(&self, _: &mut Apart) -> Value {
        (*self).into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_bool()
    }
}

impl Wire for u64 {
    fn out(&self, _: &mut Apart) -> Value {
        (*self).into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_u64()
    }
}

impl Wire for i64 {
    fn out(&self, _: &mut Apart) -> Value {
        (*self).into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_i64()
    }
}

impl Wire for i16 {
    fn out(&self, _: &mut Apart) -> Value {
        (*self).into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_i64()?.try_into().ok()
    }
}

impl Wire for u32 {
    fn out(&self, _: &mut Apart) -> Value {
        (*self).into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        u32::try_from(value.as_u64()?).ok()
    }
}

impl Wire for Timestamp {
    fn out(&self, _: &mut Apart) -> Value {
        self.to_string().into()
    }
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn out(&self, apart: &mut Apart) -> Value {
        self.as_ref().map_or(Value::Null, |inner| inner.out(apart))
    }
    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::back(value, known).map(Some) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn out(&self, apart: &mut Apart) -> Value {
        self.iter().map(|inner| inner.out(apart)).collect::<Vec<_>>().into()
    }
    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        value.as_array()?.iter().map(|inner| T::back(inner, known)).collect()
    }
}

impl<T: Wire> Wire for Box<T> {
    fn out(&self, apart: &mut Apart) -> Value {
        self.as_ref().out(apart)
    }
    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        T::back(value, known).map(Box::new)
    }
}

impl<A: Wire, B: Wire, C: Wire> Wire for (A, B, C) {
    fn out(&self, apart: &mut Apart) -> Value {
        json!([self.0.out(apart), self.1.out(apart), self.2.out(apart)])
    }
    fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
        Some((A::back(value.get(0)?, known)?, B::back(value.get(1)?, known)?, C::back(value.get(2)?, known)?))
    }
}

/// Things that are written as one word.
macro_rules! words {
    ($($kind:ty: $write:expr, $read:expr;)*) => {
        $(impl Wire for $kind {
            fn out(&self, _: &mut Apart) -> Value {
                let write: fn(&$kind) -> String = $write;
                write(self).into()
            }
            fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
                let read: fn(&str) -> Option<$kind> = $read;
                read(value.as_str()?)
            }
        })*
    };
}

words! {
    Project: ToString::to_string, Project::parse;
    Thread: ToString::to_string, Thread::parse;
    Source: ToString::to_string, source;
    Why: |why| why.key().into(), Why::parse;
    Outcome: |outcome| outcome.key().into(), |key| [Outcome::Accepted, Outcome::Rejected, Outcome::Inquorate].into_iter().find(|o| o.key() == key);
    Gate: |gate| gate.key().into(), |key| [Gate::Cleared, Gate::Waiting, Gate::Blocked].into_iter().find(|g| g.key() == key);
    Lock: |lock| lock.key().into(), Lock::parse;
    Halt: |halt| halt.key().into(), Halt::parse;
    Gap: |gap| gap.key().into(), Gap::parse;
    End: |end| end.key().into(), |key| [End::Withdrawn, End::Void, End::Deferred, End::Refused].into_iter().find(|e| e.key() == key);
    Bump: |bump| bump.key().into(), |key| [Bump::Patch, Bump::Minor, Bump::Major].into_iter().find(|b| b.key() == key);
    Act: |act| act_key(*act).into(), act;
    Date: ToString::to_string, |day| day.parse().ok();
    Cover: ToString::to_string, Cover::parse;
    Pot: |pot| pot.key().into(), |key| Pot::ALL.into_iter().find(|(known, _)| *known == key).map(|(_, pot)| pot);
    Light: |light| light.key().into(), |key| Light::ALL.into_iter().find(|(known, _)| *known == key).map(|(_, light)| light);
}

fn account(text: &str) -> Option<Account> {
    let (forge, id) = text.rsplit_once(':')?;
    Some(Account { forge: forge.into(), id: id.parse().ok()? })
}

fn source(text: &str) -> Option<Source> {
    if let Some(id) = text.strip_prefix("award:") {
        return Some(Source::Award(id.parse().ok()?));
    }
    let (kind, place) = text.split_once(':')?;
    let (id, line) = place.split_once(':')?;
    let (id, line) = (id.parse().ok()?, line.parse().ok()?);
    match kind {
        "note" => Some(Source::Note(id, line)),
        "meeting" => Some(Source::Meeting(id, line)),
        _ => None,
    }
}

fn act_key(act: Act) -> &'static str {
    match act {
        Act::Choose(choice) => choice.key(),
        Act::Retract => "retract",
        Act::Unclear => "unclear",
    }
}

fn act(key: &str) -> Option<Act> {
    [Act::Choose(Choice::Yes), Act::Choose(Choice::No), Act::Choose(Choice::Abstain), Act::Retract, Act::Unclear]
        .into_iter()
        .find(|act| act_key(*act) == key)
}

impl Wire for Seat {
    fn out(&self, _: &mut Apart) -> Value {
        json!({ "member": self.member, "weight": self.weight, "contribution": self.contribution })
    }
    /// Seats of older entries have no contribution.
    fn back(value: &Json<'_>, _: &Known) -> Option<Self> {
        Some(Self {
            member: value["member"].as_str()?.into(),
            weight: value["weight"].as_u64()?,
            contribution: value.get("contribution").map_or(Some(0), Json::as_u64)?,
        })
    }
}

/// Things that are written as an object with all their fields.
macro_rules! objects {
    ($($kind:ident { $($field:ident),* })*) => {
        $(impl Wire for $kind {
            fn out(&self, apart: &mut Apart) -> Value {
                let mut fields = Map::new();
                $(fields.insert(stringify!($field).into(), self.$field.out(apart));)*
                fields.into()
            }
            fn back(value: &Json<'_>, known: &Known) -> Option<Self> {
                Some(Self { $($field: Wire::back(&value[stringify!($field)], known)?),* })
            }
        })*
    };
}

objects! {
    Ballot { source, account, name, member, proxied, authorised, rank, act, at, seen, edited, revoked, vanished, reason }
    Tally { entitled, yes, no, abstain, absent, recused, needed, contributions }
    Contributions { base, yes, needed }
    Electorate { seats }
    Signals { status, thread, pipeline, awaited, obstacle }
    ReleaseNote { ticket, title, process, number }
    Lack { merge_request, commits, why, ticket }
    Funding { year, pot, amount, cover, left, sum, before, light, frozen }
}

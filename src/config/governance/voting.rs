// SPDX-License-Identifier: EUPL-1.2
//! How votes are held: `[voting]` with its emoji, proxies and recusals.

use jiff::civil::Time;

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::{Asked, Value};
use super::preset::Preset;
use crate::domain::calendar::Span;
use crate::domain::rules::{Base, Deputies, EarlyClose, Opinion, Oversight, Voting};
use crate::domain::share::Bar;

/// The most objections that may be asked for: as much as all members can weigh.
const MOST: i64 = 1_000_000_000_000;

/// The bases, by their keys.
pub(super) const BASES: [(&str, Base); 2] = [("entitled", Base::Entitled), ("cast", Base::Cast)];

/// What `[voting]` says for processes that are silent about it.
pub(super) struct Said {
    /// Whether it names a base.
    pub base: bool,
    /// How much weight of no rejects a request whose process names no share; 0 where each has to name one.
    pub objections: u64,
}

/// Reads `[voting]`.
pub(super) fn read(mut table: Table<'_>, preset: Preset) -> (Said, Voting) {
    let said_base = table.has("base");
    let base = table.read("base", |value| value.one_of(&BASES, &[])).unwrap_or(preset.base());
    let majority = [("none", false), ("contributions", true)];
    let majority = table.read("second_majority", |value| value.one_of(&majority, &[]));
    let objections = table.read("objections", |value| value.whole(0..=MOST)).map(i64::unsigned_abs);
    let said = Said { base: said_base, objections: objections.unwrap_or(preset.objections()) };
    let inactive = table.read("inactive_after", |value| value.whole(0..=1_000)).unwrap_or(0);
    let quorum = table.read("quorum", quorum).unwrap_or_else(|| bar("> 1/2"));
    let opening = [("automatic", true), ("manual", false)];
    let opens_by_itself = table.read("opening", |value| value.one_of(&opening, &[])).unwrap_or(true);
    let reading = table.read("reading", Value::span).unwrap_or(Span::Days(5));
    let open_time = table.read("open_time", Value::time).unwrap_or(Time::constant(8, 0, 0, 0));
    let voting = table.read("voting", Value::some_span).unwrap_or(Span::Days(14));
    let deadline_time = table.read("deadline_time", Value::time).unwrap_or(Time::constant(23, 59, 59, 0));
    let deadline_on_working_day = table.read("deadline_on_working_day", Value::flag).unwrap_or(true);
    let change = [("until-deadline", true), ("never", false)];
    let change = table.read("change", |value| value.one_of(&change, &[])).unwrap_or(true);
    let early_close = table.read("early_close", |value| early_close(value, change)).unwrap_or(EarlyClose::Never);
    let deputies = [("last", Deputies::Last), ("ranked", Deputies::Ranked), ("unanimous", Deputies::Unanimous)];
    let deputies = table.read("deputies", |value| value.one_of(&deputies, &[])).unwrap_or_default();
    table.read("edited_comments", |value| value.one_of(&[("first", ())], &[]));
    table.read("tie", |value| value.one_of(&[("rejected", ())], &[]));
    let (comments, emoji) = channels(&mut table);
    let reminders = table.list("reminders", Value::some_span);
    let [yes, no, abstain] = names(table.table("emoji"));
    let (proxy, proxies_per_account) = proxy(table.table("proxy"));
    let mut recusal = table.table("recusal");
    let recused_in_base = recusal.read("in_base", Value::flag).unwrap_or(false);
    recusal.end();
    let oversight = oversight(&mut table);
    table.end();
    let voting = Voting {
        base,
        quorum,
        opens_by_itself,
        reading,
        open_time,
        voting,
        deadline_time,
        deadline_on_working_day,
        early_close,
        change,
        deputies,
        contributions: majority.unwrap_or(preset.contributions()),
        inactive_after: u32::try_from(inactive).unwrap_or(0),
        comments,
        emoji,
        yes,
        no,
        abstain,
        reminders: reminders.unwrap_or_else(|| vec![Span::Days(7), Span::Days(3), Span::Days(1)]),
        proxy,
        proxies_per_account,
        recused_in_base,
        oversight,
    };
    (said, voting)
}

/// Reads who looks on and who may interrupt; `[roles]` says whether powerful acts take two accounts.
fn oversight(table: &mut Table<'_>) -> Oversight {
    let certify = [("automatic", false), ("person", true)];
    let certified = table.read("certify", |value| value.one_of(&certify, &[])).unwrap_or(false);
    let opinions = [("none", Opinion::None), ("advisory", Opinion::Advisory), ("required", Opinion::Required)];
    let opinion = table.read("technical_opinion", |value| value.one_of(&opinions, &[])).unwrap_or_default();
    let requests = [("note", false), ("pause", true)];
    let pauses = table.read("discussion_request", |value| value.one_of(&requests, &[])).unwrap_or(false);
    let members = table.read("discussion_members", |value| value.whole(1..=10_000)).unwrap_or(1);
    let pauses_at = pauses.then(|| u32::try_from(members).unwrap_or(1));
    Oversight { certified, four_eyes: false, opinion, pauses_at }
}

/// Reads a quorum; `"none"` is a share of nothing, which any ballot satisfies.
pub(super) fn quorum(value: &Value<'_>) -> Option<Bar> {
    Some(match value.bar_or_none()? {
        Asked::Share(share) => share,
        Asked::Nothing => bar(">= 0 %"),
    })
}

fn bar(text: &str) -> Bar {
    Bar::parse(text).expect("a share that stands in this file is a share")
}

fn early_close(value: &Value<'_>, change: bool) -> Option<EarlyClose> {
    let choices = [("never", EarlyClose::Never), ("all-voted", EarlyClose::AllVoted), ("decided", EarlyClose::Decided)];
    let choice = value.one_of(&choices, &[])?;
    if choice == EarlyClose::Decided && change {
        value.fault(
            "\"decided\" would end votes whose ballots may still change",
            "write change = \"never\" as well, or \"all-voted\" or \"never\" here",
        );
        return None;
    }
    Some(choice)
}

fn channels(table: &mut Table<'_>) -> (bool, bool) {
    let listed = table.list("channels", |value| value.one_of(&[("comment", 'c'), ("emoji", 'e')], &[]));
    let Some(listed) = listed else { return (true, true) };
    if listed.is_empty() {
        table.fault("channels", "names no way to vote", "write [\"comment\", \"emoji\"] or one of them");
    }
    (listed.contains(&'c'), listed.contains(&'e'))
}

fn names(mut table: Table<'_>) -> [Vec<String>; 3] {
    let mut seen: Vec<(String, &str)> = Vec::new();
    let choices = [("yes", "thumbsup"), ("no", "thumbsdown"), ("abstain", "white_circle")];
    let all = choices.map(|(choice, standard)| {
        let list = table.list(choice, |value| {
            let name = emoji(value)?;
            if let Some((_, other)) = seen.iter().find(|(seen, _)| *seen == name) {
                value.fault(format!("{} already means {other}", quote(&name)), "leave it under one choice only");
                return None;
            }
            Some(name)
        });
        let list = list.unwrap_or_else(|| {
            let free = seen.iter().all(|(name, _)| name != standard);
            free.then(|| standard.to_owned()).into_iter().collect()
        });
        seen.extend(list.iter().map(|name| (name.clone(), choice)));
        list
    });
    table.end();
    all
}

fn emoji(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    if !text.chars().all(plain) || text.len() > 64 {
        value.fault(
            format!("{} is not the name of an emoji", quote(&text)),
            "write the forge's name without colons, such as \"thumbsup\" or \"+1\"",
        );
        return None;
    }
    Some(text)
}

fn proxy(mut table: Table<'_>) -> (bool, u32) {
    let enabled = table.read("enabled", Value::flag).unwrap_or(true);
    let most = table.read("max_per_account", |value| value.whole(1..=1_000)).unwrap_or(2);
    table.end();
    (enabled, u32::try_from(most).unwrap_or(2))
}

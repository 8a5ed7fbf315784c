// SPDX-License-Identifier: EUPL-1.2
//! The grammar of `/vote …`, in German and English.
//!
//! `/vote …`, `@<bot> vote …` and `@<bot> …` are equal; case does not matter; one command per line; only lines of
//! top-level paragraphs are read ([`markdown::lines`]).
//!
//! **Invariant:** reading is total. What starts like a command and is none comes back as a [`Mistake`] that can be
//! answered; it is never guessed at ("ja, aber nur wenn …" is no ballot).

use jiff::civil::Date;

use super::markdown;

/// What a member may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// Approval.
    Yes,
    /// Refusal.
    No,
    /// Neither; never helps.
    Abstain,
}

impl Choice {
    /// Returns the word used in the API and the journal.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Abstain => "abstain",
        }
    }
}

/// A command as written. Accounts, members and follow-ups are still words; `decide` knows what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `yes | no | abstain [for MEMBER] [reason]`.
    Ballot {
        /// The choice.
        choice: Choice,
        /// The member named, if one is.
        member: Option<String>,
        /// The reason given, if any.
        reason: String,
    },
    /// `retract [for MEMBER]`.
    Retract {
        /// The member named, if one is.
        member: Option<String>,
    },
    /// `proxy @account [until DATE]`.
    Proxy {
        /// The account named, without `@`.
        account: String,
        /// The last day, inclusive.
        until: Option<Date>,
    },
    /// `proxy none`.
    ProxyNone,
    /// `recuse REASON`, for operations `recuse MEMBER REASON`.
    Recuse {
        /// What follows.
        words: String,
    },
    /// `commit [AMOUNT]`.
    Commit {
        /// The amount as written.
        amount: String,
    },
    /// `object REASON`.
    Object {
        /// The reason.
        reason: String,
    },
    /// `discuss [REASON]`.
    Discuss {
        /// The reason.
        reason: String,
    },
    /// `record CHOICE for MEMBER SOURCE`: what a member chose in a meeting.
    Record {
        /// The choice.
        choice: Choice,
        /// The member named.
        member: String,
        /// Where the meeting's minutes stand.
        source: String,
    },
    /// `record none for MEMBER REASON`: takes back what was entered for a member from a meeting.
    Unrecord {
        /// What follows `for`: the member and the reason.
        words: String,
    },
    /// `withdraw [REASON]`.
    Withdraw {
        /// The reason.
        reason: String,
    },
    /// `open`, `open urgent REASON`.
    Open {
        /// The reason of an urgent opening; `None` for an ordinary one.
        urgent: Option<String>,
    },
    /// `extend DATE REASON`.
    Extend {
        /// The new last day.
        date: Date,
        /// The reason.
        reason: String,
    },
    /// `defer REASON`.
    Defer {
        /// The reason.
        reason: String,
    },
    /// `void REASON`.
    Void {
        /// The reason.
        reason: String,
    },
    /// `editorial REASON`.
    Editorial {
        /// The reason.
        reason: String,
    },
    /// `classify PROCESS REASON`.
    Classify {
        /// The process named.
        process: String,
        /// The reason.
        reason: String,
    },
    /// `done FOLLOW-UP [MEMBER]`.
    Done {
        /// The follow-up or requirement.
        item: String,
        /// The member named, if one is.
        member: Option<String>,
    },
    /// `undo FOLLOW-UP [MEMBER]`.
    Undo {
        /// The follow-up or requirement.
        item: String,
        /// The member named, if one is.
        member: Option<String>,
    },
    /// `spent AMOUNT`.
    Spent {
        /// The amount as written.
        amount: String,
    },
    /// `status`.
    Status,
    /// `help`.
    Help,
    /// `merge`, on a merge request.
    Merge,
    /// `exempt REASON`, on a merge request.
    Exempt {
        /// The reason.
        reason: String,
    },
    /// `hold REASON`, on a merge request.
    Hold {
        /// The reason.
        reason: String,
    },
    /// `unhold`, on a merge request.
    Unhold,
    /// `release [VERSION]`.
    Release {
        /// The version asked for, if one is.
        version: String,
    },
}

/// What starts like a command and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A word that is no command.
    Unknown {
        /// The word.
        word: String,
    },
    /// A choice followed by words that neither name a member nor open a reason.
    Ambiguous {
        /// The choice that was begun.
        choice: Choice,
    },
    /// A command that asks for a reason and got none.
    ReasonMissing {
        /// The command's English word.
        command: &'static str,
    },
    /// A command whose argument is missing or cannot be read.
    Argument {
        /// The command's English word.
        command: &'static str,
    },
}

/// The words of all commands: the English one first, equal spellings behind it.
pub const WORDS: &[(&str, &[&str])] = &[
    ("yes", &["ja"]),
    ("no", &["nein"]),
    ("abstain", &["enthaltung"]),
    ("retract", &["zurücknehmen"]),
    ("proxy", &["vollmacht"]),
    ("recuse", &["befangen"]),
    ("commit", &["zusage"]),
    ("object", &["einspruch"]),
    ("discuss", &["sitzung"]),
    ("withdraw", &["zurückziehen"]),
    ("open", &["eröffnen"]),
    ("extend", &["verlängern"]),
    ("defer", &["zurückstellen"]),
    ("void", &["ungültig"]),
    ("editorial", &["redaktionell"]),
    ("classify", &["einordnen"]),
    ("done", &["erledigt"]),
    ("undo", &["unerledigt"]),
    ("record", &["eintragen"]),
    ("spent", &["ausgegeben"]),
    ("status", &["stand"]),
    ("help", &["hilfe"]),
    ("merge", &["zusammenführen"]),
    ("exempt", &["ausnahme"]),
    ("hold", &["anhalten"]),
    ("unhold", &["fortsetzen"]),
    ("release", &["veröffentlichen"]),
];

/// Reads all commands of a note, in order; the bot is mentioned as `@bot`.
#[must_use]
pub fn read(note: &str, bot: &str) -> Vec<Result<Command, Mistake>> {
    markdown::lines(note).iter().filter_map(|line| read_line(line, bot)).collect()
}

/// Reads one line; `None` where it is no command at all.
#[must_use]
pub fn read_line(line: &str, bot: &str) -> Option<Result<Command, Mistake>> {
    let line = line.trim_end();
    let spoken = line.trim_start();
    if line.len() - spoken.len() > 3 {
        return None;
    }
    let rest = if let Some(rest) = strip_word(spoken, "/vote") {
        rest
    } else {
        let rest = strip_word(spoken, &format!("@{bot}"))?;
        strip_word(rest, "vote").unwrap_or(rest)
    };
    Some(parse(rest.trim()))
}

fn parse(text: &str) -> Result<Command, Mistake> {
    let (mut word, mut rest) = split_word(text);
    if let Some(at) = word.find(':').filter(|at| known(&word[..*at]).is_some()) {
        (word, rest) = text.split_at(at);
    }
    let Some(english) = known(word) else {
        // "ja, aber" begins with a choice that the comma makes unclear.
        let stem: String = word.to_lowercase().chars().take_while(|c| c.is_alphabetic()).collect();
        return Err(match choice(&stem) {
            Some(choice) => Mistake::Ambiguous { choice },
            None => Mistake::Unknown { word: word.to_string() },
        });
    };
    let reason = |required: bool| {
        let words = strip_opener(rest).unwrap_or(rest).trim();
        if required && words.is_empty() {
            Err(Mistake::ReasonMissing { command: english })
        } else {
            Ok(words.to_string())
        }
    };
    let bare =
        |command: Command| if rest.is_empty() { Ok(command) } else { Err(Mistake::Argument { command: english }) };
    let target = || {
        let (item, member) = split_word(rest);
        if item.is_empty() {
            return Err(Mistake::Argument { command: english });
        }
        Ok((item.to_lowercase(), strip_for(member).or(Some(member)).filter(|m| !m.is_empty()).map(str::to_string)))
    };
    match english {
        "yes" => ballot(Choice::Yes, rest),
        "no" => ballot(Choice::No, rest),
        "abstain" => ballot(Choice::Abstain, rest),
        "retract" => match (rest.is_empty(), strip_for(rest)) {
            (true, _) => Ok(Command::Retract { member: None }),
            (_, Some(member)) if !member.is_empty() => Ok(Command::Retract { member: Some(member.to_string()) }),
            _ => Err(Mistake::Argument { command: english }),
        },
        "proxy" => proxy(rest),
        "recuse" => Ok(Command::Recuse { words: reason(true)? }),
        "commit" => Ok(Command::Commit { amount: rest.to_string() }),
        "object" => Ok(Command::Object { reason: reason(true)? }),
        "discuss" => Ok(Command::Discuss { reason: reason(false)? }),
        "record" => record(rest),
        "withdraw" => Ok(Command::Withdraw { reason: reason(false)? }),
        "open" => open(rest),
        "extend" => {
            let (day, why) = split_word(rest);
            let date = date(day.trim_end_matches(':')).ok_or(Mistake::Argument { command: english })?;
            let reason = strip_opener(why).unwrap_or(why).trim().to_string();
            if reason.is_empty() {
                Err(Mistake::ReasonMissing { command: english })
            } else {
                Ok(Command::Extend { date, reason })
            }
        }
        "defer" => Ok(Command::Defer { reason: reason(true)? }),
        "void" => Ok(Command::Void { reason: reason(true)? }),
        "editorial" => Ok(Command::Editorial { reason: reason(true)? }),
        "classify" => {
            let (process, why) = split_word(rest);
            let reason = strip_opener(why).unwrap_or(why).trim().to_string();
            match (process.is_empty(), reason.is_empty()) {
                (true, _) => Err(Mistake::Argument { command: english }),
                (_, true) => Err(Mistake::ReasonMissing { command: english }),
                _ => Ok(Command::Classify { process: process.to_string(), reason }),
            }
        }
        "done" => target().map(|(item, member)| Command::Done { item, member }),
        "undo" => target().map(|(item, member)| Command::Undo { item, member }),
        "spent" if rest.is_empty() => Err(Mistake::Argument { command: english }),
        "spent" => Ok(Command::Spent { amount: rest.to_string() }),
        "status" => bare(Command::Status),
        "help" => bare(Command::Help),
        "merge" => bare(Command::Merge),
        "exempt" => Ok(Command::Exempt { reason: reason(true)? }),
        "hold" => Ok(Command::Hold { reason: reason(true)? }),
        "unhold" => bare(Command::Unhold),
        _ => Ok(Command::Release { version: rest.to_string() }),
    }
}

/// Returns the English word of a command, however it is spelt.
fn known(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    WORDS
        .iter()
        .find(|(english, others)| *english == lower || others.contains(&lower.as_str()))
        .map(|(english, _)| *english)
}

/// Reads what follows a choice: nothing, `for MEMBER`, or an opener and a reason.
fn ballot(choice: Choice, rest: &str) -> Result<Command, Mistake> {
    if rest.is_empty() {
        return Ok(Command::Ballot { choice, member: None, reason: String::new() });
    }
    if let Some(named) = strip_for(rest) {
        let (member, reason) = split_opener(named);
        if member.is_empty() {
            return Err(Mistake::Ambiguous { choice });
        }
        return Ok(Command::Ballot { choice, member: Some(member.to_string()), reason: reason.to_string() });
    }
    match strip_opener(rest) {
        Some(reason) => Ok(Command::Ballot { choice, member: None, reason: reason.trim().to_string() }),
        None => Err(Mistake::Ambiguous { choice }),
    }
}

/// Reads `CHOICE for MEMBER SOURCE`; the source is an address, or words behind an opener. Of `none for MEMBER REASON`
/// only `decide` knows where the member's name ends.
fn record(rest: &str) -> Result<Command, Mistake> {
    let fault = Mistake::Argument { command: "record" };
    let (word, rest) = split_word(rest);
    let (choice, named) = (known(word).and_then(choice), strip_for(rest));
    if let (true, Some(words)) = (["none", "keine"].contains(&word.to_lowercase().as_str()), named) {
        let words = words.to_string();
        return if words.is_empty() { Err(fault) } else { Ok(Command::Unrecord { words }) };
    }
    let (Some(choice), Some(named)) = (choice, named) else { return Err(fault) };
    let address = ["https://", "http://"].iter().find_map(|scheme| named.find(scheme));
    let (member, source) = match address {
        Some(at) => (named[..at].trim().trim_end_matches([':', '–']).trim(), named[at..].trim()),
        None => split_opener(named),
    };
    match (member.is_empty(), source.is_empty()) {
        (true, _) => Err(fault),
        (_, true) => Err(Mistake::ReasonMissing { command: "record" }),
        _ => Ok(Command::Record { choice, member: member.to_string(), source: source.to_string() }),
    }
}

fn open(rest: &str) -> Result<Command, Mistake> {
    if rest.is_empty() {
        return Ok(Command::Open { urgent: None });
    }
    let (word, mut why) = split_word(rest);
    if let Some(at) = word.find(':') {
        why = rest[at..].trim();
    }
    if !["urgent", "dringend"].contains(&word.split(':').next().unwrap_or_default().to_lowercase().as_str()) {
        return Err(Mistake::Argument { command: "open" });
    }
    let reason = strip_opener(why).unwrap_or(why).trim();
    if reason.is_empty() {
        return Err(Mistake::ReasonMissing { command: "open" });
    }
    Ok(Command::Open { urgent: Some(reason.to_string()) })
}

fn proxy(rest: &str) -> Result<Command, Mistake> {
    let fault = || Mistake::Argument { command: "proxy" };
    if ["none", "keine", "widerrufen"].contains(&rest.to_lowercase().as_str()) {
        return Ok(Command::ProxyNone);
    }
    let (account, rest) = split_word(rest);
    let account = account.strip_prefix('@').filter(|name| !name.is_empty()).ok_or_else(fault)?;
    let until = match rest {
        "" => None,
        rest => {
            let day = strip_word(rest, "until").or_else(|| strip_word(rest, "bis")).ok_or_else(fault)?;
            Some(date(day.trim()).ok_or_else(fault)?)
        }
    };
    Ok(Command::Proxy { account: account.to_string(), until })
}

/// Reads `2026-06-30` or `30.06.2026`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let mut parts = text.trim_end_matches('.').split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn choice(word: &str) -> Option<Choice> {
    match word {
        "yes" | "ja" => Some(Choice::Yes),
        "no" | "nein" => Some(Choice::No),
        "abstain" | "enthaltung" => Some(Choice::Abstain),
        _ => None,
    }
}

/// Splits the first word off; what follows comes back without leading blanks.
fn split_word(text: &str) -> (&str, &str) {
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (text, ""),
    }
}

/// Strips `word` in any case from the front, if a blank or the end follows it.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (head.to_lowercase() == word.to_lowercase() && ends).then(|| rest.trim_start())
}

fn strip_for(text: &str) -> Option<&str> {
    strip_word(text, "for").or_else(|| strip_word(text, "für")).map(str::trim)
}

/// Strips what opens a reason: ` – `, `:`, `because`, `weil`.
fn strip_opener(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(':') {
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix('–').filter(|rest| rest.starts_with(char::is_whitespace)) {
        return Some(rest);
    }
    strip_word(text, "because").or_else(|| strip_word(text, "weil"))
}

/// Splits `MEMBER – reason` at the first opener.
fn split_opener(text: &str) -> (&str, &str) {
    let mut best: Option<(usize, usize)> = None;
    for opener in [" – ", ":", " because ", " weil "] {
        let lower = text.to_lowercase();
        // Lower-casing may change lengths outside ASCII; then only an exact spelling is found.
        let at = if lower.len() == text.len() { lower.find(opener) } else { text.find(opener) };
        if let Some(at) = at.filter(|at| best.is_none_or(|(first, _)| *at < first)) {
            best = Some((at, opener.len()));
        }
    }
    match best {
        Some((at, length)) => (text[..at].trim(), text[at + length..].trim()),
        None => (text.trim(), ""),
    }
}

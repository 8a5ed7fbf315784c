// SPDX-License-Identifier: EUPL-1.2
//! Exports: a partnership's journal as lines of JSON, for the public, for another database, or as a backup of all.
//!
//! `docs/export.md` describes the form. The first line names it, the last one says how many lines and facts there are.
//!
//! **Invariant:** the bytes and hashes of facts stand in a file exactly as in the journal. A public export holds no
//! words of people, no accounts, and not what a confidential ticket costs.

mod read;
mod rows;
mod write;

use serde::{Deserialize, Serialize};

pub use read::Reader;
pub use write::export;

/// The form written and read here.
pub const FORMAT: &str = "votum-export/1";

/// The longest line that is read, in bytes; a note or description of GitLab's has at most a million characters.
pub const LINE_MAX: usize = 32 << 20;

/// For whom a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// For anybody: facts and rules, members and no accounts.
    Public,
    /// For another database: also the words of people, accounts, and what stands at the forge or waits to.
    Full,
    /// For the same installation: also its inbox and its own secret.
    Backup,
}

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// [`FORMAT`].
    pub format: String,
    /// For whom it is.
    pub variant: Variant,
    /// The version of the votum that wrote it.
    pub votum: String,
    /// When it was written, RFC 3339.
    pub written_at: String,
    /// The partnerships in it.
    pub partnerships: Vec<String>,
}

/// Any line between the first and the last, and the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// Words beside the chain.
    Words(WordsLine),
    /// A fact.
    Fact(FactLine),
    /// An entry of the outbox.
    Outbox(OutboxLine),
    /// What stands at the forge by votum's hand.
    Standing(StandingLine),
    /// A delivery that is not done.
    Delivery(DeliveryLine),
    /// What the installation keeps for itself.
    Setting(SettingLine),
    /// The last line.
    End(EndLine),
}

/// Words beside the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsLine {
    /// The partnership.
    pub partnership: String,
    /// The stream.
    pub stream: String,
    /// SHA-256 over salt and value, as facts name it.
    pub digest: String,
    /// The salt, in hexadecimal.
    pub salt: String,
    /// The words.
    pub value: String,
    /// Whether they are an account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub account: bool,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactLine {
    /// The partnership.
    pub partnership: String,
    /// Its number, from 1.
    pub seq: i64,
    /// Its stream.
    pub stream: String,
    /// SHA-256 over the hash before and the bytes, in hexadecimal.
    pub hash: String,
    /// The exact bytes, as text; missing where they are withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
}

/// An entry of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns of the table, which says what they are")]
pub struct OutboxLine {
    pub key: String,
    pub partnership: String,
    pub forge: String,
    pub kind: String,
    pub thread: String,
    pub payload: String,
    pub version: i64,
    pub created_at: i64,
    pub due_at: i64,
    pub attempt: i64,
    pub dead: Option<String>,
    pub number: Option<i64>,
}

/// What stands at the forge by votum's hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns of the table, which says what they are")]
pub struct StandingLine {
    pub key: String,
    pub note: Option<i64>,
    pub digest: String,
    pub at: i64,
}

/// A delivery that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the columns of the table, which says what they are")]
pub struct DeliveryLine {
    pub forge: String,
    pub lane: String,
    pub key: String,
    pub event: String,
    /// In base64.
    pub body: String,
    pub received_at: i64,
    pub due_at: i64,
    pub attempt: i64,
    pub parked: Option<String>,
}

/// What the installation keeps for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns of the table, which says what they are")]
pub struct SettingLine {
    pub key: String,
    pub value: String,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndLine {
    /// How many lines stand before it, the first included.
    pub lines: u64,
    /// Where each partnership's chain ends.
    pub heads: Vec<HeadLine>,
}

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadLine {
    /// The partnership.
    pub partnership: String,
    /// How many facts there are.
    pub facts: i64,
    /// The hash of the last one.
    pub hash: String,
}

// SPDX-License-Identifier: EUPL-1.2
//! The settings `votum.toml`: where votum listens, stores, and which forges and partnerships it serves.
//!
//! **Invariant:** settings hold every secret as [`SecretString`]; printing them for debugging shows none.

mod database;
mod forge;
mod server;

use jiff::SignedDuration;

use super::fault::quote;
use super::governance::projects;
use super::secret::Sources;
use super::table::Table;
use super::value::Value;
use crate::domain::calendar::Span;
use crate::domain::seat::Seat;

pub use database::Database;
pub use forge::{Forge, ForgeKind, ForgeProject, Secrets};
pub use server::Server;

/// Names that the pages and interfaces of votum use themselves.
const TAKEN: [&str; 6] = ["api", "assets", "health", "hooks", "metrics", "static"];

/// All settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where votum listens.
    pub server: Server,
    /// Where it stores.
    pub database: Database,
    /// How the engine keeps time.
    pub engine: EngineTimes,
    /// The forges, in the order of the file.
    pub forges: Vec<Forge>,
    /// The partnerships, in the order of the file.
    pub partnerships: Vec<PartnershipFile>,
}

/// How the engine keeps time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineTimes {
    /// How often open votes and waiting merge requests are read again.
    pub reconcile: SignedDuration,
    /// How long a note that changes often is held back.
    pub coalesce: SignedDuration,
}

/// A partnership and where its rules lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnershipFile {
    /// Its id.
    pub id: String,
    /// Where its rules lie.
    pub governance: Governance,
}

/// Where the rules of a partnership lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Governance {
    /// In a file, by its path as written, beside `votum.toml`.
    File(String),
    /// In a project that they govern.
    Seat(Seat),
}

impl Settings {
    /// Returns the forge with this id.
    #[must_use]
    pub fn forge(&self, id: &str) -> Option<&Forge> {
        self.forges.iter().find(|forge| forge.id == id)
    }
}

/// Reads the settings; where the report then holds a fault they are not to be used, only to find further faults.
pub(super) fn compile(mut root: Table<'_>, sources: &Sources<'_>) -> Settings {
    let server = server::read(root.table("server"));
    let database = database::read(root.table("database"), sources);
    let engine = engine(root.table("engine"));
    let forges = forge::read(&mut root, sources);
    let ids: Vec<String> = forges.iter().map(|forge| forge.id.clone()).collect();
    let partnerships = partnerships(&mut root, &ids);
    root.end();
    Settings { server, database, engine, forges, partnerships }
}

/// Reads an id that no entry before has.
fn new_id(value: &Value<'_>, taken: &mut Vec<String>) -> Option<String> {
    let id = value.id()?;
    if taken.contains(&id) {
        value.fault(format!("{} is there twice", quote(&id)), "give each one an id of its own");
        return None;
    }
    taken.push(id.clone());
    Some(id)
}

fn engine(mut table: Table<'_>) -> EngineTimes {
    let reconcile = table.read("reconcile", |value| exact(value, value.some_span()?));
    let coalesce = table.read("coalesce", |value| exact(value, value.span()?));
    table.end();
    EngineTimes {
        reconcile: reconcile.unwrap_or(SignedDuration::from_mins(5)),
        coalesce: coalesce.unwrap_or(SignedDuration::from_secs(2)),
    }
}

fn exact(value: &Value<'_>, span: Span) -> Option<SignedDuration> {
    if let Span::Exact(span) = span {
        return Some(span);
    }
    value.fault("is in days", "write an exact time such as \"5 min\" or \"2 s\"");
    None
}

fn partnerships(root: &mut Table<'_>, forges: &[String]) -> Vec<PartnershipFile> {
    let tables = root.tables("partnership");
    if tables.is_empty() {
        root.fault("partnership", "is missing", "write a [[partnership]] with id and governance");
    }
    let mut taken = Vec::new();
    let mut found = Vec::new();
    for mut table in tables {
        let id = table.need("id", "\"wegweiser\"", |value| {
            let id = new_id(value, &mut taken)?;
            if TAKEN.contains(&id.as_str()) {
                value.fault(format!("{} is an address of votum's own", quote(&id)), "choose another id");
                return None;
            }
            Some(id)
        });
        let governance = table.need("governance", "\"partnership.toml\"", |value| governance(value, forges));
        table.end();
        if let Some(governance) = governance {
            found.push(PartnershipFile { id: id.unwrap_or_default(), governance });
        }
    }
    found
}

/// Reads a path, or a table with project, path and branch.
fn governance(value: &Value<'_>, forges: &[String]) -> Option<Governance> {
    if !value.is_table() {
        return value.text().map(Governance::File);
    }
    let mut table = value.table()?;
    let project = table.need("project", "\"opencode:group/project\"", |value| projects::project(value, forges));
    let path = table.need("path", "\"partnership.toml\"", |value| {
        let path = value.text()?;
        if path.starts_with('/') || path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
            let what = format!("{} is not a path in a project", quote(&path));
            value.fault(what, "write it from the project's root, such as \"regeln/partnership.toml\"");
            return None;
        }
        Some(path)
    });
    let branch = table.read("branch", Value::text);
    table.end();
    Some(Governance::Seat(Seat { project: project?, path: path?, branch }))
}

// SPDX-License-Identifier: EUPL-1.2
//! The port by which votum furnishes a forge once: labels, webhooks, a template, settings, protection.
//!
//! It is apart from [`Forge`](super::Forge), because what serves day by day has no use for it, and a maintainer's
//! token that is lent for it reaches nothing else.
//!
//! **Invariant:** each verb sets one thing, and the readings beside it say beforehand whether it is needed.

use async_trait::async_trait;
use secrecy::SecretString;

use super::Answer;
use crate::domain::guard::Rule;

/// What a project shows to somebody who would furnish it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premises {
    /// The branch that merge requests go into by default; `None` for an empty project.
    pub default_branch: Option<String>,
    /// Whether the account that asks may label tickets there.
    pub member: bool,
    /// Whether the account that asks may change settings and protection.
    pub maintains: bool,
    /// Whether merging needs a green pipeline.
    pub pipelines: bool,
    /// Whether merging needs every thread resolved.
    pub threads: bool,
    /// Whether merges close the tickets that they name.
    pub autoclose: bool,
    /// Whether the project has pipelines of its own.
    pub has_ci: bool,
}

/// A setting of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Merging needs a green pipeline.
    Pipelines,
    /// Merging needs every thread resolved.
    Threads,
    /// Merges close the tickets that they name.
    Autoclose,
}

/// A webhook as the forge shows it; its secrets are never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookView {
    /// Its number.
    pub id: u64,
    /// Where it sends to.
    pub url: String,
    /// Whether it sends everything that votum listens to.
    pub whole: bool,
    /// Why the forge has stopped it, in its own word.
    pub stopped: Option<String>,
}

/// A webhook as it is to be.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Where it sends to.
    pub url: String,
    /// The secret that it shows.
    pub token: Option<SecretString>,
    /// The secret that it signs with.
    pub signing: Option<SecretString>,
}

/// Who alone may write to what is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// The owner of this deploy key.
    Key(u64),
    /// Maintainers: for a branch by merging only.
    Maintainers,
}

/// A deploy key that may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its number.
    pub id: u64,
    /// Its title, which anybody can give to any key.
    pub title: String,
    /// Its fingerprint: the SHA-256 of what is the key, in hexadecimal.
    pub fingerprint: String,
}

/// Furnishing a forge.
#[async_trait]
pub trait Setup: Send + Sync {
    /// Says whether a rule can name a deploy key without a paid plan.
    async fn knows_keys(&self) -> Answer<bool>;
    /// Reads a project; `None` where there is none or it may not be seen.
    async fn premises(&self, project: &str) -> Answer<Option<Premises>>;
    /// Reads the names of a project's labels, those of its groups included.
    async fn labels(&self, project: &str) -> Answer<Vec<String>>;
    /// Reads a project's webhooks; `None` where the account may not see them.
    async fn hooks(&self, project: &str) -> Answer<Option<Vec<HookView>>>;
    /// Reads a project's deploy keys that may write; `None` where the account may not see them.
    async fn keys(&self, project: &str) -> Answer<Option<Vec<Key>>>;
    /// Reads the rules that hold for a branch; `None` where the account may not see them.
    async fn branch_rules(&self, project: &str, branch: &str) -> Answer<Option<Vec<Rule>>>;
    /// Reads the rules that hold for some of the tags of a series, such as `v*`; `None` where the account may not see them.
    async fn tag_rules(&self, project: &str, tags: &str) -> Answer<Option<Vec<Rule>>>;
    /// Reads a file at a branch.
    async fn file(&self, project: &str, branch: &str, path: &str) -> Answer<Option<String>>;

    /// Makes a label.
    async fn make_label(&self, project: &str, name: &str, meaning: &str) -> Answer<()>;
    /// Sets up a webhook, or changes the one of that number.
    async fn set_hook(&self, project: &str, id: Option<u64>, hook: &Hook) -> Answer<()>;
    /// Commits a new file to a branch.
    async fn commit(&self, project: &str, branch: &str, path: &str, text: &str, message: &str) -> Answer<()>;
    /// Changes a setting.
    async fn settle(&self, project: &str, setting: Setting, on: bool) -> Answer<()>;
    /// Makes a deploy key that may write; it belongs to the account that asks.
    async fn make_key(&self, project: &str, title: &str, key: &str) -> Answer<Key>;
    /// Protects a branch for its keeper, in the place of the rule that stands.
    async fn protect_branch(&self, project: &str, branch: &str, keeper: Keeper) -> Answer<()>;
    /// Protects tags for their keeper, in the place of the rule that stands.
    async fn protect_tags(&self, project: &str, pattern: &str, keeper: Keeper) -> Answer<()>;
}

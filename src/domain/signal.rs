// SPDX-License-Identifier: EUPL-1.2
//! What a merge request shows of its gate at the forge: a commit status, or a thread of votum's own where none can be set.
//!
//! **Invariant:** what another account says under votum's name is written down and overwritten, and no more often than
//! [`OVERRULED_MAX`] times at one head: two programs that contradict each other must not do so for ever.

use super::ids::Account;

/// How often votum overwrites at one head what others say under its name.
pub const OVERRULED_MAX: u32 = 20;

/// The obstacle of a merge request that the forge is merging at this moment.
pub const LOCKED: &str = "locked";

/// By which signs a merge request shows its gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signals {
    /// Whether a commit status can be set where the forge looks for it.
    pub status: bool,
    /// Whether a thread of votum's says it: where no status holds, as for a fork.
    pub thread: bool,
    /// The project's own pipeline that the forge looks at, where there is one.
    pub pipeline: Option<u64>,
    /// Whether the project has pipelines and none runs for this head: a green status alone would open the gate.
    pub awaited: bool,
    /// What stands against merging, in the forge's own word.
    pub obstacle: Option<String>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { status: true, thread: false, pipeline: None, awaited: false, obstacle: None }
    }
}

/// What was read of them at the forge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signal {
    /// Which there are.
    pub signals: Signals,
    /// The statuses under votum's name at the head: who set each, what it says, and in which pipeline.
    pub statuses: Vec<(Account, String, Option<u64>)>,
    /// Who has resolved votum's thread, where somebody has.
    pub resolved: Option<Account>,
}

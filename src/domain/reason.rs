// SPDX-License-Identifier: EUPL-1.2
//! Why something came out as it did: a tree of rules, what each needed and what was found.
//!
//! **Invariant:** an evaluation never returns a bare yes or no. The note, the page, the API and the status line are
//! renderings of this one tree, so they cannot disagree (palantir/policy-bot shows how well that reads).

use std::fmt;

/// One rule, what it needed, what was found, and whether it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which rule; its words stand under `rule-<key>` in the catalogues.
    pub rule: &'static str,
    /// What the rule asks for, as a number, a share or a name.
    pub needed: String,
    /// What was found.
    pub found: String,
    /// Whether it held.
    pub held: bool,
    /// What it rests on.
    pub children: Vec<Reason>,
}

impl Reason {
    /// Returns a reason without children.
    #[must_use]
    pub fn new(rule: &'static str, needed: impl fmt::Display, found: impl fmt::Display, held: bool) -> Self {
        Self { rule, needed: needed.to_string(), found: found.to_string(), held, children: Vec::new() }
    }

    /// Returns the reason with its children.
    #[must_use]
    pub fn because(mut self, children: Vec<Reason>) -> Self {
        self.children = children;
        self
    }
}

/// Why a ticket or merge request stands where it does, in one word for the API and the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The template lacks something.
    TemplateIncomplete,
    /// No process label.
    NoProcess,
    /// Several process labels.
    SeveralProcesses,
    /// A subgroup member has not confirmed its share.
    CommitmentMissing,
    /// Something required is not done.
    RequirementMissing,
    /// It resubmits a barred request.
    Resubmission,
    /// It costs more than one request may.
    OverCap,
    /// So many members want to talk about it first.
    Discussion,
    /// Operations said so.
    ByOperations,
    /// Another process label was set.
    Reclassified,
    /// It was closed.
    Closed,
    /// It was deleted or moved.
    Gone,
    /// The process holds no vote.
    NoVoteNeeded,
    /// A member says that it is no bug.
    ClassificationDisputed,
    /// Accepted.
    Accepted,
    /// Exempt from the need for a ticket.
    Exempt,
    /// The vote has not ended yet.
    VoteOpen,
    /// The ticket is not complete.
    Incomplete,
    /// Rejected.
    Rejected,
    /// Refused.
    Refused,
    /// Too few took part.
    Inquorate,
    /// The vote was declared void.
    VoteVoid,
    /// The applicant withdrew it.
    Withdrawn,
    /// Deferred.
    Deferred,
    /// Somebody holds the merge request.
    Held,
    /// The merge request names no ticket.
    NoTicket,
    /// A named ticket cannot be read or is none.
    TicketUnknown,
    /// A subgroup's feature in a core project.
    NotInCore,
    /// It touches a protected path, and no accepted change of the rules covers that.
    ChangeNeeded,
    /// A review is missing.
    ReviewMissing,
    /// Another account has set votum's sign at the forge so often that votum overwrites it no longer.
    SignContested,
    /// Another merge request with the same head is not cleared, and both show one status.
    HeadShared,
    /// The project has pipelines, and none runs for this head.
    PipelineMissing,
}

impl Why {
    /// All reasons with their keys.
    pub const ALL: [(&'static str, Self); 33] = [
        ("template-incomplete", Self::TemplateIncomplete),
        ("no-process", Self::NoProcess),
        ("several-processes", Self::SeveralProcesses),
        ("commitment-missing", Self::CommitmentMissing),
        ("requirement-missing", Self::RequirementMissing),
        ("resubmission", Self::Resubmission),
        ("over-cap", Self::OverCap),
        ("discussion", Self::Discussion),
        ("by-operations", Self::ByOperations),
        ("reclassified", Self::Reclassified),
        ("closed", Self::Closed),
        ("gone", Self::Gone),
        ("no-vote-needed", Self::NoVoteNeeded),
        ("classification-disputed", Self::ClassificationDisputed),
        ("accepted", Self::Accepted),
        ("exempt", Self::Exempt),
        ("vote-open", Self::VoteOpen),
        ("incomplete", Self::Incomplete),
        ("rejected", Self::Rejected),
        ("refused", Self::Refused),
        ("inquorate", Self::Inquorate),
        ("vote-void", Self::VoteVoid),
        ("withdrawn", Self::Withdrawn),
        ("deferred", Self::Deferred),
        ("held", Self::Held),
        ("no-ticket", Self::NoTicket),
        ("ticket-unknown", Self::TicketUnknown),
        ("not-in-core", Self::NotInCore),
        ("change-needed", Self::ChangeNeeded),
        ("review-missing", Self::ReviewMissing),
        ("sign-contested", Self::SignContested),
        ("head-shared", Self::HeadShared),
        ("pipeline-missing", Self::PipelineMissing),
    ];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, why)| *why == self).map_or("", |(key, _)| key)
    }

    /// Finds a reason by its word.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == key).map(|(_, why)| *why)
    }
}

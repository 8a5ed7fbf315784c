// SPDX-License-Identifier: EUPL-1.2
//! The rules of a partnership, checked and ready to apply; their text lies in `partnership.toml`.
//!
//! **Invariant:** rules are values. A vote keeps the digest of the rules in force at its opening and is decided by
//! them; processes are data, and no request type is named in the code.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::calendar::{Calendar, Span};
use super::ids::{MemberId, ProcessId, Project, Thread};
use super::seat::Seat;
use super::share::Bar;
use super::window::Window;

pub use super::series::{Milestones, ReleaseMode, ReleaseRules, SeriesRules};

/// All rules of one partnership.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The partnership's id in `votum.toml`.
    pub partnership: String,
    /// SHA-256 (hex) of `text`.
    pub digest: String,
    /// The governance file, byte for byte.
    pub text: String,
    /// The same rules without the accounts that the file names, for exports that anybody may read.
    pub open_text: String,
    /// Where they are kept, when they lie in a project; not part of the text.
    pub seat: Option<Seat>,
    /// The partnership's name.
    pub name: String,
    /// What it develops.
    pub product: String,
    /// Its first language: `de` or `en`.
    pub language: String,
    /// The paragraph that allows circulation votes, printed in every record; empty if none is given.
    pub legal_basis: String,
    /// The account to ask, printed in every refusal.
    pub contact: String,
    /// Projects whose issues are tickets.
    pub tickets: Vec<Project>,
    /// Projects whose merge requests are gated.
    pub upstream: Vec<Project>,
    /// Those of `upstream` that make up the core.
    pub core: Vec<Project>,
    /// Where projects lie now that were renamed or moved, and under which name they are known: new to old.
    pub renamed: BTreeMap<Project, Project>,
    /// Who holds which role.
    pub roles: BTreeMap<Role, Vec<Named>>,
    /// How votes are held.
    pub voting: Voting,
    /// What a template must contain.
    pub template: Template,
    /// The request types.
    pub processes: Vec<Process>,
    /// How follow-ups are brought to mind, and what a product's readiness is made of.
    pub duties: Duties,
    /// How merge requests are judged.
    pub gate: GateRules,
    /// How releases are made.
    pub release: ReleaseRules,
    /// Money, by year.
    pub budgets: BTreeMap<i16, Budget>,
    /// Budget freezes of members.
    pub freezes: Vec<Freeze>,
    /// Working days and zone.
    pub calendar: Calendar,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
}

/// A role that accounts may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Operational management: labels, triage, follow-ups.
    Operations,
    /// Community management.
    Community,
    /// Release managers.
    Releases,
    /// The technical committee.
    Technical,
    /// Contacts for security matters.
    Security,
    /// Auditors.
    Audit,
}

impl Role {
    /// All roles, by their keys in `[roles]`.
    pub const ALL: [(&'static str, Self); 6] = [
        ("operations", Self::Operations),
        ("community", Self::Community),
        ("releases", Self::Releases),
        ("technical", Self::Technical),
        ("security", Self::Security),
        ("audit", Self::Audit),
    ];

    /// Returns the role's key in `[roles]`.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(key, _)| key)
    }
}

/// An account as the governance file names it: by name alone, or pinned to forge and number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Named {
    /// The forge's id; `None` means the forge of the partnership's projects.
    pub forge: Option<String>,
    /// The forge's number of the account, where the file pins it.
    pub id: Option<u64>,
    /// The account name.
    pub name: String,
}

/// A member of the partnership: the voter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Its name.
    pub name: String,
    /// Its weight, 1 unless the file says otherwise.
    pub weight: u64,
    /// Its yearly contribution in whole euros.
    pub contribution: u64,
    /// First day of its membership; `None` for always.
    pub since: Option<Date>,
    /// Last day of its membership; `None` for open.
    pub until: Option<Date>,
    /// The accounts that may speak for it.
    pub representatives: Vec<Named>,
}

/// What the share is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// All entitled members' weights.
    Entitled,
    /// Yes and no as cast; then a quorum is asked for as well.
    Cast,
}

/// Whether a vote may end before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EarlyClose {
    /// It never does.
    Never,
    /// When every member that is not recused has a counted ballot.
    AllVoted,
    /// When no outstanding ballot can change the result (only where ballots are final).
    Decided,
}

/// Which of several representatives' ballots counts for their member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Deputies {
    /// The last of any of them.
    #[default]
    Last,
    /// That of the highest-ranked one: the first in the order of the file who has a standing ballot.
    Ranked,
    /// Theirs where they agree; contradicting ones count as none until that is cleared.
    Unanimous,
}

/// How votes are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voting {
    /// What the share is a share of.
    pub base: Base,
    /// How much of the entitled weight must take part where the base is `cast`.
    pub quorum: Bar,
    /// Whether a vote opens by itself after the reading; otherwise operations open it.
    pub opens_by_itself: bool,
    /// How long the template lies open first.
    pub reading: Span,
    /// When votes open on a working day.
    pub open_time: Time,
    /// How long a vote lasts.
    pub voting: Span,
    /// When the last day ends.
    pub deadline_time: Time,
    /// Whether a deadline moves to a working day.
    pub deadline_on_working_day: bool,
    /// Whether a vote may end early.
    pub early_close: EarlyClose,
    /// Whether a ballot may be changed until the deadline.
    pub change: bool,
    /// Which of several representatives' ballots counts, where a ballot may be changed.
    pub deputies: Deputies,
    /// Whether comments count.
    pub comments: bool,
    /// Whether emoji count.
    pub emoji: bool,
    /// Emoji names by choice.
    pub yes: Vec<String>,
    /// Emoji names that mean no.
    pub no: Vec<String>,
    /// Emoji names that mean abstention.
    pub abstain: Vec<String>,
    /// Whether the share has to be reached by the contributions of the members as well.
    pub contributions: bool,
    /// After how many votes in a row without a ballot a member is reported; 0 for never.
    pub inactive_after: u32,
    /// Reminders before the deadline.
    pub reminders: Vec<Span>,
    /// Whether members may name proxies.
    pub proxy: bool,
    /// How many members one account may speak for besides its own, per ticket.
    pub proxies_per_account: u32,
    /// Whether a recused member stays in the base.
    pub recused_in_base: bool,
    /// Who looks on, and who may interrupt.
    pub oversight: Oversight,
}

/// What people have to say beside the ballots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oversight {
    /// Whether a result waits until a person has certified it.
    pub certified: bool,
    /// Whether the powerful acts of operations take a second account.
    pub four_eyes: bool,
    /// Whether the technical committee is heard.
    pub opinion: Opinion,
    /// How many members have to ask for a discussion to put a vote off; `None` where that is only noted.
    pub pauses_at: Option<u32>,
}

/// Whether the technical committee is heard before a vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Opinion {
    /// It is not.
    #[default]
    None,
    /// The vote note says whether it was.
    Advisory,
    /// No vote opens before.
    Required,
}

/// What a decision template must contain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Headings, any level.
    pub headings: Vec<String>,
    /// The word that begins the line naming a contact; empty if none is asked for.
    pub contact: String,
    /// Which rows of its table name which costs.
    pub amounts: Amounts,
}

/// What becomes of cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cents {
    /// An amount with cents is refused.
    #[default]
    Refuse,
    /// It is rounded up to the next whole euro.
    RoundUp,
}

/// Which rows of a template's table name which costs; the words of their first cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Of what it costs once.
    pub one_off: Vec<String>,
    /// Of its upkeep each year.
    pub upkeep: Vec<String>,
    /// Of the community's effort each year.
    pub community: Vec<String>,
    /// Whether a template without these rows is incomplete.
    pub required: bool,
    /// What becomes of cents.
    pub cents: Cents,
}

/// Whether a rejected request may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resubmission {
    /// It may.
    Allowed,
    /// It may not, ever.
    Never,
}

/// A pot of the yearly budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pot {
    /// For jointly funded development.
    Joint,
    /// For upkeep and security.
    Maintenance,
}

impl Pot {
    /// Both pots with their keys.
    pub const ALL: [(&'static str, Self); 2] = [("joint", Self::Joint), ("maintenance", Self::Maintenance)];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, pot)| *pot == self).map_or("", |(key, _)| key)
    }
}

/// Whose contracts a decision asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contracts {
    /// Nobody's.
    None,
    /// Every member's.
    All,
    /// Those of the subgroup.
    Subgroup,
}

/// A request type: its label and its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: ProcessId,
    /// The label that puts a ticket under it.
    pub label: String,
    /// What has to be reached; `None` where no vote is held.
    pub approval: Option<Bar>,
    /// How much weight of no it takes to reject where silence consents; `None` where a share decides. The approval is
    /// then a share of nothing.
    pub silence: Option<u64>,
    /// Whether its subgroup alone votes; otherwise all members do.
    pub subgroup_alone: bool,
    /// Its own base, where it has one.
    pub base: Option<Base>,
    /// Its own quorum, where it has one.
    pub quorum: Option<Bar>,
    /// Whether a rejected request may come again.
    pub resubmission: Resubmission,
    /// The pot it draws on.
    pub budget: Option<Pot>,
    /// Whose contracts it asks for.
    pub contracts: Contracts,
    /// Duties after a positive decision.
    pub follow_ups: Vec<String>,
    /// Whether every subgroup member has to confirm its share before the vote opens.
    pub commitments: bool,
    /// What must be done before the vote opens.
    pub requires: Vec<String>,
    /// Of which process it wants an accepted request for all, once that is ready.
    pub admits: Option<ProcessId>,
    /// The label that makes a ticket confidential.
    pub confidential_label: Option<String>,
    /// How many members' objections make the classification disputed; 0 for never.
    pub objections: u32,
}

/// What is asked after a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duties {
    /// How often operations are reminded of open follow-ups; no time at all for never.
    pub remind: Span,
    /// The items of a product's readiness.
    pub checklist: Vec<String>,
}

/// Whether votum merges by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Merging {
    /// votum merges what is cleared, green and mergeable.
    Automatic,
    /// A release manager asks for it with `/vote merge`.
    OnCommand,
    /// People merge.
    Off,
}

/// How merge requests are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateRules {
    /// Whether votum merges by itself.
    pub merge: Merging,
    /// How many reviews are asked for.
    pub reviews: u32,
    /// Glob patterns; `*` does not cross `/`.
    pub exempt_paths: Vec<String>,
    /// Labels that exempt, set by operations or release managers.
    pub exempt_labels: Vec<String>,
    /// Gated branches beside each project's default branch.
    pub branches: Vec<String>,
    /// Follow-ups that must be done before merging.
    pub requires: Vec<String>,
    /// Glob patterns of paths that only an accepted ticket of the process `change` may touch.
    pub protected: Vec<String>,
    /// When votum merges; always where there is none.
    pub windows: Vec<Window>,
}

/// The money of one year, in whole euros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// For jointly funded development.
    pub joint: Option<i64>,
    /// For upkeep and security.
    pub maintenance: Option<i64>,
    /// The most that one request may cost.
    pub cap_per_request: Option<i64>,
    /// Whether a request over the cap is refused (`true`) or only warned about.
    pub over_cap_refuses: bool,
    /// The last day on which the joint pot may be committed.
    pub spend_by: Option<Date>,
    /// From which share on the light is yellow.
    pub yellow_from: Bar,
    /// From which share on the light is red.
    pub red_from: Bar,
}

impl Budget {
    /// Returns the size of a pot.
    #[must_use]
    pub fn size(&self, pot: Pot) -> Option<i64> {
        match pot {
            Pot::Joint => self.joint,
            Pot::Maintenance => self.maintenance,
        }
    }
}

/// A member that may not commit money for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// The member.
    pub member: MemberId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Its kind, as the file names it.
    pub kind: String,
    /// What it does to votes on joint money.
    pub effect: FreezeEffect,
}

/// What a freeze does to votes on joint money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FreezeEffect {
    /// The member votes, and its contract rests.
    #[default]
    ContractRests,
    /// The member is not among the electorate of a vote that opens meanwhile.
    LeavesBase,
    /// No vote opens meanwhile.
    Defer,
}

impl Rules {
    /// Returns all projects that the rules are about, those with tickets first.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.tickets.iter().chain(&self.upstream)
    }

    /// Says whether they are about a project.
    #[must_use]
    pub fn governs(&self, project: &Project) -> bool {
        self.projects().any(|governed| governed == project)
    }

    /// Returns the process with this id.
    #[must_use]
    pub fn process(&self, id: &str) -> Option<&Process> {
        self.processes.iter().find(|process| process.id == id)
    }

    /// Returns the member with this id.
    #[must_use]
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Finds the member that people mean by `text`: its id or name, whatever the case, umlauts spelt either way.
    #[must_use]
    pub fn member_called(&self, text: &str) -> Option<&Member> {
        let wanted = fold(text);
        self.members.iter().find(|member| fold(&member.id) == wanted || fold(&member.name) == wanted)
    }

    /// Returns the freezes with an effect that hold on a day for votes of this process: those on joint money.
    pub fn freezes_on<'a>(
        &'a self,
        process: &'a Process,
        effect: FreezeEffect,
        day: Date,
    ) -> impl Iterator<Item = &'a Freeze> {
        let joint = process.budget == Some(Pot::Joint);
        let holds = move |freeze: &&Freeze| freeze.effect == effect && freeze.from <= day && day <= freeze.until;
        self.freezes.iter().filter(move |_| joint).filter(holds)
    }

    /// Returns when a vote that is ready at `ready` may open: on the first working day on which no freeze defers it.
    #[must_use]
    pub fn opening_after_freezes(&self, process: &Process, ready: Timestamp) -> Timestamp {
        let mut at = ready;
        // Each freeze can defer once.
        for _ in 0..=self.freezes.len() {
            let deferring = self.freezes_on(process, FreezeEffect::Defer, self.calendar.day(at));
            let Some(last) = deferring.map(|freeze| freeze.until).max() else { break };
            let next = last.tomorrow().unwrap_or(last);
            at = self.calendar.at(self.calendar.working_day_from(next), self.voting.open_time);
        }
        at
    }

    /// Says whether `label` puts a ticket under a process.
    #[must_use]
    pub fn is_process_label(&self, label: &str) -> bool {
        self.processes.iter().any(|process| process.label == label)
    }

    /// Returns the name under which a project is known, where it was renamed to this one.
    #[must_use]
    pub fn known_as(&self, project: Project) -> Project {
        self.renamed.get(&project).cloned().unwrap_or(project)
    }

    /// Returns the same thread under the name by which its project is known.
    #[must_use]
    pub fn known_thread(&self, thread: Thread) -> Thread {
        Thread { project: self.known_as(thread.project), ..thread }
    }

    /// Says whether a project lies at that path: its own, or the one to which the rules say it was renamed.
    #[must_use]
    pub fn lies_at(&self, project: &Project, path: &str) -> bool {
        let moved = self.renamed.iter().filter(|(_, old)| *old == project).map(|(new, _)| new);
        moved.chain([project]).any(|at| at.path.eq_ignore_ascii_case(path))
    }

    /// Returns what the share is a share of in this process.
    #[must_use]
    pub fn base(&self, process: &Process) -> Base {
        process.base.unwrap_or(self.voting.base)
    }

    /// Returns the quorum of this process, asked for where its base is `cast`.
    #[must_use]
    pub fn quorum<'a>(&'a self, process: &'a Process) -> &'a Bar {
        process.quorum.as_ref().unwrap_or(&self.voting.quorum)
    }
}

/// Folds a name for comparison: lower case, `ä` as `ae`, `ß` as `ss`, hyphens and dots as blanks.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

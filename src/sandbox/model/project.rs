// SPDX-License-Identifier: EUPL-1.2
//! A project with all that lies in it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::issue::Issue;
use super::merge_request::MergeRequest;
use super::milestone::Milestone;
use super::pipeline::Pipeline;
use crate::sandbox::hook::Receiver;

/// A project.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its number in the instance.
    pub id: u64,
    /// Its full path.
    pub path: String,
    /// The branch that merge requests go into by default.
    pub default_branch: String,
    /// The settings.
    pub settings: Settings,
    /// Access levels of the members, by account.
    pub members: BTreeMap<u64, u8>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Branch heads by name.
    pub branches: BTreeMap<String, String>,
    /// Tags, oldest first.
    pub tags: Vec<Tag>,
    /// Releases, oldest first.
    pub releases: Vec<Release>,
    /// Milestones, oldest first.
    pub milestones: Vec<Milestone>,
    /// Pipelines, oldest first.
    pub pipelines: Vec<Pipeline>,
    /// Protected branches, by name or wildcard.
    pub protected_branches: Vec<ProtectedBranch>,
    /// Protected tags, by name or wildcard.
    pub protected_tags: Vec<ProtectedTag>,
    /// Deploy keys.
    pub deploy_keys: Vec<DeployKey>,
    /// Files that can be read raw, by path; the same at every commit.
    pub files: BTreeMap<String, String>,
    /// Receivers of webhooks.
    pub receivers: Vec<Receiver>,
    /// Issues by number.
    pub issues: BTreeMap<u64, Issue>,
    /// Merge requests by number.
    pub merge_requests: BTreeMap<u64, MergeRequest>,
    /// The number of the last issue, also of a deleted one.
    pub last_issue: u64,
    /// The project that it was forked from.
    pub forked_from: Option<u64>,
    /// What the page for a new issue is filled with.
    pub template: String,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Project {
    /// Returns the last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Returns the path without its last part.
    pub fn namespace(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(space, _)| space)
    }

    /// Finds a label.
    pub fn label(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == name)
    }

    /// Finds a tag.
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    /// Finds a milestone by its title.
    pub fn milestone(&self, title: &str) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.title == title)
    }

    /// Finds a release.
    pub fn release(&self, tag: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.tag == tag)
    }

    /// Finds the rules that protect a branch; a branch may fall under several, and the mildest counts.
    pub fn protection<'a>(&'a self, branch: &'a str) -> impl Iterator<Item = &'a ProtectedBranch> {
        self.protected_branches.iter().filter(move |rule| fits(&rule.name, branch))
    }
}

/// Says whether `name` fits a name in which `*` stands for anything.
pub fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    match last {
        None => rest.is_empty(),
        Some(part) => part.is_empty() || name.ends_with(part),
    }
}

/// The settings of a project that matter here.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are GitLab's own switches")]
pub struct Settings {
    /// Whether it can no longer be written.
    pub archived: bool,
    /// Whether pushes start pipelines.
    pub ci: bool,
    /// Whether there may be pipelines at all, those made of statuses from outside included.
    pub builds: bool,
    /// `merge`, `rebase_merge` or `ff`.
    pub merge_method: String,
    /// `never`, `always`, `default_on` or `default_off`.
    pub squash_option: String,
    /// Whether merging needs a green pipeline.
    pub pipeline_must_succeed: bool,
    /// Whether merging needs all threads resolved.
    pub threads_must_be_resolved: bool,
    /// Whether a skipped pipeline counts as a green one.
    pub skipped_is_green: bool,
    /// Whether its issues are closed by a merge that names them with a closing keyword.
    pub autoclose: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            archived: false,
            ci: false,
            builds: true,
            merge_method: "merge".into(),
            squash_option: "default_off".into(),
            pipeline_must_succeed: false,
            threads_must_be_resolved: false,
            skipped_is_green: false,
            autoclose: true,
        }
    }
}

/// A label.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its number in the instance.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// What it means.
    pub description: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// The message of an annotated tag; empty for a plain one.
    pub message: String,
    /// The tag object of an annotated tag, else the commit.
    pub target: String,
    /// The commit it stands at.
    pub commit: String,
    /// When it was set.
    pub at: Timestamp,
}

/// A release.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its number in the instance.
    pub id: u64,
    /// The tag it stands at.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// Its text, Markdown.
    pub description: String,
    /// Links that are listed with it: name and address.
    pub links: Vec<(String, String)>,
    /// The titles of its milestones.
    pub milestones: Vec<String>,
    /// Who published it.
    pub author: u64,
    /// When.
    pub at: Timestamp,
}

/// A rule that protects branches.
#[derive(Clone, Debug)]
pub struct ProtectedBranch {
    /// Its number in the instance.
    pub id: u64,
    /// A name or a wildcard.
    pub name: String,
    /// Who may push.
    pub push: Vec<Access>,
    /// Who may merge.
    pub merge: Vec<Access>,
    /// Whether those who may push may also rewrite it.
    pub force: bool,
    /// What a paid plan adds to the rule.
    pub paid: Paid,
}

/// What a paid plan adds to a rule that protects branches.
#[derive(Clone, Debug, Default)]
pub struct Paid {
    /// Whether code owners have to approve.
    pub code_owners: bool,
    /// Who may take the rule away, where it says so.
    pub unprotect: Vec<Access>,
}

/// A rule that protects tags.
#[derive(Clone, Debug)]
pub struct ProtectedTag {
    /// A name or a wildcard.
    pub name: String,
    /// Who may create such tags.
    pub create: Vec<Access>,
}

/// One entry of a protection rule.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its number in the instance.
    pub id: u64,
    /// The role that suffices; 0 for nobody.
    pub level: u8,
    /// The deploy key whose owner may, whatever their role.
    pub deploy_key: Option<u64>,
    /// The account that alone may, with a paid plan.
    pub user: Option<u64>,
}

/// A deploy key.
#[derive(Clone, Debug)]
pub struct DeployKey {
    /// Its number in the instance.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// The public key.
    pub key: String,
    /// Whether it may push.
    pub can_push: bool,
    /// The account that created it.
    pub owner: u64,
    /// When it was created.
    pub created_at: Timestamp,
}

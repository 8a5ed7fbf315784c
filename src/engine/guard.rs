// SPDX-License-Identifier: EUPL-1.2
//! How the gated branches are guarded, looked at again and again: a change is a fact, and a gap is a trouble.
//!
//! **Invariant:** nothing here mends anything. What a maintainer opens is written down, shown and counted until a
//! person closes it again.

use std::sync::PoisonError;

use super::{Done, Engine, Partnership};
use crate::domain::calendar::cut;
use crate::domain::fact::Fact;
use crate::domain::guard::{Found, Gap, Guard, Lock};
use crate::domain::ids::Project;
use crate::domain::rules::Merging;

impl Engine {
    /// Looks how every gated branch is guarded, and whether merges close tickets by themselves.
    pub(super) async fn look_after_guards(&self, partnership: &Partnership) -> Done<()> {
        let rules = partnership.rules();
        for project in &rules.upstream {
            let forge = self.forge(&project.forge)?;
            let (_, Some(default)) = (match self.settings_of(project).await {
                Some(settings) => settings,
                None => continue,
            }) else {
                continue;
            };
            let known = partnership.people.read().unwrap_or_else(PoisonError::into_inner).keys.get(project).cloned();
            let others = rules.gate.branches.iter().filter(|branch| **branch != default);
            let tags = rules.release.tags_of(project);
            for branch in std::iter::once(&default).chain(others) {
                match forge.guard(&project.path, branch, &tags).await {
                    Ok(Some(guard)) => {
                        let guard = Guard { key: known.as_ref().map(|(number, _)| *number), ..guard };
                        let merges = rules.gate.merge != Merging::Off;
                        self.note_guard(partnership, project, branch, guard.lock(), guard.gaps(merges)).await?;
                        tell(project, branch, &guard);
                    }
                    Ok(None) => self.no_such_branch(project, branch),
                    Err(refusal) => self.forge_refuses(&project.forge, &refusal.to_string()),
                }
            }
        }
        for project in &rules.tickets {
            if let Some((autoclose, _)) = self.settings_of(project).await {
                let gaps = if autoclose { vec![Gap::Autoclose] } else { Vec::new() };
                self.note_guard(partnership, project, "", Lock::None, gaps).await?;
            }
        }
        Ok(())
    }

    /// Reads whether merges close a project's tickets, and its default branch; a forge that does not say is a trouble.
    async fn settings_of(&self, project: &Project) -> Option<(bool, Option<String>)> {
        match self.forge(&project.forge).ok()?.project(&project.path).await {
            Ok(view) => view.map(|view| (view.autoclose, view.default_branch)),
            Err(refusal) => {
                self.forge_refuses(&project.forge, &refusal.to_string());
                None
            }
        }
    }

    /// Says that a branch of the rules is not there: nothing guards what it will be one day.
    fn no_such_branch(&self, project: &Project, branch: &str) {
        let sentence =
            format!("{project} has no branch {branch}; correct [gate] branches, or make and protect the branch.");
        if self.inner.health.trouble(&format!("guard {project} {branch}"), &sentence) {
            tracing::warn!("{sentence}");
        }
    }

    /// Writes down what differs from what was known, and puts gaps on the board.
    async fn note_guard(
        &self,
        partnership: &Partnership,
        project: &Project,
        branch: &str,
        lock: Lock,
        gaps: Vec<Gap>,
    ) -> Done<()> {
        let about = format!("guard {project} {branch}");
        let about = about.trim_end();
        if gaps.is_empty() {
            self.inner.health.well(about);
        } else {
            let listed: Vec<&str> = gaps.iter().map(|gap| sentence(*gap)).collect();
            let place = if branch.is_empty() { project.to_string() } else { format!("{branch} of {project}") };
            let sentence = format!("The protection of {place} has gaps. {} Run votum check.", listed.join(" "));
            if self.inner.health.trouble(about, &sentence) {
                tracing::warn!("{sentence}");
            }
        }
        let key = (project.clone(), branch.to_string());
        let known = partnership.people.read().unwrap_or_else(PoisonError::into_inner).guards.get(&key).cloned();
        let same = known.as_ref().is_some_and(|known| (known.lock, &known.gaps) == (lock, &gaps));
        let at = known.as_ref().filter(|_| same).map_or_else(|| cut(self.inner.clock.now()), |known| known.at);
        let found = Found::after(known.as_ref(), lock, gaps, at);
        self.compare_locks(project, branch, &found);
        if same {
            return Ok(());
        }
        let (gaps, branch) = (found.gaps.clone(), branch.to_string());
        let fact = Fact::Guarded { project: project.clone(), branch, lock, gaps, at };
        self.write_partnership(partnership, &[fact]).await?;
        partnership.people.write().unwrap_or_else(PoisonError::into_inner).guards.insert(key, found);
        Ok(())
    }

    /// Puts on the board that a lock is weaker than it was, until it is as good again or somebody takes it as it is.
    pub(super) fn compare_locks(&self, project: &Project, branch: &str, found: &Found) {
        if branch.is_empty() {
            return;
        }
        let labels = [("project", project.to_string()), ("branch", branch.to_string())];
        metrics::gauge!("votum_guard_weaker", &labels).set(if found.is_weaker() { 1.0 } else { 0.0 });
        let about = format!("lock {project} {branch}");
        if !found.is_weaker() {
            self.inner.health.well(&about);
            return;
        }
        let sentence = format!(
            "The lock of {branch} of {project} is weaker than it was: {} before, {} now. votum init sets it again; if it is \
             meant so, say votum locks take {project} {branch} REASON.",
            words(found.best),
            words(found.lock)
        );
        if self.inner.health.trouble(&about, &sentence) {
            tracing::warn!("{sentence}");
        }
    }
}

/// Counts what is missing, for the metrics.
#[expect(clippy::cast_precision_loss, reason = "there are ten gaps at most")]
fn tell(project: &Project, branch: &str, guard: &Guard) {
    let labels = [("project", project.to_string()), ("branch", branch.to_string())];
    metrics::gauge!("votum_guard_gaps", &labels).set(guard.gaps(true).len() as f64);
}

/// What a lock means, for those who run votum.
fn words(lock: Lock) -> &'static str {
    match lock {
        Lock::Key => "nobody but votum got in",
        Lock::Role => "only maintainers beside votum",
        Lock::Open => "developers or others that are named as well",
        Lock::Unseen | Lock::None => "votum may not see it",
    }
}

/// What a gap means, for those who run votum.
fn sentence(gap: Gap) -> &'static str {
    match gap {
        Gap::BranchOpen => "Developers may write to it past votum.",
        Gap::Foreign => "A deploy key that is not votum's, a person or a group may write to it past votum.",
        Gap::Direct => "Maintainers may push to it without a merge request.",
        Gap::Force => "Its history may be rewritten.",
        Gap::LockedOut => "votum's own account may not merge into it.",
        Gap::TagsOpen => "Others than maintainers may set release tags.",
        Gap::PipelinesOff => "Merging does not wait for the pipeline.",
        Gap::ThreadsOff => "Merging does not wait for open threads.",
        Gap::Autoclose => "Merges close tickets by themselves.",
        Gap::Unseen => "votum's account may not see it all; give it the role Maintainer.",
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! How the gated branches are guarded, looked at again and again: a change is a fact, and a gap is a trouble.
//!
//! **Invariant:** nothing here mends anything. What a maintainer opens is written down, shown and counted until a
//! person closes it again.

use std::sync::PoisonError;

use super::{Done, Engine, Partnership};
use crate::domain::calendar::cut;
use crate::domain::fact::Fact;
use crate::domain::guard::{Gap, Guard, Lock};
use crate::domain::ids::Project;
use crate::domain::rules::Merging;

impl Engine {
    /// Looks how every gated branch is guarded, and whether merges close tickets by themselves.
    pub(super) async fn look_after_guards(&self, partnership: &Partnership) -> Done<()> {
        let rules = &partnership.rules;
        for project in &rules.upstream {
            let forge = self.forge(&project.forge)?;
            let Some((_, Some(default))) = self.default_branch(project).await else { continue };
            let others = rules.gate.branches.iter().filter(|branch| **branch != default);
            for branch in std::iter::once(&default).chain(others) {
                match forge.guard(&project.path, branch).await {
                    Ok(Some(guard)) => {
                        let merges = rules.gate.merge != Merging::Off;
                        self.note_guard(partnership, project, branch, guard.lock(), guard.gaps(merges)).await?;
                        tell(project, branch, &guard);
                    }
                    Ok(None) => {}
                    Err(refusal) => self.forge_refuses(&project.forge, &refusal.to_string()),
                }
            }
        }
        for project in &rules.tickets {
            if let Some((autoclose, _)) = self.default_branch(project).await {
                let gaps = if autoclose { vec![Gap::Autoclose] } else { Vec::new() };
                self.note_guard(partnership, project, "", Lock::None, gaps).await?;
            }
        }
        Ok(())
    }

    /// Reads whether merges close a project's tickets, and its default branch.
    async fn default_branch(&self, project: &Project) -> Option<(bool, Option<String>)> {
        let view = self.forge(&project.forge).ok()?.project(&project.path).await.ok()??;
        Some((view.autoclose, view.default_branch))
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
        let found = (lock, gaps);
        let known = partnership.people.read().unwrap_or_else(PoisonError::into_inner).guards.get(&key).cloned();
        if known.as_ref() == Some(&found) {
            return Ok(());
        }
        let fact = Fact::Guarded {
            project: project.clone(),
            branch: branch.to_string(),
            lock,
            gaps: found.1.clone(),
            at: cut(self.inner.clock.now()),
        };
        self.write_partnership(partnership, &[fact]).await?;
        partnership.people.write().unwrap_or_else(PoisonError::into_inner).guards.insert(key, found);
        Ok(())
    }
}

/// Counts what is missing, for the metrics.
#[expect(clippy::cast_precision_loss, reason = "there are ten gaps at most")]
fn tell(project: &Project, branch: &str, guard: &Guard) {
    let labels = [("project", project.to_string()), ("branch", branch.to_string())];
    metrics::gauge!("votum_guard_gaps", &labels).set(guard.gaps(true).len() as f64);
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

// SPDX-License-Identifier: EUPL-1.2
//! Where the projects of the rules lie: pinned to the forge's numbers once, and found again by them.
//!
//! **Invariant:** the name by which the rules first knew a project stays its name in the journal. Renamed or moved, it is
//! read and written by its number; a project that takes its old path is another one, and so is nobody's.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use super::{Done, Engine, Partnership};
use crate::domain::fact::Fact;
use crate::domain::ids::Project;
use crate::forge::ProjectView;

impl Engine {
    /// Takes up again which numbers the journal knows.
    pub(super) fn find_again(&self, partnership: &Partnership) {
        let located = partnership.people.read().unwrap_or_else(PoisonError::into_inner).located.clone();
        for (project, number) in located {
            self.note_place(&project, number);
        }
    }

    /// Asks the forges for the numbers of the projects that are not known yet; returns whether none is missing.
    pub(super) async fn locate(&self, partnership: &Partnership) -> Done<bool> {
        let mut complete = true;
        let mut doubled = false;
        for project in &projects(partnership) {
            let located = partnership.people.read().unwrap_or_else(PoisonError::into_inner).located.clone();
            if located.contains_key(project) {
                continue;
            }
            let view = match self.forge(&project.forge)?.project(&project.path).await {
                Ok(Some(view)) => view,
                Ok(None) => {
                    self.report_project(partnership, project, None);
                    complete = false;
                    continue;
                }
                Err(refusal) => {
                    self.forge_refuses(&project.forge, &refusal.to_string());
                    complete = false;
                    continue;
                }
            };
            let same = |(known, number): &(&Project, &u64)| known.forge == project.forge && **number == view.id;
            if let Some((known, _)) = located.iter().find(same) {
                self.report_doubled(project, known);
                partnership.people.write().unwrap_or_else(PoisonError::into_inner).doubled = true;
                (complete, doubled) = (false, true);
                continue;
            }
            let fact = Fact::Located { project: project.clone(), number: view.id };
            self.write_partnership(partnership, &[fact]).await?;
            let mut people = partnership.people.write().unwrap_or_else(PoisonError::into_inner);
            people.located.insert(project.clone(), view.id);
            drop(people);
            self.note_place(project, view.id);
        }
        partnership.people.write().unwrap_or_else(PoisonError::into_inner).doubled = doubled;
        Ok(complete)
    }

    fn note_place(&self, project: &Project, number: u64) {
        self.inner.places.note(project, number);
        if let Some(forge) = self.inner.forges.get(&project.forge) {
            forge.locate(&project.path, number);
        }
    }

    /// Looks whether every project still lies where the rules say and can be written, and reports those that do not.
    pub(super) async fn look_after_projects(&self, partnership: &Partnership) -> Done<()> {
        for project in &projects(partnership) {
            match self.forge(&project.forge)?.project(&project.path).await {
                Ok(view) => self.report_project(partnership, project, view.as_ref()),
                Err(refusal) => self.forge_refuses(&project.forge, &refusal.to_string()),
            }
        }
        Ok(())
    }

    fn report_project(&self, partnership: &Partnership, project: &Project, view: Option<&ProjectView>) {
        let located = partnership.people.read().unwrap_or_else(PoisonError::into_inner).located.get(project).copied();
        let sentence = match (view, located) {
            (None, Some(number)) => format!(
                "The project {project} cannot be read; check the rights of votum's account. votum knows it by its number \
                 {number}: one that was deleted and made anew is another project."
            ),
            (None, None) => format!(
                "The project {project} cannot be read; check its path in the rules and the rights of votum's account."
            ),
            (Some(view), _) if view.archived => format!(
                "The project {project} is archived: votum still counts, but can write nothing there. Open votes and their \
                 deadlines go on; notes wait until it is unarchived."
            ),
            (Some(view), _) if !partnership.rules().lies_at(project, &view.path) => format!(
                "The project {project} was renamed to {new}. votum follows it by its number, and its votes go on under \
                 their old name. Leave the old path in the rules and add renamed = {{ \"{project}\" = \"{forge}:{new}\" }} \
                 to [projects], so that references by the new path are understood.",
                new = view.path,
                forge = project.forge,
            ),
            (Some(_), _) => {
                self.inner.health.well(&format!("project {project}"));
                return;
            }
        };
        if self.inner.health.trouble(&format!("project {project}"), &sentence) {
            tracing::warn!("{sentence}");
        }
    }

    fn report_doubled(&self, project: &Project, known: &Project) {
        let sentence = format!(
            "The project {project} of the rules is the one that the journal knows as {known}. Nothing is taken in until the \
             rules name it {known} again and say renamed = {{ \"{known}\" = \"{project}\" }} under [projects]: its votes \
             would be held twice otherwise."
        );
        if self.inner.health.trouble(&format!("project {project}"), &sentence) {
            tracing::error!("{sentence}");
        }
    }

    /// Says whether a project cannot be written for now because it is archived.
    pub(super) async fn rests(&self, project: &Project) -> bool {
        let Ok(forge) = self.forge(&project.forge) else { return false };
        let Ok(Some(view)) = forge.project(&project.path).await else { return false };
        if let Some(partnership) = self.partnership_of(project) {
            self.report_project(partnership, project, Some(&view));
        }
        view.archived
    }
}

/// Returns all projects that the rules name.
pub(super) fn projects(partnership: &Partnership) -> BTreeSet<Project> {
    partnership.rules().projects().cloned().collect()
}

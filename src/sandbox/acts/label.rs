// SPDX-License-Identifier: EUPL-1.2
//! Labels of projects, and labels set and removed.

use crate::sandbox::model::project::Label;
use crate::sandbox::model::talk::{LabelEvent, Spot};
use crate::sandbox::state::State;

/// Which labels are to change.
#[derive(Clone, Debug, Default)]
pub struct Relabel {
    /// The whole new list, if it is to be replaced.
    pub all: Option<Vec<String>>,
    /// Labels to add.
    pub add: Vec<String>,
    /// Labels to remove.
    pub remove: Vec<String>,
}

impl State {
    /// Finds a label of a project, or creates it.
    pub fn ensure_label(&mut self, project: u64, name: &str) -> u64 {
        if let Some(label) = self.project(project).label(name) {
            return label.id;
        }
        let (id, created_at) = (self.next("label"), self.now());
        let label = Label { id, name: name.into(), color: "#6699cc".into(), description: None, created_at };
        self.project_mut(project).labels.push(label);
        id
    }

    /// Changes the labels of a place and its record; the labels before come back if anything changed.
    pub fn set_labels(&mut self, spot: Spot, by: u64, change: &Relabel) -> Option<Vec<String>> {
        let before = self.talk(spot)?.labels.clone();
        let mut after = change.all.clone().unwrap_or_else(|| before.clone());
        after.extend(change.add.iter().cloned());
        after.retain(|label| !label.is_empty() && !change.remove.contains(label));
        after.sort();
        after.dedup();
        let added: Vec<_> = after.iter().filter(|label| !before.contains(label)).cloned().collect();
        let removed: Vec<_> = before.iter().filter(|label| !after.contains(label)).cloned().collect();
        if added.is_empty() && removed.is_empty() {
            return None;
        }
        let at = self.now();
        let mut events = Vec::new();
        for (labels, added) in [(added, true), (removed, false)] {
            for label in labels {
                self.ensure_label(spot.project, &label);
                events.push(LabelEvent { id: self.next("label event"), user: by, label, added, at });
            }
        }
        let talk = self.talk_mut(spot)?;
        talk.labels = after;
        talk.label_events.extend(events);
        self.touch(spot);
        Some(before)
    }
}

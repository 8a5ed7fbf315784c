// SPDX-License-Identifier: EUPL-1.2
//! Presets: what the file gets where it is silent. What it writes always wins.
//!
//! **Invariant:** an absolute majority of a subgroup's request is one of all members in every preset, and silence
//! consents to nothing that has a share of its own.

use super::super::table::Table;
use crate::domain::rules::{Base, Process};
use crate::domain::share::Bar;

/// A preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preset {
    /// A share of all members.
    Kts,
    /// A share of the votes cast with a quorum, as the law of associations has it.
    Association,
    /// All members have to say yes.
    Unanimous,
    /// The share has to be reached by votes and by contributions.
    Double,
    /// Silence consents unless so many object.
    Objection,
}

const NAMES: [(&str, Preset); 5] = [
    ("kts", Preset::Kts),
    ("vereinsrecht", Preset::Association),
    ("einstimmig-umlauf", Preset::Unanimous),
    ("doppelmehrheit", Preset::Double),
    ("widerspruch", Preset::Objection),
];

impl Preset {
    /// Reads `preset`; `kts` where it is left out.
    pub(super) fn read(root: &mut Table<'_>) -> Self {
        root.read("preset", |value| value.one_of(&NAMES, &[])).unwrap_or(Self::Kts)
    }

    /// Returns its name in the file.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, preset)| *preset == self).map_or("", |(name, _)| name)
    }

    /// Returns what shares are shares of.
    pub(super) fn base(self) -> Base {
        if self == Self::Association { Base::Cast } else { Base::Entitled }
    }

    /// Returns whether the contributions have to reach the share as well.
    pub(super) fn contributions(self) -> bool {
        self == Self::Double
    }

    /// Returns how much weight of no rejects where silence consents; 0 where it never does.
    pub(super) fn objections(self) -> u64 {
        u64::from(self == Self::Objection)
    }

    /// Returns what a process has to reach that names no share of its own.
    pub(super) fn approval(self) -> Option<Bar> {
        (self == Self::Unanimous).then(|| Bar::parse(">= 100 %")).flatten()
    }

    /// Returns the base of a process where neither it nor `[voting]` names one and the preset's own does not fit it.
    pub(super) fn base_of(self, process: &Process) -> Option<Base> {
        let absolute = process.approval.as_ref().is_some_and(Bar::is_more_than_half);
        (self.base() == Base::Cast && process.commitments && absolute).then_some(Base::Entitled)
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Stories: what a person would notice, told from beginning to end.

mod admission;
mod ballots;
mod commands;
mod comments;
mod deliveries;
mod deputies;
mod duties;
mod ends;
mod faults;
mod finality;
mod freezes;
mod gate;
mod guarding;
mod joint;
mod labels;
mod lanes;
mod laws;
mod letters;
mod lifecycle;
mod meetings;
mod merging;
mod money;
mod oversight;
mod presets;
mod proxies;
mod releases;
mod reminders;
mod renames;
mod replicas;
mod restarts;
mod results;
mod secrecy;
mod templates;
mod times;
mod whole_way;

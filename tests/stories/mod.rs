// SPDX-License-Identifier: EUPL-1.2
//! Stories: what a person would notice, told from beginning to end.

mod ballots;
mod commands;
mod comments;
mod deliveries;
mod deputies;
mod duties;
mod ends;
mod faults;
mod finality;
mod gate;
mod joint;
mod labels;
mod lanes;
mod laws;
mod lifecycle;
mod merging;
mod money;
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

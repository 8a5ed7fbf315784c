// SPDX-License-Identifier: EUPL-1.2
//! Stories: what a person would notice, told from beginning to end.

mod ballots;
mod comments;
mod deliveries;
mod deputies;
mod ends;
mod faults;
mod gate;
mod joint;
mod labels;
mod laws;
mod merging;
mod money;
mod presets;
mod proxies;
mod releases;
mod restarts;
mod results;
mod secrecy;
mod templates;
mod times;
mod whole_way;

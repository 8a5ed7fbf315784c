// SPDX-License-Identifier: EUPL-1.2
//! Stories: what a person would notice, told from beginning to end.

mod joint;

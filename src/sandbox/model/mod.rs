// SPDX-License-Identifier: EUPL-1.2
//! What a forge consists of: accounts, projects, their git history, issues, merge requests and what is said there.
//!
//! **Invariant:** these are plain values; only `acts` changes them, and every change that GitLab tells its
//! webhooks about is told there as well.

pub mod account;
pub mod git;
pub mod issue;
pub mod merge_request;
pub mod milestone;
pub mod pipeline;
pub mod project;
pub mod talk;

// SPDX-License-Identifier: EUPL-1.2
//! The sandbox behaves as GitLab does, where votum relies on it.

mod client;
mod contract;
mod fault;
mod hook;
mod merge;
mod note;
mod pages;
mod world;

// SPDX-License-Identifier: EUPL-1.2
//! The register: its pages in both languages, its data, its problems, and what it must never show.

mod content;
mod data;
mod pages;
mod problems;
mod world;

// SPDX-License-Identifier: EUPL-1.2
//! What votum says: read as people read it, kept inert whatever users write, and complete in both languages.

mod catalogue;
pub mod laws;
mod notes;
mod result;
mod vote;
mod words;
mod world;

// SPDX-License-Identifier: EUPL-1.2
//! The front door: a webhook is authenticated, kept durably and answered; what it hints at is read later.
//!
//! **Invariant:** a hook never acts. Reading a payload is pure, and what it yields is a hint of where to look, never a
//! fact.

pub mod door;
pub mod gitlab;
pub mod hint;
pub mod places;
pub mod signature;

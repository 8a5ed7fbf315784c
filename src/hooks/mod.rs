// SPDX-License-Identifier: EUPL-1.2
//! The front door.
pub mod door;
pub mod gitlab;
pub mod hint;
pub mod signature;

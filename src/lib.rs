// SPDX-License-Identifier: EUPL-1.2
//! votum.
pub mod clock;
pub mod config;
pub mod domain;
pub mod forge;
pub mod hooks;
pub mod sandbox;
pub mod say;
pub mod store;

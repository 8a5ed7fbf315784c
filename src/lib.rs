// SPDX-License-Identifier: EUPL-1.2
//! votum.
pub mod clock;
pub mod config;
pub mod domain;
pub mod engine;
pub mod forge;
pub mod health;
pub mod hooks;
pub mod sandbox;
pub mod say;
pub mod store;

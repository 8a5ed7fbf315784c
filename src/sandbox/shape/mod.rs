// SPDX-License-Identifier: EUPL-1.2
//! The JSON shapes of the REST answers and of the webhooks.

pub mod change;
pub mod entry;
pub mod payload;
pub mod repository;
pub mod thread;

use jiff::Timestamp;

/// Writes an instant as REST answers do: ISO 8601, UTC, milliseconds.
pub fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Writes an instant as webhooks do: `2015-05-17 18:08:09 UTC`.
pub fn spelled(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

// SPDX-License-Identifier: EUPL-1.2
//! The hash chain over the journal: hash = SHA-256(previous hash ‖ bytes).
//!
//! **Invariant:** the chain runs over the exact bytes that are stored, so verifying needs no knowledge of what they
//! mean; a changed, missing, added or reordered entry breaks it from there on.

use sha2::{Digest, Sha256};

/// A link of the chain.
pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const START: Hash = [0; 32];

/// Returns the hash of the entry `bytes` that follows `previous`.
#[must_use]
pub fn link(previous: &Hash, bytes: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(bytes);
    hash.finalize().into()
}

/// Returns the SHA-256 of a text in hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Writes bytes in hexadecimal, lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

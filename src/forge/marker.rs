// SPDX-License-Identifier: EUPL-1.2
//! The hidden marker that makes a note of votum's findable, so that writing it can be repeated safely.
//!
//! **Invariant:** a marker counts only in a note of the bot's own account; its value is an HMAC over the note's
//! key, so nobody can make the bot adopt a note by copying text of another installation.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Makes and recognises markers of one installation.
#[derive(Clone)]
pub struct Marker {
    secret: [u8; 32],
}

impl Marker {
    /// Returns the marker-maker of the installation that owns `secret`.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// Returns the invisible line that a note with this key carries.
    #[must_use]
    pub fn of(&self, key: &str) -> String {
        format!("<!-- votum:{} -->", self.word(key))
    }

    /// Returns the word by which a commit with this key is found again.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes keys of any length");
        mac.update(key.as_bytes());
        hex::encode(&mac.finalize().into_bytes()[..16])
    }

    /// Says whether `body` carries the marker of `key`.
    #[must_use]
    pub fn is_in(&self, key: &str, body: &str) -> bool {
        body.contains(&self.of(key))
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Whether a delivery comes from where it says, and the key by which a repeated one is known.
//!
//! GitLab proves itself in two ways: by a secret in clear (`X-Gitlab-Token`), and since 19.0 by a signature over
//! the body after Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Several secrets may
//! stand side by side while one replaces the other.
//!
//! **Invariant:** without a configured secret nothing is authentic; where both ways are configured, both must hold;
//! secrets are compared in constant time and no text shows them.

use std::fmt;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// How far, in seconds, the instant of a signature may lie from now, in both directions.
pub const WINDOW: i64 = 5 * 60;
/// How many signatures of one delivery are looked at.
pub const SIGNATURES_MAX: usize = 16;
/// How many characters a delivery's own key may have.
pub const KEY_MAX: usize = 128;

/// Standard base64, with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key of Standard Webhooks: the bytes behind `whsec_`.
#[derive(Clone)]
pub struct SigningKey(SecretSlice<u8>);

impl SigningKey {
    /// Reads `whsec_<base64>`; `None` for anything else and for an empty key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64.decode(text.trim().strip_prefix("whsec_")?).ok()?;
        (!bytes.is_empty()).then(|| Self(bytes.into()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// The secrets that a delivery must know.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// Accepted values of `X-Gitlab-Token`: any one fits.
    pub tokens: Vec<SecretString>,
    /// Accepted keys of signatures: any one fits.
    pub signing: Vec<SigningKey>,
}

/// Why a delivery is not let in; for tests and counters, never for the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// No secret is configured.
    #[error("no secret is configured")]
    Unconfigured,
    /// A token is configured and none came, or a wrong one.
    #[error("wrong or missing token")]
    Token,
    /// A signature is configured and one of its three headers is missing or unreadable.
    #[error("missing or unreadable signature headers")]
    Unsigned,
    /// The signature's instant lies more than [`WINDOW`] from now.
    #[error("signature too old or from the future")]
    Stale,
    /// No signature fits any key.
    #[error("wrong signature")]
    Signature,
}

impl Secrets {
    /// Says whether a delivery with these headers and this raw body is authentic at `now` (UTC).
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn admit(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Stranger> {
        if self.tokens.is_empty() && self.signing.is_empty() {
            return Err(Stranger::Unconfigured);
        }
        if !self.tokens.is_empty() && !self.knows(headers) {
            return Err(Stranger::Token);
        }
        if !self.signing.is_empty() {
            self.signed(headers, body, now)?;
        }
        Ok(())
    }

    /// Compares digests of the tokens, so that neither length nor content shows in the time it takes.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let Some(given) = headers.get("x-gitlab-token") else { return false };
        let given = Sha256::digest(given.as_bytes());
        let fits = |token: &SecretString| {
            let known = !token.expose_secret().is_empty();
            Choice::from(u8::from(known)) & Sha256::digest(token.expose_secret()).ct_eq(&given)
        };
        self.tokens.iter().map(fits).fold(Choice::from(0), |any, one| any | one).into()
    }

    fn signed(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Stranger> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Stranger::Unsigned);
        let (id, at, list) = (text("webhook-id")?, text("webhook-timestamp")?, text("webhook-signature")?);
        let instant: i64 = at.parse().map_err(|_| Stranger::Unsigned)?;
        if now.as_second().abs_diff(instant) > WINDOW.unsigned_abs() {
            return Err(Stranger::Stale);
        }
        let given: Vec<_> = list
            .split_ascii_whitespace()
            .filter_map(|signature| signature.strip_prefix("v1,"))
            .take(SIGNATURES_MAX)
            .filter_map(|signature| BASE64.decode(signature).ok())
            .collect();
        for key in &self.signing {
            let mut mac = Hmac::<Sha256>::new_from_slice(key.0.expose_secret()).expect("HMAC takes keys of any length");
            for part in [id.as_bytes(), b".", at.as_bytes(), b".", body] {
                mac.update(part);
            }
            if given.iter().any(|signature| mac.clone().verify_slice(signature).is_ok()) {
                return Ok(());
            }
        }
        Err(Stranger::Signature)
    }
}

/// Returns the key of a delivery, equal for a repeated one: `webhook-id` or `Idempotency-Key` where it is short and
/// plain, else the digest of the body.
///
/// `X-Gitlab-Event-UUID` names the event and not the delivery (all hooks of an event share it), and
/// `X-Gitlab-Webhook-UUID` is new with every attempt; neither serves.
#[must_use]
pub fn delivery_key(headers: &HeaderMap, body: &[u8]) -> String {
    let plain = |key: &str| {
        let byte = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
        (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(byte)
    };
    ["webhook-id", "idempotency-key"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok().filter(|key| plain(key)).map(str::to_owned))
        .unwrap_or_else(|| format!("sha256:{}", hex::encode(Sha256::digest(body))))
}

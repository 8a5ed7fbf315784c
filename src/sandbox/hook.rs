// SPDX-License-Identifier: EUPL-1.2
//! Webhooks: who receives them, what is sent, how it is signed.
//!
//! As at GitLab nothing is ever sent twice by itself, and a failed delivery is only written down.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// A webhook to be set up at a project; it receives every kind of event.
#[derive(Clone, Debug, Default)]
pub struct Hook {
    /// Where deliveries go.
    pub url: String,
    /// The secret that is sent along as `X-Gitlab-Token`.
    pub token: Option<String>,
    /// The secret that deliveries are signed with, `whsec_` and the base64 of 32 bytes.
    pub signing_token: Option<String>,
}

/// A webhook as the project keeps it.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Its number in the instance.
    pub id: u64,
    /// Where it goes and with which secrets.
    pub hook: Hook,
    /// Which events it receives, by GitLab's option name.
    pub events: BTreeMap<&'static str, bool>,
    /// When it was set up.
    pub created_at: Timestamp,
    /// Whether it was stopped, as GitLab does after many failures.
    pub stopped: bool,
}

/// GitLab's kinds of events: the header and the option that switches them on.
pub const KINDS: [(&str, &str); 10] = [
    ("Push Hook", "push_events"),
    ("Tag Push Hook", "tag_push_events"),
    ("Issue Hook", "issues_events"),
    ("Confidential Issue Hook", "confidential_issues_events"),
    ("Note Hook", "note_events"),
    ("Confidential Note Hook", "confidential_note_events"),
    ("Merge Request Hook", "merge_requests_events"),
    ("Emoji Hook", "emoji_events"),
    ("Pipeline Hook", "pipeline_events"),
    ("Release Hook", "releases_events"),
];

/// One message to one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Where it goes.
    pub url: String,
    /// Its headers, in order.
    pub headers: Vec<(String, String)>,
    /// Its body, JSON.
    pub body: String,
    /// The webhook that it belongs to.
    pub hook_id: u64,
    /// The secret that it is signed with.
    pub(super) signing_token: Option<String>,
}

impl Delivery {
    /// Finds a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Returns the value of `X-Gitlab-Event`.
    #[must_use]
    pub fn event(&self) -> &str {
        self.header("X-Gitlab-Event").unwrap_or_default()
    }

    /// Returns the same message, signed as if it were sent at `now`; unchanged where no signing token is set.
    #[must_use]
    pub fn signed_at(mut self, now: Timestamp) -> Self {
        let Some(secret) = &self.signing_token else { return self };
        let id = self.header("Idempotency-Key").unwrap_or_default().to_owned();
        let seconds = now.as_second().to_string();
        let signature = sign(secret, &id, &seconds, &self.body);
        self.headers.retain(|(key, _)| !key.starts_with("webhook-"));
        self.headers.push(("webhook-id".into(), id));
        self.headers.push(("webhook-timestamp".into(), seconds));
        self.headers.push(("webhook-signature".into(), signature));
        self
    }
}

/// Computes `v1,<base64 HMAC-SHA256 over id.seconds.body>`; the key is what stands in base64 after `whsec_`.
fn sign(secret: &str, id: &str, seconds: &str, body: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret)).unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of every length");
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The webhook that it belongs to.
    pub hook_id: u64,
    /// Its `Idempotency-Key`.
    pub id: String,
    /// The value of `X-Gitlab-Event`.
    pub event: String,
    /// The HTTP status that the receiver answered; 0 where it did not.
    pub status: u16,
    /// When it was sent.
    pub at: Timestamp,
}

// SPDX-License-Identifier: EUPL-1.2
//! Secrets, which the settings never hold but point to: `env:NAME` or `file:PATH`.
//!
//! **Invariant:** no fault, warning or debug print shows a secret, nor what stands where a reference belongs: that
//! may be a secret somebody pasted.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

use super::value::Value;

/// Looks up an environment variable.
pub type Environment<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The largest secret, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Where references lead.
pub(super) struct Sources<'a> {
    /// The folder of `votum.toml`.
    pub(super) dir: &'a Path,
    /// The environment.
    pub(super) env: &'a Environment<'a>,
    /// Whether a secret that is not there is only worth a warning.
    pub(super) offline: bool,
}

/// What a reference led to.
pub(super) enum Found {
    /// The secret.
    Secret(SecretString),
    /// Nothing, which is good enough offline.
    Nothing,
}

impl Sources<'_> {
    /// Reads a reference and what it leads to.
    pub(super) fn secret(&self, value: &Value<'_>) -> Option<Found> {
        const REMEDY: &str = "write \"env:NAME\" or \"file:PATH\" and put the secret itself there";
        let Some(text) = value.raw_text() else { return value.wrong("\"env:NAME\" or \"file:PATH\"") };
        let found = match text.split_once(':') {
            Some(("env", name)) if is_variable(name) => (self.env)(name)
                .ok_or_else(|| (format!("the variable {name} is not set"), format!("set {name} in the environment"))),
            Some(("file", path)) if !path.trim().is_empty() => read(&self.dir.join(path.trim())).map_err(|why| {
                (format!("the file it names {why}"), "put the secret into that file beside votum.toml".to_owned())
            }),
            _ => {
                value.fault("is not a reference to a secret (it is not shown here, in case it is one)", REMEDY);
                return None;
            }
        };
        let found = found.and_then(|secret| match secret.trim_end_matches(['\n', '\r']) {
            "" => Err(("the secret it names is empty".to_owned(), "put the secret there".to_owned())),
            secret => Ok(SecretString::from(secret)),
        });
        match found {
            Ok(secret) => Some(Found::Secret(secret)),
            Err((what, _)) if self.offline => {
                value.warn(format!("{what}; offline that is good enough."));
                Some(Found::Nothing)
            }
            Err((what, remedy)) => {
                value.fault(what, remedy);
                None
            }
        }
    }

    /// Reads one reference or a list of them; `fits` says whether a secret has the shape it needs.
    pub(super) fn secrets(&self, value: &Value<'_>, fits: fn(&SecretString) -> bool) -> Vec<SecretString> {
        let items = if value.is_list() { value.items().unwrap_or_default() } else { Vec::new() };
        if value.is_list() && items.is_empty() {
            value.fault("is an empty list", "write at least one reference or leave the key out");
        }
        let one = (!value.is_list()).then_some(value);
        let mut secrets = Vec::new();
        for item in items.iter().chain(one) {
            let Some(Found::Secret(secret)) = self.secret(item) else { continue };
            if fits(&secret) {
                secrets.push(secret);
            } else {
                item.fault(
                    "the secret it names is not a signing token",
                    "put there what GitLab takes: whsec_ and the base64 of 32 bytes",
                );
            }
        }
        secrets
    }
}

/// Says whether a secret has the shape of a signing token: `whsec_` and the base64 of 32 bytes.
pub(super) fn is_signing_token(secret: &SecretString) -> bool {
    let key = secret.expose_secret().strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok());
    key.is_some_and(|key| key.len() == 32)
}

/// Says whether `name` is a variable as environments spell them; lower case is taken for a pasted secret.
fn is_variable(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    !name.is_empty() && name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn read(path: &Path) -> Result<String, String> {
    let file = File::open(path).map_err(|error| format!("cannot be opened ({})", error.kind()))?;
    let mut text = String::new();
    let read = file.take(LARGEST + 1).read_to_string(&mut text);
    match read {
        Ok(length) if length as u64 <= LARGEST => Ok(text),
        Ok(_) => Err("is larger than any secret".into()),
        Err(error) => Err(format!("cannot be read as text ({})", error.kind())),
    }
}

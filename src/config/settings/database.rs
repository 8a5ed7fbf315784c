// SPDX-License-Identifier: EUPL-1.2
//! Where votum stores: `[database]`.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::super::secret::{Found, Sources};
use super::super::table::Table;
use super::super::value::Value;

/// Where votum stores.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`, which may carry a password; empty where its reference was not there offline.
    pub url: SecretString,
}

impl Database {
    /// Returns the address, to connect with and never to print.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.expose_secret()
    }
}

/// Reads `[database]`.
pub(super) fn read(mut table: Table<'_>, sources: &Sources<'_>) -> Database {
    let url = table.read("url", |value| url(value, sources));
    table.end();
    Database { url: url.unwrap_or_else(|| placed("sqlite:votum.db", sources.dir).into()) }
}

fn url(value: &Value<'_>, sources: &Sources<'_>) -> Option<SecretString> {
    let Some(text) = value.raw_text().map(str::trim) else { return value.wrong("a text in quotes") };
    if text.starts_with("env:") || text.starts_with("file:") {
        return match sources.secret(value)? {
            Found::Secret(secret) if is_known(secret.expose_secret()) => {
                Some(placed(secret.expose_secret(), sources.dir).into())
            }
            Found::Secret(_) => refuse(value),
            Found::Nothing => Some(SecretString::default()),
        };
    }
    if !is_known(text) {
        return refuse(value);
    }
    if url::Url::parse(text).is_ok_and(|url| url.password().is_some()) {
        value.warn("carries a password; \"env:NAME\" or \"file:PATH\" keeps it out of this file.");
    }
    Some(placed(text, sources.dir).into())
}

fn refuse(value: &Value<'_>) -> Option<SecretString> {
    value.fault("is no database that votum knows", "write \"sqlite:votum.db\" or \"postgres://host/name\"");
    None
}

fn is_known(url: &str) -> bool {
    ["sqlite:", "postgres://", "postgresql://"].iter().any(|kind| url.len() > kind.len() && url.starts_with(kind))
}

/// Puts a relative file of `SQLite` beside `votum.toml`.
fn placed(url: &str, dir: &Path) -> String {
    let Some(path) = url.strip_prefix("sqlite:") else { return url.to_owned() };
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.starts_with('/') || path.starts_with(":memory:") || dir.as_os_str().is_empty() {
        return url.to_owned();
    }
    let dir = dir.to_string_lossy().replace('%', "%25").replace('?', "%3F");
    format!("sqlite:{}/{path}", dir.trim_end_matches('/'))
}

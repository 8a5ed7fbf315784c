// SPDX-License-Identifier: EUPL-1.2
//! The forges that votum serves and the secrets that open them: `[[forge]]` and `[[forge.project]]`.

use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

use super::super::fault::quote;
use super::super::secret::{Found, Sources, is_signing_token};
use super::super::table::Table;
use super::super::value::Value;
use super::new_id;
use super::server::{is_local, web_address};
use crate::domain::ids::Project;

/// How often votum asks a forge in a minute, unless the file says otherwise: gitlab.com lets an account ask 2,000 times.
const CALLS_PER_MINUTE: u32 = 1_200;

/// What a forge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ForgeKind {
    /// A GitLab.
    GitLab,
    /// GitHub or a GitHub Enterprise Server.
    GitHub,
}

/// A forge.
#[derive(Clone, Debug)]
pub struct Forge {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ForgeKind,
    /// Its address.
    pub url: Url,
    /// The token of votum's account; empty only where it was not there offline.
    pub token: SecretString,
    /// Secrets that a delivery may show; any one fits.
    pub webhook_tokens: Vec<SecretString>,
    /// Secrets that a delivery may be signed with; any one fits.
    pub signing_tokens: Vec<SecretString>,
    /// How often votum may ask it in a minute.
    pub calls_per_minute: u32,
    /// A bundle of further certificates to trust, in PEM.
    pub ca: Option<PathBuf>,
    /// Projects with secrets of their own.
    pub projects: Vec<ForgeProject>,
}

/// A project with secrets of its own.
#[derive(Clone, Debug)]
pub struct ForgeProject {
    /// Its path at the forge.
    pub path: String,
    /// In place of the forge's, where the file gives any.
    pub webhook_tokens: Option<Vec<SecretString>>,
    /// In place of the forge's, where the file gives any.
    pub signing_tokens: Option<Vec<SecretString>>,
}

/// The secrets that a delivery of one project is held against; each list that is not empty asks for a match.
#[derive(Clone, Copy, Debug)]
pub struct Secrets<'a> {
    /// Secrets to show.
    pub webhook: &'a [SecretString],
    /// Secrets to sign with.
    pub signing: &'a [SecretString],
}

impl Forge {
    /// Returns the secrets of the project at `path`: its own, and the forge's where it has none of a kind.
    #[must_use]
    pub fn secrets_of(&self, path: &str) -> Secrets<'_> {
        let own = self.projects.iter().find(|project| project.path.eq_ignore_ascii_case(path));
        Secrets {
            webhook: own.and_then(|own| own.webhook_tokens.as_deref()).unwrap_or(&self.webhook_tokens),
            signing: own.and_then(|own| own.signing_tokens.as_deref()).unwrap_or(&self.signing_tokens),
        }
    }
}

/// Reads all `[[forge]]`.
pub(super) fn read(root: &mut Table<'_>, sources: &Sources<'_>) -> Vec<Forge> {
    let tables = root.tables("forge");
    if tables.is_empty() {
        root.fault("forge", "is missing", "write a [[forge]] with id, kind, url and token");
    }
    let mut ids = Vec::new();
    tables.into_iter().filter_map(|table| forge(table, sources, &mut ids)).collect()
}

/// Reads one forge; one that has an id comes out even with faults, so that references to it find it.
fn forge(mut table: Table<'_>, sources: &Sources<'_>, ids: &mut Vec<String>) -> Option<Forge> {
    let id = table.need("id", "\"opencode\"", |value| new_id(value, ids));
    let kinds = [("gitlab", ForgeKind::GitLab), ("github", ForgeKind::GitHub)];
    let kind = table.need("kind", "\"gitlab\" or \"github\"", |value| value.one_of(&kinds, &[]));
    let kind = kind.unwrap_or(ForgeKind::GitLab);
    let url = table.need("url", "\"https://gitlab.opencode.de\"", |value| {
        let url = web_address(value)?;
        if url.scheme() == "http" && !is_local(&url) {
            value.warn("the token would travel without encryption.");
        }
        Some(url)
    });
    let token = table.need("token", "\"env:VOTUM_TOKEN\"", |value| sources.secret(value));
    let mut guarded = table.has("webhook_token") || table.has("signing_token");
    let webhook_tokens = tokens(&mut table, sources);
    let signing_tokens = signing(&mut table, sources, kind);
    let calls = table.read("calls_per_minute", |value| value.whole(1..=1_000_000));
    let calls_per_minute = calls.and_then(|calls| u32::try_from(calls).ok()).unwrap_or(CALLS_PER_MINUTE);
    let ca = table.read("ca", |value| certificates(value, sources));
    let mut projects: Vec<ForgeProject> = Vec::new();
    for project in table.tables("project") {
        guarded |= project.has("webhook_token") || project.has("signing_token");
        projects.extend(self::project(project, sources, kind, &projects));
    }
    if !guarded {
        table.fault(
            "webhook_token",
            "is missing, so that anybody could speak for this forge",
            "write webhook_token = \"env:VOTUM_WEBHOOK_TOKEN\" and give the forge the same secret",
        );
    }
    table.end();
    let url = url.unwrap_or_else(|| Url::parse("http://localhost").expect("a plain address is one"));
    let token = match token {
        Some(Found::Secret(token)) => token,
        Some(Found::Nothing) | None => SecretString::default(),
    };
    let webhook_tokens = webhook_tokens.unwrap_or_default();
    let signing_tokens = signing_tokens.unwrap_or_default();
    Some(Forge { id: id?, kind, url, token, webhook_tokens, signing_tokens, calls_per_minute, ca, projects })
}

fn project(
    mut table: Table<'_>,
    sources: &Sources<'_>,
    kind: ForgeKind,
    before: &[ForgeProject],
) -> Option<ForgeProject> {
    let path = table.need("path", "\"group/project\"", |value| {
        let path = value.text()?;
        if Project::parse(&format!("forge:{path}")).is_none() {
            value.fault(format!("{} is not the path of a project", quote(&path)), "write it as \"group/project\"");
            return None;
        }
        if before.iter().any(|other| other.path.eq_ignore_ascii_case(&path)) {
            value.fault(format!("{} is there twice", quote(&path)), "leave one of them out");
            return None;
        }
        Some(path)
    });
    let webhook_tokens = tokens(&mut table, sources);
    let signing_tokens = signing(&mut table, sources, kind);
    table.end();
    Some(ForgeProject { path: path?, webhook_tokens, signing_tokens })
}

fn tokens(table: &mut Table<'_>, sources: &Sources<'_>) -> Option<Vec<SecretString>> {
    table.read("webhook_token", |value| Some(sources.secrets(value, |_| true)))
}

fn signing(table: &mut Table<'_>, sources: &Sources<'_>, kind: ForgeKind) -> Option<Vec<SecretString>> {
    table.read("signing_token", |value| {
        if kind == ForgeKind::GitHub {
            value.fault("is a thing of GitLab", "leave it out; GitHub signs with webhook_token");
            return None;
        }
        Some(sources.secrets(value, is_signing_token))
    })
}

fn certificates(value: &Value<'_>, sources: &Sources<'_>) -> Option<PathBuf> {
    let path = sources.dir.join(value.text()?);
    let bundle = std::fs::read(&path).ok();
    let mark = b"-----BEGIN CERTIFICATE-----";
    if bundle.is_some_and(|bundle| bundle.windows(mark.len()).any(|window| window == mark)) {
        return Some(path);
    }
    if sources.offline {
        value.warn("the file is not there or holds no certificate; offline that is good enough.");
        return Some(path);
    }
    value.fault("the file is not there or holds no certificate", "put a bundle in PEM beside votum.toml");
    None
}

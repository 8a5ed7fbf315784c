// SPDX-License-Identifier: EUPL-1.2
//! Furnishing a GitLab: labels, webhooks, a template, settings, deploy key and protection.
//!
//! **Invariant:** a rule that is put in the place of another stands or is refused before the next step.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gitlab::api::common::path_escaped;
use gitlab::api::projects::Project;
use secrecy::ExposeSecret;

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::guard::{self, MAINTAINER, rules};
use super::project::{has_ci, seen};
use super::{GitLab, built, shape};
use crate::domain::chain;
use crate::domain::guard::Rule;
use crate::forge::Answer;
use crate::forge::setup::{Hook, HookView, Keeper, Key, Premises, Setting, Setup};

/// What votum listens to.
const EVENTS: [&str; 8] = [
    "push_events",
    "issues_events",
    "confidential_issues_events",
    "note_events",
    "confidential_note_events",
    "merge_requests_events",
    "pipeline_events",
    "emoji_events",
];
/// GitLab's number for the role Reporter.
const REPORTER: u64 = 20;
/// The colour of labels that votum makes.
const BLUE: &str = "#1f75cb";
/// Since which release a rule can name a deploy key without a paid plan.
const KEYS_SINCE: (u64, u64) = (18, 10);

#[async_trait]
impl Setup for GitLab {
    async fn knows_keys(&self) -> Answer<bool> {
        let ask = Ask::new(&self.client, "metadata", "to read which release it is");
        let found: shape::Metadata = ask.one(&Place::of_all("metadata")).await?;
        let mut parts = found.version.split(['.', '-']).map(|part| part.parse::<u64>().unwrap_or_default());
        Ok((parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) >= KEYS_SINCE)
    }

    async fn premises(&self, project: &str) -> Answer<Option<Premises>> {
        let ask = Ask::new(&self.client, "project", format!("to read the project {project}"));
        let found: Option<shape::Project> = ask.maybe(&built(Project::builder().project(project).build())).await?;
        let Some(found) = found else { return Ok(None) };
        Ok(Some(Premises {
            member: found.role() >= REPORTER,
            maintains: found.role() >= MAINTAINER,
            pipelines: found.only_allow_merge_if_pipeline_succeeds,
            threads: found.only_allow_merge_if_all_discussions_are_resolved,
            autoclose: found.autoclose_referenced_issues.unwrap_or_default(),
            has_ci: has_ci(&self.client, &found).await?,
            default_branch: found.default_branch.filter(|branch| !branch.is_empty()),
        }))
    }

    async fn labels(&self, project: &str) -> Answer<Vec<String>> {
        let ask = Ask::new(&self.client, "labels", format!("to list the labels of {project}"));
        let found: Vec<shape::Label> = ask.all(&Place::of_project(project, "labels")).await?;
        Ok(found.into_iter().map(|label| label.name).collect())
    }

    async fn hooks(&self, project: &str) -> Answer<Option<Vec<HookView>>> {
        listed(&self.client, project).await
    }

    async fn keys(&self, project: &str) -> Answer<Option<Vec<Key>>> {
        let ask = Ask::new(&self.client, "deploy_keys", format!("to list the deploy keys of {project}"));
        let found: Option<Vec<shape::DeployKey>> = seen(ask.all(&Place::of_project(project, "deploy_keys")).await)?;
        let writes = |keys: Vec<shape::DeployKey>| keys.into_iter().filter(|key| key.can_push).map(key).collect();
        Ok(found.map(writes))
    }

    async fn branch_rules(&self, project: &str, branch: &str) -> Answer<Option<Vec<Rule>>> {
        guard::of_branch(&self.client, project, branch).await
    }

    async fn tag_rules(&self, project: &str, tags: &str) -> Answer<Option<Vec<Rule>>> {
        guard::of_tags(&self.client, project, tags).await
    }

    async fn file(&self, project: &str, branch: &str, path: &str) -> Answer<Option<String>> {
        let ask = Ask::new(&self.client, "file", format!("to read {path} in {project}"));
        let place = Place::of_project(project, &format!("repository/files/{}/raw", path_escaped(path)));
        let found = seen(ask.done(&place.asking("ref", branch)).await)?;
        Ok(found.map(|answer| String::from_utf8_lossy(answer.body()).into_owned()))
    }

    async fn make_label(&self, project: &str, name: &str, meaning: &str) -> Answer<()> {
        let ask = Ask::new(&self.client, "label_create", format!("to make the label {name} in {project}"));
        let label = Place::of_project(project, "labels").post().with("name", name).with("color", BLUE);
        ask.done(&label.with("description", meaning)).await.map(|_| ())
    }

    async fn set_hook(&self, project: &str, id: Option<u64>, hook: &Hook) -> Answer<()> {
        let ask = Ask::new(&self.client, "hook_set", format!("to set up the webhook of {project}"));
        let mut place = match id {
            Some(id) => Place::of_project(project, &format!("hooks/{id}")).put(),
            None => Place::of_project(project, "hooks").post(),
        };
        place = place.with("url", hook.url.as_str());
        for event in EVENTS {
            place = place.with(event, "true");
        }
        for (name, secret) in [("token", &hook.token), ("signing_token", &hook.signing)] {
            if let Some(secret) = secret {
                place = place.with(name, secret.expose_secret());
            }
        }
        ask.done(&place).await.map(|_| ())
    }

    async fn commit(&self, project: &str, branch: &str, path: &str, text: &str, message: &str) -> Answer<()> {
        let ask = Ask::new(&self.client, "file_create", format!("to commit {path} in {project}"));
        let place = Place::of_project(project, &format!("repository/files/{}", path_escaped(path))).post();
        let place = place.with("branch", branch).with("content", text).with("commit_message", message);
        ask.done(&place).await.map(|_| ())
    }

    async fn settle(&self, project: &str, setting: Setting, on: bool) -> Answer<()> {
        let name = match setting {
            Setting::Pipelines => "only_allow_merge_if_pipeline_succeeds",
            Setting::Threads => "only_allow_merge_if_all_discussions_are_resolved",
            Setting::Autoclose => "autoclose_referenced_issues",
        };
        let ask = Ask::new(&self.client, "project_edit", format!("to change the settings of {project}"));
        ask.done(&Place::of_project(project, "").put().with(name, on.to_string())).await.map(|_| ())
    }

    async fn make_key(&self, project: &str, title: &str, public: &str) -> Answer<Key> {
        let ask = Ask::new(&self.client, "deploy_key_create", format!("to make a deploy key in {project}"));
        let place = Place::of_project(project, "deploy_keys").post().with("title", title).with("key", public);
        let made: shape::DeployKey = ask.one(&place.with("can_push", "true")).await?;
        Ok(Key { fingerprint: fingerprint(public), ..key(made) })
    }

    async fn protect_branch(&self, project: &str, branch: &str, keeper: Keeper) -> Answer<()> {
        let what = format!("to protect the branch {branch} of {project}");
        self.replace(project, "protected_branches", branch, &what).await?;
        let rule = Place::of_project(project, "protected_branches").post().with("name", branch);
        let rule = rule.with("allow_force_push", "false");
        let rule = match keeper {
            Keeper::Key(key) => {
                rule.with("allowed_to_push[][deploy_key_id]", key.to_string()).with("merge_access_level", "0")
            }
            Keeper::Maintainers => rule.with("push_access_level", "0").with("merge_access_level", "40"),
        };
        let done = Ask::new(&self.client, "protect", what.clone()).done(&rule).await;
        if done.is_err() {
            // The rule that stood is gone: what everybody may have is put in its place, so that nothing lies open.
            let shut = Place::of_project(project, "protected_branches").post().with("name", branch);
            let shut = shut.with("push_access_level", "0").with("merge_access_level", "40");
            Ask::new(&self.client, "protect", what).done(&shut).await.ok();
        }
        done.map(|_| ())
    }

    async fn protect_tags(&self, project: &str, pattern: &str, keeper: Keeper) -> Answer<()> {
        let what = format!("to protect the tags {pattern} of {project}");
        self.replace(project, "protected_tags", pattern, &what).await?;
        let rule = Place::of_project(project, "protected_tags").post().with("name", pattern);
        let rule = match keeper {
            Keeper::Key(key) => rule.with("allowed_to_create[][deploy_key_id]", key.to_string()),
            Keeper::Maintainers => rule.with("create_access_level", "40"),
        };
        let done = Ask::new(&self.client, "protect", what.clone()).done(&rule).await;
        if done.is_err() {
            let shut = Place::of_project(project, "protected_tags").post().with("name", pattern);
            let shut = shut.with("create_access_level", "40");
            Ask::new(&self.client, "protect", what).done(&shut).await.ok();
        }
        done.map(|_| ())
    }
}

/// Reads a project's webhooks; `None` where the account may not see them.
pub(super) async fn listed(client: &Client, project: &str) -> Answer<Option<Vec<HookView>>> {
    let ask = Ask::new(client, "hooks", format!("to list the webhooks of {project}"));
    let found: Option<Vec<shape::Webhook>> = seen(ask.all(&Place::of_project(project, "hooks")).await)?;
    let view = |hook: shape::Webhook| HookView {
        id: hook.id,
        whole: EVENTS.iter().all(|event| hook.rest.get(*event).and_then(serde_json::Value::as_bool) == Some(true)),
        stopped: hook.alert_status.filter(|word| word != "executable" && !word.is_empty()),
        url: hook.url,
    };
    Ok(found.map(|hooks| hooks.into_iter().map(view).collect()))
}

/// Takes a deploy key in.
fn key(found: shape::DeployKey) -> Key {
    Key { id: found.id, fingerprint: fingerprint(&found.key), title: found.title }
}

/// The fingerprint of a public key: of its kind and its bytes, without the comment, which anybody can write.
fn fingerprint(public: &str) -> String {
    let parts: Vec<&str> = public.split_whitespace().take(2).collect();
    chain::digest(&parts.join(" "))
}

impl GitLab {
    /// Takes the rule of that very name away, where one stands: GitLab without a paid plan changes none.
    async fn replace(&self, project: &str, kind: &'static str, name: &str, what: &str) -> Answer<()> {
        let stands = rules(&self.client, project, kind, what).await?.unwrap_or_default();
        if stands.iter().any(|rule| rule.name == name) {
            let place = Place::of_project(project, &format!("{kind}/{}", path_escaped(name))).delete();
            Ask::new(&self.client, "unprotect", what).done(&place).await?;
        }
        Ok(())
    }
}

/// Returns a public key in OpenSSH's form. Nobody has its private half: votum merges through the REST interface, and
/// the key only makes its account one that may write.
#[must_use]
pub fn nobodys_key() -> String {
    let kind = b"ssh-ed25519";
    let random = [uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat();
    let part = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap_or_default().to_be_bytes(), bytes].concat();
    format!("ssh-ed25519 {} votum", STANDARD.encode([part(kind), part(&random)].concat()))
}

// SPDX-License-Identifier: EUPL-1.2
//! Setting the scene: accounts, tokens, projects, members, webhooks, settings.

use super::hook::{Hook, KINDS, Receiver};
use super::model::project::{Access, DeployKey, Paid, ProtectedBranch, ProtectedTag};
use super::{Sandbox, State};

#[expect(clippy::must_use_candidate, reason = "they are done for their effect; the number is often not needed")]
impl Sandbox {
    /// Finds an account, or creates it, and returns its number.
    pub fn user(&self, name: &str) -> u64 {
        self.state().user(name)
    }

    /// Finds an account, or creates it, and marks it as a bot's.
    pub fn bot(&self, name: &str) -> u64 {
        let mut state = self.state();
        let id = state.user(name);
        state.users.iter_mut().filter(|user| user.id == id).for_each(|user| user.bot = true);
        id
    }

    /// Sets the name that an account shows to people.
    pub fn display_name(&self, user: &str, name: &str) {
        let mut state = self.state();
        let id = state.user(user);
        state.users.iter_mut().filter(|user| user.id == id).for_each(|user| user.name = name.into());
    }

    /// Renames an account; its number stays.
    pub fn rename_user(&self, user: &str, new: &str) {
        let mut state = self.state();
        state.users.iter_mut().filter(|held| held.username == user).for_each(|held| held.username = new.into());
    }

    /// Gives an account an access token.
    pub fn token(&self, user: &str, token: &str) {
        let mut state = self.state();
        let id = state.user(user);
        state.tokens.insert(token.into(), id);
    }

    /// Finds a project, or creates it with the branch `main` and one commit, and returns its number.
    pub fn project(&self, path: &str) -> u64 {
        self.state().create_project(path)
    }

    /// Renames a project, or moves it into another group: its number stays, and GitLab leads from its old path to it.
    pub fn rename_project(&self, path: &str, new: &str) {
        let mut state = self.state();
        let id = state.known(path);
        let old = std::mem::replace(&mut state.project_mut(id).path, new.into());
        state.former.insert(old.to_lowercase(), id);
        state.former.remove(&new.to_lowercase());
    }

    /// Gives an account an access level in a project (10 Guest … 50 Owner); 0 removes it.
    pub fn member(&self, project: &str, user: &str, access_level: u8) {
        let mut state = self.state();
        let (project, user) = (state.known(project), state.user(user));
        let members = &mut state.project_mut(project).members;
        if access_level == 0 {
            members.remove(&user);
        } else {
            members.insert(user, access_level);
        }
    }

    /// Sets up a webhook that receives every kind of event, and returns its number.
    pub fn hook(&self, project: &str, hook: Hook) -> u64 {
        let mut state = self.state();
        let (project, id, created_at) = (state.known(project), state.next("hook"), state.now());
        let events = KINDS.iter().map(|(_, option)| (*option, true)).collect();
        state.project_mut(project).receivers.push(Receiver { id, hook, events, created_at, stopped: false });
        id
    }

    /// Stops the webhooks of a project, as GitLab does after many failures.
    pub fn stop_hooks(&self, project: &str) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).receivers.iter_mut().for_each(|receiver| receiver.stopped = true);
    }

    /// Takes the webhooks of a project away.
    pub fn remove_hooks(&self, project: &str) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).receivers.clear();
    }

    /// Archives a project or brings it back.
    pub fn archive(&self, project: &str, archived: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.archived = archived;
    }

    /// Gives a project pipelines of its own: every push starts one that is `running`, and `.gitlab-ci.yml` is there.
    pub fn ci(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        let project = state.project_mut(id);
        project.settings.ci = on;
        if on {
            project.files.insert(".gitlab-ci.yml".into(), "test:\n  script: make test\n".into());
        } else {
            project.files.remove(".gitlab-ci.yml");
        }
    }

    /// Switches pipelines off altogether, or on again.
    pub fn builds(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.builds = on;
    }

    /// Makes merging wait for a green pipeline.
    pub fn pipeline_must_succeed(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.pipeline_must_succeed = on;
    }

    /// Makes merging wait for all threads to be resolved.
    pub fn threads_must_be_resolved(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.threads_must_be_resolved = on;
    }

    /// Chooses `merge`, `rebase_merge` or `ff`.
    pub fn merge_method(&self, project: &str, method: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.merge_method = method.into();
    }

    /// Lets merges that name an issue of this project with a closing keyword close it, which is GitLab's default.
    pub fn autoclose(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.autoclose = on;
    }

    /// Makes a file readable at every commit.
    pub fn file(&self, project: &str, path: &str, text: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).files.insert(path.into(), text.into());
    }

    /// Sets the text that the page for a new issue is filled with.
    pub fn set_template(&self, project: &str, text: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).template = text.into();
    }

    /// Creates a label, so that it has a colour and a meaning before it is used.
    pub fn create_label(&self, project: &str, name: &str, color: &str, description: &str) {
        let mut state = self.state();
        let project = state.known(project);
        let id = state.ensure_label(project, name);
        for label in state.project_mut(project).labels.iter_mut().filter(|label| label.id == id) {
            label.color = color.into();
            label.description = Some(description.into());
        }
    }

    /// Protects a branch (name or wildcard): the roles that may push and merge (0: nobody), as GitLab's option A.
    pub fn protect(&self, project: &str, branch: &str, push_level: u8, merge_level: u8) {
        self.state().protect(project, branch, (push_level, None), merge_level);
    }

    /// Protects tags (name or wildcard): the role that may create them (0: nobody).
    pub fn protect_tags(&self, project: &str, name: &str, level: u8) {
        let mut state = self.state();
        let (project, id) = (state.known(project), state.next("access"));
        let rule = ProtectedTag { name: name.into(), create: vec![Access { id, level, deploy_key: None, user: None }] };
        let rules = &mut state.project_mut(project).protected_tags;
        rules.retain(|held| held.name != name);
        rules.push(rule);
    }

    /// Adds to the rule of a branch what only a paid plan knows: an account that alone may push, approval by code owners,
    /// and that only Owners may take the rule away.
    pub fn protect_as_paid(&self, project: &str, branch: &str, pusher: &str) {
        let mut state = self.state();
        let (project, user) = (state.known(project), state.user(pusher));
        let (push, unprotect) = (state.next("access"), state.next("access"));
        for rule in state.project_mut(project).protected_branches.iter_mut().filter(|rule| rule.name == branch) {
            rule.push = vec![Access { id: push, level: 40, deploy_key: None, user: Some(user) }];
            rule.paid.code_owners = true;
            rule.paid.unprotect = vec![Access { id: unprotect, level: 50, deploy_key: None, user: None }];
        }
    }

    /// Makes a deploy key that may push, as its owner does on the page of deploy keys.
    pub fn deploy_key(&self, project: &str, owner: &str, title: &str) {
        let mut state = self.state();
        let (id, owner, created_at) = (state.next("deploy key"), state.user(owner), state.now());
        let (title, key) = (title.into(), format!("ssh-ed25519 {id}"));
        let number = state.known(project);
        state.project_mut(number).deploy_keys.push(DeployKey { id, title, key, can_push: true, owner, created_at });
    }

    /// Lets a branch's protection and deploy keys be seen: `push nobody, merge nobody` and the like, one line a rule.
    #[must_use]
    pub fn protection(&self, project: &str) -> Vec<String> {
        let state = self.state();
        let held = state.project(state.known(project));
        let owner = |key: u64| held.deploy_keys.iter().find(|held| held.id == key).map(|key| key.owner);
        let who = |list: &[Access]| {
            let word = |access: &Access| match (access.deploy_key, access.user, access.level) {
                (Some(key), ..) => format!("key of {}", owner(key).map_or("nobody", |id| &state.account(id).username)),
                (None, Some(user), _) => state.account(user).username.clone(),
                (None, None, 0) => "nobody".into(),
                (None, None, level) => level.to_string(),
            };
            list.iter().map(word).collect::<Vec<_>>().join(" and ")
        };
        let line = |rule: &ProtectedBranch| {
            let paid = if rule.paid.code_owners { ", code owners" } else { "" };
            format!("{}: push {}, merge {}{paid}", rule.name, who(&rule.push), who(&rule.merge))
        };
        held.protected_branches.iter().map(line).collect()
    }

    /// Lets a pipeline of which every job was skipped count as a green one.
    pub fn skipped_is_green(&self, project: &str, on: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.skipped_is_green = on;
    }

    /// Says whether merges squash: `never`, `always`, `default_on` or `default_off`.
    pub fn squash_option(&self, project: &str, option: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).settings.squash_option = option.into();
    }

    /// Takes the protection of a branch away.
    pub fn unprotect(&self, project: &str, branch: &str) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).protected_branches.retain(|held| held.name != branch);
    }

    /// Protects a branch so that only `owner` may write it: nobody may merge, and only a deploy key of that account may push.
    pub fn protect_for(&self, project: &str, branch: &str, owner: &str) {
        let mut state = self.state();
        let (id, owner, created_at) = (state.next("deploy key"), state.user(owner), state.now());
        let key =
            DeployKey { id, title: "gate".into(), key: "ssh-ed25519 AAAA".into(), can_push: true, owner, created_at };
        let number = state.known(project);
        state.project_mut(number).deploy_keys.push(key);
        state.protect(project, branch, (40, Some(id)), 0);
    }
}

impl State {
    fn protect(&mut self, project: &str, branch: &str, push: (u8, Option<u64>), merge_level: u8) {
        let project = self.known(project);
        let mut access = |(level, deploy_key)| Access { id: self.next("access"), level, deploy_key, user: None };
        let (push, merge) = (vec![access(push)], vec![access((merge_level, None))]);
        let (id, paid) = (self.next("protection"), Paid::default());
        let rule = ProtectedBranch { id, name: branch.into(), push, merge, force: false, paid };
        let rules = &mut self.project_mut(project).protected_branches;
        rules.retain(|held| held.name != branch);
        rules.push(rule);
    }
}

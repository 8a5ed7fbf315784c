// SPDX-License-Identifier: EUPL-1.2
//! Projects come into being; commits are made, branches move, tags and releases are set.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Done, Fail};
use crate::sandbox::model::account::OWNER;
use crate::sandbox::model::git::{Change, Commit};
use crate::sandbox::model::milestone::Milestone;
use crate::sandbox::model::project::{Project, Release, Settings, Tag, fits};
use crate::sandbox::shape::payload::NOTHING;
use crate::sandbox::state::State;

/// A release to be published.
pub struct Publishing<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its links: name and address.
    pub links: Vec<(String, String)>,
    /// The titles of its milestones.
    pub milestones: Vec<String>,
    /// Where its tag is set if it is not there, and with which message.
    pub target: Option<(&'a str, &'a str)>,
}

impl State {
    /// Creates a project with the branch `main` and one commit, or finds it.
    pub fn create_project(&mut self, path: &str) -> u64 {
        if let Some(project) = self.project_at(path).filter(|project| project.path.eq_ignore_ascii_case(path)) {
            return project.id;
        }
        // Who takes the former path of another project takes GitLab's way from it to that one as well.
        self.former.remove(&path.to_lowercase());
        let id = self.new_project(path, None);
        let sha = self.new_commit(id, 1, Vec::new(), "Initial commit", vec![Change::parse("README.md")]);
        self.project_mut(id).branches.insert("main".into(), sha);
        id
    }

    /// Creates a fork of a project under an account's name, or finds it.
    pub fn fork(&mut self, origin: u64, by: u64) -> u64 {
        let path = format!("{}/{}", self.account(by).username, self.project(origin).name());
        if let Some(project) = self.project_at(&path) {
            return project.id;
        }
        let id = self.new_project(&path, Some(origin));
        let branches = self.project(origin).branches.clone();
        for commit in self.commits.values_mut().filter(|commit| commit.homes.contains(&origin)) {
            commit.homes.insert(id);
        }
        let fork = self.project_mut(id);
        fork.branches = branches;
        fork.members = BTreeMap::from([(by, OWNER)]);
        id
    }

    fn new_project(&mut self, path: &str, forked_from: Option<u64>) -> u64 {
        let (id, created_at) = (self.next("project"), self.now());
        let project = Project {
            id,
            path: path.into(),
            default_branch: "main".into(),
            settings: Settings::default(),
            members: BTreeMap::from([(1, OWNER)]),
            labels: Vec::new(),
            branches: BTreeMap::new(),
            tags: Vec::new(),
            releases: Vec::new(),
            milestones: Vec::new(),
            pipelines: Vec::new(),
            protected_branches: Vec::new(),
            protected_tags: Vec::new(),
            deploy_keys: Vec::new(),
            files: BTreeMap::from([("README.md".to_owned(), format!("# {path}\n"))]),
            receivers: Vec::new(),
            issues: BTreeMap::new(),
            merge_requests: BTreeMap::new(),
            last_issue: 0,
            forked_from,
            template: String::new(),
            created_at,
        };
        self.projects.insert(id, project);
        id
    }

    /// Makes a commit that no branch points to yet.
    pub fn new_commit(
        &mut self,
        project: u64,
        by: u64,
        parents: Vec<String>,
        message: &str,
        changes: Vec<Change>,
    ) -> String {
        let sha = self.fresh(message)[..40].to_owned();
        let (at, seq, author) = (self.now(), self.next("commit"), self.account(by));
        let commit = Commit {
            sha: sha.clone(),
            parents,
            message: message.into(),
            author_name: author.name.clone(),
            author_email: format!("{}@gitlab.sandbox", author.username),
            at,
            changes,
            texts: BTreeMap::new(),
            homes: BTreeSet::from([project]),
            seq,
        };
        self.commits.insert(sha.clone(), commit);
        sha
    }

    /// Finds the commit that a branch, a tag or a hash (at least seven digits) stands for.
    pub fn resolve(&self, project: u64, name: &str) -> Option<String> {
        let held = self.projects.get(&project)?;
        if let Some(head) = held.branches.get(name) {
            return Some(head.clone());
        }
        if let Some(tag) = held.tag(name) {
            return Some(tag.commit.clone());
        }
        let known = |commit: &&Commit| commit.homes.contains(&project);
        if let Some(commit) = self.commits.get(name).filter(known) {
            return Some(commit.sha.clone());
        }
        let short = name.len() >= 7 && name.len() < 40;
        short
            .then(|| self.commits.values().filter(known).find(|commit| commit.sha.starts_with(name)))
            .flatten()
            .map(|commit| commit.sha.clone())
    }

    /// Returns a commit and everything that it stands on.
    pub fn ancestors(&self, sha: &str) -> HashSet<&str> {
        let (mut seen, mut open) = (HashSet::new(), Vec::new());
        open.extend(self.commits.get(sha));
        while let Some(commit) = open.pop() {
            if seen.insert(commit.sha.as_str()) {
                open.extend(commit.parents.iter().filter_map(|parent| self.commits.get(parent)));
            }
        }
        seen
    }

    /// Returns the commits that `to` holds and `from` lacks, oldest first.
    pub fn between(&self, from: &str, to: &str) -> Vec<&Commit> {
        let held = self.ancestors(from);
        let (mut seen, mut open, mut list) = (HashSet::new(), Vec::new(), Vec::new());
        open.extend(self.commits.get(to));
        while let Some(commit) = open.pop() {
            if !held.contains(commit.sha.as_str()) && seen.insert(commit.sha.as_str()) {
                list.push(commit);
                open.extend(commit.parents.iter().filter_map(|parent| self.commits.get(parent)));
            }
        }
        list.sort_by_key(|commit| commit.seq);
        list
    }

    /// Returns the newest commit that both hold.
    pub fn merge_base(&self, one: &str, other: &str) -> Option<String> {
        let (one, other) = (self.ancestors(one), self.ancestors(other));
        let shared = one.intersection(&other).filter_map(|sha| self.commits.get(*sha));
        shared.max_by_key(|commit| commit.seq).map(|commit| commit.sha.clone())
    }

    /// Lets a branch point at a commit, tells the webhooks and renews the merge requests that come from it.
    pub fn move_branch(&mut self, project: u64, branch: &str, by: u64, head: &str) {
        let before = self.project_mut(project).branches.insert(branch.into(), head.into());
        let before = before.unwrap_or_else(|| NOTHING.into());
        let body = self.push_payload(project, by, "push", branch, &before, head);
        self.announce(project, "Push Hook", &body);
        if self.project(project).settings.ci {
            self.start_pipeline(project, head, branch, "push", Some("running"), by);
        }
        self.refresh_requests(project, branch, by, head);
    }

    /// Commits to a branch, which is made from the default branch if it is not there.
    pub fn commit_to(&mut self, project: u64, branch: &str, by: u64, message: &str, changes: Vec<Change>) -> String {
        let held = self.project(project);
        let parent = held.branches.get(branch).or_else(|| held.branches.get(&held.default_branch)).cloned();
        let sha = self.new_commit(project, by, parent.into_iter().collect(), message, changes);
        self.move_branch(project, branch, by, &sha);
        sha
    }

    /// Commits texts on top of a commit and lets the branch stand there.
    pub fn commit_files(
        &mut self,
        project: u64,
        by: u64,
        branch: &str,
        start: &str,
        message: &str,
        texts: BTreeMap<String, String>,
    ) -> String {
        let changes = texts.keys().map(|path| Change::parse(path)).collect();
        let sha = self.new_commit(project, by, vec![start.to_owned()], message, changes);
        self.write_texts(&sha, texts.into_iter().map(|(path, text)| (path, Some(text))).collect());
        self.move_branch(project, branch, by, &sha);
        sha
    }

    /// Commits texts to a branch: each is written, or taken away where it is `None`.
    pub fn commit_texts(
        &mut self,
        project: u64,
        branch: &str,
        by: u64,
        message: &str,
        (changes, texts): (Vec<Change>, BTreeMap<String, Option<String>>),
    ) -> String {
        let held = self.project(project);
        let parent = held.branches.get(branch).or_else(|| held.branches.get(&held.default_branch)).cloned();
        let sha = self.new_commit(project, by, parent.into_iter().collect(), message, changes);
        self.write_texts(&sha, texts);
        self.move_branch(project, branch, by, &sha);
        sha
    }

    /// Says which texts a commit wrote.
    pub fn write_texts(&mut self, sha: &str, texts: BTreeMap<String, Option<String>>) {
        if let Some(commit) = self.commits.get_mut(sha) {
            commit.texts = texts;
        }
    }

    /// Returns the texts that `to` has written since `from`, as they stand there.
    pub fn texts_between(&self, project: u64, from: &str, to: &str) -> BTreeMap<String, Option<String>> {
        let paths = self.between(from, to).into_iter().flat_map(|commit| commit.texts.keys().cloned());
        paths.map(|path| (path.clone(), self.text_at(project, to, &path))).collect()
    }

    /// Returns a file as it stands at a commit: what the last commit wrote that touched it, or what every commit has. Of
    /// two parents that one counts which differs from where they parted.
    pub fn text_at(&self, project: u64, sha: &str, path: &str) -> Option<String> {
        let always = || self.project(project).files.get(path).cloned();
        let Some(commit) = self.commits.get(sha) else { return always() };
        if let Some(text) = commit.texts.get(path) {
            return text.clone();
        }
        match commit.parents.as_slice() {
            [] => always(),
            [one] => self.text_at(project, one, path),
            [one, other, ..] => {
                let (mine, theirs) = (self.text_at(project, one, path), self.text_at(project, other, path));
                let base = self.merge_base(one, other).and_then(|base| self.text_at(project, &base, path));
                if mine == base { theirs } else { mine }
            }
        }
    }

    /// Sets a tag.
    pub fn set_tag(&mut self, project: u64, by: u64, name: &str, target: &str, message: &str) -> Done<()> {
        let held = self.project(project);
        if name.is_empty() || name.contains(char::is_whitespace) || name.contains("..") {
            return Err(Fail::new(400, "Tag name invalid"));
        }
        if held.tag(name).is_some() {
            return Err(Fail::new(400, format!("Tag {name} already exists")));
        }
        let mut rules = held.protected_tags.iter().filter(|rule| fits(&rule.name, name)).peekable();
        if rules.peek().is_some() && !rules.any(|rule| self.suffices(project, by, &rule.create)) {
            return Err(Fail::new(400, "You are not allowed to create this tag as it is protected."));
        }
        let Some(commit) = self.resolve(project, target) else {
            return Err(Fail::new(400, format!("Target {target} is invalid")));
        };
        let annotated = !message.is_empty();
        let target = if annotated { self.fresh(name)[..40].to_owned() } else { commit.clone() };
        let at = self.now();
        let tag = Tag { name: name.into(), message: message.into(), target: target.clone(), commit, at };
        self.project_mut(project).tags.push(tag);
        let body = self.push_payload(project, by, "tag_push", name, NOTHING, &target);
        self.announce(project, "Tag Push Hook", &body);
        Ok(())
    }

    /// Makes a milestone; its title must be new in the project.
    pub fn new_milestone(&mut self, project: u64, title: &str) -> Done<u64> {
        if self.project(project).milestone(title).is_some() {
            return Err(Fail::new(400, "title: already being used for another group or project milestone."));
        }
        let (id, now) = (self.next("milestone"), self.now());
        let held = &mut self.project_mut(project).milestones;
        let iid = held.len() as u64 + 1;
        held.push(Milestone { id, iid, title: title.into(), closed: false, created_at: now, updated_at: now });
        Ok(id)
    }

    /// Takes a tag away; as through GitLab's own pages its release goes with it, and by a push it stays.
    pub fn drop_tag(&mut self, project: u64, name: &str, release: bool) {
        let held = self.project_mut(project);
        held.tags.retain(|tag| tag.name != *name);
        held.releases.retain(|held| !release || held.tag != *name);
    }

    /// Publishes a release, and sets its tag where `target` says at what.
    pub fn publish(&mut self, project: u64, by: u64, release: &Publishing<'_>) -> Done<()> {
        let tag = release.tag;
        let held = self.project(project);
        if held.release(tag).is_some() {
            return Err(Fail::new(409, "Release already exists"));
        }
        if let Some(title) = release.milestones.iter().find(|title| held.milestone(title).is_none()) {
            return Err(Fail::new(400, format!("Milestone(s) not found: {title}")));
        }
        if held.tag(tag).is_none() {
            let Some((target, message)) = release.target else { return Err(Fail::new(422, "Ref is not specified")) };
            self.set_tag(project, by, tag, target, message)?;
        }
        let (id, at) = (self.next("release"), self.now());
        let name = if release.name.is_empty() { tag } else { release.name };
        let release = Release {
            id,
            tag: tag.into(),
            name: name.into(),
            description: release.text.into(),
            links: release.links.clone(),
            milestones: release.milestones.clone(),
            author: by,
            at,
        };
        self.project_mut(project).releases.push(release.clone());
        let body = self.release_payload(project, &release, "create");
        self.announce(project, "Release Hook", &body);
        Ok(())
    }
}

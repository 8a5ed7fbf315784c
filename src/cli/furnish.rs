// SPDX-License-Identifier: EUPL-1.2
//! What a forge lacks for votum to work and to hold, and how each of it comes about.
//!
//! **Invariant:** `check` and `init` compare alike; only [`perform`] changes anything, one thing at a time.

use crate::config::settings::Forge as ForgeSettings;
use crate::domain::guard::{Gap, Guard, Holder, Lock, Rule};
use crate::domain::ids::Project;
use crate::domain::rules::{Merging, Rules};
use crate::domain::template;
use crate::engine::{Engine, Hindrance};
use crate::forge::gitlab::{GitLab, nobodys_key};
use crate::forge::setup::{Hook, Keeper, Premises, Setting, Setup};
use crate::forge::{Answer, Forge, Refusal};
use crate::say;

/// The title of votum's deploy key.
const KEY: &str = "votum";

/// Something that a project lacks.
pub(super) struct Want {
    /// The project.
    pub project: Project,
    deed: Deed,
}

enum Deed {
    Role { role: &'static str },
    Label { name: String, meaning: String },
    Hook { id: Option<u64>, hook: Hook },
    Template { branch: String, path: String, text: String, message: String },
    Setting { setting: Setting, on: bool },
    Branch { branch: String, lock: Lock, before: String },
    Tags { tags: String, before: String },
}

/// What was found at a project.
#[derive(Default)]
pub(super) struct Survey {
    /// What it lacks.
    pub wants: Vec<Want>,
    /// What is wrong and only a person can mend.
    pub faults: Vec<String>,
    /// What is worth knowing and no fault.
    pub notes: Vec<String>,
    /// What the account may not see, so that nobody can say whether it is as it should be.
    pub unseen: Vec<String>,
}

/// By whose token something is done.
pub(super) struct Hands<'a> {
    /// votum's own.
    pub bot: &'a GitLab,
    /// A maintainer's, or votum's own again.
    pub maintainer: &'a GitLab,
    /// Where it is remembered which deploy keys votum has made; nothing is remembered where only somebody looks.
    pub memory: Option<&'a Engine>,
}

impl Want {
    /// Says what is to be done, as an infinitive.
    pub(super) fn what(&self) -> String {
        match &self.deed {
            Deed::Role { role } => format!("have the role {role}"),
            Deed::Label { name, .. } => format!("make the label {name}"),
            Deed::Hook { id: None, hook } => format!("set up the webhook {}", hook.url),
            Deed::Hook { hook, .. } => format!("let the webhook {} send everything that votum listens to", hook.url),
            Deed::Template { path, .. } => format!("commit the template {path}"),
            Deed::Setting { setting: Setting::Pipelines, .. } => "let merging need a green pipeline".into(),
            Deed::Setting { setting: Setting::Threads, .. } => "let merging need every thread resolved".into(),
            Deed::Setting { setting: Setting::Autoclose, .. } => "stop merges from closing tickets".into(),
            Deed::Branch { branch, lock: Lock::Key, before } => {
                format!("protect {branch}: nobody merges, only votum's deploy key pushes (until now: {before})")
            }
            Deed::Branch { branch, before, .. } => {
                format!("protect {branch}: only maintainers merge, nobody pushes (until now: {before})")
            }
            Deed::Tags { tags, before } => {
                format!("protect the tags {tags}: only maintainers set them (until now: {before})")
            }
        }
    }

    /// Says what is missing, as `check` does.
    pub(super) fn lack(&self) -> String {
        match &self.deed {
            Deed::Role { .. } => self.by_hand(),
            _ => format!("votum init has to {}.", self.what()),
        }
    }

    /// Says how a maintainer does it at the forge.
    pub(super) fn by_hand(&self) -> String {
        match &self.deed {
            Deed::Role { role } => {
                format!("Manage → Members: give votum's account the role {role}, and run votum init again.")
            }
            Deed::Label { name, .. } => format!("Manage → Labels: make the label {name}."),
            Deed::Hook { hook, .. } => format!(
                "Settings → Webhooks: {} with the secret token from votum.toml and the triggers push, issues, confidential \
                 issues, comments, confidential comments, merge requests, pipelines and emoji.",
                hook.url
            ),
            Deed::Template { branch, path, .. } => {
                format!("Commit {path} to {branch}, with the headings that partnership.toml names under [template].")
            }
            Deed::Setting { setting: Setting::Pipelines, .. } => {
                "Settings → Merge requests → Merge checks: tick \"Pipelines must succeed\".".into()
            }
            Deed::Setting { setting: Setting::Threads, .. } => {
                "Settings → Merge requests → Merge checks: tick \"All threads must be resolved\".".into()
            }
            Deed::Setting { setting: Setting::Autoclose, .. } => {
                "Settings → Repository → Branch defaults: untick \"Auto-close referenced issues on default branch\"."
                    .into()
            }
            Deed::Branch { branch, lock: Lock::Key, .. } => format!(
                "Settings → Repository → Protected branches, {branch}: allowed to merge \"No one\", allowed to push and \
                 merge only the deploy key {KEY}, force push off. The key has to be made by votum's own account: votum \
                 init does that where the account is Maintainer."
            ),
            Deed::Branch { branch, .. } => format!(
                "Settings → Repository → Protected branches, {branch}: allowed to merge \"Maintainers\", allowed to push \
                 and merge \"No one\", force push off; let people be Developer at most. Stronger: allowed to merge \"No \
                 one\", allowed to push and merge only the deploy key {KEY} that votum's account has made."
            ),
            Deed::Tags { tags, .. } => {
                format!("Settings → Repository → Protected tags: {tags}, allowed to create \"Maintainers\".")
            }
        }
    }
}

/// Compares a project with what the rules ask of it.
pub(super) async fn survey(
    rules: &Rules,
    forge: &ForgeSettings,
    hook: &str,
    project: &Project,
    hands: &Hands<'_>,
) -> Answer<Survey> {
    let mut found = Survey::default();
    let path = &project.path;
    let (Some(own), Some(seen)) = (hands.bot.premises(path).await?, hands.maintainer.premises(path).await?) else {
        let why = format!("The project {project} cannot be read; make votum's account a member of it.");
        return Err(Refusal::Never { status: 404, why });
    };
    let is_upstream = rules.upstream.contains(project);
    let mut want = |deed| found.wants.push(Want { project: project.clone(), deed });
    if is_upstream && !own.maintains {
        want(Deed::Role { role: "Maintainer" });
    } else if !own.member {
        want(Deed::Role { role: "Reporter" });
    }
    let present = hands.maintainer.labels(path).await?;
    for (name, meaning) in labels(rules, project) {
        if !present.contains(&name) {
            want(Deed::Label { name, meaning });
        }
    }
    match hands.maintainer.hooks(path).await? {
        Some(hooks) => {
            let ours = hooks.iter().find(|held| held.url == hook);
            if !ours.is_some_and(|held| held.whole) {
                want(Deed::Hook { id: ours.map(|held| held.id), hook: secrets(forge, project, hook) });
            }
            if let Some(word) = ours.and_then(|held| held.stopped.as_ref()) {
                found
                    .faults
                    .push(format!("GitLab has stopped the webhook {hook} ({word}); send a test from its page."));
            }
        }
        None => found.unseen.push("Webhooks can only be seen by a Maintainer; they were not looked at.".into()),
    }
    if rules.tickets.contains(project) {
        tickets(rules, project, hands, &seen, &mut found).await?;
    }
    if is_upstream {
        upstream(rules, project, hands, &own, &mut found).await?;
    }
    Ok(found)
}

async fn tickets(
    rules: &Rules,
    project: &Project,
    hands: &Hands<'_>,
    seen: &Premises,
    found: &mut Survey,
) -> Answer<()> {
    let mut want = |deed| found.wants.push(Want { project: project.clone(), deed });
    if seen.autoclose {
        want(Deed::Setting { setting: Setting::Autoclose, on: false });
    }
    let Some(branch) = seen.default_branch.clone() else {
        found.notes.push("The repository is empty, so there is no place for a template yet.".into());
        return Ok(());
    };
    let path = format!(".gitlab/issue_templates/{}.md", say::template::name(rules));
    match hands.maintainer.file(&project.path, &branch, &path).await? {
        None => {
            let (text, message) = (say::template::body(rules), say::template::commit(rules));
            want(Deed::Template { branch, path, text, message });
        }
        Some(text) => {
            let lacks = template::missing(&rules.template, &text);
            let lacks: Vec<String> = lacks.into_iter().filter(|it| *it != rules.template.contact).collect();
            if !lacks.is_empty() {
                found.notes.push(format!("The template {path} lacks {}; add it there.", lacks.join(", ")));
            }
        }
    }
    Ok(())
}

async fn upstream(
    rules: &Rules,
    project: &Project,
    hands: &Hands<'_>,
    own: &Premises,
    found: &mut Survey,
) -> Answer<()> {
    let Some(default) = own.default_branch.clone() else {
        found.notes.push("The repository is empty; run votum init again when it has a branch to protect.".into());
        return Ok(());
    };
    // Where people merge, a lock that only votum opens would lock them out.
    let merges = rules.gate.merge != Merging::Off;
    let best = if merges && hands.bot.knows_keys().await? { Lock::Key } else { Lock::Role };
    let mut settings = None;
    for branch in std::iter::once(&default).chain(rules.gate.branches.iter().filter(|branch| **branch != default)) {
        let Some(guard) = guard(project, branch, rules, hands).await? else {
            found.faults.push(format!(
                "There is no branch {branch}, which [gate] branches names; correct the name, or make the branch and run \
                 votum init again."
            ));
            continue;
        };
        match hands.maintainer.branch_rules(&project.path, branch).await? {
            Some(rules) => protection(project, branch, best, (&guard, merges), &rules, found),
            None => found
                .faults
                .push(format!("The protection of {branch} can only be seen by a Maintainer; it was not looked at.")),
        }
        settings.get_or_insert(guard);
    }
    let Some(guard) = settings else { return Ok(()) };
    for pattern in rules.release.tags_of(project) {
        match hands.maintainer.tag_rules(&project.path, &pattern).await? {
            Some(rules) => tags(project, &pattern, &rules, found),
            None => found.faults.push(format!(
                "The protection of the tags {pattern} can only be seen by a Maintainer; it was not looked at."
            )),
        }
    }
    let gaps = guard.gaps(merges);
    let mut want = |deed| found.wants.push(Want { project: project.clone(), deed });
    if gaps.contains(&Gap::PipelinesOff) {
        want(Deed::Setting { setting: Setting::Pipelines, on: true });
    }
    if gaps.contains(&Gap::ThreadsOff) {
        want(Deed::Setting { setting: Setting::Threads, on: true });
    }
    if !guard.has_ci {
        found.notes.push(
            "The project has no pipelines of its own, so \"Pipelines must succeed\" is left as it is: a fork's merge request \
             could never be merged under it."
                .into(),
        );
    }
    Ok(())
}

/// Compares the rules that hold for a branch with the best lock. GitLab lets in everybody whom any of them lets in, so
/// each is looked at as if it were the only one. votum changes the rule of that very name alone, and only while it says
/// nothing that would be lost; a milder wildcard, and what is stronger than votum's lock, is a person's.
fn protection(
    project: &Project,
    branch: &str,
    best: Lock,
    (guard, merges): (&Guard, bool),
    rules: &[Rule],
    found: &mut Survey,
) {
    let own = rules.iter().find(|rule| rule.name == branch);
    for wider in rules.iter().filter(|rule| rule.name != branch && !is_enough(rule, best, guard, false)) {
        found.faults.push(format!(
            "The rule {} holds for {branch} as well and is milder ({}); GitLab lets in everybody whom any rule lets in. \
             votum leaves rules for several branches to people. Settings → Repository → Protected branches, {}: {}, or take \
             the rule away.",
            wider.name,
            admits(wider),
            wider.name,
            match best {
                Lock::Key => "allowed to merge \"No one\", allowed to push and merge \"No one\", force push off",
                _ => "allowed to merge \"Maintainers\", allowed to push and merge \"No one\", force push off",
            }
        ));
    }
    let deed = Deed::Branch {
        branch: branch.to_owned(),
        lock: best,
        before: own.map_or_else(|| "no rule of its own".into(), admits),
    };
    let want = Want { project: project.clone(), deed };
    match own {
        Some(rule) if is_enough(rule, best, guard, merges) => {}
        Some(rule) if rule.is_shut() => found.faults.push(format!(
            "The rule {branch} lets in nobody at all, votum neither. votum does not open what people have shut. {}",
            want.by_hand()
        )),
        Some(rule) if !rule.more.is_empty() => found.faults.push(format!(
            "The rule {branch} says more than votum could put back ({}), so votum leaves it as it is. {}",
            rule.more.join(", "),
            want.by_hand()
        )),
        // Without a rule of its own, a branch under wildcards that are strong enough needs none but for votum to get in.
        None if !rules.is_empty() && !merges && rules.iter().all(|rule| is_enough(rule, best, guard, false)) => {}
        _ => found.wants.push(want),
    }
}

/// Says whether a rule by itself is a lock as strong as the best that votum sets; `merges` asks also whether it lets
/// votum in.
fn is_enough(rule: &Rule, best: Lock, guard: &Guard, merges: bool) -> bool {
    let alone = rule.alone(guard);
    let of_branch = [Gap::BranchOpen, Gap::Foreign, Gap::Direct, Gap::Force, Gap::LockedOut];
    let gaps = alone.gaps(merges);
    let shut = rule.is_shut() && !rule.force && !merges;
    shut || (alone.lock() <= best && !gaps.iter().any(|gap| of_branch.contains(gap)))
}

/// Compares the rules that hold for the tags of a series with what votum asks of them, in the same way.
fn tags(project: &Project, pattern: &str, rules: &[Rule], found: &mut Survey) {
    let open = |rule: &Rule| {
        let keys = rule.push.iter().filter(|holder| matches!(holder, Holder::Key(_))).count();
        rule.push.contains(&Holder::Developers) || rule.push.contains(&Holder::Named) || keys > 1
    };
    for other in rules.iter().filter(|rule| rule.name != pattern && open(rule)) {
        found.faults.push(format!(
            "The rule {} holds for release tags as well and is milder ({}); GitLab lets in everybody whom any rule lets in. \
             Settings → Repository → Protected tags, {}: allowed to create \"Maintainers\", or take the rule away.",
            other.name,
            lets_in(&other.push),
            other.name
        ));
    }
    let covered = rules.iter().any(|rule| rule.name.chars().all(|letter| letter == '*'));
    let wanted =
        |before: String| Want { project: project.clone(), deed: Deed::Tags { tags: pattern.to_owned(), before } };
    match rules.iter().find(|rule| rule.name == pattern) {
        None if covered => {}
        None => found.wants.push(wanted("no rule".into())),
        Some(rule) if !open(rule) => {}
        Some(rule) if !rule.more.is_empty() => found.faults.push(format!(
            "The rule {pattern} says more than votum could put back ({}), so votum leaves it as it is. {}",
            rule.more.join(", "),
            wanted(String::new()).by_hand()
        )),
        Some(rule) => found.wants.push(wanted(lets_in(&rule.push))),
    }
}

/// Says whom a rule lets in.
fn admits(rule: &Rule) -> String {
    let force = if rule.force { ", by force too" } else { "" };
    format!("{} may merge, {} may push{force}", lets_in(&rule.merge), lets_in(&rule.push))
}

fn lets_in(list: &[Holder]) -> String {
    let word = |holder: &Holder| match holder {
        Holder::Developers => "Developers and Maintainers".to_owned(),
        Holder::Maintainers => "Maintainers".to_owned(),
        Holder::Administrators => "administrators".to_owned(),
        Holder::Key(number) => format!("the deploy key {number}"),
        Holder::Named => "accounts or groups by name".to_owned(),
    };
    if list.is_empty() { "nobody".to_owned() } else { list.iter().map(word).collect::<Vec<_>>().join(" and ") }
}

/// Reads how a branch is guarded: the rules as the maintainer sees them, what votum's account may as it sees itself, and
/// which deploy key it remembers.
async fn guard(project: &Project, branch: &str, rules: &Rules, hands: &Hands<'_>) -> Answer<Option<Guard>> {
    let tags = rules.release.tags_of(project);
    let Some(mut own) = hands.bot.guard(&project.path, branch, &tags).await? else { return Ok(None) };
    if let Some(seen) = hands.maintainer.guard(&project.path, branch, &tags).await? {
        (own.push, own.merge, own.force, own.tags) = (seen.push, seen.merge, seen.force, seen.tags);
    }
    if let Some(engine) = hands.memory {
        own.key = engine.key_of(project).await.map_err(unwritten)?.map(|(number, _)| number);
    }
    Ok(Some(own))
}

/// Returns the deploy key by which votum's account may write: the one that it has made and remembers, where that stands
/// there with the same number and the same fingerprint, or a new one. A title says nothing about whose a key is.
async fn own_key(project: &Project, hands: &Hands<'_>) -> Answer<u64> {
    let Some(engine) = hands.memory else {
        return Err(Refusal::Never { status: 0, why: "No deploy key is made where nothing is remembered.".into() });
    };
    let known = engine.key_of(project).await.map_err(unwritten)?;
    if let Some((number, fingerprint)) = known {
        let keys = hands.bot.keys(&project.path).await?.unwrap_or_default();
        if keys.iter().any(|key| key.id == number && key.fingerprint == fingerprint) {
            return Ok(number);
        }
    }
    let made = hands.bot.make_key(&project.path, KEY, &nobodys_key()).await?;
    engine.note_key(project, made.id, &made.fingerprint).await.map_err(unwritten)?;
    Ok(made.id)
}

/// What keeps the database from remembering, as a refusal of the whole step.
fn unwritten(hindrance: Hindrance) -> Refusal {
    match hindrance {
        Hindrance::Forge(refusal) => refusal,
        other => Refusal::Never { status: 0, why: format!("votum's deploy key could not be remembered: {other}.") },
    }
}

/// Brings one thing about.
pub(super) async fn perform(want: &Want, hands: &Hands<'_>) -> Answer<()> {
    let (path, hand) = (&want.project.path, hands.maintainer);
    match &want.deed {
        Deed::Role { .. } => Err(Refusal::Never { status: 0, why: "Only a person gives roles.".into() }),
        Deed::Label { name, meaning } => hand.make_label(path, name, meaning).await,
        Deed::Hook { id, hook } => hand.set_hook(path, *id, hook).await,
        Deed::Template { branch, path: file, text, message } => hand.commit(path, branch, file, text, message).await,
        Deed::Setting { setting, on } => hand.settle(path, *setting, *on).await,
        Deed::Branch { branch, lock: Lock::Key, .. } => {
            let key = own_key(&want.project, hands).await?;
            hand.protect_branch(path, branch, Keeper::Key(key)).await
        }
        Deed::Branch { branch, .. } => hand.protect_branch(path, branch, Keeper::Maintainers).await,
        Deed::Tags { tags, .. } => hand.protect_tags(path, tags, Keeper::Maintainers).await,
    }
}

/// The labels that people set, and what each means. votum's own come into being when it first sets them.
fn labels(rules: &Rules, project: &Project) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if rules.tickets.contains(project) {
        for process in &rules.processes {
            found.push((process.label.clone(), format!("{}: {}", rules.product, process.id)));
            found.extend(process.confidential_label.iter().map(|label| (label.clone(), rules.product.clone())));
        }
    }
    if rules.upstream.contains(project) {
        found.extend(rules.gate.exempt_labels.iter().map(|label| (label.clone(), rules.product.clone())));
    }
    found.push(("breaking".into(), rules.product.clone()));
    found.sort();
    found.dedup_by(|one, other| one.0 == other.0);
    found
}

fn secrets(forge: &ForgeSettings, project: &Project, url: &str) -> Hook {
    let secrets = forge.secrets_of(&project.path);
    Hook { url: url.to_owned(), token: secrets.webhook.first().cloned(), signing: secrets.signing.first().cloned() }
}

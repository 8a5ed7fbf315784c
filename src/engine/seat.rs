// SPDX-License-Identifier: EUPL-1.2
//! The rules at their seat: read from the branch at one commit, or taken from the journal where they are known.
//!
//! **Invariant:** a text is read at a commit, never at a name that may move meanwhile. Rules that lie in a project they
//! do not govern themselves are a fault: nobody could ever change them by a vote.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Compile, Done};
use crate::clock::Clock;
use crate::domain::calendar::cut;
use crate::domain::chain;
use crate::domain::fact::{Fact, Text};
use crate::domain::request::CHANGE;
use crate::domain::rules::Rules;
use crate::domain::seat::{Kept, Seat};
use crate::forge::{Answer, Forge};
use crate::store::Store;
use crate::store::journal::PARTNERSHIP;

/// The forges by their ids.
type Forges = BTreeMap<String, Arc<dyn Forge>>;

/// What a seat shows.
pub(super) enum Shown {
    /// A text, at a commit of a branch; whether that is the default branch.
    Lies { text: String, commit: String, branch: String, default: bool },
    /// Nothing, and why.
    Missing(String),
}

/// Reads what lies at a seat.
pub(super) async fn look(forge: &dyn Forge, seat: &Seat) -> Answer<Shown> {
    let Seat { project, path, branch } = seat;
    let Some(view) = forge.project(&project.path).await? else {
        return Ok(Shown::Missing(format!("the project {project} cannot be read")));
    };
    let Some(branch) = branch.clone().or_else(|| view.default_branch.clone()) else {
        return Ok(Shown::Missing(format!("the project {project} has no branch")));
    };
    let Some(commit) = forge.branch_head(&project.path, &branch).await? else {
        return Ok(Shown::Missing(format!("the branch {branch} of {project} is gone")));
    };
    let default = view.default_branch.as_ref() == Some(&branch);
    Ok(match forge.file_at(&project.path, path, &commit).await? {
        Some(text) => Shown::Lies { text, commit, branch, default },
        None => Shown::Missing(format!("{path} is not on the branch {branch} of {project}")),
    })
}

/// Compiles a text for its seat, or returns everything that is wrong with it.
pub(super) fn compile(
    compile: Compile,
    partnership: &str,
    seat: &Seat,
    shown: (&str, &str, bool),
    forges: &Forges,
    others: &[Arc<Rules>],
) -> Result<Rules, Vec<String>> {
    let (text, branch, default) = shown;
    let mut rules = compile(text, partnership)?;
    let mut faults = Vec::new();
    let path = &seat.path;
    for project in rules.projects() {
        if !forges.contains_key(&project.forge) {
            faults.push(format!("{path}: projects: {project} – {} is no forge of votum.toml", project.forge));
        }
        if let Some(other) = others.iter().find(|other| other.partnership != partnership && other.governs(project)) {
            faults.push(format!(
                "{path}: projects: {project} belongs to {} already – leave each project to one partnership",
                other.partnership
            ));
        }
    }
    if !rules.upstream.contains(&seat.project) {
        faults.push(format!(
            "{path}: projects.upstream: {} is missing, in which these rules lie – add it, or no vote could ever change \
             them",
            seat.project
        ));
    }
    if !rules.processes.iter().any(|process| process.id == CHANGE) {
        faults.push(format!(
            "{path}: process: none has the id {CHANGE} – add it, or no ticket could ever decide on other rules"
        ));
    }
    if !default && !rules.gate.branches.iter().any(|gated| gated == branch) {
        faults.push(format!(
            "{path}: gate.branches: {branch} is missing, on which these rules lie – add it, or no vote could ever change \
             them"
        ));
    }
    rules.seat = Some(seat.clone());
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

/// Returns the rules that the journal says are in force, where they were read at this seat.
///
/// # Errors
/// The database, or a sentence: this program no longer understands them.
pub async fn rules_kept(
    store: &Store,
    compile: Compile,
    partnership: &str,
    seat: &Seat,
) -> Done<Option<Result<Rules, String>>> {
    let entries = store.stream(partnership, PARTNERSHIP).await?;
    let kept = Kept::from_facts(seat, entries.iter().map(|entry| &entry.fact));
    let Some(digest) = kept.in_force.filter(|_| kept.since.is_some()) else { return Ok(None) };
    let text = entries.into_iter().rev().find_map(|entry| match entry.fact {
        Fact::RulesInForce { digest: known, text, .. } if known == digest => Some(text.0),
        _ => None,
    });
    let compiled = text.ok_or_else(Vec::new).and_then(|text| compile(&text, partnership));
    Ok(Some(match compiled {
        Ok(rules) => Ok(Rules { seat: Some(seat.clone()), ..rules }),
        Err(faults) => Err(format!(
            "The rules of {partnership} in the journal (digest {digest}) are missing, or this votum does not understand \
             them. {}",
            faults.join(" ")
        )),
    }))
}

/// Reads the rules at their seat without taking them into force.
///
/// # Errors
/// Sentences: what is missing or wrong there, or why the forge could not be asked.
pub async fn rules_shown(
    forges: &Forges,
    compile: Compile,
    partnership: &str,
    seat: &Seat,
    others: &[Arc<Rules>],
) -> Result<(Rules, String), Vec<String>> {
    let forge = forges.get(&seat.project.forge).ok_or_else(|| {
        vec![format!("The rules of {partnership} lie at {}, which is no forge of votum.toml.", seat.project.forge)]
    })?;
    let none = |why: &str| vec![format!("The rules of {partnership} were never read, and cannot be read now: {why}.")];
    match look(forge.as_ref(), seat).await {
        Err(refusal) => Err(none(refusal.to_string().trim_end_matches('.'))),
        Ok(Shown::Missing(why)) => Err(none(&why)),
        Ok(Shown::Lies { text, commit, branch, default }) => {
            let rules = self::compile(compile, partnership, seat, (&text, &branch, default), forges, others)?;
            Ok((rules, commit))
        }
    }
}

/// Takes the first rules at a seat into force: what lies there when votum first looks, on its operator's word.
///
/// # Errors
/// The database, or sentences as of [`rules_shown`].
pub async fn rules_founded(
    store: &Store,
    forges: &Forges,
    (compile, clock): (Compile, &Clock),
    partnership: &str,
    seat: &Seat,
    others: &[Arc<Rules>],
) -> Done<Result<Rules, Vec<String>>> {
    if let Some(kept) = rules_kept(store, compile, partnership, seat).await? {
        return Ok(kept.map_err(|why| vec![why]));
    }
    let at = cut(clock.now());
    let (rules, commit) = match rules_shown(forges, compile, partnership, seat, others).await {
        Ok(shown) => shown,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut tx = store.begin_for(partnership).await?;
    let facts = tx.facts(partnership, PARTNERSHIP).await?;
    let kept = Kept::from_facts(seat, &facts);
    if kept.since.is_none() {
        let mut facts = Vec::new();
        if kept.in_force.as_ref() != Some(&rules.digest) {
            facts.push(in_force(&rules));
        }
        facts.push(read_there(&rules.digest, seat, commit, at));
        tx.append(partnership, PARTNERSHIP, &facts, clock.now()).await?;
        tx.commit().await?;
        return Ok(Ok(rules));
    }
    // Another replica was faster; what it took is what holds.
    drop(tx);
    Ok(match rules_kept(store, compile, partnership, seat).await? {
        Some(kept) => kept.map_err(|why| vec![why]),
        None => Ok(rules),
    })
}

/// Says that rules are in force from now on.
pub(super) fn in_force(rules: &Rules) -> Fact {
    let (text, open) = (Text(rules.text.clone()), Text(rules.open_text.clone()));
    Fact::RulesInForce { digest: rules.digest.clone(), text, open }
}

/// Says that the rules in force were read at their seat, as the first ones.
fn read_there(digest: &str, seat: &Seat, commit: String, at: jiff::Timestamp) -> Fact {
    Fact::PolicyRead {
        digest: digest.to_string(),
        project: seat.project.clone(),
        path: seat.path.clone(),
        branch: seat.branch.clone(),
        commit,
        merge_request: None,
        decisions: Vec::new(),
        at,
    }
}

/// Returns the digest by which a text is known.
pub(super) fn digest(text: &str) -> String {
    chain::digest(text)
}

// SPDX-License-Identifier: EUPL-1.2
//! What a release rests on, read again before its version is chosen; and what keeps a series from going on, shown to
//! those who run votum.
//!
//! **Invariant:** no version is chosen over commits that the forge could not show.

use super::absorb::Work;
use super::apply::{Finish, Stream};
use super::{Done, Engine, Partnership};
use crate::domain::decide::State;
use crate::domain::event::{Event, TagsRead};
use crate::domain::ids::Series;
use crate::domain::release::{Due, Halt, Releases};
use crate::domain::version;
use crate::forge::{Forge, Refusal, TagView};

/// How many versions are looked at to find the highest that the merge can reach.
const VERSIONS_MAX: usize = 30;

/// What the forge shows, or what it cannot show.
type Shown<T> = Result<Result<T, String>, Refusal>;

impl Engine {
    /// Reads what the release whose turn it is rests on: its tickets, the tags of the series, and what has reached the
    /// branch since the highest of them.
    pub(super) async fn read_versions(&self, partnership: &Partnership, series: &Series) -> Done<Vec<Work>> {
        let releases = self.releases_state(partnership, series).await?;
        let Some(due) = releases.to_choose() else { return Ok(Vec::new()) };
        let mut works = Vec::new();
        let tickets = due.notes.iter().map(|note| &note.ticket);
        for ticket in tickets.filter(|ticket| partnership.rules().tickets.contains(&ticket.project)) {
            let (begun, event) = self.read_ticket(ticket).await?;
            let stream = Stream::Thread(ticket.clone());
            works.push(Work { stream, events: vec![event], begun: Some(begun) });
        }
        let arrived = partnership.arrival(&series.project).and_then(|(_, head)| head);
        let read = read(self.forge(&series.project.forge)?.as_ref(), series, &due, arrived).await?;
        works.push(Work::told(Stream::Releases(series.clone()), vec![Event::Tags(Box::new(read))]));
        Ok(works)
    }

    /// Returns the state of a series outside of any transaction.
    pub(super) async fn releases_state(&self, partnership: &Partnership, series: &Series) -> Done<Releases> {
        match self.state(partnership, Stream::Releases(series.clone())).await? {
            State::Releases(releases) => Ok(*releases),
            _ => Ok(Releases::default()),
        }
    }

    /// Shows every series, and sets anew when it is looked at again: the rules may have others times now.
    pub(super) async fn look_after_releases(&self, partnership: &Partnership) -> Done<()> {
        for project in &partnership.rules().upstream {
            for own in partnership.rules().release.series_of(project) {
                let releases = self.show_series(partnership, &own.series).await?;
                if let Some(at) = releases.due_at(&partnership.rules()) {
                    let mut tx = self.inner.store.begin().await?;
                    tx.wake(&partnership.id, &Stream::Releases(own.series).name(), Some(at));
                    tx.commit().await?;
                }
            }
        }
        Ok(())
    }

    /// Puts up on the board what keeps a series from going on, or takes it down.
    pub(super) async fn show_series(&self, partnership: &Partnership, series: &Series) -> Done<Releases> {
        let releases = self.releases_state(partnership, series).await?;
        let about = format!("releases {series}");
        let trouble = sentence(series, &releases);
        let count = if trouble.is_some() { 1.0 } else { 0.0 };
        metrics::gauge!("votum_releases_stopped", "series" => series.to_string()).set(count);
        match trouble {
            Some(sentence) => {
                if self.inner.health.trouble(&about, &sentence) {
                    tracing::warn!("{sentence}");
                }
            }
            None => drop(self.inner.health.well(&about)),
        }
        Ok(releases)
    }

    /// Tells a series and a merge request that a tag stands, or why it does not; shows it.
    pub(super) async fn tell_series(
        &self,
        partnership: &Partnership,
        series: &Series,
        works: Vec<Work>,
        finish: Finish,
    ) -> Done<()> {
        self.apply(partnership, works, finish).await?;
        self.show_series(partnership, series).await.map(drop)
    }
}

/// What keeps a series from going on, for those who run votum.
fn sentence(series: &Series, releases: &Releases) -> Option<String> {
    if releases.stopped.is_some() {
        return Some(format!(
            "No version of {series} is tagged: its release would hold what was not cleared. A release manager looks at it \
             and writes /vote release."
        ));
    }
    let halted = releases.halted.as_ref()?;
    let (tag, found) = (&halted.tag, &halted.found.0);
    Some(match halted.halt {
        Halt::Elsewhere => format!(
            "No version of {series} is tagged: the tag {tag} stands already, at {found}. Delete it there if it is wrong, or \
             let a release manager name another version with /vote release VERSION."
        ),
        Halt::Unseen => format!(
            "No version of {series} is tagged: the forge does not say what lies under it ({found}). votum asks again."
        ),
        Halt::Refused => format!(
            "The version {tag} of {series} is not published: {found} When that is mended, votum outbox retry tries again."
        ),
    })
}

async fn read(forge: &dyn Forge, series: &Series, due: &Due, arrived: Option<String>) -> Result<TagsRead, Refusal> {
    let path = &series.project.path;
    let versions = forge.tags(path).await?.into_iter().filter_map(|tag| {
        let version = version::parse(tag.name.strip_prefix(&series.prefix)?)?;
        Some((version, tag))
    });
    let mut versions: Vec<(semver::Version, TagView)> = versions.collect();
    versions.sort_by(|a, b| b.0.cmp(&a.0));
    let mut read = TagsRead {
        merge_request: due.merge_request.clone(),
        sha: due.sha.clone(),
        prefix: series.prefix.clone(),
        standing: versions.iter().map(|(_, tag)| (tag.name.clone(), tag.commit.clone())).collect(),
        reached: Vec::new(),
        since: Vec::new(),
        unseen: None,
    };
    match reached(forge, path, versions, &due.sha).await? {
        Ok(reached) => read.reached = reached,
        Err(unseen) => {
            read.unseen = Some(unseen);
            return Ok(read);
        }
    }
    let highest = read.reached.first();
    let tagged = highest.and_then(|name| read.standing.iter().find(|(tag, _)| tag == name));
    let from = tagged.map(|(_, commit)| commit.clone()).or(arrived);
    match between(forge, path, from.as_deref(), &due.sha).await? {
        Ok(since) => read.since = since,
        Err(unseen) => read.unseen = Some(unseen),
    }
    Ok(read)
}

/// Returns the commits that `to` holds and `from` lacks; without `from` all that it holds.
async fn between(forge: &dyn Forge, path: &str, from: Option<&str>, to: &str) -> Shown<Vec<String>> {
    let commits = match from {
        Some(from) if from == to => Some(Vec::new()),
        Some(from) => forge.commits_between(path, from, to).await?,
        None => forge.history(path, to).await?,
    };
    let unseen = || format!("{}…{to}", from.unwrap_or_default());
    Ok(commits.map(|commits| commits.into_iter().map(|commit| commit.sha).collect()).ok_or_else(unseen))
}

/// Returns the highest version tag that `sha` can reach, and the highest final one.
async fn reached(
    forge: &dyn Forge,
    path: &str,
    versions: Vec<(semver::Version, TagView)>,
    sha: &str,
) -> Shown<Vec<String>> {
    let mut reached: Vec<String> = Vec::new();
    let mut looked = 0;
    for (version, tag) in versions {
        let is_final = version::is_final(&version);
        if !is_final && !reached.is_empty() {
            continue;
        }
        looked += 1;
        if looked > VERSIONS_MAX {
            return Ok(Err(format!("{VERSIONS_MAX} higher versions on other branches")));
        }
        match between(forge, path, Some(sha), &tag.commit).await? {
            Ok(beyond) if beyond.is_empty() => reached.push(tag.name),
            Ok(_) => continue,
            Err(unseen) => return Ok(Err(unseen)),
        }
        if is_final {
            break;
        }
    }
    Ok(Ok(reached))
}

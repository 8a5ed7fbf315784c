// SPDX-License-Identifier: EUPL-1.2
//! A version made public: the tag, the milestone that bears its name, the release.
//!
//! **Invariant:** every step is looked for before it is repeated, so an answer that was lost is no second tag; a tag
//! that stands elsewhere ends the attempt.

use jiff::Timestamp;

use super::absorb::Work;
use super::apply::{Finish, Stream};
use super::desire::{Milestone, Wish};
use super::{Done, Engine, Hindrance, Partnership, backoff};
use crate::domain::event::Event;
use crate::domain::fact::Text;
use crate::domain::ids::{Series, Thread};
use crate::domain::release::Halt;
use crate::forge::{Answer, Forge, MilestoneView, Refusal, ReleaseText};
use crate::store::outbox::Item;

impl Engine {
    /// Sets a tag and publishes its release.
    pub(super) async fn publish(
        &self,
        partnership: &Partnership,
        item: &Item,
        wish: &Wish,
        forge: &dyn Forge,
        now: Timestamp,
    ) -> Done<()> {
        let Wish::Tag { tag, merge_request, series, .. } = wish else { return Ok(()) };
        self.heed_pause().await?;
        if partnership.is_paused() {
            let later = backoff::next(now, item.attempt, &item.key, None);
            return Ok(self.inner.store.postpone_item(item, later).await?);
        }
        let series = Series::parse(if series.is_empty() { &item.thread } else { series });
        let (Some(series), Some(merge_request)) = (series, Thread::parse(merge_request)) else {
            return Err(Refusal::Never { status: 0, why: "Its project is not one.".into() }.into());
        };
        let stream = Stream::Releases(series.clone());
        let done = Finish::Item(Box::new(item.clone()), None, wish.digest());
        let told = |event: Event| vec![Work::told(stream.clone(), vec![event])];
        match stand(forge, &series.project.path, wish).await {
            Ok(None) => {
                let event = Event::Tagged { tag: tag.clone() };
                let mut works = told(event.clone());
                works.push(Work::told(Stream::Thread(merge_request), vec![event]));
                self.tell_series(partnership, &series, works, done).await
            }
            Ok(Some(commit)) => {
                let event = Event::TagRefused { tag: tag.clone(), halt: Halt::Elsewhere, found: Text(commit) };
                self.tell_series(partnership, &series, told(event), done).await
            }
            Err(refusal @ Refusal::Again { .. }) => Err(refusal.into()),
            // A project that rests for a while refuses everything; that passes by itself.
            Err(refusal @ Refusal::Never { .. }) if self.waits(item).await => Err(refusal.into()),
            Err(refusal @ Refusal::Never { .. }) => {
                let found = Text(refusal.to_string());
                let event = Event::TagRefused { tag: tag.clone(), halt: Halt::Refused, found };
                self.tell_series(partnership, &series, told(event), Finish::Nothing).await?;
                Err(Hindrance::Forge(refusal))
            }
        }
    }
}

/// Lets tag, milestone and release stand; returns the commit where the tag stands elsewhere.
async fn stand(forge: &dyn Forge, project: &str, wish: &Wish) -> Answer<Option<String>> {
    let Wish::Tag { tag, sha, message, name, notes, links, milestone, .. } = wish else { return Ok(None) };
    if let Some(commit) = forge.tag(project, tag, sha, message).await? {
        return Ok(Some(commit));
    }
    let milestone = match milestone {
        Some(milestone) => self::milestone(forge, project, milestone).await?,
        None => None,
    };
    if !forge.has_release(project, tag).await? {
        let milestones = milestone.iter().map(|milestone| milestone.title.clone()).collect();
        let (tag, name, notes, links) = (tag.clone(), name.clone(), notes.clone(), links.clone());
        forge.release(project, &ReleaseText { tag, name, notes, links, milestones }).await?;
    }
    if let Some(milestone) = milestone.filter(|milestone| milestone.open) {
        forge.close_milestone(project, milestone.id).await?;
    }
    Ok(None)
}

/// Finds the milestone that bears the version's name, or makes it.
async fn milestone(forge: &dyn Forge, project: &str, wanted: &Milestone) -> Answer<Option<MilestoneView>> {
    for title in &wanted.titles {
        if let Some(found) = forge.milestone(project, title).await? {
            return Ok(Some(found));
        }
    }
    match wanted.titles.first().filter(|_| wanted.make) {
        Some(title) => forge.make_milestone(project, title).await.map(Some),
        None => Ok(None),
    }
}

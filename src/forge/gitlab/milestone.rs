// SPDX-License-Identifier: EUPL-1.2
//! A project's milestones, those of its groups left aside.
//!
//! **Invariant:** GitLab keeps two milestones of one title apart from each other in no project, so a title finds one.

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::shape;
use crate::forge::{Answer, MilestoneView};

/// Finds a milestone by its exact title.
pub(super) async fn find(client: &Client, project: &str, title: &str) -> Answer<Option<MilestoneView>> {
    let ask = Ask::new(client, "milestones", format!("to look for the milestone {title} of {project}"));
    let found: Vec<shape::Milestone> =
        ask.all(&Place::of_project(project, "milestones").asking("title", title)).await?;
    Ok(found.into_iter().find(|milestone| milestone.title == title).map(MilestoneView::from))
}

/// Makes a milestone.
pub(super) async fn make(client: &Client, project: &str, title: &str) -> Answer<MilestoneView> {
    let ask = Ask::new(client, "milestone_create", format!("to make the milestone {title} in {project}"));
    let place = Place::of_project(project, "milestones").post().with("title", title);
    ask.one::<shape::Milestone>(&place).await.map(MilestoneView::from)
}

/// Closes a milestone.
pub(super) async fn close(client: &Client, project: &str, id: u64) -> Answer<()> {
    let ask = Ask::new(client, "milestone_close", format!("to close the milestone {id} of {project}"));
    let place = Place::of_project(project, &format!("milestones/{id}")).put().with("state_event", "close");
    ask.done(&place).await.map(|_| ())
}

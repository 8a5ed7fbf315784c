// SPDX-License-Identifier: EUPL-1.2
//! A ticket, and what people write, label and react under a ticket or merge request.

use gitlab::api::projects::issues::Issue;

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::{built, shape};
use crate::domain::ids::{NoteId, Thread};
use crate::forge::{Answer, AwardView, LabelChange, NoteView, Person, TicketView};

/// Reads a ticket; one that votum may not see is 404 like one that is not there. A moved one keeps its place and
/// names its new one in `moved_to_id`.
pub(super) async fn ticket(client: &Client, project: &str, iid: u64) -> Answer<Option<TicketView>> {
    let ask = Ask::new(client, "issue", format!("to read the ticket {project}#{iid}"));
    let found: Option<shape::Issue> = ask.maybe(&built(Issue::builder().project(project).issue(iid).build())).await?;
    Ok(found.map(TicketView::from))
}

/// Reads who changed the labels, oldest first (`resource_label_events`).
pub(super) async fn label_changes(client: &Client, thread: &Thread) -> Answer<Vec<LabelChange>> {
    let ask = Ask::new(client, "label_events", format!("to read who labelled {thread}"));
    let mut found: Vec<shape::LabelEvent> = ask.all(&Place::of_thread(thread, "resource_label_events")).await?;
    found.sort_by_key(|event| event.id);
    found.dedup_by_key(|event| event.id);
    let change = |event: shape::LabelEvent| LabelChange {
        label: event.label.map(|label| label.name).unwrap_or_default(),
        added: event.action == "add",
        by: event.user.map(Person::from),
        at: event.created_at.0,
    };
    Ok(found.into_iter().map(change).collect())
}

/// Reads all notes, oldest first. GitLab lists the newest first unless it is asked otherwise, and its order would
/// then shift under the pages as notes come in.
pub(super) async fn notes(client: &Client, thread: &Thread) -> Answer<Vec<NoteView>> {
    let ask = Ask::new(client, "notes", format!("to read the notes of {thread}"));
    let list = Place::of_thread(thread, "notes").asking("sort", "asc").asking("order_by", "created_at");
    let mut found: Vec<NoteView> = ask.all::<shape::Note>(&list).await?.into_iter().map(NoteView::from).collect();
    found.sort_by_key(|note| (note.created_at, note.id));
    found.dedup_by_key(|note| note.id);
    Ok(found)
}

/// Reads one note.
pub(super) async fn note(client: &Client, thread: &Thread, note: NoteId) -> Answer<Option<NoteView>> {
    let ask = Ask::new(client, "note", format!("to read the note {note} of {thread}"));
    let found: Option<shape::Note> = ask.maybe(&Place::of_thread(thread, &format!("notes/{note}"))).await?;
    Ok(found.map(NoteView::from))
}

/// Reads all reactions to a note, or to the description.
pub(super) async fn awards(client: &Client, thread: &Thread, note: Option<NoteId>) -> Answer<Vec<AwardView>> {
    let (rest, on) = match note {
        Some(note) => (format!("notes/{note}/award_emoji"), format!("the note {note} of {thread}")),
        None => ("award_emoji".to_owned(), thread.to_string()),
    };
    let ask = Ask::new(client, "awards", format!("to read the reactions to {on}"));
    let mut found: Vec<AwardView> =
        ask.all::<shape::Award>(&Place::of_thread(thread, &rest)).await?.into_iter().map(AwardView::from).collect();
    found.sort_by_key(|award| award.id);
    found.dedup_by_key(|award| award.id);
    Ok(found)
}

// SPDX-License-Identifier: EUPL-1.2
//! What votum does under a ticket or merge request: notes, reactions, labels, opening and closing.

use gitlab::api::projects::issues::{EditIssue, IssueStateEvent};

use super::ask::Ask;
use super::client::Client;
use super::endpoints::Place;
use super::{account, built, refuse, shape, thread};
use crate::domain::ids::{NoteId, Thread};
use crate::forge::Answer;

/// Writes a note. GitLab takes a text of nothing but quick actions for commands (202) and keeps no note.
pub(super) async fn write_note(client: &Client, thread: &Thread, body: &str) -> Answer<NoteId> {
    let ask = Ask::new(client, "note_create", format!("to write a note under {thread}"));
    let written: shape::Written = ask.one(&Place::of_thread(thread, "notes").post().with("body", body)).await?;
    written.id.ok_or_else(|| {
        refuse::never(202, format!("GitLab took votum's note under {thread} for quick actions and kept no note."))
    })
}

/// Writes a note that can be resolved: the first of a discussion, which a plain note is not.
pub(super) async fn write_thread(client: &Client, thread: &Thread, body: &str) -> Answer<NoteId> {
    let ask = Ask::new(client, "discussion_create", format!("to open a discussion under {thread}"));
    let opened: shape::Discussion = ask.one(&Place::of_thread(thread, "discussions").post().with("body", body)).await?;
    opened.notes.first().map(|note| note.id).ok_or_else(|| {
        refuse::never(202, format!("GitLab took votum's note under {thread} for quick actions and kept no note."))
    })
}

/// Resolves the discussion that a note begins, or opens it again. A note does not name its discussion, so they are
/// listed.
pub(super) async fn resolve(client: &Client, thread: &Thread, note: NoteId, resolved: bool) -> Answer<()> {
    let ask = Ask::new(client, "discussions", format!("to find the discussion of the note {note} of {thread}"));
    let found: Vec<shape::Discussion> = ask.all(&Place::of_thread(thread, "discussions")).await?;
    let of_note = |discussion: &&shape::Discussion| discussion.notes.iter().any(|held| held.id == note);
    let Some(discussion) = found.iter().find(of_note) else {
        return Err(refuse::never(404, format!("The note {note} of {thread} stands in no discussion.")));
    };
    if discussion.notes.first().is_some_and(|first| !first.resolvable || first.resolved == resolved) {
        return Ok(());
    }
    let ask = Ask::new(client, "discussion_resolve", format!("to resolve votum's discussion under {thread}"));
    let place = Place::of_thread(thread, &format!("discussions/{}", discussion.id)).put();
    ask.done(&place.with("resolved", resolved.to_string())).await.map(|_| ())
}

/// Makes a note read `body`.
pub(super) async fn edit_note(client: &Client, thread: &Thread, note: NoteId, body: &str) -> Answer<()> {
    let ask = Ask::new(client, "note_edit", format!("to edit the note {note} of {thread}"));
    ask.done(&Place::of_thread(thread, &format!("notes/{note}")).put().with("body", body)).await?;
    Ok(())
}

/// Reacts to a note. GitLab answers 404 to a reaction that is there already, as to a note that is not; so votum
/// looks whether its own stands there.
pub(super) async fn react(client: &Client, thread: &Thread, note: NoteId, emoji: &str) -> Answer<()> {
    let ask = Ask::new(client, "award_create", format!("to react with {emoji} to the note {note} of {thread}"));
    let award = Place::of_thread(thread, &format!("notes/{note}/award_emoji")).post().with("name", emoji);
    let Err(refusal) = ask.done(&award).await else { return Ok(()) };
    if !refusal.is_gone() {
        return Err(refusal);
    }
    let Some(awards) = super::ask::absent(thread::awards(client, thread, Some(note)).await)? else {
        return Err(refusal);
    };
    let bot = account::bot(client).await?;
    if awards.iter().any(|award| award.by.id == bot.id && award.name == emoji) { Ok(()) } else { Err(refusal) }
}

/// Adds and removes labels in one call; GitLab makes a label that it does not know. Nothing to do asks nothing.
pub(super) async fn relabel(client: &Client, thread: &Thread, add: &[String], remove: &[String]) -> Answer<()> {
    let mut edit = Place::of_thread(thread, "").put();
    for (field, labels) in [("add_labels", add), ("remove_labels", remove)] {
        if !labels.is_empty() {
            edit = edit.with(field, labels.join(","));
        }
    }
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    Ask::new(client, "relabel", format!("to change the labels of {thread}")).done(&edit).await?;
    Ok(())
}

/// Opens or closes a ticket; one that is so already stays so.
pub(super) async fn set_open(client: &Client, project: &str, iid: u64, open: bool) -> Answer<()> {
    let (event, verb) = if open { (IssueStateEvent::Reopen, "reopen") } else { (IssueStateEvent::Close, "close") };
    let ask = Ask::new(client, "issue_state", format!("to {verb} the ticket {project}#{iid}"));
    ask.done(&built(EditIssue::builder().project(project).issue(iid).state_event(event).build())).await?;
    Ok(())
}

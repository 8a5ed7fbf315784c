// SPDX-License-Identifier: EUPL-1.2
//! What becomes of a ballot whose comment is edited, deleted or reacted to.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// A comment counts as it was first written.
    /// Seen elsewhere: rust-lang/rfcbot#253: whoever may write may edit what the bot reads.
    an_edit_changes_nothing, w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.person("cem").says(ticket, "/vote ja").await;
        w.person("cem").edits(ticket, note, "/vote nein").await;
        w.reconciles().await;
        assert_eq!(w.ballots(ticket).await, ["clusdorf yes comment counted"]);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        assert_eq!(w.counts(ticket).await, "clusdorf yes");
    }
}

story! {
    /// A comment that votum first sees edited does not count, and its member is asked to write anew.
    a_comment_first_seen_edited_does_not_count, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.sandbox.comment(&place, "cem", "/vote ja").expect("it is kept");
        w.second();
        w.sandbox.edit_note(&place, note, "olga", "/vote nein");
        w.loses_hooks();
        w.reconciles().await;
        w.hears(ticket, "bearbeitet");
        assert_eq!(w.ballots(ticket).await, ["clusdorf no comment edited"]);
        w.person("cem").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "clusdorf yes");
    }
}

story! {
    /// Somebody's heart on the comment moves the forge's `updated_at`; it is no edit.
    a_heart_is_no_edit, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.sandbox.comment(&place, "cem", "/vote ja").expect("it is kept");
        w.second();
        w.sandbox.react(&place, Some(note), "dora", "heart");
        w.loses_hooks();
        w.reconciles().await;
        assert_eq!(w.ballots(ticket).await, ["clusdorf yes comment counted"]);
    }
}

story! {
    /// A deleted comment stands, marked, until its member retracts it; the member is told once.
    a_deleted_comment_stands, w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.person("anna").says(ticket, "/vote ja").await;
        w.reconciles().await;
        w.sandbox.delete_note(&At::issue(TICKETS, ticket), note);
        w.days(1).await;
        w.reconciles().await;
        w.hears(ticket, "Kommentar gelöscht");
        w.days(1).await;
        w.reconciles().await;
        w.hears_nothing(ticket);
        assert_eq!(w.ballots(ticket).await, ["ahausen yes comment counted vanished"]);
        w.person("anja").says(ticket, "/vote retract").await;
        assert_eq!(w.counts(ticket).await, "");
    }
}

story! {
    /// The vote note is deleted by somebody: what was read stands, and votum writes it anew.
    /// Seen elsewhere: cncf/gitvote `db.rs`: a deleted note closed the vote, and the check turned green.
    a_deleted_vote_note_is_written_anew, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        w.reconciles().await;
        let note = w.ticket(ticket).await.vote_note.expect("it stands");
        w.sandbox.delete_note(&At::issue(TICKETS, ticket), note);
        w.second();
        w.reconciles().await;
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.person("cem").reacts(ticket, "thumbsup").await;
        w.person("dora").says(ticket, "/vote ja").await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// A ballot of which only a forged webhook told is not at the forge.
    a_forged_ballot_is_not_at_the_forge, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        let note = w.sandbox.comment(&At::issue(TICKETS, ticket), "cem", "/vote ja").expect("it is kept");
        w.settle().await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
        w.sandbox.delete_note(&At::issue(TICKETS, ticket), note);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        assert_eq!(w.ballots(ticket).await[2], "clusdorf yes comment not-at-forge");
    }
}

story! {
    /// A webhook that claims an emoji was removed takes nothing away that the forge still shows.
    a_forged_removal_takes_nothing_away, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        w.forges("Emoji Hook", r#""event_type":"award""#, r#""event_type":"revoke""#).await;
        assert_eq!(w.counts(ticket).await, "");
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
    }
}

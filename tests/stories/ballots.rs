// SPDX-License-Identifier: EUPL-1.2
//! Ballots by comment and by emoji: one stream, one vote per member.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// Two representatives of one town are one voter; who speaks last speaks for it.
    the_last_representative_counts, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("anja", "/vote nein")]).await;
        assert_eq!(w.counts(ticket).await, "ahausen no");
        w.person("anna").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes");
        assert_eq!(
            w.ballots(ticket).await,
            ["ahausen yes comment superseded", "ahausen no comment superseded", "ahausen yes emoji counted"]
        );
    }
}

story! {
    /// All spellings are equal, whatever the case.
    german_and_english_are_equal, w => {
        let ticket = w.votes_on(JOINT).await;
        let words = [
            ("anna", "/VOTE Ja – weil es fehlt"),
            ("ben", "@votum-bot vote no because it costs"),
            ("cem", "@votum-bot Enthaltung"),
            ("dora", "Guten Tag,\r\n\r\n/vote yes: gern"),
        ];
        w.say(ticket, &words).await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal no, clusdorf abstain, duernau yes");
    }
}

story! {
    /// A thumb on the description counts like one on the vote note, but only from the opening on; an older one is
    /// explained once.
    an_emoji_counts_from_the_opening, w => {
        let ticket = w.tables(JOINT).await;
        w.person("ben").likes(ticket, "thumbsup").await;
        w.hears_nothing(ticket);
        w.at("2026-03-09 08:00").await;
        w.hears(ticket, "Abstimmung eröffnet");
        w.hears(ticket, "nicht eröffnet war");
        assert_eq!(w.counts(ticket).await, "");
        w.person("cem").likes(ticket, "thumbsup_tone3").await;
        w.person("dora").reacts(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "clusdorf yes, duernau no");
        w.reconciles().await;
        w.days(1).await;
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "clusdorf yes, duernau no");
    }
}

story! {
    /// Emoji of one person that contradict each other count as none and are explained once; the comment stands.
    /// Seen elsewhere: cncf/gitvote: two opposite reactions were dropped in silence.
    contradicting_emoji_count_as_none, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote nein").await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.person("ben").likes(ticket, "thumbsdown").await;
        w.hears(ticket, "widersprechende Reaktionen");
        assert_eq!(w.counts(ticket).await, "bergtal no");
        w.person("ben").likes(ticket, "thumbsup").await;
        w.hears_nothing(ticket);
        w.person("ben").unlikes(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
    }
}

story! {
    /// Taking an emoji off lets what was said before count again.
    removing_an_emoji_lets_the_comment_count_again, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("cem").says(ticket, "/vote ja").await;
        w.person("cem").reacts(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "clusdorf no");
        w.person("cem").unreacts(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "clusdorf yes");
        assert_eq!(w.ballots(ticket).await, ["clusdorf yes comment counted", "clusdorf no emoji withdrawn"]);
    }
}

story! {
    /// Retracting ends everything the member gave before, emoji included; a new ballot counts again.
    retracting_ends_everything_before, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").reacts(ticket, "thumbsup").await;
        w.say(ticket, &[("anja", "/vote nein"), ("anna", "/vote zurücknehmen")]).await;
        assert_eq!(w.counts(ticket).await, "");
        w.person("anja").says(ticket, "/vote enthaltung").await;
        assert_eq!(w.counts(ticket).await, "ahausen abstain");
    }
}

story! {
    /// One second before the opening is too early, the last second counts, one second later is too late.
    the_second_decides, w => {
        let ticket = w.tables(JOINT).await;
        w.at("2026-03-09 07:59:58").await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.hears(ticket, "nicht eröffnet war");
        w.person("ben").says(ticket, "/vote ja").await;
        assert_eq!(w.ticket(ticket).await.opened_at.as_deref(), Some("2026-03-09T08:00:00+01:00"));
        w.hears(ticket, "Abstimmung eröffnet");
        w.at("2026-03-23 23:59:58").await;
        w.person("cem").says(ticket, "/vote ja").await;
        w.person("dora").says(ticket, "/vote ja").await;
        w.hears(ticket, "nach Fristende");
        w.hears(ticket, "abgelehnt");
        assert_eq!(
            w.ballots(ticket).await,
            [
                "ahausen yes comment not-open",
                "bergtal yes comment counted",
                "clusdorf yes comment counted",
                "duernau yes comment late"
            ]
        );
    }
}

story! {
    /// An account without a vote is told so politely, once and never again.
    /// Seen elsewhere: Chaos#508: bots that vote.
    a_stranger_is_told_once, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("guest").says(ticket, "/vote ja").await;
        w.hears(ticket, "Danke für die Rückmeldung");
        w.person("guest").says(ticket, "/vote nein").await;
        w.person("guest").reacts(ticket, "thumbsup").await;
        w.person("guest").likes(ticket, "thumbsdown").await;
        w.days(1).await;
        w.reconciles().await;
        w.hears_nothing(ticket);
        assert_eq!(w.counts(ticket).await, "");
    }
}

story! {
    /// A hundred examples in quotes, code, lists, comments and details are no ballots.
    /// Seen elsewhere: asyncapi/.github#110: the commands in a help text were carried out.
    a_hundred_examples_count_nothing, w => {
        let ticket = w.votes_on(JOINT).await;
        let line = "/vote yes\n";
        let each = |mark: &str| format!("{mark}/vote yes\n").repeat(10);
        let examples = [
            each("> "),
            format!("```\n{}```\n", line.repeat(10)),
            each("    "),
            each("- "),
            each("1. "),
            format!("<!--\n{}-->\n", line.repeat(10)),
            format!("<details>\n\n{}\n</details>\n", line.repeat(10)),
            each("> > "),
            "Siehe `/vote yes`\n".repeat(10),
            each("So: "),
        ];
        for example in &examples {
            w.person("anna").says(ticket, example).await;
        }
        w.person("anna").says(ticket, &examples.join("\n\n")).await;
        w.hears_nothing(ticket);
        assert_eq!(w.ballots(ticket).await, Vec::<String>::new());
    }
}

story! {
    /// A condition, and two choices in one comment, are asked about; a choice for nobody known as well.
    what_is_not_clear_is_asked_about, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja, aber nur wenn es billiger wird").await;
        w.hears(ticket, "eindeutig");
        w.person("ben").says(ticket, "/vote ja\n/vote nein").await;
        w.hears(ticket, "eindeutig");
        w.person("cem").says(ticket, "/vote ja für Entenhausen").await;
        w.hears(ticket, "Entenhausen");
        w.person("dora").says(ticket, "/vote ja\n\n/vote ja").await;
        assert_eq!(w.counts(ticket).await, "duernau yes");
        let receipts = |note| w.sandbox.awards(&At::issue(TICKETS, ticket), Some(note));
        let notes = w.sandbox.notes(&At::issue(TICKETS, ticket));
        let asked: Vec<_> = notes.iter().flat_map(|note| receipts(note.id)).map(|award| award.name).collect();
        assert_eq!(asked, ["grey_question", "grey_question", "grey_question", "inbox_tray"]);
    }
}

story! {
    /// A note that only some may read is no ballot.
    an_internal_note_counts_nothing, w => {
        let ticket = w.votes_on(JOINT).await;
        w.second();
        w.sandbox.comment_internally(&At::issue(TICKETS, ticket), "anna", "/vote ja");
        w.settle().await;
        w.reconciles().await;
        w.hears_nothing(ticket);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        assert_eq!(w.ballots(ticket).await, Vec::<String>::new());
    }
}

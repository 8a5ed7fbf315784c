// SPDX-License-Identifier: EUPL-1.2
//! Speaking for another member, and taking no part.

use crate::story;
use crate::world::*;

story! {
    /// Nobody speaks for another town without its word.
    without_a_proxy_nobody_speaks_for_another, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja für Stadt Dürnau").await;
        w.hears(ticket, "keine Vollmacht");
        w.person("anna").says(ticket, "/vote ja für duernau").await;
        w.hears_nothing(ticket);
        assert_eq!(w.counts(ticket).await, "");
        assert_eq!(w.ballots(ticket).await[0], "duernau yes comment no-proxy");
    }
}

story! {
    /// A proxy votes for the member as long as the member has no ballot of its own.
    /// Seen elsewhere: OpenSlides#5745: a delegated vote counted beside the own one.
    the_own_vote_goes_first, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("dora").says(ticket, "/vote vollmacht @anna").await;
        w.hears(ticket, "Vollmacht verzeichnet");
        w.say(ticket, &[("anna", "/vote nein"), ("anna", "/vote ja für Stadt Dürnau")]).await;
        assert_eq!(w.counts(ticket).await, "ahausen no, duernau yes");
        w.person("dora").reacts(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "ahausen no, duernau no");
        w.person("dora").unreacts(ticket, "thumbsdown").await;
        assert_eq!(w.counts(ticket).await, "ahausen no, duernau yes");
        w.person("dora").says(ticket, "/vote zurücknehmen").await;
        assert_eq!(w.counts(ticket).await, "ahausen no, duernau yes");
        w.person("anna").says(ticket, "/vote zurücknehmen für Dürnau").await;
        assert_eq!(w.counts(ticket).await, "ahausen no");
    }
}

story! {
    /// A revoked or expired proxy gives no new ballot; the one already given stands.
    what_was_given_stands, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("dora").says(ticket, "/vote proxy @ben until 10.03.2026").await;
        w.hears(ticket, "10.03.2026");
        w.at("2026-03-10 23:59:58").await;
        w.person("ben").says(ticket, "/vote ja für Stadt Dürnau").await;
        w.person("ben").says(ticket, "/vote nein für Stadt Dürnau").await;
        w.hears(ticket, "keine Vollmacht");
        assert_eq!(w.counts(ticket).await, "duernau yes");
        w.person("cem").says(ticket, "/vote vollmacht @ben").await;
        w.hears(ticket, "Vollmacht verzeichnet");
        w.person("ben").says(ticket, "/vote ja für Gemeinde Clusdorf").await;
        w.person("cem").says(ticket, "/vote vollmacht keine").await;
        w.person("ben").says(ticket, "/vote nein für Gemeinde Clusdorf").await;
        assert_eq!(w.counts(ticket).await, "clusdorf yes, duernau yes");
    }
}

story! {
    /// No chains, no strangers, not one's own colleague, and not more members than the rules allow.
    /// Seen elsewhere: loomio#7641, OpenSlides#6031: delegation without limits.
    not_every_proxy_is_taken, |rules| rules + "\n[voting.proxy]\nmax_per_account = 1\n", w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("dora").says(ticket, "/vote vollmacht @guest").await;
        w.hears(ticket, "vertritt kein Mitglied");
        w.person("anna").says(ticket, "/vote vollmacht @anja").await;
        w.hears(ticket, "dasselbe Mitglied");
        w.person("dora").says(ticket, "/vote vollmacht @anna").await;
        w.hears(ticket, "Vollmacht verzeichnet");
        w.person("anna").says(ticket, "/vote vollmacht @ben").await;
        w.hears(ticket, "nicht weitergegeben");
        w.person("ben").says(ticket, "/vote vollmacht @anna").await;
        w.hears(ticket, "Höchstzahl");
        w.person("guest").says(ticket, "/vote vollmacht @anna").await;
        w.hears(ticket, "Vertretung eines Mitglieds");
    }
}

story! {
    /// Who is partial takes no part: the base shrinks, and what was said no longer counts.
    recusal_shrinks_the_base, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("dora", "/vote nein")]).await;
        w.person("dora").says(ticket, "/vote befangen").await;
        w.hears(ticket, "Begründung fehlt");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.needed), Some(3));
        w.person("dora").says(ticket, "/vote befangen Auftrag an eigene Werke").await;
        w.hears(ticket, "befangen");
        let tally = w.ticket(ticket).await.tally.expect("a vote is open");
        assert_eq!((tally.needed, tally.recused, tally.no), (3, 1, 0));
        assert_eq!(w.ballots(ticket).await[2], "duernau no comment recused");
        w.person("olga").says(ticket, "/vote befangen Gemeinde Clusdorf Grundstücke").await;
        w.hears(ticket, "Clusdorf");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.needed), Some(2));
        w.person("cem").says(ticket, "/vote nein").await;
        w.hears(ticket, "befangen");
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// A recusal in the last day is named in the result, beside what would have been; operations may lift one.
    a_late_recusal_is_named, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        w.person("cem").says(ticket, "/vote befangen Verwandtschaft").await;
        w.hears(ticket, "befangen");
        w.person("cem").says(ticket, "/vote undo befangen clusdorf").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote undo befangen clusdorf").await;
        w.hears(ticket, "aufgehoben");
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes, duernau yes");
        w.at("2026-03-23 20:00").await;
        w.person("dora").says(ticket, "/vote befangen Verwandtschaft").await;
        w.hears(ticket, "befangen");
        w.ends(ticket).await;
        let result = w.hears(ticket, "angenommen");
        assert!(result.contains("Ohne dies wäre das Ergebnis"), "{result}");
    }
}

story! {
    /// What is written after the deadline changes no vote, however late votum comes to state its result.
    after_the_deadline_nobody_steps_back, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote nein"), ("dora", "/vote nein")]).await;
        w.at_once("2026-03-24 00:00:00");
        for (name, words) in [("cem", "/vote befangen Verwandtschaft"), ("dora", "/vote befangen ebenso"), ("anna", "/vote zurückziehen")] {
            w.second();
            w.sandbox.comment(&votum::sandbox::At::issue(TICKETS, ticket), name, words);
        }
        w.at("2026-03-24 06:00").await;
        w.hears(ticket, "nicht ausgeführt");
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.tally.map(|t| (t.yes, t.no, t.recused))), ("rejected", Some((2, 2, 0))));
        w.without_listening();
    }
}

story! {
    /// A ballot that comes a moment after its proxy counts, though the forge stumbled over the proxy.
    a_proxy_that_is_read_late, w => {
        let ticket = w.votes_on(JOINT).await;
        w.second();
        let at = votum::sandbox::At::issue(TICKETS, ticket);
        let proxy = w.sandbox.comment(&at, "dora", "/vote vollmacht @anna").expect("it is written");
        w.sandbox.fails_next(votum::sandbox::Fault::Status(503), &format!("GET notes/{proxy}"), 1);
        w.second();
        w.sandbox.comment(&votum::sandbox::At::issue(TICKETS, ticket), "anna", "/vote ja für Stadt Dürnau");
        w.minutes(5).await;
        assert_eq!(w.counts(ticket).await, "duernau yes");
        w.without_listening();
    }
}

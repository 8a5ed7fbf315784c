// SPDX-License-Identifier: EUPL-1.2
//! Who looks on: a person that certifies, a committee that is heard, a second account for powerful acts.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

fn voting(rules: &str, line: &str) -> String {
    rules.replace("[voting]\n", &format!("[voting]\n{line}\n"))
}

fn four_eyes(rules: &str) -> String {
    rules.replace("[roles]\n", "[roles]\nfour_eyes = true\n")
}

story! {
    /// The result is stated and waits to be certified; merging waits as long.
    /// Seen elsewhere: rfcbot#117: a result that nobody stated.
    a_person_certifies, |rules: String| voting(&rules, "certify = \"person\""), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("olga").says(ticket, "/vote done certification").await;
        w.hears(ticket, "certification");
        let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        assert!(w.hears(ticket, "angenommen").contains("**Vorläufig:**"));
        assert_eq!(w.gate(CORE, request).await, "waiting: requirement-missing");
        assert_eq!(w.ticket(ticket).await.certified, Some(false));
        w.person("anna").says(ticket, "/vote erledigt certification").await;
        w.hears(ticket, "operatives Management");
        w.person("otto").says(ticket, "/vote erledigt certification").await;
        assert_eq!(w.stands(CORE, request), "merged");
        assert_eq!(w.ticket(ticket).await.certified, Some(true));
        let notes = w.notes(&At::issue(TICKETS, ticket));
        assert!(notes.iter().any(|(_, body)| body.contains("**Bestätigt** am 24.03.2026")), "{notes:#?}");
        let rejected = w.decides(JOINT, &[("anna", "/vote ja")]).await;
        assert_eq!(w.ticket(rejected).await.certified, Some(false));
        let notes = w.notes(&At::issue(TICKETS, rejected));
        let result = notes.iter().find(|(_, body)| body.contains("**Vorläufig:**")).expect("it waits to be certified");
        assert!(!result.1.contains("Zusammenführungsanfragen"), "nothing is promised to them: {}", result.1);
        w.person("olga").says(rejected, "/vote done certification").await;
        assert_eq!(w.ticket(rejected).await.certified, Some(true));
        assert_eq!(w.state(rejected).await, "rejected rejected");
        w.without_listening();
    }
}

story! {
    /// Where the opinion is required no vote opens before it is there.
    no_vote_without_the_committees_opinion, |rules: String| voting(&rules, "technical_opinion = \"required\""), w => {
        let ticket = w.tables(JOINT).await;
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
        assert_eq!(w.ticket(ticket).await.missing, ["technical-opinion"]);
        w.person("anna").says(ticket, "/vote done technical-opinion").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote done technical-opinion").await;
        assert_eq!(w.state(ticket).await, "reading");
        w.opens(ticket).await;
        assert!(w.vote_note(ticket).await.contains("technischen Gremiums:** liegt seit 02.03.2026 vor"));
        w.without_listening();
    }
}

story! {
    /// Where it is advisory the vote note says whether it was given.
    an_advisory_opinion_is_shown, |rules: String| voting(&rules, "technical_opinion = \"advisory\""), w => {
        let ticket = w.votes_on(JOINT).await;
        assert!(w.vote_note(ticket).await.contains("technischen Gremiums:** liegt nicht vor"));
        w.person("olga").says(ticket, "/vote erledigt technical-opinion").await;
        assert!(w.vote_note(ticket).await.contains("technischen Gremiums:** liegt seit 09.03.2026 vor"));
    }
}

story! {
    /// With four eyes nothing powerful happens on one account's word, nor on its repeating it.
    two_accounts_for_powerful_acts, |rules: String| four_eyes(&rules), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("olga").says(ticket, "/vote ungültig Formfehler").await;
        w.hears(ticket, "braucht nach den Regeln ein zweites Konto");
        w.person("olga").says(ticket, "/vote ungültig Formfehler").await;
        w.hears_nothing(ticket);
        w.person("otto").says(ticket, "/vote record no for bergtal Niederschrift").await;
        w.person("otto").says(ticket, "/vote record no for bergtal: Niederschrift").await;
        w.reads_up_to(&At::issue(TICKETS, ticket), "`/vote eintragen` braucht");
        assert_eq!(w.counts(ticket).await, "");
        w.person("olga").says(ticket, "/vote record yes for bergtal: Niederschrift").await;
        assert_eq!(w.counts(ticket).await, "", "the second has to say the same");
        w.person("olga").says(ticket, "/vote record no for bergtal: Niederschrift").await;
        assert_eq!(w.counts(ticket).await, "bergtal no");
        w.reads(&At::issue(TICKETS, ticket));
        w.person("otto").says(ticket, "/vote void Formfehler").await;
        assert_eq!(w.state(ticket).await, "void by-operations");
        w.without_listening();
    }
}

story! {
    /// An exemption of a merge request takes two as well, for the same head.
    two_accounts_exempt, |rules: String| four_eyes(&rules), w => {
        let request = w.person("dev").proposes(CORE, "Tippfehler", "").await;
        let place = At::merge_request(CORE, request);
        w.person("rita").says_at(&place, "/vote exempt Tippfehler").await;
        w.reads_up_to(&place, "zweites Konto");
        assert_eq!(w.gate(CORE, request).await, "waiting: no-ticket, review-missing");
        w.person("dev").pushes(CORE, request).await;
        w.person("olga").says_at(&place, "/vote exempt Tippfehler").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: no-ticket, review-missing", "it is another head");
        w.person("rita").says_at(&place, "/vote exempt Tippfehler").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.without_listening();
    }
}

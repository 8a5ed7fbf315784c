// SPDX-License-Identifier: EUPL-1.2
//! A jointly funded feature: three of four municipalities are enough, two are not.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// The whole way: label, reading, vote, result, gate, merge, tag, release.
    from_the_label_to_the_release, w => {
        let ticket = w.person("anna").opens("Wanderwege anzeigen").await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, JOINT).await;
        w.hears(ticket, "09.03.2026");
        assert_eq!(w.ticket(ticket).await.state, "reading");

        let request = w.person("dev").proposes(CORE, "Wanderwege", "Vorgang: #1").await;
        w.hears_at(&At::merge_request(CORE, request), "Entscheidung steht aus");
        assert_eq!(w.request(CORE, request).await.gate.as_deref(), Some("waiting"));

        w.at("2026-03-09 08:00").await;
        let opened = w.hears(ticket, "Abstimmung eröffnet");
        assert!(opened.contains("23.03.2026, 23:59"), "{opened}");
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.opened_at.as_deref()), ("voting", Some("2026-03-09T08:00:00+01:00")));
        assert_eq!(sheet.deadline.as_deref(), Some("2026-03-23T23:59:59+01:00"));

        w.person("anna").says(ticket, "/vote ja").await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        w.person("cem").says(ticket, "@votum-bot ja, aber nicht sofort").await;
        w.hears(ticket, "eindeutig");
        w.person("cem").says(ticket, "/vote yes – wir brauchen es").await;
        assert!(w.vote_note(ticket).await.contains("Ja: 3"));
        w.person("rev").approves(CORE, request).await;

        w.at("2026-03-24 00:00:01").await;
        w.hears(ticket, "angenommen");
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.decision.as_deref()), ("accepted", Some("B-2026-001")));

        let merged = w.request(CORE, request).await;
        assert_eq!(merged.merged_sha, w.sandbox.branch_head(CORE, "main"));
        assert_eq!(merged.tag.as_deref(), Some("v0.1.0"));
        assert_eq!(w.sandbox.tags(CORE).len(), 1);
        assert_eq!(w.sandbox.releases(CORE).len(), 1);
        assert!(w.sandbox.releases(CORE)[0].description.contains("B-2026-001"));
        let label = w.sandbox.issue(TICKETS, ticket).expect("the ticket stands").labels;
        assert!(label.contains(&"votum::accepted".to_string()), "{label:?}");
        w.without_listening();
    }
}

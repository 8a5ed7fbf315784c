// SPDX-License-Identifier: EUPL-1.2
//! Confidential tickets: their text stands nowhere but in the ticket itself.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const SECRET: &str = "Lücke in der Anmeldung";

async fn nothing_leaks(w: &World, request: u64) {
    let place = At::merge_request(CORE, request);
    let head = w.sandbox.merge_request(CORE, request).expect("it stands").head;
    let statuses = w.sandbox.statuses(CORE, &head);
    let releases = w.sandbox.releases(CORE);
    let register = w.store.dump_register(PARTNERSHIP).await.expect("the store stands");
    for (place, text) in [
        ("notes", format!("{:?}", w.notes(&place))),
        ("status lines", format!("{statuses:?}")),
        ("releases", format!("{releases:?} {:?}", w.sandbox.tags(CORE))),
        ("register", format!("{register:?}")),
    ] {
        assert!(!text.contains(SECRET), "the {place} show the title: {text}");
    }
}

story! {
    /// A bug under the confidential label: cleared, merged and released without a word of it.
    a_confidential_bug, w => {
        let ticket = w.person("anna").opens_with(SECRET, "Man kommt ohne Kennwort hinein.").await;
        w.second();
        w.sandbox.label(TICKETS, ticket, "olga", &[BUG, "sicherheit"], &[]);
        w.settle().await;
        let request = w.person("dev").proposes(CORE, "Anmeldung", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        nothing_leaks(&w, request).await;
        assert_eq!(w.ticket(ticket).await.title, "");
        w.without_listening();
    }
}

story! {
    /// A ticket that is confidential at the forge is voted on by those who see it, by comment and by emoji.
    a_confidential_vote, w => {
        let ticket = w.person("anna").opens(SECRET).await;
        w.second();
        w.sandbox.set_confidential(TICKETS, ticket, "anna", true);
        w.settle().await;
        w.person("olga").labels(ticket, JOINT).await;
        let request = w.person("dev").proposes(CORE, "Anmeldung", &format!("Vorgang: #{ticket}")).await;
        w.opens(ticket).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        w.person("cem").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.second();
        w.sandbox.set_confidential(TICKETS, ticket, "anna", false);
        w.settle().await;
        assert_eq!(w.ticket(ticket).await.title, "");
        nothing_leaks(&w, request).await;
        w.without_listening();
    }
}

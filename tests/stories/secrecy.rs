// SPDX-License-Identifier: EUPL-1.2
//! Confidential tickets: their text stands nowhere but in the ticket itself.

use crate::story;
use crate::world::*;
use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;
use votum::sandbox::At;
use votum::web::{Web, router};

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

/// A word that stands nowhere but where people wrote it.
const WORD: &str = "Xylophonluecke";

/// What is logged, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the register's pages and its interface answer.
async fn pages(w: &World, ticket: u64, request: u64) -> Vec<(String, String)> {
    let web =
        Web::new(w.store.clone(), w.health.clone(), vec![Arc::new(w.laws())], "https://votum.example", w.clock.clone());
    let router = router(Arc::new(web));
    let api = format!("/api/v1/partnerships/{PARTNERSHIP}");
    let mut answers = Vec::new();
    for address in [
        "/".to_string(),
        "/health/ready".to_string(),
        format!("/{PARTNERSHIP}"),
        format!("/{PARTNERSHIP}/tickets"),
        format!("/{PARTNERSHIP}/tickets/{ticket}?project=opencode:{TICKETS}"),
        format!("/{PARTNERSHIP}/decisions"),
        format!("/{PARTNERSHIP}/merge-requests"),
        format!("/{PARTNERSHIP}/merge-requests/{request}?project=opencode:{CORE}"),
        format!("/{PARTNERSHIP}/budget"),
        format!("{api}/budgets/2026"),
        format!("{api}/tickets"),
        format!("{api}/tickets?project=opencode:{TICKETS}&iid={ticket}"),
        format!("{api}/decisions"),
        format!("{api}/merge-requests"),
        format!("{api}/merge-requests?project=opencode:{CORE}&iid={request}"),
    ] {
        let asked = Request::get(&address).body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(asked).await.expect("an answer");
        let body = axum::body::to_bytes(answer.into_body(), 10 << 20).await.expect("a body");
        answers.push((address, String::from_utf8_lossy(&body).into_owned()));
    }
    answers
}

story! {
    /// A confidential bug whose every text holds a word: disputed, confirmed, held, merged, released – and the word is
    /// found nowhere that anybody but its readers can read.
    a_word_that_nobody_else_reads, w => {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter("votum=trace")
            .with_writer(move || writer.clone())
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        w.second();
        let ticket = w.sandbox.open_issue(TICKETS, "anna", &format!("{WORD} in der Anmeldung"), &format!("Die {WORD}."));
        w.sandbox.set_confidential(TICKETS, ticket, "anna", true);
        w.settle().await;
        w.second();
        w.sandbox.label(TICKETS, ticket, "olga", &[BUG, "sicherheit"], &[]);
        w.settle().await;
        let request = w.person("dev").proposes(CORE, "Anmeldung prüfen", &format!("Vorgang: #{ticket}")).await;
        for (name, words) in [
            ("anna", "Die WORD ist schlimm."),
            ("cem", "/vote einspruch WORD ist gewollt"),
            ("olga", "/vote einordnen bug WORD ist es doch"),
            ("olga", "/vote WORD"),
            ("olga", "/vote erledigt WORD"),
            ("olga", "/vote erledigt cost-plan WORD"),
            ("ben", "/vote ja für WORD"),
            ("ben", "/vote ja, aber WORD"),
            ("ben", "/vote zurückziehen WORD"),
            ("ben", "/vote stand"),
        ] {
            w.person(name).says(ticket, &words.replace("WORD", WORD)).await;
        }
        w.second();
        w.sandbox.retitle(TICKETS, ticket, "anna", &format!("Neu: {WORD}"));
        w.settle().await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.days(40).await;
        let other = w.person("anna").opens(&format!("{} in der Anmeldung", "Tür")).await;
        w.reconciles().await;

        let head = w.sandbox.merge_request(CORE, request).expect("it stands").head;
        let mut public = pages(&w, ticket, request).await;
        public.extend([
            ("notes".to_string(), format!("{:?}", w.notes(&At::merge_request(CORE, request)))),
            ("notes of another ticket".to_string(), format!("{:?}", w.notes(&At::issue(TICKETS, other)))),
            ("merge request".to_string(), format!("{:?}", w.sandbox.merge_request(CORE, request))),
            ("status lines".to_string(), format!("{:?}", w.sandbox.statuses(CORE, &head))),
            ("releases".to_string(), format!("{:?} {:?}", w.sandbox.releases(CORE), w.sandbox.tags(CORE))),
            ("register".to_string(), format!("{:?}", w.store.dump_register(PARTNERSHIP).await.expect("the store stands"))),
            ("health".to_string(), format!("{:?}", w.health.troubles())),
            ("log".to_string(), String::from_utf8_lossy(&log.0.lock().expect("nobody panicked")).into_owned()),
        ]);
        for (place, text) in public {
            assert!(!text.contains(WORD), "{place} shows the word: {text}");
            assert!(!text.to_lowercase().contains(&WORD.to_lowercase()), "{place} shows the word: {text}");
        }
        w.without_listening();
    }
}

story! {
    /// What a confidential ticket costs stands in its text: it is part of the sums, and listed nowhere.
    what_it_costs_is_not_listed, |rules: String| {
        rules.replace("objections         = 1\n", "objections         = 1\nbudget = \"maintenance\"\n")
            + "\n[budget.2026]\nmaintenance = 90000\n"
    }, w => {
        let costs = |euros: &str| format!("{TEMPLATE}\n| Position | Betrag |\n|---|---|\n| Einmalige Kosten | {euros} |\n");
        w.second();
        let hidden = w.sandbox.open_issue(TICKETS, "anna", "Anmeldung", &costs("7.313 €"));
        w.sandbox.set_confidential(TICKETS, hidden, "anna", true);
        w.settle().await;
        w.second();
        w.sandbox.label(TICKETS, hidden, "olga", &[BUG, "sicherheit"], &[]);
        w.settle().await;
        let open = w.person("anna").opens_with("Uhr geht vor", &costs("1.001 €")).await;
        w.person("olga").labels(open, BUG).await;
        let request = w.person("dev").proposes(CORE, "Uhr gestellt", &format!("Vorgang: #{open}")).await;
        let answers = pages(&w, hidden, request).await;
        let of = |place: &str| &answers.iter().find(|(address, _)| address.ends_with(place)).expect("it was asked").1;
        assert!(of("/budget").contains("8.314") || of("/budget").contains("8,314"), "{}", of("/budget"));
        assert!(of("/budgets/2026").contains("1001"), "{}", of("/budgets/2026"));
        // A checksum may hold any four digits.
        let checksums = regex::Regex::new("[0-9a-f]{12,}").expect("a pattern");
        for (address, body) in &answers {
            let body = checksums.replace_all(body, "");
            for amount in ["7.313", "7,313", "7313"] {
                assert!(!body.contains(amount), "{address} shows what it costs: {body}");
            }
        }
        w.without_listening();
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! Pages for people.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use pretty_assertions::assert_eq;
use regex::Regex;
use tower::ServiceExt;
use votum::domain::fact::{Fact, Gate};
use votum::domain::guard::{Gap, Lock};
use votum::domain::ids::Project;
use votum::domain::reason::Why;
use votum::store::sheet::{SeatSheet, TicketSheet};

use super::content::decided;
use super::world::{ACCOUNT, Answer, CORE, SECRET, answer, at, filled, site, site_of};

/// All pages of the filled site with a word that the German page and the English page must say.
const PAGES: [(&str, &str, &str); 20] = [
    ("/", "Laufende Abstimmungen", "Open votes"),
    ("/wegweiser", "Laufende Abstimmungen", "Open votes"),
    ("/wegweiser/decisions", "B-2026-001", "Decisions, newest first"),
    ("/wegweiser/decisions?state=accepted&process=joint-feature&year=2026", "B-2026-001", "B-2026-001"),
    ("/wegweiser/decisions?year=1999", "Zu dieser Auswahl gibt es keine Einträge.", "no entries for this selection"),
    ("/wegweiser/decisions/B-2026-001", "Beschluss B-2026-001", "Decision B-2026-001"),
    ("/wegweiser/tickets", "Vorgänge, neueste zuerst", "Tickets, newest first"),
    ("/wegweiser/tickets/101", "Prüfkette an dieser Stelle", "Hash chain at this point"),
    ("/wegweiser/tickets/102?project=opencode%3Awegweiser%2Fsteuerung", "Abstimmung läuft", "So far Yes: 3"),
    ("/wegweiser/tickets/103", "Vorgang #103 (vertraulich)", "Ticket #103 (confidential)"),
    ("/wegweiser/merge-requests", "Zusammenführungsanfragen", "Merge requests"),
    ("/wegweiser/merge-requests/41?project=opencode:wegweiser/kern", "wartet", "waiting"),
    ("/wegweiser/merge-requests/42?project=opencode:wegweiser/kern", "wartet", "waiting"),
    ("/wegweiser/releases", "v2.0.0 gibt es bereits", "v2.0.0 stands already"),
    ("/wegweiser/releases?project=opencode:wegweiser/kern", "termine/v1.2.0", "termine/v1.2.0"),
    (
        "/wegweiser/releases/termine%2Fv1.2.0?project=opencode:wegweiser/kern",
        "Ohne Freigabe aufgenommen",
        "Included without clearance",
    ),
    ("/wegweiser/rules", "mindestens 75 %", "at least 75 %"),
    ("/wegweiser/rules", "Fassungen der Regeln", "Versions of the rules"),
    ("/wegweiser/budget", "Budget 2026", "Budget 2026"),
    ("/wegweiser/budget?year=1999", "kein Budget eingerichtet", "No budget is set up"),
];

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Asserts what holds for every page.
pub fn assert_sound(address: &str, page: &Answer, lang: &str) {
    let body = &page.body;
    assert!(body.contains(&format!("<html lang=\"{lang}\">")), "{address}: the language is not {lang}");
    assert_eq!(body.matches("<h1").count(), 1, "{address}: one heading");
    for landmark in ["<header", "<main id=\"content\"", "<footer", "class=\"skip\" href=\"#content\"", "<title>"] {
        assert!(body.contains(landmark), "{address}: {landmark} is missing");
    }
    assert_eq!(body.matches("<table").count(), body.matches("<caption").count(), "{address}: captions");
    for forbidden in ["<script", "style=\"", "onclick", "http://", ACCOUNT, SECRET, "wegweiser-betrieb", "[erased]"] {
        assert!(!body.contains(forbidden), "{address}: shows {forbidden}");
    }
    let key = pattern(r"page-[a-z]|(?:phase|why|rule|word|gate|channel|follow-up)-[a-z]+[<. ]");
    let found =
        key.find(body).map(|found| &body[found.start()..]).map(|rest| rest.chars().take(60).collect::<String>());
    assert_eq!(found, None, "{address}: a key without words");
    let mut ids: Vec<_> = pattern(r#" id="([^"]+)""#).captures_iter(body).map(|found| found[1].to_string()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "{address}: ids are there twice");
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let site = filled().await;
    for (address, german, english) in PAGES {
        let sign = if address.contains('?') { '&' } else { '?' };
        for (lang, words) in [("de", german), ("en", english)] {
            let page = site.get(&format!("{address}{sign}lang={lang}")).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(page.body.contains(words), "{address} in {lang} does not say {words}");
            assert_sound(address, &page, lang);
        }
    }
}

#[tokio::test]
async fn the_language_is_asked_of_the_address_then_the_browser_then_the_partnership() {
    let site = filled().await;
    for (address, accept, lang) in [
        ("/wegweiser", None, "de"),
        ("/wegweiser", Some("fr"), "de"),
        ("/wegweiser", Some("en-GB,en;q=0.9,de;q=0.5"), "en"),
        ("/wegweiser?lang=de", Some("en"), "de"),
        ("/wegweiser?lang=xx", Some("en"), "en"),
    ] {
        let headers: Vec<_> = accept.map(|accept| ("accept-language", accept)).into_iter().collect();
        let page = site.get_with(address, &headers).await;
        assert!(page.body.contains(&format!("<html lang=\"{lang}\">")), "{address} {accept:?}");
    }
    let mut english = (*site.rules).clone();
    english.language = "en".into();
    let site = site_of(vec![Arc::new(english)]).await;
    assert!(site.get("/wegweiser").await.body.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn switching_the_language_keeps_the_address_and_stays() {
    let site = filled().await;
    let page = site.get("/wegweiser/decisions?state=accepted&lang=en").await.body;
    assert!(page.contains("href=\"/wegweiser/decisions?state=accepted&amp;lang=de\""), "{page}");
    assert!(page.contains("href=\"/wegweiser/tickets?lang=en\""));
    assert!(page.contains("name=\"lang\" value=\"en\""));
    assert!(!site.get("/wegweiser/decisions").await.body.contains("/wegweiser/tickets?lang="));
}

#[tokio::test]
async fn titles_are_text_and_never_markup() {
    let site = filled().await;
    let page = site.get("/wegweiser/decisions/B-2026-001").await.body;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Termine"));
    assert!(site.get("/wegweiser/merge-requests").await.body.contains("Termine &lt;b&gt;buchen&lt;/b&gt;"));
    let nowhere = site.get("/%3Cscript%3E?lang=en&%3Cscript%3E=1").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(!nowhere.body.contains("<script>"));
}

#[tokio::test]
async fn a_decision_can_be_recounted_from_its_page() {
    let site = filled().await;
    let page = site.get("/wegweiser/decisions/B-2026-001?lang=en").await.body;
    for words in [
        "Yes: 3 (75.0 % of 4 entitled)",
        "at least 75 %",
        "3 (at least 75 %)",
        "Does not count, because",
        "belongs to no member",
        "10 June 2026, 09:00:01",
        "datetime=\"2026-06-10T09:00:01+02:00\"",
        "not given",
        "1 of 2 done",
        "https://forge.example/wegweiser/steuerung/-/issues/101",
        "Vote opened, 1 entitled member, deadline 15 June 2026, 23:59.",
        "Decision B-2026-001: accepted. Yes 3, No 0, Abstention 0.",
        "Reason: “auf Bitte von @… verschoben”",
        "All times are in the time zone Europe/Berlin.",
    ] {
        assert!(page.contains(words), "the page does not say {words}\n{page}");
    }
    for digest in ["e", "f", "a"] {
        assert!(page.contains(&digest.repeat(64)));
    }
    let entries = site.store.stream("wegweiser", "opencode:wegweiser/steuerung#101").await.expect("a stream");
    let last = entries.last().expect("an entry");
    assert!(page.contains(&votum::domain::chain::hex(&last.hash)));
}

#[tokio::test]
async fn an_empty_register_says_so() {
    let site = site().await;
    for (address, words) in [
        ("/wegweiser", "Zurzeit läuft keine Abstimmung."),
        ("/wegweiser/decisions", "Es gibt noch keine Beschlüsse."),
        ("/wegweiser/tickets", "Es gibt noch keine Vorgänge."),
        ("/wegweiser/merge-requests", "Es gibt noch keine Zusammenführungsanfragen."),
    ] {
        let page = site.get(address).await;
        assert!(page.body.contains(words), "{address} does not say {words}");
        assert_sound(address, &page, "de");
    }
}

#[tokio::test]
async fn members_that_let_votes_pass_are_named_without_blame() {
    let plain = site().await;
    let mut rules = (*plain.rules).clone();
    rules.voting.inactive_after = 2;
    let site = site_of(vec![Arc::new(rules)]).await;
    let seat = |member: &str, choice: Option<&str>, recused| SeatSheet {
        member: member.into(),
        weight: 1,
        choice: choice.map(Into::into),
        recused,
    };
    for serial in 1..=2 {
        let electorate = vec![
            seat("auwiesen", (serial == 1).then_some("no"), false),
            seat("hohenbruck", None, false),
            seat("kranichtal", None, serial == 2),
            seat("gone-member", None, false),
        ];
        let decision = Some(format!("B-2026-{serial:03}"));
        let sheet = TicketSheet { iid: u64::from(serial), decision, electorate, ..decided() };
        site.put(&sheet, Some((2026, serial))).await;
    }
    let page = site.get("/wegweiser/rules").await;
    let words = "In den letzten 2 Abstimmungen ohne gezählte Stimme: Stadt Hohenbruck. Dies ist ein Hinweis";
    assert!(page.body.contains(words), "{}", page.body);
    assert_sound("/wegweiser/rules", &page, "de");
    assert!(site.get("/wegweiser/rules?lang=en").await.body.contains("in the last 2 votes: Stadt Hohenbruck."));
}

#[tokio::test]
async fn several_partnerships_have_a_list() {
    let first = site().await;
    let mut other = (*first.rules).clone();
    other.partnership = "zweite".into();
    other.name = "Zweite Partnerschaft".into();
    let site = site_of(vec![first.rules.clone(), Arc::new(other)]).await;
    let page = site.get("/").await;
    assert!(page.body.contains("href=\"/zweite\"") && page.body.contains("href=\"/wegweiser\""));
    assert_sound("/", &page, "de");
}

#[tokio::test]
async fn long_lists_have_pages() {
    let site = site().await;
    for serial in 1..=51 {
        let number = format!("B-2026-{serial:03}");
        let sheet = TicketSheet { iid: u64::from(serial), decision: Some(number), ..decided() };
        site.put(&sheet, Some((2026, serial))).await;
    }
    let first = site.get("/wegweiser/decisions?state=accepted").await.body;
    assert!(first.contains("B-2026-051") && !first.contains("B-2026-001"));
    assert!(first.contains("rel=\"next\" href=\"/wegweiser/decisions?state=accepted&amp;page=2\""), "{first}");
    let second = site.get("/wegweiser/decisions?state=accepted&page=2").await.body;
    assert!(second.contains("B-2026-001") && !second.contains("B-2026-051"));
    assert!(second.contains("rel=\"prev\" href=\"/wegweiser/decisions?state=accepted\""));
    assert!(!second.contains("rel=\"next\""));
}

#[tokio::test]
async fn every_answer_carries_its_headers() {
    let site = filled().await;
    for address in ["/", "/nothing/at/all", "/api/v1/partnerships", "/health/live", "/assets/style.css"] {
        let headers = site.get(address).await.headers;
        let policy = headers["content-security-policy"].to_str().expect("text");
        for rule in ["default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(rule), "{address}: {rule}");
        }
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert!(headers.contains_key("cache-control") && !headers.contains_key("set-cookie"), "{address}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_named_by_its_content_and_kept_long() {
    let site = site().await;
    let page = site.get("/wegweiser").await.body;
    let link = pattern(r#"href="(/assets/style\.css\?v=[0-9a-f]{12})""#);
    let link = link.captures(&page).expect("a style sheet")[1].to_string();
    let style = site.get(&link).await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
    assert!(style.headers["cache-control"].to_str().expect("text").contains("immutable"));
    for words in ["prefers-color-scheme: dark", "forced-colors", "@media print", ":focus-visible"] {
        assert!(style.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_register_below_a_path_knows_its_place() {
    let site = filled().await;
    let clock = votum::clock::Clock::by_hand(at("2026-06-20T10:00:00Z"));
    let partnerships = vec![site.rules.clone()];
    let web =
        votum::web::Web::new(site.store.clone(), site.health.clone(), partnerships, "https://a.example/votum/", clock);
    let request = Request::get("/wegweiser").body(Body::empty()).expect("a request");
    let page = answer(votum::web::router(Arc::new(web)).oneshot(request).await.expect("an answer")).await.body;
    assert!(page.contains("href=\"/votum/wegweiser/decisions\"") && page.contains("href=\"/votum/assets/style.css?v="));
}

#[tokio::test]
async fn the_rules_say_how_branches_are_guarded_and_what_is_missing() {
    let site = site().await;
    let found = |lock, gaps| Fact::Guarded {
        project: Project::parse(CORE).expect("a project"),
        branch: "main".into(),
        lock,
        gaps,
        at: at("2026-06-16T00:00:00Z"),
    };
    assert!(!site.get("/wegweiser/rules").await.body.contains("Schutz der Zweige"));
    site.write("partnership", &[found(Lock::Key, vec![]), found(Lock::Open, vec![Gap::BranchOpen])]).await;
    let page = site.get("/wegweiser/rules").await;
    assert_sound("/wegweiser/rules", &page, "de");
    assert!(page.body.contains("Wer entwickelt, kann an votum vorbei schreiben"), "{}", page.body);
    assert!(page.body.contains("offen – schwächer als zuvor: nur votum kommt hinein"), "{}", page.body);
    assert_eq!(page.body.matches("nur votum kommt hinein").count(), 1, "only what was found last is the state");
    assert!(site.get("/wegweiser/rules?lang=en").await.body.contains("Developers can write past votum"));
    let taken = Fact::LockTaken {
        project: Project::parse(CORE).expect("a project"),
        branch: "main".into(),
        lock: Lock::Open,
        way: "command-line".into(),
        reason: "so vereinbart".into(),
        at: at("2026-06-17T00:00:00Z"),
    };
    site.write("partnership", &[taken]).await;
    assert!(!site.get("/wegweiser/rules").await.body.contains("schwächer als zuvor"));
}

#[tokio::test]
async fn a_merge_request_says_why_it_waits() {
    let site = filled().await;
    let targets = Fact::Targets { branch: "main".into(), source: "karte".into(), gated: true };
    let head = Fact::Head { sha: "c0ffee00".into(), at: at("2026-06-16T00:00:00Z") };
    let stated = Fact::Gated {
        gate: Gate::Waiting,
        why: Why::ReviewMissing,
        reasons: vec![(Gate::Waiting, Why::ReviewMissing, None)],
        head: "c0ffee00".into(),
        at: at("2026-06-16T00:00:00Z"),
    };
    site.write(&format!("{CORE}!41"), &[targets, head, stated]).await;
    let address = format!("/wegweiser/merge-requests/41?project={CORE}");
    let page = site.get(&address).await;
    assert_sound(&address, &page, "de");
    for words in ["Bedingungen", "Vorgang genannt (nicht erfüllt)", "wer hilft weiter", "wer die Änderung vorschlägt"]
    {
        assert!(page.body.contains(words), "{words}\n{}", page.body);
    }
    assert!(!page.body.contains("votum ruht"), "{}", page.body);
    let mut tx = site.store.begin().await.expect("the store stands");
    tx.set_paused("wegweiser", true).await.expect("the store stands");
    tx.commit().await.expect("the store stands");
    let page = site.get(&address).await;
    assert_sound(&address, &page, "de");
    for words in ["votum ruht", "wer votum betreibt", "älter als der Einsatz von votum im Projekt"] {
        assert!(page.body.contains(words), "{words}\n{}", page.body);
    }
}

#[tokio::test]
async fn a_merge_request_shows_where_it_comes_from() {
    let site = filled().await;
    let head = Fact::Head { sha: "c0ffee00".into(), at: at("2026-06-16T00:00:00Z") };
    site.write(&format!("{CORE}!41"), &[head]).await;
    let address = format!("/wegweiser/merge-requests/41?project={CORE}");
    let page = site.get(&address).await;
    assert_sound(&address, &page, "de");
    for words in ["Herkunft", "Entschiedener Stand", "Commit im Zweig", "noch nicht vorhanden"] {
        assert!(page.body.contains(words), "{words}\n{}", page.body);
    }
    let data = site.get(&format!("/api/v1/partnerships/wegweiser/merge-requests?project={CORE}&iid=41")).await.json();
    let links: Vec<&str> =
        data["provenance"].as_array().expect("a list").iter().filter_map(|step| step["link"].as_str()).collect();
    assert!(links.ends_with(&["head", "merge", "tag", "release"]), "{links:?}");
}

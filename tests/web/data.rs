// SPDX-License-Identifier: EUPL-1.2
//! Data for programs: the keys that they rely on, pages of lists, problems, health.

use axum::http::StatusCode;
use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use votum::store::sheet::TicketSheet;

use super::content::decided;
use super::world::{ACCOUNT, CORE, SECRET, TICKETS, filled, site};

const API: &str = "/api/v1/partnerships/wegweiser";

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_ticket_has_the_keys_that_programs_rely_on() {
    let site = filled().await;
    let ticket = site.get(&format!("{API}/tickets?project={TICKETS}&iid=101")).await;
    assert_eq!(ticket.headers["content-type"], "application/json");
    let ticket = ticket.json();
    for key in [
        "project",
        "iid",
        "process",
        "state",
        "reason",
        "vote_note",
        "opened_at",
        "deadline",
        "tally",
        "ballots",
        "follow_ups",
        "reservations",
        "resubmission",
        "decision",
    ] {
        assert!(keys(&ticket).contains(&key), "{key} is missing");
    }
    assert_eq!(ticket["project"], TICKETS);
    assert_eq!((&ticket["iid"], &ticket["decision"]), (&json!(101), &json!("B-2026-001")));
    let tally = json!({ "entitled": 4, "yes": 3, "no": 0, "abstain": 0, "absent": 1, "recused": 0, "needed": 3 });
    assert_eq!(ticket["tally"], tally);
    let ballot = &ticket["ballots"][1];
    assert_eq!((&ballot["counted"], &ballot["why_not"]), (&json!(false), &json!("superseded")));
    for key in ["member", "choice", "at", "channel", "counted", "why_not"] {
        assert!(keys(ballot).contains(&key), "{key} is missing");
    }
    assert_eq!(ticket["reasons"]["children"][0]["needed"], "3 (>= 75 %)");
    assert_eq!(ticket["follow_ups"], json!(["contracts", "legal-check"]));
    for instant in [&ticket["opened_at"], &ticket["deadline"], &ticket["decided_at"], &ballot["at"]] {
        instant.as_str().expect("a text").parse::<jiff::Timestamp>().expect("RFC 3339");
    }
    // The only project need not be named, and its case does not matter.
    assert_eq!(site.get(&format!("{API}/tickets?iid=101")).await.json(), ticket);
    assert_eq!(
        site.get(&format!("{API}/tickets?iid=101&project=opencode%3AWegweiser%2FSteuerung")).await.json(),
        ticket
    );
    assert_eq!(site.get(&format!("{API}/decisions/B-2026-001")).await.json(), ticket);
    assert_eq!(
        ticket["url"],
        "https://register.example/wegweiser/tickets/101?project=opencode%3Awegweiser%2Fsteuerung"
    );
}

#[tokio::test]
async fn a_confidential_ticket_shows_number_process_and_state_alone() {
    let site = filled().await;
    let ticket = site.get(&format!("{API}/tickets?iid=103")).await.json();
    assert_eq!(
        (&ticket["title"], &ticket["process"], &ticket["state"]),
        (&Value::Null, &json!("bug"), &json!("cleared"))
    );
    for address in ["tickets", "decisions", "merge-requests", "tickets?iid=103"] {
        let body = site.get(&format!("{API}/{address}")).await.body;
        assert!(!body.contains(SECRET) && !body.contains(ACCOUNT), "{address}");
    }
}

#[tokio::test]
async fn a_merge_request_says_its_gate_and_why() {
    let site = filled().await;
    let request = site.get(&format!("{API}/merge-requests?project={CORE}&iid=41")).await.json();
    assert_eq!(request["gate"], "waiting");
    let reason = json!({ "gate": "waiting", "reason": "vote-open", "ticket": format!("{TICKETS}#102") });
    assert_eq!(request["reasons"], json!([reason]));
    assert_eq!(
        (&request["head"], &request["merged_sha"], &request["tag"]),
        (&json!("c0ffee00"), &Value::Null, &Value::Null)
    );
    let hushed = site.get(&format!("{API}/merge-requests?project={CORE}&iid=42")).await.json();
    assert_eq!(hushed["title"], Value::Null);
}

#[tokio::test]
async fn lists_lead_on_until_their_end() {
    let site = site().await;
    for serial in 1..=101 {
        let number = format!("B-2026-{serial:03}");
        let sheet = TicketSheet { iid: u64::from(serial), decision: Some(number), ..decided() };
        site.put(&sheet, Some((2026, serial))).await;
    }
    let mut next = Some(format!("{API}/decisions?state=accepted&year=2026"));
    let mut numbers = Vec::new();
    while let Some(address) = next {
        let page = site.get(&address).await.json();
        let items = page["items"].as_array().expect("a list");
        numbers.extend(items.iter().map(|item| item["decision"].as_str().expect("a number").to_string()));
        next = page["next"]
            .as_str()
            .map(|url| url.strip_prefix("https://register.example").expect("the public address").to_string());
    }
    assert_eq!((numbers.len(), numbers[0].as_str(), numbers[100].as_str()), (101, "B-2026-101", "B-2026-001"));
    let empty = site.get(&format!("{API}/merge-requests")).await.json();
    assert_eq!(empty, json!({ "items": [], "next": null }));
}

#[tokio::test]
async fn problems_are_problems() {
    let site = filled().await;
    for (address, status) in [
        (format!("{API}/tickets?project={TICKETS}&iid=999"), 404),
        (format!("{API}/tickets?project=opencode:other/project&iid=101"), 404),
        (format!("{API}/decisions/B-1999-001"), 404),
        ("/api/v1/partnerships/nobody/decisions".into(), 404),
        ("/api/v1/nothing".into(), 404),
        ("/api/v2".into(), 404),
        (format!("{API}/tickets?iid=one"), 400),
        (format!("{API}/tickets?iid=0"), 400),
        (format!("{API}/tickets?iid="), 400),
        (format!("{API}/tickets?iid=99999999999999999999"), 400),
        (format!("{API}/tickets?project=x&iid=1"), 400),
        (format!("{API}/tickets?project={TICKETS}"), 400),
        (format!("{API}/tickets?stat=voting"), 400),
        (format!("{API}/merge-requests?iid=41"), 400),
        (format!("{API}/decisions?page=-1"), 400),
        (format!("{API}/decisions?page=999999999999"), 400),
        (format!("{API}/decisions?state=perhaps"), 400),
    ] {
        let answer = site.get_with(&address, &[("accept-language", "en")]).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{address}");
        let problem = answer.json();
        assert_eq!((&problem["type"], &problem["status"]), (&json!("about:blank"), &json!(status)));
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.ends_with('.') && !detail.contains("page-"), "{address}: {detail}");
    }
}

#[tokio::test]
async fn partnerships_are_listed_with_the_head_of_their_journal() {
    let site = filled().await;
    let list = site.get("/api/v1/partnerships").await.json();
    assert_eq!(list["items"][0]["url"], "https://register.example/wegweiser");
    let one = site.get(API).await.json();
    assert!(one["journal"]["number"].as_i64().is_some_and(|number| number > 0));
    assert_eq!(one["journal"]["hash"].as_str().map(str::len), Some(64));
}

#[tokio::test]
async fn a_forge_that_is_down_is_named_and_votum_stays_ready() {
    let site = filled().await;
    assert_eq!(site.get("/health/live").await.status, StatusCode::OK);
    site.health.trouble("forge opencode", "The forge opencode does not answer.");
    let ready = site.get("/health/ready").await;
    assert_eq!(ready.status, StatusCode::OK);
    let body = ready.json();
    assert_eq!(body["status"], "ready");
    assert_eq!(body["troubles"], json!([{ "about": "forge opencode", "what": "The forge opencode does not answer." }]));
    assert_eq!((&body["inbox"]["waiting"], &body["outbox"]["dead"]), (&json!(0), &json!(0)));
    assert!(body["version"].is_string());
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_so() {
    let site = filled().await;
    site.store.close().await;
    let ready = site.get("/health/ready").await;
    assert_eq!((ready.status, &ready.json()["status"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unready")));
    assert_eq!(site.get("/health/live").await.status, StatusCode::OK);
    let problem = site.get(&format!("{API}/decisions")).await;
    assert_eq!(
        (problem.status, &problem.headers["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"5".parse().expect("a value"))
    );
    let page = site.get("/wegweiser").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("Die Datenbank antwortet gerade nicht."));
}

#[tokio::test]
async fn a_release_names_its_decisions() {
    let site = filled().await;
    let release = site.get(&format!("{API}/releases?project={CORE}&tag=termine%2Fv1.2.0")).await.json();
    assert_eq!(release["decisions"], json!(["B-2026-001"]));
    assert_eq!(release["tickets"], json!([format!("{TICKETS}#101"), format!("{TICKETS}#103")]));
    assert_eq!((&release["sha"], &release["preliminary"]), (&json!("c0ffee00"), &json!(false)));
    let address = release["url"].as_str().expect("an address");
    let page = address.strip_prefix("https://register.example").expect("the public address");
    assert_eq!(site.get(page).await.status, StatusCode::OK, "its page stands where the release links to");
    let list = site.get(&format!("{API}/releases")).await.json();
    assert_eq!(list, json!({ "items": [release], "next": null }));
    let none = site.get(&format!("{API}/releases?project={CORE}&tag=v9.9.9")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Seed K137, K145: what a decision costs each year goes into the cost plan.
#[tokio::test]
async fn the_cost_plan_is_a_table_for_spreadsheets() {
    let site = filled().await;
    let plan = site.get("/wegweiser/budget/2026/cost-plan.csv").await;
    assert_eq!(plan.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = plan.body.split("\r\n").collect();
    assert_eq!(
        lines[0],
        r#""date","decision","project","ticket","process","one_off","upkeep_per_year","community_per_year","reservations""#
    );
    assert_eq!(
        lines[1],
        r#""2026-06-15","B-2026-001","opencode:wegweiser/steuerung","101","joint-feature","9000","-900","","unfunded:300""#
    );
    assert_eq!(lines[2..], [""], "neither what is still voted on nor what is confidential");
    assert_eq!(site.get("/wegweiser/budget/soon/cost-plan.csv").await.status, 404);
}

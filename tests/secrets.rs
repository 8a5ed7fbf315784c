// SPDX-License-Identifier: EUPL-1.2
//! Secrets: the program itself through a whole story at the most talkative level, and no token of it stands in any log
//! line, page, answer, metric or error.

use std::process::Command;

use votum::sandbox::At;

use crate::serve::{HOOK, Served, TOKEN, said, until};
use crate::world::{JOINT, On, TEMPLATE, TICKETS, fresh};

/// What the database's address carries.
const PASSWORD: &str = "dbwort-Xb52mn";
/// The bytes behind this sign deliveries.
const SIGNING: &str = "whsec_UXV4cWNzbmRmZ2hqa2xtbnBxcnN0dXZ3eHl6MDEyMzQ=";
/// A token that somebody guesses.
const GUESSED: &str = "geraten-Jw20fa";

/// The address of a database whose server is not there, with its password.
fn nowhere() -> String {
    format!("postgres://votum:{PASSWORD}@127.0.0.1:9/votum")
}

fn none_of_them(place: &str, text: &str) {
    none_of(&[TOKEN, HOOK, PASSWORD, SIGNING, &SIGNING["whsec_".len()..]], place, text);
}

fn none_of(secrets: &[&str], place: &str, text: &str) {
    for secret in secrets {
        if let Some(at) = text.find(secret) {
            let from = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let line: String = text[from..].chars().take(400).collect();
            panic!("{place} shows a secret: {line}");
        }
    }
}

/// Everything that can be asked for by anybody, and some things that nobody should ask for.
async fn answers(served: &Served) -> String {
    let (public, admin) = (format!("http://{}", served.address), format!("http://{}", served.admin));
    let api = "/api/v1/partnerships/talverbund";
    let project = format!("project=opencode:{TICKETS}");
    let mut all = String::new();
    for address in [
        format!("{public}/"),
        format!("{public}/talverbund"),
        format!("{public}/talverbund/tickets"),
        format!("{public}/talverbund/tickets/1?{project}"),
        format!("{public}/talverbund/decisions"),
        format!("{public}/talverbund/rules"),
        format!("{public}/talverbund/nowhere?token={GUESSED}"),
        format!("{public}/health/ready"),
        format!("{public}{api}/tickets?{project}&iid=1"),
        format!("{public}{api}/tickets?iid={GUESSED}"),
        format!("{public}{api}/decisions"),
        format!("{public}/hooks/opencode?private_token={GUESSED}"),
        format!("{admin}/metrics"),
        format!("{admin}/outbox"),
        format!("{admin}/health/ready"),
    ] {
        let answer = reqwest::get(&address).await.expect("it answers");
        let head = format!("{} {:?}", answer.status(), answer.headers());
        all += &head;
        all += &answer.text().await.expect("it has a body");
    }
    let client = reqwest::Client::new();
    for (token, body) in [(GUESSED, "{}"), (HOOK, "no JSON"), (HOOK, "{\"object_kind\":5}"), (TOKEN, "{}")] {
        for forge in ["opencode", "nowhere"] {
            let knock = client.post(format!("{public}/hooks/{forge}")).header("X-Gitlab-Token", token).body(body);
            let answer = knock.send().await.expect("it answers");
            all += &answer.text().await.expect("it has a body");
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_shows_at_the_most_talkative_level() {
    // On PostgreSQL the address of the database carries a password.
    let folder = tempfile::tempdir().expect("a folder can be made");
    let on = if std::env::var("VOTUM_TEST_POSTGRES").is_ok() { On::Postgres } else { On::Sqlite };
    let database = fresh(on, &folder).await.replacen("postgres@", &format!("postgres:{PASSWORD}@"), 1);
    assert_eq!(database.contains(PASSWORD), on == On::Postgres, "{}", database.len());
    let change = |settings: String| settings.replace("\"sqlite:votum.db\"", "\"env:VOTUM_DB\"");
    let served = Served::with("6 s", change, vec![("VOTUM_DB", database)], Some("trace")).await;
    let ticket = served.sandbox.open_issue(TICKETS, "anna", "Wanderwege", TEMPLATE);
    served.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
    until("the vote note stands", async || served.ticket(ticket).await["vote_note"].is_u64()).await;
    for person in ["anna", "ben", "cem"] {
        served.sandbox.comment(&At::issue(TICKETS, ticket), person, "/vote ja");
    }
    none_of_them("a page or an answer", &answers(&served).await);
    until("it is accepted", async || served.ticket(ticket).await["state"] == "accepted").await;
    none_of_them("a page or an answer", &answers(&served).await);
    // A forge that refuses, and one that is gone, are complained about.
    served.sandbox.fails_next(votum::sandbox::Fault::Status(401), "/", 20);
    served.sandbox.fails_next(votum::sandbox::Fault::HangUp, "/", 20);
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    for arguments in [&["check"][..], &["init", "--dry-run"], &["verify"], &["triage"], &["outbox", "list"]] {
        let mut command = served.command(arguments[0]);
        command.args(&arguments[1..]).env("VOTUM_LOG", "trace");
        none_of_them(arguments[0], &said(&mut command).1);
    }
    let logged = served.logged();
    assert!(logged.len() > 50_000 && logged.contains("TRACE"), "the log is as talkative as it can be");
    none_of_them("a log line", &logged);
    none_of(&[GUESSED], "a log line", &logged);
}

/// What cannot be reached or read is named without its secrets.
#[test]
fn no_secret_shows_where_something_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let config = folder.path().join("votum.toml");
    std::fs::write(folder.path().join("partnership.toml"), crate::world::RULES).expect("it can be written");
    let settings = |database: &str, url: &str, more: &str| {
        format!(
            "[database]\nurl = \"{database}\"\n[[forge]]\nid = \"opencode\"\nkind = \"gitlab\"\nurl = \"{url}\"\n\
             token = \"env:VOTUM_TOKEN\"\nwebhook_token = \"env:VOTUM_HOOK\"\nsigning_token = \"env:VOTUM_SIGNING\"\n{more}\n\
             [[partnership]]\nid = \"talverbund\"\ngovernance = \"partnership.toml\"\n"
        )
    };
    let (nowhere, forge) = (nowhere(), "http://127.0.0.1:9");
    let odd = nowhere.replace("127.0.0.1:9", "[kaputt");
    let unfit = format!("{nowhere}?sslmode={PASSWORD}");
    let unescaped = nowhere.replace("votum:", "votum?sslmode=nonsense:");
    for text in [
        settings(&nowhere, forge, ""),
        settings("env:VOTUM_DB", forge, ""),
        settings(&odd, forge, ""),
        settings(&unfit, forge, ""),
        settings(&unescaped, forge, ""),
        settings("sqlite:votum.db", forge, ""),
        settings("sqlite:votum.db", &format!("http://votum:{PASSWORD}@127.0.0.1:9"), ""),
        settings(&format!("mysql://votum:{PASSWORD}@127.0.0.1/votum"), forge, &format!("colour = \"{TOKEN}\"")),
        settings("sqlite:votum.db", forge, "").replace("env:VOTUM_TOKEN", TOKEN),
        settings("sqlite:votum.db", forge, "").replace("env:VOTUM_HOOK", &format!("env:{HOOK}")),
        settings("sqlite:votum.db", forge, "").replace("env:VOTUM_HOOK", &format!("file:{HOOK}/x")),
    ] {
        std::fs::write(&config, &text).expect("it can be written");
        for arguments in [&["check"][..], &["check", "--offline"], &["verify"], &["triage"], &["rebuild"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
            command.args(arguments).arg("--config").arg(&config).env("VOTUM_LOG", "trace");
            command.env("VOTUM_TOKEN", TOKEN).env("VOTUM_HOOK", HOOK).env("VOTUM_SIGNING", SIGNING);
            command.env("VOTUM_DB", &nowhere);
            let (code, told) = said(&mut command);
            assert!(code < 2 && !told.contains("panicked"), "{told}");
            // A file's name is no secret, whatever stands there.
            let told = if text.contains("file:") { told.replace(HOOK, "") } else { told };
            none_of_them(&arguments.join(" "), &told);
        }
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! The figures of the main job, printed as a table and as JSON: from the start to ready, memory at rest, from a ballot to
//! its visible receipt, from a label to the vote note.
//!
//! `cargo bench` measures the optimised program; `cargo bench --profile dev` the one that the tests use. The forge is the
//! sandbox in this process, over loopback HTTP; beside the figures stands what one durable write costs on this disk.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use votum::clock::Clock;
use votum::sandbox::{At, Hook, Sandbox};

const TICKETS: &str = "wegweiser/steuerung";
const RULES: &str = include_str!("../config/partnership.toml");
const TEMPLATE: &str = include_str!("../src/cli/demo/template.md");
const BALLOTS: usize = 40;
const STARTS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::new(Clock::system());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let gitlab = format!("http://{}", listener.local_addr().expect("it listens"));
    let router = sandbox.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let address = free().await;
    furnish(&sandbox, &address);
    let settings = include_str!("../config/votum.toml")
        .replace("https://gitlab.opencode.de", &gitlab)
        .replace("http://127.0.0.1:8080", &format!("http://{address}"))
        .replace("127.0.0.1:8080", &address)
        .replace("127.0.0.1:9090", &free().await);
    std::fs::write(folder.path().join("votum.toml"), settings).expect("written");
    let rules = RULES.replace("\"5 days\"", "\"0 s\"").replace("\"14 days\"", "\"2 h\"");
    std::fs::write(folder.path().join("partnership.toml"), rules).expect("written");
    let stop = CancellationToken::new();
    sandbox.deliver_by_itself(stop.clone());

    let mut starts = Vec::new();
    let mut child = None;
    for _ in 0..STARTS {
        end(child.take());
        let begun = Instant::now();
        child = Some(serve(folder.path()));
        let ready = format!("http://{address}/health/ready");
        wait(async || reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200)).await;
        starts.push(begun.elapsed());
    }
    let child = child.expect("it runs");
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = resident(&child);

    let iid = sandbox.open_issue(TICKETS, "lindenau-vertretung1", "Messung", TEMPLATE);
    let labelled = Instant::now();
    sandbox.label(TICKETS, iid, "wegweiser-betrieb1", &["prozess::1-gemeinsam"], &[]);
    let at = At::issue(TICKETS, iid);
    wait(async || sandbox.notes(&at).iter().any(|note| note.body.contains("Abstimmung"))).await;
    let opened = labelled.elapsed();

    let mut receipts = Vec::new();
    for n in 0..BALLOTS {
        let words = if n % 2 == 0 { "/vote ja" } else { "/vote nein" };
        let given = Instant::now();
        let note = sandbox.comment(&at, "lindenau-vertretung1", words).expect("GitLab keeps it");
        wait(async || sandbox.awards(&at, Some(note)).iter().any(|award| award.name == "inbox_tray")).await;
        receipts.push(given.elapsed());
    }
    let busy = resident(&child);
    end(Some(child));
    stop.cancel();

    let sync = fsync(folder.path());
    starts.sort();
    receipts.sort();
    let ms = |duration: Duration| duration.as_secs_f64() * 1_000.0;
    let rows = [
        ("start to ready, median (ms)", ms(starts[STARTS / 2]), 300.0),
        ("memory at rest (MiB)", idle, 40.0),
        ("memory after the ballots (MiB)", busy, 80.0),
        ("label to vote note (ms)", ms(opened), 1_000.0),
        ("ballot to receipt, median (ms)", ms(receipts[BALLOTS / 2]), 200.0),
        ("ballot to receipt, worst of 40 (ms)", ms(receipts[BALLOTS - 1]), 200.0),
    ];
    println!("{:<40} {:>10} {:>10} {:>8}", "figure", "found", "wanted", "ratio");
    for (name, found, wanted) in rows {
        println!("{name:<40} {found:>10.1} {wanted:>10.1} {:>8.2}", found / wanted);
    }
    println!("{:<40} {:>10.2}", "one durable write here (ms)", ms(sync));
    let json: serde_json::Map<String, serde_json::Value> =
        rows.iter().map(|(name, found, _)| ((*name).to_string(), serde_json::json!(found))).collect();
    println!("{}", serde_json::Value::Object(json));
}

fn furnish(sandbox: &Sandbox, address: &str) {
    sandbox.bot("votum-bot");
    sandbox.token("votum-bot", "bench");
    for project in [TICKETS, "wegweiser/kern", "wegweiser/modul-termine"] {
        sandbox.project(project);
        for name in ["votum-bot", "wegweiser-betrieb1", "wegweiser-betrieb2", "wegweiser-freigabe1"] {
            sandbox.member(project, name, 40);
        }
        for name in ["lindenau-vertretung1", "lindenau-vertretung2", "auwiesen-vertretung1", "hohenbruck-vertretung1"] {
            sandbox.member(project, name, 20);
        }
        for name in ["hohenbruck-vertretung2", "kranichtal-vertretung1", "kranichtal-vertretung2"] {
            sandbox.member(project, name, 20);
        }
        let url = format!("http://{address}/hooks/opencode");
        sandbox.hook(project, Hook { url, token: Some("bench".into()), signing_token: None });
    }
}

fn serve(folder: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_votum"))
        .args(["serve", "--config"])
        .arg(folder.join("votum.toml"))
        .env("VOTUM_OPENCODE_TOKEN", "bench")
        .env("VOTUM_OPENCODE_WEBHOOK_TOKEN", "bench")
        .env("VOTUM_LOG", "error")
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn end(child: Option<Child>) {
    if let Some(mut child) = child {
        child.kill().expect("it runs");
        child.wait().expect("it was our child");
    }
}

/// Returns the resident memory of a process in MiB, as Linux counts it.
fn resident(child: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// Returns the median cost of one small write that is forced to the disk.
fn fsync(folder: &std::path::Path) -> Duration {
    let mut file = std::fs::File::create(folder.join("sync")).expect("a file");
    let mut times: Vec<Duration> = (0..50)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[0; 4096]).and_then(|()| file.sync_data()).expect("written");
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[25]
}

async fn free() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("it listens").to_string()
}

async fn wait(holds: impl AsyncFn() -> bool) {
    for _ in 0..30_000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("waited in vain");
}

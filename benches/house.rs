// SPDX-License-Identifier: EUPL-1.2
//! The real program: `votum serve` in a process of its own, beside a GitLab in memory that it reaches over loopback.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use votum::clock::Clock;
use votum::sandbox::Sandbox;

use crate::child::free;
use crate::ground::{TOKEN, furnish, rules};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// A GitLab that listens, and a folder with votum's configuration and database.
pub struct House {
    pub sandbox: Sandbox,
    /// Where votum listens.
    pub address: String,
    folder: tempfile::TempDir,
    stop: CancellationToken,
}

/// A running `votum serve`; it is killed when it is dropped.
pub struct Serving {
    process: std::process::Child,
    /// How long it took until it said that it is ready.
    pub ready_after: Duration,
}

impl House {
    /// Furnishes everything; votes last `voting`.
    pub async fn new(voting: &str) -> Self {
        let sandbox = Sandbox::new(Clock::system());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gitlab = format!("http://{}", listener.local_addr().expect("it listens"));
        sandbox.set_url(&gitlab);
        let router = sandbox.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (address, folder) = (free().await, tempfile::tempdir().expect("a folder"));
        furnish(&sandbox, &address);
        // GitLab limits its callers, the figures do not.
        let settings = include_str!("../config/votum.toml")
            .replace("https://gitlab.opencode.de", &gitlab)
            .replace("http://127.0.0.1:8080", &format!("http://{address}"))
            .replace("127.0.0.1:8080", &address)
            .replace("127.0.0.1:9090", &free().await)
            .replace("# calls_per_minute = 1200", "calls_per_minute = 1000000");
        std::fs::write(folder.path().join("votum.toml"), settings).expect("written");
        std::fs::write(folder.path().join("partnership.toml"), rules(voting)).expect("written");
        Self { sandbox, address, folder, stop: CancellationToken::new() }
    }

    /// Returns where the database lies.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("votum.db")
    }

    /// Lets the GitLab send its webhooks by itself.
    pub fn send_hooks(&self) {
        self.sandbox.deliver_by_itself(self.stop.clone());
    }

    /// Starts votum and waits until it is ready.
    pub async fn serve(&self) -> Serving {
        let begun = Instant::now();
        let process = Command::new(env!("CARGO_BIN_EXE_votum"))
            .args(["serve", "--config"])
            .arg(self.folder.path().join("votum.toml"))
            .current_dir(self.folder.path())
            .env("VOTUM_OPENCODE_TOKEN", TOKEN)
            .env("VOTUM_OPENCODE_WEBHOOK_TOKEN", TOKEN)
            .env("VOTUM_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut serving = Serving { process, ready_after: Duration::ZERO };
        let ready = format!("http://{}/health/ready", self.address);
        let http = reqwest::Client::new();
        until(async || http.get(&ready).send().await.is_ok_and(|answer| answer.status() == 200)).await;
        serving.ready_after = begun.elapsed();
        serving
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Serving {
    /// Kills it, as a power cut would end it.
    pub fn kill(mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it was our child");
    }

    /// Returns a line of its status in MiB, `VmRSS` now or `VmHWM` at its highest, as Linux counts it.
    pub fn memory(&self, line: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
        found.and_then(|text| text.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Waits until something holds.
pub async fn until(holds: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("waited in vain");
}

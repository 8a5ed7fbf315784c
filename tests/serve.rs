// SPDX-License-Identifier: EUPL-1.2
//! The program itself: `votum serve` as its own process beside a GitLab in memory, on the machine's clock, killed and
//! started again.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use votum::clock::Clock;
use votum::sandbox::{At, Hook, Proposal, Sandbox};

use crate::world::{CORE, MODULE, RULES, TEMPLATE, TICKETS};

const JOINT: &str = "prozess::1-gemeinschaft";

/// votum's token at the GitLab in memory; no word that stands anywhere by chance.
pub const TOKEN: &str = "glpat-Qh7xTw2Z";
/// The webhooks' token.
pub const HOOK: &str = "tuerwort-Kv93pd";

/// A served partnership whose votes last seconds.
pub struct Served {
    pub sandbox: Sandbox,
    pub folder: tempfile::TempDir,
    pub address: String,
    pub admin: String,
    /// Where what it logs goes, and at what level.
    log: Option<(PathBuf, &'static str)>,
    /// What else stands in its environment.
    more: Vec<(&'static str, String)>,
    child: Option<Child>,
    stop: CancellationToken,
}

impl Served {
    pub async fn new(voting: &str) -> Self {
        Self::with(voting, |settings| settings, Vec::new(), None).await
    }

    /// With other settings, and with everything that it logs kept in a file.
    pub async fn with(
        voting: &str,
        change: impl FnOnce(String) -> String,
        more: Vec<(&'static str, String)>,
        level: Option<&'static str>,
    ) -> Self {
        let sandbox = Sandbox::new(Clock::system());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let gitlab = format!("http://{}", listener.local_addr().expect("it listens"));
        sandbox.set_url(&gitlab);
        let router = sandbox.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (address, admin) = (free_address().await, free_address().await);
        sandbox.bot("votum-bot");
        sandbox.token("votum-bot", TOKEN);
        for project in [TICKETS, CORE, MODULE] {
            sandbox.project(project);
            for name in ["votum-bot", "olga", "otto", "rita", "rev", "dev"] {
                sandbox.member(project, name, 40);
            }
            for name in ["anna", "anja", "ben", "cem", "dora"] {
                sandbox.member(project, name, 20);
            }
            let url = format!("http://{address}/hooks/opencode");
            sandbox.hook(project, Hook { url, token: Some(HOOK.into()), signing_token: None });
        }
        let folder = tempfile::tempdir().expect("a folder can be made");
        let rules = RULES.replace("\"5 days\"", "\"0 s\"").replace("\"14 days\"", &format!("\"{voting}\""));
        let settings = format!(
            "[server]\nlisten = \"{address}\"\nadmin_listen = \"{admin}\"\npublic_url = \"http://{address}\"\n\
             [database]\nurl = \"sqlite:votum.db\"\n[engine]\nreconcile = \"2 s\"\n\
             [[forge]]\nid = \"opencode\"\nkind = \"gitlab\"\nurl = \"{gitlab}\"\ntoken = \"env:VOTUM_TOKEN\"\n\
             webhook_token = \"env:VOTUM_HOOK\"\n[[partnership]]\nid = \"talverbund\"\ngovernance = \"partnership.toml\"\n"
        );
        std::fs::write(folder.path().join("votum.toml"), change(settings)).expect("the folder can be written");
        std::fs::write(folder.path().join("partnership.toml"), rules).expect("the folder can be written");
        let stop = CancellationToken::new();
        sandbox.deliver_by_itself(stop.clone());
        let log = level.map(|level| (folder.path().join("log"), level));
        let mut served = Self { sandbox, folder, address, admin, log, more, child: None, stop };
        served.start().await;
        served
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("votum.toml")
    }

    pub fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
        command.arg(verb).arg("--config").arg(self.config());
        command.env("VOTUM_TOKEN", TOKEN).env("VOTUM_HOOK", HOOK).env("VOTUM_LOG", "warn");
        command.envs(self.more.iter().cloned());
        command
    }

    async fn start(&mut self) {
        let mut command = self.command("serve");
        command.stdout(Stdio::null());
        if let Some((file, level)) = &self.log {
            let file = std::fs::OpenOptions::new().create(true).append(true).open(file).expect("it can be written");
            command.env("VOTUM_LOG", level).stderr(file);
        }
        let child = command.spawn().expect("the program starts");
        self.child = Some(child);
        let ready = format!("http://{}/health/ready", self.address);
        until("votum is ready", async || reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200)).await;
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Everything that it has logged.
    pub fn logged(&self) -> String {
        let (file, _) = self.log.as_ref().expect("it keeps a log");
        String::from_utf8_lossy(&std::fs::read(file).expect("it can be read")).into_owned()
    }

    /// As a power cut would.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it runs");
            child.wait().expect("it was our child");
        }
    }

    async fn get(&self, path: &str) -> serde_json::Value {
        let answer = reqwest::get(format!("http://{}{path}", self.address)).await;
        match answer {
            Ok(answer) => answer.json().await.unwrap_or_default(),
            Err(_) => serde_json::Value::Null,
        }
    }

    pub async fn ticket(&self, iid: u64) -> serde_json::Value {
        self.get(&format!("/api/v1/partnerships/talverbund/tickets?project=opencode:{TICKETS}&iid={iid}")).await
    }

    async fn request(&self, iid: u64) -> serde_json::Value {
        self.get(&format!("/api/v1/partnerships/talverbund/merge-requests?project=opencode:{CORE}&iid={iid}")).await
    }

    fn notes(&self, iid: u64, words: &str) -> Vec<u64> {
        let notes = self.sandbox.notes(&At::issue(TICKETS, iid));
        let own = notes.into_iter().filter(|note| note.author == "votum-bot" && note.body.contains(words));
        own.map(|note| note.id).collect()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
        self.kill();
    }
}

async fn free_address() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    listener.local_addr().expect("it listens").to_string()
}

/// Waits until something holds; a test that waits longer than this has failed whatever the machine does.
pub async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("waited in vain until {what}");
}

/// A label, three of four votes, the deadline, a merge, a tag, a release: by the program alone.
#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_on_the_machines_clock() {
    let served = Served::new("8 s").await;
    let ticket = served.sandbox.open_issue(TICKETS, "anna", "Wanderwege", TEMPLATE);
    let proposal = Proposal::new(CORE, "dev", "Wanderwege").describing("Vorgang: #1").touching(&["src/karte.ts"]);
    served.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
    until("the vote note stands", async || served.ticket(ticket).await["vote_note"].is_u64()).await;
    let note = served.ticket(ticket).await["vote_note"].as_u64();
    let at = At::issue(TICKETS, ticket);
    served.sandbox.comment(&at, "anna", "/vote ja");
    served.sandbox.react(&at, note, "ben", "thumbsup");
    served.sandbox.comment(&at, "cem", "@votum-bot ja");
    let request = served.sandbox.open_merge_request(proposal);
    until("the gate waits", async || served.request(request).await["gate"] == "waiting").await;
    served.sandbox.approve(CORE, request, "rev");
    until("it is accepted", async || served.ticket(ticket).await["state"] == "accepted").await;
    until("it is tagged", async || served.request(request).await["tag"] == "v0.1.0").await;
    assert_eq!(
        served.request(request).await["merged_sha"].as_str(),
        served.sandbox.branch_head(CORE, "main").as_deref()
    );
    assert_eq!(served.sandbox.releases(CORE).len(), 1);
    assert_eq!(served.ticket(ticket).await["tally"]["yes"], 3);
    let unlabelled = served.sandbox.open_issue(TICKETS, "ben", "Ohne Etikett", TEMPLATE);
    until("it is registered", async || served.ticket(unlabelled).await["reason"] == "no-process").await;
    let triage = served.command("triage").output().expect("the program runs");
    let listed = String::from_utf8_lossy(&triage.stdout).into_owned();
    assert!(triage.status.success() && listed.contains("one ticket waits"), "{listed}");
    assert!(listed.contains("Ohne Etikett – incomplete today. Set one process label"), "{listed}");
    let verify = served.command("verify").output().expect("the program runs");
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
}

/// Killed again and again, also while people vote: every ballot counts once, every note stands once.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment() {
    let mut served = Served::new("25 s").await;
    let ticket = served.sandbox.open_issue(TICKETS, "anna", "Radwege", TEMPLATE);
    let at = At::issue(TICKETS, ticket);
    served.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
    tokio::time::sleep(Duration::from_millis(40)).await;
    served.kill();
    served.start().await;
    until("the vote note stands", async || served.ticket(ticket).await["vote_note"].is_u64()).await;
    let note = served.ticket(ticket).await["vote_note"].as_u64();
    for (n, person) in ["anna", "ben", "cem"].into_iter().enumerate() {
        if n == 1 {
            served.sandbox.react(&at, note, person, "thumbsup");
        } else {
            served.sandbox.comment(&at, person, "/vote ja");
        }
        tokio::time::sleep(Duration::from_millis(15 * (n as u64 + 1))).await;
        served.kill();
        // While votum is down, its webhooks are lost, as GitLab never repeats one.
        if n == 1 {
            served.sandbox.comment(&at, "dora", "/vote nein");
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        served.start().await;
    }
    until("it is accepted", async || served.ticket(ticket).await["state"] == "accepted").await;
    until("the result note stands", async || served.notes(ticket, "B-").iter().len() >= 1).await;
    let tally = served.ticket(ticket).await["tally"].clone();
    assert_eq!((tally["yes"].as_u64(), tally["no"].as_u64()), (Some(3), Some(1)), "{tally}");
    served.kill();
    served.start().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let notes = served.sandbox.notes(&at).into_iter().filter(|note| note.author == "votum-bot");
    let mut first_lines: Vec<String> =
        notes.map(|note| note.body.lines().next().unwrap_or_default().to_string()).collect();
    let all = first_lines.len();
    first_lines.sort();
    first_lines.dedup();
    assert_eq!(all, first_lines.len(), "a note of votum's stands twice: {first_lines:#?}");
}

/// Runs a command of the program and returns its exit code with what it said.
pub fn said(command: &mut Command) -> (i32, String) {
    let told = command.output().expect("the program runs");
    let out = [told.stdout, told.stderr].concat();
    (told.status.code().expect("it ended by itself"), String::from_utf8_lossy(&out).into_owned())
}

/// A backup beside the running program, looked at with nothing but the file, restored and verified; the dead letters.
#[tokio::test(flavor = "multi_thread")]
async fn backed_up_while_it_serves_and_restored() {
    let served = Served::new("6 s").await;
    let ticket = served.sandbox.open_issue(TICKETS, "anna", "Wanderwege", TEMPLATE);
    served.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
    until("the vote note stands", async || served.ticket(ticket).await["vote_note"].is_u64()).await;
    for person in ["anna", "ben", "cem"] {
        served.sandbox.comment(&At::issue(TICKETS, ticket), person, "/vote ja");
    }
    let file = |name: &str| served.folder.path().join(name);
    let (code, told) = said(served.command("backup").arg(file("while.jsonl")));
    assert_eq!(code, 0, "{told}");
    until("it is accepted", async || served.ticket(ticket).await["state"] == "accepted").await;
    let (code, told) = said(served.command("backup").arg(file("after.jsonl")));
    assert!(code == 0 && told.contains("facts of talverbund, head "), "{told}");
    let (code, told) = said(served.command("backup").arg(file("after.jsonl")));
    assert!(code == 1 && told.contains("is there already; nothing was written"), "{told}");
    let parts = std::fs::read_dir(served.folder.path()).expect("the folder can be read");
    assert!(parts.filter_map(Result::ok).all(|entry| !entry.file_name().to_string_lossy().ends_with(".part")));

    let alone = |path: &std::path::Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
        let elsewhere = tempfile::tempdir().expect("a folder can be made");
        said(command.env_clear().current_dir(elsewhere.path()).args(["verify", "--export"]).arg(path))
    };
    let (code, told) = alone(&file("after.jsonl"));
    assert!(code == 0 && told.contains("1 decisions recounted from 3 ballots"), "{told}");
    let whole = std::fs::read_to_string(file("after.jsonl")).expect("it is text");
    let changed = whole.replacen("\\\"yes\\\":3", "\\\"yes\\\":4", 1);
    assert_ne!(changed, whole);
    std::fs::write(file("changed.jsonl"), changed).expect("the folder can be written");
    let (code, told) = alone(&file("changed.jsonl"));
    assert!(code == 1 && told.contains("B-") && told.contains("recounting gives accepted with 3 yes"), "{told}");

    let told = served.command("export").arg("-").output().expect("the program runs");
    let public = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success() && public.starts_with("{\"format\":\"votum-export/1\"") && !public.contains("anna"));
    let (code, told) = said(served.command("export").args(["--partnership", "niemand", "-"]));
    assert!(code == 2 && told.contains("There is no partnership niemand"), "{told}");
    let (code, told) = said(served.command("import").arg(file("after.jsonl")));
    assert!(code == 1 && told.contains("Use `votum restore`"), "{told}");
    let (code, told) = said(served.command("restore").arg(file("after.jsonl")));
    assert!(code == 1 && told.contains("The database is not empty"), "{told}");

    let settings = std::fs::read_to_string(served.config()).expect("it is text");
    std::fs::write(file("other.toml"), settings.replace("votum.db", "other.db")).expect("the folder can be written");
    let place = |verb: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
        command.arg(verb).arg("--config").arg(file("other.toml"));
        command
    };
    let (code, told) = said(place("restore").arg(file("after.jsonl")));
    assert!(code == 0 && told.contains("The register has been rebuilt"), "{told}");
    let (code, told) = said(&mut place("verify"));
    assert!(code == 0 && told.contains("Everything holds."), "{told}");

    let outbox = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
        said(command.arg("outbox").args(words).arg("--config").arg(file("other.toml")))
    };
    let (code, told) = outbox(&["list"]);
    assert!(code == 0 && told.contains("0 left behind"), "{told}");
    let (code, told) = outbox(&["retry", "7"]);
    assert!(code == 1 && told.contains("No entry with the number 7"), "{told}");
    let (code, told) = outbox(&["drop", "7", "überholt"]);
    assert!(code == 1 && told.contains("No entry with the number 7"), "{told}");
    let (code, told) = outbox(&["drop", "fernbund", "aufgelöst"]);
    assert!(code == 1 && told.contains("Nothing waits for a partnership fernbund"), "{told}");
    assert_eq!(outbox(&["retry", "all"]).0, 0);
    assert_eq!(outbox(&["retry", "some"]).0, 2);
    assert_eq!(outbox(&["drop", "7"]).0, 2);
    assert_eq!(outbox(&["drop", "7", ""]).0, 2);
}

/// A broken configuration names every fault and starts nothing.
#[test]
fn a_broken_configuration_starts_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let config = folder.path().join("votum.toml");
    std::fs::write(&config, "[server]\nlisten = \"nowhere\"\ncolour = \"red\"\n").expect("the folder can be written");
    for verb in ["serve", "check"] {
        let told = Command::new(env!("CARGO_BIN_EXE_votum"))
            .args([verb, "--config"])
            .arg(&config)
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&told.stdout);
        assert_eq!(told.status.code(), Some(1), "{said}");
        for fault in ["server.listen", "server.colour", "forge", "partnership"] {
            assert!(said.contains(fault), "{verb} does not name {fault}:\n{said}");
        }
    }
    let usage = Command::new(env!("CARGO_BIN_EXE_votum")).arg("dance").output().expect("the program runs");
    assert_eq!(usage.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_in_a_project_are_waited_for_read_and_verified() {
    let mut served = Served::new("4 s").await;
    served.kill();
    let settings = std::fs::read_to_string(served.config()).expect("it was written");
    let seat = format!("{{ project = \"opencode:{CORE}\", path = \"regeln/partnership.toml\" }}");
    let settings = settings.replace("governance = \"partnership.toml\"", &format!("governance = {seat}"));
    std::fs::write(served.config(), settings).expect("the folder can be written");
    let offline = served.command("check").arg("--offline").output().expect("the program runs");
    let told = String::from_utf8_lossy(&offline.stdout).into_owned();
    assert!(offline.status.success() && told.contains("its rules lie in opencode:talverbund/kern"), "{told}");
    let online = served.command("check").output().expect("the program runs");
    let told = String::from_utf8_lossy(&online.stdout).into_owned();
    assert!(!online.status.success() && told.contains("regeln/partnership.toml is not on the branch main"), "{told}");

    served.child = Some(served.command("serve").stdout(Stdio::null()).spawn().expect("the program starts"));
    let ready = format!("http://{}/health/ready", served.address);
    until("votum says that it is not ready", async || {
        let Ok(answer) = reqwest::get(&ready).await else { return false };
        answer.status() == 503 && answer.text().await.unwrap_or_default().contains("were never read")
    })
    .await;
    let rules = std::fs::read_to_string(served.folder.path().join("partnership.toml")).expect("it was written");
    let commit = served.sandbox.push_file(CORE, "main", "rita", "regeln/partnership.toml", Some(&rules));
    until("votum is ready", async || reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200)).await;
    let known = served.get("/api/v1/partnerships/talverbund").await;
    assert_eq!((&known["policy"]["commit"], &known["policy"]["held"]), (&commit.into(), &serde_json::Value::Null));

    let walk = served.command("verify").args(["--forge", "--json"]).output().expect("the program runs");
    let told = String::from_utf8_lossy(&walk.stdout).into_owned();
    let found: serde_json::Value = serde_json::from_str(&told).unwrap_or_else(|fault| panic!("{fault}: {told}"));
    assert!(walk.status.success() && found["sound"] == true, "{told}");
    served.sandbox.set_tag(MODULE, "rita", "v9.0.0", "main", "");
    served.sandbox.push_to_branch(MODULE, "main", "rita", "Mehr");
    served.sandbox.set_tag(MODULE, "rita", "v9.1.0", "main", "");
    let walk = served.command("verify").arg("--forge").output().expect("the program runs");
    let told = String::from_utf8_lossy(&walk.stdout).into_owned();
    assert_eq!(walk.status.code(), Some(1), "{told}");
    assert!(told.contains("tag: The tag v9.1.0") && told.contains("Something does not hold"), "{told}");
}

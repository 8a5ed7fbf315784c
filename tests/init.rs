// SPDX-License-Identifier: EUPL-1.2
//! `votum init` and `votum check` as programs of their own, against a GitLab in memory with empty projects.

use std::path::Path;
use std::process::{Command, Output};

use votum::clock::Clock;
use votum::sandbox::{At, Proposal, Sandbox};

use crate::world::{CORE, MODULE, RULES, TICKETS};

const DEVELOPER: u8 = 30;
const MAINTAINER: u8 = 40;

/// Empty projects, and a configuration for them.
struct Ground {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Ground {
    async fn new() -> Self {
        let sandbox = Sandbox::new(Clock::system());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let gitlab = format!("http://{}", listener.local_addr().expect("it listens"));
        sandbox.set_url(&gitlab);
        let router = sandbox.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        sandbox.bot("votum-bot");
        sandbox.token("votum-bot", "glpat-votum");
        for name in ["anna", "anja", "ben", "cem", "dora", "olga", "otto", "rita", "dev", "mona"] {
            sandbox.user(name);
        }
        sandbox.token("mona", "glpat-mona");
        for project in [TICKETS, CORE, MODULE] {
            sandbox.project(project);
            sandbox.ci(project, true);
            sandbox.member(project, "votum-bot", MAINTAINER);
            sandbox.member(project, "mona", MAINTAINER);
            sandbox.member(project, "dev", DEVELOPER);
            // GitLab protects a default branch by itself, for maintainers.
            sandbox.protect(project, "main", MAINTAINER, MAINTAINER);
        }
        let folder = tempfile::tempdir().expect("a folder can be made");
        let settings = format!(
            "[server]\npublic_url = \"https://votum.example\"\n[database]\nurl = \"sqlite:votum.db\"\n\
             [[forge]]\nid = \"opencode\"\nkind = \"gitlab\"\nurl = \"{gitlab}\"\ntoken = \"env:VOTUM_TOKEN\"\n\
             webhook_token = \"env:VOTUM_HOOK\"\n[[partnership]]\nid = \"talverbund\"\ngovernance = \"partnership.toml\"\n"
        );
        std::fs::write(folder.path().join("votum.toml"), settings).expect("the folder can be written");
        std::fs::write(folder.path().join("partnership.toml"), RULES).expect("the folder can be written");
        Self { sandbox, folder }
    }

    /// Runs the program, and returns whether it was content and what it said.
    async fn runs(&self, words: &[&str]) -> (bool, String) {
        let (folder, words) = (self.folder.path().to_owned(), words.iter().map(|it| (*it).to_owned()).collect());
        let output = tokio::task::spawn_blocking(move || program(&folder, words)).await.expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), format!("{said}{errors}"))
    }

    /// Says whether something was written since the last time it was asked.
    fn was_written(&self) -> bool {
        let wrote = self.sandbox.calls().iter().any(|call| call.method != "GET");
        self.sandbox.forget_calls();
        wrote
    }
}

fn program(folder: &Path, words: Vec<String>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
    command.args(words).arg("--config").arg(folder.join("votum.toml"));
    command.env("VOTUM_TOKEN", "glpat-votum").env("VOTUM_HOOK", "knock").env("MONA", "glpat-mona");
    command.output().expect("the program runs")
}

/// On empty projects: told first, done then, and nothing is left to do.
#[tokio::test]
async fn init_tells_does_and_rests() {
    let ground = Ground::new().await;
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good, "{said}");
    assert!(said.contains("votum init has to protect main: nobody merges, only votum's deploy key pushes"), "{said}");
    assert!(!ground.was_written(), "checking writes nothing");

    let (good, said) = ground.runs(&["init", "--dry-run"]).await;
    assert!(good, "{said}");
    for expected in [
        "talverbund/steuerung: would make the label prozess::1-gemeinschaft.",
        "talverbund/steuerung: would set up the webhook https://votum.example/hooks/opencode.",
        "talverbund/steuerung: would commit the template .gitlab/issue_templates/Entscheidungsvorlage.md.",
        "talverbund/steuerung: would stop merges from closing tickets.",
        "talverbund/kern: would protect main: nobody merges, only votum's deploy key pushes (until now: Maintainers may \
         merge, Maintainers may push).",
        "talverbund/kern: would protect the tags v*: only maintainers set them (until now: no rule).",
        "talverbund/kern: would let merging need a green pipeline.",
        "talverbund/kern: would let merging need every thread resolved.",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!ground.was_written(), "telling writes nothing");

    let (good, said) = ground.runs(&["init"]).await;
    assert!(good, "{said}");
    assert!(!said.contains("not done"), "{said}");
    assert!(ground.was_written());

    let (good, said) = ground.runs(&["init"]).await;
    assert!(good && said.matches("everything is there").count() == 3, "{said}");
    assert!(!ground.was_written(), "a second run changes nothing");

    let (good, said) = ground.runs(&["check"]).await;
    assert!(good, "{said}");
    assert!(said.contains("The configuration is sound"), "{said}");

    // Who gets past it now: not even a maintainer, but votum.
    let request = ground.sandbox.open_merge_request(Proposal::new(CORE, "dev", "Karte"));
    ground.sandbox.request_pipeline(CORE, request, "success");
    for name in ["dev", "mona"] {
        assert_eq!(ground.sandbox.tries_to_merge(CORE, request, name), Err(401), "{name}");
    }
    assert_eq!(ground.sandbox.tries_to_merge(CORE, request, "votum-bot"), Ok(()));
    assert!(ground.sandbox.notes(&At::merge_request(CORE, request)).is_empty());
}

/// Before 18.10 no rule can name a deploy key: then only maintainers merge.
#[tokio::test]
async fn an_older_gitlab_is_locked_by_role() {
    let ground = Ground::new().await;
    ground.sandbox.is_older(true);
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good && said.contains("done: protect main: only maintainers merge, nobody pushes"), "{said}");
    let (good, said) = ground.runs(&["check"]).await;
    assert!(good, "{said}");
    let request = ground.sandbox.open_merge_request(Proposal::new(CORE, "dev", "Karte"));
    ground.sandbox.request_pipeline(CORE, request, "success");
    assert_eq!(ground.sandbox.tries_to_merge(CORE, request, "dev"), Err(401));
}

/// Where votum's account may not, a maintainer's token is lent; what even that cannot do is told as steps.
#[tokio::test]
async fn a_lent_token_does_what_it_may() {
    let ground = Ground::new().await;
    for project in [TICKETS, CORE, MODULE] {
        ground.sandbox.member(project, "votum-bot", DEVELOPER);
    }
    let (good, said) = ground.runs(&["init"]).await;
    assert!(!good, "{said}");
    assert!(said.contains("Settings → Merge requests → Merge checks: tick \"Pipelines must succeed\"."), "{said}");
    let (good, said) = ground.runs(&["init", "--token", "env:MONA"]).await;
    assert!(!good && said.contains("done: let merging need a green pipeline."), "{said}");
    assert!(said.contains("Manage → Members: give votum's account the role Maintainer"), "{said}");
    assert!(said.contains("allowed to push and merge only the deploy key votum"), "{said}");
    for project in [CORE, MODULE] {
        ground.sandbox.member(project, "votum-bot", MAINTAINER);
    }
    let (good, said) = ground.runs(&["init", "--token", "env:MONA"]).await;
    assert!(good, "{said}");
    let (good, said) = ground.runs(&["init", "--token", "glpat-mona"]).await;
    assert!(!good && !said.contains("glpat-mona"), "{said}");
}

/// What somebody opens again later is found.
#[tokio::test]
async fn check_finds_what_was_opened() {
    let ground = Ground::new().await;
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good, "{said}");
    ground.sandbox.protect(CORE, "main", 0, DEVELOPER);
    ground.sandbox.threads_must_be_resolved(MODULE, false);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("talverbund/kern: votum init has to protect main"), "{said}");
    assert!(said.contains("talverbund/modul: votum init has to let merging need every thread resolved."), "{said}");
}

/// A key is votum's because votum has made it, and not because of its title; and it is made once.
#[tokio::test]
async fn a_foreign_key_of_the_same_title_is_not_ours() {
    let ground = Ground::new().await;
    ground.sandbox.deploy_key(CORE, "mona", "votum");
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good, "{said}");
    assert_eq!(ground.sandbox.protection(CORE), ["main: push key of votum-bot, merge nobody"]);
    ground.sandbox.unprotect(CORE, "main");
    ground.sandbox.forget_calls();
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good, "{said}");
    assert_eq!(ground.sandbox.protection(CORE), ["main: push key of votum-bot, merge nobody"]);
    let calls = ground.sandbox.calls();
    let made = calls.iter().filter(|call| call.method == "POST" && call.path.ends_with("deploy_keys")).count();
    assert_eq!(made, 0, "votum remembers the key that it has made");
    ground.sandbox.protect_for(CORE, "main", "mona");
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("votum init has to protect main"), "somebody else's key: {said}");
}

/// What is stronger than votum's lock, or says what votum could not put back, is left, and told as steps.
#[tokio::test]
async fn what_is_stronger_is_left() {
    let ground = Ground::new().await;
    ground.sandbox.protect_as_paid(CORE, "main", "mona");
    ground.sandbox.protect(MODULE, "main", 0, 0);
    let (good, said) = ground.runs(&["init"]).await;
    assert!(!good, "{said}");
    let expected = "talverbund/kern: The rule main says more than votum could put back (allowed users or groups, approval by \
                    code owners, allowed to unprotect), so votum leaves it as it is. Settings → Repository → Protected branches";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("talverbund/modul: The rule main lets in nobody at all, votum neither."), "{said}");
    assert_eq!(ground.sandbox.protection(CORE), ["main: push mona, merge 40, code owners"]);
    assert_eq!(ground.sandbox.protection(MODULE), ["main: push nobody, merge nobody"]);
    ground.was_written();
    let (good, said) = ground.runs(&["init"]).await;
    assert!(!good && !ground.was_written(), "a second run changes nothing, and still says it: {said}");
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("Project opencode:talverbund/kern: The rule main says more"), "{said}");
}

/// GitLab lets in everybody whom any rule lets in: a milder wildcard is told, left to people, and changes nothing twice.
#[tokio::test]
async fn a_milder_wildcard_is_told() {
    let ground = Ground::new().await;
    ground.sandbox.protect(CORE, "*", 0, DEVELOPER);
    ground.sandbox.protect_tags(CORE, "v0.*", DEVELOPER);
    let (good, said) = ground.runs(&["init"]).await;
    assert!(!good && said.contains("done: protect main: nobody merges"), "{said}");
    let expected =
        "The rule * holds for main as well and is milder (Developers and Maintainers may merge, nobody may push)";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("The rule v0.* holds for release tags as well and is milder"), "{said}");
    ground.was_written();
    let (good, said) = ground.runs(&["init"]).await;
    assert!(!good && !ground.was_written(), "{said}");
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains(expected), "{said}");
    ground.sandbox.protect(CORE, "*", 0, MAINTAINER);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("The rule * holds for main as well and is milder (Maintainers may merge"), "{said}");
    ground.sandbox.protect(CORE, "*", 0, 0);
    ground.sandbox.protect_tags(CORE, "v0.*", 0);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(good && said.contains("The configuration is sound"), "{said}");
}

/// A part of a repository with versions of its own has tags of its own, which want the same protection.
#[tokio::test]
async fn the_tags_of_every_series_are_protected() {
    let ground = Ground::new().await;
    let prefix = format!("\n[[release.prefix]]\nproject = \"opencode:{CORE}\"\npaths = [\"bad/**\"]\ntag = \"bad/\"\n");
    std::fs::write(ground.folder.path().join("partnership.toml"), format!("{RULES}{prefix}")).expect("written");
    ground.sandbox.protect_tags(CORE, "v*", MAINTAINER);
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good && said.contains("done: protect the tags bad/v*: only maintainers set them"), "{said}");
    ground.was_written();
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good && !ground.was_written(), "{said}");
    ground.sandbox.protect_tags(CORE, "bad/*", DEVELOPER);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("The rule bad/* holds for release tags as well and is milder"), "{said}");
}

/// What the token may not see is said, and never called sound.
#[tokio::test]
async fn what_may_not_be_seen_is_said() {
    let ground = Ground::new().await;
    let (good, said) = ground.runs(&["init"]).await;
    assert!(good, "{said}");
    ground.sandbox.member(TICKETS, "votum-bot", 20);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(good && said.contains("Webhooks can only be seen by a Maintainer; they were not looked at."), "{said}");
    assert!(!said.contains("sound") && said.contains("votum's account may not see everything"), "{said}");
    ground.sandbox.member(CORE, "votum-bot", DEVELOPER);
    let (good, said) = ground.runs(&["check"]).await;
    assert!(!good && said.contains("The protection of main can only be seen by a Maintainer"), "{said}");
    let (good, said) = ground.runs(&["locks", "list"]).await;
    assert!(good && said.contains("No branch was looked at yet"), "{said}");
}

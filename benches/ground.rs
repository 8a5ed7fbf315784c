// SPDX-License-Identifier: EUPL-1.2
//! The ground that figures are measured on: a partnership of twelve members, a GitLab in memory, votum's engine and its
//! front door.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use jiff::SignedDuration;
use serde_json::Value;
use tower::ServiceExt;
use votum::clock::Clock;
use votum::config::governance;
use votum::domain::ids::{Project, Thread};
use votum::domain::rules::Rules;
use votum::engine::{Engine, Parts};
use votum::forge::Forge;
use votum::forge::gitlab::{GitLab, Settings};
use votum::health::Health;
use votum::hooks::door::{Door, DoorForge};
use votum::hooks::signature::{Secrets, SigningKey};
use votum::sandbox::{At, Delivery, Hook, Sandbox};
use votum::store::Store;

use crate::load::SIGNING;

/// The forge's id.
pub const FORGE: &str = "opencode";
/// The partnership's id.
pub const PARTNERSHIP: &str = "wegweiser";
/// The project of the tickets.
pub const TICKETS: &str = "wegweiser/steuerung";
/// The label under which tickets are voted on.
pub const LABEL: &str = "prozess::3-umbau";
/// The account that sets it.
pub const OPERATIONS: &str = "wegweiser-betrieb1";
/// What tickets say.
pub const TEMPLATE: &str = include_str!("../src/cli/demo/template.md");
/// How many members there are.
pub const MEMBERS: usize = 12;

/// votum's token, and the token of webhooks.
pub const TOKEN: &str = "bench";

const UPSTREAM: [&str; 2] = ["wegweiser/kern", "wegweiser/modul-termine"];

/// Returns the rules: those of the example with twelve members, a reading of no time, and votes that last `voting`.
pub fn rules(voting: &str) -> String {
    let example = include_str!("../config/partnership.toml");
    let (before, _) = example.split_once("[[member]]").expect("the example has members");
    let mut text = before
        .replace("\"5 days\"", "\"0 s\"")
        .replace("\"14 days\"", &format!("\"{voting}\""))
        .replace("[\"7 days\", \"3 days\", \"1 day\"]", "[]");
    // What a change costs is another measure.
    let change = text.find("id           = \"change\"").expect("the example has changes");
    let budget = change + text[change..].find("budget       = \"maintenance\"\n").expect("changes have a budget");
    text.replace_range(budget..budget + "budget       = \"maintenance\"\n".len(), "");
    for member in 0..MEMBERS {
        let _ = write!(
            text,
            "[[member]]\nid = \"mitglied-{member:02}\"\nname = \"Stadt {member:02}\"\nsince = 2025-01-01\n\
             representatives = [\"{}\"]\n\n",
            voter(member)
        );
    }
    text
}

/// Returns the account that speaks for a member.
pub fn voter(member: usize) -> String {
    format!("vertretung-{:02}", member % MEMBERS)
}

/// Reads rules as votum does.
pub fn compile(text: &str, partnership: &str) -> Result<Rules, Vec<String>> {
    let read = governance::read(text, partnership, "partnership.toml", &[]);
    read.rules.ok_or_else(|| read.faults.iter().map(ToString::to_string).collect())
}

/// Returns the thread of a ticket.
pub fn thread(iid: u64) -> Thread {
    Thread::ticket(Project { forge: FORGE.into(), path: TICKETS.into() }, iid)
}

/// Puts everybody and everything into a GitLab, whose webhooks go to `address`.
pub fn furnish(sandbox: &Sandbox, address: &str) {
    sandbox.bot("votum-bot");
    sandbox.token("votum-bot", TOKEN);
    for project in [TICKETS].into_iter().chain(UPSTREAM) {
        sandbox.project(project);
        for name in ["votum-bot", OPERATIONS, "wegweiser-betrieb2", "wegweiser-freigabe1", "wegweiser-freigabe2"] {
            sandbox.member(project, name, 40);
        }
        sandbox.member(project, "wegweiser-sicherheit1", 20);
        for member in 0..MEMBERS {
            sandbox.member(project, &voter(member), 20);
        }
        let url = format!("http://{address}/hooks/{FORGE}");
        sandbox.hook(project, Hook { url, token: Some(TOKEN.into()), signing_token: None });
    }
}

/// Opens tickets that operations put under a vote at once, and returns their numbers.
pub fn tickets(sandbox: &Sandbox, many: usize) -> Vec<u64> {
    let open = |n: usize| {
        let iid = sandbox.open_issue(TICKETS, &voter(n), &format!("Messung {n}"), TEMPLATE);
        sandbox.label(TICKETS, iid, OPERATIONS, &[LABEL], &[]);
        iid
    };
    (0..many).map(open).collect()
}

/// Returns the door's view of the forge; with `signed` deliveries prove themselves by signature, else by token.
pub fn guard(signed: bool) -> DoorForge {
    let signing = SigningKey::parse(SIGNING).expect("it is a key");
    let secrets = if signed {
        Secrets { tokens: Vec::new(), signing: vec![signing] }
    } else {
        Secrets { tokens: vec![TOKEN.to_string().into()], signing: Vec::new() }
    };
    let governed = [TICKETS].into_iter().chain(UPSTREAM).map(|path| (path.to_string(), PARTNERSHIP.to_string()));
    DoorForge { id: FORGE.into(), secrets, projects: Vec::new(), governed: governed.collect() }
}

/// votum in this process, with a GitLab that answers at once.
pub struct Ground {
    pub sandbox: Sandbox,
    pub engine: Engine,
    pub store: Store,
    pub rules: Rules,
    pub router: Router,
}

impl Ground {
    /// Prepares everything on a database and gets to know everybody.
    pub async fn new(database: &str, clock: &Clock) -> Self {
        let sandbox = Sandbox::new(clock.clone());
        furnish(&sandbox, "votum.example");
        let (gitlab, url) = (sandbox.clone(), sandbox.url());
        let settings = Settings { forge_id: FORGE.into(), url, token: TOKEN.to_string().into(), ca_pem: None };
        let adapter =
            GitLab::within(settings, Arc::new(move |ask| gitlab.answer(ask))).expect("the settings are right");
        let adapter: Arc<dyn Forge> = Arc::new(adapter);
        let store = Store::open(database).await.expect("the database opens");
        let rules = compile(&rules("2 h"), PARTNERSHIP).expect("the rules can be read");
        let parts = Parts {
            store: store.clone(),
            clock: clock.clone(),
            forges: BTreeMap::from([(FORGE.to_string(), adapter)]),
            rules: vec![rules.clone()],
            compile,
            public_url: "https://votum.example".into(),
            reconcile: SignedDuration::from_mins(5),
            coalesce: SignedDuration::from_secs(2),
            health: Health::default(),
        };
        let engine = Engine::start(parts).await.expect("the engine starts");
        assert!(engine.get_to_know().await.expect("the sandbox answers"), "everybody is known");
        let nudged = engine.clone();
        let door = Door::new(store.clone(), clock.clone(), vec![guard(false)], Arc::new(move || nudged.nudge()));
        let router = door.knowing(engine.places()).router();
        Self { sandbox, engine, store, rules, router }
    }

    /// Lets everything happen that is due.
    pub async fn settle(&self) {
        loop {
            for delivery in self.sandbox.take_hooks() {
                self.bring(&delivery).await;
            }
            let absorbed = self.engine.absorb_from(FORGE).await.expect("the store stands");
            let ticked = self.engine.tick_once().await.expect("the store stands");
            let delivered = self.engine.deliver_to(FORGE).await.expect("the store stands");
            if !(absorbed || ticked || delivered) && self.sandbox.pending_hooks().is_empty() {
                return;
            }
        }
    }

    async fn bring(&self, delivery: &Delivery) {
        let mut post = axum::http::Request::post(format!("/hooks/{FORGE}"));
        for (name, value) in &delivery.headers {
            post = post.header(name, value);
        }
        let post = post.body(axum::body::Body::from(delivery.body.clone())).expect("it is a request");
        let answer = self.router.clone().oneshot(post).await.expect("the door answers");
        assert!(answer.status().is_success(), "the door refuses a webhook: {}", answer.status());
    }

    /// Opens votes, everything about them settled.
    pub async fn votes(&self, many: usize) -> Vec<u64> {
        let opened = tickets(&self.sandbox, many);
        self.settle().await;
        opened
    }

    /// Opens the door over HTTP and returns its address.
    pub async fn doorstep(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it listens").to_string();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

/// What a webhook of a ballot looks like, to be sent for other tickets and people.
pub struct Form {
    sample: Value,
    people: Vec<u64>,
}

impl Form {
    /// Takes the form from a note that the sandbox told of.
    pub fn new() -> Self {
        let sandbox = Sandbox::new(Clock::system());
        furnish(&sandbox, "votum.example");
        let iid = tickets(&sandbox, 1)[0];
        drop(sandbox.take_hooks());
        sandbox.comment(&At::issue(TICKETS, iid), &voter(0), "/vote ja").expect("GitLab keeps it");
        let sample = sandbox.take_hooks().first().expect("GitLab tells of it").json();
        let people = (0..MEMBERS).map(|member| sandbox.user(&voter(member))).collect();
        Self { sample, people }
    }

    /// Returns the body for a ballot of a member in a ticket; no two may have the same note.
    pub fn ballot(&self, iid: u64, note: u64, member: usize, words: &str) -> String {
        let mut body = self.sample.clone();
        let (person, name) = (self.people[member % MEMBERS], voter(member));
        let now = Clock::system().now().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        body["user"]["id"] = person.into();
        body["user"]["username"] = name.into();
        body["issue"]["iid"] = iid.into();
        let at = &mut body["object_attributes"];
        at["id"] = note.into();
        at["author_id"] = person.into();
        at["note"] = words.into();
        at["description"] = words.into();
        at["created_at"] = now.clone().into();
        at["updated_at"] = now.into();
        body.to_string()
    }

    /// Returns the same, made `bytes` long by a longer ticket, or shorter by one without text.
    pub fn sized(&self, bytes: usize) -> String {
        let mut body = self.sample.clone();
        body["issue"]["description"] = "".into();
        let missing = bytes.saturating_sub(body.to_string().len());
        body["issue"]["description"] = "x".repeat(missing).into();
        body.to_string()
    }
}

/// Returns the address of an embedded database in a folder.
pub fn embedded(folder: &Path, name: &str) -> String {
    format!("sqlite:{}", folder.join(name).display())
}

// SPDX-License-Identifier: EUPL-1.2
//! The front door on a real listening server, beset by those who mean harm: each is turned away in bounded time, and a
//! good delivery beside them is still acknowledged.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use votum::clock::Clock;
use votum::hooks::door::{BODY_MAX, Door, DoorForge};
use votum::hooks::signature::Secrets;
use votum::store::Store;
use votum::web::porter::{HEAD_MAX, HEADERS_MAX, Porter};

use crate::serve::{HOOK, Served};

/// How many connections there may be.
const PLACES: usize = 12;
/// How long headers may take, and a body; a tenth of the real time.
const WITHIN: Duration = Duration::from_secs(1);
/// By when a good delivery is acknowledged, whatever else goes on.
const SOON: Duration = Duration::from_secs(5);
/// By when somebody who means harm is out.
const OUT: Duration = Duration::from_secs(8);

/// A votum that listens.
struct Front {
    address: String,
    store: Store,
    stop: CancellationToken,
    served: tokio::task::JoinHandle<()>,
    _folder: tempfile::TempDir,
}

async fn front() -> Front {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = format!("sqlite:{}", folder.path().join("votum.db").display());
    let store = Store::open(&url).await.expect("the database opens");
    let governed = [("talverbund/steuerung".to_string(), "talverbund".to_string())].into();
    let secrets = Secrets { tokens: vec!["hook".to_string().into()], signing: Vec::new() };
    let forge = DoorForge { id: "opencode".into(), secrets, projects: Vec::new(), governed };
    let door = Door::new(store.clone(), Clock::system(), vec![forge], std::sync::Arc::new(|| {}));
    let router = door.reading_within(WITHIN).router();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it listens").to_string();
    let stop = CancellationToken::new();
    let porter = Porter::default().with_places(PLACES).waiting(WITHIN, Duration::from_mins(1));
    let served = tokio::spawn(porter.admit(listener, router, stop.clone()));
    Front { address, store, stop, served, _folder: folder }
}

fn ticket(iid: u64) -> String {
    json!({ "object_kind": "issue", "project": { "path_with_namespace": "talverbund/steuerung" },
            "object_attributes": { "iid": iid } })
    .to_string()
}

/// The head of a delivery with these headers beside those it needs.
fn head(more: &[&str]) -> String {
    let lines = more.iter().flat_map(|line| [line, "\r\n"]).collect::<String>();
    format!("POST /hooks/opencode HTTP/1.1\r\nHost: votum\r\nX-Gitlab-Token: hook\r\n{lines}\r\n")
}

impl Front {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.expect("somebody listens")
    }

    /// Sends bytes, and returns what is answered until the connection is closed.
    async fn answer(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        // Who is turned away before the end may find the line closed while still sending.
        let _ = stream.write_all(bytes).await;
        let mut all = Vec::new();
        let read = async {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut part).await {
                all.extend_from_slice(&part[..length]);
            }
        };
        tokio::time::timeout(OUT, read).await.expect("the connection is closed in time");
        String::from_utf8_lossy(&all).into_owned()
    }

    /// Sends a good delivery on a connection of its own.
    async fn delivers(&self, iid: u64) {
        let begun = Instant::now();
        let body = ticket(iid);
        let length = format!("Content-Length: {}", body.len());
        let whole = head(&["Content-Type: application/json", "Connection: close", &length]) + &body;
        let answer = self.answer(whole.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
        assert!(begun.elapsed() < SOON, "a good delivery waits for {} ms", begun.elapsed().as_millis());
    }

    async fn kept(&self) -> i64 {
        self.store.inbox_depth().await.expect("the store stands").waiting
    }

    async fn ends(self) {
        self.stop.cancel();
        tokio::time::timeout(OUT, self.served).await.expect("the porter goes home").expect("and is well");
    }
}

/// Waits until the other side has closed a connection.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut part = [0; 1024];
    let read = async { while let Ok(1..) = stream.read(&mut part).await {} };
    tokio::time::timeout(OUT, read).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_headers_a_letter_at_a_time_is_turned_away() {
    let front = front().await;
    let dribbles = (0..PLACES - 2).map(async |_| {
        let mut stream = front.connect().await;
        let begun = Instant::now();
        for letter in head(&[]).bytes().cycle() {
            if stream.write_all(&[letter]).await.is_err() || begun.elapsed() > OUT {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut part = [0; 512];
            if matches!(stream.try_read(&mut part), Ok(0)) {
                break;
            }
        }
        begun.elapsed()
    });
    let good = async {
        for iid in 1..6 {
            front.delivers(iid).await;
            tokio::time::sleep(WITHIN / 3).await;
        }
    };
    let (times, ()) = tokio::join!(futures_util::future::join_all(dribbles), good);
    assert!(times.iter().all(|time| *time < OUT), "{times:?}");
    assert_eq!(front.kept().await, 5);
    front.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_makes_room_for_a_delivery() {
    let front = front().await;
    let mut idle = Vec::new();
    for _ in 0..PLACES * 3 {
        idle.push(front.connect().await);
    }
    front.delivers(1).await;
    // A connection that has been answered and then says nothing is idle as well.
    let mut polite = front.connect().await;
    let body = ticket(2);
    let whole = head(&["Content-Type: application/json", &format!("Content-Length: {}", body.len())]) + &body;
    polite.write_all(whole.as_bytes()).await.expect("it is open");
    let mut part = [0; 1024];
    assert!(polite.read(&mut part).await.is_ok_and(|length| length > 0));
    assert!(part.starts_with(b"HTTP/1.1 202 "));
    for stream in idle.iter_mut().chain([&mut polite]) {
        assert!(is_closed(stream).await, "an idle connection is never closed");
    }
    front.delivers(3).await;
    assert_eq!(front.kept().await, 3);
    front.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_a_body_a_letter_at_a_time_is_turned_away() {
    let front = front().await;
    let mut slow = Vec::new();
    for length in ["Content-Length: 200000", "Transfer-Encoding: chunked"] {
        let mut stream = front.connect().await;
        stream.write_all(head(&[length]).as_bytes()).await.expect("it is open");
        slow.push(stream);
    }
    let begun = Instant::now();
    for iid in 1..4 {
        front.delivers(iid).await;
    }
    for mut stream in slow {
        let mut answer = vec![0; 64];
        let length = tokio::time::timeout(OUT, stream.read(&mut answer)).await.expect("it answers in time");
        answer.truncate(length.expect("it answers"));
        assert!(answer.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&answer));
    }
    assert!(begun.elapsed() < OUT);
    assert_eq!(front.kept().await, 3);
    front.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_of_anything_is_refused_and_nothing_kept() {
    let front = front().await;
    let many: Vec<String> = (0..=HEADERS_MAX).map(|n| format!("X-{n}: a")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = format!("X-Long: {}", "a".repeat(HEAD_MAX * 2));
    let address = format!("POST /hooks/opencode?{} HTTP/1.1\r\nHost: votum\r\n\r\n", "a".repeat(HEAD_MAX * 2));
    let declared = head(&["Content-Type: application/json", &format!("Content-Length: {}", BODY_MAX + 1)]);
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 20, " ".repeat(1 << 20));
    let chunked = head(&["Content-Type: application/json", "Transfer-Encoding: chunked"]) + &chunk.repeat(3);
    let deep = "[".repeat(200_000);
    let deep = head(&["Connection: close", &format!("Content-Length: {}", deep.len())]) + &deep;
    // A bomb: a body that says it would be far longer, were it unpacked.
    let bomb = |encoding: &str| head(&["Connection: close", encoding, "Content-Length: 4"]) + "\u{1f}\u{8b}\u{8}";
    let form =
        head(&["Connection: close", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 2"]) + "{}";
    for (what, bytes, status) in [
        ("too many headers", head(&many), "431"),
        ("a long header", head(&[&long]), "431"),
        ("a long address", address, "4"),
        ("a long body", declared, "413"),
        ("a long body in chunks", chunked, "413"),
        ("deep JSON", deep, "400"),
        ("gzip", bomb("Content-Encoding: gzip"), "415"),
        ("gzip in capitals", bomb("Content-Encoding: GZIP, identity"), "415"),
        ("brotli", bomb("content-encoding: br"), "415"),
        ("a form", form, "415"),
        ("no HTTP", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\r\n\r\n".into(), "400"),
        ("a negative length", head(&["Content-Length: -5"]), "400"),
        ("two lengths", head(&["Content-Length: 5", "Content-Length: 500"]) + "{}{}{", "400"),
    ] {
        let answer = front.answer(bytes.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {answer}");
    }
    assert_eq!(front.kept().await, 0);
    front.delivers(1).await;
    front.ends().await;
}

/// Requests one after the other without waiting are answered in their order; a request hidden in another's body is none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pipeline_is_answered_in_order_and_smuggles_nothing() {
    let front = front().await;
    let part = |body: String, more: &str| {
        head(&["Content-Type: application/json", more, &format!("Content-Length: {}", body.len())]) + &body
    };
    let keep = "Connection: keep-alive";
    let three = part(ticket(1), keep) + &part("no json".into(), keep) + &part(ticket(2), "Connection: close");
    let answer = front.answer(three.as_bytes()).await;
    let statuses: Vec<&str> = answer.match_indices("HTTP/1.1 ").map(|(at, _)| &answer[at + 9..at + 12]).collect();
    assert_eq!(statuses, ["202", "400", "202"], "{answer}");
    let hidden = part(ticket(3), "Connection: close");
    let hides =
        head(&["Transfer-Encoding: chunked", &format!("Content-Length: {}", hidden.len() + 5)]) + "0\r\n\r\n" + &hidden;
    front.answer(hides.as_bytes()).await;
    let split =
        head(&["Content-Type: application/json\r\nX-A: b\r\n\r\nPOST /hooks/opencode HTTP/1.1", "Content-Length: 0"]);
    front.answer(split.as_bytes()).await;
    assert_eq!(front.kept().await, 2, "a hidden request was kept");
    front.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_replayed_in_parallel_is_kept_once() {
    let front = front().await;
    let body = ticket(7);
    let key = "Idempotency-Key: 5f8c";
    let whole = head(&[
        "Connection: close",
        "Content-Type: application/json; charset=utf-8",
        key,
        &format!("Content-Length: {}", body.len()),
    ]) + &body;
    let answers = futures_util::future::join_all((0..5).map(|_| front.answer(whole.as_bytes()))).await;
    let taken = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 202 ")).count();
    let known = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 200 ")).count();
    assert_eq!((taken, known, front.kept().await), (1, 4, 1), "{answers:#?}");
    front.ends().await;
}

/// When votum stops, the door shuts at once, and what has begun ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_shuts_the_door_and_lets_what_has_begun_end() {
    let front = front().await;
    let body = ticket(9);
    let mut begun = front.connect().await;
    let opens = head(&["Content-Type: application/json", &format!("Content-Length: {}", body.len())]);
    begun.write_all(opens.as_bytes()).await.expect("it is open");
    let mut idle = front.connect().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    front.stop.cancel();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(&front.address).await.is_err(), "the door is shut");
    begun.write_all(body.as_bytes()).await.expect("it is still open");
    let mut answer = Vec::new();
    tokio::time::timeout(OUT, begun.read_to_end(&mut answer)).await.expect("it ends").expect("it is answered");
    assert!(answer.starts_with(b"HTTP/1.1 202 "), "{}", String::from_utf8_lossy(&answer));
    assert!(is_closed(&mut idle).await);
    assert_eq!(front.kept().await, 1);
    front.ends().await;
}

/// How large the program may become, in kilobytes, in this build that nobody has optimised.
const LARGEST: u64 = 300 << 10;

/// The program itself, beset by more connections than it has places for: some fill their headers, some say nothing, some
/// send large bodies. It stays small, and acknowledges what is good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_stays_small_in_a_flood() {
    let served = Served::new("60 s").await;
    let status = format!("/proc/{}/status", served.pid());
    let size = || {
        let status = std::fs::read_to_string(&status).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().trim_end_matches(" kB").parse::<u64>().ok())
    };
    let before = size();
    let filling = format!("POST /hooks/opencode HTTP/1.1\r\nHost: votum\r\nX-Long: {}", "a".repeat(HEAD_MAX - 100));
    let large = format!(
        "POST /hooks/opencode HTTP/1.1\r\nHost: votum\r\nX-Gitlab-Token: {HOOK}\r\nContent-Length: {BODY_MAX}\r\n\r\n{}",
        "[".repeat(BODY_MAX - 10)
    );
    let mut beset = Vec::new();
    for turn in 0..700 {
        let mut stream = TcpStream::connect(&served.address).await.expect("it listens");
        let words = if turn % 9 == 0 { large.as_bytes() } else { filling.as_bytes() };
        if turn % 3 != 0 || turn % 9 == 0 {
            let _ = tokio::time::timeout(Duration::from_millis(200), stream.write_all(words)).await;
        }
        beset.push(stream);
    }
    let mut taken = 0;
    for _ in 0..10 {
        let body = json!({ "object_kind": "issue", "project": { "path_with_namespace": crate::world::TICKETS },
                           "object_attributes": { "iid": 4_000 + taken } });
        let knock = reqwest::Client::new().post(format!("http://{}/hooks/opencode", served.address));
        let answer = knock.header("X-Gitlab-Token", HOOK).json(&body).send().await;
        taken += u64::from(answer.is_ok_and(|answer| answer.status() == 202));
    }
    assert_eq!(taken, 10, "good deliveries are acknowledged in a flood");
    match (before, size()) {
        (Some(before), Some(after)) => assert!(after < LARGEST, "it grew from {before} to {after} kB"),
        _ => println!("This machine does not say how large a process is; only the answers were looked at."),
    }
    drop(beset);
}

// SPDX-License-Identifier: EUPL-1.2
//! The load: webhooks as GitLab sends them, over loopback, as fast as they are answered or at a fixed rate.
//!
//! The requests are written and signed before the clock starts, and answers are read no further than needed, because the
//! load shares the machine with what it measures. At a fixed rate a time begins when the request was due, not when a line
//! was free to send it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::ground::TOKEN;

/// The secret that everything is signed with.
pub const SIGNING: &str = "whsec_dm90dW0gbWVhc3VyZXMgd2hhdCBpdCBjbGFpbXM=";

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request, written out.
pub struct Knock {
    bytes: Vec<u8>,
}

impl Knock {
    /// Writes a request with a fresh key and a signature of now.
    pub fn signed(forge: &str, event: &str, body: &str) -> Self {
        let id = uuid::Uuid::new_v4().to_string();
        let at = votum::clock::Clock::system().now().as_second();
        let key = STANDARD.decode(SIGNING.trim_start_matches("whsec_")).expect("it is base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{at}.{body}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let head = format!(
            "POST /hooks/{forge} HTTP/1.1\r\nhost: votum.example\r\ncontent-type: application/json\r\nx-gitlab-event: \
             {event}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {at}\r\nwebhook-signature: v1,{signature}\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        Self { bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }

    /// Writes a request with a fresh key that shows the token.
    pub fn by_token(forge: &str, body: &str) -> Self {
        let id = uuid::Uuid::new_v4();
        let head = format!(
            "POST /hooks/{forge} HTTP/1.1\r\nhost: votum.example\r\ncontent-type: application/json\r\nx-gitlab-event: \
             Note Hook\r\nx-gitlab-token: {TOKEN}\r\nidempotency-key: {id}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Self { bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }

    /// Returns the very same request.
    pub fn again(&self) -> Self {
        Self { bytes: self.bytes.clone() }
    }
}

/// What came of a load.
#[derive(Debug, Default)]
pub struct Answers {
    /// How long it lasted, in seconds.
    pub seconds: f64,
    /// How long each answer took, in milliseconds, in order.
    pub times: Vec<f64>,
    /// Which requests were answered, and with which status.
    pub statuses: Vec<(usize, u16)>,
    /// How many were not answered at all.
    pub lost: usize,
}

impl Answers {
    /// Returns how many were answered as wanted.
    pub fn good(&self) -> usize {
        self.statuses.iter().filter(|(_, status)| (200..300).contains(status)).count()
    }

    /// Returns how many were answered as wanted in a second.
    #[expect(clippy::cast_precision_loss, reason = "so many requests are never made")]
    pub fn rate(&self) -> f64 {
        self.good() as f64 / self.seconds
    }

    /// Returns the time that so many of a thousand stayed below.
    pub fn per_mille(&self, share: usize) -> f64 {
        self.times
            .get((self.times.len() * share / 1_000).min(self.times.len().saturating_sub(1)))
            .copied()
            .unwrap_or(0.0)
    }
}

/// How fast requests are made.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// As fast as they are answered, for so long.
    Closed(Duration),
    /// So many a second, whatever is answered.
    Open(f64),
}

/// Sends requests over some lines, each once, until the time is over or none is left.
pub async fn send(address: &str, knocks: &Arc<Vec<Knock>>, lines: usize, pace: Pace) -> Answers {
    let (next, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..lines.min(knocks.len()) {
        let (address, knocks, next) = (address.to_string(), knocks.clone(), next.clone());
        tasks.spawn(async move { go_on(&address, &knocks, &next, begun, pace).await });
    }
    let mut all = Answers::default();
    while let Some(part) = tasks.join_next().await {
        let part = part.expect("a line does not panic");
        all.times.extend(part.times);
        all.statuses.extend(part.statuses);
        all.lost += part.lost;
    }
    all.seconds = begun.elapsed().as_secs_f64();
    all.times.sort_by(f64::total_cmp);
    all
}

#[expect(clippy::cast_precision_loss, reason = "so many requests are never made")]
async fn go_on(address: &str, knocks: &[Knock], next: &AtomicUsize, begun: Instant, pace: Pace) -> Answers {
    let mut answers = Answers::default();
    let mut line = None;
    loop {
        let mut from = Instant::now();
        if let Pace::Closed(time) = pace
            && from.duration_since(begun) >= time
        {
            return answers;
        }
        let turn = next.fetch_add(1, Ordering::Relaxed);
        let Some(knock) = knocks.get(turn) else { return answers };
        if let Pace::Open(rate) = pace {
            from = begun + Duration::from_secs_f64(turn as f64 / rate);
            tokio::time::sleep_until(from).await;
        }
        let answered = tokio::time::timeout(PATIENCE, ask(address, &mut line, &knock.bytes)).await;
        if let Ok(Ok(status)) = answered {
            answers.times.push(from.elapsed().as_secs_f64() * 1_000.0);
            answers.statuses.push((turn, status));
        } else {
            answers.lost += 1;
            line = None;
            // Whoever is gone is not asked a thousand times.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A line that stays open from one request to the next.
struct Line {
    stream: TcpStream,
    held: Vec<u8>,
}

async fn ask(address: &str, line: &mut Option<Line>, request: &[u8]) -> std::io::Result<u16> {
    if line.is_none() {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        *line = Some(Line { stream, held: Vec::with_capacity(1_024) });
    }
    let Some(open) = line else { return Err(std::io::ErrorKind::NotConnected.into()) };
    open.stream.write_all(request).await?;
    open.held.clear();
    loop {
        if open.stream.read_buf(&mut open.held).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(end) = open.held.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&open.held[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let whole = end + 4 + length.unwrap_or(0);
        while open.held.len() < whole {
            if open.stream.read_buf(&mut open.held).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        return status.ok_or_else(|| std::io::ErrorKind::InvalidData.into());
    }
}

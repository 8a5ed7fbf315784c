// SPDX-License-Identifier: EUPL-1.2
//! The front door: `POST /hooks/{forge id}` lets a delivery in, keeps it, and says so.
//!
//! Who knocks is asked before anything is believed. The project is read from the body only to choose the secrets
//! that the delivery is held against; a project with secrets of its own is never opened by another's.
//!
//! **Invariant:** a delivery is acknowledged once it is durable and never before; a stranger leaves no trace but a
//! number in a counter. Nothing here acts on what a delivery says, and no content of a payload makes the door fail.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::gitlab;
use super::places::Places;
use super::signature::{Secrets, delivery_key};
use crate::clock::Clock;
use crate::domain::rules::Rules;
use crate::policy::Policy;
use crate::store::Store;
use crate::store::intake::{Incoming, Intake, NotKept};

/// The largest body that is read, in bytes: a note of GitLab's may be one million characters long.
pub const BODY_MAX: usize = 2 << 20;
/// How many characters of the event's name are kept.
pub const EVENT_MAX: usize = 64;
/// How many kilobytes of bodies are listened to at once; a body that does not say how long it is counts as the largest.
pub const AT_ONCE: u32 = 64 << 10;
/// How long a delivery may take to arrive.
pub const READ_WITHIN: Duration = Duration::from_secs(10);
/// How long keeping it may take; GitLab itself waits for ten seconds.
pub const KEEP_WITHIN: Duration = Duration::from_secs(8);
/// After how many seconds the forge may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Wakes whoever absorbs deliveries.
pub type Nudge = Arc<dyn Fn() + Send + Sync>;

/// A forge as the door knows it.
#[derive(Clone, Debug, Default)]
pub struct DoorForge {
    /// Its id in `votum.toml`.
    pub id: String,
    /// The secrets of all projects that have none of their own.
    pub secrets: Secrets,
    /// Projects by their paths with the secrets that hold for them instead.
    pub projects: Vec<(String, Secrets)>,
    /// The paths of all projects that a partnership names, each with the partnership's id.
    pub governed: HashMap<String, String>,
}

/// The front door with everything it needs; clones are the same door.
#[derive(Clone)]
pub struct Door {
    intake: Intake,
    clock: Clock,
    forges: Arc<BTreeMap<String, Guard>>,
    nudge: Nudge,
    room: Arc<Semaphore>,
    places: Places,
    policies: Vec<Policy>,
    read_within: Duration,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("forges", &self.forges.keys()).finish_non_exhaustive()
    }
}

/// Who is let in for one forge. Paths are kept in lower case: GitLab does not tell them apart by it.
#[derive(Debug)]
struct Guard {
    secrets: Secrets,
    projects: HashMap<String, Secrets>,
    governed: HashMap<String, String>,
    /// All tokens, where every project asks for one.
    tokens: Option<Secrets>,
}

impl Guard {
    fn of(forge: DoorForge) -> Self {
        let projects: HashMap<_, _> =
            forge.projects.into_iter().map(|(path, secrets)| (path.to_lowercase(), secrets)).collect();
        let sets = || projects.values().chain([&forge.secrets]);
        // A set without any secret admits nobody, so it does not keep the rest from being asked for a token first.
        let all_ask = sets().all(|set| !set.tokens.is_empty() || set.signing.is_empty());
        let tokens: Vec<_> = sets().flat_map(|set| set.tokens.clone()).collect();
        let tokens = all_ask.then_some(Secrets { tokens, signing: Vec::new() });
        let governed = forge.governed.into_iter().map(|(path, of)| (path.to_lowercase(), of)).collect();
        Self { secrets: forge.secrets, projects, governed, tokens }
    }
}

/// What the door answers.
enum Answer {
    /// Kept; the nudge was given.
    Taken,
    /// Kept before.
    Known,
    /// Authentic, and none of votum's business.
    Ignored(&'static str),
    /// Not let in, and why.
    Refused(StatusCode, &'static str),
}

impl Answer {
    /// Returns the word of the counter.
    fn word(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Known => "known",
            Self::Ignored(_) => "ignored",
            Self::Refused(StatusCode::UNAUTHORIZED, _) => "stranger",
            Self::Refused(StatusCode::SERVICE_UNAVAILABLE, _) => "unavailable",
            Self::Refused(..) => "refused",
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Self::Taken => return (StatusCode::ACCEPTED, Json(json!({ "taken": true }))).into_response(),
            Self::Known => return Json(json!({ "known": true })).into_response(),
            Self::Ignored(why) => return Json(json!({ "ignored": why })).into_response(),
            Self::Refused(status, why) => (status, why),
        };
        let title = status.canonical_reason().unwrap_or_default();
        let problem = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": why });
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

impl Door {
    /// Returns the door of these forges.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn new(store: Store, clock: Clock, forges: Vec<DoorForge>, nudge: Nudge) -> Self {
        let forges = forges.into_iter().map(|forge| (forge.id.clone(), Guard::of(forge))).collect();
        let room = Arc::new(Semaphore::new(AT_ONCE as usize));
        let (intake, places, policies) = (Intake::open(store), Places::default(), Vec::new());
        Self { intake, clock, forges: Arc::new(forges), nudge, room, places, policies, read_within: READ_WITHIN }
    }

    /// Returns the door with what is known of the projects' numbers, by which it knows those that were renamed.
    #[must_use]
    pub fn knowing(mut self, places: Places) -> Self {
        self.places = places;
        self
    }

    /// Returns the door with rules that may name other projects while it is open.
    #[must_use]
    pub fn under(mut self, policies: Vec<Policy>) -> Self {
        self.policies = policies;
        self
    }

    /// Returns the door with another time than [`READ_WITHIN`] for a delivery to arrive.
    #[must_use]
    pub fn reading_within(mut self, time: Duration) -> Self {
        self.read_within = time;
        self
    }

    /// Returns the door with another way into the inbox.
    #[must_use]
    pub fn keeping_in(mut self, intake: Intake) -> Self {
        self.intake = intake;
        self
    }

    /// Returns what serves `POST /hooks/{forge id}`.
    pub fn router(self) -> Router {
        Router::new().route("/hooks/{forge}", post(knock)).with_state(self)
    }
}

async fn knock(State(door): State<Door>, Path(forge): Path<String>, request: Request) -> Response {
    let Some(guard) = door.forges.get(&forge) else {
        let why = "No forge with this id is configured here. Correct the address of the webhook: /hooks/{forge id}.";
        return Answer::Refused(StatusCode::NOT_FOUND, why).into_response();
    };
    let answer = match door.room.try_acquire_many(weight(request.headers())) {
        Ok(_place) => door.answer(&forge, guard, request).await.unwrap_or_else(|refused| refused),
        Err(_) => crowded(),
    };
    metrics::counter!("votum_deliveries_total", "forge" => forge, "result" => answer.word()).increment(1);
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Says whether rules are about a project whose path is given in lower case.
fn governs(rules: &Rules, forge: &str, path: &str) -> bool {
    rules.projects().any(|project| project.forge == forge && project.path.to_lowercase() == path)
}

/// Returns how many kilobytes of memory a delivery may take, as far as its headers say; never nothing.
fn weight(headers: &HeaderMap) -> u32 {
    let bytes = length(headers).unwrap_or(BODY_MAX).min(BODY_MAX);
    u32::try_from(bytes / 1024).unwrap_or(u32::MAX).saturating_add(4)
}

/// Returns how long a body says it is.
fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok())
}

/// Says whether a body would have to be unpacked.
fn is_encoded(headers: &HeaderMap) -> bool {
    let plain = |value: &HeaderValue| value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity");
    headers.get_all(header::CONTENT_ENCODING).iter().any(|value| !plain(value))
}

/// Says whether a body is said to be something else than JSON; one of which nothing is said is looked at.
fn is_of_another_type(headers: &HeaderMap) -> bool {
    let json = |value: &HeaderValue| {
        let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
        kind == "application/json" || kind.ends_with("+json")
    };
    headers.get_all(header::CONTENT_TYPE).iter().any(|value| !json(value))
}

fn refuse(status: StatusCode, why: &'static str) -> Answer {
    Answer::Refused(status, why)
}

fn stranger() -> Answer {
    refuse(
        StatusCode::UNAUTHORIZED,
        "The secret token or the signature of this webhook is missing or not the right one.",
    )
}

fn too_large() -> Answer {
    refuse(StatusCode::PAYLOAD_TOO_LARGE, "The delivery is larger than 2 MiB, which no event is that votum uses.")
}

impl Door {
    async fn answer(&self, forge: &str, guard: &Guard, request: Request) -> Result<Answer, Answer> {
        let (head, body) = request.into_parts();
        let headers = &head.headers;
        let now = self.clock.now();
        // Where every project asks for a token, a stranger is not listened to at all.
        if guard.tokens.as_ref().is_some_and(|tokens| tokens.admit(headers, b"", now).is_err()) {
            return Err(stranger());
        }
        if is_encoded(headers) {
            return Err(refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The delivery is compressed, and votum unpacks nothing. Send it as it is, without Content-Encoding.",
            ));
        }
        let body = self.listen(headers, body).await?;

        let json: Option<Value> = serde_json::from_slice(&body).ok();
        let event = event(headers);
        let notice = gitlab::read(Some(&event), json.as_ref().unwrap_or(&Value::Null));
        let project = self.places.meant(forge, &notice.project, notice.project_id);
        let project = project.map(|project| project.path.to_lowercase()).unwrap_or_default();
        let secrets = guard.projects.get(&project).unwrap_or(&guard.secrets);
        if let Err(why) = secrets.admit(headers, &body, now) {
            tracing::debug!(forge, "A delivery was not let in: {why}");
            return Err(stranger());
        }

        if is_of_another_type(headers) {
            return Err(refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The delivery calls itself something else than JSON. Send it with Content-Type: application/json.",
            ));
        }
        if json.is_none() {
            let why = "The body is not JSON. Remove a custom template from the webhook, or have it produce valid JSON.";
            return Err(refuse(StatusCode::BAD_REQUEST, why));
        }
        let now_governed = || self.policies.iter().map(Policy::rules).find(|rules| governs(rules, forge, &project));
        let partnership = guard.governed.get(&project).cloned().or_else(|| Some(now_governed()?.partnership.clone()));
        let Some(partnership) = partnership else {
            return Ok(Answer::Ignored("No partnership here names the project of this event."));
        };
        if notice.hint.is_none() {
            return Ok(Answer::Ignored("votum does not use events of this kind."));
        }
        let key = delivery_key(headers, &body);
        self.keep(Incoming { forge: forge.to_string(), lane: partnership, key, event, body, at: now }).await
    }

    /// Reads the body, as long and as large as it may be.
    async fn listen(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, Answer> {
        let length = length(headers);
        if length.is_some_and(|length| length > BODY_MAX) {
            return Err(too_large());
        }
        let whole = async {
            let mut parts = body.into_data_stream();
            let mut whole = Vec::with_capacity(length.unwrap_or(0));
            while let Some(part) = parts.next().await {
                let Ok(part) = part else {
                    return Err(refuse(
                        StatusCode::BAD_REQUEST,
                        "The delivery broke off before its end. Send it again.",
                    ));
                };
                if whole.len() + part.len() > BODY_MAX {
                    return Err(too_large());
                }
                whole.extend_from_slice(&part);
            }
            Ok(Bytes::from(whole))
        };
        let slow = || refuse(StatusCode::REQUEST_TIMEOUT, "The delivery took too long to arrive. Send it again.");
        tokio::time::timeout(self.read_within, whole).await.unwrap_or_else(|_| Err(slow()))
    }

    async fn keep(&self, incoming: Incoming) -> Result<Answer, Answer> {
        let forge = incoming.forge.clone();
        match tokio::time::timeout(KEEP_WITHIN, self.intake.keep(incoming)).await {
            Ok(Ok(true)) => {
                (self.nudge)();
                Ok(Answer::Taken)
            }
            Ok(Ok(false)) => Ok(Answer::Known),
            Ok(Err(NotKept::Full)) => Err(crowded()),
            Ok(Err(fault)) => {
                tracing::error!(forge, "A delivery could not be kept: {fault}");
                Err(not_kept())
            }
            Err(_) => {
                tracing::error!(forge, "A delivery could not be kept within {} seconds.", KEEP_WITHIN.as_secs());
                Err(not_kept())
            }
        }
    }
}

fn crowded() -> Answer {
    refuse(StatusCode::SERVICE_UNAVAILABLE, "Too many deliveries arrive at once. Send this one again.")
}

fn not_kept() -> Answer {
    refuse(StatusCode::SERVICE_UNAVAILABLE, "The delivery could not be stored just now. Send it again.")
}

/// Returns the event's name; one that looks like votum's own is as if it were not there.
fn event(headers: &HeaderMap) -> String {
    let name = headers.get("x-gitlab-event").and_then(|event| event.to_str().ok()).unwrap_or_default().trim();
    if name.to_lowercase().starts_with("votum") {
        return String::new();
    }
    name.chars().take(EVENT_MAX).collect()
}

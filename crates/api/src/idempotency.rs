//! `Idempotency-Key`: a write that is sent twice happens once, and both get the same answer.
//!
//! Answers are kept in memory for 24 hours, so a restart forgets them. Answers that hold a secret are never
//! kept: making the vault, signing in, making a key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sellify_app::App;
use sellify_domain::Timestamp;
use sha2::{Digest, Sha256};

use crate::extract::{By, body_too_large};
use crate::failure::Failure;
use crate::router::LARGEST_JSON;

const KEPT_MS: i64 = 24 * 60 * 60 * 1_000;
/// Answers kept at the most; the oldest go first.
const MOST: usize = 2_000;
/// Larger answers are not kept: writes answer with one thing, not with lists.
const LARGEST_ANSWER: usize = 256 * 1024;

/// The answers that were given.
#[derive(Clone)]
pub(crate) struct Answered {
    app: App,
    kept: Arc<Mutex<HashMap<[u8; 32], Kept>>>,
}

struct Kept {
    request: [u8; 32],
    at: Timestamp,
    /// None while the first request is still being worked on.
    answer: Option<(StatusCode, Option<HeaderValue>, Bytes)>,
}

impl Answered {
    pub(crate) fn new(app: App) -> Self {
        Self { app, kept: Arc::default() }
    }

    /// Reserves the key, or answers from what is known of it.
    fn begin(&self, key: [u8; 32], request: [u8; 32]) -> Option<Response> {
        let now = self.app.now();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, one| now < one.at.plus_millis(KEPT_MS));
        if let Some(known) = kept.get(&key) {
            return Some(known.again(request));
        }
        if kept.len() >= MOST
            && let Some(oldest) = kept.iter().min_by_key(|(_, one)| one.at).map(|(key, _)| *key)
        {
            kept.remove(&oldest);
        }
        kept.insert(key, Kept { request, at: now, answer: None });
        None
    }

    fn end(&self, key: [u8; 32], answer: Option<(StatusCode, Option<HeaderValue>, Bytes)>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match (answer, kept.get_mut(&key)) {
            (Some(answer), Some(one)) => one.answer = Some(answer),
            // Nothing happened that a second try would repeat.
            _ => drop(kept.remove(&key)),
        }
    }
}

impl Kept {
    fn again(&self, request: [u8; 32]) -> Response {
        if self.request != request {
            return Failure::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request. Nothing was changed. Use a new key.",
            )
            .into_response();
        }
        let Some((status, kind, body)) = &self.answer else {
            return Failure::new(
                StatusCode::CONFLICT,
                "request_in_progress",
                "The same request is still being worked on. Ask again in a moment.",
            )
            .into_response();
        };
        let mut response = (*status, body.clone()).into_response();
        if let Some(kind) = kind {
            response.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
        }
        response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
        response
    }
}

/// Gives the first answer again to a write that carries a known key.
pub(crate) async fn once(State(answered): State<Answered>, request: Request, next: Next) -> Response {
    let Some(key) = key_of(&request) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_JSON).await else {
        return body_too_large().into_response();
    };
    let digest = Sha256::digest(&body).into();
    if let Some(known) = answered.begin(key, digest) {
        return known;
    }
    // The key is given free when this future is dropped half-way, too: the client has gone.
    let mut reserved = Reserved { answered: &answered, key, answer: None };
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_ANSWER).await else {
        return Failure::broken().into_response();
    };
    if !parts.status.is_server_error() {
        let kind = parts.headers.get(header::CONTENT_TYPE).cloned();
        reserved.answer = Some((parts.status, kind, body.clone()));
    }
    Response::from_parts(parts, Body::from(body))
}

struct Reserved<'a> {
    answered: &'a Answered,
    key: [u8; 32],
    answer: Option<(StatusCode, Option<HeaderValue>, Bytes)>,
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.answered.end(self.key, self.answer.take());
    }
}

/// One caller's key never meets another's, nor the same key at another address.
fn key_of(request: &Request) -> Option<[u8; 32]> {
    let path = request.uri().path();
    let secret = ["/api/vault", "/api/session", "/api/api-keys", "/api/uploads"];
    let write = matches!(*request.method(), Method::POST | Method::PATCH | Method::PUT | Method::DELETE);
    if !write || secret.iter().any(|prefix| path.starts_with(prefix)) {
        return None;
    }
    let key = request.headers().get("idempotency-key")?;
    let by = request.extensions().get::<By>()?;
    let mut hash = Sha256::new();
    for part in
        [by.0.to_string().as_bytes(), request.method().as_str().as_bytes(), path.as_bytes(), key.as_bytes()]
    {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Some(hash.finalize().into())
}

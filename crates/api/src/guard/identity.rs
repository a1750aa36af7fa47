//! Who asks: the window by its token, a browser by its session, a program by its key.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use sellify_domain::{Actor, Door};

use super::{is_write, licensed};
use crate::door::{DoorConfig, DoorToken};
use crate::extract::By;
use crate::failure::Failure;
use crate::sign_in::SignIn;
use crate::state::ApiState;

/// The cookie of the network door.
pub(crate) const COOKIE: &str = "sellify_session";

/// Says who asks, or why nobody may.
pub(super) async fn identify(state: &ApiState, request: &Parts) -> Result<By, Failure> {
    match &state.door {
        DoorConfig::Window { token } => at_window(token, request),
        DoorConfig::Network { auth } => {
            let now = state.app.now();
            if is_attempt(request) {
                state.rates.allow_attempt(now)?;
            }
            let found = at_network(state, auth, request).await;
            if let Err(Refusal { counted: true, .. }) = &found {
                state.rates.count_failure(now);
            }
            found.map_err(|refusal| refusal.failure)
        }
    }
}

/// Whether somebody tries a secret. Who is in already is not shut out by somebody else's guesses.
fn is_attempt(request: &Parts) -> bool {
    bearer(&request.headers).is_some()
        || (request.uri.path() == "/api/session" && request.method == Method::POST)
}

fn at_window(token: &DoorToken, request: &Parts) -> Result<By, Failure> {
    let given = request.headers.get("x-sellify-door").map_or(&b""[..], |value| value.as_bytes());
    if token.matches(given) {
        return Ok(By(Actor::Person { door: Door::Window }));
    }
    Err(Failure::new(
        StatusCode::FORBIDDEN,
        "door_token_wrong",
        "This page is not the window of Sellify that is running now. Reload the window.",
    ))
}

/// A refusal, and whether somebody tried a secret that is not good.
struct Refusal {
    failure: Failure,
    counted: bool,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { failure, counted: false }
    }
}

async fn at_network(state: &ApiState, auth: &SignIn, request: &Parts) -> Result<By, Refusal> {
    let path = request.uri.path();
    if let Some(secret) = bearer(&request.headers) {
        return by_key(state, secret, request).await;
    }
    let write = is_write(&request.method);
    if write && !request.headers.contains_key("x-sellify-client") {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "client_header_missing",
            "Requests that change something carry the header `x-sellify-client: 1`. Nothing was changed.",
        )
        .into());
    }
    let person = By(Actor::Person { door: Door::Network });
    if path == "/api/session" {
        return Ok(person);
    }
    match session_cookie(&request.headers) {
        Some(token) if auth.knows(token) => Ok(person),
        _ => Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "sign_in_required",
            "You are not signed in. Open the link that `sellify serve` printed; a new one is made at each start.",
        )
        .into()),
    }
}

async fn by_key(state: &ApiState, secret: &str, request: &Parts) -> Result<By, Refusal> {
    let path = request.uri.path();
    let for_people = ["/api/vault", "/api/session", "/api/api-keys", "/api/restore", "/api/quarantine"];
    if for_people.iter().any(|prefix| path.starts_with(prefix)) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "key_not_allowed",
            "An API key cannot open the vault, sign in, or make keys. A person does that.",
        )
        .into());
    }
    let Some(key) = state.app.identify_api_key(secret).await.map_err(Failure::from)? else {
        let failure = Failure::new(
            StatusCode::UNAUTHORIZED,
            "api_key_unknown",
            "This API key is not known, or was revoked.",
        );
        return Err(Refusal { failure, counted: true });
    };
    state.rates.count_key(key.id, state.app.now())?;
    if licensed::needs_license(&request.method, path) {
        state.app.require_api_writes().await.map_err(Failure::from)?;
    }
    Ok(By(Actor::ApiKey { name: key.name }))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    text.strip_prefix("Bearer ").map(str::trim)
}

/// The session's token among the cookies.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

//! Who may come in. One middleware, in a fixed order; each question has a file of its own.

mod body;
mod host;
mod identity;
mod licensed;
mod origin;
mod rate;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub(crate) use identity::{COOKIE, session_cookie};
pub(crate) use rate::Rates;

use sellify_domain::Actor;

use crate::door::DoorConfig;
use crate::extract::By;
use crate::failure::Failure;
use crate::state::ApiState;

/// Lets a request through, or answers why not.
pub(crate) async fn admit(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match decide(&state, &mut parts, body.is_end_stream()).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(failure) => failure.into_response(),
    }
}

/// The order matters: a page that reached us by a false name learns nothing else.
async fn decide(state: &ApiState, request: &mut Parts, empty: bool) -> Result<(), Failure> {
    if let DoorConfig::Network { auth } = &state.door {
        host::check(request, &auth.hosts())?;
    }
    if !is_guarded(request.uri.path()) {
        return Ok(());
    }
    match &state.door {
        DoorConfig::Window { .. } => origin::check_window(request)?,
        DoorConfig::Network { .. } => origin::check_network(request)?,
    }
    body::check_type(request, empty)?;
    let by = identity::identify(state, request).await?;
    if is_somebody(request, &by) {
        state.app.note_person();
    }
    request.extensions.insert(by);
    Ok(())
}

/// Pages, their parts, the API's own description and `/health` hold nothing of the vault.
fn is_guarded(path: &str) -> bool {
    (path.starts_with("/api") || path == "/metrics") && path != "/api/openapi.json"
}

/// Whether a person is behind this request. Programs are nobody, and a page reads by itself whenever there is news: a
/// person changes something, or the page says that somebody is at the screen (`/api/vault/activity`).
fn is_somebody(request: &Parts, by: &By) -> bool {
    matches!(by.0, Actor::Person { .. }) && is_write(&request.method)
}

/// Whether this request may change something.
pub(crate) fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

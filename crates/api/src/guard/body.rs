//! Bodies are JSON, except uploads: a form of another site cannot send JSON without asking first.

use axum::http::request::Parts;
use axum::http::{StatusCode, header};

use super::is_write;
use crate::failure::Failure;

/// A body that is not JSON is refused before anything reads it.
pub(super) fn check_type(request: &Parts, empty: bool) -> Result<(), Failure> {
    if !is_write(&request.method) || request.uri.path() == "/api/uploads" || empty {
        return Ok(());
    }
    let kind =
        request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim();
    if bare.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Failure::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "body_not_json",
        "Bodies must be application/json. Nothing was changed.",
    ))
}

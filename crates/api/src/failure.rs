//! How a refusal becomes an answer.

use axum::response::{IntoResponse, Response};

use crate::extract::Json;

/// What a handler answers.
pub(crate) type Answer<T> = Result<Json<T>, Failure>;

/// A refusal.
#[derive(Debug)]
pub(crate) struct Failure;

pub(crate) fn pending() -> Failure { Failure }

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        axum::http::StatusCode::NOT_IMPLEMENTED.into_response()
    }
}

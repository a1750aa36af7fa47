//! Extractors whose refusals are problems too, and the caller's name.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use sellify_domain::Actor;
use serde::Serialize;

use crate::failure::Failure;

/// A JSON body, in or out.
#[derive(Debug, Clone, Copy, FromRequest)]
#[from_request(via(axum::Json), rejection(Failure))]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The question mark's part of the URL.
#[derive(Debug, Clone, Copy, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Failure))]
pub(crate) struct Query<T>(pub(crate) T);

/// Ids in the URL.
#[derive(Debug, Clone, Copy, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Failure))]
pub(crate) struct Path<T>(pub(crate) T);

/// Who asks; the guard has put it there.
#[derive(Debug, Clone)]
pub(crate) struct By(pub(crate) Actor);

impl<S: Sync> FromRequestParts<S> for By {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        parts.extensions.get::<By>().cloned().ok_or_else(Failure::broken)
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return body_too_large();
        }
        Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "body_unreadable",
            format!(
                "The body is not what this address expects: {}. Nothing was changed.",
                rejection.body_text()
            ),
        )
        .hint("See /docs for the fields of the body.")
    }
}

/// A JSON body over the limit.
pub(crate) fn body_too_large() -> Failure {
    Failure::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body_too_large",
        "The body is larger than 2 MB. Nothing was changed. Hand files over through /api/uploads.",
    )
}

impl From<QueryRejection> for Failure {
    fn from(rejection: QueryRejection) -> Self {
        Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "query_unreadable",
            format!("The question in the URL cannot be read: {}.", rejection.body_text()),
        )
    }
}

impl From<PathRejection> for Failure {
    fn from(_: PathRejection) -> Self {
        Failure::new(StatusCode::NOT_FOUND, "not_found", "There is nothing with this id in the vault.")
    }
}

//! How a refusal becomes an answer (RFC 9457).

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sellify_app::{AppError, ErrorKind};

use crate::wire::problem::Problem;

/// What most handlers answer.
pub(crate) type Answer<T> = Result<crate::extract::Json<T>, Failure>;

/// A refusal: a status, a stable code, a sentence.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    field: Option<String>,
    hint: Option<String>,
    retry_after: Option<u64>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { status, code: code.into(), detail, field: None, hint: None, retry_after: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Something of ours broke; the cause is in the log, not in the answer.
    pub(crate) fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal_error",
            "Sellify stumbled over this request. Nothing was changed. Try again; if it happens again, restart Sellify.",
        )
    }

    pub(crate) fn no_such_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "no_such_route",
            "The API has no such address. See /docs for what there is.",
        )
    }
}

impl Failure {
    pub(crate) fn no_such_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "no_such_method",
            "This address does not know this method. Nothing was changed. See /docs for what it knows.",
        )
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let status = status_of(error.kind());
        if status.is_server_error() {
            tracing::error!(code = error.code(), error = %error, "a request failed");
        }
        let detail = error.to_string();
        let code = Cow::Owned(error.code().to_owned());
        let failure =
            Self { status, code, detail, field: error.field(), hint: error.hint(), retry_after: None };
        match error {
            AppError::TooManyAttempts { seconds } => {
                Self { status: StatusCode::TOO_MANY_REQUESTS, ..failure }.retry_after(u64::from(seconds))
            }
            _ => failure,
        }
    }
}

fn status_of(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::Locked => StatusCode::LOCKED,
        ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::Outside => StatusCode::BAD_GATEWAY,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
        ErrorKind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: format!("https://sellify.app/problems/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Refused").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.into_owned(),
            field: self.field,
            hint: self.hint,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response =
            (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

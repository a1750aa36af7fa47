//! How long a request may take, and what a crash of a handler looks like from outside.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;

/// Reading and small changes.
const SHORT: Duration = Duration::from_secs(60);
/// Making every message of a campaign, writing a file of every contact.
const LONG: Duration = Duration::from_secs(10 * 60);
/// Receiving a file of a gigabyte.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// Ends a request that takes too long. The long-poll has its own, shorter end.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let allowed = allowed(request.uri().path());
    match tokio::time::timeout(allowed, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "took_too_long",
            "This took too long and was given up. Look whether the change is there before you try again.",
        )
        .into_response(),
    }
}

fn allowed(path: &str) -> Duration {
    let long = ["/preflight", "/dry-run", "/send", "/export", "/rejects.csv", "/bulk", "/inspect"];
    if path == "/api/uploads" {
        UPLOAD
    } else if long.iter().any(|end| path.ends_with(end)) {
        LONG
    } else {
        SHORT
    }
}

/// A handler that panicked: the caller learns nothing but that, the log has the rest.
pub(crate) fn after_panic(_cause: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Failure::broken().into_response()
}

//! How long a request may take, and what a crash of a handler looks like from outside.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::guard::is_write;

/// Reading and small changes.
const SHORT: Duration = Duration::from_secs(60);
/// Making every message of a campaign, writing a file of every contact.
const LONG: Duration = Duration::from_secs(10 * 60);
/// Receiving a file of a gigabyte.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// Answers in time. Reading is given up when it takes too long or its client goes away; a write goes on to its
/// end in a task of its own, because half of it (committed, but the campaign not set going) would be worse.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let allowed = allowed(request.uri().path());
    let answer = if is_write(request.method()) {
        timeout(allowed, to_the_end(tokio::spawn(next.run(request)))).await
    } else {
        timeout(allowed, next.run(request)).await
    };
    answer.unwrap_or_else(|_| took_too_long().into_response())
}

async fn to_the_end(work: JoinHandle<Response>) -> Response {
    match work.await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(cause) => std::panic::resume_unwind(cause),
            // The program is ending.
            Err(_) => Failure::broken().into_response(),
        },
    }
}

fn took_too_long() -> Failure {
    Failure::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "took_too_long",
        "This takes too long to wait for. Look whether the change is there before you try again.",
    )
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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn broken() {
        panic!("canary-in-a-panic");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_of_the_cause() {
        let router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(after_panic));
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("internal_error") && !text.contains("canary"), "{text}");
    }

    #[test]
    fn work_on_every_contact_has_more_time() {
        assert_eq!(allowed("/api/contacts"), SHORT);
        assert_eq!(allowed("/api/campaigns/0198/send"), LONG);
        assert_eq!(allowed("/api/uploads"), UPLOAD);
    }
}

//! How long a request may take, how many at once, and what a crash of a handler looks like from outside.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
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
    let long = [
        "/preflight",
        "/dry-run",
        "/send",
        "/export",
        "/rejects.csv",
        "/bulk",
        "/inspect",
        "/api/suppressions/import",
        "/api/suppressions/import/preview",
        "/verify",
        "/api/restore",
    ];
    if path == "/api/uploads" {
        UPLOAD
    } else if long.iter().any(|end| path.ends_with(end)) {
        LONG
    } else {
        SHORT
    }
}

/// Requests that are worked on at once, all callers together.
const AT_ONCE: usize = 32;

/// The places for requests that are being worked on.
#[derive(Clone)]
pub(crate) struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Refuses a request when as many are being worked on already. A screen that waits for news takes no place.
pub(crate) async fn in_turn(State(places): State<Places>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/api/events" {
        return next.run(request).await;
    }
    match places.0.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => too_busy().into_response(),
    }
}

fn too_busy() -> Failure {
    Failure::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_busy",
        "Too many requests are being worked on. Nothing was changed. Try again in a moment.",
    )
    .retry_after(1)
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

    #[tokio::test]
    async fn one_request_too_many_is_asked_to_come_back_and_the_event_feed_never_is() {
        let places = Places(Arc::new(Semaphore::new(1)));
        let router = Router::new()
            .route("/api/contacts", get(|| async {}))
            .route("/api/events", get(|| async {}))
            .layer(axum::middleware::from_fn_with_state(places.clone(), in_turn));
        let ask = |path: &str| router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        assert_eq!(ask("/api/contacts").await.unwrap().status(), StatusCode::OK);
        let _taken = places.0.acquire().await.unwrap();
        let refused = ask("/api/contacts").await.unwrap();
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(ask("/api/events").await.unwrap().status(), StatusCode::OK);
    }

    #[test]
    fn work_on_every_contact_has_more_time() {
        assert_eq!(allowed("/api/contacts"), SHORT);
        assert_eq!(allowed("/api/campaigns/0198/send"), LONG);
        assert_eq!(allowed("/api/uploads"), UPLOAD);
    }
}

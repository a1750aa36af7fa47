//! The whole way from the webview to the API: a request of our own scheme goes through the router in this process.
//!
//! No port is opened. Answers are handed over whole (the webview's scheme cannot stream), which is why the API
//! has one long-polled event feed and no server-sent events.

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use tauri::{Runtime, UriSchemeContext, UriSchemeResponder};
use tower::ServiceExt;

/// Where the pages and the API live inside the window.
pub(crate) const SCHEME: &str = "sellify";

/// The handler for [`SCHEME`]. It may be called off the main thread, so it touches no window.
pub(crate) fn through<R: Runtime>(
    router: Router,
) -> impl Fn(UriSchemeContext<'_, R>, Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static {
    move |_, request, responder| {
        let router = router.clone();
        tauri::async_runtime::spawn(async move { responder.respond(carry(router, request).await) });
    }
}

async fn carry(router: Router, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (mut parts, body) = request.into_parts();
    parts.uri = without_origin(&parts.uri);
    let Ok(response) = router.oneshot(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(collected) => Response::from_parts(parts, collected.to_bytes().to_vec()),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            let mut broken = Response::new(Vec::new());
            *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            broken
        }
    }
}

/// `sellify://localhost/a?b`, and Windows' `http://sellify.localhost/a?b`, are `/a?b` to a router.
fn without_origin(uri: &Uri) -> Uri {
    uri.path_and_query().map_or_else(|| Uri::from_static("/"), |path| Uri::from(path.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::any;

    async fn echo(request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let line = format!("{} {} {:?} ", parts.method, parts.uri, parts.headers.get("x-one"));
        let body = body.collect().await.expect("a body").to_bytes();
        Response::builder()
            .status(207)
            .header("x-two", "b")
            .body(Body::from([line.as_bytes(), &body].concat()))
            .expect("ok")
    }

    #[tokio::test]
    async fn method_address_headers_and_body_arrive_and_the_answer_comes_back_whole() {
        let router = Router::new().route("/a/b", any(echo));
        for address in ["sellify://localhost/a/b?q=%C3%A9", "http://sellify.localhost/a/b?q=%C3%A9"] {
            let request = Request::builder()
                .method("PATCH")
                .uri(address)
                .header("x-one", "a")
                .body(b"\x00body\xff".to_vec())
                .expect("a request");
            let response = carry(router.clone(), request).await;
            assert_eq!(response.status(), 207);
            assert_eq!(response.headers()["x-two"], "b");
            assert_eq!(response.body(), b"PATCH /a/b?q=%C3%A9 Some(\"a\") \x00body\xff", "{address}");
        }
    }
}

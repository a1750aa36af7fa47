//! Figures for Prometheus at `/metrics`: requests by route and status, and how the vault stands.

use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use sellify_app::App;

use crate::failure::Failure;

/// One recorder for the process, however many routers there are (tests make many).
fn recorder() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).is_ok().then_some(handle)
        })
        .as_ref()
}

/// Counts requests by the route's pattern, never by the path: ids are not labels.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    recorder();
    let route =
        request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let begin = Instant::now();
    let response = next.run(request).await;
    let labels = [("route", route), ("method", method), ("status", response.status().as_u16().to_string())];
    metrics::counter!("sellify_http_requests_total", &labels).increment(1);
    metrics::histogram!("sellify_http_request_seconds", &labels[..2]).record(begin.elapsed().as_secs_f64());
    response
}

/// `/metrics`.
pub(crate) async fn read(State(app): State<App>) -> Result<Response, Failure> {
    let handle = recorder().ok_or_else(Failure::broken)?;
    if let Ok(figures) = app.figures().await {
        for (name, value) in figures {
            // Counts below 2^53 are exact.
            metrics::gauge!(name).set(value as f64);
        }
    }
    handle.run_upkeep();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
        .into_response())
}

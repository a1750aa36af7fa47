//! The network door's connections: who is slow to say what they want, or says too much before it, is let go.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long a client may take over the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 * 1024;
/// How long to wait after the system had no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);

/// Serves until `stop`; then open requests (a screen waiting for news) get `grace` to end. One connection's trouble
/// is not another's, and none ends the listener.
pub(super) async fn serve(stop: &CancellationToken, listener: TcpListener, router: Router, grace: Duration) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(LARGEST_HEAD);
    let open = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Too many open files, mostly: it passes.
            tokio::time::sleep(NO_ROOM).await;
            continue;
        };
        let service = TowerToHyperService::new(
            router.clone().map_request(|request: http::Request<_>| request.map(Body::new)),
        );
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // The client went away, or was let go: its own affair.
            let _ = connection.await;
        });
    }
    let _ = tokio::time::timeout(grace, open.shutdown()).await;
}

//! The router, put together: guards outside, handlers inside, the same for every door.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use sellify_app::App;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::door::DoorConfig;
use crate::failure::Failure;
use crate::guard::{Rates, admit};
use crate::idempotency::{Answered, once};
use crate::state::ApiState;
use crate::{document, headers, limits, measure, routes, ui};

/// The largest JSON body, in bytes.
pub(crate) const LARGEST_JSON: usize = 2 * 1024 * 1024;

/// The router behind a door. It never opens a port itself.
pub fn router(app: App, door: DoorConfig) -> Router {
    let compress = matches!(door, DoorConfig::Network { .. });
    let state = ApiState { app: app.clone(), door, rates: Arc::new(Rates::default()) };
    let (api, _) = OpenApiRouter::with_openapi(document::base()).merge(routes::all()).split_for_parts();
    let router = api
        .route("/metrics", get(measure::read))
        .route("/api", any(no_such_route))
        .route("/api/{*rest}", any(no_such_route))
        .merge(SwaggerUi::new("/docs").url("/api/openapi.json", document::openapi()))
        .fallback(ui::serve)
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(LARGEST_JSON))
        .layer(from_fn_with_state(Answered::new(app), once))
        .layer(from_fn_with_state(state.clone(), admit))
        .layer(from_fn(limits::in_time))
        .layer(from_fn_with_state(limits::Places::default(), limits::in_turn))
        .layer(CatchPanicLayer::custom(limits::after_panic))
        .layer(from_fn(measure::count))
        .layer(from_fn(headers::add))
        .with_state(state);
    // WebKit does not unpack answers of a custom scheme, and nothing is far away there.
    if compress { router.layer(CompressionLayer::new()) } else { router }
}

async fn no_such_route() -> Failure {
    Failure::no_such_route()
}

async fn no_such_method() -> Failure {
    Failure::no_such_method()
}

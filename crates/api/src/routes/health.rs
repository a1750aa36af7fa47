//! Whether the program is well, for people and for monitors.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Json;
use crate::state::ApiState;
use crate::wire::health::{Health, PartState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read_health))
}

/// How the database and sending stand, and the version. Needs no sign-in and tells nothing about people.
#[utoipa::path(get, path = "/health", tag = "health", security(()), responses((status = 200, body = Health), (status = 503, body = Health)))]
async fn read_health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let health = Health::from(app.health().await);
    let status = match health.status {
        PartState::Failing => StatusCode::SERVICE_UNAVAILABLE,
        PartState::Ok | PartState::Off => StatusCode::OK,
    };
    (status, Json(health))
}

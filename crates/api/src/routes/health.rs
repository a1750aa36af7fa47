//! Whether the program is well, for people and for monitors.

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Json;
use crate::failure::{Answer, pending};
use crate::state::ApiState;
use crate::wire::health::Health;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read_health))
}

/// How the database and sending stand, and the version. Needs no sign-in and tells nothing about people.
#[utoipa::path(get, path = "/health", tag = "health", security(()), responses((status = 200, body = Health), (status = 503, body = Health)))]
async fn read_health(State(app): State<App>) -> Answer<Health> {
    Err(pending())
}

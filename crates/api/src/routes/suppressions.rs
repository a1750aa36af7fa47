//! The suppression list.

use axum::extract::State;
use axum::response::{NoContent};
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{Json, Path, Query};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::page::Page;
use crate::wire::suppression::{SuppressRequest, Suppression, SuppressionQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_suppressions, suppress))
        .routes(routes!(lift_suppression))
}

/// Who must not be written to, the latest first.
#[utoipa::path(get, path = "/api/suppressions", tag = "suppressions", params(SuppressionQuery), responses((status = 200, body = Page<Suppression>)))]
async fn list_suppressions(State(app): State<App>, Query(query): Query<SuppressionQuery>) -> Answer<Page<Suppression>> {
    Err(pending())
}

/// Adds an address; it receives nothing from now on.
#[utoipa::path(post, path = "/api/suppressions", tag = "suppressions", request_body = SuppressRequest, responses((status = 201, body = Suppression)))]
async fn suppress(State(app): State<App>, Json(request): Json<SuppressRequest>) -> Result<(StatusCode, Json<Suppression>), Failure> {
    Err(pending())
}

/// Lets an address be written to again.
#[utoipa::path(delete, path = "/api/suppressions/{id}", tag = "suppressions", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn lift_suppression(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

//! Changing the vault's keys.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::rotation::{Rotations, RunningRotation, StartRotationRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_rotations, start_rotation)).routes(routes!(cancel_rotation))
}

/// How the vault's keys stand, and what was done to them.
#[utoipa::path(get, path = "/api/vault/rotations", tag = "vault", responses((status = 200, body = Rotations)))]
async fn list_rotations(State(app): State<App>) -> Answer<Rotations> {
    Ok(Json(app.rotations().await?.into()))
}

/// Begins a rotation; it is a job, and events tell how far it is. A new master key is made before the answer.
#[utoipa::path(post, path = "/api/vault/rotations", tag = "vault", request_body = StartRotationRequest, responses((status = 202, body = RunningRotation)))]
async fn start_rotation(
    State(app): State<App>,
    by: By,
    Json(request): Json<StartRotationRequest>,
) -> Result<(StatusCode, Json<RunningRotation>), Failure> {
    let secrets = request.secrets.unwrap_or_default().into();
    let begun = app.start_rotation(&by.0, request.kind.into(), secrets).await?;
    Ok((StatusCode::ACCEPTED, Json(begun.into())))
}

/// Stops the rotation under way as soon as that is safe. A rotation of the columns goes on another time.
#[utoipa::path(post, path = "/api/vault/rotations/cancel", tag = "vault", responses((status = 204)))]
async fn cancel_rotation(State(app): State<App>) -> Result<NoContent, Failure> {
    app.cancel_rotation()?;
    Ok(NoContent)
}

//! The firm's settings.

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json};
use crate::failure::Answer;
use crate::state::ApiState;
use crate::wire::settings::{Settings, SettingsPatch};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read_settings, change_settings))
}

/// The settings.
#[utoipa::path(get, path = "/api/settings", tag = "settings", responses((status = 200, body = Settings)))]
async fn read_settings(State(app): State<App>) -> Answer<Settings> {
    Ok(Json(app.settings().await?.into()))
}

/// Changes some settings.
#[utoipa::path(patch, path = "/api/settings", tag = "settings", request_body = SettingsPatch, responses((status = 200, body = Settings)))]
async fn change_settings(
    State(app): State<App>,
    by: By,
    Json(request): Json<SettingsPatch>,
) -> Answer<Settings> {
    Ok(Json(app.change_settings(&by.0, request.into()).await?.into()))
}

//! The licence. No state of it takes these routes away.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::{App, AppError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::license::{
    ActivateLicenseRequest, ActivationRequest, License, LicenseListRequest, LicenseRelease,
    LicenseRequestOrder,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_license))
        .routes(routes!(request_license))
        .routes(routes!(activate_license))
        .routes(routes!(release_license))
        .routes(routes!(import_license_list))
}

/// How the licence stands.
#[utoipa::path(get, path = "/api/license", tag = "license", responses((status = 200, body = License)))]
async fn read_license(State(app): State<App>) -> Answer<License> {
    Ok(Json(app.license().await?.into()))
}

/// Makes a request for the vendor.
#[utoipa::path(post, path = "/api/license/request", tag = "license", request_body = LicenseRequestOrder, responses((status = 201, body = ActivationRequest)))]
async fn request_license(
    State(app): State<App>,
    by: By,
    Json(request): Json<LicenseRequestOrder>,
) -> Result<(StatusCode, Json<ActivationRequest>), Failure> {
    let made = app.request_license(&by.0, request.order_code.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Installs the vendor's answer. A better licence in force is replaced only when `replace` says so.
#[utoipa::path(post, path = "/api/license/activate", tag = "license", request_body = ActivateLicenseRequest, responses((status = 200, body = License)))]
async fn activate_license(
    State(app): State<App>,
    by: By,
    Json(request): Json<ActivateLicenseRequest>,
) -> Answer<License> {
    let text = text_of(&app, request.text, request.upload_id).await?;
    Ok(Json(app.activate_license(&by.0, &text, request.replace).await?.into()))
}

/// Releases this computer, so that the vendor can give the licence to another one.
#[utoipa::path(post, path = "/api/license/release", tag = "license", responses((status = 200, body = LicenseRelease)))]
async fn release_license(State(app): State<App>, by: By) -> Answer<LicenseRelease> {
    Ok(Json(app.release_license(&by.0).await?.into()))
}

/// Takes a revocation list or a list of keys from the vendor.
#[utoipa::path(post, path = "/api/license/revocations", tag = "license", request_body = LicenseListRequest, responses((status = 200, body = License)))]
async fn import_license_list(
    State(app): State<App>,
    by: By,
    Json(request): Json<LicenseListRequest>,
) -> Answer<License> {
    let text = text_of(&app, request.text, request.upload_id).await?;
    Ok(Json(app.import_license_list(&by.0, &text).await?.into()))
}

async fn text_of(app: &App, text: Option<String>, upload: Option<Uuid>) -> Result<String, AppError> {
    match (text, upload) {
        (Some(text), _) => Ok(text),
        (None, Some(upload)) => app.license_text(upload.into()).await,
        (None, None) => Ok(String::new()),
    }
}

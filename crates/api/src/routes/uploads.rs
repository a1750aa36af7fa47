//! Files handed over before an import.

use axum::extract::State;
use axum::http::StatusCode;
use axum::body::Body;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json, Query};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::upload::{Upload, UploadPathRequest, UploadQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(put_upload))
        .routes(routes!(upload_path))
}

/// Hands a file over, as the bytes of the body.
#[utoipa::path(put, path = "/api/uploads", tag = "imports", params(UploadQuery), request_body(content = String, content_type = "application/octet-stream", description = "The bytes of the file"), responses((status = 201, body = Upload)))]
async fn put_upload(State(app): State<App>, Query(query): Query<UploadQuery>, body: Body) -> Result<(StatusCode, Json<Upload>), Failure> {
    Err(pending())
}

/// Hands a file of this computer over by its path (window only).
#[utoipa::path(post, path = "/api/uploads/path", tag = "imports", request_body = UploadPathRequest, responses((status = 201, body = Upload)))]
async fn upload_path(State(app): State<App>, Json(request): Json<UploadPathRequest>) -> Result<(StatusCode, Json<Upload>), Failure> {
    Err(pending())
}

//! Files handed over before an import.

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use futures::StreamExt;
use sellify_app::App;
use sellify_domain::{Actor, Door};
use std::path::Path;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json, Query};
use crate::failure::Failure;
use crate::state::ApiState;
use crate::wire::upload::{Upload, UploadPathRequest, UploadQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(put_upload)).routes(routes!(upload_path))
}

/// Hands a file over, as the bytes of the body.
#[utoipa::path(put, path = "/api/uploads", tag = "imports", params(UploadQuery), request_body(content = String, content_type = "application/octet-stream", description = "The bytes of the file"), responses((status = 201, body = Upload)))]
async fn put_upload(
    State(app): State<App>,
    Query(query): Query<UploadQuery>,
    body: Body,
) -> Result<(StatusCode, Json<Upload>), Failure> {
    let mut receiving = app.receive_upload(query.name.as_deref().unwrap_or("file"))?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        receiving.push(&chunk.map_err(|_| upload_broken())?)?;
    }
    let upload = app.keep_upload(receiving)?;
    Ok((StatusCode::CREATED, Json(upload.into())))
}

/// Hands a file of this computer over by its path (window only).
#[utoipa::path(post, path = "/api/uploads/path", tag = "imports", request_body = UploadPathRequest, responses((status = 201, body = Upload)))]
async fn upload_path(
    State(app): State<App>,
    by: By,
    Json(request): Json<UploadPathRequest>,
) -> Result<(StatusCode, Json<Upload>), Failure> {
    if !matches!(by.0, Actor::Person { door: Door::Window }) {
        return Err(window_only());
    }
    let upload = app.upload_path(Path::new(&request.path))?;
    Ok((StatusCode::CREATED, Json(upload.into())))
}

fn upload_broken() -> Failure {
    Failure::new(
        StatusCode::BAD_REQUEST,
        "upload_broken",
        "The file stopped arriving before its end. Nothing was imported. Choose it again.",
    )
}

fn window_only() -> Failure {
    Failure::new(
        StatusCode::FORBIDDEN,
        "window_only",
        "Only the window reads files by their path. Nothing was imported. Hand over the bytes with PUT /api/uploads.",
    )
}

//! Backups: made, listed and proven; restored; and the quarantine that follows.

use std::path::PathBuf;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::{App, AppError, BackupSource, RestoreOrder};
use sellify_domain::{Actor, Door};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::backup::{
    Backup, BackupContents, BackupList, BackupProgress, InspectBackupRequest, Quarantine, RestoreRequest,
    RestoredVault, VerifyBackupRequest,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_backups, create_backup))
        .routes(routes!(verify_backup))
        .routes(routes!(inspect_backup))
        .routes(routes!(restore_backup))
        .routes(routes!(read_quarantine, lift_quarantine))
}

/// The backups there are, and how the next one stands.
#[utoipa::path(get, path = "/api/backups", tag = "backups", responses((status = 200, body = BackupList)))]
async fn list_backups(State(app): State<App>) -> Answer<BackupList> {
    Ok(Json(app.backups().await?.into()))
}

/// Begins a backup; `backup.progress` and `backup.finished` tell how far it is.
#[utoipa::path(post, path = "/api/backups", tag = "backups", responses((status = 202, body = BackupProgress)))]
async fn create_backup(
    State(app): State<App>,
    by: By,
) -> Result<(StatusCode, Json<BackupProgress>), Failure> {
    Ok((StatusCode::ACCEPTED, Json(app.begin_backup(&by.0)?.into())))
}

/// Proves a backup of the list.
#[utoipa::path(post, path = "/api/backups/{name}/verify", tag = "backups", params(("name" = String, Path, description = "The file's name")), request_body = VerifyBackupRequest, responses((status = 200, body = Backup)))]
async fn verify_backup(
    State(app): State<App>,
    by: By,
    Path(name): Path<String>,
    Json(request): Json<VerifyBackupRequest>,
) -> Answer<Backup> {
    let view = match request.recovery_code {
        Some(code) => app.drill_listed_backup(&by.0, &name, &code).await?,
        None => app.verify_backup(&by.0, &name).await?,
    };
    Ok(Json(view.into()))
}

/// Looks into a backup; there need not be a vault yet.
#[utoipa::path(post, path = "/api/restore/inspect", tag = "backups", request_body = InspectBackupRequest, responses((status = 200, body = BackupContents)))]
async fn inspect_backup(
    State(app): State<App>,
    by: By,
    Json(request): Json<InspectBackupRequest>,
) -> Answer<BackupContents> {
    let source = source(&by, request.upload_id, request.path)?;
    Ok(Json(app.inspect_backup(&source, &request.recovery_code).await?.into()))
}

/// Restores a backup. What was here is kept beside it; nothing is sent until the quarantine is lifted.
#[utoipa::path(post, path = "/api/restore", tag = "backups", request_body = RestoreRequest, responses((status = 200, body = RestoredVault)))]
async fn restore_backup(
    State(app): State<App>,
    by: By,
    Json(request): Json<RestoreRequest>,
) -> Answer<RestoredVault> {
    let order = RestoreOrder {
        source: source(&by, request.upload_id, request.path)?,
        code: request.recovery_code,
        confirm_older: request.confirm_older.unwrap_or(false),
    };
    Ok(Json(app.restore_backup(&by.0, order).await?.into()))
}

/// Whether the vault may send.
#[utoipa::path(get, path = "/api/quarantine", tag = "backups", responses((status = 200, body = Quarantine)))]
async fn read_quarantine(State(app): State<App>) -> Answer<Quarantine> {
    Ok(Json(app.quarantine().await?.into()))
}

/// Lets the restored vault send again. Campaigns stay paused until somebody resumes each of them.
#[utoipa::path(delete, path = "/api/quarantine", tag = "backups", responses((status = 204)))]
async fn lift_quarantine(State(app): State<App>, by: By) -> Result<NoContent, Failure> {
    app.lift_quarantine(&by.0).await?;
    Ok(NoContent)
}

fn source(by: &By, upload_id: Option<Uuid>, path: Option<String>) -> Result<BackupSource, Failure> {
    match (upload_id, path) {
        (Some(id), None) => Ok(BackupSource::Upload(id.into())),
        (None, Some(path)) if matches!(by.0, Actor::Person { door: Door::Window }) => {
            Ok(BackupSource::Path(PathBuf::from(path)))
        }
        (None, Some(_)) => Err(Failure::new(
            StatusCode::FORBIDDEN,
            "window_only",
            "Only the window reads files by their path. Nothing was changed. Hand over the bytes with PUT /api/uploads.",
        )),
        _ => Err(AppError::ValueInvalid {
            field: "upload_id".into(),
            reason: "Name the file by `upload_id` or by `path`, one of the two.".into(),
        }
        .into()),
    }
}

//! Imports.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sellify_app::{App, PageRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::file::csv_file;
use crate::state::ApiState;
use crate::wire::import::{Import, ImportRequest, RejectedRow, RejectsQuery, StartedImport, UndoCounts};
use crate::wire::import_plan::{CheckRowRequest, Remembered};
use crate::wire::import_review::{ReviewFilterCount, ReviewPage, ReviewQuery, ReviewRow};
use crate::wire::inspection::{InspectRequest, Inspection};
use crate::wire::page::{Page, PageQuery, limit};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(inspect_import))
        .routes(routes!(list_imports, start_import))
        .routes(routes!(check_row))
        .routes(routes!(read_import))
        .routes(routes!(cancel_import))
        .routes(routes!(rehearse_undo, undo_import))
        .routes(routes!(list_rows))
        .routes(routes!(count_filters))
        .routes(routes!(list_rejects))
        .routes(routes!(download_rejects))
}

/// Looks at a file: encoding, columns, suggested fields, first rows.
#[utoipa::path(post, path = "/api/imports/inspect", tag = "imports", request_body = InspectRequest, responses((status = 200, body = Inspection)))]
async fn inspect_import(State(app): State<App>, Json(request): Json<InspectRequest>) -> Answer<Inspection> {
    let found = app.inspect_import(request.upload_id.into(), request.read.checked()?).await?;
    let earlier = app.imports_of_file(found.sha256.clone()).await?;
    let remembered = app.remembered_choices(&found).await?.map(Remembered::of);
    Ok(Json(Inspection::from(found).with_earlier(earlier).with_remembered(remembered)))
}

/// Imports, the latest first.
#[utoipa::path(get, path = "/api/imports", tag = "imports", params(PageQuery), responses((status = 200, body = Page<Import>)))]
async fn list_imports(State(app): State<App>, Query(query): Query<PageQuery>) -> Answer<Page<Import>> {
    Ok(Json(Page::of(app.imports(query.into()).await?)))
}

/// Starts an import; follow it in the event feed.
#[utoipa::path(post, path = "/api/imports", tag = "imports", request_body = ImportRequest, responses((status = 202, body = StartedImport)))]
async fn start_import(
    State(app): State<App>,
    by: By,
    Json(request): Json<ImportRequest>,
) -> Result<(StatusCode, Json<StartedImport>), Failure> {
    let import_id = app.start_import(&by.0, request.checked()?).await?.as_uuid();
    Ok((StatusCode::ACCEPTED, Json(StartedImport { import_id })))
}

/// What a corrected row would become. Whether another row of the file says the same, only a dry run tells.
#[utoipa::path(post, path = "/api/imports/check-row", tag = "imports", request_body = CheckRowRequest, responses((status = 200, body = ReviewRow)))]
async fn check_row(State(app): State<App>, Json(request): Json<CheckRowRequest>) -> Answer<ReviewRow> {
    Ok(Json(app.check_row(request.checked()?).await?.into()))
}

/// What the rows of a file become, as a dry run found; of a finished import, the rows that it changed or refused.
#[utoipa::path(get, path = "/api/imports/{id}/rows", tag = "imports", params(("id" = Uuid, Path), ReviewQuery), responses((status = 200, body = ReviewPage)))]
async fn list_rows(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(query): Query<ReviewQuery>,
) -> Answer<ReviewPage> {
    let (filter, page) = query.checked()?;
    Ok(Json(app.reviewed_rows(id.into(), filter, page).await?.into()))
}

/// What the rows can be narrowed to, with how many rows of the whole file each filter means.
#[utoipa::path(get, path = "/api/imports/{id}/filters", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = Vec<ReviewFilterCount>)))]
async fn count_filters(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Vec<ReviewFilterCount>> {
    Ok(Json(app.review_filters(id.into()).await?.into_iter().map(Into::into).collect()))
}

/// One import.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = Import)))]
async fn read_import(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Import> {
    Ok(Json(app.import(id.into()).await?.into()))
}

/// Stops an import; nothing of it is kept.
#[utoipa::path(post, path = "/api/imports/{id}/cancel", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = Import)))]
async fn cancel_import(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Import> {
    Ok(Json(app.cancel_import(id.into()).await?.into()))
}

/// What taking an import back would do; nothing is written.
#[utoipa::path(get, path = "/api/imports/{id}/undo", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = UndoCounts)))]
async fn rehearse_undo(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<UndoCounts> {
    Ok(Json(app.rehearse_undo_import(id.into()).await?.into()))
}

/// Takes an import back; later edits stay.
#[utoipa::path(post, path = "/api/imports/{id}/undo", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = UndoCounts)))]
async fn undo_import(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<UndoCounts> {
    Ok(Json(app.undo_import(&by.0, id.into()).await?.into()))
}

/// Rows that an import refused.
#[utoipa::path(get, path = "/api/imports/{id}/rejects", tag = "imports", params(("id" = Uuid, Path), RejectsQuery), responses((status = 200, body = Page<RejectedRow>)))]
async fn list_rejects(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(query): Query<RejectsQuery>,
) -> Answer<Page<RejectedRow>> {
    let page = PageRequest { cursor: query.cursor, limit: limit(query.limit) };
    let reason = query.reason.map(Into::into);
    Ok(Json(Page::of(app.rejected_rows(id.into(), reason, page).await?)))
}

/// Rows that an import refused, as a CSV file to correct and import again.
#[utoipa::path(get, path = "/api/imports/{id}/rejects.csv", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = String, content_type = "text/csv")))]
async fn download_rejects(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let bytes = app.rejects_csv(id.into()).await?;
    Ok(csv_file("rejects.csv", bytes))
}

//! The suppression list.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{NoContent, Response};
use sellify_app::{App, PageRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::file::streamed_file;
use crate::state::ApiState;
use crate::wire::page::{Page, limit};
use crate::wire::suppression::{SuppressRequest, Suppression, SuppressionCount, SuppressionQuery};
use crate::wire::suppression_list::{
    SuppressionListOutcome, SuppressionListRequest, SuppressionsExportQuery,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_suppressions, suppress))
        .routes(routes!(count_suppressions))
        .routes(routes!(export_suppressions))
        .routes(routes!(preview_suppressions))
        .routes(routes!(import_suppressions))
        .routes(routes!(lift_suppression))
}

/// Who must not be written to, the latest first.
#[utoipa::path(get, path = "/api/suppressions", tag = "suppressions", params(SuppressionQuery), responses((status = 200, body = Page<Suppression>)))]
async fn list_suppressions(
    State(app): State<App>,
    Query(query): Query<SuppressionQuery>,
) -> Answer<Page<Suppression>> {
    let page = PageRequest { cursor: query.cursor, limit: limit(query.limit) };
    Ok(Json(Page::of(app.suppressions(query.channel.map(Into::into), query.q, page).await?)))
}

/// Adds an address; it receives nothing from now on.
#[utoipa::path(post, path = "/api/suppressions", tag = "suppressions", request_body = SuppressRequest, responses((status = 201, body = Suppression)))]
async fn suppress(
    State(app): State<App>,
    by: By,
    Json(request): Json<SuppressRequest>,
) -> Result<(StatusCode, Json<Suppression>), Failure> {
    let kept = app.suppress(&by.0, request.into()).await?;
    Ok((StatusCode::CREATED, Json(kept.into())))
}

/// How many entries each channel has; channels without any are absent.
#[utoipa::path(get, path = "/api/suppressions/counts", tag = "suppressions", responses((status = 200, body = Vec<SuppressionCount>)))]
async fn count_suppressions(State(app): State<App>) -> Answer<Vec<SuppressionCount>> {
    Ok(Json(app.suppression_counts().await?.into_iter().map(SuppressionCount::from).collect()))
}

/// The list, or what a search in it finds, as a CSV file written while it is sent. It is not encrypted.
#[utoipa::path(get, path = "/api/suppressions/export", tag = "suppressions", params(SuppressionsExportQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export_suppressions(
    State(app): State<App>,
    by: By,
    Query(query): Query<SuppressionsExportQuery>,
) -> Result<Response, Failure> {
    let format = query.format.unwrap_or_default().into();
    let export = app.export_suppressions(&by.0, query.channel.map(Into::into), query.q, format).await?;
    Ok(streamed_file("suppressions.csv", "text/csv; charset=utf-8", |out| export.write_to(out)))
}

/// What a list of another program would add; nothing is written.
#[utoipa::path(post, path = "/api/suppressions/import/preview", tag = "suppressions", request_body = SuppressionListRequest, responses((status = 200, body = SuppressionListOutcome)))]
async fn preview_suppressions(
    State(app): State<App>,
    Json(request): Json<SuppressionListRequest>,
) -> Answer<SuppressionListOutcome> {
    Ok(Json(app.preview_suppressions(request.checked()?).await?.into()))
}

/// Adds every address of a list; nothing is ever taken off.
#[utoipa::path(post, path = "/api/suppressions/import", tag = "suppressions", request_body = SuppressionListRequest, responses((status = 200, body = SuppressionListOutcome)))]
async fn import_suppressions(
    State(app): State<App>,
    by: By,
    Json(request): Json<SuppressionListRequest>,
) -> Answer<SuppressionListOutcome> {
    Ok(Json(app.suppress_many(&by.0, request.checked()?).await?.into()))
}

/// Lets an address be written to again. Only for persons.
#[utoipa::path(delete, path = "/api/suppressions/{id}", tag = "suppressions", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn lift_suppression(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
) -> Result<NoContent, Failure> {
    app.lift_suppression(&by.0, id.into()).await?;
    Ok(NoContent)
}

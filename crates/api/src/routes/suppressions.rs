//! The suppression list.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::{App, PageRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::page::{Page, limit};
use crate::wire::suppression::{SuppressRequest, Suppression, SuppressionCount, SuppressionQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_suppressions, suppress))
        .routes(routes!(count_suppressions))
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

//! Segments: rules that pick contacts.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::bulk::BulkResult;
use crate::wire::segment::{CountRequest, CountResult, Segment, SegmentField, SegmentPatch, SegmentRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_segments, create_segment))
        .routes(routes!(count_segment))
        .routes(routes!(list_segment_fields))
        .routes(routes!(read_segment, edit_segment, delete_segment))
}

/// Every segment, in alphabetical order.
#[utoipa::path(get, path = "/api/segments", tag = "contacts", responses((status = 200, body = Vec<Segment>)))]
async fn list_segments(State(app): State<App>) -> Answer<Vec<Segment>> {
    Ok(Json(app.segments().await?.into_iter().map(Segment::from).collect()))
}

/// Saves a new segment.
#[utoipa::path(post, path = "/api/segments", tag = "contacts", request_body = SegmentRequest, responses((status = 201, body = Segment)))]
async fn create_segment(
    State(app): State<App>,
    by: By,
    Json(request): Json<SegmentRequest>,
) -> Result<(StatusCode, Json<Segment>), Failure> {
    let segment = app.create_segment(&by.0, &request.name, &request.rule).await?;
    Ok((StatusCode::CREATED, Json(segment.into())))
}

/// One segment.
#[utoipa::path(get, path = "/api/segments/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Segment)))]
async fn read_segment(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Segment> {
    Ok(Json(app.segment(id.into()).await?.into()))
}

/// Changes a segment's name, its rule, or both.
#[utoipa::path(patch, path = "/api/segments/{id}", tag = "contacts", params(("id" = Uuid, Path)), request_body = SegmentPatch, responses((status = 200, body = Segment)))]
async fn edit_segment(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<SegmentPatch>,
) -> Answer<Segment> {
    Ok(Json(app.edit_segment(&by.0, id.into(), request.name, request.rule).await?.into()))
}

/// Removes a segment; contacts are not touched. It can be taken back.
#[utoipa::path(delete, path = "/api/segments/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = BulkResult)))]
async fn delete_segment(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<BulkResult> {
    Ok(Json(app.delete_segment(&by.0, id.into()).await?.into()))
}

/// How many contacts a rule picks, while it is being written.
#[utoipa::path(post, path = "/api/segments/count", tag = "contacts", request_body = CountRequest, responses((status = 200, body = CountResult)))]
async fn count_segment(State(app): State<App>, Json(request): Json<CountRequest>) -> Answer<CountResult> {
    let offset = request.utc_offset_minutes.unwrap_or(0);
    Ok(Json(app.count_rule(&request.rule, offset).await?.into()))
}

/// What a rule can ask about, the firm's own fields last.
#[utoipa::path(get, path = "/api/segments/fields", tag = "contacts", responses((status = 200, body = Vec<SegmentField>)))]
async fn list_segment_fields(State(app): State<App>) -> Answer<Vec<SegmentField>> {
    Ok(Json(app.segment_fields().await?.into_iter().map(SegmentField::from).collect()))
}

//! Tags of contacts.

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json};
use crate::failure::Answer;
use crate::state::ApiState;
use crate::wire::bulk::BulkResult;
use crate::wire::group::{DeleteTagRequest, RenameTagRequest, Tag};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_tags, rename_tag, delete_tag))
}

/// Tags, and how many contacts carry each.
#[utoipa::path(get, path = "/api/tags", tag = "contacts", responses((status = 200, body = Vec<Tag>)))]
async fn list_tags(State(app): State<App>) -> Answer<Vec<Tag>> {
    Ok(Json(app.tags().await?.into_iter().map(Tag::from).collect()))
}

/// Gives a tag another name, in segments, views and drafts of campaigns too; the name of another tag makes the two one.
#[utoipa::path(patch, path = "/api/tags", tag = "contacts", request_body = RenameTagRequest, responses((status = 200, body = BulkResult)))]
async fn rename_tag(
    State(app): State<App>,
    by: By,
    Json(request): Json<RenameTagRequest>,
) -> Answer<BulkResult> {
    Ok(Json(app.rename_tag(&by.0, &request.name, &request.new_name).await?.into()))
}

/// Takes a tag from everybody who carries it; it can be taken back.
#[utoipa::path(delete, path = "/api/tags", tag = "contacts", request_body = DeleteTagRequest, responses((status = 200, body = BulkResult)))]
async fn delete_tag(
    State(app): State<App>,
    by: By,
    Json(request): Json<DeleteTagRequest>,
) -> Answer<BulkResult> {
    Ok(Json(app.delete_tag(&by.0, &request.name).await?.into()))
}

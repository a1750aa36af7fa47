//! Groups: fixed lists of contacts.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::bulk::{BulkResult, selection};
use crate::wire::group::{Group, GroupRequest, MembersRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_groups, create_group))
        .routes(routes!(rename_group, delete_group))
        .routes(routes!(change_group_members))
}

/// Every group, in alphabetical order.
#[utoipa::path(get, path = "/api/groups", tag = "contacts", responses((status = 200, body = Vec<Group>)))]
async fn list_groups(State(app): State<App>) -> Answer<Vec<Group>> {
    Ok(Json(app.groups().await?.into_iter().map(Group::from).collect()))
}

/// Makes an empty group.
#[utoipa::path(post, path = "/api/groups", tag = "contacts", request_body = GroupRequest, responses((status = 201, body = Group)))]
async fn create_group(
    State(app): State<App>,
    by: By,
    Json(request): Json<GroupRequest>,
) -> Result<(StatusCode, Json<Group>), Failure> {
    let group = app.create_group(&by.0, &request.name).await?;
    Ok((StatusCode::CREATED, Json(group.into())))
}

/// Gives a group another name.
#[utoipa::path(patch, path = "/api/groups/{id}", tag = "contacts", params(("id" = Uuid, Path)), request_body = GroupRequest, responses((status = 200, body = Group)))]
async fn rename_group(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<GroupRequest>,
) -> Answer<Group> {
    Ok(Json(app.rename_group(&by.0, id.into(), &request.name).await?.into()))
}

/// Removes a group; its contacts stay. It can be taken back.
#[utoipa::path(delete, path = "/api/groups/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = BulkResult)))]
async fn delete_group(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<BulkResult> {
    Ok(Json(app.delete_group(&by.0, id.into()).await?.into()))
}

/// Puts contacts into a group, or takes them out; it can be taken back.
#[utoipa::path(post, path = "/api/groups/{id}/members", tag = "contacts", params(("id" = Uuid, Path)), request_body = MembersRequest, responses((status = 200, body = BulkResult)))]
async fn change_group_members(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<MembersRequest>,
) -> Answer<BulkResult> {
    let who = selection(request.ids, request.query, false)?;
    let remove = request.remove.unwrap_or(false);
    Ok(Json(app.change_group_members(&by.0, id.into(), who, remove).await?.into()))
}

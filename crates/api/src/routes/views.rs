//! Saved views of the list of contacts.

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
use crate::wire::view::{View, ViewPatch, ViewRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_views, create_view)).routes(routes!(edit_view, delete_view))
}

/// Every view, in alphabetical order.
#[utoipa::path(get, path = "/api/views", tag = "contacts", responses((status = 200, body = Vec<View>)))]
async fn list_views(State(app): State<App>) -> Answer<Vec<View>> {
    Ok(Json(app.views().await?.into_iter().map(View::from).collect()))
}

/// Saves a new view.
#[utoipa::path(post, path = "/api/views", tag = "contacts", request_body = ViewRequest, responses((status = 201, body = View)))]
async fn create_view(
    State(app): State<App>,
    by: By,
    Json(request): Json<ViewRequest>,
) -> Result<(StatusCode, Json<View>), Failure> {
    let view = app.create_view(&by.0, &request.name, request.view.into()).await?;
    Ok((StatusCode::CREATED, Json(view.into())))
}

/// Changes a view's name, what it shows, or both.
#[utoipa::path(patch, path = "/api/views/{id}", tag = "contacts", params(("id" = Uuid, Path)), request_body = ViewPatch, responses((status = 200, body = View)))]
async fn edit_view(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<ViewPatch>,
) -> Answer<View> {
    let view = request.view.map(Into::into);
    Ok(Json(app.edit_view(&by.0, id.into(), request.name, view).await?.into()))
}

/// Removes a view; it can be taken back.
#[utoipa::path(delete, path = "/api/views/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = BulkResult)))]
async fn delete_view(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<BulkResult> {
    Ok(Json(app.delete_view(&by.0, id.into()).await?.into()))
}

//! Keys for programs.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::api_key::{ApiKey, CreateApiKeyRequest, CreatedApiKey};
use crate::wire::page::Page;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_api_keys, create_api_key)).routes(routes!(revoke_api_key))
}

/// All keys, without their secrets.
#[utoipa::path(get, path = "/api/api-keys", tag = "api-keys", responses((status = 200, body = Page<ApiKey>)))]
async fn list_api_keys(State(app): State<App>) -> Answer<Page<ApiKey>> {
    Ok(Json(Page::whole(app.api_keys().await?)))
}

/// Makes a key; its secret is shown once.
#[utoipa::path(post, path = "/api/api-keys", tag = "api-keys", request_body = CreateApiKeyRequest, responses((status = 201, body = CreatedApiKey)))]
async fn create_api_key(
    State(app): State<App>,
    by: By,
    Json(request): Json<CreateApiKeyRequest>,
) -> Result<(StatusCode, Json<CreatedApiKey>), Failure> {
    let created = app.create_api_key(&by.0, &request.name).await?;
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// Ends a key at once.
#[utoipa::path(delete, path = "/api/api-keys/{id}", tag = "api-keys", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn revoke_api_key(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    app.revoke_api_key(&by.0, id.into()).await?;
    Ok(NoContent)
}

//! Keys for programs.

use axum::extract::State;
use axum::response::{NoContent};
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{Json, Path};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::api_key::{ApiKey, CreateApiKeyRequest, CreatedApiKey};
use crate::wire::page::Page;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_api_keys, create_api_key))
        .routes(routes!(revoke_api_key))
}

/// All keys, without their secrets.
#[utoipa::path(get, path = "/api/api-keys", tag = "api-keys", responses((status = 200, body = Page<ApiKey>)))]
async fn list_api_keys(State(app): State<App>) -> Answer<Page<ApiKey>> {
    Err(pending())
}

/// Makes a key; its secret is shown once.
#[utoipa::path(post, path = "/api/api-keys", tag = "api-keys", request_body = CreateApiKeyRequest, responses((status = 201, body = CreatedApiKey)))]
async fn create_api_key(State(app): State<App>, Json(request): Json<CreateApiKeyRequest>) -> Result<(StatusCode, Json<CreatedApiKey>), Failure> {
    Err(pending())
}

/// Ends a key at once.
#[utoipa::path(delete, path = "/api/api-keys/{id}", tag = "api-keys", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn revoke_api_key(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

//! Connections.

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
use crate::wire::connection::{Connection, ConnectionPatch, ConnectionTest, CreateConnectionRequest, TestConnectionRequest};
use crate::wire::page::Page;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_connections, create_connection))
        .routes(routes!(test_settings))
        .routes(routes!(read_connection, edit_connection, delete_connection))
        .routes(routes!(test_connection))
}

/// All connections.
#[utoipa::path(get, path = "/api/connections", tag = "connections", responses((status = 200, body = Page<Connection>)))]
async fn list_connections(State(app): State<App>) -> Answer<Page<Connection>> {
    Err(pending())
}

/// Saves a new connection; its password is sealed.
#[utoipa::path(post, path = "/api/connections", tag = "connections", request_body = CreateConnectionRequest, responses((status = 201, body = Connection)))]
async fn create_connection(State(app): State<App>, Json(request): Json<CreateConnectionRequest>) -> Result<(StatusCode, Json<Connection>), Failure> {
    Err(pending())
}

/// Tries settings before they are saved.
#[utoipa::path(post, path = "/api/connections/test", tag = "connections", request_body = TestConnectionRequest, responses((status = 200, body = ConnectionTest)))]
async fn test_settings(State(app): State<App>, Json(request): Json<TestConnectionRequest>) -> Answer<ConnectionTest> {
    Err(pending())
}

/// One connection.
#[utoipa::path(get, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), responses((status = 200, body = Connection)))]
async fn read_connection(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Connection> {
    Err(pending())
}

/// Changes a connection.
#[utoipa::path(patch, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), request_body = ConnectionPatch, responses((status = 200, body = Connection)))]
async fn edit_connection(State(app): State<App>, Path(id): Path<Uuid>, Json(request): Json<ConnectionPatch>) -> Answer<Connection> {
    Err(pending())
}

/// Removes a connection and its password.
#[utoipa::path(delete, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_connection(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

/// Tries a saved connection.
#[utoipa::path(post, path = "/api/connections/{id}/test", tag = "connections", params(("id" = Uuid, Path)), responses((status = 200, body = ConnectionTest)))]
async fn test_connection(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<ConnectionTest> {
    Err(pending())
}

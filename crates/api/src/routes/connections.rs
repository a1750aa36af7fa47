//! Connections.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::{App, ConnectionChange};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::connection::{
    Connection, ConnectionPatch, ConnectionTest, CreateConnectionRequest, TestConnectionRequest,
};
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
    Ok(Json(Page::whole(app.connections().await?)))
}

/// Saves a new connection; its password is sealed.
#[utoipa::path(post, path = "/api/connections", tag = "connections", request_body = CreateConnectionRequest, responses((status = 201, body = Connection)))]
async fn create_connection(
    State(app): State<App>,
    by: By,
    Json(request): Json<CreateConnectionRequest>,
) -> Result<(StatusCode, Json<Connection>), Failure> {
    let password = request.password.map(Zeroizing::new);
    let saved = app.create_connection(&by.0, &request.name, request.smtp.into(), password).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Tries settings before they are saved.
#[utoipa::path(post, path = "/api/connections/test", tag = "connections", request_body = TestConnectionRequest, responses((status = 200, body = ConnectionTest)))]
async fn test_settings(
    State(app): State<App>,
    Json(request): Json<TestConnectionRequest>,
) -> Answer<ConnectionTest> {
    let (password, saved) = (request.password.map(Zeroizing::new), request.connection_id.map(Into::into));
    Ok(Json(app.test_settings(request.smtp.into(), password, saved).await?.into()))
}

/// One connection.
#[utoipa::path(get, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), responses((status = 200, body = Connection)))]
async fn read_connection(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Connection> {
    Ok(Json(app.connection(id.into()).await?.into()))
}

/// Changes a connection.
#[utoipa::path(patch, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), request_body = ConnectionPatch, responses((status = 200, body = Connection)))]
async fn edit_connection(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<ConnectionPatch>,
) -> Answer<Connection> {
    let change = ConnectionChange {
        name: request.name,
        smtp: request.smtp.map(Into::into),
        password: request.password.map(Zeroizing::new),
    };
    Ok(Json(app.edit_connection(&by.0, id.into(), change).await?.into()))
}

/// Removes a connection and its password.
#[utoipa::path(delete, path = "/api/connections/{id}", tag = "connections", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_connection(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
) -> Result<NoContent, Failure> {
    app.delete_connection(&by.0, id.into()).await?;
    Ok(NoContent)
}

/// Tries a saved connection.
#[utoipa::path(post, path = "/api/connections/{id}/test", tag = "connections", params(("id" = Uuid, Path)), responses((status = 200, body = ConnectionTest)))]
async fn test_connection(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<ConnectionTest> {
    Ok(Json(app.test_connection(&by.0, id.into()).await?.into()))
}

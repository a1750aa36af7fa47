//! Tags, fields and the export of contacts.

use axum::extract::State;
use axum::response::{Response};
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json, Query};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::contact::{ExportQuery, Field, Tag};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(export_contacts))
        .routes(routes!(list_tags))
        .routes(routes!(list_fields))
}

/// Contacts that match, as a CSV file.
#[utoipa::path(get, path = "/api/contacts/export", tag = "contacts", params(ExportQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export_contacts(State(app): State<App>, Query(query): Query<ExportQuery>) -> Result<Response, Failure> {
    Err(pending())
}

/// Tags, and how many contacts carry each.
#[utoipa::path(get, path = "/api/tags", tag = "contacts", responses((status = 200, body = Vec<Tag>)))]
async fn list_tags(State(app): State<App>) -> Answer<Vec<Tag>> {
    Err(pending())
}

/// Fields that a column can be mapped to, the firm's own ones last.
#[utoipa::path(get, path = "/api/fields", tag = "contacts", responses((status = 200, body = Vec<Field>)))]
async fn list_fields(State(app): State<App>) -> Answer<Vec<Field>> {
    Err(pending())
}

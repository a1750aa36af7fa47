//! Tags, fields and the export of contacts.

use axum::extract::State;
use axum::response::Response;
use sellify_app::{App, ContactQuery, Dialect};
use sellify_domain::ContactField;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json, Query};
use crate::failure::{Answer, Failure};
use crate::file::csv_file;
use crate::state::ApiState;
use crate::wire::contact::{ExportFormat, ExportQuery, Field, Tag};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(export_contacts))
        .routes(routes!(list_tags))
        .routes(routes!(list_fields))
}

/// Contacts that match, as a CSV file.
#[utoipa::path(get, path = "/api/contacts/export", tag = "contacts", params(ExportQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export_contacts(
    State(app): State<App>,
    by: By,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Failure> {
    let dialect = match query.format.unwrap_or_default() {
        ExportFormat::FrenchExcel => Dialect::FrenchExcel,
        ExportFormat::Plain => Dialect::Plain,
    };
    let untagged = query.untagged.unwrap_or(false);
    let which = ContactQuery { search: query.q, tag: query.tag, untagged, ..ContactQuery::default() };
    let bytes = app.export_contacts(&by.0, which, dialect).await?;
    Ok(csv_file("contacts.csv", bytes))
}

/// Tags, and how many contacts carry each.
#[utoipa::path(get, path = "/api/tags", tag = "contacts", responses((status = 200, body = Vec<Tag>)))]
async fn list_tags(State(app): State<App>) -> Answer<Vec<Tag>> {
    Ok(Json(app.tags().await?.into_iter().map(Tag::from).collect()))
}

/// Fields that a column can be mapped to, the firm's own ones last.
#[utoipa::path(get, path = "/api/fields", tag = "contacts", responses((status = 200, body = Vec<Field>)))]
async fn list_fields(State(app): State<App>) -> Answer<Vec<Field>> {
    let own = app.custom_keys().await?.into_iter().map(ContactField::Custom);
    Ok(Json(ContactField::STANDARD.into_iter().chain(own).map(Field::from).collect()))
}

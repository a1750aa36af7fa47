//! Contacts as a file, written while it is sent.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sellify_app::{App, ExportRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Query};
use crate::failure::Failure;
use crate::file::streamed_file;
use crate::state::ApiState;
use crate::wire::contact::ContactQuery;
use crate::wire::export::ExportQuery;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(export_contacts))
}

/// Contacts that match, as a file: CSV, a workbook or address cards. It is not encrypted.
#[utoipa::path(get, path = "/api/contacts/export", tag = "contacts", params(ExportQuery, ContactQuery), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn export_contacts(
    State(app): State<App>,
    by: By,
    Query(how): Query<ExportQuery>,
    Query(whom): Query<ContactQuery>,
) -> Result<Response, Failure> {
    let columns = how.fields().map_err(|said| {
        Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "query_unreadable", format!("No such column: {said}."))
    })?;
    let format = sellify_app::ExportFormat::from(how.format.unwrap_or_default());
    let request = ExportRequest { query: whom.try_into()?, format, columns };
    let export = app.export_contacts(&by.0, request).await?;
    Ok(streamed_file(format.file_name(), format.media_type(), |out| export.write_to(out, |_| {})))
}

//! Fields of contacts: those of every firm, and the firm's own.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::{App, CustomFieldChange, NewField};
use sellify_domain::ContactField;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::bulk::BulkResult;
use crate::wire::field::{Field, FieldChanged, FieldPatch, FieldQuery, FieldRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_fields, define_field)).routes(routes!(edit_field, delete_field))
}

/// Fields that a column can be mapped to, the firm's own ones last.
#[utoipa::path(get, path = "/api/fields", tag = "contacts", params(FieldQuery), responses((status = 200, body = Vec<Field>)))]
async fn list_fields(State(app): State<App>, Query(query): Query<FieldQuery>) -> Answer<Vec<Field>> {
    let own = app.custom_fields(query.uses.unwrap_or(false)).await?;
    let standard = ContactField::STANDARD.into_iter().map(Field::from);
    Ok(Json(standard.chain(own.into_iter().map(Field::from)).collect()))
}

/// Defines a field of the firm's own.
#[utoipa::path(post, path = "/api/fields", tag = "contacts", request_body = FieldRequest, responses((status = 201, body = Field)))]
async fn define_field(
    State(app): State<App>,
    by: By,
    Json(request): Json<FieldRequest>,
) -> Result<(StatusCode, Json<Field>), Failure> {
    let new = NewField {
        key: request.key.map(bare),
        label: request.label,
        kind: request.kind.unwrap_or_default().into(),
        options: request.options.unwrap_or_default(),
    };
    let field = app.define_field(&by.0, new).await?;
    Ok((StatusCode::CREATED, Json(field.into())))
}

/// Changes a field of the firm's own; what a new kind did to values can be taken back.
#[utoipa::path(patch, path = "/api/fields/{key}", tag = "contacts", params(("key" = String, Path)), request_body = FieldPatch, responses((status = 200, body = FieldChanged)))]
async fn edit_field(
    State(app): State<App>,
    by: By,
    Path(key): Path<String>,
    Json(request): Json<FieldPatch>,
) -> Answer<FieldChanged> {
    let change = CustomFieldChange {
        label: request.label,
        kind: request.kind.map(Into::into),
        options: request.options,
    };
    Ok(Json(app.edit_field(&by.0, &bare(key), change).await?.into()))
}

/// Removes a field of the firm's own, and its values; it can be taken back.
#[utoipa::path(delete, path = "/api/fields/{key}", tag = "contacts", params(("key" = String, Path)), responses((status = 200, body = BulkResult)))]
async fn delete_field(State(app): State<App>, by: By, Path(key): Path<String>) -> Answer<BulkResult> {
    Ok(Json(app.delete_field(&by.0, &bare(key)).await?.into()))
}

/// Lists say `custom:numero`; the key of the firm's field is `numero`.
fn bare(key: String) -> String {
    key.strip_prefix("custom:").map(str::to_owned).unwrap_or(key)
}

//! Consents of a contact; everything we hold on a person, as a file; and erasing a person.

use axum::extract::State;
use axum::response::Response;
use sellify_app::{App, PersonFormat};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::file::bytes_file;
use crate::state::ApiState;
use crate::wire::consent::{
    ConsentStatement, EraseRequest, Erasure, ErasureReport, RecordConsentRequest, file_name,
};
use crate::wire::contact::Contact;
use crate::wire::page::{Page, PageQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_consents, record_consent))
        .routes(routes!(export_person_json))
        .routes(routes!(export_person_html))
        .routes(routes!(erase_contact))
        .routes(routes!(list_erasures))
}

/// Every statement of a contact about being written to, the latest decision first.
#[utoipa::path(get, path = "/api/contacts/{id}/consents", tag = "consents", params(("id" = Uuid, Path)), responses((status = 200, body = Vec<ConsentStatement>)))]
async fn list_consents(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Vec<ConsentStatement>> {
    Ok(Json(app.consents(id.into()).await?.into_iter().map(ConsentStatement::from).collect()))
}

/// Writes down what a person said. A refusal also puts the address on the suppression list; a consent never takes it off,
/// unless `lift_suppression` says so.
#[utoipa::path(post, path = "/api/contacts/{id}/consents", tag = "consents", params(("id" = Uuid, Path)), request_body = RecordConsentRequest, responses((status = 200, body = Contact)))]
async fn record_consent(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<RecordConsentRequest>,
) -> Answer<Contact> {
    Ok(Json(app.record_consent(&by.0, id.into(), request.into()).await?.into()))
}

/// Everything we hold on a person, for programs.
#[utoipa::path(get, path = "/api/contacts/{id}/person.json", tag = "consents", params(("id" = Uuid, Path)), responses((status = 200, body = String, content_type = "application/json")))]
async fn export_person_json(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let file = app.export_person(&by.0, id.into(), PersonFormat::Json).await?;
    Ok(bytes_file(&file_name(id, "json"), "application/json", file.bytes))
}

/// Everything we hold on a person, as one page to read and print.
#[utoipa::path(get, path = "/api/contacts/{id}/person.html", tag = "consents", params(("id" = Uuid, Path)), responses((status = 200, body = String, content_type = "text/html")))]
async fn export_person_html(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let file = app.export_person(&by.0, id.into(), PersonFormat::Html).await?;
    Ok(bytes_file(&file_name(id, "html"), "text/html; charset=utf-8", file.bytes))
}

/// Erases a person for good. Only for persons, and only with the contact's name typed.
#[utoipa::path(post, path = "/api/contacts/{id}/erase", tag = "consents", params(("id" = Uuid, Path)), request_body = EraseRequest, responses((status = 200, body = ErasureReport)))]
async fn erase_contact(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<EraseRequest>,
) -> Answer<ErasureReport> {
    Ok(Json(app.erase_contact(&by.0, id.into(), &request.reason, &request.confirm).await?.into()))
}

/// The proofs of what was erased, newest first. They name nobody.
#[utoipa::path(get, path = "/api/erasures", tag = "consents", params(PageQuery), responses((status = 200, body = Page<Erasure>)))]
async fn list_erasures(State(app): State<App>, Query(page): Query<PageQuery>) -> Answer<Page<Erasure>> {
    Ok(Json(Page::of(app.erasures(page.into()).await?)))
}

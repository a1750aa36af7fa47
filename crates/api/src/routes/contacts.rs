//! Contacts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::bulk::{BulkRequest, BulkResult, BulkUndoResult};
use crate::wire::contact::{Contact, ContactFields, ContactPage, ContactQuery, HistoryItem};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts, create_contact))
        .routes(routes!(read_contact, edit_contact, delete_contact))
        .routes(routes!(restore_contact))
        .routes(routes!(read_contact_history))
        .routes(routes!(change_contacts))
        .routes(routes!(undo_bulk_edit))
}

/// Contacts that match, page by page.
#[utoipa::path(get, path = "/api/contacts", tag = "contacts", params(ContactQuery), responses((status = 200, body = ContactPage)))]
async fn list_contacts(State(app): State<App>, Query(query): Query<ContactQuery>) -> Answer<ContactPage> {
    Ok(Json(app.contacts(query.try_into()?).await?.into()))
}

/// Saves a new contact.
#[utoipa::path(post, path = "/api/contacts", tag = "contacts", request_body = ContactFields, responses((status = 201, body = Contact)))]
async fn create_contact(
    State(app): State<App>,
    by: By,
    Json(request): Json<ContactFields>,
) -> Result<(StatusCode, Json<Contact>), Failure> {
    let saved = app.create_contact(&by.0, request.into()).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// One contact.
#[utoipa::path(get, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Contact)))]
async fn read_contact(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Contact> {
    Ok(Json(app.contact(id.into()).await?.into()))
}

/// Changes some fields of a contact.
#[utoipa::path(patch, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), request_body = ContactFields, responses((status = 200, body = Contact)))]
async fn edit_contact(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<ContactFields>,
) -> Answer<Contact> {
    Ok(Json(app.edit_contact(&by.0, id.into(), request.into()).await?.into()))
}

/// Puts a contact into the bin.
#[utoipa::path(delete, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_contact(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    app.set_contact_deleted(&by.0, id.into(), true).await?;
    Ok(NoContent)
}

/// Takes a contact out of the bin.
#[utoipa::path(post, path = "/api/contacts/{id}/restore", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Contact)))]
async fn restore_contact(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Contact> {
    Ok(Json(app.set_contact_deleted(&by.0, id.into(), false).await?.into()))
}

/// The campaigns a contact was part of, the latest first.
#[utoipa::path(get, path = "/api/contacts/{id}/history", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Vec<HistoryItem>)))]
async fn read_contact_history(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Vec<HistoryItem>> {
    let history = app.contact_history(id.into()).await?;
    Ok(Json(history.into_iter().map(HistoryItem::from).collect()))
}

/// One action on many contacts, all or none; it can be taken back.
#[utoipa::path(post, path = "/api/contacts/bulk", tag = "contacts", request_body = BulkRequest, responses((status = 200, body = BulkResult)))]
async fn change_contacts(
    State(app): State<App>,
    by: By,
    Json(request): Json<BulkRequest>,
) -> Answer<BulkResult> {
    let (who, action) = request.checked()?;
    Ok(Json(app.change_contacts(&by.0, who, action).await?.into()))
}

/// Takes a change of many contacts back, or brings back the group, segment, view, field or tag that was removed. What
/// was changed since stays.
#[utoipa::path(post, path = "/api/bulk-edits/{id}/undo", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = BulkUndoResult)))]
async fn undo_bulk_edit(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<BulkUndoResult> {
    Ok(Json(app.undo_bulk_edit(&by.0, id.into()).await?.into()))
}

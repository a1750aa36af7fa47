//! Contacts.

use axum::extract::State;
use axum::response::{NoContent};
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{Json, Path, Query};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::contact::{BulkRequest, Contact, ContactFields, ContactPage, ContactQuery, HistoryItem};
use crate::wire::page::Changed;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts, create_contact))
        .routes(routes!(read_contact, edit_contact, delete_contact))
        .routes(routes!(restore_contact))
        .routes(routes!(read_contact_history))
        .routes(routes!(change_contacts))
}

/// Contacts that match, page by page.
#[utoipa::path(get, path = "/api/contacts", tag = "contacts", params(ContactQuery), responses((status = 200, body = ContactPage)))]
async fn list_contacts(State(app): State<App>, Query(query): Query<ContactQuery>) -> Answer<ContactPage> {
    Err(pending())
}

/// Saves a new contact.
#[utoipa::path(post, path = "/api/contacts", tag = "contacts", request_body = ContactFields, responses((status = 201, body = Contact)))]
async fn create_contact(State(app): State<App>, Json(request): Json<ContactFields>) -> Result<(StatusCode, Json<Contact>), Failure> {
    Err(pending())
}

/// One contact.
#[utoipa::path(get, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Contact)))]
async fn read_contact(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Contact> {
    Err(pending())
}

/// Changes some fields of a contact.
#[utoipa::path(patch, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), request_body = ContactFields, responses((status = 200, body = Contact)))]
async fn edit_contact(State(app): State<App>, Path(id): Path<Uuid>, Json(request): Json<ContactFields>) -> Answer<Contact> {
    Err(pending())
}

/// Puts a contact into the bin.
#[utoipa::path(delete, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_contact(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

/// Takes a contact out of the bin.
#[utoipa::path(post, path = "/api/contacts/{id}/restore", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Contact)))]
async fn restore_contact(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Contact> {
    Err(pending())
}

/// The campaigns a contact was part of, the latest first.
#[utoipa::path(get, path = "/api/contacts/{id}/history", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Vec<HistoryItem>)))]
async fn read_contact_history(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Vec<HistoryItem>> {
    Err(pending())
}

/// One action on many contacts.
#[utoipa::path(post, path = "/api/contacts/bulk", tag = "contacts", request_body = BulkRequest, responses((status = 200, body = Changed)))]
async fn change_contacts(State(app): State<App>, Json(request): Json<BulkRequest>) -> Answer<Changed> {
    Err(pending())
}

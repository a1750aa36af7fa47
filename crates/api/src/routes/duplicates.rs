//! Likely duplicates, merging contacts, and taking a merge back.

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
use crate::wire::contact::Contact;
use crate::wire::duplicates::{
    Duplicate, DuplicatePage, Merge, MergePreview, MergeQuery, MergeRequest, MergeResult, StartedSearch, pair,
};
use crate::wire::page::PageQuery;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_duplicates))
        .routes(routes!(search_duplicates))
        .routes(routes!(read_duplicate))
        .routes(routes!(keep_apart, stop_keeping_apart))
        .routes(routes!(merge_contacts))
        .routes(routes!(preview_merge))
        .routes(routes!(list_merges))
        .routes(routes!(undo_merge))
}

/// Likely duplicates of the last search that still stand, the likeliest first.
#[utoipa::path(get, path = "/api/duplicates", tag = "contacts", params(PageQuery), responses((status = 200, body = DuplicatePage)))]
async fn list_duplicates(State(app): State<App>, Query(query): Query<PageQuery>) -> Answer<DuplicatePage> {
    Ok(Json(app.duplicates(query.into()).await?.into()))
}

/// Searches for likely duplicates; follow it in the list of jobs, its end is an event.
#[utoipa::path(post, path = "/api/duplicates/search", tag = "contacts", responses((status = 202, body = StartedSearch)))]
async fn search_duplicates(
    State(app): State<App>,
    by: By,
) -> Result<(StatusCode, Json<StartedSearch>), Failure> {
    let job_id = app.start_duplicate_search(&by.0)?;
    Ok((StatusCode::ACCEPTED, Json(StartedSearch { job_id })))
}

/// Two contacts beside each other, compared now: any two.
#[utoipa::path(get, path = "/api/duplicates/{id}", tag = "contacts", params(("id" = String, Path, description = "Both ids with a point between them")), responses((status = 200, body = Duplicate)))]
async fn read_duplicate(State(app): State<App>, Path(id): Path<String>) -> Answer<Duplicate> {
    Ok(Json(app.duplicate(pair(&id)?).await?.into()))
}

/// Remembers that two contacts are two people: no search shows them again.
#[utoipa::path(post, path = "/api/duplicates/{id}/distinct", tag = "contacts", params(("id" = String, Path, description = "Both ids with a point between them")), responses((status = 204)))]
async fn keep_apart(State(app): State<App>, by: By, Path(id): Path<String>) -> Result<NoContent, Failure> {
    app.set_distinct(&by.0, pair(&id)?, true).await?;
    Ok(NoContent)
}

/// Forgets that two contacts are two people.
#[utoipa::path(delete, path = "/api/duplicates/{id}/distinct", tag = "contacts", params(("id" = String, Path, description = "Both ids with a point between them")), responses((status = 204)))]
async fn stop_keeping_apart(
    State(app): State<App>,
    by: By,
    Path(id): Path<String>,
) -> Result<NoContent, Failure> {
    app.set_distinct(&by.0, pair(&id)?, false).await?;
    Ok(NoContent)
}

/// Makes contacts one: what only the others have goes to the kept one, and they go to the bin.
#[utoipa::path(post, path = "/api/contacts/merge", tag = "contacts", request_body = MergeRequest, responses((status = 200, body = MergeResult)))]
async fn merge_contacts(
    State(app): State<App>,
    by: By,
    Json(request): Json<MergeRequest>,
) -> Answer<MergeResult> {
    let (kept, order) = request.checked()?;
    let (id, contact) = app.merge_contacts(&by.0, kept, order).await?;
    Ok(Json(MergeResult { merge_id: id.as_uuid(), contact: contact.into() }))
}

/// What a merge would make; nothing is written.
#[utoipa::path(post, path = "/api/contacts/merge/preview", tag = "contacts", request_body = MergeRequest, responses((status = 200, body = MergePreview)))]
async fn preview_merge(State(app): State<App>, Json(request): Json<MergeRequest>) -> Answer<MergePreview> {
    let (kept, order) = request.checked()?;
    Ok(Json(app.preview_merge(kept, order).await?.into()))
}

/// Merges that a contact was part of, the latest first.
#[utoipa::path(get, path = "/api/merges", tag = "contacts", params(MergeQuery), responses((status = 200, body = Vec<Merge>)))]
async fn list_merges(State(app): State<App>, Query(query): Query<MergeQuery>) -> Answer<Vec<Merge>> {
    let merges = app.merges_of(query.contact.into()).await?;
    Ok(Json(merges.into_iter().map(Merge::from).collect()))
}

/// Makes merged contacts contacts of their own again; what was edited since stays.
#[utoipa::path(post, path = "/api/merges/{id}/undo", tag = "contacts", params(("id" = Uuid, Path)), responses((status = 200, body = Contact)))]
async fn undo_merge(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Contact> {
    Ok(Json(app.undo_merge(&by.0, id.into()).await?.into()))
}

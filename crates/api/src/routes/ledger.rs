//! The ledger of a campaign.

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::Answer;
use crate::state::ApiState;
use crate::wire::ledger::{LedgerPage, LedgerQuery, Recipient, RecipientStory, Resolution, ResolveRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_ledger))
        .routes(routes!(read_recipient))
        .routes(routes!(resolve_unknown))
}

/// One row per recipient.
#[utoipa::path(get, path = "/api/campaigns/{id}/ledger", tag = "campaigns", params(("id" = Uuid, Path), LedgerQuery), responses((status = 200, body = LedgerPage)))]
async fn list_ledger(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(query): Query<LedgerQuery>,
) -> Answer<LedgerPage> {
    let (page, counts) = app.ledger(id.into(), query.into()).await?;
    let items = page.items.into_iter().map(Recipient::from).collect();
    Ok(Json(LedgerPage { items, next: page.next, counts: counts.into() }))
}

/// One recipient's story.
#[utoipa::path(get, path = "/api/campaigns/{id}/ledger/{recipient_id}", tag = "campaigns", params(("id" = Uuid, Path, description = "The campaign"), ("recipient_id" = Uuid, Path, description = "The row")), responses((status = 200, body = RecipientStory)))]
async fn read_recipient(
    State(app): State<App>,
    Path((id, recipient_id)): Path<(Uuid, Uuid)>,
) -> Answer<RecipientStory> {
    Ok(Json(app.recipient_story(id.into(), recipient_id.into()).await?.into()))
}

/// Decides about a message whose answer was never seen.
#[utoipa::path(post, path = "/api/campaigns/{id}/ledger/{recipient_id}/resolve", tag = "campaigns", params(("id" = Uuid, Path, description = "The campaign"), ("recipient_id" = Uuid, Path, description = "The row")), request_body = ResolveRequest, responses((status = 200, body = Recipient)))]
async fn resolve_unknown(
    State(app): State<App>,
    by: By,
    Path((id, recipient_id)): Path<(Uuid, Uuid)>,
    Json(request): Json<ResolveRequest>,
) -> Answer<Recipient> {
    let resend = request.resolution == Resolution::Resend;
    Ok(Json(app.resolve_unknown(&by.0, id.into(), recipient_id.into(), resend).await?.into()))
}

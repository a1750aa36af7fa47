//! Campaigns.

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
use crate::wire::campaign::{Campaign, CampaignPatch, CreateCampaignRequest};
use crate::wire::page::{Page, PageQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_campaigns, create_campaign))
        .routes(routes!(read_campaign, edit_campaign, delete_campaign))
}

/// Campaigns, the latest first.
#[utoipa::path(get, path = "/api/campaigns", tag = "campaigns", params(PageQuery), responses((status = 200, body = Page<Campaign>)))]
async fn list_campaigns(State(app): State<App>, Query(query): Query<PageQuery>) -> Answer<Page<Campaign>> {
    Err(pending())
}

/// Saves a new draft.
#[utoipa::path(post, path = "/api/campaigns", tag = "campaigns", request_body = CreateCampaignRequest, responses((status = 201, body = Campaign)))]
async fn create_campaign(State(app): State<App>, Json(request): Json<CreateCampaignRequest>) -> Result<(StatusCode, Json<Campaign>), Failure> {
    Err(pending())
}

/// One campaign.
#[utoipa::path(get, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Campaign)))]
async fn read_campaign(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Campaign> {
    Err(pending())
}

/// Changes a draft.
#[utoipa::path(patch, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), request_body = CampaignPatch, responses((status = 200, body = Campaign)))]
async fn edit_campaign(State(app): State<App>, Path(id): Path<Uuid>, Json(request): Json<CampaignPatch>) -> Answer<Campaign> {
    Err(pending())
}

/// Removes a draft.
#[utoipa::path(delete, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_campaign(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

//! Campaigns.

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
use crate::wire::campaign::{Campaign, CampaignPatch, CreateCampaignRequest};
use crate::wire::page::{Page, PageQuery};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_campaigns, create_campaign)).routes(routes!(
        read_campaign,
        edit_campaign,
        delete_campaign
    ))
}

/// Campaigns, the latest first.
#[utoipa::path(get, path = "/api/campaigns", tag = "campaigns", params(PageQuery), responses((status = 200, body = Page<Campaign>)))]
async fn list_campaigns(State(app): State<App>, Query(query): Query<PageQuery>) -> Answer<Page<Campaign>> {
    Ok(Json(Page::of(app.campaigns(query.into()).await?)))
}

/// Saves a new draft.
#[utoipa::path(post, path = "/api/campaigns", tag = "campaigns", request_body = CreateCampaignRequest, responses((status = 201, body = Campaign)))]
async fn create_campaign(
    State(app): State<App>,
    by: By,
    Json(request): Json<CreateCampaignRequest>,
) -> Result<(StatusCode, Json<Campaign>), Failure> {
    let change = CampaignPatch {
        name: Some(request.name),
        template_id: request.template_id,
        connection_id: request.connection_id,
        audience: request.audience,
    };
    let saved = app.create_campaign(&by.0, change.into()).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// One campaign.
#[utoipa::path(get, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Campaign)))]
async fn read_campaign(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Campaign> {
    Ok(Json(app.campaign(id.into()).await?.into()))
}

/// Changes a draft.
#[utoipa::path(patch, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), request_body = CampaignPatch, responses((status = 200, body = Campaign)))]
async fn edit_campaign(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<CampaignPatch>,
) -> Answer<Campaign> {
    Ok(Json(app.edit_campaign(&by.0, id.into(), request.into()).await?.into()))
}

/// Removes a draft.
#[utoipa::path(delete, path = "/api/campaigns/{id}", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_campaign(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    app.delete_campaign(&by.0, id.into()).await?;
    Ok(NoContent)
}

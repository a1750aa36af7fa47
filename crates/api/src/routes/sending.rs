//! Checking, trying and sending a campaign.

use axum::extract::State;
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::campaign::{Campaign, SendRequest, TestMessageRequest, TestMessageResult};
use crate::wire::preflight::{DryRun, Preflight};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(preflight_campaign))
        .routes(routes!(dry_run_campaign))
        .routes(routes!(send_test_message))
        .routes(routes!(send_campaign))
        .routes(routes!(pause_campaign))
        .routes(routes!(resume_campaign))
        .routes(routes!(cancel_campaign))
}

/// What would happen if the campaign were sent now.
#[utoipa::path(get, path = "/api/campaigns/{id}/preflight", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Preflight)))]
async fn preflight_campaign(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Preflight> {
    Ok(Json(app.preflight_campaign(id.into()).await?.into()))
}

/// Makes every message and sends none.
#[utoipa::path(post, path = "/api/campaigns/{id}/dry-run", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = DryRun)))]
async fn dry_run_campaign(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<DryRun> {
    Ok(Json(app.dry_run_campaign(id.into()).await?.into()))
}

/// Sends one message to the person who writes it.
#[utoipa::path(post, path = "/api/campaigns/{id}/test-message", tag = "campaigns", params(("id" = Uuid, Path)), request_body = TestMessageRequest, responses((status = 200, body = TestMessageResult)))]
async fn send_test_message(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<TestMessageRequest>,
) -> Answer<TestMessageResult> {
    let contact = request.contact_id.map(Into::into);
    Ok(Json(app.send_test_message(&by.0, id.into(), &request.to, contact).await?.into()))
}

/// Writes the ledger and starts sending.
#[utoipa::path(post, path = "/api/campaigns/{id}/send", tag = "campaigns", params(("id" = Uuid, Path)), request_body = SendRequest, responses((status = 202, body = Campaign)))]
async fn send_campaign(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<SendRequest>,
) -> Result<(StatusCode, Json<Campaign>), Failure> {
    let started = app.send_campaign(&by.0, id.into(), request.expected_recipients).await?;
    Ok((StatusCode::ACCEPTED, Json(started.into())))
}

/// Stops sending; who waits, waits.
#[utoipa::path(post, path = "/api/campaigns/{id}/pause", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Campaign)))]
async fn pause_campaign(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Campaign> {
    Ok(Json(app.pause_campaign(&by.0, id.into()).await?.into()))
}

/// Goes on sending.
#[utoipa::path(post, path = "/api/campaigns/{id}/resume", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Campaign)))]
async fn resume_campaign(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Campaign> {
    Ok(Json(app.resume_campaign(&by.0, id.into()).await?.into()))
}

/// Ends a campaign; who still waited receives nothing.
#[utoipa::path(post, path = "/api/campaigns/{id}/cancel", tag = "campaigns", params(("id" = Uuid, Path)), responses((status = 200, body = Campaign)))]
async fn cancel_campaign(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Campaign> {
    Ok(Json(app.cancel_campaign(&by.0, id.into()).await?.into()))
}

//! How long people are kept: rules, who is due, and the act of a person.

use axum::extract::State;
use axum::response::NoContent;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::page::{Changed, Page};
use crate::wire::retention::{
    ApplyRetentionRequest, DueContact, DueQuery, RetentionRule, SetRetentionRuleRequest,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_retention_rules, set_retention_rule))
        .routes(routes!(remove_retention_rule))
        .routes(routes!(list_due_contacts))
        .routes(routes!(apply_retention))
}

/// Every rule, by tag, with how many contacts are due now.
#[utoipa::path(get, path = "/api/retention-rules", tag = "retention", responses((status = 200, body = Vec<RetentionRule>)))]
async fn list_retention_rules(State(app): State<App>) -> Answer<Vec<RetentionRule>> {
    Ok(Json(app.retention_rules().await?.into_iter().map(RetentionRule::from).collect()))
}

/// Sets the rule of a tag; a tag has one. Nothing happens to anybody by that.
#[utoipa::path(post, path = "/api/retention-rules", tag = "retention", request_body = SetRetentionRuleRequest, responses((status = 200, body = RetentionRule)))]
async fn set_retention_rule(
    State(app): State<App>,
    by: By,
    Json(request): Json<SetRetentionRuleRequest>,
) -> Answer<RetentionRule> {
    Ok(Json(app.set_retention_rule(&by.0, &request.tag, request.months).await?.into()))
}

/// Removes a rule.
#[utoipa::path(delete, path = "/api/retention-rules/{id}", tag = "retention", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove_retention_rule(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
) -> Result<NoContent, Failure> {
    app.remove_retention_rule(&by.0, id.into()).await?;
    Ok(NoContent)
}

/// The contacts that are due, by one rule or by all of them, oldest entry first.
#[utoipa::path(get, path = "/api/retention/due", tag = "retention", params(DueQuery), responses((status = 200, body = Page<DueContact>)))]
async fn list_due_contacts(
    State(app): State<App>,
    Query(query): Query<DueQuery>,
) -> Answer<Page<DueContact>> {
    let rule = query.rule_id;
    Ok(Json(Page::of(app.retention_due(rule.map(Into::into), query.into()).await?)))
}

/// Puts everybody who is due into the bin, or erases them. Only for persons, and only with their number typed.
#[utoipa::path(post, path = "/api/retention/apply", tag = "retention", request_body = ApplyRetentionRequest, responses((status = 200, body = Changed)))]
async fn apply_retention(
    State(app): State<App>,
    by: By,
    Json(request): Json<ApplyRetentionRequest>,
) -> Answer<Changed> {
    let act = request.act();
    let changed = app.apply_retention(&by.0, request.rule_id.into(), act, request.confirm_count).await?;
    Ok(Json(Changed { changed }))
}

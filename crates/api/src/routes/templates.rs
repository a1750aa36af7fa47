//! Templates.

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
use crate::wire::page::{Page, PageQuery};
use crate::wire::template::{CreateTemplateRequest, KnownVariable, Preview, PreviewRequest, Template, TemplatePatch};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_templates, create_template))
        .routes(routes!(read_template, edit_template, delete_template))
        .routes(routes!(restore_template))
        .routes(routes!(preview_template))
        .routes(routes!(list_variables))
}

/// Templates, the last changed first.
#[utoipa::path(get, path = "/api/templates", tag = "templates", params(PageQuery), responses((status = 200, body = Page<Template>)))]
async fn list_templates(State(app): State<App>, Query(query): Query<PageQuery>) -> Answer<Page<Template>> {
    Err(pending())
}

/// Saves a new template.
#[utoipa::path(post, path = "/api/templates", tag = "templates", request_body = CreateTemplateRequest, responses((status = 201, body = Template)))]
async fn create_template(State(app): State<App>, Json(request): Json<CreateTemplateRequest>) -> Result<(StatusCode, Json<Template>), Failure> {
    Err(pending())
}

/// One template.
#[utoipa::path(get, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), responses((status = 200, body = Template)))]
async fn read_template(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Template> {
    Err(pending())
}

/// Changes parts of a template.
#[utoipa::path(patch, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), request_body = TemplatePatch, responses((status = 200, body = Template)))]
async fn edit_template(State(app): State<App>, Path(id): Path<Uuid>, Json(request): Json<TemplatePatch>) -> Answer<Template> {
    Err(pending())
}

/// Puts a template into the bin.
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_template(State(app): State<App>, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    Err(pending())
}

/// Takes a template out of the bin.
#[utoipa::path(post, path = "/api/templates/{id}/restore", tag = "templates", params(("id" = Uuid, Path)), responses((status = 200, body = Template)))]
async fn restore_template(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Template> {
    Err(pending())
}

/// Shows a template as one person would receive it.
#[utoipa::path(post, path = "/api/templates/preview", tag = "templates", request_body = PreviewRequest, responses((status = 200, body = Preview)))]
async fn preview_template(State(app): State<App>, Json(request): Json<PreviewRequest>) -> Answer<Preview> {
    Err(pending())
}

/// Variables that can be typed.
#[utoipa::path(get, path = "/api/templates/variables", tag = "templates", responses((status = 200, body = Vec<KnownVariable>)))]
async fn list_variables(State(app): State<App>) -> Answer<Vec<KnownVariable>> {
    Err(pending())
}

//! Templates.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::App;
use sellify_domain::TemplateContent;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::page::Page;
use crate::wire::template::{
    CreateTemplateRequest, KnownVariable, Preview, PreviewRequest, Template, TemplatePatch,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_templates, create_template))
        .routes(routes!(read_template, edit_template, delete_template))
        .routes(routes!(restore_template))
        .routes(routes!(preview_template))
        .routes(routes!(list_variables))
}

/// Templates, the last changed first.
#[utoipa::path(get, path = "/api/templates", tag = "templates", responses((status = 200, body = Page<Template>)))]
async fn list_templates(State(app): State<App>) -> Answer<Page<Template>> {
    let templates = app.templates().await?;
    let contents = templates.iter().map(|template| template.content.clone()).collect();
    let variables = app.variables_of(contents).await?;
    let items: Vec<Template> =
        templates.into_iter().zip(variables).map(|(one, uses)| Template::new(one, uses)).collect();
    Ok(Json(Page::whole(items)))
}

/// Saves a new template.
#[utoipa::path(post, path = "/api/templates", tag = "templates", request_body = CreateTemplateRequest, responses((status = 201, body = Template)))]
async fn create_template(
    State(app): State<App>,
    by: By,
    Json(request): Json<CreateTemplateRequest>,
) -> Result<(StatusCode, Json<Template>), Failure> {
    let content = TemplateContent { subject: request.subject, html: request.html, text: request.text };
    let saved = app.create_template(&by.0, &request.name, content).await?;
    Ok((StatusCode::CREATED, Json(with_variables(&app, saved).await?)))
}

/// One template.
#[utoipa::path(get, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), responses((status = 200, body = Template)))]
async fn read_template(State(app): State<App>, Path(id): Path<Uuid>) -> Answer<Template> {
    let found = app.template(id.into()).await?;
    Ok(Json(with_variables(&app, found).await?))
}

/// Changes parts of a template.
#[utoipa::path(patch, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), request_body = TemplatePatch, responses((status = 200, body = Template)))]
async fn edit_template(
    State(app): State<App>,
    by: By,
    Path(id): Path<Uuid>,
    Json(request): Json<TemplatePatch>,
) -> Answer<Template> {
    let saved = app.edit_template(&by.0, id.into(), request.into()).await?;
    Ok(Json(with_variables(&app, saved).await?))
}

/// Puts a template into the bin.
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn delete_template(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    app.set_template_deleted(&by.0, id.into(), true).await?;
    Ok(NoContent)
}

/// Takes a template out of the bin.
#[utoipa::path(post, path = "/api/templates/{id}/restore", tag = "templates", params(("id" = Uuid, Path)), responses((status = 200, body = Template)))]
async fn restore_template(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Answer<Template> {
    let saved = app.set_template_deleted(&by.0, id.into(), false).await?;
    Ok(Json(with_variables(&app, saved).await?))
}

/// Shows a template as one person would receive it.
#[utoipa::path(post, path = "/api/templates/preview", tag = "templates", request_body = PreviewRequest, responses((status = 200, body = Preview)))]
async fn preview_template(State(app): State<App>, Json(request): Json<PreviewRequest>) -> Answer<Preview> {
    let content = TemplateContent { subject: request.subject, html: request.html, text: request.text };
    Ok(Json(app.preview_template(content, request.contact_id.map(Into::into)).await?.into()))
}

/// Variables that can be typed.
#[utoipa::path(get, path = "/api/templates/variables", tag = "templates", responses((status = 200, body = Vec<KnownVariable>)))]
async fn list_variables(State(app): State<App>) -> Answer<Vec<KnownVariable>> {
    Ok(Json(app.known_variables().await?.into_iter().map(KnownVariable::from).collect()))
}

async fn with_variables(app: &App, template: sellify_domain::Template) -> Result<Template, Failure> {
    let mut variables = app.variables_of(vec![template.content.clone()]).await?;
    Ok(Template::new(template, variables.pop().unwrap_or_default()))
}

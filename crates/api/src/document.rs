//! The OpenAPI document, made from the routes themselves.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::routes;
use crate::state::ApiState;
use crate::wire::problem::Problem;

/// The document as it is committed in `crates/api/openapi.json`.
#[must_use]
pub fn openapi() -> OpenApi {
    let mut document = OpenApiRouter::<ApiState>::with_openapi(base()).merge(routes::all()).into_openapi();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            refuse_with_problems(operation);
        }
    }
    document
}

/// The parts of the document that no route owns.
pub(crate) fn base() -> OpenApi {
    let components = ComponentsBuilder::new()
        .schema(Problem::name(), Problem::schema())
        .security_scheme(
            "door_token",
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("x-sellify-door"))),
        )
        .security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("sellify_session"))),
        )
        .security_scheme("api_key", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
        .build();
    let info = InfoBuilder::new()
        .title("Sellify")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("One API for the window, the browser and programs. See docs/API.md."))
        .build();
    let anyone_inside = ["door_token", "session", "api_key"]
        .map(|scheme| SecurityRequirement::new::<_, [&str; 0], &str>(scheme, []));
    OpenApiBuilder::new().info(info).components(Some(components)).security(Some(anyone_inside)).build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
}

/// Every operation may be refused, always in the same shape.
fn refuse_with_problems(operation: &mut Operation) {
    for (status, answer) in &mut operation.responses.responses {
        if let RefOr::T(answer) = answer
            && answer.description.is_empty()
        {
            answer.description = described(status).to_owned();
        }
    }
    let problem = ResponseBuilder::new()
        .description("Refused: what happened, what is safe, what to do next.")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build(),
        )
        .build();
    operation.responses.responses.insert("default".into(), problem.into());
}

fn described(status: &str) -> &'static str {
    match status {
        "201" => "Made.",
        "202" => "Started.",
        "204" => "Done.",
        _ => "The answer.",
    }
}

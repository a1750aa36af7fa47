//! The audit log: reading, verifying, exporting.

use axum::extract::State;
use axum::response::Response;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json, Path, Query};
use crate::failure::{Answer, Failure};
use crate::file::bytes_file;
use crate::state::ApiState;
use crate::wire::audit::{
    AuditEntry, AuditEntryDetails, AuditExportQuery, AuditFacets, AuditQuery, AuditVerification,
    VerifyAuditRequest,
};
use crate::wire::page::Page;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list_audit))
        .routes(routes!(audit_facets))
        .routes(routes!(export_audit))
        .routes(routes!(verify_audit))
        .routes(routes!(read_audit_entry))
}

/// Entries of the audit log that match, newest first.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(AuditQuery), responses((status = 200, body = Page<AuditEntry>)))]
async fn list_audit(State(app): State<App>, Query(query): Query<AuditQuery>) -> Answer<Page<AuditEntry>> {
    Ok(Json(Page::of(app.audit_entries(query.into()).await?)))
}

/// Who and what stands in the audit log.
#[utoipa::path(get, path = "/api/audit/facets", tag = "audit", responses((status = 200, body = AuditFacets)))]
async fn audit_facets(State(app): State<App>) -> Answer<AuditFacets> {
    Ok(Json(app.audit_facets().await?.into()))
}

/// A part of the audit log as a file that anybody can check without the vault.
#[utoipa::path(get, path = "/api/audit/export", tag = "audit", params(AuditExportQuery), responses((status = 200, body = Vec<u8>, content_type = "application/x-tar")))]
async fn export_audit(
    State(app): State<App>,
    by: By,
    Query(query): Query<AuditExportQuery>,
) -> Result<Response, Failure> {
    let exported = app.export_audit(&by.0, query.into()).await?;
    Ok(bytes_file("journal.sellifyaudit", "application/x-tar", exported.bytes))
}

/// Checks the audit log from its first entry to its last.
#[utoipa::path(post, path = "/api/audit/verify", tag = "audit", request_body = VerifyAuditRequest, responses((status = 200, body = AuditVerification)))]
async fn verify_audit(
    State(app): State<App>,
    Json(request): Json<VerifyAuditRequest>,
) -> Answer<AuditVerification> {
    let code = request.recovery_code.as_deref().filter(|code| !code.trim().is_empty());
    Ok(Json(app.verify_audit_with(code, Vec::new()).await?.into()))
}

/// One entry with its details.
#[utoipa::path(get, path = "/api/audit/{seq}", tag = "audit", params(("seq" = u64, Path, description = "Its number")), responses((status = 200, body = AuditEntryDetails)))]
async fn read_audit_entry(State(app): State<App>, Path(seq): Path<u64>) -> Answer<AuditEntryDetails> {
    Ok(Json(app.audit_entry(seq).await?.into()))
}

//! Making, opening and confirming the vault.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::{App, SettingsChange};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{By, Json};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::vault::{
    ConfirmRecoveryRequest, CreateVaultRequest, CreatedVault, RecoveryQuestion, UnlockVaultRequest, Vault,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_vault, create_vault))
        .routes(routes!(ask_recovery_groups, confirm_recovery_groups))
        .routes(routes!(replace_recovery_code))
        .routes(routes!(unlock_vault))
}

/// Whether there is a vault, and whether it is open.
#[utoipa::path(get, path = "/api/vault", tag = "vault", responses((status = 200, body = Vault)))]
async fn read_vault(State(app): State<App>) -> Answer<Vault> {
    Ok(Json(app.vault_status().await?.into()))
}

/// Makes the vault; the answer shows the recovery code once.
#[utoipa::path(post, path = "/api/vault", tag = "vault", request_body = CreateVaultRequest, responses((status = 201, body = CreatedVault)))]
async fn create_vault(
    State(app): State<App>,
    by: By,
    Json(request): Json<CreateVaultRequest>,
) -> Result<(StatusCode, Json<CreatedVault>), Failure> {
    let settings = SettingsChange {
        language: request.language,
        firm_name: request.firm_name,
        country: request.country,
        ..SettingsChange::default()
    };
    let created = app.create_vault(&by.0, settings).await?;
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// Which two groups of the recovery code to type back.
#[utoipa::path(get, path = "/api/vault/confirm", tag = "vault", responses((status = 200, body = RecoveryQuestion)))]
async fn ask_recovery_groups(State(app): State<App>) -> Answer<RecoveryQuestion> {
    let indexes = app.recovery_question()?.to_vec();
    Ok(Json(RecoveryQuestion { indexes }))
}

/// Checks the two groups typed back.
#[utoipa::path(post, path = "/api/vault/confirm", tag = "vault", request_body = ConfirmRecoveryRequest, responses((status = 204)))]
async fn confirm_recovery_groups(
    State(app): State<App>,
    by: By,
    Json(request): Json<ConfirmRecoveryRequest>,
) -> Result<NoContent, Failure> {
    let groups: Vec<(u8, String)> =
        request.groups.into_iter().map(|group| (group.index, group.text)).collect();
    app.confirm_recovery(&by.0, &groups).await?;
    Ok(NoContent)
}

/// Replaces the recovery code by a new one, shown once; the old one stops working.
#[utoipa::path(post, path = "/api/vault/recovery-code", tag = "vault", responses((status = 201, body = CreatedVault)))]
async fn replace_recovery_code(
    State(app): State<App>,
    by: By,
) -> Result<(StatusCode, Json<CreatedVault>), Failure> {
    let created = app.reissue_recovery_code(&by.0).await?;
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// Opens the vault by this computer, or by its recovery code.
#[utoipa::path(post, path = "/api/vault/unlock", tag = "vault", request_body = UnlockVaultRequest, responses((status = 200, body = Vault)))]
async fn unlock_vault(State(app): State<App>, Json(request): Json<UnlockVaultRequest>) -> Answer<Vault> {
    match request.recovery_code {
        Some(code) => app.unlock_with_recovery_code(&code).await?,
        None => app.unlock().await?,
    }
    Ok(Json(app.vault_status().await?.into()))
}

//! Making, opening and confirming the vault.

use axum::extract::State;
use axum::response::{NoContent};
use axum::http::StatusCode;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::vault::{ConfirmRecoveryRequest, CreateVaultRequest, CreatedVault, RecoveryQuestion, UnlockVaultRequest, Vault};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_vault, create_vault))
        .routes(routes!(ask_recovery_groups, confirm_recovery_groups))
        .routes(routes!(unlock_vault))
}

/// Whether there is a vault, and whether it is open.
#[utoipa::path(get, path = "/api/vault", tag = "vault", responses((status = 200, body = Vault)))]
async fn read_vault(State(app): State<App>) -> Answer<Vault> {
    Err(pending())
}

/// Makes the vault; the answer shows the recovery code once.
#[utoipa::path(post, path = "/api/vault", tag = "vault", request_body = CreateVaultRequest, responses((status = 201, body = CreatedVault)))]
async fn create_vault(State(app): State<App>, Json(request): Json<CreateVaultRequest>) -> Result<(StatusCode, Json<CreatedVault>), Failure> {
    Err(pending())
}

/// Which two groups of the recovery code to type back.
#[utoipa::path(get, path = "/api/vault/confirm", tag = "vault", responses((status = 200, body = RecoveryQuestion)))]
async fn ask_recovery_groups(State(app): State<App>) -> Answer<RecoveryQuestion> {
    Err(pending())
}

/// Checks the two groups typed back.
#[utoipa::path(post, path = "/api/vault/confirm", tag = "vault", request_body = ConfirmRecoveryRequest, responses((status = 204)))]
async fn confirm_recovery_groups(State(app): State<App>, Json(request): Json<ConfirmRecoveryRequest>) -> Result<NoContent, Failure> {
    Err(pending())
}

/// Opens the vault by this computer, or by its recovery code.
#[utoipa::path(post, path = "/api/vault/unlock", tag = "vault", request_body = UnlockVaultRequest, responses((status = 200, body = Vault)))]
async fn unlock_vault(State(app): State<App>, Json(request): Json<UnlockVaultRequest>) -> Answer<Vault> {
    Err(pending())
}

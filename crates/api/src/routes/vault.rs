//! Making, opening and locking the vault, and the ways into it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use sellify_app::{App, LockReason, SettingsChange};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::extract::{By, Json, Path};
use crate::failure::{Answer, Failure};
use crate::state::ApiState;
use crate::wire::vault::{
    ConfirmRecoveryRequest, CreateVaultRequest, CreatedVault, PassphraseRequest, PassphraseRequiredRequest,
    RecoveryQuestion, UnlockVaultRequest, Vault, VaultSlots,
};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_vault, create_vault))
        .routes(routes!(ask_recovery_groups, confirm_recovery_groups))
        .routes(routes!(replace_recovery_code))
        .routes(routes!(unlock_vault))
        .routes(routes!(lock_vault))
        .routes(routes!(note_activity))
        .routes(routes!(read_slots))
        .routes(routes!(forget_slot))
        .routes(routes!(set_passphrase, remove_passphrase))
        .routes(routes!(require_passphrase))
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

/// Opens the vault by this computer, by its passphrase, or by its recovery code.
#[utoipa::path(post, path = "/api/vault/unlock", tag = "vault", request_body = UnlockVaultRequest, responses((status = 200, body = Vault)))]
async fn unlock_vault(State(app): State<App>, Json(request): Json<UnlockVaultRequest>) -> Answer<Vault> {
    match (request.recovery_code, request.passphrase) {
        (Some(code), _) => app.unlock_with_recovery_code(&code).await?,
        (None, Some(passphrase)) => app.unlock_with_passphrase(&Zeroizing::new(passphrase)).await?,
        (None, None) => app.unlock().await?,
    }
    Ok(Json(app.vault_status().await?.into()))
}

/// Locks the vault: what runs is stopped in good order and goes on when the vault is unlocked.
#[utoipa::path(post, path = "/api/vault/lock", tag = "vault", responses((status = 204)))]
async fn lock_vault(State(app): State<App>, by: By) -> Result<NoContent, Failure> {
    app.lock(&by.0, LockReason::ByHand).await?;
    Ok(NoContent)
}

/// Says that somebody is at the screen, so that the vault does not lock itself.
#[utoipa::path(post, path = "/api/vault/activity", tag = "vault", responses((status = 204)))]
async fn note_activity(State(app): State<App>) -> NoContent {
    app.note_person();
    NoContent
}

/// The ways into the vault.
#[utoipa::path(get, path = "/api/vault/slots", tag = "vault", responses((status = 200, body = VaultSlots)))]
async fn read_slots(State(app): State<App>) -> Answer<VaultSlots> {
    Ok(Json(app.slots().await?.into()))
}

/// Takes one way in out, such as a computer that is gone.
#[utoipa::path(delete, path = "/api/vault/slots/{id}", tag = "vault", params(("id" = Uuid, Path, description = "The way in")), responses((status = 204)))]
async fn forget_slot(State(app): State<App>, by: By, Path(id): Path<Uuid>) -> Result<NoContent, Failure> {
    app.forget_slot(&by.0, id).await?;
    Ok(NoContent)
}

/// Sets the passphrase, or replaces it by another.
#[utoipa::path(put, path = "/api/vault/passphrase", tag = "vault", request_body = PassphraseRequest, responses((status = 204)))]
async fn set_passphrase(
    State(app): State<App>,
    by: By,
    Json(request): Json<PassphraseRequest>,
) -> Result<NoContent, Failure> {
    app.set_passphrase(&by.0, &Zeroizing::new(request.passphrase)).await?;
    Ok(NoContent)
}

/// Takes the passphrase out.
#[utoipa::path(delete, path = "/api/vault/passphrase", tag = "vault", responses((status = 204)))]
async fn remove_passphrase(State(app): State<App>, by: By) -> Result<NoContent, Failure> {
    app.remove_passphrase(&by.0).await?;
    Ok(NoContent)
}

/// Switches whether only a passphrase or the recovery code opens the vault.
#[utoipa::path(put, path = "/api/vault/passphrase-required", tag = "vault", request_body = PassphraseRequiredRequest, responses((status = 204)))]
async fn require_passphrase(
    State(app): State<App>,
    by: By,
    Json(request): Json<PassphraseRequiredRequest>,
) -> Result<NoContent, Failure> {
    let proof = request.passphrase.map(Zeroizing::new);
    app.require_passphrase(&by.0, request.required, proof.as_ref().map(|proof| proof.as_str())).await?;
    Ok(NoContent)
}

//! The vault's door: making it, opening it, the recovery code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether there is a vault, and whether it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// None yet: show the first run.
    Missing,
    /// There, but this computer could not open it; see `reason_code`.
    Locked,
    /// Open.
    Open,
}

/// The vault.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Vault {
    /// How it stands.
    pub state: VaultState,
    /// Its identity, once open.
    #[schema(required)]
    pub vault_id: Option<Uuid>,
    /// Why it is locked, as a stable code.
    #[schema(required)]
    pub reason_code: Option<String>,
    /// The same in a sentence.
    #[schema(required)]
    pub reason: Option<String>,
    /// Whether a person has typed two groups of the recovery code back.
    pub recovery_confirmed: bool,
    /// What people should know about the last opening, as stable codes (`keystore_fallback_used`, …).
    pub notices: Vec<String>,
    /// The folder it lies in.
    pub path: String,
}

/// The first step of the first run.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CreateVaultRequest {
    /// Language of the screens, `fr` or `en`.
    pub language: Option<String>,
    /// The firm's name.
    pub firm_name: Option<String>,
    /// ISO 3166 code of the firm's country; it decides how numbers without a country code are read.
    pub country: Option<String>,
}

/// The new vault, with its recovery code: shown now and never again.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CreatedVault {
    /// Its identity.
    pub vault_id: Uuid,
    /// The recovery code, `SR1-XXXX-…`.
    pub recovery_code: String,
    /// The folder it lies in.
    pub path: String,
}

/// Which two groups of the recovery code to type back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecoveryQuestion {
    /// Two group numbers, counted from 1 after `SR1-`.
    pub indexes: Vec<u8>,
}

/// One group typed back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RecoveryGroup {
    /// Group number, from 1.
    pub index: u8,
    /// Its four symbols.
    pub text: String,
}

/// The two groups typed back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ConfirmRecoveryRequest {
    /// The groups that were asked.
    pub groups: Vec<RecoveryGroup>,
}

/// Opens the vault, by this computer or by its recovery code.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct UnlockVaultRequest {
    /// The recovery code; absent: try this computer again.
    pub recovery_code: Option<String>,
}

impl From<sellify_app::VaultStatus> for Vault {
    fn from(status: sellify_app::VaultStatus) -> Self {
        Self {
            state: status.state.into(),
            vault_id: status.vault_id.map(|id| id.as_uuid()),
            reason_code: status.reason_code.map(str::to_owned),
            reason: status.reason,
            recovery_confirmed: status.recovery_confirmed,
            notices: status.notices,
            path: status.path,
        }
    }
}

impl From<sellify_app::VaultState> for VaultState {
    fn from(state: sellify_app::VaultState) -> Self {
        match state {
            sellify_app::VaultState::Missing => Self::Missing,
            sellify_app::VaultState::Locked => Self::Locked,
            sellify_app::VaultState::Open => Self::Open,
        }
    }
}

impl From<sellify_app::CreatedVault> for CreatedVault {
    fn from(created: sellify_app::CreatedVault) -> Self {
        Self {
            vault_id: created.vault_id.as_uuid(),
            recovery_code: created.recovery_code,
            path: created.path,
        }
    }
}

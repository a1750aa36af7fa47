//! The vault's door: making it, opening it, the ways into it.

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
    /// What opens it, each kind once: `machine`, `keychain`, `passphrase`, `recovery`. Known without opening anything.
    pub unlock_methods: Vec<SlotKind>,
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

/// Opens the vault by its recovery code or its passphrase; with neither: by this computer.
#[derive(Clone, Deserialize, ToSchema)]
pub struct UnlockVaultRequest {
    /// The recovery code.
    pub recovery_code: Option<String>,
    /// The passphrase.
    pub passphrase: Option<String>,
}

/// A passphrase to be set.
#[derive(Clone, Deserialize, ToSchema)]
pub struct PassphraseRequest {
    /// At least 12 characters.
    #[schema(min_length = 12)]
    pub passphrase: String,
}

/// Whether only a passphrase or the recovery code opens the vault.
#[derive(Clone, Deserialize, ToSchema)]
pub struct PassphraseRequiredRequest {
    /// On or off.
    pub required: bool,
    /// The passphrase, to show that it works where none was typed since the vault was opened.
    pub passphrase: Option<String>,
}

/// What opens a way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A computer and user, by their identity and device key.
    Machine,
    /// A computer and user, by the operating system's keychain.
    Keychain,
    /// A passphrase.
    Passphrase,
    /// The recovery code.
    Recovery,
}

/// One way into the vault.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Slot {
    /// Its id; a new one each time the way in is made anew.
    pub id: Uuid,
    /// What opens it.
    pub kind: SlotKind,
    /// A name for people, such as the computer's; may be empty.
    pub label: String,
    /// When it was made.
    pub created_at: i64,
    /// Whether it is this computer's own.
    pub this_computer: bool,
    /// Whether it was seen to work since the vault was opened: only then may another be taken out.
    pub opened_in_session: bool,
}

/// The ways into the vault.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VaultSlots {
    /// Each of them.
    pub slots: Vec<Slot>,
    /// Whether only a passphrase or the recovery code opens the vault.
    pub passphrase_required: bool,
    /// Whether this computer has a keychain that can be used.
    pub keychain_available: bool,
    /// After how many minutes without anybody the vault locks itself; 0 is never.
    pub auto_lock_minutes: u16,
}

impl From<sellify_app::VaultSlots> for VaultSlots {
    fn from(found: sellify_app::VaultSlots) -> Self {
        let slots = found.slots.into_iter().map(|slot| Slot {
            id: slot.id,
            kind: slot.kind.into(),
            label: slot.label,
            created_at: slot.created.as_millis(),
            this_computer: slot.this_computer,
            opened_in_session: slot.opened_in_session,
        });
        Self {
            slots: slots.collect(),
            passphrase_required: found.passphrase_required,
            keychain_available: found.keychain_available,
            auto_lock_minutes: found.auto_lock_minutes,
        }
    }
}

impl From<sellify_app::SlotKind> for SlotKind {
    fn from(kind: sellify_app::SlotKind) -> Self {
        match kind {
            sellify_app::SlotKind::Machine => Self::Machine,
            sellify_app::SlotKind::Keychain => Self::Keychain,
            sellify_app::SlotKind::Passphrase => Self::Passphrase,
            sellify_app::SlotKind::Recovery => Self::Recovery,
        }
    }
}

impl From<sellify_app::VaultStatus> for Vault {
    fn from(status: sellify_app::VaultStatus) -> Self {
        Self {
            state: status.state.into(),
            vault_id: status.vault_id.map(|id| id.as_uuid()),
            reason_code: status.reason_code.map(str::to_owned),
            reason: status.reason,
            unlock_methods: status.unlock_methods.into_iter().map(SlotKind::from).collect(),
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

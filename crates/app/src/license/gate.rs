//! What a licence is needed for. Asked inside each use case, in its own transaction, never only on a screen.
//!
//! Nothing else is ever refused for want of a licence: reading, search, import and export, backup and restore,
//! rotation, the audit log, and installing a licence.

use sellify_campaign::{Check, CheckLevel};
use sellify_domain::Timestamp;
use sellify_licensing::Entitlements;
use sellify_store::Read;
use serde_json::json;

use super::{LicenseDesk, keys_in_use};
use crate::app::App;
use crate::error::AppError;

/// Something that a licence is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Starting, resuming or continuing a campaign, and test messages.
    Sending,
    /// One more connection.
    NewMailbox,
    /// One more key for programs.
    NewApiKey,
    /// A change by a program with an API key.
    ApiWrite,
}

impl LicenseDesk {
    /// Lets through, or says why not.
    pub(crate) fn require(&self, r: &Read<'_>, now: Timestamp, gate: Gate) -> Result<(), AppError> {
        let assessment = self.standing(r, now)?.assessment;
        if !gate.is_open(&assessment.entitlements) {
            return Err(match assessment.state.is_active() {
                true => AppError::LicenseLacks { feature: gate.name() },
                false => AppError::LicenseInactive { state: assessment.state },
            });
        }
        let quota = assessment.entitlements.quota;
        match gate {
            Gate::NewMailbox => within(quota.mailboxes, r.connections().list()?.len() as u64, "mailboxes"),
            Gate::NewApiKey => within(quota.api_keys, keys_in_use(r)?, "api_keys"),
            Gate::Sending | Gate::ApiWrite => Ok(()),
        }
    }
}

impl LicenseDesk {
    /// What a campaign's checks say of the licence: nothing while it lets messages go.
    pub(crate) fn check_sending(&self, r: &Read<'_>, now: Timestamp) -> Result<Option<Check>, AppError> {
        match self.require(r, now, Gate::Sending) {
            Ok(()) => Ok(None),
            Err(AppError::LicenseInactive { state }) => Ok(Some(Check {
                level: CheckLevel::Block,
                code: "license_inactive",
                params: json!({ "state": state }),
            })),
            Err(error) => Err(error),
        }
    }
}

impl Gate {
    fn is_open(self, allowed: &Entitlements) -> bool {
        match self {
            Self::Sending => allowed.sending,
            Self::NewMailbox => allowed.new_mailboxes,
            Self::NewApiKey | Self::ApiWrite => allowed.api_writes,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::NewMailbox => "new_mailboxes",
            Self::NewApiKey | Self::ApiWrite => "api",
        }
    }
}

/// New items over the quota are refused; what is there stays usable.
fn within(most: Option<u32>, used: u64, what: &'static str) -> Result<(), AppError> {
    match most {
        Some(most) if used >= u64::from(most) => Err(AppError::LicenseQuota { what, most }),
        _ => Ok(()),
    }
}

impl App {
    /// Whether a program with an API key may change something now.
    ///
    /// # Errors
    /// [`AppError::LicenseInactive`] or [`AppError::LicenseLacks`].
    pub async fn require_api_writes(&self) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let (desk, now) = (vault.license.clone(), self.now());
        vault.store.read(move |r| desk.require(r, now, Gate::ApiWrite)).await
    }
}

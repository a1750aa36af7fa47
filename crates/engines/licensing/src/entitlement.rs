//! What a state allows today.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::consts::{FEATURE_AI, FEATURE_API, FEATURE_AUTOMATIONS};
use crate::{License, LicenseState};

/// How much of what; `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quota {
    /// People who work with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Mailboxes and other accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailboxes: Option<u32>,
    /// AI drafts a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai_drafts_month: Option<u32>,
    /// Keys for the machine routes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_keys: Option<u32>,
}

/// What may be done. Reading, searching, export, backup, restore, rotation, the audit log and importing a licence
/// are not in it: no state takes them away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entitlements {
    /// Sending messages.
    pub sending: bool,
    /// AI drafts.
    pub ai: bool,
    /// Automations.
    pub automations: bool,
    /// Adding mailboxes and other accounts.
    pub new_mailboxes: bool,
    /// Writes with an API key.
    pub api_writes: bool,
    /// The features of the licence, by name.
    pub features: BTreeSet<String>,
    /// How much of what.
    pub quota: Quota,
}

impl Entitlements {
    /// Nothing but what is never taken away.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything, without limits: the trial.
    #[must_use]
    pub fn trial() -> Self {
        let features = [FEATURE_AI, FEATURE_API, FEATURE_AUTOMATIONS].map(str::to_owned).into();
        Self {
            sending: true,
            ai: true,
            automations: true,
            new_mailboxes: true,
            api_writes: true,
            features,
            quota: Quota::default(),
        }
    }

    /// What a licence allows in this state.
    #[must_use]
    pub fn of(license: &License, state: LicenseState) -> Self {
        if !state.is_active() {
            return Self::none();
        }
        let features: BTreeSet<String> = license.features.iter().cloned().collect();
        Self {
            sending: true,
            ai: features.contains(FEATURE_AI),
            automations: features.contains(FEATURE_AUTOMATIONS),
            new_mailboxes: true,
            api_writes: features.contains(FEATURE_API),
            features,
            quota: license.quota,
        }
    }
}

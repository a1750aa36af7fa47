//! Looking at the licence by itself: at the opening, every ten minutes, after each change, and at the end.

use std::sync::{Arc, Weak};
use std::time::Duration;

use sellify_domain::{Actor, CampaignState, Timestamp};
use sellify_licensing::LicenseState;
use sellify_store::Write;
use serde_json::json;

use super::LicenseDesk;
use super::standing::clock_of;
use crate::app::{App, Inner};
use crate::error::AppError;
use crate::events::EventKind;
use crate::open_vault::{Entry, OpenVault};

/// How often the time is written down and the licence looked at (the rule asks for an hour at most).
const EVERY: Duration = Duration::from_secs(10 * 60);
/// Why a campaign waits when the licence no longer lets it send.
const LICENSE_INACTIVE: &str = "license_inactive";

impl App {
    /// Looks at the licence now and then, for as long as this vault is open. The first look is made before this returns.
    pub(crate) async fn watch_license(&self, vault: &Arc<OpenVault>) {
        self.look_at_license(vault).await;
        tokio::spawn(watch(Arc::downgrade(&self.inner), Arc::downgrade(vault)));
    }

    /// One look that cannot fail: a folder that cannot be written must not keep a vault shut.
    pub(crate) async fn look_at_license(&self, vault: &Arc<OpenVault>) {
        if let Err(error) = self.check_license(vault).await {
            tracing::warn!(code = error.code(), "the licence could not be looked at");
        }
    }

    /// Writes the time down; a change of state goes into the audit log, and stops what is sending when it must.
    pub(super) async fn check_license(&self, vault: &Arc<OpenVault>) -> Result<(), AppError> {
        let now = self.now();
        let action = "license.state_changed";
        let entry = vault.entry(&Actor::System, now, action, vault.vault_id, json!({}));
        let desk = vault.license.clone();
        let (state, changed) = vault.store.write(move |w| note(&desk, w, now, entry)).await?;
        if changed {
            self.events().publish(EventKind::LicenseState, json!({ "state": state }));
        }
        if !state.is_active() {
            self.stop_sending(vault).await?;
        }
        Ok(())
    }

    /// Messages under way are finished; who still waits, waits until somebody resumes the campaign.
    async fn stop_sending(&self, vault: &Arc<OpenVault>) -> Result<(), AppError> {
        let running = vault
            .store
            .read(|r| Ok::<_, AppError>(r.campaigns().ids_in_state(CampaignState::Running)?))
            .await?;
        for id in running {
            self.pause_with_reason(vault, id, LICENSE_INACTIVE).await;
            vault.runners.stop(id);
        }
        Ok(())
    }
}

/// Ends by itself when the vault is locked or the program ends.
async fn watch(app: Weak<Inner>, vault: Weak<OpenVault>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let (Some(inner), Some(vault)) = (app.upgrade(), vault.upgrade()) else { return };
        App { inner }.look_at_license(&vault).await;
    }
}

fn note(
    desk: &LicenseDesk,
    w: &Write<'_>,
    now: Timestamp,
    entry: Entry,
) -> Result<(LicenseState, bool), AppError> {
    let mut clock = clock_of(w, now)?;
    clock.anchor.observe(now);
    if let Some(head) = w.audit_entries().head()? {
        clock.anchor.anchor.learn_recorded(head.at);
    }
    let standing = desk.standing_by(w, clock, now)?;
    let state = standing.assessment.state;
    let mut clock = standing.clock;
    let changed = clock.known_state != state.code();
    if changed {
        // The first look of a new vault finds the trial: that is its beginning and no change.
        if !clock.known_state.is_empty() || state != LicenseState::Trial {
            let reasons: Vec<&str> = standing.assessment.reasons.iter().map(|reason| reason.code()).collect();
            let details = json!({ "from": clock.known_state, "to": state.code(), "reasons": reasons });
            entry.append_with(w, details)?;
        }
        clock.known_state = state.code().to_owned();
    }
    w.licenses_mut().keep_clock(&clock, now)?;
    Ok((state, changed))
}

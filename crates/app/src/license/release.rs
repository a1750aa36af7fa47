//! Giving this computer back: a block for the vendor, and a tombstone here, so that the same licence does not return.

use sellify_domain::{Actor, Timestamp};
use sellify_licensing::{LicenseState, Release, phone_check};
use sellify_store::{LicenseEnd, TombstoneRecord};
use serde_json::json;

use crate::app::App;
use crate::error::AppError;

/// A licence that was released here.
#[derive(Debug, Clone)]
pub struct ReleasedLicense {
    /// When.
    pub at: Timestamp,
    /// The block for the vendor.
    pub text: String,
    /// Eight symbols to compare over the phone.
    pub check: String,
}

impl ReleasedLicense {
    pub(super) fn of(record: TombstoneRecord) -> Self {
        Self { at: record.released_at, check: phone_check(&record.text), text: record.text }
    }
}

impl App {
    /// Releases this computer from its licence. Running campaigns are paused; reading and taking the data out go on.
    ///
    /// # Errors
    /// [`AppError::LicenseMissing`] when there is none.
    pub async fn release_license(&self, by: &Actor) -> Result<ReleasedLicense, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        self.checkpoint_beside(&vault, sellify_audit::CheckpointReason::License).await;
        let entry = vault.entry(by, now, "license.released", vault.vault_id, json!({}));
        let desk = vault.license.clone();
        let released = vault
            .store
            .write(move |w| {
                let license = desk.standing(w, now)?.license.ok_or(AppError::LicenseMissing)?;
                let text = Release::new(&license, desk.machine(), now).to_text()?;
                let record = TombstoneRecord {
                    lid: *license.lid.as_bytes(),
                    rev: license.rev,
                    released_at: now,
                    text,
                };
                w.licenses_mut().bury(&record)?;
                w.licenses_mut().end(LicenseEnd::Released, now)?;
                entry.append_with(w, json!({ "license": license.lid, "revision": license.rev }))?;
                Ok::<_, AppError>(ReleasedLicense::of(record))
            })
            .await?;
        self.license_settled(&vault, LicenseState::None).await?;
        Ok(released)
    }
}

//! Installing the vendor's answer: read, accepted, compared with what is in force, and kept, all in one transaction.

use std::io::{Read as _, Seek as _};

use sellify_domain::{Actor, Timestamp, UploadId};
use sellify_licensing::{AcceptFacts, License, LicenseError, accept, read_license};
use sellify_store::Write;
use serde_json::{Value, json};

use super::compare::losses;
use super::standing::Standing;
use super::{LicenseDesk, LicenseView, view};
use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::uploads::Staged;

/// More than any licence needs; the engine names its own limit.
const LONGEST_TEXT: u64 = 64 * 1_024;

impl App {
    /// Installs a licence. A better one in force is replaced only when `replace` says so.
    ///
    /// # Errors
    /// [`AppError::License`] names what is wrong with it; [`AppError::LicenseWorse`] what would be lost. What was in
    /// force stays then.
    pub async fn activate_license(
        &self,
        by: &Actor,
        text: &str,
        replace: bool,
    ) -> Result<LicenseView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        self.checkpoint_beside(&vault, sellify_audit::CheckpointReason::License).await;
        let entry = vault.entry(by, now, "license.activated", vault.vault_id, json!({}));
        let (desk, text) = (vault.license.clone(), text.to_owned());
        let installed = vault
            .store
            .write(move |w| {
                let before = desk.standing(w, now)?;
                let license = install(&desk, w, &before, &text, now)?;
                let after = desk.standing(w, now)?;
                let lost = losses(&before, &after);
                if !lost.is_empty() && !replace {
                    // The error takes the whole transaction back.
                    return Err(AppError::LicenseWorse { lost });
                }
                entry.append_with(w, details(&license, &before, &lost))?;
                view(w, &after, now)
            })
            .await?;
        self.license_settled(&vault, installed.state).await?;
        Ok(installed)
    }

    /// The text of a licence that was handed over as a file.
    ///
    /// # Errors
    /// [`AppError::UploadGone`], or why it cannot be read.
    pub async fn license_text(&self, upload: UploadId) -> Result<String, AppError> {
        let (about, staged) = self.inner.uploads.find(upload, self.now())?;
        self.inner.uploads.forget(upload);
        if about.bytes > LONGEST_TEXT {
            return Err(LicenseError::TooLarge { wanted: sellify_licensing::Document::License }.into());
        }
        blocking(move || {
            let mut file = match staged {
                Staged::Temporary(file) => file,
                Staged::Path(path) => {
                    std::fs::File::open(&path).map_err(|error| AppError::file_unreadable(&path, &error))?
                }
            };
            let mut bytes = Vec::new();
            let read = file.rewind().and_then(|()| file.take(LONGEST_TEXT).read_to_end(&mut bytes));
            read.map_err(AppError::staging)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
        .await
    }
}

/// Reads, accepts and keeps it.
fn install(
    desk: &LicenseDesk,
    w: &Write<'_>,
    before: &Standing,
    text: &str,
    now: Timestamp,
) -> Result<License, AppError> {
    let license = read_license(text, &desk.keys(w)?)?.license;
    let accepted = accept(
        &license,
        &AcceptFacts {
            machine: desk.machine(),
            pending: &before.pending,
            tombstones: &before.tombstones,
            revocations: &before.revocations,
            current: before.license.as_ref(),
            now,
        },
    )?;
    w.licenses_mut().install(license.lid.as_bytes(), license.rev, text, now)?;
    let mut clock = before.clock.clone();
    clock.anchor.anchor.learn_signed(license.iat);
    if let Some(nonce) = accepted.answers {
        w.licenses_mut().forget_request(nonce.as_bytes())?;
        clock.anchor.anchor.confirm_by_answer(license.iat, now);
    }
    w.licenses_mut().keep_clock(&clock, now)?;
    Ok(license)
}

fn details(license: &License, before: &Standing, lost: &[&'static str]) -> Value {
    json!({
        "license": license.lid,
        "revision": license.rev,
        "edition": license.edition,
        "expires_at": license.exp,
        "replaced": before.license.as_ref().map(|old| json!({ "license": old.lid, "revision": old.rev })),
        "lost": lost,
    })
}

impl App {
    /// After a change: what the state means for running campaigns and for every open screen.
    pub(super) async fn license_settled(
        &self,
        vault: &std::sync::Arc<crate::open_vault::OpenVault>,
        state: sellify_licensing::LicenseState,
    ) -> Result<(), AppError> {
        self.checkpoint_beside(vault, sellify_audit::CheckpointReason::License).await;
        self.events().publish(EventKind::LicenseState, json!({ "state": state }));
        self.check_license(vault).await
    }
}

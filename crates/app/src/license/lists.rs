//! The vendor's lists: withdrawn licences, and keys to trust. Each only ever moves forward.

use sellify_domain::{Actor, Timestamp};
use sellify_licensing::{Document, KeyList, document_of, read_crl, read_key_list};
use sellify_store::{LicenseListKind, LicenseListRecord, Write};
use serde_json::json;

use super::{LicenseDesk, LicenseView, view};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Takes a revocation list or a list of keys; its own first line says which.
    ///
    /// # Errors
    /// [`AppError::License`] names what is wrong with it, also when a newer one is known already.
    pub async fn import_license_list(&self, by: &Actor, text: &str) -> Result<LicenseView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let kind = match document_of(text) {
            Some(Document::KeyList) => LicenseListKind::Keys,
            _ => LicenseListKind::Revocations,
        };
        let action = match kind {
            LicenseListKind::Revocations => "license.revocations_imported",
            LicenseListKind::Keys => "license.keys_imported",
        };
        let entry = vault.entry(by, now, action, vault.vault_id, json!({}));
        let (desk, text) = (vault.license.clone(), text.to_owned());
        let seen = vault
            .store
            .write(move |w| {
                let (seq, issued) = match kind {
                    LicenseListKind::Revocations => revocations(&desk, w, &text)?,
                    LicenseListKind::Keys => keys(&desk, w, &text)?,
                };
                w.licenses_mut().keep_list(&LicenseListRecord { kind, seq, text, received_at: now })?;
                let mut clock = desk.standing(w, now)?.clock;
                clock.anchor.anchor.learn_signed(issued);
                w.licenses_mut().keep_clock(&clock, now)?;
                entry.append_with(w, json!({ "number": seq, "issued": issued }))?;
                view(w, &desk.standing(w, now)?, now)
            })
            .await?;
        self.license_settled(&vault, seen.state).await?;
        Ok(seen)
    }
}

fn revocations(desk: &LicenseDesk, w: &Write<'_>, text: &str) -> Result<(u64, Timestamp), AppError> {
    let trusted = desk.keys(w)?;
    let list = read_crl(text, &trusted)?;
    list.may_replace(&desk.revocations(w, &trusted)?)?;
    Ok((list.seq, list.issued))
}

fn keys(desk: &LicenseDesk, w: &Write<'_>, text: &str) -> Result<(u64, Timestamp), AppError> {
    let trusted = desk.keys(w)?;
    let list = read_key_list(text, &trusted)?;
    let known = w.licenses().list(LicenseListKind::Keys)?;
    if let Some(known) = known {
        list.may_replace(&KeyList { seq: known.seq, ..KeyList::default() })?;
    }
    Ok((list.seq, list.issued))
}

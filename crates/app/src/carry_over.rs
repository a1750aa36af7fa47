//! What outlives a restore: refusals and erasures that are younger than the backup. An older state must not write to
//! somebody who said no since, nor bring back somebody who was erased.

use sellify_audit::AuditLog;
use sellify_domain::{Actor, ContactId, Suppression, Timestamp, VaultId};
use sellify_store::{Erasure, Read, Store, StoreOptions, Write};
use sellify_vault::{Computer, RecoveryCode, UnlockSecret, VaultPaths};
use serde_json::json;

use crate::app::App;
use crate::create_vault::{blocking, key_of};
use crate::erase_contact::{ErasureOrder, erase};
use crate::error::AppError;
use crate::open_vault::OpenVault;

/// What the proof of a second erasure says.
const RETURNED: &str = "restored from an older backup";

/// The refusals and erasures of the vault that is about to be replaced.
#[derive(Debug, Default)]
pub(crate) struct CarriedOver {
    suppressions: Vec<Suppression>,
    erasures: Vec<(Erasure, Vec<ContactId>)>,
}

impl CarriedOver {
    fn read(r: &Read<'_>) -> Result<Self, AppError> {
        let mut suppressions = Vec::new();
        r.suppressions().for_each(|entry| {
            suppressions.push(entry);
            Ok::<_, AppError>(())
        })?;
        Ok(Self { suppressions, erasures: r.erasures().with_contacts()? })
    }

    /// Adds them to the restored vault, inside the transaction that settles it in. Tells how many were not in the backup.
    pub(crate) fn settle_in(
        self,
        w: &Write<'_>,
        audit: &AuditLog,
        by: &Actor,
        now: Timestamp,
        vault: VaultId,
    ) -> Result<u64, AppError> {
        let (mut refusals, mut erasures) = (0, 0);
        for entry in &self.suppressions {
            refusals += u64::from(w.suppressions_mut().add_if_absent(entry)?);
        }
        for (proof, contacts) in &self.erasures {
            erasures += u64::from(w.erasures_mut().add_if_absent(proof, contacts)?);
        }
        if refusals + erasures > 0 {
            let details = json!({ "suppressions": refusals, "erasures": erasures });
            audit.append(w, now, by, "vault.refusals_kept", &vault.to_string(), &details)?;
        }
        Ok(refusals)
    }
}

/// Reads them from the vault in `paths`, when this computer or the code opens it and it is the same vault as the one that
/// takes its place. What cannot be read cannot be carried over, and is no reason not to restore.
pub(crate) async fn of_present_vault(
    paths: &VaultPaths,
    computer: &Computer,
    code: &RecoveryCode,
    restored: VaultId,
    now: Timestamp,
) -> CarriedOver {
    let (paths, computer, code) = (paths.clone(), computer.clone(), code.clone());
    let database = paths.database();
    let opened = blocking(move || {
        let silent = sellify_vault::open(&paths, &computer);
        let opened = silent.or_else(|_| {
            sellify_vault::open_with(&paths, &computer, UnlockSecret::RecoveryCode(&code), now)
        })?;
        Ok(opened.keys)
    });
    let Ok(keys) = opened.await else { return CarriedOver::default() };
    if keys.vault_id() != restored {
        return CarriedOver::default();
    }
    let Ok(store) = Store::open(&database, key_of(&keys), StoreOptions { readers: 1 }).await else {
        return CarriedOver::default();
    };
    let carried = store.read(CarriedOver::read).await;
    if let Err(error) = store.close().await {
        tracing::warn!(code = error.code(), "the replaced vault was not closed in good order");
    }
    carried.unwrap_or_default()
}

impl App {
    /// After a vault was opened: erases again whoever came back with an older backup, and finishes a sweep that was cut
    /// off.
    pub(crate) async fn keep_erasures(&self, vault: &OpenVault) -> Result<(), AppError> {
        let returned = vault.store.read(|r| Ok::<_, AppError>(r.erasures().returned()?)).await?;
        if !returned.is_empty() {
            let (now, log) = (self.now(), vault.audit.clone());
            vault
                .store
                .write(move |w| {
                    let mut people = Vec::with_capacity(returned.len());
                    for id in returned {
                        people.extend(w.contacts().person(id)?.map(|person| (id, person)));
                    }
                    let order = ErasureOrder { log: &log, by: &Actor::System, now, reason: RETURNED };
                    erase(w, &order, people).map(|_| ())
                })
                .await?;
        }
        self.sweep_if_due(vault).await
    }
}

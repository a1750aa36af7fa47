//! Files to keep: contacts that match, and the rows an import refused.

use sellify_contacts::export::{self, Dialect};
use sellify_domain::{Actor, ImportId};
use sellify_store::ContactQuery;
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::{AppError, Thing};

impl App {
    /// Contacts that match, as a CSV file. Who took them out, and when, is in the audit log.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn export_contacts(
        &self,
        by: &Actor,
        which: ContactQuery,
        dialect: Dialect,
    ) -> Result<Vec<u8>, AppError> {
        let vault = self.open_vault()?;
        let store = vault.store.clone();
        let (bytes, rows) = blocking(move || {
            let mut bytes = Vec::new();
            let rows = export::export_csv(&store, &which, dialect, &mut bytes)?;
            Ok((bytes, rows))
        })
        .await?;
        let entry = vault.entry(by, self.now(), "contacts.exported", "contacts", json!({ "contacts": rows }));
        vault.store.write(move |w| entry.append(w)).await?;
        Ok(bytes)
    }

    /// The rows an import refused, as a CSV file to correct and import again.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn rejects_csv(&self, id: ImportId) -> Result<Vec<u8>, AppError> {
        let vault = self.open_vault()?;
        let store = vault.store.clone();
        let known = vault.store.read(move |r| Ok::<_, AppError>(r.imports().get(id)?)).await?;
        known.ok_or(AppError::NotFound(Thing::Import))?;
        blocking(move || {
            let mut bytes = Vec::new();
            export::rejects_csv(&store, id, &mut bytes)?;
            Ok(bytes)
        })
        .await
    }
}

//! Files to keep: contacts that match, and the rows an import refused.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use sellify_contacts::export::{self, ExportError, ExportRequest, Language};
use sellify_domain::{Actor, ContactField, ImportId};
use sellify_store::Store;
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::{AppError, Thing};
use crate::whole_file::WholeFile;

/// An export that is written down in the audit log and may begin.
#[derive(Debug)]
pub struct ContactExport {
    store: Store,
    request: ExportRequest,
    /// How many contacts it will hold, as counted when it was asked for.
    pub contacts: u64,
}

impl App {
    /// Prepares a file of contacts. Who takes them out, when, and how many is in the audit log before the first byte
    /// leaves the vault.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn export_contacts(
        &self,
        by: &Actor,
        request: ExportRequest,
    ) -> Result<ContactExport, AppError> {
        let vault = self.open_vault()?;
        let request = ExportRequest { query: self.as_of_now(request.query), ..request };
        let request = ExportRequest { query: self.as_of_now(request.query), ..request };
        let query = request.query.clone();
        let contacts = vault.store.read(move |r| Ok::<_, AppError>(r.contacts().count(&query)?)).await?;
        let columns =
            request.columns.as_ref().map(|columns| columns.iter().map(ContactField::key).collect::<Vec<_>>());
        let said = json!({ "contacts": contacts, "format": request.format, "columns": columns });
        let entry = vault.entry(by, self.now(), "contacts.exported", "contacts", said);
        vault.store.write(move |w| entry.append(w)).await?;
        Ok(ContactExport { store: vault.store.clone(), request, contacts })
    }

    /// The rows an import refused, as a CSV file to correct and import again, with reasons in the vault's language.
    /// Of a dry run it holds those that were kept to be looked at.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn rejects_csv(&self, id: ImportId) -> Result<Vec<u8>, AppError> {
        let vault = self.open_vault()?;
        let language = Language::of_code(&self.settings().await?.language);
        let mut bytes = Vec::new();
        if let Some(rows) = self.inner.imports.rejected_in_rehearsal(id) {
            let headers = self.import(id).await?.detail.headers;
            export::rehearsed_rejects_csv(headers, rows, language, &mut bytes)?;
            return Ok(bytes);
        }
        let store = vault.store.clone();
        let known = vault.store.read(move |r| Ok::<_, AppError>(r.imports().get(id)?)).await?;
        known.ok_or(AppError::NotFound(Thing::Import))?;
        blocking(move || {
            export::rejects_csv(&store, id, language, &mut bytes)?;
            Ok(bytes)
        })
        .await
    }
}

impl ContactExport {
    /// Writes the file, contact by contact, on a thread that may block; tells how many there were. `progress` is told
    /// every thousand. A writer that fails ends the export.
    ///
    /// # Errors
    /// The writer's own error, or the database's.
    pub async fn write_to(
        self,
        mut out: impl Write + Send + 'static,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Result<u64, AppError> {
        let Self { store, request, .. } = self;
        blocking(move || Ok(export::export_contacts(&store, &request, &mut out, &progress)?)).await
    }

    /// Writes the file at `path`, where nothing stands under that name before it is complete; see [`WholeFile`].
    ///
    /// # Errors
    /// [`ExportError::Io`] with what the disk said, or the database's own error; what stood there is as it was.
    pub async fn write_file(
        self,
        path: PathBuf,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Result<u64, AppError> {
        let Self { store, request, .. } = self;
        blocking(move || {
            let mut out = BufWriter::new(WholeFile::create(&path).map_err(ExportError::Io)?);
            let contacts = export::export_contacts(&store, &request, &mut out, &progress)?;
            let whole = out.into_inner().map_err(|error| ExportError::Io(error.into_error()))?;
            whole.finish().map_err(ExportError::Io)?;
            Ok(contacts)
        })
        .await
    }
}

//! Taking an import back: shown first, then done in one transaction.

use sellify_contacts::undo::{UndoCounts, rehearse_undo, undo};
use sellify_domain::{Actor, ImportId, ImportRecord, ImportState};
use sellify_store::Read;
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;

impl App {
    /// What taking an import back would do; nothing is written.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::ImportNotUndoable`] for one that wrote nothing or was taken back already.
    pub async fn rehearse_undo_import(&self, id: ImportId) -> Result<UndoCounts, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                finished(r, id)?;
                Ok(rehearse_undo(r, id)?)
            })
            .await
    }

    /// Takes an import back: what it added goes to the bin, what it changed says again what it said before, and
    /// later edits stay.
    ///
    /// # Errors
    /// As [`App::rehearse_undo_import`]; nothing was changed.
    pub async fn undo_import(&self, by: &Actor, id: ImportId) -> Result<UndoCounts, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "import.undone", id, json!({}));
        let (counts, record) = vault
            .store
            .write(move |w| {
                let record = ImportRecord { state: ImportState::Undone, ..finished(w, id)? };
                let counts = undo(w, id, now)?;
                w.imports_mut().update_record(&record)?;
                let UndoCounts { removed, restored, kept } = counts;
                let details = json!({ "file": record.file_name, "removed": removed, "restored": restored, "kept": kept });
                entry.append_with(w, details)?;
                Ok::<_, AppError>((counts, record))
            })
            .await?;
        self.inner.imports.update(id, |view| view.record.state = ImportState::Undone);
        let data =
            json!({ "import_id": id, "state": record.state, "counts": record.counts, "dry_run": false });
        self.events().publish(EventKind::ImportFinished, data);
        let changed = counts.removed + counts.restored;
        self.events().publish(EventKind::ContactChanged, json!({ "changed": changed }));
        Ok(counts)
    }
}

fn finished(read: &Read<'_>, id: ImportId) -> Result<ImportRecord, AppError> {
    let record = read.imports().get(id)?.ok_or(AppError::NotFound(Thing::Import))?;
    if record.state == ImportState::Finished { Ok(record) } else { Err(AppError::ImportNotUndoable) }
}

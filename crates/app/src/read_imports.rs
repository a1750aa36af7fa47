//! Reading imports: the list, one of them, the rows it refused.

use sellify_domain::{ImportId, ImportRecord, RejectReason, RejectedRow};
use sellify_store::{Page, PageRequest};

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::running_imports::{ImportDetail, ImportView};

impl ImportView {
    /// An import of the vault.
    pub(crate) fn of_record(record: ImportRecord) -> Self {
        Self { record, dry_run: false, progress: None, error_detail: None, detail: ImportDetail::default() }
    }
}

impl App {
    /// Imports, the latest first; the running one leads.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn imports(&self, page: PageRequest) -> Result<Page<ImportView>, AppError> {
        let vault = self.open_vault()?;
        let first = page.cursor.is_none();
        let Page { items, next, total, total_is_exact } =
            vault.store.read(move |r| Ok::<_, AppError>(r.imports().list(&page)?)).await?;
        let mut views: Vec<ImportView> = Vec::with_capacity(items.len() + 1);
        if first {
            let running = self.inner.imports.running().into_iter();
            views.extend(running.filter(|view| !items.iter().any(|record| record.id == view.record.id)));
        }
        views.extend(items.into_iter().map(|record| self.known_or(record)));
        Ok(Page { items: views, next, total, total_is_exact })
    }

    /// Finished imports of a file with these bytes, the latest first; those taken back do not count.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn imports_of_file(&self, sha256: String) -> Result<Vec<ImportRecord>, AppError> {
        let vault = self.open_vault()?;
        vault.store.read(move |r| Ok(r.imports().find_by_sha256(&sha256)?)).await
    }

    /// One import, of this run or of the vault, with what was chosen for it.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn import(&self, id: ImportId) -> Result<ImportView, AppError> {
        if let Some(view) = self.inner.imports.find(id) {
            return Ok(view);
        }
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let record = r.imports().get(id)?.ok_or(AppError::NotFound(Thing::Import))?;
                let (plan, headers) = (r.imports().plan(id)?, r.imports().headers(id)?);
                let detail = match plan {
                    Some(plan) => ImportDetail::of_kept(plan, headers),
                    None => ImportDetail { headers, ..ImportDetail::default() },
                };
                Ok(ImportView { detail, ..ImportView::of_record(record) })
            })
            .await
    }

    /// Rows that an import refused.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn rejected_rows(
        &self,
        id: ImportId,
        reason: Option<RejectReason>,
        page: PageRequest,
    ) -> Result<Page<RejectedRow>, AppError> {
        let vault = self.open_vault()?;
        if let Some(rejected) = self.inner.imports.rejected_in_rehearsal(id) {
            return Ok(page_of(rejected, reason, &page));
        }
        vault
            .store
            .read(move |r| {
                r.imports().get(id)?.ok_or(AppError::NotFound(Thing::Import))?;
                Ok(r.imports().rejected_rows(id, reason, &page)?)
            })
            .await
    }

    fn known_or(&self, record: ImportRecord) -> ImportView {
        self.inner.imports.find(record.id).unwrap_or_else(|| ImportView::of_record(record))
    }
}

/// One page of rows that only this program remembers; the cursor is the line of the last one shown.
fn page_of(
    rejected: Vec<RejectedRow>,
    reason: Option<RejectReason>,
    page: &PageRequest,
) -> Page<RejectedRow> {
    let after: u64 = page.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let limit = if page.limit == 0 { 50 } else { page.limit as usize };
    let wanted: Vec<_> =
        rejected.into_iter().filter(|row| reason.is_none_or(|reason| row.reason == reason)).collect();
    let total = wanted.len() as u64;
    let mut items: Vec<_> = wanted.into_iter().filter(|row| row.line > after).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|row| row.line.to_string());
    Page { items, next, total, total_is_exact: true }
}

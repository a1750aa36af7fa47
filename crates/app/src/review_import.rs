//! What the rows of a file become: of a dry run every verdict, of a finished import what it changed and refused.

use sellify_contacts::import::{
    self, FilterCount, Narrow, ROWS_KEPT, Reason, Review, ReviewFilter, ReviewRow, Verdict,
};
use sellify_domain::ImportId;
use sellify_store::{PageRequest, Read};

use crate::app::App;
use crate::error::{AppError, Thing};

/// Rows of a page when nobody says how many.
const PAGE: usize = 50;

/// One page of a review.
#[derive(Debug, Clone, Default)]
pub struct ReviewedRows {
    /// The rows, in the file's order.
    pub items: Vec<ReviewRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// How many rows of the whole file were meant; none where only the rows kept could tell.
    pub total: Option<u64>,
    /// How many of them were kept and can be listed.
    pub kept: u64,
}

impl App {
    /// Rows of an import by verdict, reason and words. A dry run answers from memory; of a finished import the vault
    /// keeps what was refused (with its cells) and what was changed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an import that neither this run of the program nor the vault knows.
    pub async fn reviewed_rows(
        &self,
        id: ImportId,
        filter: ReviewFilter,
        page: PageRequest,
    ) -> Result<ReviewedRows, AppError> {
        let vault = self.open_vault()?;
        if let Some(review) = self.inner.imports.review(id) {
            return Ok(page_of(&review, &filter, &page));
        }
        vault.store.read(move |r| kept_rows(r, id, &filter, &page)).await
    }

    /// What the rows of an import can be narrowed to, each with how many rows of the whole file it means. A filter
    /// that means none is absent.
    ///
    /// # Errors
    /// As [`App::reviewed_rows`].
    pub async fn review_filters(&self, id: ImportId) -> Result<Vec<FilterCount>, AppError> {
        let vault = self.open_vault()?;
        if let Some(review) = self.inner.imports.review(id) {
            return Ok(review.filters());
        }
        vault.store.read(move |r| kept_filters(r, id)).await
    }
}

/// Of a finished import the vault knows what changed as a whole, and what was refused by reason.
fn kept_filters(read: &Read<'_>, id: ImportId) -> Result<Vec<FilterCount>, AppError> {
    let counts = read.imports().get(id)?.ok_or(AppError::NotFound(Thing::Import))?.counts;
    let every = [(Verdict::Updated, counts.updated), (Verdict::Rejected, counts.rejected)];
    let every = every.map(|(verdict, count)| (verdict, Narrow::Every, count));
    let refused = read.imports().reject_counts(id)?.into_iter();
    let refused = refused
        .map(|(reason, count)| (Verdict::Rejected, Narrow::Reason(Reason::Rejected(reason).code()), count));
    let filters = every.into_iter().chain(refused).filter(|(_, _, count)| *count > 0);
    let kept = u64::from(ROWS_KEPT);
    Ok(filters
        .map(|(verdict, narrow, count)| FilterCount { verdict, narrow, count, kept: count.min(kept) })
        .collect())
}

/// The cursor is the number of rows already shown.
fn page_of(review: &Review, filter: &ReviewFilter, page: &PageRequest) -> ReviewedRows {
    let from: usize = page.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let limit = if page.limit == 0 { PAGE } else { page.limit as usize };
    let meant: Vec<&ReviewRow> = review.rows.iter().filter(|row| filter.means(row)).collect();
    let items: Vec<ReviewRow> = meant.iter().skip(from).take(limit).map(|row| (*row).clone()).collect();
    let shown = from.saturating_add(items.len());
    ReviewedRows {
        items,
        next: (shown < meant.len()).then(|| shown.to_string()),
        total: review.total(filter),
        kept: meant.len() as u64,
    }
}

/// What the vault keeps of a finished import.
fn kept_rows(
    read: &Read<'_>,
    id: ImportId,
    filter: &ReviewFilter,
    page: &PageRequest,
) -> Result<ReviewedRows, AppError> {
    let record = read.imports().get(id)?.ok_or(AppError::NotFound(Thing::Import))?;
    let mut review = Review::default();
    let wanted = |verdict| filter.verdicts.is_empty() || filter.verdicts.contains(&verdict);
    if wanted(Verdict::Updated) && record.counts.updated > 0 {
        read.imports().for_each_change(id, |change| {
            if let Some(after) = &change.after {
                review.add(import::changed_row(change.contact, &change.before, after));
            }
            Ok::<_, AppError>(())
        })?;
    }
    if wanted(Verdict::Rejected) && record.counts.rejected > 0 {
        let first = PageRequest::first(ROWS_KEPT);
        for row in read.imports().rejected_rows(id, None, &first)?.items {
            review.add(import::rejected_row(row));
        }
    }
    let mut rows = page_of(&review, filter, page);
    // What was refused is counted in the vault, whatever was read of it.
    if filter.verdicts == [Verdict::Rejected] && filter.search.is_none() {
        let counts = read.imports().reject_counts(id)?;
        let meant = counts.iter().filter(|(reason, _)| {
            filter.reason.as_ref().is_none_or(|code| Reason::Rejected(*reason).code() == *code)
        });
        rows.total = Some(meant.map(|(_, count)| count).sum());
    }
    Ok(rows)
}

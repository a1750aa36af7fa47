//! A whole list of people who must not be written to: brought in from another program, or written to a file.
//!
//! Bringing in only ever adds. Whoever is on the list already keeps the older entry, and nothing is taken off.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use sellify_contacts::export::{self, CsvFormat, ExportError, Language, SuppressionsRequest};
use sellify_contacts::import::{self, ListLayout, ListedAddress, ListedRow, ReadOptions, Source};
use sellify_domain::{Actor, Channel, Suppression, SuppressionId, SuppressionReason, Timestamp, UploadId};
use sellify_store::{PageRequest, Store, SuppressionQuery};
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::settings::Settings;
use crate::suppress::{as_kept, basis_of, cut_source};
use crate::uploads::Staged;
use crate::whole_file::WholeFile;

/// Lines shown of those that hold no address.
const EXAMPLES: usize = 20;

/// A file of addresses that must not be written to.
#[derive(Debug, Clone)]
pub struct ListOrder {
    /// The file.
    pub upload: UploadId,
    /// How it is read, where that is not to be found out.
    pub read: ReadOptions,
    /// On which channel; a file that we wrote ourselves says it line by line.
    pub channel: Channel,
    /// The column with the addresses, from 0; none: the one that was found.
    pub column: Option<usize>,
    /// Why; none: what the file itself shows, else that they unsubscribed.
    pub reason: Option<SuppressionReason>,
    /// Where they come from; empty: the file's name.
    pub source: String,
}

/// What a list holds, or what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOutcome {
    /// Names of the file's columns; empty texts where there are none.
    pub headers: Vec<String>,
    /// The column with the addresses, from 0.
    pub column: usize,
    /// Whether we wrote the file ourselves.
    pub own: bool,
    /// Why they are kept.
    pub reason: Option<SuppressionReason>,
    /// Addresses that are not on the suppression list yet.
    pub new: u64,
    /// Addresses that are on it already.
    pub known: u64,
    /// Rows that repeat an earlier one.
    pub repeated: u64,
    /// Rows without a readable address.
    pub unreadable: u64,
    /// The first of these: line and what stands there.
    pub examples: Vec<(u64, String)>,
}

/// A file of the suppression list that is written down in the audit log and may begin.
#[derive(Debug)]
pub struct SuppressionsExport {
    store: Store,
    request: SuppressionsRequest,
    /// How many entries it will hold.
    pub entries: u64,
}

impl App {
    /// What bringing in a list would do; nothing is written.
    ///
    /// # Errors
    /// [`AppError::UploadGone`]; [`AppError::Import`] says what is wrong with the file.
    pub async fn preview_suppressions(&self, order: ListOrder) -> Result<ListOutcome, AppError> {
        let vault = self.open_vault()?;
        let list = self.list_of(order)?;
        let now = self.now();
        vault
            .store
            .read(move |r| {
                let country = Settings::read(r)?.country;
                list.go_through(&country, now, &mut |entry| {
                    Ok(!r.suppressions().is_suppressed(entry.channel, &entry.address)?)
                })
            })
            .await
    }

    /// Adds every address of a list, all or none of it.
    ///
    /// # Errors
    /// As [`App::preview_suppressions`].
    pub async fn suppress_many(&self, by: &Actor, order: ListOrder) -> Result<ListOutcome, AppError> {
        let vault = self.open_vault()?;
        let (upload, list) = (order.upload, self.list_of(order)?);
        let now = self.now();
        let entry = vault.entry(by, now, "suppression.imported", "suppressions", json!({}));
        let outcome = vault
            .store
            .write(move |w| {
                let country = Settings::read(w)?.country;
                let outcome = list.go_through(&country, now, &mut |entry| {
                    Ok(w.suppressions_mut().add_if_absent(entry)?)
                })?;
                let said = json!({
                    "file": list.source.name(), "reason": outcome.reason, "added": outcome.new,
                    "known": outcome.known, "unreadable": outcome.unreadable,
                });
                entry.append_with(w, said)?;
                Ok::<_, AppError>(outcome)
            })
            .await?;
        self.inner.uploads.forget(upload);
        self.events().publish(EventKind::SuppressionChanged, json!({ "added": outcome.new }));
        Ok(outcome)
    }

    /// Prepares a file of the suppression list, or of what a search in it finds. Who takes it out is in the audit log
    /// before the first byte leaves the vault.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn export_suppressions(
        &self,
        by: &Actor,
        channel: Option<Channel>,
        search: Option<String>,
        format: CsvFormat,
    ) -> Result<SuppressionsExport, AppError> {
        let vault = self.open_vault()?;
        let entry = vault.entry(by, self.now(), "suppression.exported", "suppressions", json!({}));
        let (request, entries) = vault
            .store
            .write(move |w| {
                let settings = Settings::read(w)?;
                let search = search.map(|typed| as_kept(&typed, &settings.country));
                let query = SuppressionQuery { channel, search, page: PageRequest::default() };
                let entries = w.suppressions().count_of(&query)?;
                entry.append_with(w, json!({ "entries": entries, "channel": channel, "format": format }))?;
                let language = Language::of_code(&settings.language);
                Ok::<_, AppError>((SuppressionsRequest { query, format, language }, entries))
            })
            .await?;
        Ok(SuppressionsExport { store: vault.store.clone(), request, entries })
    }

    fn list_of(&self, order: ListOrder) -> Result<List, AppError> {
        let (upload, staged) = self.inner.uploads.find(order.upload, self.now())?;
        let source = match staged {
            Staged::Temporary(file) => Source::File { name: upload.name, file },
            Staged::Path(path) => Source::Path(path),
        };
        Ok(List { source, order })
    }
}

impl SuppressionsExport {
    /// Writes the file, entry by entry, on a thread that may block; tells how many there were.
    ///
    /// # Errors
    /// The writer's own error, or the database's.
    pub async fn write_to(self, mut out: impl Write + Send + 'static) -> Result<u64, AppError> {
        blocking(move || Ok(export::export_suppressions(&self.store, &self.request, &mut out)?)).await
    }

    /// Writes the file at `path`, where nothing stands under that name before it is complete.
    ///
    /// # Errors
    /// What the disk said, or the database's own error; what stood there is as it was.
    pub async fn write_file(self, path: PathBuf) -> Result<u64, AppError> {
        blocking(move || {
            let mut out = BufWriter::new(WholeFile::create(&path).map_err(ExportError::Io)?);
            let entries = export::export_suppressions(&self.store, &self.request, &mut out)?;
            let whole = out.into_inner().map_err(|error| ExportError::Io(error.into_error()))?;
            whole.finish().map_err(ExportError::Io)?;
            Ok(entries)
        })
        .await
    }
}

/// A file and what was said of it.
struct List {
    source: Source,
    order: ListOrder,
}

impl List {
    /// Every address of the file once; `add` tells whether it is new.
    fn go_through(
        &self,
        country: &str,
        now: Timestamp,
        add: &mut dyn FnMut(&Suppression) -> Result<bool, AppError>,
    ) -> Result<ListOutcome, AppError> {
        let Self { source, order } = self;
        let layout = import::list_layout(source, &order.read, order.channel, order.column)?;
        let mut outcome = self.begin(&layout);
        let mut failed = None;
        import::read_list(
            source,
            &order.read,
            &layout,
            (order.channel, country),
            &mut |row| match self.count(row, now, &mut outcome, add) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            },
        )?;
        failed.map_or(Ok(outcome), Err)
    }

    fn begin(&self, layout: &ListLayout) -> ListOutcome {
        let reason = self.order.reason.or(layout.reason).unwrap_or(SuppressionReason::Unsubscribed);
        ListOutcome {
            headers: layout.headers.clone(),
            column: layout.address,
            own: layout.is_own(),
            reason: (!layout.is_own()).then_some(reason),
            ..ListOutcome::default()
        }
    }

    fn count(
        &self,
        row: ListedRow,
        now: Timestamp,
        outcome: &mut ListOutcome,
        add: &mut dyn FnMut(&Suppression) -> Result<bool, AppError>,
    ) -> Result<(), AppError> {
        match row {
            ListedRow::Address(listed) => {
                let reason = outcome.reason.unwrap_or(SuppressionReason::Unsubscribed);
                let new = add(&self.entry(listed, reason, now))?;
                *(if new { &mut outcome.new } else { &mut outcome.known }) += 1;
            }
            ListedRow::Repeated => outcome.repeated += 1,
            ListedRow::Unreadable { line, value } => {
                outcome.unreadable += 1;
                if outcome.examples.len() < EXAMPLES {
                    outcome.examples.push((line, value));
                }
            }
        }
        Ok(())
    }

    /// A day that has not come yet is a mistake of the file: the refusal counts from now.
    fn entry(&self, listed: ListedAddress, reason: SuppressionReason, now: Timestamp) -> Suppression {
        let ListedAddress { channel, address, reason: said, legal_basis, source, since } = listed;
        let reason = said.unwrap_or(reason);
        let given = if source.is_empty() { cut_source(&self.order.source) } else { source };
        Suppression {
            id: SuppressionId::generate(now),
            channel,
            address,
            reason,
            legal_basis: legal_basis.unwrap_or_else(|| basis_of(reason)),
            source: if given.is_empty() { cut_source(&self.source.name()) } else { given },
            created_at: since.unwrap_or(now).min(now),
        }
    }
}

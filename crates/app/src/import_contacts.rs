//! Importing a file: look at it, start, follow, stop. The engine writes everything in one transaction or nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use sellify_contacts::import::{
    self, CancelFlag, ColumnChoice, DuplicatePolicy, ImportError, ImportPlan, ImportProgress, ImportReport,
    Inspection, KeptPlan, ReadOptions, Require, ReviewRow, Source, Watch, default_columns, default_mapping,
    inspect,
};
use sellify_domain::{
    Actor, ContactField, CustomField, ImportCounts, ImportId, ImportRecord, ImportState, UploadId,
};
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::import_report::ReportFile;
use crate::import_shapes::{fields_to_make, kinds_with};
use crate::open_vault::{Entry, OpenVault};
use crate::running_imports::{FileProgress, ImportDetail, ImportView};
use crate::settings::{Settings, country_code};
use crate::uploads::{Receiving, Staged, Upload};

/// Progress is told at most so often.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// What a person decided about a file.
#[derive(Debug, Clone)]
pub struct ImportOrder {
    /// The file.
    pub upload: UploadId,
    /// How to read it.
    pub read: ReadOptions,
    /// One field per column, `None` to leave a column out; absent: as suggested.
    pub mapping: Option<Vec<Option<ContactField>>>,
    /// Tags for every contact of the file.
    pub tags: Vec<String>,
    /// Country for numbers without a country code; absent: the firm's.
    pub country: Option<String>,
    /// What a row must have.
    pub require: Require,
    /// What becomes of contacts that the vault knows.
    pub policy: DuplicatePolicy,
    /// How each column is read; empty: as the file suggests.
    pub columns: Vec<ColumnChoice>,
    /// Fields of the firm's own that come to be with the import.
    pub new_fields: Vec<CustomField>,
    /// Rows as a person corrected them, by line.
    pub corrections: BTreeMap<u64, Vec<String>>,
    /// Only count.
    pub dry_run: bool,
    /// Where every row's verdict is to be written. Only for doors where the person sits at this computer.
    pub report: Option<PathBuf>,
}

impl ImportOrder {
    /// Everything as the file and the vault suggest.
    #[must_use]
    pub fn of(upload: UploadId) -> Self {
        Self {
            upload,
            read: ReadOptions::default(),
            mapping: None,
            tags: Vec::new(),
            country: None,
            require: Require::default(),
            policy: DuplicatePolicy::default(),
            columns: Vec::new(),
            new_fields: Vec::new(),
            corrections: BTreeMap::new(),
            dry_run: false,
            report: None,
        }
    }
}

/// Whether a file is meant for a restore, by its name.
fn is_backup(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".sellifybak")
}

impl App {
    /// Begins to receive a file. Its bytes lie in a temporary file without a name.
    ///
    /// # Errors
    /// The vault is not open, or the disk's own refusal.
    pub fn receive_upload(&self, name: &str) -> Result<Receiving, AppError> {
        // A backup is handed over where there is no vault yet.
        if is_backup(name) {
            return self.receive_backup(name);
        }
        self.open_vault()?;
        Receiving::start(name, &self.inner.config.paths.dir)
    }

    /// Keeps a received file for its import.
    ///
    /// # Errors
    /// The disk's own refusal.
    pub fn keep_upload(&self, received: Receiving) -> Result<Upload, AppError> {
        self.inner.uploads.keep(received, self.now())
    }

    /// Keeps the path of a file of this computer. Only for doors where the person sits at this computer.
    ///
    /// # Errors
    /// [`AppError::FileUnreadable`], [`AppError::FileNotAFile`].
    pub fn upload_path(&self, path: &std::path::Path) -> Result<Upload, AppError> {
        if !is_backup(&path.to_string_lossy()) {
            self.open_vault()?;
        }
        self.inner.uploads.keep_path(path, self.now())
    }

    /// Looks at a file: encoding, columns, suggested fields, first rows.
    ///
    /// # Errors
    /// [`AppError::Import`] says what is wrong with the file.
    pub async fn inspect_import(
        &self,
        upload: UploadId,
        options: ReadOptions,
    ) -> Result<Inspection, AppError> {
        let (upload, staged) = self.inner.uploads.find(upload, self.now())?;
        blocking(move || Ok(inspect(&source(upload.name, staged), &options)?)).await
    }

    /// Starts an import and answers at once; the event feed tells the rest.
    ///
    /// # Errors
    /// [`AppError::UploadGone`], [`AppError::ImportRunning`]. What is wrong with the file ends the import.
    pub async fn start_import(&self, by: &Actor, order: ImportOrder) -> Result<ImportId, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let (upload, staged) = self.inner.uploads.find(order.upload, now)?;
        let country = match &order.country {
            Some(typed) => country_code("country", typed)?,
            None => vault.store.read(Settings::read).await?.country,
        };
        let id = ImportId::generate(now);
        let record = ImportRecord {
            id,
            file_name: upload.name.clone(),
            file_sha256: String::new(),
            state: ImportState::Running,
            counts: ImportCounts::default(),
            tags: order.tags.clone(),
            started_at: now,
            finished_at: None,
            error_code: None,
        };
        let progress = Some(FileProgress { bytes_total: upload.bytes, ..FileProgress::default() });
        let cancel = Arc::new(CancelFlag::default());
        let detail = ImportDetail::default();
        let view = ImportView { record, dry_run: order.dry_run, progress, error_detail: None, detail };
        self.inner.imports.begin(view, cancel.clone())?;
        let (app, by, report_failed) = (self.clone(), by.clone(), Mutex::default());
        let run = Run { app, vault, by, id, country, order, cancel, report_failed };
        tokio::spawn(run.finish(source(upload.name, staged)));
        Ok(id)
    }

    /// Stops an import; nothing of it is kept.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::ImportEnded`] when it is too late.
    pub async fn cancel_import(&self, id: ImportId) -> Result<ImportView, AppError> {
        let view = self.import(id).await?;
        if self.inner.imports.cancel(id) { Ok(view) } else { Err(AppError::ImportEnded) }
    }
}

fn source(name: String, staged: Staged) -> Source {
    match staged {
        Staged::Temporary(file) => Source::File { name, file },
        Staged::Path(path) => Source::Path(path),
    }
}

/// One import under way.
struct Run {
    app: App,
    vault: Arc<OpenVault>,
    by: Actor,
    id: ImportId,
    country: String,
    order: ImportOrder,
    cancel: Arc<CancelFlag>,
    /// Why the report on the rows is not whole; the import is.
    report_failed: Mutex<Option<String>>,
}

impl Run {
    async fn finish(self, source: Source) {
        let run = Arc::new(self);
        let working = run.clone();
        let ended = blocking(move || working.work(&source)).await;
        run.settle(ended).await;
        run.app.inner.imports.end();
    }

    fn work(&self, source: &Source) -> Result<ImportReport, AppError> {
        let plan = self.plan(source)?;
        let told = Mutex::new(None);
        let progress = |progress: ImportProgress| self.tell(progress, &told);
        let report = self.order.report.as_deref().map(ReportFile::create).transpose()?;
        let each = report.as_ref().map(|file| move |row: ReviewRow| file.add(&row));
        let watch = Watch {
            progress: &progress,
            cancel: &self.cancel,
            each: each.as_ref().map(|each| each as &dyn Fn(ReviewRow)),
        };
        let entry = self.entry("import.finished");
        let clock = self.app.clock();
        let details = json!({
            "file": source.name(),
            "policy": plan.policy,
            "corrected": plan.corrections.len(),
            "new_fields": self.order.new_fields.iter().map(|field| &field.key).collect::<Vec<_>>(),
        });
        let done = import::run_watched(
            &self.vault.store,
            source,
            &plan,
            self.id,
            clock.as_ref(),
            &watch,
            |w, counts| {
                for field in fields_to_make(w, &self.order.new_fields)? {
                    w.contact_fields_mut().define(&field)?;
                }
                let mut details = details;
                details["counts"] = json!(counts);
                entry.append_with(w, details)
            },
        )?;
        if let Some(Err(error)) = report.map(|report| report.finish(self.order.dry_run)) {
            *self.report_failed.lock() = Some(error.to_string());
        }
        Ok(done)
    }

    /// What was ordered, with what the file and the vault say to the rest.
    fn plan(&self, source: &Source) -> Result<ImportPlan, AppError> {
        let order = &self.order;
        let (mapping, columns) = match &order.mapping {
            Some(mapping) => (mapping.clone(), order.columns.clone()),
            None => {
                let found = inspect(source, &order.read)?;
                let columns =
                    if order.columns.is_empty() { default_columns(&found) } else { order.columns.clone() };
                (default_mapping(&found), columns)
            }
        };
        let custom_kinds = self.vault.store.read_blocking(|r| kinds_with(r, &order.new_fields))?;
        Ok(ImportPlan {
            mapping,
            columns,
            tags: order.tags.clone(),
            country: self.country.clone(),
            require: order.require,
            policy: order.policy,
            custom_kinds,
            corrections: order.corrections.clone(),
            source: source.name(),
            dry_run: order.dry_run,
            read: order.read.clone(),
        })
    }

    fn entry(&self, action: &'static str) -> Entry {
        self.vault.entry(&self.by, self.app.now(), action, self.id, json!({}))
    }

    fn tell(&self, progress: ImportProgress, told: &Mutex<Option<Instant>>) {
        let ImportProgress { counts, bytes_read, bytes_total, finishing } = progress;
        let read = FileProgress { bytes_read, bytes_total, finishing };
        self.app.inner.imports.update(self.id, |view| {
            view.record.counts = counts;
            view.progress = Some(read);
        });
        let mut told = told.lock();
        if told.is_some_and(|at| at.elapsed() < TELL_EVERY) {
            return;
        }
        *told = Some(Instant::now());
        let data = json!({
            "import_id": self.id,
            "counts": counts,
            "progress": { "bytes_read": bytes_read, "bytes_total": bytes_total, "finishing": finishing },
        });
        self.app.events().publish(EventKind::ImportProgress, data);
    }

    /// Remembers how it ended. A failed import is kept in the list of imports too, with its reason.
    async fn settle(&self, mut ended: Result<ImportReport, AppError>) {
        let now = self.app.now();
        let report_failed = self.report_failed.lock().take();
        if let Ok(Some(review)) = ended.as_mut().map(|report| report.review.take()) {
            self.app.inner.imports.keep_review(self.id, review);
        }
        let (state, error) = match &ended {
            Ok(_) => (ImportState::Finished, None),
            Err(AppError::Import(ImportError::Cancelled)) => (ImportState::Cancelled, None),
            Err(error) => (ImportState::Failed, Some((error.code(), error.to_string()))),
        };
        let Some(mut view) = self.app.inner.imports.find(self.id) else { return };
        if let Ok(report) = &ended {
            view.record.counts = report.counts;
            view.record.file_sha256.clone_from(&report.file_sha256);
            view.detail = self.detail(report);
        }
        view.record.state = state;
        view.record.finished_at = Some(now);
        view.record.error_code = error.as_ref().map(|(code, _)| (*code).to_owned());
        view.error_detail = error.map(|(_, sentence)| sentence).or(report_failed);
        view.progress = None;
        // Whoever sees the end finds it in the list too.
        if state != ImportState::Finished && !self.order.dry_run {
            self.keep_failure(view.record.clone()).await;
        }
        self.app.inner.imports.update(self.id, |known| known.clone_from(&view));
        self.publish(&view);
    }

    fn detail(&self, report: &ImportReport) -> ImportDetail {
        let corrected = self.order.corrections.len() as u64;
        let (hints, reasons) = (report.hints, report.reasons.clone());
        let kept = KeptPlan { choices: report.choices.clone(), corrected, hints, reasons };
        ImportDetail::of_kept(kept, report.headers.clone())
    }

    async fn keep_failure(&self, mut record: ImportRecord) {
        record.counts = ImportCounts::default();
        let entry = self.entry("import.stopped");
        let details = json!({ "file": record.file_name, "reason": record.error_code });
        let kept = self
            .vault
            .store
            .write(move |w| {
                w.imports_mut().insert(&record)?;
                entry.append_with(w, details)
            })
            .await;
        if let Err(error) = kept {
            tracing::error!(import = %self.id, code = error.code(), "the end of an import could not be recorded");
        }
    }

    fn publish(&self, view: &ImportView) {
        let record = &view.record;
        let data = json!({
            "import_id": record.id,
            "state": record.state,
            "counts": record.counts,
            "error_code": record.error_code,
            "dry_run": view.dry_run,
        });
        self.app.events().publish(EventKind::ImportFinished, data);
        let changed = record.counts.created + record.counts.updated;
        if record.state == ImportState::Finished && !view.dry_run && changed > 0 {
            self.app.inner.uploads.forget(self.order.upload);
            self.app.events().publish(EventKind::ContactChanged, json!({ "changed": changed }));
        }
    }
}

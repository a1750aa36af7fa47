//! Importing a file: look at it, start, follow, stop. The engine writes everything in one transaction or nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use sellify_contacts::import::{
    self, CancelFlag, ImportError, ImportPlan, ImportProgress, ImportReport, Inspection, ReadOptions,
    Require, Source, default_mapping, inspect,
};
use sellify_domain::{Actor, ContactField, ImportCounts, ImportId, ImportRecord, ImportState, UploadId};
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::open_vault::{Entry, OpenVault};
use crate::running_imports::{FileProgress, ImportView};
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
    /// Only count.
    pub dry_run: bool,
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
        let view = ImportView { record, dry_run: order.dry_run, progress, error_detail: None };
        self.inner.imports.begin(view, cancel.clone())?;
        let run = Run { app: self.clone(), vault, by: by.clone(), id, country, order, cancel };
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
        let mapping = match &self.order.mapping {
            Some(mapping) => mapping.clone(),
            None => default_mapping(&inspect(source, &self.order.read)?),
        };
        let plan = ImportPlan {
            mapping,
            tags: self.order.tags.clone(),
            country: self.country.clone(),
            require: self.order.require,
            dry_run: self.order.dry_run,
            read: self.order.read.clone(),
        };
        let told = Mutex::new(None);
        let progress = |progress: ImportProgress| self.tell(progress, &told);
        let entry = self.entry("import.finished");
        let clock = self.app.clock();
        let report = import::run(
            &self.vault.store,
            source,
            &plan,
            self.id,
            clock.as_ref(),
            &progress,
            &self.cancel,
            |w, counts| entry.append_with(w, json!({ "file": source.name(), "counts": counts })),
        )?;
        Ok(report)
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
    async fn settle(&self, ended: Result<ImportReport, AppError>) {
        let now = self.app.now();
        if let (Ok(report), true) = (&ended, self.order.dry_run) {
            self.app.inner.imports.keep_rejected(self.id, report.rejected.clone());
        }
        let (state, error) = match &ended {
            Ok(_) => (ImportState::Finished, None),
            Err(AppError::Import(ImportError::Cancelled)) => (ImportState::Cancelled, None),
            Err(error) => (ImportState::Failed, Some((error.code(), error.to_string()))),
        };
        self.app.inner.imports.update(self.id, |view| {
            if let Ok(report) = &ended {
                view.record.counts = report.counts;
                view.record.file_sha256.clone_from(&report.file_sha256);
            }
            view.record.state = state;
            view.record.finished_at = Some(now);
            view.record.error_code = error.as_ref().map(|(code, _)| (*code).to_owned());
            view.error_detail = error.map(|(_, sentence)| sentence);
            view.progress = None;
        });
        let Some(view) = self.app.inner.imports.find(self.id) else { return };
        if state != ImportState::Finished && !self.order.dry_run {
            self.keep_failure(view.record.clone()).await;
        }
        self.publish(&view);
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

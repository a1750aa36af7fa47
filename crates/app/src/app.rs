//! The running program: one handle that every door holds, and what must outlive a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::{Mutex, RwLock};
use sellify_domain::{Clock, Timestamp};
use sellify_vault::{Attempts, RecoveryCode};

use crate::backup_schedule::BackupSchedule;
use crate::config::AppConfig;
use crate::error::AppError;
use crate::events::EventFeed;
use crate::find_duplicates::RunningSearch;
use crate::lock_vault::Idleness;
use crate::open_vault::OpenVault;
use crate::rotate_vault::RunningRotation;
use crate::running_backup::RunningBackup;
use crate::running_imports::RunningImports;
use crate::uploads::Uploads;

/// The running program. Clones share everything.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: AppConfig,
    pub(crate) events: EventFeed,
    pub(crate) uploads: Uploads,
    pub(crate) imports: RunningImports,
    pub(crate) duplicates: RunningSearch,
    /// The backup under way, and whether this run makes them by itself.
    pub(crate) backups: RunningBackup,
    pub(crate) schedule: BackupSchedule,
    pub(crate) rotation: RunningRotation,
    pub(crate) vault: RwLock<VaultSlot>,
    /// Making and opening the vault happen one at a time.
    pub(crate) opening: tokio::sync::Mutex<()>,
    /// Wrong passphrases of this run.
    pub(crate) attempts: Mutex<Attempts>,
    /// When somebody was last here, and when to lock.
    pub(crate) idleness: Idleness,
    /// Whether opening the vault leaves interrupted campaigns alone.
    pub(crate) holds_campaigns: AtomicBool,
}

/// The vault as this process sees it.
#[derive(Default)]
pub(crate) struct VaultSlot {
    pub(crate) open: Option<Arc<OpenVault>>,
    /// Why the last opening failed.
    pub(crate) refusal: Option<Refusal>,
    /// The code of a vault made in this run, until two groups were typed back.
    pub(crate) unconfirmed: Option<Unconfirmed>,
    /// What people should know about the last opening.
    pub(crate) notices: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) sentence: String,
}

pub(crate) struct Unconfirmed {
    pub(crate) code: RecoveryCode,
    /// The two groups to ask for, from 0.
    pub(crate) asked: [u8; 2],
}

impl App {
    /// A program that has not looked at its vault yet; [`App::unlock`] does.
    ///
    /// # Errors
    /// [`AppError::NoRandomness`] when the operating system gives none.
    pub fn new(config: AppConfig) -> Result<Self, AppError> {
        let mut epoch = [0_u8; 8];
        getrandom::fill(&mut epoch).map_err(|_| AppError::NoRandomness)?;
        let epoch = epoch.iter().map(|byte| format!("{byte:02x}")).collect();
        let events = EventFeed::new(epoch, config.clock.clone());
        let inner = Inner {
            config,
            events,
            uploads: Uploads::default(),
            imports: RunningImports::default(),
            duplicates: RunningSearch::default(),
            backups: RunningBackup::default(),
            schedule: BackupSchedule::default(),
            rotation: RunningRotation::default(),
            vault: RwLock::default(),
            opening: tokio::sync::Mutex::default(),
            attempts: Mutex::default(),
            idleness: Idleness::default(),
            holds_campaigns: AtomicBool::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// From now on, opening the vault does not go on with interrupted campaigns: a command that only looks must not
    /// send. [`App::continue_campaign`] goes on with one of them.
    pub fn hold_campaigns(&self) {
        self.inner.holds_campaigns.store(true, Ordering::Relaxed);
    }

    /// The present moment, by the program's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.config.clock.now()
    }

    /// The event feed.
    #[must_use]
    pub fn events(&self) -> &EventFeed {
        &self.inner.events
    }

    /// The open vault.
    ///
    /// # Errors
    /// [`AppError::VaultMissing`] or [`AppError::VaultLocked`].
    pub fn open_vault(&self) -> Result<Arc<OpenVault>, AppError> {
        if let Some(open) = &self.inner.vault.read().open {
            return Ok(open.clone());
        }
        match sellify_vault::state(&self.inner.config.paths) {
            sellify_vault::VaultState::Missing => Err(AppError::VaultMissing),
            sellify_vault::VaultState::Present => Err(AppError::VaultLocked),
        }
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.inner.config.clock.clone()
    }

    /// Ends everything in good order: campaigns stop between two messages and go on at the next start, a
    /// running import is undone, the database is written back.
    ///
    /// # Errors
    /// The database's own error; everything is stopped all the same.
    pub async fn quit(&self) -> Result<(), AppError> {
        self.inner.imports.cancel_all();
        self.inner.imports.wait_for_all().await;
        self.inner.duplicates.stop_and_wait().await;
        self.inner.uploads.clear();
        self.inner.rotation.stop_and_wait().await;
        if let Ok(vault) = self.open_vault() {
            vault.runners.stop_all().await;
            self.back_up_at_the_end().await;
        }
        let open = self.inner.vault.write().open.take();
        let Some(vault) = open else { return Ok(()) };
        // The last moment of use is written down.
        self.look_at_license(&vault).await;
        self.last_checkpoint(&vault).await;
        vault.close().await
    }
}

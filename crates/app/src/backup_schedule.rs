//! Automatic backups: daily while the program runs, late after sleep, and once more at the end when one is due.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use sellify_domain::Actor;

use crate::app::{App, Inner};
use crate::error::AppError;
use crate::open_vault::OpenVault;
use crate::settings::Settings;

/// How often somebody looks whether a backup is due. Long enough after a start not to be in anybody's way.
const TICK: Duration = Duration::from_secs(5 * 60);

/// Whether this run makes backups by itself: a window or a server does, a single command does not.
#[derive(Debug, Default)]
pub(crate) struct BackupSchedule {
    on: AtomicBool,
}

impl App {
    /// From now on, backups are made when they are due, and at the end of the program. For doors that stay open.
    pub fn keep_backups(&self) {
        if !self.inner.schedule.on.swap(true, Ordering::Relaxed) {
            tokio::spawn(watch(Arc::downgrade(&self.inner)));
        }
    }

    /// Makes a backup if one is due. Answers whether one was made.
    ///
    /// # Errors
    /// Why a backup that is due could not be made.
    pub async fn back_up_if_due(&self) -> Result<bool, AppError> {
        let Ok(vault) = self.open_vault() else { return Ok(false) };
        if !self.is_backup_due(&vault).await? {
            return Ok(false);
        }
        match self.inner.backups.begin(self.now()) {
            Ok(_) => self.run_backup(&vault, &Actor::System, true).await.map(|_| true),
            Err(AppError::BackupRunning) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn is_backup_due(&self, vault: &OpenVault) -> Result<bool, AppError> {
        // A vault whose code was made by an earlier version has nobody to encrypt to yet: Home says so.
        if vault.keys().backup_recipient().is_none() {
            return Ok(false);
        }
        let (settings, records) =
            vault.store.read(|r| Ok::<_, AppError>((Settings::read(r)?, r.backups().list()?))).await?;
        let last = records.iter().map(|record| record.made_at).max();
        let due = sellify_backup::is_due(last, self.inner.backups.tried(), self.now());
        Ok(settings.backup_automatic && due)
    }

    /// The last thing before the vault is closed. A failure is in the log; the program ends all the same.
    pub(crate) async fn back_up_at_the_end(&self) {
        self.inner.backups.wait_for_end().await;
        if self.inner.schedule.on.load(Ordering::Relaxed)
            && let Err(error) = self.back_up_if_due().await
        {
            tracing::warn!(code = error.code(), "the backup at the end was not made");
        }
    }
}

async fn watch(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(TICK).await;
        let Some(inner) = inner.upgrade() else { return };
        if let Err(error) = (App { inner }).back_up_if_due().await {
            tracing::warn!(code = error.code(), "a backup that was due was not made");
        }
    }
}

//! The backup under way, if there is one, and how the last attempt ended.

use parking_lot::Mutex;
use sellify_domain::{Timestamp, UploadId};
use tokio::sync::watch;
use uuid::Uuid;

use crate::error::AppError;

/// A backup under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupProgress {
    /// Identity of the job.
    pub id: Uuid,
    /// Bytes done, over all its passes.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// When it began.
    pub started_at: Timestamp,
}

/// How the last attempt of this run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFailure {
    /// When.
    pub at: Timestamp,
    /// Why, as a stable code.
    pub code: &'static str,
    /// The same in a sentence.
    pub sentence: String,
}

/// One backup at a time.
pub(crate) struct RunningBackup {
    state: Mutex<State>,
    /// Whether one is under way; locking and quitting wait for its end.
    under_way: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    running: Option<BackupProgress>,
    tried: Option<Timestamp>,
    failure: Option<BackupFailure>,
}

impl Default for RunningBackup {
    fn default() -> Self {
        Self { state: Mutex::default(), under_way: watch::channel(false).0 }
    }
}

impl RunningBackup {
    /// Takes the place of the one backup.
    pub(crate) fn begin(&self, now: Timestamp) -> Result<BackupProgress, AppError> {
        let mut state = self.state.lock();
        if state.running.is_some() {
            return Err(AppError::BackupRunning);
        }
        let progress =
            BackupProgress { id: UploadId::generate(now).as_uuid(), done: 0, total: 0, started_at: now };
        state.running = Some(progress);
        state.tried = Some(now);
        self.under_way.send_replace(true);
        Ok(progress)
    }

    /// Notes how far it is. Answers whether another percent is done, which is worth an event.
    pub(crate) fn note(&self, done: u64, total: u64) -> bool {
        let mut state = self.state.lock();
        let Some(running) = &mut state.running else { return false };
        let percent = |done: u64, total: u64| done.saturating_mul(100).checked_div(total).unwrap_or(0);
        let before = percent(running.done, running.total);
        (running.done, running.total) = (done, total);
        percent(done, total) != before
    }

    pub(crate) fn end(&self, failure: Option<BackupFailure>) {
        let mut state = self.state.lock();
        state.running = None;
        state.failure = failure;
        drop(state);
        self.under_way.send_replace(false);
    }

    pub(crate) fn running(&self) -> Option<BackupProgress> {
        self.state.lock().running
    }

    pub(crate) fn tried(&self) -> Option<Timestamp> {
        self.state.lock().tried
    }

    pub(crate) fn failure(&self) -> Option<BackupFailure> {
        self.state.lock().failure.clone()
    }

    /// Forgets what belonged to a vault that is no longer open.
    pub(crate) fn forget(&self) {
        let mut state = self.state.lock();
        (state.tried, state.failure) = (None, None);
    }

    pub(crate) async fn wait_for_end(&self) {
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.under_way.subscribe().wait_for(|under_way| !under_way).await;
    }
}

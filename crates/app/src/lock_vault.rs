//! Locking the vault: by hand, after a while without anybody, or when the computer slept.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use sellify_domain::{Actor, Timestamp};
use serde_json::json;

use crate::app::{App, Inner, Refusal};
use crate::error::AppError;
use crate::events::EventKind;

/// How often somebody looks whether anybody is here.
const TICK: Duration = Duration::from_secs(10);
/// A tick that comes this much too late, in milliseconds, means that the computer slept.
const SLEPT: i64 = 60_000;

/// Why the vault was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockReason {
    /// Somebody said so.
    ByHand,
    /// Nobody was here for as long as the settings allow.
    Idle,
    /// The computer slept.
    Sleep,
}

impl LockReason {
    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ByHand => "locked_by_hand",
            Self::Idle => "locked_idle",
            Self::Sleep => "locked_sleep",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::ByHand => "The vault was locked. Your data is safe. Unlock it to go on.",
            Self::Idle => "The vault was locked because nobody used it for a while. Your data is safe.",
            Self::Sleep => "The vault was locked because the computer slept. Your data is safe.",
        }
    }
}

/// When somebody was last here, and how long the vault stays open without anybody.
#[derive(Debug, Default)]
pub(crate) struct Idleness {
    /// Milliseconds.
    last_person: AtomicI64,
    last_tick: AtomicI64,
    /// Zero: never.
    minutes: AtomicU32,
    watched: AtomicBool,
}

impl Idleness {
    pub(crate) fn set_minutes(&self, minutes: u16) {
        self.minutes.store(u32::from(minutes), Ordering::Relaxed);
    }

    /// Whether it is time to lock. Called at every tick.
    fn due(&self, now: Timestamp) -> Option<LockReason> {
        let now = now.as_millis();
        let before = self.last_tick.swap(now, Ordering::Relaxed);
        let minutes = i64::from(self.minutes.load(Ordering::Relaxed));
        if minutes == 0 {
            return None;
        }
        let tick = i64::try_from(TICK.as_millis()).unwrap_or(i64::MAX);
        if before != 0 && now.saturating_sub(before) > tick + SLEPT {
            return Some(LockReason::Sleep);
        }
        let idle = now.saturating_sub(self.last_person.load(Ordering::Relaxed));
        (idle >= minutes * 60_000).then_some(LockReason::Idle)
    }
}

impl App {
    /// Somebody is here: a request that a person is behind.
    pub fn note_person(&self) {
        self.inner.idleness.last_person.store(self.now().as_millis(), Ordering::Relaxed);
    }

    /// Locks the vault: what runs is stopped in good order, the database is closed, the keys are wiped. Campaigns go on
    /// when the vault is unlocked. Does nothing when it is not open.
    ///
    /// # Errors
    /// The database's own error; the vault is locked all the same.
    pub async fn lock(&self, by: &Actor, reason: LockReason) -> Result<(), AppError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        let Ok(vault) = self.open_vault() else { return Ok(()) };
        // It keeps every change waiting, this one's audit entry too.
        self.inner.rotation.stop_and_wait().await;
        // A copy that is half made would be thrown away; it takes seconds.
        self.inner.backups.wait_for_end().await;
        self.inner.backups.forget();
        let now = self.now();
        let entry = vault.entry(by, now, "vault.locked", vault.vault_id, json!({ "reason": reason.code() }));
        let noted = vault.store.write(move |w| entry.append(w)).await;
        {
            let mut slot = self.inner.vault.write();
            slot.open = None;
            // The code of a vault made in this run is as good as a key.
            slot.unconfirmed = None;
            slot.notices.clear();
            slot.refusal = Some(Refusal { code: reason.code(), sentence: reason.sentence().to_owned() });
        }
        self.inner.imports.cancel_all();
        self.inner.imports.wait_for_all().await;
        self.inner.duplicates.stop_and_wait().await;
        self.inner.uploads.clear();
        // Campaigns stop between two messages.
        vault.runners.stop_all().await;
        // The last moment of use is written down.
        self.look_at_license(&vault).await;
        self.last_checkpoint(&vault).await;
        let closed = vault.close().await;
        drop(vault);
        let news = json!({ "state": "locked", "reason": reason.code() });
        self.events().publish(EventKind::VaultState, news);
        // A full disk must not keep a vault open; that the entry is missing is worth saying.
        noted.and(closed)
    }

    /// Looks once whether it is time to lock, and locks. An import or a rotation under way is somebody's work: it is
    /// waited for.
    ///
    /// # Errors
    /// Those of [`App::lock`].
    pub async fn lock_when_idle(&self) -> Result<Option<LockReason>, AppError> {
        let due = self.inner.idleness.due(self.now());
        let Some(reason) = due.filter(|_| self.inner.vault.read().open.is_some()) else { return Ok(None) };
        let busy = !self.inner.imports.running().is_empty() || self.inner.rotation.view().is_some();
        if reason == LockReason::Idle && busy {
            return Ok(None);
        }
        self.lock(&Actor::System, reason).await?;
        Ok(Some(reason))
    }

    /// Looks from now on, until the program ends.
    pub(crate) fn watch_for_idleness(&self) {
        let idleness = &self.inner.idleness;
        idleness.last_tick.store(0, Ordering::Relaxed);
        if idleness.watched.swap(true, Ordering::Relaxed) {
            return;
        }
        tokio::spawn(watch(Arc::downgrade(&self.inner)));
    }
}

async fn watch(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(TICK).await;
        let Some(inner) = inner.upgrade() else { return };
        if let Err(error) = (App { inner }).lock_when_idle().await {
            tracing::error!(code = error.code(), "the vault was locked, with a fault");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_795_000_000_000 + seconds * 1_000)
    }

    fn watched(minutes: u16) -> Idleness {
        let idleness = Idleness::default();
        idleness.set_minutes(minutes);
        idleness.last_person.store(at(0).as_millis(), Ordering::Relaxed);
        idleness
    }

    #[test]
    fn it_is_time_after_the_minutes_without_anybody() {
        let idleness = watched(5);
        let due: Vec<_> = (0..=300).step_by(10).map(|second| idleness.due(at(second))).collect();
        assert!(due[..30].iter().all(Option::is_none), "{due:?}");
        assert_eq!(due[30], Some(LockReason::Idle));
    }

    #[test]
    fn a_gap_between_two_ticks_is_sleep() {
        let idleness = watched(120);
        assert_eq!(idleness.due(at(10)), None);
        assert_eq!(idleness.due(at(75)), None, "a busy computer");
        assert_eq!(idleness.due(at(75 + 600)), Some(LockReason::Sleep));
        assert_eq!(idleness.due(at(75 + 610)), None, "said once");
    }

    #[test]
    fn zero_minutes_is_never() {
        let idleness = watched(0);
        assert_eq!(idleness.due(at(10)), None);
        assert_eq!(idleness.due(at(1_000_000)), None);
    }
}

//! The one rotation that may be under way, what it shows, and how it is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use sellify_domain::Timestamp;
use sellify_store::CopyStop;
use serde_json::json;
use tokio::sync::watch;
use uuid::Uuid;

use super::RotationKind;
use crate::error::AppError;
use crate::events::{EventFeed, EventKind};

/// What a rotation is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationPhase {
    /// Waiting for what runs to stop.
    Preparing,
    /// The database is being copied; counts bytes.
    Copying,
    /// The copy is being checked.
    Checking,
    /// The copy is being put in place. It cannot be stopped any more.
    Switching,
    /// Values get their new key; counts values.
    Resealing,
    /// The file is being written anew, so that nothing of the old values remains in it.
    Tidying,
}

impl RotationPhase {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Copying => "copying",
            Self::Checking => "checking",
            Self::Switching => "switching",
            Self::Resealing => "resealing",
            Self::Tidying => "tidying",
        }
    }
}

/// The rotation under way.
#[derive(Debug, Clone)]
pub struct RotationView {
    /// Its identity.
    pub id: Uuid,
    /// Which keys.
    pub kind: RotationKind,
    /// What it is at.
    pub phase: RotationPhase,
    /// Done so far, in the phase's unit.
    pub done: u64,
    /// Of how many; 0 when that is not known.
    pub total: u64,
    /// When it began.
    pub started_at: Timestamp,
}

/// At most one rotation. Clones share it.
#[derive(Clone)]
pub(crate) struct RunningRotation(Arc<Shared>);

struct Shared {
    under_way: Mutex<Option<UnderWay>>,
    /// Quitting waits until there is none.
    any: watch::Sender<bool>,
}

struct UnderWay {
    view: RotationView,
    stop: Stop,
}

/// How a rotation learns that it should stop. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop {
    asked: Arc<AtomicBool>,
    pub(super) copy: CopyStop,
}

impl Stop {
    pub(super) fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
        self.copy.stop();
    }
}

/// The right to rotate; given back when dropped, also by a panic.
pub(crate) struct Ticket {
    running: RunningRotation,
    events: EventFeed,
    pub(super) stop: Stop,
}

impl Default for RunningRotation {
    fn default() -> Self {
        Self(Arc::new(Shared { under_way: Mutex::default(), any: watch::channel(false).0 }))
    }
}

impl RunningRotation {
    /// Begins one.
    pub(super) fn begin(
        &self,
        kind: RotationKind,
        events: EventFeed,
        now: Timestamp,
    ) -> Result<Ticket, AppError> {
        let mut under_way = self.0.under_way.lock();
        if under_way.is_some() {
            return Err(AppError::RotationRunning);
        }
        let id = sellify_domain::RotationId::generate(now).as_uuid();
        let view =
            RotationView { id, kind, phase: RotationPhase::Preparing, done: 0, total: 0, started_at: now };
        let stop = Stop::default();
        *under_way = Some(UnderWay { view, stop: stop.clone() });
        self.0.any.send_replace(true);
        Ok(Ticket { running: self.clone(), events, stop })
    }

    /// What is under way.
    pub(crate) fn view(&self) -> Option<RotationView> {
        self.0.under_way.lock().as_ref().map(|one| one.view.clone())
    }

    /// Asks it to stop.
    pub(super) fn stop(&self) -> Result<(), AppError> {
        let under_way = self.0.under_way.lock();
        let one = under_way.as_ref().ok_or(AppError::RotationNotRunning)?;
        if one.view.phase == RotationPhase::Switching {
            return Err(AppError::RotationPastStopping);
        }
        one.stop.ask();
        Ok(())
    }

    /// Stops it where that is safe, and waits for its end.
    pub(crate) async fn stop_and_wait(&self) {
        if self.stop().is_err() {
            // None, or past stopping: then it ends by itself in a moment.
        }
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.0.any.subscribe().wait_for(|any| !any).await;
    }
}

impl Ticket {
    pub(super) fn view(&self) -> RotationView {
        let under_way = self.running.0.under_way.lock();
        under_way.as_ref().map_or_else(unreachable_view, |one| one.view.clone())
    }

    /// The rotation that is taken up again keeps its identity.
    pub(super) fn continue_as(&self, id: Uuid) {
        if let Some(one) = self.running.0.under_way.lock().as_mut() {
            one.view.id = id;
        }
    }

    /// Enters a phase. An error when somebody asked to stop before it: from [`RotationPhase::Switching`] on, nobody can.
    pub(super) fn enter(&self, phase: RotationPhase, total: u64) -> Result<(), AppError> {
        {
            let mut under_way = self.running.0.under_way.lock();
            let Some(one) = under_way.as_mut() else { return Err(AppError::RotationNotRunning) };
            if one.stop.asked() {
                return Err(sellify_store::RotateError::Stopped.into());
            }
            (one.view.phase, one.view.done, one.view.total) = (phase, 0, total);
        }
        self.tell();
        Ok(())
    }

    /// How far the phase is.
    pub(super) fn progress(&self, done: u64) {
        if let Some(one) = self.running.0.under_way.lock().as_mut() {
            one.view.done = done.min(one.view.total);
        }
        self.tell();
    }

    fn tell(&self) {
        let view = self.view();
        let data = json!({
            "rotation_id": view.id,
            "kind": view.kind.code(),
            "phase": view.phase.code(),
            "done": view.done,
            "total": view.total,
        });
        self.events.publish(EventKind::RotationProgress, data);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        *self.running.0.under_way.lock() = None;
        self.running.0.any.send_replace(false);
    }
}

/// A ticket always has its entry; this keeps `view` free of panics.
fn unreachable_view() -> RotationView {
    RotationView {
        id: Uuid::nil(),
        kind: RotationKind::Database,
        phase: RotationPhase::Preparing,
        done: 0,
        total: 0,
        started_at: Timestamp::from_millis(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sellify_domain::ManualClock;

    fn feed() -> EventFeed {
        EventFeed::new("one".into(), Arc::new(ManualClock::default()))
    }

    const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn there_is_one_rotation_at_a_time() {
        let running = RunningRotation::default();
        let ticket = running.begin(RotationKind::Database, feed(), NOW).unwrap();
        let second = running.begin(RotationKind::Columns, feed(), NOW);
        assert_eq!(second.err().unwrap().code(), "rotation_running");
        drop(ticket);
        assert!(running.view().is_none());
        assert!(running.begin(RotationKind::Columns, feed(), NOW).is_ok());
    }

    #[test]
    fn a_stop_is_refused_once_the_files_change_places() {
        let running = RunningRotation::default();
        assert_eq!(running.stop().unwrap_err().code(), "rotation_not_running");
        let ticket = running.begin(RotationKind::Database, feed(), NOW).unwrap();
        ticket.enter(RotationPhase::Switching, 0).unwrap();
        assert_eq!(running.stop().unwrap_err().code(), "rotation_past_stopping");
        assert!(!ticket.stop.asked());
    }

    #[test]
    fn a_stop_asked_for_in_time_keeps_the_files_where_they_are() {
        let running = RunningRotation::default();
        let ticket = running.begin(RotationKind::Database, feed(), NOW).unwrap();
        running.stop().unwrap();
        assert_eq!(ticket.enter(RotationPhase::Switching, 0).unwrap_err().code(), "rotation_stopped");
    }
}

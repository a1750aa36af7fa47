//! The event feed: what has happened, for every screen that is open. A ring buffer with a long-poll.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use sellify_domain::{Clock, Timestamp};
use serde_json::Value;
use tokio::sync::watch;

/// Events kept for readers that come late; a screen that missed more reloads.
const KEPT: usize = 4_096;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// An import read more rows.
    ImportProgress,
    /// An import ended.
    ImportFinished,
    /// A campaign's counts changed.
    CampaignProgress,
    /// A campaign was created, changed, started, paused or ended.
    CampaignState,
    /// Contacts changed.
    ContactChanged,
    /// Likely duplicates were searched, merged or kept apart.
    DuplicatesFound,
    /// Groups, segments, views, fields or tags changed.
    ListsChanged,
    /// A template changed.
    TemplateChanged,
    /// A connection changed.
    ConnectionChanged,
    /// The suppression list changed.
    SuppressionChanged,
    /// Settings changed.
    SettingsChanged,
    /// A change of keys got further.
    RotationProgress,
    /// A change of keys ended.
    RotationFinished,
    /// A backup or a restore got further.
    BackupProgress,
    /// A backup was made, failed, or was proven again.
    BackupFinished,
    /// A restored vault went into quarantine, or came out of it.
    QuarantineChanged,
    /// The vault was made, opened or locked.
    VaultState,
    /// The licence was asked for, installed, released, or its state changed.
    LicenseState,
}

/// One event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Rises by one from 1 within an epoch.
    pub seq: u64,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
    /// To what.
    pub data: Value,
}

/// What a reader gets.
#[derive(Debug, Clone)]
pub struct EventBatch {
    /// Changes with every start of the program.
    pub epoch: String,
    /// Where to go on.
    pub next: u64,
    /// Whether events the reader has not seen are lost.
    pub gap: bool,
    /// The events, oldest first.
    pub items: Vec<Event>,
}

/// The feed. Clones share it.
#[derive(Clone)]
pub struct EventFeed(Arc<Feed>);

struct Feed {
    epoch: String,
    clock: Arc<dyn Clock>,
    kept: Mutex<VecDeque<Event>>,
    last: watch::Sender<u64>,
}

impl EventFeed {
    pub(crate) fn new(epoch: String, clock: Arc<dyn Clock>) -> Self {
        let (last, _) = watch::channel(0);
        Self(Arc::new(Feed { epoch, clock, kept: Mutex::default(), last }))
    }

    /// Tells every reader. Call it after the change is in the vault, never before.
    pub(crate) fn publish(&self, kind: EventKind, data: Value) {
        let at = self.0.clock.now();
        let mut kept = self.0.kept.lock();
        // Numbered under the lock, so that numbers and order agree.
        self.0.last.send_modify(|last| {
            *last += 1;
            kept.push_back(Event { seq: *last, kind, at, data });
        });
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    /// Events after number `after`; waits up to `wait` for the first one. Without `after`: only where "now" is.
    pub async fn since(&self, after: Option<u64>, wait: Duration) -> EventBatch {
        let mut last = self.0.last.subscribe();
        let Some(after) = after else {
            let next = *last.borrow_and_update();
            return EventBatch { epoch: self.0.epoch.clone(), next, gap: false, items: Vec::new() };
        };
        // A number from another run of the program is larger than ours: answer at once, the epoch tells.
        let news = last.wait_for(|last| *last != after);
        // Nothing new in time is an empty answer, not an error.
        let _ = tokio::time::timeout(wait, news).await;
        self.read(after)
    }

    fn read(&self, after: u64) -> EventBatch {
        let kept = self.0.kept.lock();
        let next = *self.0.last.borrow();
        let items: Vec<Event> = kept.iter().filter(|event| event.seq > after).cloned().collect();
        let oldest = kept.front().map_or(next + 1, |event| event.seq);
        let gap = after > next || after + 1 < oldest;
        EventBatch { epoch: self.0.epoch.clone(), next, gap, items }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sellify_domain::ManualClock;
    use serde_json::json;

    fn feed() -> EventFeed {
        EventFeed::new("one".into(), Arc::new(ManualClock::default()))
    }

    #[tokio::test]
    async fn a_reader_that_waits_is_told_at_once() {
        let feed = feed();
        let reader = feed.clone();
        let waiting = tokio::spawn(async move { reader.since(Some(0), Duration::from_secs(600)).await });
        tokio::task::yield_now().await;
        feed.publish(EventKind::ContactChanged, json!({}));
        let batch = waiting.await.unwrap();
        assert_eq!((batch.items.len(), batch.next), (1, 1));
    }

    #[tokio::test]
    async fn a_first_question_learns_where_now_is() {
        let feed = feed();
        feed.publish(EventKind::ContactChanged, json!({}));
        let batch = feed.since(None, Duration::from_secs(600)).await;
        assert_eq!((batch.items.len(), batch.next), (0, 1));
    }

    #[tokio::test]
    async fn lost_events_are_admitted() {
        let feed = feed();
        for _ in 0..=KEPT {
            feed.publish(EventKind::ContactChanged, json!({}));
        }
        assert!(feed.since(Some(0), Duration::ZERO).await.gap, "number 1 has been dropped");
        assert!(!feed.since(Some(1), Duration::ZERO).await.gap);
    }

    #[tokio::test]
    async fn a_number_of_another_run_is_answered_at_once_as_a_gap() {
        let batch = feed().since(Some(900), Duration::from_secs(600)).await;
        assert!(batch.gap && batch.items.is_empty());
    }
}

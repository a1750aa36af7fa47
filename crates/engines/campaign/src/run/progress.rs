//! How far a run is and how fast it goes.

use std::collections::VecDeque;
use std::time::Duration;

use sellify_domain::{CampaignId, CampaignState, LedgerCounts};
use tokio::time::Instant;

/// How far a run is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Its state.
    pub state: CampaignState,
    /// Why it is paused.
    pub pause_reason: Option<String>,
    /// How many stand in which state.
    pub counts: LedgerCounts,
    /// Messages with an outcome per second, over the last seconds.
    pub per_second: f64,
    /// Seconds until nobody is pending at this pace; none while there is no pace.
    pub seconds_left: Option<u64>,
}

/// The pace of the last seconds.
#[derive(Debug)]
pub(super) struct Pace {
    recent: VecDeque<(Instant, u64)>,
    began: Instant,
}

const WINDOW: Duration = Duration::from_secs(10);

impl Pace {
    pub(super) fn new() -> Self {
        Self { recent: VecDeque::new(), began: Instant::now() }
    }

    pub(super) fn add(&mut self, settled: u64) {
        let now = Instant::now();
        if settled > 0 {
            self.recent.push_back((now, settled));
        }
        while self.recent.front().is_some_and(|(at, _)| now.duration_since(*at) > WINDOW) {
            self.recent.pop_front();
        }
    }

    pub(super) fn per_second(&self) -> f64 {
        let settled: u64 = self.recent.iter().map(|(_, count)| count).sum();
        // The first second of a run would otherwise show numbers that nothing can keep.
        let seconds = self.began.elapsed().min(WINDOW).as_secs_f64().max(0.5);
        #[expect(clippy::cast_precision_loss, reason = "a pace for people")]
        let pace = settled as f64 / seconds;
        pace
    }

    pub(super) fn seconds_left(&self, pending: u64) -> Option<u64> {
        let pace = self.per_second();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate for people; the pace is positive"
        )]
        let seconds = (pace > 0.0).then(|| (pending as f64 / pace).ceil() as u64);
        seconds
    }
}

//! Limits on asking: per API key, and on failed attempts to come in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use sellify_domain::{ApiKeyId, Timestamp};

use crate::failure::Failure;

const MINUTE_MS: i64 = 60_000;
/// Requests a minute for one key.
const PER_KEY: u32 = 120;
/// Failed attempts a minute, all callers together.
const FAILED: u32 = 10;

/// Counters of the running minute.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<Counters>);

#[derive(Debug, Default)]
struct Counters {
    minute: i64,
    failed: u32,
    keys: HashMap<ApiKeyId, u32>,
}

impl Counters {
    fn at(&mut self, now: Timestamp) -> &mut Self {
        let minute = now.as_millis().div_euclid(MINUTE_MS);
        if minute != self.minute {
            *self = Self { minute, ..Self::default() };
        }
        self
    }
}

fn too_many(now: Timestamp) -> Failure {
    let left = MINUTE_MS - now.as_millis().rem_euclid(MINUTE_MS);
    Failure::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "Too many requests in this minute. Nothing was changed. Wait for the next minute.",
    )
    .retry_after(u64::try_from(left / 1_000).unwrap_or(0) + 1)
}

impl Rates {
    /// Counts one request of a key.
    pub(super) fn count_key(&self, key: ApiKeyId, now: Timestamp) -> Result<(), Failure> {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let used = counters.at(now).keys.entry(key).or_default();
        *used += 1;
        if *used > PER_KEY { Err(too_many(now)) } else { Ok(()) }
    }

    /// Refuses while too many attempts have failed.
    pub(crate) fn allow_attempt(&self, now: Timestamp) -> Result<(), Failure> {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.at(now).failed >= FAILED { Err(too_many(now)) } else { Ok(()) }
    }

    /// Counts a failed attempt.
    pub(crate) fn count_failure(&self, now: Timestamp) {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counters.at(now).failed += 1;
    }
}

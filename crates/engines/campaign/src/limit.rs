//! The rate limit of a connection, one for everything in the program that sends through it.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use sellify_domain::ConnectionId;

/// One limiter per connection. Keep a single value for the whole program.
#[derive(Debug, Default)]
pub struct RateLimiters {
    by_connection: Mutex<HashMap<ConnectionId, Arc<Limiter>>>,
}

impl RateLimiters {
    /// The connection's limiter, set to this limit: campaigns that run already follow it at once.
    #[must_use]
    pub fn for_connection(&self, id: ConnectionId, max_per_hour: Option<u32>) -> Arc<Limiter> {
        let mut all = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
        let limiter = Arc::clone(all.entry(id).or_default());
        limiter.set(max_per_hour);
        limiter
    }
}

/// Lets so many messages through per hour, evenly.
#[derive(Debug, Default)]
pub struct Limiter {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default, Clone)]
struct Inner {
    max_per_hour: Option<NonZeroU32>,
    bucket: Option<Arc<DefaultDirectRateLimiter>>,
}

impl Limiter {
    /// Changes the limit; none (or 0): no limit.
    pub fn set(&self, max_per_hour: Option<u32>) {
        let wanted = max_per_hour.and_then(NonZeroU32::new);
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if inner.max_per_hour != wanted {
            // A new bucket starts empty but for one message, so that changing the limit is no way around it.
            *inner = Inner { max_per_hour: wanted, bucket: wanted.map(bucket) };
        }
    }

    /// Takes up to `most` permits that are there now.
    pub(crate) fn take_available(&self, most: usize) -> usize {
        match self.bucket() {
            None => most,
            Some(bucket) => (0..most).take_while(|_| bucket.check().is_ok()).count(),
        }
    }

    /// Waits for one permit and takes it.
    pub(crate) async fn take_one(&self) {
        if let Some(bucket) = self.bucket() {
            bucket.until_ready().await;
        }
    }

    fn bucket(&self) -> Option<Arc<DefaultDirectRateLimiter>> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).bucket.clone()
    }
}

/// Permits come one by one. Only at rates where single messages would be held up by the commit of each may a
/// quarter of a second's worth gather.
fn bucket(per_hour: NonZeroU32) -> Arc<DefaultDirectRateLimiter> {
    let gathered = NonZeroU32::new(per_hour.get() / (3_600 * 4)).unwrap_or(NonZeroU32::MIN);
    Arc::new(RateLimiter::direct(Quota::per_hour(per_hour).allow_burst(gathered)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sellify_domain::Timestamp;

    #[test]
    fn all_campaigns_of_a_connection_share_its_permits() {
        let limiters = RateLimiters::default();
        let id = ConnectionId::generate(Timestamp::from_millis(1));
        let one = limiters.for_connection(id, Some(60));
        let two = limiters.for_connection(id, Some(60));
        assert_eq!(one.take_available(10) + two.take_available(10), 1, "one a minute, whoever asks");
    }

    #[test]
    fn a_changed_limit_reaches_campaigns_that_run() {
        let limiters = RateLimiters::default();
        let id = ConnectionId::generate(Timestamp::from_millis(1));
        let running = limiters.for_connection(id, None);
        assert_eq!(running.take_available(10), 10);
        let _changed = limiters.for_connection(id, Some(60));
        assert_eq!(running.take_available(10), 1);
    }

    #[test]
    fn fast_limits_let_a_few_gather() {
        let limiter = Limiter::default();
        limiter.set(Some(3_600 * 100));
        assert_eq!(limiter.take_available(1_000), 25, "a quarter of a second at 100 a second");
    }
}

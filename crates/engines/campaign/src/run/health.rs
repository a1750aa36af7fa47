//! What all workers of a run know about the server: whether it answers, and whether it asks for a pause.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::RetryPolicy;
use crate::MessengerError;

/// Shared by the workers of a run.
pub(super) struct Health {
    reconnect_after: Vec<Duration>,
    slow_down: Vec<Duration>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Failures without a message accepted in between.
    failures: usize,
    slow_downs: usize,
    /// Nobody connects or sends before this.
    quiet_until: Option<Instant>,
}

impl Health {
    pub(super) fn new(policy: &RetryPolicy) -> Self {
        Self {
            reconnect_after: policy.reconnect_after.clone(),
            slow_down: policy.slow_down.clone(),
            state: Mutex::default(),
        }
    }

    /// The server answered for a message: it is well.
    pub(super) fn settled(&self) {
        let mut state = self.lock();
        state.failures = 0;
    }

    /// The server accepted a message: it no longer asks for a pause.
    pub(super) fn accepted(&self) {
        let mut state = self.lock();
        state.failures = 0;
        state.slow_downs = 0;
    }

    /// The server could not be used. Answers the code with which the campaign must pause, if it must.
    pub(super) fn failed(&self, error: &MessengerError) -> Option<&'static str> {
        if !error.is_passing() {
            return Some(error.code());
        }
        let mut state = self.lock();
        // Several workers see the same failure: it counts once.
        if state.is_quiet() {
            return None;
        }
        let Some(pause) = self.reconnect_after.get(state.failures) else { return Some(error.code()) };
        state.failures += 1;
        state.quiet_until = Some(Instant::now() + *pause);
        None
    }

    /// The server asked to slow down.
    pub(super) fn slow_down(&self) {
        let mut state = self.lock();
        if state.is_quiet() {
            return;
        }
        let step = state.slow_downs.min(self.slow_down.len().saturating_sub(1));
        if let Some(pause) = self.slow_down.get(step) {
            state.slow_downs += 1;
            state.quiet_until = Some(Instant::now() + *pause);
        }
    }

    /// Until when nobody may connect or send.
    pub(super) fn quiet_until(&self) -> Option<Instant> {
        self.lock().quiet_until.filter(|until| *until > Instant::now())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_quiet(&self) -> bool {
        self.quiet_until.is_some_and(|until| until > Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health() -> Health {
        let policy = RetryPolicy {
            reconnect_after: vec![Duration::ZERO, Duration::ZERO],
            slow_down: vec![Duration::from_secs(60)],
            ..RetryPolicy::default()
        };
        Health::new(&policy)
    }

    #[test]
    fn a_server_that_is_gone_is_given_up_after_all_attempts() {
        let health = health();
        assert_eq!(health.failed(&MessengerError::Refused), None);
        assert_eq!(health.failed(&MessengerError::Refused), None);
        assert_eq!(health.failed(&MessengerError::Refused), Some("connection_refused"));
        health.settled();
        assert_eq!(health.failed(&MessengerError::Refused), None, "an answer begins the count anew");
    }

    #[test]
    fn a_wrong_password_is_not_tried_twice() {
        let reply = sellify_domain::SmtpReply { code: 535, text: String::new() };
        assert_eq!(health().failed(&MessengerError::AuthFailed(reply)), Some("auth_failed"));
    }

    #[test]
    fn one_failure_seen_by_many_workers_counts_once() {
        let policy = RetryPolicy { reconnect_after: vec![Duration::from_secs(60)], ..RetryPolicy::default() };
        let health = Health::new(&policy);
        for _ in 0..16 {
            assert_eq!(health.failed(&MessengerError::Lost), None);
        }
        assert!(health.quiet_until().is_some());
    }
}

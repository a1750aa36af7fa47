//! Sign-in at the network door: one-time codes and sessions, in memory and only as hashes.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sellify_domain::{Clock, Timestamp};
use sha2::{Digest, Sha256};

use crate::door::{NoRandomness, random_text};

/// How long a code is good.
const CODE_LIFE_MS: i64 = 10 * 60 * 1_000;
/// How long a session lasts after its last use.
const SESSION_LIFE_MS: i64 = 12 * 60 * 60 * 1_000;

type Hash = [u8; 32];

/// Who may come in over TCP. Clones share codes and sessions.
#[derive(Clone)]
pub struct SignIn {
    clock: Arc<dyn Clock>,
    addr: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    codes: HashMap<Hash, Timestamp>,
    sessions: HashMap<Hash, Timestamp>,
}

impl SignIn {
    /// Nobody is in yet; `addr` is where the server is bound, and so the only name it answers to.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, addr: SocketAddr) -> Self {
        Self { clock, addr, state: Arc::default() }
    }

    /// A new code: good once, for ten minutes. Earlier codes end.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub fn new_code(&self) -> Result<String, NoRandomness> {
        let code = random_text()?;
        let until = self.clock.now().plus_millis(CODE_LIFE_MS);
        self.lock().codes = HashMap::from([(hash(&code), until)]);
        Ok(code)
    }

    /// The page that signs in with this code.
    #[must_use]
    pub fn link(&self, code: &str) -> String {
        format!("http://{}/sign-in?code={code}", self.addr)
    }

    /// The values of `Host` that mean this server; another one is a rebinding page.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let port = self.addr.port();
        let mut hosts = vec![self.addr.to_string()];
        if self.addr.ip().is_loopback() || self.addr.ip().is_unspecified() {
            hosts.extend([format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]);
        }
        hosts
    }

    /// Uses up a code and opens a session; the token goes into the cookie. `None`: the code is not good.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub(crate) fn redeem(&self, code: &str) -> Result<Option<String>, NoRandomness> {
        let now = self.clock.now();
        let mut state = self.lock();
        // Looked up by hash: how long that takes says nothing about the code.
        let good = state.codes.remove(&hash(code)).is_some_and(|until| now < until);
        if !good {
            return Ok(None);
        }
        let token = random_text()?;
        state.sessions.insert(hash(&token), now.plus_millis(SESSION_LIFE_MS));
        Ok(Some(token))
    }

    /// Whether this token belongs to a session that has not ended; if so it lasts longer.
    pub(crate) fn knows(&self, token: &str) -> bool {
        let now = self.clock.now();
        let mut state = self.lock();
        state.sessions.retain(|_, until| now < *until);
        match state.sessions.get_mut(&hash(token)) {
            Some(until) => {
                *until = now.plus_millis(SESSION_LIFE_MS);
                true
            }
            None => false,
        }
    }

    /// Ends a session.
    pub(crate) fn forget(&self, token: &str) {
        self.lock().sessions.remove(&hash(token));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("addr", &self.addr).finish_non_exhaustive()
    }
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sellify_domain::ManualClock;

    fn sign_in() -> (SignIn, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(0)));
        (SignIn::new(clock.clone(), SocketAddr::from(([127, 0, 0, 1], 4747))), clock)
    }

    #[test]
    fn a_code_is_good_once() {
        let (auth, _) = sign_in();
        let code = auth.new_code().unwrap();
        assert!(auth.redeem(&code).unwrap().is_some());
        assert!(auth.redeem(&code).unwrap().is_none(), "a link found in a history must not open the door");
    }

    #[test]
    fn a_code_ends_after_ten_minutes() {
        let (auth, clock) = sign_in();
        let code = auth.new_code().unwrap();
        clock.advance_millis(CODE_LIFE_MS);
        assert!(auth.redeem(&code).unwrap().is_none());
    }

    #[test]
    fn a_session_ends_when_it_is_not_used() {
        let (auth, clock) = sign_in();
        let token = auth.redeem(&auth.new_code().unwrap()).unwrap().unwrap();
        clock.advance_millis(SESSION_LIFE_MS - 1);
        assert!(auth.knows(&token), "used in time, so it goes on");
        clock.advance_millis(SESSION_LIFE_MS);
        assert!(!auth.knows(&token));
    }

    #[test]
    fn the_link_names_the_bound_address() {
        let (auth, _) = sign_in();
        assert_eq!(auth.link("x"), "http://127.0.0.1:4747/sign-in?code=x");
        assert!(auth.hosts().contains(&"localhost:4747".to_owned()));
    }
}

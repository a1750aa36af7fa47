//! The doors. The network door cannot be built without its sign-in.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::sign_in::SignIn;

/// Which door the router stands behind.
#[derive(Debug, Clone)]
pub enum DoorConfig {
    /// The window, in-process: whoever knows the token of this run is the window's own page.
    Window {
        /// The token of this run.
        token: DoorToken,
    },
    /// A browser or a program, over TCP.
    Network {
        /// Who may come in.
        auth: SignIn,
    },
}

/// The origins of the window's own pages: macOS and Linux, then Windows.
///
/// WebKitGTK sends no `Origin` at all on a custom scheme, so its absence is normal there; the token decides.
#[must_use]
pub fn trusted_origins() -> [&'static str; 3] {
    ["sellify://localhost", "http://sellify.localhost", "https://sellify.localhost"]
}

/// The operating system gave no random numbers.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random numbers")]
pub struct NoRandomness;

/// 256 random bits as text, for the header `x-sellify-door`. Never printed.
#[derive(Clone)]
pub struct DoorToken(String);

impl DoorToken {
    /// A token for this run.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        random_text().map(Self)
    }

    /// The text, for the page of the window only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `candidate` is this token, in the same time whatever it holds.
    pub(crate) fn matches(&self, candidate: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(candidate).into()
    }
}

impl fmt::Debug for DoorToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DoorToken(…)")
    }
}

/// 32 random bytes as base64url.
pub(crate) fn random_text() -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

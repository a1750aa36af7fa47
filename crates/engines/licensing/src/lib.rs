//! Licences that are checked offline: what the vendor signed, which computer it is for, what it allows today.
//!
//! Pure: nothing here reads a clock, a file or the network. `assess` is the one place that decides a licence's state.

mod accept;
mod armour;
mod assess;
mod clock;
mod consts;
mod crl;
mod entitlement;
mod envelope;
mod error;
mod fingerprint;
mod key_list;
mod keys;
mod license;
mod machine;
mod nonce;
mod phone_check;
mod reason;
mod release;
mod request;
#[cfg(any(test, feature = "issue"))]
mod sign;
mod state;
mod strict_json;
mod wire;

pub use accept::{AcceptFacts, Accepted, PendingRequests, accept};
pub use assess::{Assessment, LicenseFacts, assess};
pub use clock::{ClockAnchor, ClockDoubt, ClockState};
pub use consts::{FEATURE_AI, FEATURE_API, FEATURE_AUTOMATIONS, PRODUCT, TRIAL_DAYS};
pub use crl::{Crl, embedded_crl, read_crl};
pub use entitlement::{Entitlements, Quota};
pub use envelope::{Document, document_of};
pub use error::LicenseError;
pub use fingerprint::{Component, Fingerprint};
pub use key_list::{KeyList, read_key_list};
pub use keys::{KeyError, KeyId, KeyPurpose, KeyTable, TrustedKey};
pub use license::{Bind, BindMode, License, Licensee, SignedLicense, read_license};
pub use machine::{MachineComponents, MachineMatch};
pub use nonce::Nonce;
pub use phone_check::phone_check;
pub use reason::Reason;
pub use release::{Release, Tombstone};
pub use request::{ActivationRequest, RequestSubject};
#[cfg(any(test, feature = "issue"))]
pub use sign::{check_license, read_own_license, sign_crl, sign_key_list, sign_license};
pub use state::LicenseState;

#[cfg(test)]
mod tests;

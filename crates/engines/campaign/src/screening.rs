//! Who of an audience is written to, and why the others are not.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use sellify_domain::{Channel, Contact, EmailAddress, Exclusion};
use sellify_store::{Read, StoreError};

use crate::preflight::PreflightInput;

/// What only the rules of addresses and templates know. The app implements it.
pub trait Screen: Send + Sync {
    /// Whether a message can be addressed to it.
    fn can_be_addressed(&self, address: &EmailAddress) -> bool;
    /// The template's variables that have no value and no default for this person, as the template writes them.
    fn missing(&self, contact: &Contact) -> Vec<String>;
}

/// One person of the audience.
pub(crate) struct Screened<'c> {
    pub(crate) contact: &'c Contact,
    pub(crate) email: &'c EmailAddress,
    pub(crate) exclusion: Option<Exclusion>,
    /// With [`Exclusion::VariableMissing`].
    pub(crate) missing: Vec<String>,
}

/// Looks at everybody of an audience, oldest contact first, one at a time. The first reason counts: an address
/// on the suppression list is reported as such even when a variable is missing too.
pub(crate) fn screen_audience<E: From<StoreError>>(
    read: &Read<'_>,
    input: &PreflightInput<'_>,
    mut each: impl FnMut(&Screened<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let suppressed = read.suppressions().all_addresses(Channel::Email).map_err(E::from)?;
    let refused = read.consents().refused(Channel::Email).map_err(E::from)?;
    let mut seen = Seen::default();
    let (audience, screen) = (&input.draft.audience, input.screen);
    read.contacts().for_each_in_audience(audience, input.today, |contact: Contact| {
        let Some(email) = &contact.details.email else { return Ok(()) };
        let mut missing = Vec::new();
        let exclusion = if !screen.can_be_addressed(email) {
            Some(Exclusion::AddressInvalid)
        } else if suppressed.contains(email.as_str()) {
            Some(Exclusion::Suppressed)
        } else if refused.contains(&contact.id) {
            Some(Exclusion::ConsentRefused)
        } else if !seen.is_new(email) {
            Some(Exclusion::Duplicate)
        } else {
            missing = screen.missing(&contact);
            (!missing.is_empty()).then_some(Exclusion::VariableMissing)
        };
        each(&Screened { contact: &contact, email, exclusion, missing })
    })
}

/// Addresses seen so far, as 128-bit prints: a million of them must not cost a hundred megabytes, and nobody
/// may be left out because two prints happen to be equal.
#[derive(Default)]
struct Seen {
    prints: HashSet<(u64, u64)>,
    keys: (RandomState, RandomState),
}

impl Seen {
    fn is_new(&mut self, email: &EmailAddress) -> bool {
        let print = (self.keys.0.hash_one(email.as_str()), self.keys.1.hash_one(email.as_str()));
        self.prints.insert(print)
    }
}

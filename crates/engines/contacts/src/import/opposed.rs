//! Who of a file must not be written to. An import keeps them, tells how many they are, and lifts nothing.

use std::collections::HashSet;

use sellify_domain::{Channel, ContactDetails};
use sellify_store::{Read, StoreError};

/// A longer list is asked address by address instead of being held in memory.
const HELD: u64 = 50_000;
/// Channels that have an address to be suppressed.
const ADDRESSED: [Channel; 3] = [Channel::Email, Channel::WhatsApp, Channel::Phone];

/// The suppression list as an import asks it.
pub(super) enum Opposed {
    Nobody,
    Held(Vec<(Channel, HashSet<String>)>),
    Asked,
}

impl Opposed {
    pub(super) fn new(read: &Read<'_>) -> Result<Self, StoreError> {
        let list = read.suppressions();
        let count = list.count()?;
        if count == 0 {
            return Ok(Self::Nobody);
        }
        if count > HELD {
            return Ok(Self::Asked);
        }
        let mut held = Vec::new();
        for channel in ADDRESSED {
            held.push((channel, list.all_addresses(channel)?));
        }
        Ok(Self::Held(held))
    }

    pub(super) fn holds(&self, read: &Read<'_>, channel: Channel, address: &str) -> Result<bool, StoreError> {
        match self {
            Self::Nobody => Ok(false),
            Self::Held(held) => {
                Ok(held.iter().any(|(known, addresses)| *known == channel && addresses.contains(address)))
            }
            Self::Asked => read.suppressions().is_suppressed(channel, address),
        }
    }

    /// The channels on which this person must not be written to: by the list, or because the file says so.
    pub(super) fn channels(
        &self,
        read: &Read<'_>,
        details: &ContactDetails,
        said: &[(Channel, bool)],
    ) -> Result<Vec<Channel>, StoreError> {
        let mut channels = Vec::new();
        if matches!(self, Self::Nobody) && said.is_empty() {
            return Ok(channels);
        }
        for channel in Channel::ALL {
            let refused = said.contains(&(channel, false));
            let listed = match address(details, channel) {
                Some(address) if !refused => self.holds(read, channel, address)?,
                _ => false,
            };
            if refused || listed {
                channels.push(channel);
            }
        }
        Ok(channels)
    }
}

/// What a channel is keyed by.
pub(super) fn address(details: &ContactDetails, channel: Channel) -> Option<&str> {
    match channel {
        Channel::Email => details.email.as_ref().map(|email| email.as_str()),
        Channel::WhatsApp | Channel::Phone => details.phone.as_ref().map(|phone| phone.as_str()),
        Channel::Post => None,
    }
}

//! Yes or no on each channel, as a column of a file says it.

use std::collections::HashSet;

use sellify_domain::{Channel, ConsentState, Contact};
use sellify_store::{Read, StoreError};

/// What is known of consent in the whole vault.
pub(super) struct Answers {
    /// Channels on which somebody said something.
    said: Vec<Channel>,
    /// Addresses on the suppression list, by channel.
    suppressed: Vec<(Channel, HashSet<String>)>,
}

impl Answers {
    pub(super) fn load(read: &Read<'_>) -> Result<Self, StoreError> {
        let (mut said, mut suppressed) = (Vec::new(), Vec::new());
        for channel in Channel::ALL {
            if read.consents().are_there(channel)? {
                said.push(channel);
            }
            let addresses = read.suppressions().all_addresses(channel)?;
            if !addresses.is_empty() {
                suppressed.push((channel, addresses));
            }
        }
        Ok(Self { said, suppressed })
    }

    /// Whether anything is known of anybody on a channel.
    pub(super) fn knows(&self, channel: Channel) -> bool {
        self.said.contains(&channel) || self.suppressed.iter().any(|(known, _)| *known == channel)
    }

    /// What a contact's column says. An entry of the suppression list beats what was said, so that it goes along
    /// with the file.
    pub(super) fn word(
        &self,
        read: &Read<'_>,
        contact: &Contact,
        channel: Channel,
    ) -> Result<&'static str, StoreError> {
        if self.is_suppressed(contact, channel) {
            return Ok("non");
        }
        if !self.said.contains(&channel) {
            return Ok("");
        }
        let latest = read.consents().latest(contact.id, channel)?;
        Ok(match latest.map(|statement| statement.state) {
            Some(ConsentState::Granted) => "oui",
            Some(ConsentState::Refused) => "non",
            None => "",
        })
    }

    fn is_suppressed(&self, contact: &Contact, channel: Channel) -> bool {
        let details = &contact.details;
        let address = match channel {
            Channel::Email => details.email.as_ref().map(|email| email.as_str()),
            Channel::WhatsApp | Channel::Phone => details.phone.as_ref().map(|phone| phone.as_str()),
            Channel::Post => None,
        };
        let listed = self.suppressed.iter().find(|(known, _)| *known == channel);
        address.zip(listed).is_some_and(|(address, (_, addresses))| addresses.contains(address))
    }
}

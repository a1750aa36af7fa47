//! Consents of a merged contact: the stricter one wins. The suppression list is read and never changed.

use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactDetails, ContactId,
    EmailAddress, PhoneNumber, Suppression, SuppressionReason, Timestamp,
};
use sellify_store::{Read, StoreError};

/// A statement that the kept contact takes over from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentTaken {
    /// On which channel.
    pub channel: Channel,
    /// What was said.
    pub state: ConsentState,
    /// On which ground.
    pub legal_basis: ConsentBasis,
    /// Where it comes from.
    pub source: String,
    /// From when it counts.
    pub decided_at: Timestamp,
    /// Whose it was.
    pub from: ContactId,
}

impl ConsentTaken {
    pub(super) fn statement(&self, contact: ContactId, now: Timestamp) -> ConsentStatement {
        ConsentStatement {
            id: ConsentId::generate(now),
            contact_id: contact,
            channel: self.channel,
            state: self.state,
            legal_basis: self.legal_basis,
            source: self.source.clone(),
            decided_at: self.decided_at,
            recorded_at: now,
        }
    }
}

/// What the kept contact takes over, at most one statement for each channel: any refusal, also one that stands on the
/// suppression list for an address that the contact will not have any more; else the latest agreement, where nothing is known.
pub(super) fn taken(
    read: &Read<'_>,
    kept: &Contact,
    others: &[Contact],
    united: &ContactDetails,
) -> Result<Vec<ConsentTaken>, StoreError> {
    let mut all = Vec::new();
    for channel in Channel::ALL {
        let own = read.consents().latest(kept.id, channel)?;
        if own.as_ref().is_some_and(|own| own.state == ConsentState::Refused) {
            continue;
        }
        let mut best: Option<ConsentTaken> = None;
        for contact in std::iter::once(kept).chain(others) {
            for offered in offers(read, contact, channel, united)? {
                if best.as_ref().is_none_or(|best| is_stricter(&offered, best)) {
                    best = Some(offered);
                }
            }
        }
        let Some(mut best) = best.filter(|best| best.state == ConsentState::Refused || own.is_none()) else {
            continue;
        };
        if let Some(own) = own {
            // Of two decisions of one moment the refusal counts.
            best.decided_at = best.decided_at.max(own.decided_at);
        }
        all.push(best);
    }
    Ok(all)
}

/// Entries of the suppression list for any address of these contacts.
pub(super) fn suppressions(read: &Read<'_>, contacts: &[&Contact]) -> Result<Vec<Suppression>, StoreError> {
    let mut found: Vec<Suppression> = Vec::new();
    for contact in contacts {
        for channel in Channel::ALL {
            let Some(address) = address(&contact.details, channel) else { continue };
            let entry = read.suppressions().find(channel, address)?;
            found.extend(entry.filter(|entry| found.iter().all(|known| known.id != entry.id)));
        }
    }
    Ok(found)
}

fn is_stricter(one: &ConsentTaken, other: &ConsentTaken) -> bool {
    let rank = |taken: &ConsentTaken| (taken.state == ConsentState::Refused, taken.decided_at);
    rank(one) > rank(other)
}

fn offers(
    read: &Read<'_>,
    contact: &Contact,
    channel: Channel,
    united: &ContactDetails,
) -> Result<Vec<ConsentTaken>, StoreError> {
    let said = read.consents().latest(contact.id, channel)?.map(|said| ConsentTaken {
        channel,
        state: said.state,
        legal_basis: said.legal_basis,
        source: said.source,
        decided_at: said.decided_at,
        from: contact.id,
    });
    let mut offers: Vec<ConsentTaken> = said.into_iter().collect();
    let lost = address(&contact.details, channel).filter(|lost| address(united, channel) != Some(*lost));
    let entry = lost.map(|lost| read.suppressions().find(channel, lost)).transpose()?.flatten();
    // A dead address says nothing about what its owner wants.
    if let Some(entry) = entry.filter(|entry| entry.reason != SuppressionReason::HardBounce) {
        offers.push(ConsentTaken {
            channel,
            state: ConsentState::Refused,
            legal_basis: ConsentBasis::RightToObject,
            source: entry.source,
            decided_at: entry.created_at,
            from: contact.id,
        });
    }
    Ok(offers)
}

fn address(details: &ContactDetails, channel: Channel) -> Option<&str> {
    match channel {
        Channel::Email => details.email.as_ref().map(EmailAddress::as_str),
        Channel::WhatsApp | Channel::Phone => details.phone.as_ref().map(PhoneNumber::as_str),
        Channel::Post => None,
    }
}

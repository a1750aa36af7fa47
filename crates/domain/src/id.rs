//! Ids: newtypes over UUIDv7, so that ids of different things cannot be swapped and sort by age.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{ContextV7, Uuid};

use crate::Timestamp;

/// The text or bytes were not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct IdError;

/// Keeps ids of one millisecond in the order in which they were made (RFC 9562, section 6.2).
static ORDER: std::sync::Mutex<ContextV7> = std::sync::Mutex::new(ContextV7::new());

fn uuid_at(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    let order = ORDER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let nanos = u32::try_from((millis % 1_000) * 1_000_000).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(&*order, millis / 1_000, nanos))
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id; later ids sort after earlier ones.
            #[must_use]
            pub fn generate(now: Timestamp) -> Self {
                Self(uuid_at(now))
            }

            /// The 16 bytes as the database keeps them.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Reads the 16 bytes that the database keeps.
            ///
            /// # Errors
            /// [`IdError`] when there are not exactly 16 bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, IdError> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| IdError)
            }

            /// The id as a plain UUID, for the wire.
            #[must_use]
            pub fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map(Self).map_err(|_| IdError)
            }
        }
    )+};
}

id! {
    /// A vault: one encrypted folder.
    VaultId,
    /// A person or firm in the address book.
    ContactId,
    /// One import of one file.
    ImportId,
    /// A file handed over for import, before the import starts.
    UploadId,
    /// A message template.
    TemplateId,
    /// A campaign.
    CampaignId,
    /// One row of a campaign's ledger.
    RecipientId,
    /// A configured account that can send.
    ConnectionId,
    /// One refusal to be written to.
    SuppressionId,
    /// One entry of the audit log.
    AuditEntryId,
    /// A key for the machine routes of the API.
    ApiKeyId,
    /// One change of the vault's keys.
    RotationId,
    /// A licence; kept through all its revisions.
    LicenseId,
    /// A fixed group of contacts.
    GroupId,
    /// A rule that picks contacts.
    SegmentId,
    /// A list of contacts as somebody likes to see it.
    ViewId,
    /// One change of many contacts at once.
    BulkEditId,
    /// Two contacts that became one.
    MergeId,
    /// One statement about a consent.
    ConsentId,
    /// How long contacts with a tag are kept.
    RetentionRuleId,
    /// One lawful erasure of a person.
    ErasureId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_sort_in_the_order_they_were_made() {
        let now = Timestamp::from_millis(1_790_000_000_123);
        let ids: Vec<ContactId> = (0..1_000).map(|_| ContactId::generate(now)).collect();
        assert!(ids.is_sorted(), "bulk inserts append to the index only when ids rise");
    }

    #[test]
    fn bytes_and_text_read_back() {
        let id = ContactId::generate(Timestamp::from_millis(1));
        assert_eq!(ContactId::from_slice(id.as_bytes()), Ok(id));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(ContactId::from_slice(&[0; 3]), Err(IdError));
    }
}

//! Why a licence, request or list is refused: each cause by its name, with a sentence and a next step.

use sellify_domain::LicenseId;

use crate::{Component, Document, KeyId};

/// Why a document of the licensing was refused. None of them touches any data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LicenseError {
    /// Not one complete block of the right form.
    #[error("This is not a complete {wanted}: {detail}.")]
    Format {
        /// What was expected.
        wanted: Document,
        /// What is wrong with the text.
        detail: &'static str,
    },
    /// Longer than any real one.
    #[error("This text is too long to be a {wanted}.")]
    TooLarge {
        /// What was expected.
        wanted: Document,
    },
    /// A real block, but of another kind.
    #[error("This is a {found}, and a {wanted} is needed here.")]
    WrongDocument {
        /// What the block says it is.
        found: Document,
        /// What was expected.
        wanted: Document,
    },
    /// Made for a later version of the program.
    #[error("This {wanted} needs a newer version of Sellify.")]
    NeedsNewerApp {
        /// What was read.
        wanted: Document,
    },
    /// Signed with a key that this program does not know.
    #[error("This {wanted} was signed with a key that this version of Sellify does not know ({key_id}).")]
    UnknownKey {
        /// What was read.
        wanted: Document,
        /// The key it names.
        key_id: KeyId,
    },
    /// Signed with a key that may not sign this.
    #[error("This {wanted} was signed with a key that is not meant for it ({key_id}).")]
    KeyPurpose {
        /// What was read.
        wanted: Document,
        /// The key it names.
        key_id: KeyId,
    },
    /// Signed with a key that the vendor has withdrawn.
    #[error("This {wanted} was signed with a key that has been withdrawn ({key_id}).")]
    KeyRevoked {
        /// What was read.
        wanted: Document,
        /// The key it names.
        key_id: KeyId,
    },
    /// Issued after the last day of its key.
    #[error("This {wanted} was issued after its key had been retired ({key_id}).")]
    KeyRetired {
        /// What was read.
        wanted: Document,
        /// The key it names.
        key_id: KeyId,
    },
    /// The bytes are not the ones that were signed.
    #[error("This {wanted} was changed or damaged on its way: its signature does not fit.")]
    Signature {
        /// What was read.
        wanted: Document,
    },
    /// The checksum of a request or release does not fit.
    #[error("This {wanted} was damaged on its way: its checksum does not fit.")]
    Checksum {
        /// What was read.
        wanted: Document,
    },
    /// The signature fits, but the content breaks a rule of the format.
    #[error("The {wanted} is signed, but its content breaks a rule of the format: {member}.")]
    Payload {
        /// What was read.
        wanted: Document,
        /// The member, or the rule.
        member: &'static str,
    },
    /// For another product.
    #[error("This {wanted} is for another product.")]
    WrongProduct {
        /// What was read.
        wanted: Document,
    },
    /// For another computer.
    #[error("This licence is for another computer.")]
    WrongMachine {
        /// The parts that are known on both sides and differ.
        differing: Vec<Component>,
    },
    /// The answer to a request that this installation did not make, or made too long ago.
    #[error(
        "This licence answers a request that was not made on this computer, or that is older than 90 days."
    )]
    RequestUnknown,
    /// On the vendor's revocation list.
    #[error("Licence {lid}, revision {rev}, has been withdrawn by the vendor.")]
    Revoked {
        /// Which licence.
        lid: LicenseId,
        /// Its revision.
        rev: u32,
    },
    /// Released on this computer.
    #[error("Licence {lid}, revision {rev}, was released on this computer, so that another one can use it.")]
    Released {
        /// Which licence.
        lid: LicenseId,
        /// Its revision.
        rev: u32,
    },
    /// Older than the one in use.
    #[error("This is revision {found} of the licence, and revision {current} is already in use.")]
    OlderRevision {
        /// In use.
        current: u32,
        /// Offered.
        found: u32,
    },
    /// A list older than the one already seen.
    #[error("This {wanted} is number {found}, and number {current} is already in use.")]
    OlderList {
        /// What was read.
        wanted: Document,
        /// In use.
        current: u64,
        /// Offered.
        found: u64,
    },
}

impl LicenseError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Format { .. } => "license_format",
            Self::TooLarge { .. } => "license_too_large",
            Self::WrongDocument { .. } => "license_wrong_document",
            Self::NeedsNewerApp { .. } => "license_needs_newer_app",
            Self::UnknownKey { .. } => "license_unknown_key",
            Self::KeyPurpose { .. } => "license_key_purpose",
            Self::KeyRevoked { .. } => "license_key_revoked",
            Self::KeyRetired { .. } => "license_key_retired",
            Self::Signature { .. } => "license_signature",
            Self::Checksum { .. } => "license_checksum",
            Self::Payload { .. } => "license_payload",
            Self::WrongProduct { .. } => "license_wrong_product",
            Self::WrongMachine { .. } => "license_wrong_machine",
            Self::RequestUnknown => "license_request_unknown",
            Self::Revoked { .. } => "license_revoked",
            Self::Released { .. } => "license_released",
            Self::OlderRevision { .. } => "license_older_revision",
            Self::OlderList { .. } => "license_older_list",
        }
    }

    /// What to do next, as a sentence.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Format { .. } | Self::TooLarge { .. } => {
                "Copy the whole block, from its BEGIN line to its END line, with nothing else, or use the file that you received."
            }
            Self::WrongDocument { .. } => "Look for the other block in the message that you received.",
            Self::NeedsNewerApp { .. } => "Update Sellify, then import it again.",
            Self::UnknownKey { .. } => {
                "Update Sellify. If it is up to date, ask the vendor to issue the licence again."
            }
            Self::KeyPurpose { .. } | Self::WrongProduct { .. } | Self::Payload { .. } => {
                "Ask the vendor to issue it again."
            }
            Self::KeyRevoked { .. } | Self::KeyRetired { .. } => {
                "Ask the vendor to issue it again with today's key; that costs nothing."
            }
            Self::Signature { .. } | Self::Checksum { .. } => {
                "Use the file that you received, or copy the block again without changing anything in it."
            }
            Self::WrongMachine { .. } => {
                "Make a new request on this computer and send it to the vendor. Your data stays readable."
            }
            Self::RequestUnknown => "Make a new request on this computer and send it to the vendor.",
            Self::Revoked { .. } => {
                "Ask the vendor. Your data stays readable, and can be exported and backed up."
            }
            Self::Released { .. } => {
                "To use this computer again, make a new request and send it to the vendor."
            }
            Self::OlderRevision { .. } | Self::OlderList { .. } => {
                "Nothing is to be done: keep the newer one."
            }
        }
    }
}

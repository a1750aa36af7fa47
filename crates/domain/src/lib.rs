//! The words every other crate speaks: ids, addresses, contacts, campaigns, the clock.
//!
//! Nothing here does I/O, is async, or decides anything. Rules live in the engines.

mod audit;
mod campaign;
mod connection;
mod consent;
mod contact;
mod duplicate;
mod email;
mod id;
mod import;
mod phone;
mod suppression;
mod template;
mod time;

pub use audit::{Actor, Door};
pub use campaign::{
    Audience, Campaign, CampaignDraft, CampaignState, Exclusion, LedgerCounts, Recipient, RecipientState,
    SmtpReply,
};
pub use connection::{Connection, SmtpSettings, TlsMode};
pub use consent::{ConsentBasis, ConsentState, ConsentStatement, RetentionRule};
pub use contact::{Contact, ContactDetails, ContactField};
pub use duplicate::{ContactPair, DuplicateReason};
pub use email::EmailAddress;
pub use id::{
    ApiKeyId, AuditEntryId, BulkEditId, CampaignId, ConnectionId, ConsentId, ContactId, ErasureId, GroupId,
    IdError, ImportId, LicenseId, MergeId, RecipientId, RetentionRuleId, RotationId, SegmentId, SuppressionId,
    TemplateId, UploadId, VaultId, ViewId,
};
pub use import::{ImportCounts, ImportRecord, ImportState, RejectReason, RejectedRow};
pub use phone::PhoneNumber;
pub use suppression::{Channel, LegalBasis, Suppression, SuppressionReason};
pub use template::{Template, TemplateContent};
pub use time::{Clock, ManualClock, SystemClock, Timestamp};

//! The words every other crate speaks: ids, addresses, contacts, campaigns, the clock.
//!
//! Nothing here does I/O, is async, or decides anything. Rules live in the engines.

mod audit;
mod campaign;
mod connection;
mod consent;
mod contact;
mod custom_field;
mod duplicate;
mod email;
mod group;
mod id;
mod import;
mod phone;
mod segment;
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
pub use custom_field::{CustomField, CustomFieldKind, day_of, iso as iso_day, number_of, yes_no_of};
pub use duplicate::{ContactPair, DuplicateReason};
pub use email::EmailAddress;
pub use group::{Group, SavedView, ViewContent};
pub use id::{
    ApiKeyId, AuditEntryId, BulkEditId, CampaignId, ConnectionId, ConsentId, ContactId, ErasureId, GroupId,
    IdError, ImportId, LicenseId, MergeId, RecipientId, RetentionRuleId, RotationId, SegmentId,
    SuppressionId, TemplateId, UploadId, VaultId, ViewId,
};
pub use import::{ImportCounts, ImportRecord, ImportState, RejectReason, RejectedRow};
pub use phone::PhoneNumber;
pub use segment::{
    Combinator, Condition, ConsentStanding, DayTest, FieldKind, MomentField, MomentTest, NumberTest,
    Operator, RuleError, RulePart, Segment, SegmentRule, SetTest, TextTest, Today,
};
pub use suppression::{Channel, LegalBasis, Suppression, SuppressionReason};
pub use template::{Template, TemplateContent};
pub use time::{Clock, ManualClock, SystemClock, Timestamp};

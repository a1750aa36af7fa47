//! Contacts, their tags, their fields and their history.

use std::collections::BTreeMap;

use sellify_app::{AppError, ContactChange, Selection};
use sellify_domain::{ContactField, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::ledger::RecipientState;
use super::page::limit;

/// A contact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contact {
    /// Identity.
    pub id: Uuid,
    /// How a person would call this contact: names, else firm, else address, else number.
    pub display_name: String,
    /// Form of address: `Mme`, `M.`, `Me`, `Dr`.
    pub civility: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Normal form of the address.
    #[schema(required)]
    pub email: Option<String>,
    /// The address as typed, where it differs.
    #[schema(required)]
    pub email_typed: Option<String>,
    /// The number in E.164.
    #[schema(required)]
    pub phone: Option<String>,
    /// The number as typed, where it could not be read.
    #[schema(required)]
    pub phone_typed: Option<String>,
    /// Firm.
    pub company: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country as written.
    pub country: String,
    /// Date of birth, `YYYY-MM-DD`, or empty.
    pub birthdate: String,
    /// The firm's own reference.
    pub reference: String,
    /// Free notes.
    pub notes: String,
    /// The firm's own fields, by key.
    pub custom: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Whether the address is on the suppression list: nothing is sent to it.
    pub suppressed: bool,
    /// When it was first saved (ms).
    pub created_at: i64,
    /// When it last changed (ms).
    pub updated_at: i64,
    /// The import that created it.
    #[schema(required)]
    pub import_id: Option<Uuid>,
    /// Set while the contact is in the bin (ms).
    #[schema(required)]
    pub deleted_at: Option<i64>,
}

/// The fields of a contact to set; what is absent stays, an empty text empties the field.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFields {
    /// Form of address.
    pub civility: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number, in any usual form.
    pub phone: Option<String>,
    /// Firm.
    pub company: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Date of birth, `YYYY-MM-DD`.
    pub birthdate: Option<String>,
    /// The firm's own reference.
    pub reference: Option<String>,
    /// Free notes.
    pub notes: Option<String>,
    /// The firm's own fields, by key; replaces them all.
    pub custom: Option<BTreeMap<String, String>>,
    /// Tags; replaces them all.
    pub tags: Option<Vec<String>>,
}

/// In which order contacts come.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactSort {
    /// By name.
    #[default]
    Name,
    /// By address.
    Email,
    /// Newest first.
    Created,
    /// Last changed first.
    Updated,
}

/// Which contacts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContactQuery {
    /// Search text; every word must match the start of a word, without accents and case.
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    pub tag: Option<String>,
    /// Only contacts without any tag.
    pub untagged: Option<bool>,
    /// Only contacts in the bin.
    pub deleted: Option<bool>,
    /// The order.
    #[param(inline)]
    pub sort: Option<ContactSort>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// One page of contacts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactPage {
    /// The contacts.
    pub items: Vec<Contact>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub next: Option<String>,
    /// How many match; null when there are too many to count in time.
    #[schema(required)]
    pub total: Option<u64>,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
}

/// What to do with many contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Give a tag.
    AddTag,
    /// Take a tag away.
    RemoveTag,
    /// Put into the bin.
    Delete,
    /// Take out of the bin.
    Restore,
}

/// Contacts named by a question instead of one by one.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct BulkSelection {
    /// Search text.
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    pub tag: Option<String>,
    /// Only contacts without any tag.
    pub untagged: Option<bool>,
}

/// One action on many contacts: give `ids` or `query`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct BulkRequest {
    /// The contacts.
    pub ids: Option<Vec<Uuid>>,
    /// Or everyone who matches.
    pub query: Option<BulkSelection>,
    /// What to do.
    pub action: BulkAction,
    /// The tag, for `add_tag` and `remove_tag`.
    pub tag: Option<String>,
}

/// A tag and how many carry it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tag {
    /// The tag as first written.
    pub name: String,
    /// Contacts that carry it.
    pub count: u64,
}

/// One campaign in a contact's history.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryItem {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// The row of its ledger.
    pub recipient_id: Uuid,
    /// Where the message is.
    pub state: RecipientState,
    /// When that state began (ms).
    pub at: i64,
}

/// A field that a column can be mapped to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Field {
    /// The key: `first_name`, `custom:numero`.
    pub key: String,
    /// Translation key of its label; for a firm's own field, its bare key.
    pub label_code: String,
    /// Whether only this firm has it.
    pub custom: bool,
}

/// How an exported file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Semicolons, UTF-8 with BOM, CRLF: opens in Excel by double click in France.
    #[default]
    FrenchExcel,
    /// Commas, UTF-8 without BOM, LF.
    Plain,
}

/// What to export.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// How the file is written.
    #[param(inline)]
    pub format: Option<ExportFormat>,
    /// Search text.
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    pub tag: Option<String>,
    /// Only contacts without any tag.
    pub untagged: Option<bool>,
}

impl From<sellify_app::ContactView> for Contact {
    fn from(view: sellify_app::ContactView) -> Self {
        let sellify_app::ContactView { contact, suppressed } = view;
        let details = contact.details;
        Self {
            id: contact.id.as_uuid(),
            display_name: details.display_name(),
            civility: details.civility,
            first_name: details.first_name,
            last_name: details.last_name,
            email: details.email.map(|email| email.to_string()),
            email_typed: details.email_typed,
            phone: details.phone.map(|phone| phone.to_string()),
            phone_typed: details.phone_typed,
            company: details.company,
            street: details.street,
            postcode: details.postcode,
            city: details.city,
            country: details.country,
            birthdate: details.birthdate,
            reference: details.reference,
            notes: details.notes,
            custom: details.custom,
            tags: details.tags,
            suppressed,
            created_at: contact.created_at.as_millis(),
            updated_at: contact.updated_at.as_millis(),
            import_id: contact.import_id.map(|id| id.as_uuid()),
            deleted_at: contact.deleted_at.map(Timestamp::as_millis),
        }
    }
}

impl From<ContactFields> for ContactChange {
    fn from(fields: ContactFields) -> Self {
        Self {
            civility: fields.civility,
            first_name: fields.first_name,
            last_name: fields.last_name,
            email: fields.email,
            phone: fields.phone,
            company: fields.company,
            street: fields.street,
            postcode: fields.postcode,
            city: fields.city,
            country: fields.country,
            birthdate: fields.birthdate,
            reference: fields.reference,
            notes: fields.notes,
            custom: fields.custom,
            tags: fields.tags,
        }
    }
}

impl From<ContactQuery> for sellify_app::ContactQuery {
    fn from(query: ContactQuery) -> Self {
        Self {
            search: query.q,
            tag: query.tag,
            untagged: query.untagged.unwrap_or(false),
            deleted: query.deleted.unwrap_or(false),
            sort: match query.sort.unwrap_or_default() {
                ContactSort::Name => sellify_app::ContactSort::Name,
                ContactSort::Email => sellify_app::ContactSort::Email,
                ContactSort::Created => sellify_app::ContactSort::Created,
                ContactSort::Updated => sellify_app::ContactSort::Updated,
            },
            cursor: query.cursor,
            limit: limit(query.limit),
        }
    }
}

impl From<sellify_app::ContactPage> for ContactPage {
    fn from(found: sellify_app::ContactPage) -> Self {
        let page = found.page;
        Self {
            items: page.items.into_iter().map(Contact::from).collect(),
            next: page.next,
            total: page.total_is_exact.then_some(page.total),
            took_ms: found.took_ms,
        }
    }
}

impl BulkRequest {
    /// Whom and what, or the field that is missing.
    pub(crate) fn checked(self) -> Result<(Selection, sellify_app::BulkAction), AppError> {
        let who = match (self.ids, self.query) {
            (Some(ids), None) => Selection::Ids(ids.into_iter().map(Into::into).collect()),
            (None, Some(query)) => Selection::Query(query.into_query(self.action == BulkAction::Restore)),
            _ => return Err(AppError::SelectionMissing),
        };
        let tag = self.tag.unwrap_or_default();
        let action = match self.action {
            BulkAction::AddTag => sellify_app::BulkAction::AddTag(tag),
            BulkAction::RemoveTag => sellify_app::BulkAction::RemoveTag(tag),
            BulkAction::Delete => sellify_app::BulkAction::Delete,
            BulkAction::Restore => sellify_app::BulkAction::Restore,
        };
        Ok((who, action))
    }
}

impl BulkSelection {
    fn into_query(self, deleted: bool) -> sellify_app::ContactQuery {
        let untagged = self.untagged.unwrap_or(false);
        sellify_app::ContactQuery { search: self.q, tag: self.tag, untagged, deleted, ..Default::default() }
    }
}

impl From<sellify_app::TagCount> for Tag {
    fn from(tag: sellify_app::TagCount) -> Self {
        Self { name: tag.name, count: tag.count }
    }
}

impl From<sellify_app::ContactHistoryEntry> for HistoryItem {
    fn from(entry: sellify_app::ContactHistoryEntry) -> Self {
        Self {
            campaign_id: entry.campaign_id.as_uuid(),
            campaign_name: entry.campaign_name,
            recipient_id: entry.recipient_id.as_uuid(),
            state: entry.state.into(),
            at: entry.at.as_millis(),
        }
    }
}

impl From<ContactField> for Field {
    fn from(field: ContactField) -> Self {
        let key = field.key();
        match field {
            ContactField::Custom(bare) => Self { key, label_code: bare, custom: true },
            _ => Self { label_code: format!("field.{key}"), key, custom: false },
        }
    }
}

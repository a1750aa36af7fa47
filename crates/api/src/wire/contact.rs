//! Contacts, their tags, their fields and their history.

use std::collections::BTreeMap;

use sellify_app::{AppError, ContactChange};
use sellify_domain::{ContactId, SegmentRule, Timestamp, Today};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::consent::Consent;
use super::group::GroupRef;
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
    /// The groups it is in.
    pub groups: Vec<GroupRef>,
    /// Whether the address is on the suppression list: nothing is sent to it.
    pub suppressed: bool,
    /// What counts on each channel: e-mail, WhatsApp, phone, post.
    pub consents: Vec<Consent>,
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
    /// Only contacts of this group.
    pub group: Option<Uuid>,
    /// Only contacts that this segment picks.
    pub segment: Option<Uuid>,
    /// Only contacts that this import brought.
    pub import: Option<Uuid>,
    /// Only contacts that this rule picks: the JSON of a segment's rule.
    pub rule: Option<String>,
    /// Only contacts first saved at this moment or later (ms).
    pub created_after: Option<i64>,
    /// Only these contacts: ids with commas between, at most 1,000.
    pub ids: Option<String>,
    /// How many minutes the viewer's clock is ahead of UTC, for rules that ask about days.
    pub utc_offset_minutes: Option<i32>,
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

impl From<sellify_app::ContactView> for Contact {
    fn from(view: sellify_app::ContactView) -> Self {
        let sellify_app::ContactView { contact, groups, suppressed, consents } = view;
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
            groups: groups.into_iter().map(GroupRef::from).collect(),
            suppressed,
            consents: consents.into_iter().map(Consent::from).collect(),
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

impl TryFrom<ContactQuery> for sellify_app::ContactQuery {
    type Error = AppError;

    fn try_from(query: ContactQuery) -> Result<Self, AppError> {
        let utc_offset_minutes = query.utc_offset_minutes.unwrap_or(0);
        Ok(Self {
            search: query.q,
            tag: query.tag,
            untagged: query.untagged.unwrap_or(false),
            group: query.group.map(Into::into),
            segment: query.segment.map(Into::into),
            import: query.import.map(Into::into),
            rule: query.rule.as_deref().map(rule).transpose()?,
            created_after: query.created_after.map(Timestamp::from_millis),
            only: query.ids.as_deref().map(ids).transpose()?.unwrap_or_default(),
            today: Today { utc_offset_minutes, ..Today::default() },
            deleted: query.deleted.unwrap_or(false),
            sort: match query.sort.unwrap_or_default() {
                ContactSort::Name => sellify_app::ContactSort::Name,
                ContactSort::Email => sellify_app::ContactSort::Email,
                ContactSort::Created => sellify_app::ContactSort::Created,
                ContactSort::Updated => sellify_app::ContactSort::Updated,
            },
            cursor: query.cursor,
            limit: limit(query.limit),
        })
    }
}

/// Contacts that an address line can name.
const IDS: usize = 1_000;

/// Ids with commas between.
fn ids(text: &str) -> Result<Vec<ContactId>, AppError> {
    let invalid = |reason: String| AppError::ValueInvalid { field: "ids".into(), reason };
    let ids = text
        .split(',')
        .map(|id| Uuid::parse_str(id.trim()).map(ContactId::from))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| invalid(error.to_string()))?;
    if ids.len() > IDS {
        return Err(invalid(format!("at most {IDS} contacts can be named at once")));
    }
    Ok(ids)
}

/// A rule as it stands in an address line. An empty text is no rule.
pub(crate) fn rule(text: &str) -> Result<SegmentRule, AppError> {
    if text.trim().is_empty() {
        return Ok(SegmentRule::default());
    }
    let tree = serde_json::from_str(text)
        .map_err(|error| sellify_domain::RuleError::Shape { reason: error.to_string() })?;
    Ok(SegmentRule::parse(&tree)?)
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

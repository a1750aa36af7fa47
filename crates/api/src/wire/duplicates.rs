//! Likely duplicates, and contacts made one.

use std::collections::BTreeMap;

use sellify_app::{AppError, MergeOrder};
use sellify_domain::{ContactField, ContactPair, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::contact::Contact;
use super::suppression::{Channel, Suppression};

/// Why two contacts may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateReason {
    /// The same name, but for case, accents and hyphens.
    SameName,
    /// Given and family name changed round.
    SwappedNames,
    /// Names that differ by a slip, an initial or a married name.
    SimilarName,
    /// The same firm.
    SameCompany,
    /// Addresses at one firm's domain.
    SameDomain,
    /// The same name before the @.
    SimilarEmail,
    /// Numbers that end alike.
    SamePhoneTail,
    /// The same date of birth.
    SameBirthdate,
    /// The same street and postcode.
    SameAddress,
}

/// Two contacts that may be one person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Duplicate {
    /// Both ids with a point between them, the older contact first.
    pub id: String,
    /// How likely they are one person, 0 to 1.
    pub score: f64,
    /// What speaks for it, the strongest first; empty where nothing does.
    pub reasons: Vec<DuplicateReason>,
    /// Whether somebody said that they are two people.
    pub distinct: bool,
    /// Both contacts, the older one first.
    pub contacts: Vec<Contact>,
}

/// One page of likely duplicates.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DuplicatePage {
    /// The pairs, the likeliest first.
    pub items: Vec<Duplicate>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub next: Option<String>,
    /// How many pairs still stand.
    pub total: u64,
    /// When the last search ended (ms); null before the first one.
    #[schema(required)]
    pub searched_at: Option<i64>,
    /// Pairs that the last search found; more than `total` when some were settled since, or are too many to keep.
    #[schema(required)]
    pub found: Option<u64>,
    /// Whether a search is under way.
    pub running: bool,
}

/// A search that was started, or is under way.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct StartedSearch {
    /// Its place in the list of jobs.
    pub job_id: Uuid,
}

/// Contacts to make one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeRequest {
    /// The contact that stays.
    pub keep: Uuid,
    /// Those that become part of it, 1 to 19.
    pub merge: Vec<Uuid>,
    /// Whose value a field has, by the field's key (`email`, `custom:numero`); a field that is not here has the kept contact's
    /// value, or the first one there is. Tags and groups are united; notes are put below each other.
    #[serde(default)]
    pub fields: BTreeMap<String, Uuid>,
}

/// What was said about a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TakenConsentState {
    /// May be written to.
    Granted,
    /// Must not be written to.
    Refused,
}

/// A consent that the kept contact takes over: the stricter one wins.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TakenConsent {
    /// On which channel.
    pub channel: Channel,
    /// What was said.
    pub state: TakenConsentState,
    /// Where it comes from.
    pub source: String,
    /// Whose it was.
    pub from: Uuid,
}

/// What a merge would make; nothing is written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergePreview {
    /// The kept contact as it would be.
    pub contact: Contact,
    /// Consents it would take over.
    pub consents: Vec<TakenConsent>,
    /// Entries of the suppression list for any of their addresses. They stay as they are.
    pub suppressions: Vec<Suppression>,
}

/// What a merge made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeResult {
    /// Its identity, to take it back.
    pub merge_id: Uuid,
    /// The kept contact.
    pub contact: Contact,
}

/// Whose merges.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MergeQuery {
    /// The contact, kept or merged.
    pub contact: Uuid,
}

/// A contact of a merge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergedContact {
    /// Identity.
    pub id: Uuid,
    /// What it is called; null when it was erased.
    #[schema(required)]
    pub display_name: Option<String>,
}

/// A merge as a contact's history shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Merge {
    /// Identity.
    pub id: Uuid,
    /// The contact that stayed.
    pub kept: MergedContact,
    /// Those that became part of it.
    pub merged: Vec<MergedContact>,
    /// When (ms).
    pub merged_at: i64,
    /// When it was taken back (ms).
    #[schema(required)]
    pub undone_at: Option<i64>,
    /// Whether it can be taken back now.
    pub can_undo: bool,
}

/// Reads the pair of an address.
pub(crate) fn pair(id: &str) -> Result<ContactPair, AppError> {
    id.parse().map_err(|_| AppError::NotFound(sellify_app::Thing::Contact))
}

impl MergeRequest {
    /// The kept contact and what to do, or the field that nobody knows.
    pub(crate) fn checked(self) -> Result<(sellify_domain::ContactId, MergeOrder), AppError> {
        let mut choices = BTreeMap::new();
        for (key, from) in self.fields {
            let field = ContactField::try_from(key.clone()).map_err(|reason| AppError::ValueInvalid {
                field: format!("fields.{key}"),
                reason: format!("{}.", capitalised(&reason)),
            })?;
            choices.insert(field, from.into());
        }
        let merged = self.merge.into_iter().map(Into::into).collect();
        Ok((self.keep.into(), MergeOrder { merged, choices }))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl From<sellify_domain::DuplicateReason> for DuplicateReason {
    fn from(value: sellify_domain::DuplicateReason) -> Self {
        match value {
            sellify_domain::DuplicateReason::SameName => Self::SameName,
            sellify_domain::DuplicateReason::SwappedNames => Self::SwappedNames,
            sellify_domain::DuplicateReason::SimilarName => Self::SimilarName,
            sellify_domain::DuplicateReason::SameCompany => Self::SameCompany,
            sellify_domain::DuplicateReason::SameDomain => Self::SameDomain,
            sellify_domain::DuplicateReason::SimilarEmail => Self::SimilarEmail,
            sellify_domain::DuplicateReason::SamePhoneTail => Self::SamePhoneTail,
            sellify_domain::DuplicateReason::SameBirthdate => Self::SameBirthdate,
            sellify_domain::DuplicateReason::SameAddress => Self::SameAddress,
        }
    }
}

impl From<sellify_app::DuplicateView> for Duplicate {
    fn from(view: sellify_app::DuplicateView) -> Self {
        Self {
            id: view.pair.to_string(),
            score: f64::from(view.score) / 1_000.0,
            reasons: view.reasons.into_iter().map(Into::into).collect(),
            distinct: view.distinct,
            contacts: view.contacts.into_iter().map(Contact::from).collect(),
        }
    }
}

impl From<sellify_app::DuplicatePage> for DuplicatePage {
    fn from(found: sellify_app::DuplicatePage) -> Self {
        Self {
            items: found.page.items.into_iter().map(Duplicate::from).collect(),
            next: found.page.next,
            total: found.page.total,
            searched_at: found.search.map(|search| search.searched_at.as_millis()),
            found: found.search.map(|search| search.found),
            running: found.running,
        }
    }
}

impl From<sellify_app::ConsentTaken> for TakenConsent {
    fn from(taken: sellify_app::ConsentTaken) -> Self {
        Self {
            channel: taken.channel.into(),
            state: match taken.state {
                sellify_domain::ConsentState::Granted => TakenConsentState::Granted,
                sellify_domain::ConsentState::Refused => TakenConsentState::Refused,
            },
            source: taken.source,
            from: taken.from.as_uuid(),
        }
    }
}

impl From<sellify_app::MergePreviewView> for MergePreview {
    fn from(view: sellify_app::MergePreviewView) -> Self {
        Self {
            contact: view.contact.into(),
            consents: view.consents.into_iter().map(TakenConsent::from).collect(),
            suppressions: view.suppressions.into_iter().map(Suppression::from).collect(),
        }
    }
}

impl From<sellify_app::MergeView> for Merge {
    fn from(view: sellify_app::MergeView) -> Self {
        let contact = |(id, display_name): (sellify_domain::ContactId, Option<String>)| MergedContact {
            id: id.as_uuid(),
            display_name,
        };
        Self {
            id: view.id.as_uuid(),
            kept: contact((view.kept, view.kept_name)),
            merged: view.merged.into_iter().map(contact).collect(),
            merged_at: view.merged_at.as_millis(),
            undone_at: view.undone_at.map(Timestamp::as_millis),
            can_undo: view.can_undo,
        }
    }
}

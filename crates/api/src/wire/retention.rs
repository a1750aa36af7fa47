//! How long people are kept.

use sellify_app::RetentionView;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::page::limit;

/// A rule, and how many are due.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RetentionRule {
    /// Identity.
    pub id: Uuid,
    /// The tag.
    pub tag: String,
    /// Calendar months since the last change or message.
    pub months: u32,
    /// Contacts that had neither since `cutoff`.
    pub due: u64,
    /// The moment so many months ago (ms).
    pub cutoff: i64,
    /// When the rule was made (ms).
    pub created_at: i64,
}

/// The rule of a tag; a tag has one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRetentionRuleRequest {
    /// The tag, however it is spelled.
    pub tag: String,
    /// Calendar months, 1 to 600.
    pub months: u32,
}

/// Whose contacts.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DueQuery {
    /// Only those of this rule; absent: rule after rule.
    pub rule_id: Option<Uuid>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// A contact that is due.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DueContact {
    /// By which rule.
    pub rule_id: Uuid,
    /// Identity.
    pub id: Uuid,
    /// How a person would call this contact.
    pub display_name: String,
    /// Its address.
    #[schema(required)]
    pub email: Option<String>,
    /// Its firm.
    pub company: String,
    /// The last change (ms).
    pub updated_at: i64,
    /// The last message a server took (ms).
    #[schema(required)]
    pub last_message_at: Option<i64>,
}

/// What to do with those that are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RetentionAction {
    /// Into the bin.
    Bin,
    /// Erase for good.
    Erase,
}

/// An act of a person on everybody who is due.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyRetentionRequest {
    /// The rule.
    pub rule_id: Uuid,
    /// What to do.
    pub action: RetentionAction,
    /// How many the person saw and typed; another number changes nothing.
    pub confirm_count: u64,
    /// With `erase`: why; stays in the proofs. Absent: the rule itself.
    pub reason: Option<String>,
}

impl ApplyRetentionRequest {
    /// The act, with its reason.
    pub(crate) fn act(&self) -> sellify_app::RetentionAction {
        match self.action {
            RetentionAction::Bin => sellify_app::RetentionAction::Bin,
            RetentionAction::Erase => sellify_app::RetentionAction::Erase {
                reason: self.reason.clone().unwrap_or_else(|| "retention".into()),
            },
        }
    }
}

impl From<DueQuery> for sellify_app::PageRequest {
    fn from(query: DueQuery) -> Self {
        Self { cursor: query.cursor, limit: limit(query.limit) }
    }
}

impl From<RetentionView> for RetentionRule {
    fn from(view: RetentionView) -> Self {
        Self {
            id: view.rule.id.as_uuid(),
            tag: view.rule.tag,
            months: view.rule.months,
            due: view.due,
            cutoff: view.cutoff.as_millis(),
            created_at: view.rule.created_at.as_millis(),
        }
    }
}

impl From<sellify_app::DueContact> for DueContact {
    fn from(due: sellify_app::DueContact) -> Self {
        let contact = due.contact;
        Self {
            rule_id: due.rule_id.as_uuid(),
            id: contact.id.as_uuid(),
            display_name: contact.details.display_name(),
            email: contact.details.email.map(|email| email.to_string()),
            company: contact.details.company,
            updated_at: contact.updated_at.as_millis(),
            last_message_at: due.last_message.map(|at| at.as_millis()),
        }
    }
}

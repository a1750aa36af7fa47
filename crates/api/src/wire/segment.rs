//! Segments: rules, their count, and what they can ask.

use sellify_app::RuleCount;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A rule with a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Segment {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The rule: `{combinator: "and"|"or", not, rules: [{field, operator, value} | another group]}`.
    #[schema(value_type = Object)]
    pub rule: Value,
    /// When it was first saved (ms).
    pub created_at: i64,
    /// When it last changed (ms).
    pub updated_at: i64,
}

/// A new segment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SegmentRequest {
    /// What people will call it.
    pub name: String,
    /// The rule, with at least one condition, at most 50 of them, and at most 5 groups inside each other. Other keys that
    /// the rule's editor writes (`id`, `valueSource`) are passed over.
    #[schema(value_type = Object)]
    pub rule: Value,
}

/// What to change of a segment; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct SegmentPatch {
    /// What people will call it.
    pub name: Option<String>,
    /// The rule.
    #[schema(value_type = Option<Object>)]
    pub rule: Option<Value>,
}

/// A rule to count.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CountRequest {
    /// The rule; without conditions it picks everybody.
    #[schema(value_type = Object)]
    pub rule: Value,
    /// How many minutes the viewer's clock is ahead of UTC, for rules that ask about days.
    pub utc_offset_minutes: Option<i32>,
}

/// How many contacts a rule picks.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct CountResult {
    /// How many were counted.
    pub count: u64,
    /// Whether that is all of them; else counting was stopped and there are more.
    pub exact: bool,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// Something that a rule can ask of a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SegmentOperator {
    /// Its name in a rule: `contains`, `is`, `<`, `in_last_days`.
    pub key: String,
    /// What it reads as `value`: `none`, `text`, `texts`, `number`, `numbers` (two), `day`, `days` (two), `count` (of
    /// days), `month`, `id`, `ids` or `standing` (`granted`, `refused`, `unknown`).
    pub value: String,
}

/// A field that a rule can ask about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SegmentField {
    /// Its key: `city`, `tags`, `consent:email`, `custom:numero`.
    pub key: String,
    /// Translation key of its label; for one of the firm's own fields, its bare key.
    pub label_code: String,
    /// What the firm calls it, for one of its own.
    #[schema(required)]
    pub label: Option<String>,
    /// `text`, `number`, `date`, `birthdate`, `moment`, `yes_no`, `choice`, `tags`, `groups`, `domain`, `consent`, `import`
    /// or `campaign`.
    pub kind: String,
    /// What can be asked.
    pub operators: Vec<SegmentOperator>,
    /// What can be chosen, for a choice.
    pub options: Vec<String>,
}

impl From<sellify_domain::Segment> for Segment {
    fn from(segment: sellify_domain::Segment) -> Self {
        Self {
            id: segment.id.as_uuid(),
            name: segment.name,
            rule: serde_json::to_value(segment.rule).unwrap_or_default(),
            created_at: segment.created_at.as_millis(),
            updated_at: segment.updated_at.as_millis(),
        }
    }
}

impl From<RuleCount> for CountResult {
    fn from(found: RuleCount) -> Self {
        Self { count: found.count, exact: found.exact, took_ms: found.took_ms }
    }
}

impl From<sellify_app::SegmentField> for SegmentField {
    fn from(field: sellify_app::SegmentField) -> Self {
        let operator = |operator: &sellify_domain::Operator| SegmentOperator {
            key: operator.key().to_owned(),
            value: operator.value(field.kind).to_owned(),
        };
        let label_code =
            field.key.strip_prefix("custom:").map_or(format!("field.{}", field.key), str::to_owned);
        Self {
            operators: field.operators.iter().map(operator).collect(),
            label_code,
            label: field.label,
            kind: field.kind.key().to_owned(),
            options: field.options,
            key: field.key,
        }
    }
}

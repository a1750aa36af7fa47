//! Every refusal, in the shape of RFC 9457.

use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong (RFC 9457). `code` is stable and is what programs and translations go by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// A reference for people: `https://sellify.app/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, what is safe, and what to do next, in English.
    pub detail: String,
    /// Stable code in snake_case.
    pub code: String,
    /// The field of the request that is wrong, as a dotted path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The next step alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

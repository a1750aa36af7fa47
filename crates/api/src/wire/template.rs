//! Templates and their preview.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Template {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Subject line.
    pub subject: String,
    /// Body.
    pub html: String,
    /// The plain-text twin; null: made from `html`.
    #[schema(required)]
    pub text: Option<String>,
    /// Variables it uses, in order of first use.
    pub variables: Vec<VariableUse>,
    /// Rises with every change.
    pub version: u32,
    /// When it was first saved (ms).
    pub created_at: i64,
    /// When it last changed (ms).
    pub updated_at: i64,
}

/// A new template.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CreateTemplateRequest {
    /// What people call it.
    pub name: String,
    /// Subject line.
    #[serde(default)]
    pub subject: String,
    /// Body.
    #[serde(default)]
    pub html: String,
    /// The plain-text twin; absent or empty: made from `html`.
    pub text: Option<String>,
}

/// What to change; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct TemplatePatch {
    /// What people call it.
    pub name: Option<String>,
    /// Subject line.
    pub subject: Option<String>,
    /// Body.
    pub html: Option<String>,
    /// The plain-text twin; empty: made from `html`.
    pub text: Option<String>,
    /// The version this change was made from; another one in the vault is refused (`changed_elsewhere`).
    pub version: Option<u32>,
}

/// What to preview, and as whom.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PreviewRequest {
    /// Subject line.
    pub subject: String,
    /// Body.
    pub html: String,
    /// The plain-text twin.
    pub text: Option<String>,
    /// The contact; absent: an invented one.
    pub contact_id: Option<Uuid>,
}

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Subject line.
    Subject,
    /// Body.
    Html,
    /// Plain-text twin.
    Text,
}

/// Where a template cannot be read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateError {
    /// In which part.
    pub part: Part,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Stable code.
    pub code: String,
    /// The same in a sentence.
    pub detail: String,
}

/// A variable in a template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariableUse {
    /// Its name as typed.
    pub name: String,
    /// Whether something stands in for an empty value.
    pub has_default: bool,
    /// Whether the product or the firm's own fields know it.
    pub known: bool,
}

/// A template as one person would receive it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// Subject line.
    pub subject: String,
    /// The whole page as it would be sent: only for `<iframe sandbox srcdoc>`.
    pub html: String,
    /// The plain-text twin.
    pub text: String,
    /// Variables without a value and without a default; they stand as `{name}` in the preview.
    pub missing: Vec<String>,
    /// All variables.
    pub variables: Vec<VariableUse>,
    /// Where the template cannot be read; the parts are then empty.
    #[schema(required)]
    pub error: Option<TemplateError>,
    /// How the contact is called.
    pub contact_name: String,
}

/// A variable that can be typed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnownVariable {
    /// Its name.
    pub name: String,
    /// The field it shows.
    pub field: String,
    /// Whether only this firm has it.
    pub custom: bool,
}

//! Templates and their preview.

use sellify_app::{PreviewError, VariableUse as Used};
use sellify_domain::ContactField;
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
    /// The text at fault.
    pub fragment: String,
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
    /// The field it shows.
    pub field: String,
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
    /// Other names that mean the same.
    pub aliases: Vec<String>,
    /// The field it shows.
    pub field: String,
    /// Whether only this firm has it.
    pub custom: bool,
}

impl Template {
    pub(crate) fn new(template: sellify_domain::Template, variables: Vec<(Used, bool)>) -> Self {
        Self {
            id: template.id.as_uuid(),
            name: template.name,
            subject: template.content.subject,
            html: template.content.html,
            text: template.content.text,
            variables: variables.into_iter().map(VariableUse::from).collect(),
            version: template.version,
            created_at: template.created_at.as_millis(),
            updated_at: template.updated_at.as_millis(),
        }
    }
}

impl From<(Used, bool)> for VariableUse {
    fn from((used, known): (Used, bool)) -> Self {
        Self { name: used.name, has_default: used.has_default, known, field: used.field.key() }
    }
}

impl From<TemplatePatch> for sellify_app::TemplateChange {
    fn from(patch: TemplatePatch) -> Self {
        Self {
            name: patch.name,
            subject: patch.subject,
            html: patch.html,
            text: patch.text,
            version: patch.version,
        }
    }
}

impl From<sellify_app::KnownVariable> for KnownVariable {
    fn from(known: sellify_app::KnownVariable) -> Self {
        let custom = matches!(known.field, ContactField::Custom(_));
        Self { name: known.name, aliases: known.aliases, field: known.field.key(), custom }
    }
}

impl From<sellify_app::TemplatePreview> for Preview {
    fn from(seen: sellify_app::TemplatePreview) -> Self {
        let (rendered, missing) = match seen.preview {
            Some(preview) => (Some(preview.rendered), preview.missing),
            None => (None, Vec::new()),
        };
        let (subject, html, text) =
            rendered.map(|rendered| (rendered.subject, rendered.html, rendered.text)).unwrap_or_default();
        Self {
            subject,
            html,
            text,
            missing,
            variables: seen.variables.into_iter().map(VariableUse::from).collect(),
            error: seen.error.map(TemplateError::from),
            contact_name: seen.contact_name,
        }
    }
}

impl From<PreviewError> for TemplateError {
    fn from(error: PreviewError) -> Self {
        match error {
            PreviewError::Template(error) => Self {
                part: error.part.into(),
                line: u32::try_from(error.line).unwrap_or(u32::MAX),
                column: u32::try_from(error.column).unwrap_or(u32::MAX),
                code: error.code().to_owned(),
                detail: error.fault.to_string(),
                fragment: error.fragment,
            },
            // A fault of one person's values has no place in the text; the body is where to look.
            PreviewError::Render(error) => Self {
                part: Part::Html,
                line: 1,
                column: 1,
                code: error.code().to_owned(),
                detail: error.to_string(),
                fragment: String::new(),
            },
        }
    }
}

impl From<sellify_app::Part> for Part {
    fn from(part: sellify_app::Part) -> Self {
        match part {
            sellify_app::Part::Subject => Self::Subject,
            sellify_app::Part::Html => Self::Html,
            sellify_app::Part::Text => Self::Text,
        }
    }
}

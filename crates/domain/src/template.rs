//! A template: subject and body with variables.

use serde::{Deserialize, Serialize};

use crate::{TemplateId, Timestamp};

/// What a template says. Variables are written `{nom}` or `{prenom|default("client")}` in every part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TemplateContent {
    /// Subject line, one line of plain text.
    pub subject: String,
    /// Body: a fragment of sanitised HTML, without style sheets.
    pub html: String,
    /// The plain-text twin as a person wrote it; when absent it is made from `html`.
    pub text: Option<String>,
}

/// A template as the vault holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Identity.
    pub id: TemplateId,
    /// What people call it.
    pub name: String,
    /// What it says.
    #[serde(flatten)]
    pub content: TemplateContent,
    /// Rises with every change, so that a campaign can say which version it sent.
    pub version: u32,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

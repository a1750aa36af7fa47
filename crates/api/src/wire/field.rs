//! Fields of contacts: those of every firm, and the firm's own.

use sellify_app::{BulkOutcome, CustomFieldView};
use sellify_domain::{ContactField, CustomField};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomFieldKind {
    /// Any text.
    #[default]
    Text,
    /// A number: `-1234.5`.
    Number,
    /// A day: `YYYY-MM-DD`.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// One of the field's options.
    Choice,
}

/// A field that a column can be mapped to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Field {
    /// The key: `first_name`, `custom:numero`.
    pub key: String,
    /// Translation key of its label; for a firm's own field, its bare key.
    pub label_code: String,
    /// What the firm calls it, for one of its own.
    #[schema(required)]
    pub label: Option<String>,
    /// Whether only this firm has it.
    pub custom: bool,
    /// What kind of value it holds.
    pub kind: CustomFieldKind,
    /// What can be chosen, for a choice.
    pub options: Vec<String>,
    /// Contacts with a value, for a firm's own field when `uses` was asked for; null: not counted.
    #[schema(required)]
    pub uses: Option<u64>,
}

/// What to tell of each field.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FieldQuery {
    /// Whether to count how many contacts have a value for each of the firm's own fields.
    pub uses: Option<bool>,
}

/// A new field of the firm's own.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct FieldRequest {
    /// Its bare key (a-z, 0-9 and _); absent: made from the label.
    pub key: Option<String>,
    /// What people will call it.
    pub label: String,
    /// What kind of value it holds; absent: text.
    pub kind: Option<CustomFieldKind>,
    /// What can be chosen, for a choice.
    pub options: Option<Vec<String>>,
}

/// What to change of a field; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct FieldPatch {
    /// What people will call it.
    pub label: Option<String>,
    /// What kind of value it holds: values that can be read as such are brought into its form.
    pub kind: Option<CustomFieldKind>,
    /// What can be chosen, for a choice.
    pub options: Option<Vec<String>>,
}

/// A field after a change, and what the change did to contacts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldChanged {
    /// The field.
    pub field: Field,
    /// Contacts whose value was written anew.
    pub changed: u64,
    /// Hand it to `/api/bulk-edits/{id}/undo`; null: there is nothing to take back.
    #[schema(required)]
    pub undo_id: Option<Uuid>,
}

impl From<sellify_domain::CustomFieldKind> for CustomFieldKind {
    fn from(kind: sellify_domain::CustomFieldKind) -> Self {
        match kind {
            sellify_domain::CustomFieldKind::Text => Self::Text,
            sellify_domain::CustomFieldKind::Number => Self::Number,
            sellify_domain::CustomFieldKind::Date => Self::Date,
            sellify_domain::CustomFieldKind::YesNo => Self::YesNo,
            sellify_domain::CustomFieldKind::Choice => Self::Choice,
        }
    }
}

impl From<CustomFieldKind> for sellify_domain::CustomFieldKind {
    fn from(kind: CustomFieldKind) -> Self {
        match kind {
            CustomFieldKind::Text => Self::Text,
            CustomFieldKind::Number => Self::Number,
            CustomFieldKind::Date => Self::Date,
            CustomFieldKind::YesNo => Self::YesNo,
            CustomFieldKind::Choice => Self::Choice,
        }
    }
}

impl From<ContactField> for Field {
    fn from(field: ContactField) -> Self {
        let key = field.key();
        let kind = match field {
            ContactField::Birthdate => CustomFieldKind::Date,
            ContactField::Consent(_) => CustomFieldKind::YesNo,
            _ => CustomFieldKind::Text,
        };
        let label_code = format!("field.{key}");
        Self { key, label_code, label: None, custom: false, kind, options: Vec::new(), uses: None }
    }
}

impl From<CustomFieldView> for Field {
    fn from(view: CustomFieldView) -> Self {
        let CustomFieldView { field, uses } = view;
        Self {
            key: format!("custom:{}", field.key),
            label_code: field.key,
            label: field.label,
            custom: true,
            kind: field.kind.into(),
            options: field.options,
            uses,
        }
    }
}

impl From<CustomField> for Field {
    fn from(field: CustomField) -> Self {
        CustomFieldView { field, uses: None }.into()
    }
}

impl From<(CustomField, BulkOutcome)> for FieldChanged {
    fn from((field, outcome): (CustomField, BulkOutcome)) -> Self {
        let undo_id = outcome.undo.map(|id| id.as_uuid());
        Self { field: field.into(), changed: outcome.changed, undo_id }
    }
}

//! What a person decides about an import, and what is remembered of it.

use sellify_app::AppError;
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::import::{ReadOptions, fields};

/// What a row must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Require {
    /// An e-mail address.
    #[default]
    Email,
    /// An address or a number.
    EmailOrPhone,
}

/// What becomes of contacts that the vault knows. No policy lifts a suppression.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    /// The file wins where it says something.
    #[default]
    Update,
    /// They stay as they are.
    Skip,
    /// The row becomes a contact of its own without the address or number that is taken, or is refused.
    Create,
}

/// Which part of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::enum_variant_names,
    reason = "each says what comes first, and what it is called on the wire"
)]
pub enum DateOrder {
    /// `03/05` is the third of May.
    DayFirst,
    /// `03/05` is the fifth of March.
    MonthFirst,
    /// The year leads.
    YearFirst,
}

/// How a column is read; what is absent is as the program thinks best.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ColumnChoice {
    /// How its dates are written.
    #[schema(required = false)]
    pub date_order: Option<DateOrder>,
    /// Where its numbers without a country code are, as two letters.
    #[schema(required = false)]
    pub country: Option<String>,
    /// Whether a lost first zero is put back.
    #[schema(required = false)]
    pub restore_zero: Option<bool>,
    /// What stands between the cells of several columns of one field.
    #[schema(required = false)]
    pub join: Option<String>,
}

/// What kind of value a field of the firm's own holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewFieldKind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of its options.
    Choice,
}

/// A field that comes to be with an import.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct NewField {
    /// Its key, as in `custom:key`: a-z, 0-9 and _.
    pub key: String,
    /// What people call it.
    #[serde(default)]
    pub label: Option<String>,
    /// What it holds.
    #[serde(default)]
    pub kind: NewFieldKind,
    /// What can be chosen, for a choice.
    #[serde(default)]
    pub options: Vec<String>,
}

/// A row as a person corrected it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Correction {
    /// Line in the file, from 1.
    pub line: u64,
    /// All its cells.
    pub cells: Vec<String>,
}

/// One column of a finished import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedColumn {
    /// Its name in the file.
    pub header: String,
    /// The field that it became; null: left out.
    #[schema(required)]
    pub field: Option<String>,
}

/// What was confirmed for an import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportPlanView {
    /// Its columns.
    pub columns: Vec<ImportedColumn>,
    /// What became of contacts that the vault knew.
    pub policy: DuplicatePolicy,
    /// Country of numbers without a country code.
    pub country: String,
    /// What a row had to have.
    pub require: Require,
    /// Rows that were corrected before.
    pub corrected: u64,
}

/// What was chosen for the last file with the same columns.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Remembered {
    /// When (ms).
    pub used_at: i64,
    /// One field key per column, null: left out.
    pub mapping: Vec<Option<String>>,
    /// How each column is read; may be shorter than `mapping`.
    pub columns: Vec<Option<ColumnChoice>>,
    /// Country of numbers without a country code.
    pub country: String,
    /// What a row must have.
    pub require: Require,
    /// What becomes of contacts that the vault knows.
    pub policy: DuplicatePolicy,
}

/// Asks what a corrected row would become.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CheckRowRequest {
    /// The file.
    pub upload_id: Uuid,
    /// How the file is read; the cells are given as they are, so nothing here changes them.
    #[serde(flatten)]
    pub read: ReadOptions,
    /// One field key per column, null to leave a column out.
    pub mapping: Vec<Option<String>>,
    /// How each column is read.
    #[serde(default)]
    pub columns: Vec<Option<ColumnChoice>>,
    /// Fields of the firm's own that come to be with this import.
    #[serde(default)]
    pub new_fields: Vec<NewField>,
    /// Country for numbers without a country code; absent: the firm's.
    pub country: Option<String>,
    /// What a row must have.
    pub require: Option<Require>,
    /// What becomes of contacts that the vault knows.
    #[serde(default)]
    pub policy: DuplicatePolicy,
    /// Line in the file, from 1.
    pub line: u64,
    /// All cells of the row as corrected.
    pub cells: Vec<String>,
}

impl CheckRowRequest {
    /// A question the app can answer, or the field that is wrong.
    pub(crate) fn checked(self) -> Result<sellify_app::RowToCheck, AppError> {
        Ok(sellify_app::RowToCheck {
            read: self.read.checked()?,
            upload: self.upload_id.into(),
            mapping: fields(self.mapping)?,
            columns: column_choices(self.columns),
            new_fields: self.new_fields.into_iter().map(NewField::checked).collect::<Result<_, _>>()?,
            country: self.country,
            require: self.require.unwrap_or_default().into(),
            policy: self.policy.into(),
            line: self.line,
            cells: self.cells,
        })
    }
}

impl NewField {
    pub(crate) fn checked(self) -> Result<sellify_domain::CustomField, AppError> {
        let key = self.key.strip_prefix("custom:").unwrap_or(&self.key);
        sellify_domain::ContactField::try_from(format!("custom:{key}"))
            .map_err(|reason| AppError::ValueInvalid { field: "new_fields".into(), reason })?;
        let label = self.label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
        let kind = self.kind.into();
        Ok(sellify_domain::CustomField { key: key.to_owned(), label, kind, options: self.options })
    }
}

pub(super) fn column_choices(columns: Vec<Option<ColumnChoice>>) -> Vec<sellify_app::ColumnChoice> {
    columns.into_iter().map(|choice| choice.unwrap_or_default().into()).collect()
}

impl ImportPlanView {
    pub(crate) fn of(choices: sellify_app::ImportChoices, headers: &[String], corrected: u64) -> Self {
        let field = |index: usize| choices.mapping.get(index).cloned().flatten().map(|field| field.key());
        let columns = headers
            .iter()
            .enumerate()
            .map(|(index, header)| ImportedColumn { header: header.clone(), field: field(index) })
            .collect();
        Self {
            columns,
            policy: choices.policy.into(),
            country: choices.country,
            require: choices.require.into(),
            corrected,
        }
    }
}

impl Remembered {
    pub(crate) fn of((choices, used_at): (sellify_app::ImportChoices, Timestamp)) -> Self {
        let chosen = |choice: sellify_app::ColumnChoice| {
            (choice != sellify_app::ColumnChoice::default()).then(|| choice.into())
        };
        Self {
            used_at: used_at.as_millis(),
            mapping: choices.mapping.into_iter().map(|field| field.map(|field| field.key())).collect(),
            columns: choices.columns.into_iter().map(chosen).collect(),
            country: choices.country,
            require: choices.require.into(),
            policy: choices.policy.into(),
        }
    }
}

/// The same variants on both sides.
macro_rules! both_ways {
    ($($wire:ident = $app:path { $($variant:ident),+ };)+) => {$(
        impl From<$app> for $wire {
            fn from(value: $app) -> Self {
                use $app as Other;
                match value {$(Other::$variant => Self::$variant,)+}
            }
        }

        impl From<$wire> for $app {
            fn from(value: $wire) -> Self {
                match value {$($wire::$variant => Self::$variant,)+}
            }
        }
    )+};
}

both_ways! {
    Require = sellify_app::Require { Email, EmailOrPhone };
    DuplicatePolicy = sellify_app::DuplicatePolicy { Update, Skip, Create };
    DateOrder = sellify_app::DateOrder { DayFirst, MonthFirst, YearFirst };
    NewFieldKind = sellify_domain::CustomFieldKind { Text, Number, Date, YesNo, Choice };
}

impl From<ColumnChoice> for sellify_app::ColumnChoice {
    fn from(choice: ColumnChoice) -> Self {
        Self {
            date_order: choice.date_order.map(Into::into),
            country: choice
                .country
                .map(|country| country.trim().to_uppercase())
                .filter(|country| !country.is_empty()),
            restore_zero: choice.restore_zero,
            join: choice.join,
        }
    }
}

impl From<sellify_app::ColumnChoice> for ColumnChoice {
    fn from(choice: sellify_app::ColumnChoice) -> Self {
        Self {
            date_order: choice.date_order.map(Into::into),
            country: choice.country,
            restore_zero: choice.restore_zero,
            join: choice.join,
        }
    }
}

//! The columns of a file with all that was decided about them.

use std::borrow::Cow;

use sellify_domain::{ContactField, CustomFieldKind};

use super::consent;
use crate::import::columns::ColumnChoice;
use crate::import::error::ImportError;
use crate::import::plan::ImportPlan;

/// A column that is read.
pub(super) struct Mapped {
    pub(super) column: usize,
    pub(super) field: ContactField,
    pub(super) choice: ColumnChoice,
    /// Of a field of the firm's own, its kind.
    pub(super) kind: CustomFieldKind,
    /// Stands before the cell where an earlier column filled the field.
    pub(super) join: Cow<'static, str>,
    /// Of a column of consents: its yes means no.
    pub(super) is_refusal: bool,
}

/// The columns in the order in which they are read: those that are cut in parts come last, because the parts only
/// fill what no other column says.
pub(super) fn columns(plan: &ImportPlan, headers: &[String]) -> Result<Vec<Mapped>, ImportError> {
    let fields = plan.mapping.iter().enumerate();
    let mut columns = Vec::new();
    for (column, field) in fields.filter_map(|(column, field)| Some((column, field.clone()?))) {
        let Some(header) = headers.get(column) else {
            return Err(ImportError::UnknownColumn((column + 1).to_string()));
        };
        let choice = plan.columns.get(column).cloned().unwrap_or_default();
        let kind = match &field {
            ContactField::Custom(key) => plan.custom_kinds.get(key).copied().unwrap_or_default(),
            _ => CustomFieldKind::default(),
        };
        let is_refusal = matches!(field, ContactField::Consent(_)) && consent::is_refusal(header);
        let join = Cow::Borrowed("");
        columns.push(Mapped { column, field, choice, kind, join, is_refusal });
    }
    columns.sort_by_key(|mapped| mapped.field.is_composed());
    // The choice may stand at either of the columns that are joined.
    for at in 0..columns.len() {
        let Some(mapped) = columns.get(at) else { continue };
        let of_field = columns.iter().filter(|other| other.field == mapped.field);
        let chosen = mapped
            .choice
            .join
            .clone()
            .or_else(|| of_field.into_iter().find_map(|other| other.choice.join.clone()));
        let join = match (chosen, &mapped.field) {
            (Some(chosen), _) => Cow::Owned(chosen),
            (None, ContactField::Notes) => Cow::Borrowed(", "),
            (None, _) => Cow::Borrowed(" "),
        };
        if let Some(mapped) = columns.get_mut(at) {
            mapped.join = join;
        }
    }
    Ok(columns)
}

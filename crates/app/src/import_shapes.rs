//! What is remembered from one file to the next: the choices for its list of columns, and the firm's own fields.

use std::collections::BTreeMap;

use sellify_contacts::import::{ImportChoices, Inspection};
use sellify_domain::{CustomField, CustomFieldKind, Timestamp};
use sellify_store::{Read, StoreError};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// What was chosen for the last finished import of a file with the same columns, and when; none for a file that
    /// names no column.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn remembered_choices(
        &self,
        found: &Inspection,
    ) -> Result<Option<(ImportChoices, Timestamp)>, AppError> {
        if !found.has_header {
            return Ok(None);
        }
        let (shape, columns) = (found.shape, found.columns.len());
        let vault = self.open_vault()?;
        let kept: Option<(ImportChoices, Timestamp)> =
            vault.store.read(move |r| Ok::<_, AppError>(r.import_shapes().get(&shape)?)).await?;
        Ok(kept.filter(|(choices, _)| choices.mapping.len() <= columns))
    }
}

/// Those fields that an import may make: one that somebody has named or given a kind already stays as it is.
pub(crate) fn fields_to_make(
    read: &Read<'_>,
    new_fields: &[CustomField],
) -> Result<Vec<CustomField>, StoreError> {
    if new_fields.is_empty() {
        return Ok(Vec::new());
    }
    let known = read.contact_fields().all()?;
    let is_settled = |new: &&CustomField| {
        let found = known.iter().find(|field| field.key == new.key);
        found.is_some_and(|field| field.label.is_some() || field.kind != CustomFieldKind::Text)
    };
    Ok(new_fields.iter().filter(|new| !is_settled(new)).cloned().collect())
}

/// The kinds of the firm's own fields, those that an import is about to make among them.
pub(crate) fn kinds_with(
    read: &Read<'_>,
    new_fields: &[CustomField],
) -> Result<BTreeMap<String, CustomFieldKind>, StoreError> {
    let (known, made) = (read.contact_fields().all()?, fields_to_make(read, new_fields)?);
    Ok(known.iter().chain(&made).map(|field| (field.key.clone(), field.kind)).collect())
}

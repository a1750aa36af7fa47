//! The firm's own fields: named, given a kind, removed. A change of kind brings the values along, and can be taken back.

use std::time::Duration;

use sellify_domain::{Actor, ContactField, CustomField, CustomFieldKind, Timestamp};
use sellify_store::{Read, Write};
use sellify_validation::text::{clean, same};
use serde_json::json;

use crate::app::App;
use crate::edit_contact::{later, put};
use crate::edit_many::BulkOutcome;
use crate::error::{AppError, Thing};
use crate::undo_bulk_edit::Done;

/// Fields a firm can have; each is a column somewhere.
const MOST_FIELDS: usize = 200;
/// Options of a choice.
const MOST_OPTIONS: usize = 200;
/// Letters of a key that is made from a name.
const LONGEST_KEY: usize = 40;
/// Uses are counted this long; then they are not known.
const COUNT_FOR: Duration = Duration::from_secs(3);

/// A field, and how many contacts have a value for it.
#[derive(Debug, Clone)]
pub struct CustomFieldView {
    /// The field.
    pub field: CustomField,
    /// Contacts with a value; none: not counted.
    pub uses: Option<u64>,
}

/// A new field.
#[derive(Debug, Clone, Default)]
pub struct NewField {
    /// Its key; made from the name when absent.
    pub key: Option<String>,
    /// What people call it.
    pub label: String,
    /// What kind of value it holds.
    pub kind: CustomFieldKind,
    /// What can be chosen, for a choice.
    pub options: Vec<String>,
}

/// What to change of a field; what is absent stays.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are those of `CustomField`")]
pub struct FieldChange {
    pub label: Option<String>,
    pub kind: Option<CustomFieldKind>,
    pub options: Option<Vec<String>>,
}

impl App {
    /// The firm's own fields, by key; their uses are counted when asked for.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn custom_fields(&self, with_uses: bool) -> Result<Vec<CustomFieldView>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let fields = r.contact_fields().all()?;
                let uses = if with_uses { r.contact_fields().uses(COUNT_FOR)? } else { None };
                let view = |field: CustomField| {
                    let uses = uses.as_ref().map(|uses| uses.get(&field.key).copied().unwrap_or(0));
                    CustomFieldView { field, uses }
                };
                Ok::<_, AppError>(fields.into_iter().map(view).collect())
            })
            .await
    }

    /// Defines a field.
    ///
    /// # Errors
    /// [`AppError::NameMissing`]; [`AppError::NameTaken`]; a key or options that cannot be.
    pub async fn define_field(&self, by: &Actor, new: NewField) -> Result<CustomField, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "field.created", "fields", json!({}));
        let field = vault
            .store
            .write(move |w| {
                let known = w.contact_fields().all()?;
                if known.len() >= MOST_FIELDS {
                    return Err(AppError::invalid(
                        "key",
                        "There are as many fields as a vault can have (200).",
                    ));
                }
                let label = free_label(&known, &new.label, None)?;
                let key = match new.key.filter(|key| !key.trim().is_empty()) {
                    Some(key) => typed_key(&known, key.trim())?,
                    None => key_of(&known, &label),
                };
                let options = checked_options(new.kind, new.options)?;
                let field = CustomField { key, label: Some(label), kind: new.kind, options };
                w.contact_fields_mut().define(&field)?;
                entry.append_with(w, json!({ "field": field.key, "kind": field.kind }))?;
                Ok(field)
            })
            .await?;
        self.lists_changed("fields");
        Ok(field)
    }

    /// Changes a field. A new kind brings the values that can be read into its form; the others stay as typed.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and as [`App::define_field`].
    pub async fn edit_field(
        &self,
        by: &Actor,
        key: &str,
        change: FieldChange,
    ) -> Result<(CustomField, BulkOutcome), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let key = key.to_owned();
        let entry = vault.entry(by, now, "field.changed", &key, json!({}));
        let (field, outcome) = vault
            .store
            .write(move |w| {
                let before = field_in(w, &key)?;
                let known = w.contact_fields().all()?;
                let mut field = before.clone();
                if let Some(label) = change.label {
                    field.label = Some(free_label(&known, &label, Some(&key))?);
                }
                field.kind = change.kind.unwrap_or(field.kind);
                field.options = checked_options(field.kind, change.options.unwrap_or(field.options))?;
                w.contact_fields_mut().define(&field)?;
                let mut outcome = BulkOutcome { changed: 0, undo: None };
                if field.kind != before.kind {
                    outcome = rewrite(w, before, now, |value| field.kind.normal_form(value))?;
                }
                let details = json!({ "kind": field.kind, "changed": outcome.changed });
                entry.append_with(w, details)?;
                Ok::<_, AppError>((field, outcome))
            })
            .await?;
        self.contacts_changed(outcome.changed);
        self.lists_changed("fields");
        Ok((field, outcome))
    }

    /// Removes a field and its values. It can be taken back.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn delete_field(&self, by: &Actor, key: &str) -> Result<BulkOutcome, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let key = key.to_owned();
        let entry = vault.entry(by, now, "field.deleted", &key, json!({}));
        let outcome = vault
            .store
            .write(move |w| {
                let field = field_in(w, &key)?;
                let outcome = rewrite(w, field, now, |_| Some(String::new()))?;
                w.contact_fields_mut().remove(&key)?;
                entry.append_with(w, json!({ "changed": outcome.changed }))?;
                Ok::<_, AppError>(outcome)
            })
            .await?;
        self.contacts_changed(outcome.changed);
        self.lists_changed("fields");
        Ok(outcome)
    }
}

/// Writes the values of a field anew, the bin included, and remembers what stood there.
fn rewrite(
    w: &Write<'_>,
    field: CustomField,
    now: Timestamp,
    new: impl Fn(&str) -> Option<String>,
) -> Result<BulkOutcome, AppError> {
    let of_contact = ContactField::Custom(field.key.clone());
    let mut edit = Done::FieldRedefined { field: field.clone() }.begin(w, now)?;
    for id in w.contacts().ids_with_field(&field.key)? {
        let Some(mut contact) = w.contacts().get(id)? else { continue };
        let before = contact.details.text(&of_contact);
        let Some(after) = new(&before).filter(|after| *after != before) else { continue };
        if put(&mut contact.details, &of_contact, &after) {
            contact.updated_at = later(now, contact.updated_at);
            w.contacts_mut().update(&contact)?;
            edit.add(id, &before, &after)?;
        }
    }
    let (changed, undo) = edit.finish(true)?;
    Ok(BulkOutcome { changed, undo })
}

fn field_in(r: &Read<'_>, key: &str) -> Result<CustomField, AppError> {
    r.contact_fields().get(key)?.ok_or(AppError::NotFound(Thing::Field))
}

fn free_label(known: &[CustomField], typed: &str, own_key: Option<&str>) -> Result<String, AppError> {
    let label: String = clean(typed).chars().take(100).collect();
    if label.is_empty() {
        return Err(AppError::NameMissing { field: "label" });
    }
    let taken = known.iter().filter(|field| Some(field.key.as_str()) != own_key);
    let mut labels = taken.map(|field| field.label.as_deref().unwrap_or(&field.key));
    if labels.any(|other| same(other, &label)) {
        return Err(AppError::NameTaken { field: "label" });
    }
    Ok(label)
}

fn typed_key(known: &[CustomField], key: &str) -> Result<String, AppError> {
    if ContactField::try_from(format!("custom:{key}")).is_err() || key.len() > LONGEST_KEY {
        return Err(AppError::invalid("key", "A field's key holds only a-z, 0-9 and _, at most 40 of them."));
    }
    if known.iter().any(|field| field.key == key) {
        return Err(AppError::NameTaken { field: "key" });
    }
    Ok(key.to_owned())
}

/// `N° de dossier` → `n_de_dossier`; a name without Latin letters → `champ`. A number tells it from one that is there.
fn key_of(known: &[CustomField], label: &str) -> String {
    let folded = sellify_store::fold(label);
    let words: Vec<String> = folded
        .split(' ')
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let mut key: String = words.join("_").chars().take(LONGEST_KEY - 4).collect();
    if key.is_empty() {
        "champ".clone_into(&mut key);
    }
    let is_taken = |key: &str| known.iter().any(|field| field.key == key);
    if !is_taken(&key) {
        return key;
    }
    let numbered = (2..=MOST_FIELDS + 2).map(|n| format!("{key}_{n}"));
    numbered.into_iter().find(|key| !is_taken(key)).unwrap_or(key)
}

fn checked_options(kind: CustomFieldKind, typed: Vec<String>) -> Result<Vec<String>, AppError> {
    if kind != CustomFieldKind::Choice {
        return Ok(Vec::new());
    }
    let mut options: Vec<String> = Vec::new();
    for option in typed {
        let option = clean(&option).into_owned();
        if !option.is_empty() && !options.iter().any(|known| same(known, &option)) {
            options.push(option);
        }
    }
    match options.len() {
        0 => Err(AppError::invalid("options", "A choice needs at least one option.")),
        1..=MOST_OPTIONS => Ok(options),
        _ => Err(AppError::invalid("options", "These are more options than a choice can have (200).")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_from_the_name_and_never_repeats() {
        assert_eq!(key_of(&[], "N° de dossier"), "n_de_dossier");
        assert_eq!(key_of(&[], "Été"), "ete");
        assert_eq!(key_of(&[], "日本"), "champ");
        let known = [CustomField { key: "ete".into(), ..CustomField::default() }];
        assert_eq!(key_of(&known, "Eté"), "ete_2");
    }

    #[test]
    fn a_choice_has_options_and_other_kinds_have_none() {
        let typed = || vec!["Or".to_owned(), " or ".to_owned(), String::new(), "Argent".to_owned()];
        assert_eq!(checked_options(CustomFieldKind::Choice, typed()).unwrap(), ["Or", "Argent"]);
        assert!(checked_options(CustomFieldKind::Text, typed()).unwrap().is_empty());
        assert!(checked_options(CustomFieldKind::Choice, vec![" ".into()]).is_err());
    }
}

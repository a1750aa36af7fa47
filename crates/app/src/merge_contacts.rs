//! Merging contacts: shown first, done in one transaction, taken back when somebody says so.

use std::collections::BTreeMap;

use sellify_contacts::duplicates::{
    ConsentTaken, MergeError, MergeOrder, MergePreview, Merged, UndoneMerge, merge, preview, undo_merge,
};
use sellify_domain::{Actor, ContactId, MergeId, Suppression, Timestamp};
use sellify_store::{ContactMerge, Read};
use serde_json::json;

use crate::app::App;
use crate::edit_contact::taken;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::list_contacts::{ContactView, contact_in, view};

/// What a merge would make.
#[derive(Debug, Clone)]
pub struct MergePreviewView {
    /// The kept contact as it would be.
    pub contact: ContactView,
    /// Consents it would take over.
    pub consents: Vec<ConsentTaken>,
    /// Entries of the suppression list for any of their addresses; they stay.
    pub suppressions: Vec<Suppression>,
}

/// A merge as a contact's history shows it.
#[derive(Debug, Clone)]
pub struct MergeView {
    /// Identity.
    pub id: MergeId,
    /// The contact that stayed.
    pub kept: ContactId,
    /// What it is called now; none when it was erased.
    pub kept_name: Option<String>,
    /// Those that became part of it, with what they were called; none for the erased.
    pub merged: Vec<(ContactId, Option<String>)>,
    /// When.
    pub merged_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
    /// Whether it can be taken back now.
    pub can_undo: bool,
}

impl App {
    /// What a merge would make; nothing is written.
    ///
    /// # Errors
    /// Why the contacts cannot be merged.
    pub async fn preview_merge(
        &self,
        kept: ContactId,
        order: MergeOrder,
    ) -> Result<MergePreviewView, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let MergePreview { contact, consents, suppressions } = preview(r, kept, &order)?;
                Ok(MergePreviewView { contact: view(r, contact)?, consents, suppressions })
            })
            .await
    }

    /// Makes contacts one. What only the others have goes to the kept one; they go to the bin.
    ///
    /// # Errors
    /// Why the contacts cannot be merged; nothing was changed.
    pub async fn merge_contacts(
        &self,
        by: &Actor,
        kept: ContactId,
        order: MergeOrder,
    ) -> Result<(MergeId, ContactView), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let id = MergeId::generate(now);
        let entry = vault.entry(by, now, "contacts.merged", kept, json!({}));
        let gone = order.merged.clone();
        let contact = vault
            .store
            .write(move |w| {
                let Merged { contact, fields, groups, consents } = merge(w, id, kept, &order, now)?;
                let details = json!({
                    "merge": id, "merged": order.merged, "fields": fields, "groups": groups, "consents": consents,
                });
                entry.append_with(w, details)?;
                view(w, contact)
            })
            .await?;
        self.tell_merged(kept, &gone);
        Ok((id, contact))
    }

    /// Makes merged contacts contacts of their own again; what was edited since stays. Answers the kept one.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::ContactExists`] when somebody else has an address of theirs by now; nothing
    /// was changed.
    pub async fn undo_merge(&self, by: &Actor, id: MergeId) -> Result<ContactView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "contacts.merge_undone", id, json!({}));
        let (contact, restored) = vault
            .store
            .write(move |w| {
                let UndoneMerge { kept, restored, edited_since } = undo_merge(w, id, now)?;
                let details = json!({ "kept": kept, "restored": restored, "edited_since": edited_since });
                entry.append_with(w, details)?;
                Ok::<_, AppError>((view(w, contact_in(w, kept)?)?, restored))
            })
            .await?;
        self.tell_merged(contact.contact.id, &restored);
        Ok(contact)
    }

    /// Merges that a contact was part of, the latest first.
    ///
    /// # Errors
    /// The database's own error.
    pub async fn merges_of(&self, contact: ContactId) -> Result<Vec<MergeView>, AppError> {
        self.open_vault()?.store.read(move |r| merges_of(r, contact)).await
    }

    fn tell_merged(&self, kept: ContactId, others: &[ContactId]) {
        for id in std::iter::once(&kept).chain(others) {
            self.contact_changed(*id);
        }
        self.events().publish(EventKind::DuplicatesFound, json!({ "contact_id": kept }));
    }
}

fn merges_of(r: &Read<'_>, contact: ContactId) -> Result<Vec<MergeView>, AppError> {
    let mut order: Vec<MergeId> = Vec::new();
    let mut rows: BTreeMap<MergeId, Vec<ContactMerge>> = BTreeMap::new();
    for row in r.merges().of_contact(contact)? {
        if !rows.contains_key(&row.id) {
            order.push(row.id);
        }
        rows.entry(row.id).or_default().push(row);
    }
    let name = |id: ContactId| -> Result<Option<String>, AppError> {
        Ok(r.contacts().get(id)?.map(|found| found.details.display_name()))
    };
    let mut all = Vec::with_capacity(order.len());
    for rows in order.iter().filter_map(|id| rows.get(id)) {
        let Some(first) = rows.first() else { continue };
        let merged: Vec<(ContactId, Option<String>)> =
            rows.iter().map(|row| Ok((row.merged, name(row.merged)?))).collect::<Result<_, AppError>>()?;
        let kept_name = name(first.kept)?;
        let whole = kept_name.is_some() && merged.iter().all(|(_, name)| name.is_some());
        let can_undo = whole && first.undone_at.is_none() && r.merges().kept_for(first.kept)?.is_none();
        all.push(MergeView {
            id: first.id,
            kept: first.kept,
            kept_name,
            merged,
            merged_at: first.merged_at,
            undone_at: first.undone_at,
            can_undo,
        });
    }
    Ok(all)
}

impl From<MergeError> for AppError {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::Store(error) => taken(error),
            MergeError::MergeMissing => Self::NotFound(Thing::Merge),
            other => Self::Merge(other),
        }
    }
}

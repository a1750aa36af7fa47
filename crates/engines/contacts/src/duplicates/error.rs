//! Why contacts were not made one, or not two again. In every case nothing was changed.

use sellify_domain::ContactField;
use sellify_store::StoreError;

/// Why a merge, or its undo, did not take place.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// Fewer than two contacts, or one of them twice.
    #[error("Choose two to {most} different contacts to merge. Nothing was changed.", most = super::merge::MOST_AT_ONCE)]
    NotSeveral,
    /// One is in the bin or gone.
    #[error(
        "One of these contacts is not in the address book any more. Nothing was changed. Reload the list."
    )]
    ContactGone,
    /// A choice for a field that has none.
    #[error("There is nothing to choose for the field `{}`. Nothing was changed.", .0.key())]
    FieldUnknown(ContactField),
    /// A choice of a contact that is not merged.
    #[error("The field `{}` is to come from a contact that is not merged. Nothing was changed.", .0.key())]
    ChoiceOutside(ContactField),
    /// Nothing would be left to call the contact by.
    #[error(
        "With these choices the contact would have no name, firm, address or number. Nothing was changed."
    )]
    Nameless,
    /// There is no such merge.
    #[error("This merge is not in the vault. Nothing was changed.")]
    MergeMissing,
    /// It was taken back already, or one of its contacts became part of another or was erased.
    #[error(
        "This merge cannot be taken back: it was already, or one of its contacts was erased or merged again since. Nothing was changed. Take back the later merge first."
    )]
    NotUndoable,
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MergeError {
    /// A stable name in snake_case, for programs and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSeveral => "merge_not_several",
            Self::ContactGone => "merge_contact_gone",
            Self::FieldUnknown(_) => "merge_field_unknown",
            Self::ChoiceOutside(_) => "merge_choice_outside",
            Self::Nameless => "contact_empty",
            Self::MergeMissing => "not_found",
            Self::NotUndoable => "merge_not_undoable",
            Self::Store(error) => error.code(),
        }
    }
}

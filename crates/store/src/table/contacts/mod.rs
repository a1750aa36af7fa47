//! Contacts: reading them, listing and searching them, changing them one by one or by the hundred thousand.

mod bulk;
mod erase;
mod list;
mod many;
mod narrow;
mod person;
mod read;
mod reference;
mod row;
mod rule;
mod search;
mod set_aside;
mod taken_back;
mod words;
mod write;

use sellify_domain::{ContactId, GroupId, ImportId, SegmentId, SegmentRule, Timestamp, Today};

use super::handle_types;

pub use bulk::{BulkMode, ContactBulk};
pub use erase::ErasedCounts;
pub use many::{ManyChange, ManyContacts};
pub use person::{Person, PersonFileRow, PersonMarks, PersonMessage, PersonVersion};
pub use reference::References;
pub(crate) use row::{tag_rows, tags_column, tags_of};
pub use words::DerivedColumns;
pub(crate) use words::register as register_functions;

handle_types! {
    /// Reads contacts.
    Contacts,
    /// Changes contacts.
    ContactsMut
}

/// The order of a list of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContactSort {
    /// By family name, or firm, A first.
    #[default]
    Name,
    /// Last entered first.
    Created,
    /// Last changed first.
    Updated,
    /// By address, A first; contacts without one come last.
    Email,
}

/// Which contacts to show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactQuery {
    /// What a person typed: every word must be the start of a word of the contact, without regard to case and
    /// accents. Best matches come first, then the rest by age; `sort` does not apply.
    pub search: Option<String>,
    /// Only contacts with this tag, however it is spelled.
    pub tag: Option<String>,
    /// Only contacts without any tag.
    pub untagged: bool,
    /// Only contacts of this group.
    pub group: Option<GroupId>,
    /// Only contacts that this segment picks.
    pub segment: Option<SegmentId>,
    /// Only contacts that this rule picks.
    pub rule: Option<SegmentRule>,
    /// Only contacts that this import brought.
    pub import: Option<ImportId>,
    /// Only contacts first saved at this moment or later.
    pub created_after: Option<Timestamp>,
    /// Only these contacts; empty: whoever they are.
    pub only: Vec<ContactId>,
    /// The present, for rules that ask about days; without it they are asked in 1970.
    pub today: Today,
    /// The bin instead of the address book, last deleted first.
    pub deleted: bool,
    /// The order when nothing is searched.
    pub sort: ContactSort,
    /// [`crate::Page::next`] of the page before.
    pub cursor: Option<String>,
    /// Rows wanted; 0: the default.
    pub limit: u32,
}

impl ContactQuery {
    /// Whether it asks for everybody, or for a tag alone: how many those are is known without counting.
    fn is_plain(&self) -> bool {
        self.search.is_none()
            && !self.untagged
            && !self.deleted
            && self.group.is_none()
            && self.segment.is_none()
            && self.rule.as_ref().is_none_or(SegmentRule::is_empty)
            && self.import.is_none()
            && self.created_after.is_none()
            && self.only.is_empty()
    }
}

//! Duplicates: contacts that are likely one person, made one, and made two again.
//!
//! ```text
//! search(&read, progress, cancel)    every likely pair of the vault, by comparing only within small blocks
//! likeness(&one, &other)             two contacts, compared: a score and the reasons; none when the names disagree
//! preview(&read, &order)             what a merge would make
//! merge(&write, id, &order, now)     one transaction: details, groups, consents, the bin
//! undo_merge(&write, id, now)        both contacts again; what was edited since stays
//! ```
//!
//! Equal addresses and equal numbers never reach this place: no two contacts outside the bin can have them.

mod address;
mod block;
mod consent;
mod details;
mod error;
mod firm;
mod likeness;
mod merge;
mod name;
mod profile;
mod search;
mod sound;

pub use consent::ConsentTaken;
pub use error::MergeError;
pub use likeness::{LIKELY, Likeness, likeness};
pub use merge::{MergeOrder, MergePreview, Merged, UndoneMerge, merge, preview, undo_merge};
pub use search::{Found, MOST_KEPT, SearchStopped, search};

//! Contacts: import (read, map, normalise, deduplicate, commit), taking it back, and export.
//!
//! ```text
//! import::inspect(&source, &options)      what a file is, its columns with a suggestion each, its first rows
//! import::default_mapping(&inspection)    the mapping to start from; no column is lost
//! import::run(&store, &source, &plan, …)  one transaction: all of it or nothing
//! export::export_contacts, export::rejects_csv
//! duplicates::search, duplicates::merge  likely pairs, two contacts made one, and undone
//! undo::undo(&write, id, now)             takes a whole import back, and leaves later edits alone
//! ```

pub mod duplicates;
pub mod export;
pub mod import;
pub mod undo;

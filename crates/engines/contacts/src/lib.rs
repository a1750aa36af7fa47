//! Contacts: import (read, map, normalise, deduplicate, commit), edit, export.

pub mod import;

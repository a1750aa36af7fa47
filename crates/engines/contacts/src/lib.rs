//! Contacts: import (read, map, normalise, deduplicate, commit), edit, undo, export.

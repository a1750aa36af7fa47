//! The native commands: the little that a page cannot do by itself. Business data never passes here.

pub(crate) mod notify;
pub(crate) mod open_external;
pub(crate) mod pick_file;
pub(crate) mod save_file;

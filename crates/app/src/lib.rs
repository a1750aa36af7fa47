//! The composition root: one file per use case, the only place where engines meet.

//! The composition root: one file per use case, the only place where engines meet.

/// The running program.
#[derive(Clone)]
pub struct App;

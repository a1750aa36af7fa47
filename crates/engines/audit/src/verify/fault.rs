//! What can be wrong with an entry, by kind.

/// The first entry that is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Its number.
    pub seq: u64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Its words, time or commitment were changed.
    Edited,
    /// Its sealed details were changed, moved, or put in place of others.
    DetailsEdited,
    /// Its details were erased, and nothing in the log says by whom.
    DetailsMissing,
    /// It is not there, but later ones are.
    Missing,
    /// A number that was there before comes again.
    Reordered,
    /// It does not continue the entry before it, or is another one than was known elsewhere: history was written anew.
    Forked,
    /// It and everything after it is gone, although it is known from elsewhere.
    Truncated,
    /// From it on there is no checkpoint, although there should be.
    UnsignedTail,
    /// The checkpoint on it was changed, or signed by somebody else.
    CheckpointEdited,
    /// A checkpoint after it is gone.
    CheckpointMissing,
}

impl FaultKind {
    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::DetailsEdited => "details_edited",
            Self::DetailsMissing => "details_missing",
            Self::Missing => "missing",
            Self::Reordered => "reordered",
            Self::Forked => "forked",
            Self::Truncated => "truncated",
            Self::UnsignedTail => "unsigned_tail",
            Self::CheckpointEdited => "checkpoint_edited",
            Self::CheckpointMissing => "checkpoint_missing",
        }
    }
}

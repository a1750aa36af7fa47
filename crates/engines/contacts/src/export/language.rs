//! The languages that the words of a file can be in.

/// French or English. Our own import knows the words of both, whatever the screens speak that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// What the product speaks first.
    #[default]
    French,
    /// For the rest of the world.
    English,
}

impl Language {
    /// Every language.
    pub(super) const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language of a settings code; French for one that files have no words in.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        if code == "en" { Self::English } else { Self::French }
    }

    /// The word of this language, of the two.
    pub(super) fn pick<T>(self, french: T, english: T) -> T {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }
}

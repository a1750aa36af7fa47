//! Text that may stand in a header: it cannot hold a line end, so it cannot start a second header.

/// One line of text without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderText(String);

impl HeaderText {
    /// Every run of control characters, line separators and spaces becomes one space; the ends are trimmed.
    /// Two spaces in a row would also get lost: between two encoded words lettre writes them bare, and readers
    /// drop white space there (RFC 2047, section 6.2).
    pub(super) fn of(text: &str) -> Self {
        let mut line = String::with_capacity(text.len());
        for c in text.chars() {
            let breaks = c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}');
            match (breaks, line.ends_with(' ')) {
                (false, _) => line.push(c),
                (true, false) => line.push(' '),
                (true, true) => {}
            }
        }
        line.truncate(line.trim_end().len());
        line.drain(..line.len() - line.trim_start().len());
        Self(line)
    }

    /// The first so many characters: for names, where the rest says nothing more.
    pub(super) fn shortened(mut self, limit: usize) -> Self {
        if let Some((end, _)) = self.0.char_indices().nth(limit) {
            self.0.truncate(end);
        }
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_become_one_space() {
        assert_eq!(HeaderText::of("  Bonjour\r\nBcc: evil@x.fr\0 ").as_str(), "Bonjour Bcc: evil@x.fr");
        assert_eq!(HeaderText::of("a\u{85}\u{2028}b\tc  d").as_str(), "a b c d");
        assert_eq!(HeaderText::of("\r\n").as_str(), "");
    }

    #[test]
    fn shortening_counts_characters_and_not_bytes() {
        assert_eq!(HeaderText::of("éléonore").shortened(3).as_str(), "élé");
    }

    proptest! {
        #[test]
        fn no_text_keeps_a_control_character(text in any::<String>()) {
            let line = HeaderText::of(&text).into_string();
            prop_assert!(!line.chars().any(char::is_control));
        }
    }
}

//! `Ã©` for `é`: UTF-8 that somebody once read as Windows-1252 and saved. Put right only where that is exact.

/// What the text was before, when every character of it can be a byte of Windows-1252 and those bytes are
/// UTF-8: no other text comes near that by chance. `None`: it is in order, or cannot be put right exactly.
pub(crate) fn repaired(cell: &str) -> Option<String> {
    let once = undo(cell)?;
    // Some texts went through it twice.
    Some(undo(&once).unwrap_or(once))
}

fn undo(text: &str) -> Option<String> {
    // The first byte of a character of UTF-8, read as Windows-1252, is one of `Â` to `ô`.
    if text.is_ascii() || !text.contains(|letter| matches!(letter, 'Â'..='ô')) {
        return None;
    }
    let bytes: Vec<u8> = text.chars().map(byte_of).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// The byte that Windows-1252 reads as this character.
fn byte_of(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    if code < 0x80 || (0xA0..0x100).contains(&code) {
        return u8::try_from(code).ok();
    }
    // Five bytes mean nothing in Windows-1252; readers pass them on as controls.
    if matches!(code, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D) {
        return u8::try_from(code).ok();
    }
    let place = HIGH.iter().position(|known| *known == letter)?;
    u8::try_from(0x80 + place).ok()
}

/// 0x80 to 0x9F.
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_read_wrongly_is_put_right_exactly() {
        for (before, after) in [
            ("HÃ©lÃ¨ne", "Hélène"),
            ("L\u{e2}€™HaÃ¿", "L’Haÿ"),
            ("BesanÃ§on", "Besançon"),
            ("Ã\u{a0} cÃ´tÃ©", "à côté"),
            ("12 \u{e2}‚¬", "12 €"),
            ("HÃƒÂ©lÃƒÂ¨ne", "Hélène"),
            ("NÂ° 5", "N° 5"),
        ] {
            assert_eq!(repaired(before).as_deref(), Some(after), "{before}");
        }
    }

    #[test]
    fn what_is_in_order_or_beyond_repair_is_left_alone() {
        for text in ["Hélène", "SÃO PAULO", "Dupont", "", "São João", "Ã© et é", "漢字", "Âge", "CÔTÉ", "Ã "]
        {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}

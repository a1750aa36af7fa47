//! Which of the Western encodings with one byte a letter some bytes are in, judged by the words that come out.

use encoding_rs::{ISO_8859_15, MACINTOSH, WINDOWS_1252};

use super::encoding::Encoding;

/// Bytes that are judged.
const LOOKED_AT: usize = 1 << 16;

/// Code page 850, from 0x80 on.
#[rustfmt::skip]
pub(super) const IBM850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

/// Mac Roman or code page 850, where more words come out of them than of Windows-1252 and of Latin-9.
pub(super) fn better_than_windows(sample: &[u8]) -> Option<Encoding> {
    let sample = sample.get(..sample.len().min(LOOKED_AT)).unwrap_or_default();
    let windows = plausibility(sample, &table(WINDOWS_1252)).max(plausibility(sample, &table(ISO_8859_15)));
    let mac = plausibility(sample, &table(MACINTOSH));
    let dos = plausibility(sample, &IBM850);
    if mac.max(dos) <= windows.max(0) {
        None
    } else if mac > dos {
        Encoding::from_label("macintosh")
    } else {
        Some(Encoding::IBM850)
    }
}

fn table(web: &'static encoding_rs::Encoding) -> [char; 128] {
    let mut table = ['\u{FFFD}'; 128];
    for (place, byte) in table.iter_mut().zip(0x80_u8..=0xFF) {
        let bytes = [byte];
        let (text, _) = web.decode_without_bom_handling(&bytes);
        *place = text.chars().next().unwrap_or('\u{FFFD}');
    }
    table
}

/// Letters of French and its neighbours, where words have them, count for a reading; signs inside words, capitals
/// behind small letters and bytes without a meaning count against it.
fn plausibility(sample: &[u8], table: &[char; 128]) -> i64 {
    let mut sum = 0;
    for (at, byte) in sample.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let meaning = table.get(usize::from(*byte) - 0x80).copied().unwrap_or('\u{FFFD}');
        let before = at.checked_sub(1).and_then(|before| sample.get(before));
        sum += weight(meaning, Neighbour::of(before), Neighbour::of(sample.get(at + 1)));
    }
    sum
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Small,
    Capital,
    /// A byte outside ASCII too.
    High,
    None,
}

impl Neighbour {
    fn of(byte: Option<&u8>) -> Self {
        match byte {
            Some(byte) if byte.is_ascii_lowercase() => Self::Small,
            Some(byte) if byte.is_ascii_uppercase() => Self::Capital,
            Some(byte) if *byte >= 0x80 => Self::High,
            _ => Self::None,
        }
    }
}

/// The accents of most French words; then those of the others and of the neighbours.
const USUAL: &str = "éèàçêÉÈÀÇÊ";
const OTHERS: &str = "âäëîïôöùûüœæáíóúñãõåøßìòÿÂÄËÎÏÔÖÙÛÜŒÆÁÍÓÚÑÃÕÅØ";
const SIGNS: &str = "€°«»’‘“”–—…§²³£\u{a0}";

fn weight(meaning: char, before: Neighbour, after: Neighbour) -> i64 {
    let is_letter = |near: Neighbour| matches!(near, Neighbour::Small | Neighbour::Capital);
    let in_word = is_letter(before) || is_letter(after);
    let inside = is_letter(before) && is_letter(after);
    // Among capitals people also type small accents, which is no sign for one encoding or another.
    let less = i64::from(before != Neighbour::Small && after != Neighbour::Small);
    if meaning.is_uppercase() && before == Neighbour::Small {
        // `mŠre`: no word has a capital behind a small letter.
        -2
    } else if in_word && USUAL.contains(meaning) {
        3 - less
    } else if in_word && OTHERS.contains(meaning)
        || meaning == 'à' && (before, after) == (Neighbour::None, Neighbour::None)
    {
        2 - less
    } else if inside && meaning == '’' {
        2
    } else if !inside && SIGNS.contains(meaning) {
        1
    } else if meaning.is_alphabetic() {
        0
    } else if matches!(meaning, '\u{FFFD}' | '\u{80}'..='\u{9F}') {
        -4
    } else if inside {
        -3
    } else {
        -1
    }
}

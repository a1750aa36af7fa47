//! Which encoding a text file is in: byte-order mark, strict UTF-8, UTF-16 by its zeros, else a guess that
//! leans to Windows-1252, as French Excel saves it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding as Web, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1254,
};
use serde::{Deserialize, Serialize};

use super::single_byte::{self, IBM850};

/// A text encoding, by its name in the Encoding Standard (`UTF-8`, `windows-1252`, `macintosh`, …), and `IBM850`,
/// which that standard does not know and in which Excel saves a “CSV (MS-DOS)”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Encoding(Known);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Web(&'static Web),
    Ibm850,
}

/// How bytes of an encoding become text.
pub(super) enum Decoding {
    Web(&'static Web),
    /// The characters of the bytes from 0x80 on.
    Table(&'static [char; 128]),
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(Known::Web(UTF_8));
    /// What French Excel writes without asking.
    pub const WINDOWS_1252: Self = Self(Known::Web(WINDOWS_1252));
    /// What Western MS-DOS wrote.
    pub const IBM850: Self = Self(Known::Ibm850);

    /// By any of its names; `latin-1` gives Windows-1252, which contains it.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim().replace('_', "-").to_ascii_lowercase();
        let label = match label.as_str() {
            "ibm850" | "cp850" | "cp-850" | "850" | "ibm-850" | "dos" => return Some(Self::IBM850),
            "latin-1" | "cp-1252" => "windows-1252",
            "latin-9" | "latin9" => "iso-8859-15",
            "utf-16" | "utf-16-le" => "utf-16le",
            "utf-16-be" => "utf-16be",
            "mac-roman" | "macroman" => "macintosh",
            other => other,
        };
        Web::for_label(label.as_bytes()).map(Self::web)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Known::Web(web) => web.name(),
            Known::Ibm850 => "IBM850",
        }
    }

    /// UTF-8 or UTF-16.
    pub(in crate::import) fn is_unicode(self) -> bool {
        self.name().starts_with("UTF-")
    }

    /// This one, and the others in which Western lists are saved.
    pub(in crate::import) fn and_others(self) -> Vec<Self> {
        let usual = [UTF_8, WINDOWS_1252, ISO_8859_15, MACINTOSH].map(Self::web);
        let usual = usual.into_iter().chain([Self::IBM850, Self::web(UTF_16LE)]);
        std::iter::once(self).chain(usual.filter(|other| *other != self)).collect()
    }

    pub(super) fn decoding(self) -> Decoding {
        match self.0 {
            Known::Web(web) => Decoding::Web(web),
            Known::Ibm850 => Decoding::Table(&IBM850),
        }
    }

    const fn web(web: &'static Web) -> Self {
        Self(Known::Web(web))
    }
}

impl TryFrom<String> for Encoding {
    type Error = String;

    fn try_from(label: String) -> Result<Self, String> {
        Self::from_label(&label).ok_or_else(|| format!("unknown encoding `{label}`"))
    }
}

impl From<Encoding> for String {
    fn from(encoding: Encoding) -> Self {
        encoding.name().to_owned()
    }
}

/// The encoding that a byte-order mark announces, and the mark's length.
pub(super) fn by_mark(start: &[u8]) -> Option<(Encoding, usize)> {
    Web::for_bom(start).map(|(web, length)| (Encoding::web(web), length))
}

/// UTF-16 without a mark: Latin text has a zero in every other byte.
pub(super) fn by_zeros(start: &[u8]) -> Option<Encoding> {
    let pairs = start.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match (first * 10 > pairs * 6, second * 10 > pairs * 6) {
        (false, true) if first * 20 < pairs => Some(Encoding::web(UTF_16LE)),
        (true, false) if second * 20 < pairs => Some(Encoding::web(UTF_16BE)),
        _ => None,
    }
}

/// UTF-8 in which a few bytes are not: then those are repaired, instead of spoiling every accent of the rest.
pub(super) fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for part in sample.utf8_chunks() {
        right += part.valid().chars().filter(|letter| !letter.is_ascii()).count();
        wrong += usize::from(!part.invalid().is_empty());
    }
    right > wrong
}

/// The encoding of bytes that are not UTF-8. `sample` holds the first of them with what stands around.
pub(super) fn guess(sample: &[u8]) -> Encoding {
    if let Some(other) = single_byte::better_than_windows(sample) {
        return other;
    }
    let high = sample.iter().filter(|byte| **byte >= 0x80).count();
    let letters = sample.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // Every third letter outside ASCII: not a Western language. There the detector is at home; on the few
    // accents of French it is not, and would call a short list Hungarian.
    if high * 3 > letters {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        if ![UTF_8, WINDOWS_1250, WINDOWS_1254].contains(&guess) {
            return Encoding::web(guess);
        }
    }
    if is_latin_9(sample) { Encoding::web(ISO_8859_15) } else { Encoding::WINDOWS_1252 }
}

/// Latin-9 is Latin-1 with `€` for `¤` and `œ` for `½`; both are seen by their neighbours.
fn is_latin_9(sample: &[u8]) -> bool {
    let has_windows_signs = sample.iter().any(|byte| matches!(byte, 0x80..=0x9F));
    !has_windows_signs
        && sample.windows(3).any(|near| match near[1] {
            0xBD | 0xBC => near[0].is_ascii_alphabetic() && near[2].is_ascii_alphabetic(),
            0xA4 => near[0].is_ascii_digit() || near[0] == b' ' && near[2].is_ascii_digit(),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_accents_are_windows_1252_mac_roman_or_latin_9() {
        let text = "Prénom;Hélène;Besançon;à côté";
        assert_eq!(guess(&WINDOWS_1252.encode(text).0).name(), "windows-1252");
        assert_eq!(guess(&mac(text)).name(), "macintosh");
        assert_eq!(guess(&dos(text)).name(), "IBM850");
        assert_eq!(guess(b"Prix;12 \xA4;S\xBDur").name(), "ISO-8859-15");
    }

    fn mac(text: &str) -> Vec<u8> {
        text.chars()
            .map(|letter| match letter {
                'é' => 0x8E,
                'è' => 0x8F,
                'ç' => 0x8D,
                'à' => 0x88,
                'ô' => 0x99,
                ascii => u8::try_from(ascii).unwrap(),
            })
            .collect()
    }

    fn dos(text: &str) -> Vec<u8> {
        let byte = |letter: char| match IBM850.iter().position(|known| *known == letter) {
            Some(place) => u8::try_from(0x80 + place).unwrap(),
            None => u8::try_from(letter).unwrap(),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn names_in_capitals_show_their_encoding_too() {
        for text in [
            "HÉLÈNE;BESANÇON",
            "FRANÇOIS;NÎMES;À REVOIR",
            "l’été;12 rue de la République",
            "DUPRé;HéLèNE;NîMES",
        ] {
            assert_eq!(guess(&WINDOWS_1252.encode(text).0).name(), "windows-1252", "{text}");
        }
        assert_eq!(guess(&dos("HÉLÈNE;BESANÇON")).name(), "IBM850");
        assert_eq!(guess(b"H\x83L\xE9NE;BESAN\x82ON").name(), "macintosh");
        let others = b"Jos\xE9 Nu\xF1ez;Espa\xF1a;M\xFCller;Gro\xDFmann;Jo\xE3o";
        assert_eq!(guess(others).name(), "windows-1252");
    }

    #[test]
    fn utf_8_with_a_few_other_bytes_is_still_utf_8() {
        assert!(is_mostly_utf8(
            "é è à ç ô".repeat(3).as_bytes().iter().chain(b"\xE9;").copied().collect::<Vec<_>>().as_slice()
        ));
        assert!(!is_mostly_utf8(b"Dupr\xE9;Besan\xE7on;\xC3\xA9"));
        assert!(!is_mostly_utf8(b"Dupr\xE9"));
    }

    #[test]
    fn one_accent_in_a_short_file_is_windows_1252() {
        assert_eq!(guess(b"nom\nDupr\xE9\n").name(), "windows-1252");
    }

    #[test]
    fn cyrillic_is_left_to_the_detector() {
        let sample =
            encoding_rs::WINDOWS_1251.encode("Имя;Фамилия\nИван;Иванов\nМария;Петрова\n").0.into_owned();
        assert_eq!(guess(&sample).name(), "windows-1251");
    }

    #[test]
    fn utf_16_without_a_mark_shows_by_its_zeros() {
        let bytes: Vec<u8> = "nom;prenom\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(by_zeros(&bytes).map(Encoding::name), Some("UTF-16LE"));
        assert_eq!(by_zeros(b"nom;prenom\n"), None);
    }

    #[test]
    fn labels_of_other_programs_are_understood() {
        for (label, name) in
            [("latin-1", "windows-1252"), ("cp1252", "windows-1252"), ("mac_roman", "macintosh")]
        {
            assert_eq!(Encoding::from_label(label).map(Encoding::name), Some(name));
        }
        assert_eq!(Encoding::from_label("klingon"), None);
    }
}

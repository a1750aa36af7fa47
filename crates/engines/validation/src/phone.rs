//! Telephone numbers as people write them, turned into E.164.
//!
//! Plain French forms take a short way of their own (an import reads a million of them); everything else
//! goes through the full numbering metadata. Both give the same answers: a test compares them.

mod france;
mod metadata;
mod written;

use sellify_domain::PhoneNumber;

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// A mobile telephone.
    Mobile,
    /// A line in a place.
    FixedLine,
    /// Either: some countries do not tell them apart.
    FixedOrMobile,
    /// A number over the internet, bound to no place.
    Voip,
    /// Free, shared-cost, premium and company-wide numbers.
    Special,
    /// The numbering plan does not say.
    Unknown,
}

/// A number that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedPhone {
    /// The number in E.164.
    pub number: PhoneNumber,
    /// Whether the numbering plan knows such a number. A number that only has the right length is kept, but
    /// not sure.
    pub valid: bool,
    /// What it is for.
    pub kind: PhoneKind,
    /// The extension behind the number (`poste 12`), digits only.
    pub extension: Option<String>,
}

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneViolation {
    /// Nothing there.
    #[error("There is no number.")]
    Empty,
    /// `6,123457E+08`: a spreadsheet has thrown the last digits away. They cannot be guessed.
    #[error("A spreadsheet has shortened this number: its last digits are lost.")]
    Scientific,
    /// No digits, or other things among them.
    #[error("This is not a telephone number.")]
    NotANumber,
    /// Digits are missing.
    #[error("The number has too few digits.")]
    TooShort,
    /// There are too many digits.
    #[error("The number has too many digits.")]
    TooLong,
    /// It starts with `+`, but no country has that code.
    #[error("No country has this calling code.")]
    CountryUnknown,
}

/// Reads a number as a person in `country` (ISO 3166, two letters) writes it.
///
/// # Errors
/// [`PhoneViolation`] when no number can be made out. A number of the right length that the plan does not
/// know is no error: see [`ParsedPhone::valid`].
pub fn parse(text: &str, country: &str) -> Result<ParsedPhone, PhoneViolation> {
    if country == "FR"
        && let Some(phone) = france::parse_plain(text)
    {
        return Ok(phone);
    }
    let written = written::tidy(text);
    if written.is_empty() {
        return Err(PhoneViolation::Empty);
    }
    if written::is_scientific(&written) {
        return Err(PhoneViolation::Scientific);
    }
    let region = country.parse().unwrap_or(metadata::DEFAULT_REGION);
    metadata::best_reading(&written::readings(&written), region)
}

/// Whether a spreadsheet has shortened a number (`6,123457E+08`).
#[must_use]
pub fn is_shortened(text: &str) -> bool {
    written::is_scientific(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str, country: &str) -> String {
        parse(text, country).unwrap().number.to_string()
    }

    #[test]
    fn every_french_way_of_writing_means_one_number() {
        for text in [
            "0612345678",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "+33 6 12 34 56 78",
            "+33612345678",
            "0033612345678",
            "(+33) 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "612345678",
            "06\u{202f}12\u{a0}34 56 78",
            "'0612345678",
            "Tél. : 06 12 34 56 78",
            "612345678.0",
            "06 12 34 56 78 / 01 23 45 67 89",
        ] {
            assert_eq!(e164(text, "FR"), "+33612345678", "{text}");
        }
    }

    #[test]
    fn an_overseas_number_takes_the_code_of_its_territory() {
        assert_eq!(e164("0692 12 34 56", "RE"), "+262692123456");
        assert_eq!(e164("0692 12 34 56", "FR"), "+262692123456", "nobody in France has 0692");
        assert_eq!(e164("0690 00 12 34", "FR"), "+590690001234");
        assert_eq!(e164("06 12 34 56 78", "RE"), "+33612345678", "and nobody on Réunion has 0612");
    }

    #[test]
    fn an_extension_is_kept_apart() {
        let phone = parse("01 23 45 67 89 poste 12", "FR").unwrap();
        assert_eq!((phone.number.as_str(), phone.extension.as_deref()), ("+33123456789", Some("12")));
    }

    #[test]
    fn what_cannot_be_known_is_never_guessed() {
        use PhoneViolation as V;
        for (text, violation) in [
            ("", V::Empty),
            ("6,123457E+08", V::Scientific),
            ("6.12E+08", V::Scientific),
            ("n/a", V::NotANumber),
            ("012345678", V::TooShort),
            ("06123456789", V::TooLong),
            ("+999 12 34 56 78", V::CountryUnknown),
        ] {
            assert_eq!(parse(text, "FR"), Err(violation), "{text}");
        }
    }

    #[test]
    fn a_number_of_the_right_length_is_kept_though_the_plan_does_not_know_it() {
        let phone = parse("04 00 00 00 00", "FR").unwrap();
        assert_eq!((phone.number.as_str(), phone.valid), ("+33400000000", false));
    }
}

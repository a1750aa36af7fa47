//! Numbers by the full numbering metadata (libphonenumber), and the rule for French overseas territories.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber as Parsed, PhoneNumberFormat,
    PhoneNumberType, Region, ValidationError,
};
use sellify_domain::PhoneNumber;

use super::written::Reading;
use super::{ParsedPhone, PhoneKind, PhoneViolation};

/// Where numbers without a country code are taken to be when the firm's country is not known.
pub(super) const DEFAULT_REGION: Region = Region::FR;

/// France and its territories: one way to write a number at home, six country codes. The metropolitan code
/// comes first, because a number that several of them know is most likely that.
const FRENCH_CODES: [i32; 6] = [33, 262, 590, 594, 596, 508];

/// The first reading that the plan knows; else the first that has the right length; else why not.
pub(super) fn best_reading(readings: &[Reading<'_>], region: Region) -> Result<ParsedPhone, PhoneViolation> {
    let mut possible = None;
    let mut fault = None;
    for reading in readings {
        match read(&reading.number, region) {
            Ok(mut phone) => {
                phone.extension = phone.extension.or_else(|| reading.extension.map(str::to_owned));
                if phone.valid {
                    return Ok(phone);
                }
                possible.get_or_insert(phone);
            }
            Err(violation) => {
                fault.get_or_insert(violation);
            }
        }
    }
    possible.ok_or(fault.unwrap_or(PhoneViolation::NotANumber))
}

fn read(text: &str, region: Region) -> Result<ParsedPhone, PhoneViolation> {
    let parsed = PHONE_NUMBER_UTIL.parse(text, Some(region)).map_err(|error| violation(&error))?;
    if PHONE_NUMBER_UTIL.is_valid_number(&parsed) {
        return Ok(found(&parsed, true));
    }
    if let Some(overseas) = known_elsewhere_in_france(&parsed) {
        return Ok(found(&overseas, true));
    }
    match PHONE_NUMBER_UTIL.is_possible_number_with_reason(&parsed) {
        // A zero that is still there after the national prefix was taken off stands for a missing digit.
        Ok(NumberLengthType::IsPossible) if parsed.italian_leading_zero() => Err(PhoneViolation::TooShort),
        Ok(NumberLengthType::IsPossible) => Ok(found(&parsed, false)),
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => {
            Err(PhoneViolation::TooShort)
        }
        Err(ValidationError::InvalidLength | ValidationError::TooLong) => Err(PhoneViolation::TooLong),
        Err(_) => Err(PhoneViolation::CountryUnknown),
    }
}

/// `0692…` written in Paris is a number of Réunion, and `+33 692…` is what becomes of it when somebody
/// replaces the zero by +33. Both are given the code under which the number exists.
fn known_elsewhere_in_france(parsed: &Parsed) -> Option<Parsed> {
    if !FRENCH_CODES.contains(&parsed.country_code) {
        return None;
    }
    FRENCH_CODES.iter().filter(|code| **code != parsed.country_code).find_map(|code| {
        let mut candidate = parsed.clone();
        candidate.country_code = *code;
        PHONE_NUMBER_UTIL.is_valid_number(&candidate).then_some(candidate)
    })
}

fn found(parsed: &Parsed, valid: bool) -> ParsedPhone {
    let extension = parsed.extension.clone().filter(|digits| !digits.is_empty());
    ParsedPhone {
        number: PhoneNumber::from_e164(PHONE_NUMBER_UTIL.format(parsed, PhoneNumberFormat::E164)),
        valid,
        kind: kind(PHONE_NUMBER_UTIL.get_number_type(parsed)),
        extension,
    }
}

fn kind(of: PhoneNumberType) -> PhoneKind {
    match of {
        PhoneNumberType::Mobile => PhoneKind::Mobile,
        PhoneNumberType::FixedLine => PhoneKind::FixedLine,
        PhoneNumberType::FixedLineOrMobile => PhoneKind::FixedOrMobile,
        PhoneNumberType::VoIP => PhoneKind::Voip,
        PhoneNumberType::Unknown => PhoneKind::Unknown,
        _ => PhoneKind::Special,
    }
}

fn violation(error: &ParseError) -> PhoneViolation {
    match error {
        ParseError::InvalidCountryCode => PhoneViolation::CountryUnknown,
        ParseError::NotANumber(_) => PhoneViolation::NotANumber,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneViolation::TooShort,
        ParseError::TooLongNsn => PhoneViolation::TooLong,
    }
}

#[cfg(test)]
mod tests {
    use super::super::france;
    use super::*;

    #[test]
    fn the_short_way_agrees_with_the_metadata_in_every_range() {
        let mut answered = 0;
        for prefix in 1_000..10_000 {
            let text = format!("0{prefix}56789");
            let Some(short) = france::parse_plain(&text) else { continue };
            assert_eq!(read(&text, Region::FR), Ok(short), "{text}");
            answered += 1;
        }
        assert!(answered > 7_500, "only {answered} of 9,000 ranges take the short way");
    }
}

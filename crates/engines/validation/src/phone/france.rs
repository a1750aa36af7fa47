//! The short way for plain French numbers: ten digits, or nine behind +33.
//!
//! Only ranges that the numbering metadata calls valid as a whole are answered here; every other number,
//! overseas ones first of all, takes the long way. The test beside `metadata` proves that both agree.

use sellify_domain::PhoneNumber;

use super::{ParsedPhone, PhoneKind};

/// Reads `06 12 34 56 78` and its sisters; `None` sends the text the long way.
pub(super) fn parse_plain(text: &str) -> Option<ParsedPhone> {
    let mut digits = [0u8; 13];
    let mut len = 0;
    let mut plus = false;
    for byte in text.trim().bytes() {
        match byte {
            b'0'..=b'9' => {
                *digits.get_mut(len)? = byte;
                len += 1;
            }
            b' ' | b'.' | b'-' => {}
            b'(' | b')' if len <= 2 => {}
            b'+' if len == 0 && !plus => plus = true,
            _ => return None,
        }
    }
    let digits = &digits[..len];
    let national = match (plus, digits) {
        (true, [b'3', b'3', national @ ..]) => national,
        (false, [b'0', b'0', b'3', b'3', national @ ..]) => national,
        (false, [b'0', national @ ..]) => national,
        (false, national) => national,
        _ => return None,
    };
    let national: &[u8; 9] = national.try_into().ok()?;
    let kind = kind(national)?;
    let mut number = String::with_capacity(12);
    number.push_str("+33");
    number.extend(national.iter().map(|b| char::from(*b)));
    Some(ParsedPhone { number: PhoneNumber::from_e164(number), valid: true, kind, extension: None })
}

/// What the ranges are, where the whole range is one kind (ARCEP's plan, as the metadata has it).
fn kind(national: &[u8; 9]) -> Option<PhoneKind> {
    match (national[0], national[1]) {
        (b'1' | b'3', b'0'..=b'9') => Some(PhoneKind::FixedLine),
        (b'2', b'0' | b'2'..=b'5' | b'7'..=b'9') => Some(PhoneKind::FixedLine),
        (b'4', b'1'..=b'9') => Some(PhoneKind::FixedLine),
        (b'5', b'0'..=b'8') => Some(PhoneKind::FixedLine),
        (b'6', b'0'..=b'2' | b'4'..=b'8') => Some(PhoneKind::Mobile),
        (b'7', b'3'..=b'9') => Some(PhoneKind::Mobile),
        _ => None,
    }
}

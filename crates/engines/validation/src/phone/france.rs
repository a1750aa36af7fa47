//! The short way for plain French numbers: ten digits, or nine behind +33.
//!
//! Only ranges of which the numbering metadata says one thing as a whole are answered here; every other number,
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
    let (kind, valid) = kind(national)?;
    let mut number = String::with_capacity(12);
    number.push_str("+33");
    number.extend(national.iter().map(|b| char::from(*b)));
    Some(ParsedPhone { number: PhoneNumber::from_e164(number), valid, kind, extension: None })
}

/// What the ranges are, where the whole range is one kind (ARCEP's plan, as the metadata has it), and whether
/// numbers in them exist. Ranges that France shares with its territories are left to the long way.
fn kind(national: &[u8; 9]) -> Option<(PhoneKind, bool)> {
    let [a, b, c, ..] = *national;
    match (a, b, c) {
        (b'2', b'6', b'2') | (b'5', b'9', b'0' | b'4') | (b'6', b'3', b'9') => None,
        (b'6', b'9', b'0'..=b'4' | b'6' | b'7') | (b'7', b'0', b'8' | b'9') => None,
        (b'4', b'0', _) | (b'7', b'0'..=b'2', _) => Some((PhoneKind::Unknown, false)),
        (b'1'..=b'5', _, _) => Some((PhoneKind::FixedLine, true)),
        (b'6' | b'7', _, _) => Some((PhoneKind::Mobile, true)),
        (b'9', _, _) => Some((PhoneKind::Voip, true)),
        _ => None,
    }
}

//! What every payload shares: the members that say what it is, and the rules for times and texts.

use sellify_domain::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::consts::{LAST_SECOND, MAX_ITEMS, MAX_WORDS, PRODUCT};
use crate::strict_json;
use crate::{Document, LicenseError};

/// Strict JSON, then `v`, `typ`, `product`, `crit`, then the members. In this order.
pub(crate) fn read<T: DeserializeOwned>(
    wanted: Document,
    payload: &[u8],
    known: &[&str],
) -> Result<T, LicenseError> {
    let payload_error = |member| LicenseError::Payload { wanted, member };
    let members = strict_json::read_object(payload).map_err(|_| payload_error("strict JSON"))?;
    if members.get("typ").and_then(Value::as_str) != Some(wanted.typ()) {
        return Err(payload_error("typ"));
    }
    if members.get("product").and_then(Value::as_str) != Some(PRODUCT) {
        return Err(LicenseError::WrongProduct { wanted });
    }
    match members.get("v").and_then(Value::as_i64) {
        Some(1) => {}
        Some(_) => return Err(LicenseError::NeedsNewerApp { wanted }),
        None => return Err(payload_error("v")),
    }
    understood(wanted, &members, known)?;
    serde_json::from_value(Value::Object(members))
        .map_err(|_| payload_error("a member is missing or of the wrong kind"))
}

/// Everything that `crit` names must be a member that this version knows.
fn understood(wanted: Document, members: &Map<String, Value>, known: &[&str]) -> Result<(), LicenseError> {
    let crit = LicenseError::Payload { wanted, member: "crit" };
    let names = match members.get("crit") {
        None => return Ok(()),
        Some(Value::Array(names)) if names.len() <= MAX_ITEMS => names,
        Some(_) => return Err(crit),
    };
    for name in names {
        let name = name.as_str().ok_or(crit.clone())?;
        if !known.contains(&name) {
            return Err(LicenseError::NeedsNewerApp { wanted });
        }
    }
    Ok(())
}

/// A moment from Unix seconds; 1970 to 9999.
pub(crate) fn moment(
    wanted: Document,
    member: &'static str,
    seconds: i64,
) -> Result<Timestamp, LicenseError> {
    if !(0..=LAST_SECOND).contains(&seconds) {
        return Err(LicenseError::Payload { wanted, member });
    }
    Ok(Timestamp::from_millis(seconds * 1_000))
}

/// Unix seconds of a moment.
pub(crate) fn seconds(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(1_000)
}

/// A text that can be shown: not long, no control characters, nothing that turns the reading direction round.
pub(crate) fn words(wanted: Document, member: &'static str, text: &str) -> Result<(), LicenseError> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if text.chars().count() > MAX_WORDS || text.chars().any(hidden) {
        return Err(LicenseError::Payload { wanted, member });
    }
    Ok(())
}

/// A name of an edition or a feature: lower-case ASCII letters, digits, `-` and `_`.
pub(crate) fn name(wanted: Document, member: &'static str, text: &str) -> Result<(), LicenseError> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if text.is_empty() || text.len() > 40 || !text.bytes().all(good) {
        return Err(LicenseError::Payload { wanted, member });
    }
    Ok(())
}

//! E-mail addresses for campaigns: the strict, deliverable part of RFC 5321, never the curiosities.
//!
//! Not accepted on purpose: quoted local parts, address literals, comments, domains without a dot, and local
//! parts outside ASCII (they need SMTPUTF8 at every hop). Apostrophes are legal. Nothing is stripped: `a.b`
//! and `a+b` are other people's business.

mod cell;
mod typo;

use sellify_domain::EmailAddress;

pub use cell::parse_cell;
pub use typo::typo_hint;

/// Longest address in bytes (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const MAX_ADDRESS: usize = 254;
/// Longest part before the `@` in bytes (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest part between two dots of a domain in bytes (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// Why a text is not an address that can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EmailViolation {
    /// Nothing there.
    #[error("There is no address.")]
    Empty,
    /// No `@`.
    #[error("The address has no @.")]
    AtMissing,
    /// More than one `@`.
    #[error("The address has more than one @.")]
    SeveralAts,
    /// A blank inside.
    #[error("The address has a space in it.")]
    BlankInside,
    /// Nothing before the `@`.
    #[error("There is nothing before the @.")]
    LocalPartEmpty,
    /// A character, or a dot in a place, that mail servers refuse before the `@`.
    #[error("The part before the @ has a character that mail servers refuse.")]
    LocalPartIllegal,
    /// Accents or other letters outside ASCII before the `@`.
    #[error("The part before the @ has an accent or another letter that most mail servers refuse.")]
    LocalPartNotAscii,
    /// More than 64 characters before the `@`.
    #[error("The part before the @ is longer than 64 characters.")]
    LocalPartTooLong,
    /// Nothing after the `@`.
    #[error("There is nothing after the @.")]
    DomainEmpty,
    /// No dot after the `@`.
    #[error("The part after the @ has no dot.")]
    DomainWithoutDot,
    /// The part after the `@` is not a domain name.
    #[error("The part after the @ is not a domain name.")]
    DomainIllegal,
    /// More than 254 characters in all.
    #[error("The address is longer than 254 characters.")]
    TooLong,
}

/// Reads an address and gives its normal form: trimmed, lower-case, the domain in ASCII (IDNA).
///
/// # Errors
/// The first [`EmailViolation`] found.
pub fn parse(text: &str) -> Result<EmailAddress, EmailViolation> {
    let text = trim(text);
    if text.is_empty() {
        return Err(EmailViolation::Empty);
    }
    let (local, domain) = split(text)?;
    check_local(local)?;
    let address = if domain.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        // IDNA also maps full-width dots and letters, and refuses what no registry would take.
        let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| EmailViolation::DomainIllegal)?;
        format!("{}@{ascii}", local.to_ascii_lowercase())
    };
    check_domain(address.get(local.len() + 1..).unwrap_or_default())?;
    if address.len() > MAX_ADDRESS {
        return Err(EmailViolation::TooLong);
    }
    Ok(EmailAddress::from_normalised(address))
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{200E}' | '\0'))
}

fn split(text: &str) -> Result<(&str, &str), EmailViolation> {
    let has_blank = if text.is_ascii() {
        text.bytes().any(|byte| byte.is_ascii_whitespace() || byte == 0x0B)
    } else {
        text.chars().any(char::is_whitespace)
    };
    if has_blank {
        return Err(EmailViolation::BlankInside);
    }
    let (local, domain) = text.split_once('@').ok_or(EmailViolation::AtMissing)?;
    if domain.contains('@') {
        return Err(EmailViolation::SeveralAts);
    }
    match (local.is_empty(), domain.is_empty()) {
        (true, _) => Err(EmailViolation::LocalPartEmpty),
        (false, true) => Err(EmailViolation::DomainEmpty),
        (false, false) => Ok((local, domain)),
    }
}

/// `dot-string` of RFC 5321, section 4.1.2.
fn check_local(local: &str) -> Result<(), EmailViolation> {
    if !local.is_ascii() {
        return Err(EmailViolation::LocalPartNotAscii);
    }
    if local.len() > MAX_LOCAL {
        return Err(EmailViolation::LocalPartTooLong);
    }
    let mut before = b'.';
    for byte in local.bytes() {
        if !(is_atext(byte) || byte == b'.' && before != b'.') {
            return Err(EmailViolation::LocalPartIllegal);
        }
        before = byte;
    }
    if before == b'.' { Err(EmailViolation::LocalPartIllegal) } else { Ok(()) }
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

fn check_domain(domain: &str) -> Result<(), EmailViolation> {
    if !domain.contains('.') {
        return Err(EmailViolation::DomainWithoutDot);
    }
    let mut last = "";
    for label in domain.split('.') {
        let legal = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if label.is_empty()
            || label.len() > MAX_LABEL
            || !legal
            || label.starts_with('-')
            || label.ends_with('-')
        {
            return Err(EmailViolation::DomainIllegal);
        }
        last = label;
    }
    // A numeric last label is an IP address that somebody typed, not a domain.
    if last.bytes().all(|b| b.is_ascii_digit()) { Err(EmailViolation::DomainIllegal) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        parse(text).unwrap().to_string()
    }

    #[test]
    fn the_normal_form_is_trimmed_and_lower_case() {
        assert_eq!(normal("\u{a0} Jean.DUPONT+devis@Exemple.FR "), "jean.dupont+devis@exemple.fr");
    }

    #[test]
    fn an_apostrophe_is_legal() {
        assert_eq!(normal("Siobhan.O'Neil@exemple.ie"), "siobhan.o'neil@exemple.ie");
    }

    #[test]
    fn an_international_domain_becomes_ascii() {
        assert_eq!(normal("jean@Château.fr"), "jean@xn--chteau-xta.fr");
        assert_eq!(normal("jean@xn--chteau-xta.fr"), "jean@xn--chteau-xta.fr");
    }

    #[test]
    fn each_fault_has_its_name() {
        use EmailViolation as V;
        for (text, violation) in [
            ("  ", V::Empty),
            ("n/a", V::AtMissing),
            ("jean at exemple.fr", V::BlankInside),
            ("jean@@exemple.fr", V::SeveralAts),
            ("@exemple.fr", V::LocalPartEmpty),
            ("jean@", V::DomainEmpty),
            ("jean@local", V::DomainWithoutDot),
            ("jean..d@exemple.fr", V::LocalPartIllegal),
            ("françois@exemple.fr", V::LocalPartNotAscii),
            ("jean@-exemple.fr", V::DomainIllegal),
            ("jean@192.168.0.1", V::DomainIllegal),
            ("jean@exemple.fr.", V::DomainIllegal),
        ] {
            assert_eq!(parse(text), Err(violation), "{text}");
        }
        assert_eq!(parse(&format!("{}@exemple.fr", "a".repeat(65))), Err(V::LocalPartTooLong));
        assert_eq!(parse(&format!("a@{}fr", "exemple.".repeat(40))), Err(V::TooLong));
    }
}

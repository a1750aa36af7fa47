//! The address in a cell of a file, whatever people and programs put around it.
//!
//! What stands around is dropped only where it cannot belong to the address: `jean;dupont@x.fr` is `jean.dupont`
//! with a key beside the right one, and nobody is written to by half of a name.

use sellify_domain::EmailAddress;

use super::{EmailViolation, parse};

/// What is written before an address and a colon.
const LABELS: [&str; 9] = ["mailto", "smtp", "mail", "email", "e-mail", "courriel", "mel", "mél", "adresse"];
/// What stands between two addresses.
const JOINERS: [&str; 9] = ["ou", "et", "or", "and", "und", "oder", "y", "e", "o"];

/// Reads a cell of a file, where addresses also come as `Jean <jean@x.fr>`, `mailto:jean@x.fr`, `'jean@x.fr'`,
/// `jean@x.fr (bureau)`, as a link, with invisible characters, or several in one cell (the first is taken; Google
/// writes ` ::: ` between them).
///
/// # Errors
/// The violation of the plain text when no reading of it gives an address.
pub fn parse_cell(text: &str) -> Result<EmailAddress, EmailViolation> {
    let first = match parse(text) {
        Ok(address) => return Ok(address),
        Err(violation) => violation,
    };
    if !text.contains('@') {
        return Err(first);
    }
    let visible: String = text.chars().filter(|letter| !is_hidden(*letter)).collect();
    let inner = visible.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inner, _)| inner);
    inner.and_then(address_in).or_else(|| address_in(&visible)).ok_or(first)
}

/// Zero-width and direction marks; in an address the joiners of other scripts too.
fn is_hidden(letter: char) -> bool {
    matches!(letter, '\0' | '\u{AD}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// Brackets, quotation marks and lines set an address apart from what stands around it.
fn address_in(text: &str) -> Option<EmailAddress> {
    const APART: [char; 15] = ['<', '>', '(', ')', '[', ']', '"', '«', '»', '“', '”', '|', '#', '\n', '\t'];
    text.split(":::").flat_map(|part| part.split(APART)).find_map(in_list)
}

/// `a@x.fr; b@x.fr`.
fn in_list(text: &str) -> Option<EmailAddress> {
    let mut parts = text.split([';', ',', '/']).peekable();
    while let Some(part) = parts.next() {
        if part.trim().is_empty() {
            continue;
        }
        // `jean;dupont@x.fr`, `jean@x,fr`: the sign may stand for a full stop.
        if !part.contains('@') || parts.peek().is_some_and(|next| is_ending(next)) {
            return None;
        }
        if let Some(address) = in_words(part) {
            return Some(address);
        }
    }
    None
}

/// `fr` or `co.uk`, without a blank before.
fn is_ending(part: &str) -> bool {
    let part = part.trim_end();
    !part.is_empty() && part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
}

/// The first address of a few words that are no part of it.
fn in_words(part: &str) -> Option<EmailAddress> {
    let part = without_label(part.trim());
    let is_known = |word: &str| {
        word.contains('@')
            || JOINERS.contains(&word)
            || !word.contains(|letter: char| letter.is_alphanumeric())
    };
    if !part.split_whitespace().all(is_known) {
        return None;
    }
    part.split_whitespace().filter(|word| word.contains('@')).find_map(|word| parse(bare(word)).ok())
}

fn without_label(part: &str) -> &str {
    match part.split_once(':') {
        Some((label, rest)) if LABELS.contains(&label.trim_end().to_lowercase().as_str()) => rest,
        _ => part,
    }
}

/// Without the quotation marks around it, the full stop of a sentence and what a link asks for.
fn bare(word: &str) -> &str {
    const QUOTES: [char; 4] = ['\'', '’', '‘', '`'];
    let word = word.split('?').next().unwrap_or_default();
    word.trim_start_matches(QUOTES)
        .trim_end_matches(|letter: char| QUOTES.contains(&letter) || ".!:*".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_carry_more_than_the_address() {
        for cell in [
            "Jean Dupont <jean@exemple.fr>",
            "\"Dupont; Jean\" <jean@exemple.fr>",
            "<Jean> jean@exemple.fr",
            "mailto:jean@exemple.fr",
            "mailto:jean@exemple.fr?subject=Devis",
            "SMTP:jean@exemple.fr",
            "E-mail : jean@exemple.fr",
            "[jean@exemple.fr](mailto:jean@exemple.fr)",
            "jean@exemple.fr#mailto:jean@exemple.fr#",
            "jean@exemple.fr (bureau)",
            "'jean@exemple.fr'",
            "\"jean@exemple.fr\"",
            "jean@exemple.fr>",
            "je\u{200d}an@exem\u{ad}ple.fr",
            "jean@exemple.fr.",
            "jean@exemple.fr,",
            ";jean@exemple.fr",
            "jean@exemple.fr !",
        ] {
            assert_eq!(parse_cell(cell).unwrap().as_str(), "jean@exemple.fr", "{cell}");
        }
    }

    #[test]
    fn of_several_addresses_the_first_is_taken() {
        for cell in [
            "jean@exemple.fr ; j@x.fr",
            "jean@exemple.fr;j@x.fr",
            "jean@exemple.fr ::: j@x.fr",
            "jean@exemple.fr j@x.fr",
            "jean@exemple.fr ou j@x.fr",
            "jean@exemple.fr / j@x.fr",
            "jean@exemple.fr\nj@x.fr",
            "j@@x.fr, jean@exemple.fr",
        ] {
            assert_eq!(parse_cell(cell).unwrap().as_str(), "jean@exemple.fr", "{cell}");
        }
    }

    #[test]
    fn half_of_a_mistyped_address_is_none() {
        use EmailViolation as V;
        for (cell, violation) in [
            ("jean dupont@exemple.fr", V::BlankInside),
            ("jean;dupont@exemple.fr", V::LocalPartIllegal),
            ("jean,dupont@exemple.fr", V::LocalPartIllegal),
            ("jean:dupont@exemple.fr", V::LocalPartIllegal),
            ("jean@mail.exemple;fr", V::DomainIllegal),
            ("jean@exemple,fr", V::DomainWithoutDot),
            ("jean@ exemple.fr", V::BlankInside),
            ("jean@exemple.co m", V::BlankInside),
            ("jean@@exemple.fr", V::SeveralAts),
            ("@exemple.fr", V::LocalPartEmpty),
            ("voir Luc", V::BlankInside),
        ] {
            assert_eq!(parse_cell(cell), Err(violation), "{cell}");
        }
    }
}

//! Contacts as address cards: vCard 3.0 (RFC 2426), in UTF-8, lines folded at 75 bytes.
//!
//! What a card has no place for (the firm's reference, its own fields, consents) stands in properties of our own
//! (`X-SELLIFY-…`), which other programs pass over and our import reads.

use std::borrow::Cow;
use std::io::Write;

use sellify_domain::{Channel, Contact, ContactField};

use super::cell::marked;
use super::columns::{Column, MARK, name_of};
use super::contacts::ContactFile;
use super::error::ExportError;
use crate::import::must_be_quoted;

/// Bytes of a line, without its end (RFC 2426, 2.6).
const LINE: usize = 75;
/// The contact's id, and the mark by which our import knows our own cards.
const ID: &str = "X-SELLIFY-ID";
const REFERENCE: &str = "X-SELLIFY-REFERENCE";
const OWN_FIELD: &str = "X-SELLIFY-FIELD-";

/// A file of cards that is being written.
pub(super) struct Cards<'a, W: Write> {
    columns: &'a [Column],
    out: W,
    card: Vec<u8>,
}

impl<'a, W: Write> Cards<'a, W> {
    pub(super) fn begin(columns: &'a [Column], out: W) -> Self {
        Self { columns, out, card: Vec::with_capacity(1024) }
    }
}

impl<W: Write> ContactFile for Cards<'_, W> {
    fn add(&mut self, contact: &Contact, cells: &[Cow<'_, str>]) -> Result<(), ExportError> {
        let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| marked(Cow::Borrowed(cell))).collect();
        let cell = |wanted: &ContactField| {
            let mut both = self.columns.iter().zip(&cells);
            both.find(|(column, _)| column.field.as_ref() == Some(wanted))
                .map_or("", |(_, cell)| cell.as_ref())
        };
        self.card.clear();
        line(&mut self.card, "BEGIN", "VCARD");
        line(&mut self.card, "VERSION", "3.0");
        line(&mut self.card, "UID", &format!("urn:uuid:{}", contact.id));
        line(&mut self.card, ID, &contact.id.to_string());
        let name = [ContactField::LastName, ContactField::FirstName].map(|field| escaped(cell(&field)));
        let civility = escaped(cell(&ContactField::Civility));
        line(&mut self.card, "N", &format!("{};{};;{civility};", name[0], name[1]));
        // Every card must have one, even a card of nothing but a number.
        line(&mut self.card, "FN", &escaped(&contact.details.display_name()));
        let mut text = |name: &str, text: &str| {
            if !text.is_empty() {
                line(&mut self.card, name, &escaped(text));
            }
        };
        text("ORG", cell(&ContactField::Company));
        text("EMAIL;TYPE=INTERNET", cell(&ContactField::Email));
        text("TEL;TYPE=VOICE", cell(&ContactField::Phone));
        text("BDAY", cell(&ContactField::Birthdate));
        text("NOTE", cell(&ContactField::Notes));
        text(REFERENCE, cell(&ContactField::Reference));
        for (column, cell) in self.columns.iter().zip(&cells) {
            match &column.field {
                Some(ContactField::Custom(key)) => text(&own_property(key), cell),
                Some(ContactField::Consent(channel)) => text(consent_property(*channel), cell),
                _ => {}
            }
        }
        let address =
            [ContactField::Street, ContactField::City, ContactField::Postcode, ContactField::Country]
                .map(|field| escaped(cell(&field)));
        if address.iter().any(|part| !part.is_empty()) {
            let [street, city, postcode, country] = address;
            line(&mut self.card, "ADR", &format!(";;{street};{city};;{postcode};{country}"));
        }
        if self.columns.iter().any(|column| column.field == Some(ContactField::Tags))
            && !contact.details.tags.is_empty()
        {
            // Read again they are one cell, and only where it begins is an apostrophe taken off. Where it begins with a
            // quotation mark, none is.
            let is_marked = |at: usize, tag: &str| at == 0 && !must_be_quoted(tag);
            let first = |(at, tag): (usize, &String)| {
                escaped(&if is_marked(at, tag) { marked(tag.into()) } else { tag.into() })
            };
            let tags: Vec<String> = contact.details.tags.iter().enumerate().map(first).collect();
            line(&mut self.card, "CATEGORIES", &tags.join(","));
        }
        line(&mut self.card, "END", "VCARD");
        Ok(self.out.write_all(&self.card)?)
    }

    fn end(mut self) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

fn consent_property(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "X-SELLIFY-CONSENT-EMAIL",
        Channel::WhatsApp => "X-SELLIFY-CONSENT-WHATSAPP",
        Channel::Phone => "X-SELLIFY-CONSENT-PHONE",
        Channel::Post => "X-SELLIFY-CONSENT-POST",
    }
}

/// The column for one of our own properties, by its name in capitals; none: it is not ours.
pub(crate) fn own_column(property: &str) -> Option<String> {
    let consents = Channel::ALL.into_iter().find(|channel| consent_property(*channel) == property);
    match (property, consents) {
        (ID, _) => Some(MARK.to_owned()),
        (REFERENCE, _) => Some(name_of(&ContactField::Reference)),
        (_, Some(channel)) => Some(name_of(&ContactField::Consent(channel))),
        (_, None) => {
            let key = property.strip_prefix(OWN_FIELD)?.replace('-', "_").to_lowercase();
            Some(name_of(&ContactField::Custom(key)))
        }
    }
}

/// A property for a field that only this firm has: names of properties have no `_`, and keys have no `-`.
fn own_property(key: &str) -> String {
    format!("{OWN_FIELD}{}", key.replace('_', "-").to_uppercase())
}

/// One property, folded.
fn line(card: &mut Vec<u8>, name: &str, value: &str) {
    let text = format!("{name}:{value}");
    let (mut rest, mut room) = (text.as_str(), LINE);
    loop {
        let cut = rest.floor_char_boundary(room.min(rest.len()));
        let (now, later) = rest.split_at(cut);
        card.extend_from_slice(now.as_bytes());
        card.extend_from_slice(b"\r\n");
        if later.is_empty() {
            break;
        }
        card.push(b' ');
        (rest, room) = (later, LINE - 1);
    }
}

/// Text as the value of a property, or as a part of one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut card = Vec::new();
        line(&mut card, "NOTE", &"é".repeat(100));
        let text = String::from_utf8(card).unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("NOTE:{}\r\n", "é".repeat(100)));
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne"), "a\\;b\\,c\\\\d\\ne");
    }
}

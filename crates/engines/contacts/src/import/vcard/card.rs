//! One card into named cells.

use std::borrow::Cow;

use calcard::common::PartialDateTime;
use calcard::vcard::{
    VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardType, VCardValue,
};
use calcard::{Entry, Parser};

use crate::export;
use crate::import::joined_tags;

/// Numbers, addresses and the like that get a column each.
const OF_A_KIND: usize = 9;

/// What a card holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) version: String,
    /// Name of the column, and what the card says.
    pub(super) cells: Vec<(String, String)>,
}

/// The columns in their order: named as our own exports name them. The others follow.
const ORDER: [&str; 24] = [
    "Civilité",
    "Prénom",
    "Autres prénoms",
    "Nom",
    "Suffixe",
    "Nom complet",
    "Surnom",
    "E-mail",
    "E-mail 2",
    "Téléphone",
    "Téléphone 2",
    "Téléphone 3",
    "Fax",
    "Société",
    "Service",
    "Fonction",
    "Adresse",
    "Code postal",
    "Ville",
    "Région",
    "Pays",
    "Date de naissance",
    "Notes",
    "Étiquettes",
];

/// Where a column stands.
pub(super) fn rank(name: &str) -> usize {
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

/// Reads one card; what makes no sense in it is passed over.
pub(super) fn read(text: &str) -> Card {
    let text = with_charset(text);
    match Parser::new(&text).entry() {
        Entry::VCard(card) => cells(&card),
        _ => Card::default(),
    }
}

/// Cards of version 2.1 often hold UTF-8 in quoted-printable and do not say so.
fn with_charset(text: &str) -> Cow<'_, str> {
    if !text.contains("QUOTED-PRINTABLE") && !text.contains("quoted-printable") {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive("\r\n").map(|line| {
        let Some((names, value)) = line.split_once(':') else { return Cow::Borrowed(line) };
        let upper = names.to_ascii_uppercase();
        let is_silent = upper.contains("QUOTED-PRINTABLE") && !upper.contains("CHARSET");
        if is_silent && is_utf8(value) {
            Cow::Owned(format!("{names};CHARSET=UTF-8:{value}"))
        } else {
            Cow::Borrowed(line)
        }
    });
    Cow::Owned(lines.collect())
}

/// Whether the bytes of a quoted-printable line are UTF-8 as far as they go.
fn is_utf8(value: &str) -> bool {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.trim_end().as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) if *byte == b'=' => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*byte),
        }
    }
    // A soft line break may cut the last character in two.
    std::str::from_utf8(&bytes).map_or_else(|fault| fault.error_len().is_none(), |_| true)
}

fn cells(card: &VCard) -> Card {
    let mut read = Card::default();
    let mut sorted: Vec<&VCardEntry> = card.entries.iter().collect();
    // Stable: the preferred one of a kind first, and a mobile number before a line.
    sorted.sort_by_key(|entry| precedence(entry));
    for entry in sorted {
        let text = || text(&entry.values);
        match &entry.name {
            VCardProperty::Version => read.version = text(),
            VCardProperty::N => add_name(&mut read, entry),
            VCardProperty::Fn => read.add("Nom complet", text()),
            VCardProperty::Nickname => read.add("Surnom", text()),
            VCardProperty::Org => {
                read.add("Société", part(entry, 0));
                let units: Vec<String> = (1..entry.values.len()).map(|at| part(entry, at)).collect();
                read.add("Service", joined(&units, ", "));
            }
            VCardProperty::Title => read.add("Fonction", text()),
            VCardProperty::Role => read.add("Rôle", text()),
            VCardProperty::Email => read.add_another("E-mail", &without_scheme(&text(), "mailto:")),
            VCardProperty::Tel if is_fax(entry) => read.add_another("Fax", &without_scheme(&text(), "tel:")),
            VCardProperty::Tel => read.add_another("Téléphone", &without_scheme(&text(), "tel:")),
            VCardProperty::Adr => add_address(&mut read, entry),
            VCardProperty::Bday => read.add("Date de naissance", text()),
            VCardProperty::Url => read.add_another("Site web", &text()),
            VCardProperty::Note => read.add_another("Notes", &text()),
            VCardProperty::Categories => read.add("Étiquettes", list(&entry.values)),
            VCardProperty::Impp => read.add_another("Messagerie", &text()),
            VCardProperty::Other(name) => add_other(&mut read, name, text()),
            _ => {}
        }
    }
    drop_repeated_name(&mut read);
    read
}

/// What `FN` says is said by the parts of the name, or by what stands in for one: a firm, an address, a number.
fn drop_repeated_name(read: &mut Card) {
    const FULL: &str = "Nom complet";
    let is_said = |name: &str| read.cells.iter().any(|(known, _)| known == name);
    let repeats = match read.cells.iter().find(|(name, _)| name == FULL) {
        Some((_, full)) => read.cells.iter().any(|(name, text)| name != FULL && text == full),
        None => return,
    };
    // A card of ours says in `N` whether there is a name.
    if repeats || is_said(export::MARK) || is_said("Prénom") || is_said("Nom") {
        read.cells.retain(|(name, _)| name != FULL);
    }
}

impl Card {
    fn add(&mut self, name: &str, text: String) {
        let text = text.trim();
        if !text.is_empty() && !self.cells.iter().any(|(known, _)| known == name) {
            self.cells.push((name.to_owned(), text.to_owned()));
        }
    }

    /// The second one of a kind gets a column of its own.
    fn add_another(&mut self, name: &str, text: &str) {
        let of_kind = |known: &str| {
            known.strip_prefix(name).is_some_and(|rest| rest.trim().parse::<u8>().is_ok() || rest.is_empty())
        };
        let known: Vec<&String> =
            self.cells.iter().filter(|(known, _)| of_kind(known)).map(|(_, text)| text).collect();
        if known.iter().any(|known| *known == text) || known.len() >= OF_A_KIND {
            return;
        }
        match known.len() {
            0 => self.add(name, text.to_owned()),
            count => self.add(&format!("{name} {}", count + 1), text.to_owned()),
        }
    }
}

fn add_name(read: &mut Card, entry: &VCardEntry) {
    let (mut given, mut others) = (part(entry, 1), part(entry, 2));
    if given.is_empty() {
        given = std::mem::take(&mut others);
    }
    read.add("Nom", part(entry, 0));
    read.add("Prénom", given);
    read.add("Autres prénoms", others);
    read.add("Civilité", part(entry, 3));
    read.add("Suffixe", part(entry, 4));
}

/// Post-office box, floor and street on one line; a second address whole.
fn add_address(read: &mut Card, entry: &VCardEntry) {
    let street = joined(&[part(entry, 0), part(entry, 1), part(entry, 2)], ", ");
    let [city, region, code, country] = [3, 4, 5, 6].map(|at| part(entry, at));
    let is_first = !["Adresse", "Ville", "Code postal"]
        .iter()
        .any(|name| read.cells.iter().any(|(known, _)| known == name));
    if is_first {
        read.add("Adresse", street);
        read.add("Ville", city);
        read.add("Région", region);
        read.add("Code postal", code);
        read.add("Pays", country);
    } else {
        let town = joined(&[code, city], " ");
        read.add_another("Autre adresse", &joined(&[street, town, country], ", "));
    }
}

/// `X-` properties of other programs, named as they are; those that only a program understands are left out.
fn add_other(read: &mut Card, name: &str, text: String) {
    const NOISE: [&str; 12] = [
        "X-AB",
        "X-APPLE",
        "X-ADDRESSBOOK",
        "X-IMAGE",
        "X-ANDROID",
        "X-GOOGLE",
        "X-MS-",
        "X-EVOLUTION",
        "X-MOZILLA",
        "X-ACTIVITY",
        "X-PHONETIC",
        "LABEL",
    ];
    let upper = name.to_ascii_uppercase();
    if let Some(ours) = export::own_card_column(&upper) {
        return read.add(&ours, text);
    }
    if !NOISE.iter().any(|noise| upper.starts_with(noise)) {
        read.add(&upper.strip_prefix("X-").unwrap_or(&upper).to_lowercase(), text);
    }
}

fn precedence(entry: &VCardEntry) -> u8 {
    let types = || {
        entry.params.iter().filter_map(|param| match &param.value {
            VCardParameterValue::Type(kind) => Some(kind),
            _ => None,
        })
    };
    let prefers = entry.params.iter().any(|param| match (&param.name, &param.value) {
        (VCardParameterName::Pref, _) => true,
        (_, VCardParameterValue::Text(text)) => text.eq_ignore_ascii_case("pref"),
        _ => false,
    });
    let is_mobile = entry.name == VCardProperty::Tel && types().any(|kind| matches!(kind, VCardType::Cell));
    match (is_mobile, prefers) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

fn is_fax(entry: &VCardEntry) -> bool {
    entry
        .params
        .iter()
        .any(|param| matches!(&param.value, VCardParameterValue::Type(VCardType::Fax | VCardType::Pager)))
}

fn without_scheme(text: &str, scheme: &str) -> String {
    match text.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => {
            text.get(scheme.len()..).unwrap_or_default().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// One part of a value with several.
fn part(entry: &VCardEntry, at: usize) -> String {
    entry.values.get(at).map(value).unwrap_or_default()
}

/// A value that is one text, whatever signs it holds.
fn text(values: &[VCardValue]) -> String {
    joined(&values.iter().map(value).collect::<Vec<_>>(), ", ")
}

/// A list, in the form that tags are written.
fn list(values: &[VCardValue]) -> String {
    let values: Vec<String> = values.iter().map(value).collect();
    joined_tags(values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()))
}

fn joined(parts: &[String], between: &str) -> String {
    let said: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    said.join(between)
}

fn value(value: &VCardValue) -> String {
    match value {
        VCardValue::Text(text) => text.clone(),
        VCardValue::Integer(number) => number.to_string(),
        VCardValue::Float(number) => number.to_string(),
        VCardValue::Boolean(yes) => yes.to_string(),
        VCardValue::PartialDateTime(at) => date(at),
        VCardValue::Component(parts) => joined(parts, " "),
        VCardValue::Binary(_) | VCardValue::Sex(_) | VCardValue::GramGender(_) | VCardValue::Kind(_) => {
            String::new()
        }
    }
}

fn date(at: &PartialDateTime) -> String {
    match (at.year, at.month, at.day) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (None, Some(month), Some(day)) => format!("--{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), None, _) => year.to_string(),
        _ => String::new(),
    }
}

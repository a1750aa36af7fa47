//! Files to keep: contacts as CSV for French Excel or for programs, and the rows that an import refused.
//!
//! No cell can become a formula: one that starts like one gets an apostrophe in front, which our own import
//! takes off again.

use std::collections::BTreeMap;
use std::io::Write;

use sellify_domain::{Contact, ContactField, ImportId};
use sellify_store::{ContactQuery, PageRequest, Read, Store, StoreError};
use serde::{Deserialize, Serialize};

/// Rejected rows fetched at once.
const PAGE: u32 = 1_000;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// What Excel opens with a double click in France: `;`, CRLF, UTF-8 with a byte-order mark.
    FrenchExcel,
    /// RFC 4180: `,`, CRLF, UTF-8.
    Plain,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file takes no more.
    #[error("The file cannot be written ({0}). The contacts are unchanged.")]
    Io(#[from] std::io::Error),
}

impl ExportError {
    /// The stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Io(_) => "file_not_writable",
        }
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Io(error.into())
    }
}

/// Columns of an export: French names, which our own import knows.
const COLUMNS: [(ContactField, &str); 14] = [
    (ContactField::Civility, "Civilité"),
    (ContactField::FirstName, "Prénom"),
    (ContactField::LastName, "Nom"),
    (ContactField::Email, "E-mail"),
    (ContactField::Phone, "Téléphone"),
    (ContactField::Company, "Société"),
    (ContactField::Street, "Adresse"),
    (ContactField::Postcode, "Code postal"),
    (ContactField::City, "Ville"),
    (ContactField::Country, "Pays"),
    (ContactField::Birthdate, "Date de naissance"),
    (ContactField::Reference, "Référence"),
    (ContactField::Notes, "Notes"),
    (ContactField::Tags, "Étiquettes"),
];

/// Writes every contact that `query` means, oldest first; tells how many.
///
/// # Errors
/// [`ExportError`].
pub fn export_csv(
    store: &Store,
    query: &ContactQuery,
    dialect: Dialect,
    out: &mut impl Write,
) -> Result<u64, ExportError> {
    store.read_blocking(|read| {
        let custom = read.contacts().custom_keys()?;
        let names: Vec<&str> = COLUMNS.iter().map(|(_, name)| *name).collect();
        let mut file = csv_writer(dialect, out)?;
        file.write_record(names.into_iter().chain(custom.iter().map(String::as_str)))?;
        let mut written = 0;
        read.contacts().for_each(query, |contact| {
            written += 1;
            write_contact(&mut file, &contact, &custom)
        })?;
        file.flush()?;
        Ok(written)
    })
}

fn write_contact(
    file: &mut csv::Writer<impl Write>,
    contact: &Contact,
    custom: &[String],
) -> Result<(), ExportError> {
    for (field, _) in &COLUMNS {
        file.write_field(harmless(contact.details.text(field)))?;
    }
    for key in custom {
        file.write_field(harmless(contact.details.custom.get(key).cloned().unwrap_or_default()))?;
    }
    Ok(file.write_record(None::<&[u8]>)?)
}

/// Writes the rows that an import refused, as they were, with line and reason in front. Corrected, the file
/// can be imported as it is: the two columns are known to our import and left out. Tells how many rows.
///
/// # Errors
/// [`ExportError`].
pub fn rejects_csv(store: &Store, import: ImportId, out: &mut impl Write) -> Result<u64, ExportError> {
    store.read_blocking(|read| {
        let headers = headers_of(read, import)?;
        let mut file = csv_writer(Dialect::FrenchExcel, out)?;
        let fixed = [REJECT_LINE, REJECT_REASON].map(str::to_owned);
        file.write_record(fixed.iter().chain(headers.values()))?;
        let (mut request, mut written) = (PageRequest::first(PAGE), 0);
        loop {
            let page = read.imports().rejected_rows(import, None, &request)?;
            for row in page.items {
                let reason = reason_in_french(row.reason);
                let cells = row.cells.into_iter().map(harmless);
                file.write_record([row.line.to_string(), reason.to_owned()].into_iter().chain(cells))?;
                written += 1;
            }
            let Some(next) = page.next else { break };
            request.cursor = Some(next);
        }
        file.flush()?;
        Ok(written)
    })
}

/// Columns in front of refused rows. Their names are the mark by which the import knows them.
pub(crate) const REJECT_LINE: &str = "Ligne du fichier";
/// See [`REJECT_LINE`].
pub(crate) const REJECT_REASON: &str = "Motif du rejet";

/// Names for every column: those of the file, made up where it had none.
fn headers_of(read: &Read<'_>, import: ImportId) -> Result<BTreeMap<usize, String>, ExportError> {
    let mut headers: BTreeMap<usize, String> =
        read.imports().headers(import)?.into_iter().enumerate().collect();
    let widest = widest_reject(read, import)?;
    for column in 0..widest.max(headers.len()) {
        let name = headers.entry(column).or_default();
        if name.is_empty() {
            *name = format!("Colonne {}", column + 1);
        }
        *name = harmless(std::mem::take(name));
    }
    Ok(headers)
}

/// The first page is enough: a later row that is wider still keeps its cells, without a name above.
fn widest_reject(read: &Read<'_>, import: ImportId) -> Result<usize, ExportError> {
    let page = read.imports().rejected_rows(import, None, &PageRequest::first(PAGE))?;
    Ok(page.items.iter().map(|row| row.cells.len()).max().unwrap_or(0))
}

fn reason_in_french(reason: sellify_domain::RejectReason) -> &'static str {
    use sellify_domain::RejectReason as R;
    match reason {
        R::EmailMissing => "adresse e-mail absente",
        R::EmailInvalid => "adresse e-mail incorrecte",
        R::NoWayToReach => "ni adresse e-mail ni téléphone",
        R::PhoneDamaged => "téléphone abîmé par le tableur (chiffres perdus)",
        R::Unreadable => "ligne illisible",
    }
}

fn csv_writer<W: Write>(dialect: Dialect, mut out: W) -> Result<csv::Writer<W>, ExportError> {
    if dialect == Dialect::FrenchExcel {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let delimiter = if dialect == Dialect::FrenchExcel { b';' } else { b',' };
    Ok(csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(out))
}

/// The text with an apostrophe in front where a spreadsheet would run it.
fn harmless(text: String) -> String {
    let first = text.chars().find(|letter| *letter != ' ');
    let runs = matches!(first, Some('=' | '+' | '-' | '@' | '|' | '%' | '\t' | '\r' | '\n' | '\0'))
        || matches!(first, Some('＝' | '＋' | '－' | '＠'));
    // Its own apostrophe must survive the way back.
    let is_marked = text.strip_prefix('\'').is_some_and(|rest| harmless(rest.to_owned()).starts_with('\''));
    if runs || is_marked { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_run() {
        for text in ["=1+1", "+33612345678", "-1", "@SUM(A1)", "\t=1", "  =1", "|calc", "＝1", "\0=1"] {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"), "{text:?}");
        }
        for text in ["", "Dupont", "a=b", "'t Hooft", "1-2"] {
            assert_eq!(harmless(text.to_owned()), text);
        }
        assert_eq!(harmless("'=1".to_owned()), "''=1");
    }
}

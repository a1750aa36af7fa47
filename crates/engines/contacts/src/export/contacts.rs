//! Writing contacts: which ones, which columns, in which format.

use std::borrow::Cow;
use std::io::Write;

use sellify_domain::{Contact, ContactDetails, ContactField};
use sellify_store::{ContactQuery, Read, Store, StoreError};
use sellify_validation::{email, phone};

use super::answers::Answers;
use super::columns::{Column, columns};
use super::error::ExportError;
use super::format::ExportFormat;
use super::table::CsvFile;
use super::vcard::Cards;
use super::workbook::Workbook;
use crate::import::joined_tags;

/// Contacts between two reports of how far an export is.
const REPORTED: u64 = 1_000;

/// What to write.
#[derive(Debug, Clone, Default)]
pub struct ExportRequest {
    /// Whom; its cursor and limit do not matter.
    pub query: ContactQuery,
    /// To what kind of file.
    pub format: ExportFormat,
    /// Which columns, in this order; none: every one that can hold something. Cards hold what a card can hold.
    pub columns: Option<Vec<ContactField>>,
}

/// A file that takes one contact after another.
pub(super) trait ContactFile {
    /// Writes one contact; `cells` has one text for each column.
    fn add(&mut self, contact: &Contact, cells: &[Cow<'_, str>]) -> Result<(), ExportError>;

    /// Writes the end.
    fn end(self) -> Result<(), ExportError>;
}

/// Writes every contact that `request` means, oldest first, and tells how many. `progress` is told every thousand.
///
/// # Errors
/// [`ExportError`].
pub fn export_contacts(
    store: &Store,
    request: &ExportRequest,
    out: &mut impl Write,
    progress: &dyn Fn(u64),
) -> Result<u64, ExportError> {
    store.read_blocking(|read| {
        let answers = Answers::load(read)?;
        let columns = columns(read, &answers, request.columns.as_deref())?;
        let run = Run { read, request, answers: &answers, columns: &columns, progress };
        match request.format {
            ExportFormat::FrenchExcel | ExportFormat::Plain => {
                run.write(CsvFile::begin(request.format, &columns, out)?)
            }
            ExportFormat::Xlsx => run.write(Workbook::begin(&columns, out)?),
            ExportFormat::VCard => run.write(Cards::begin(&columns, out)),
        }
    })
}

struct Run<'a> {
    read: &'a Read<'a>,
    request: &'a ExportRequest,
    answers: &'a Answers,
    columns: &'a [Column],
    progress: &'a dyn Fn(u64),
}

impl Run<'_> {
    fn write(self, mut file: impl ContactFile) -> Result<u64, ExportError> {
        let mut written = 0;
        self.read.contacts().for_each(&self.request.query, |contact| {
            let mut cells = Vec::with_capacity(self.columns.len());
            for column in self.columns {
                cells.push(self.text(&contact, column)?);
            }
            file.add(&contact, &cells)?;
            written += 1;
            if written % REPORTED == 0 {
                (self.progress)(written);
            }
            Ok::<(), ExportError>(())
        })?;
        file.end()?;
        (self.progress)(written);
        Ok(written)
    }

    fn text<'c>(&self, contact: &'c Contact, column: &Column) -> Result<Cow<'c, str>, StoreError> {
        Ok(match &column.field {
            None => Cow::Owned(contact.id.to_string()),
            Some(ContactField::Consent(channel)) => {
                Cow::Borrowed(self.answers.word(self.read, contact, *channel)?)
            }
            Some(field) => text(&contact.details, field),
        })
    }
}

/// The text of one field, such that reading it gives the same details again.
fn text<'c>(details: &'c ContactDetails, field: &ContactField) -> Cow<'c, str> {
    match field {
        ContactField::Civility => details.civility.as_str().into(),
        ContactField::FirstName => details.first_name.as_str().into(),
        ContactField::LastName => details.last_name.as_str().into(),
        ContactField::Email => email_text(details).into(),
        ContactField::Phone => phone_text(details).into(),
        ContactField::Company => details.company.as_str().into(),
        ContactField::Street => details.street.as_str().into(),
        ContactField::Postcode => details.postcode.as_str().into(),
        ContactField::City => details.city.as_str().into(),
        ContactField::Country => details.country.as_str().into(),
        ContactField::Birthdate => details.birthdate.as_str().into(),
        ContactField::Reference => details.reference.as_str().into(),
        ContactField::Notes => details.notes.as_str().into(),
        ContactField::Custom(key) => details.custom.get(key).map_or("", String::as_str).into(),
        ContactField::Tags => joined_tags(details.tags.iter().map(String::as_str)).into(),
        ContactField::FullName | ContactField::FullAddress | ContactField::Consent(_) => {
            details.text(field).into()
        }
    }
}

/// As it was typed, where that means the same address.
fn email_text(details: &ContactDetails) -> &str {
    let typed = details.email_typed.as_deref().unwrap_or_default();
    match &details.email {
        Some(normal) if email::parse_cell(typed).as_ref() != Ok(normal) => normal.as_str(),
        _ => typed,
    }
}

/// As it was typed, where that means the same number: an extension is only there.
fn phone_text(details: &ContactDetails) -> &str {
    let typed = details.phone_typed.as_deref().unwrap_or_default();
    match &details.phone {
        Some(normal) if typed.is_empty() => normal.as_str(),
        Some(normal) if phone::parse(typed, "FR").map(|read| read.number).as_ref() != Ok(normal) => {
            normal.as_str()
        }
        _ => typed,
    }
}

//! The rows that an import refused, as they were.

use std::io::Write;

use sellify_domain::{ImportId, RejectReason, RejectedRow};
use sellify_store::{PageRequest, Read, Store};

use super::cell::guarded;
use super::error::ExportError;
use super::format::ExportFormat;
use super::language::Language;
use super::table::csv_writer;

/// Rejected rows fetched at once.
const PAGE: u32 = 1_000;

/// Columns in front of refused rows, in each language. Their names are the mark by which the import knows them.
const FIXED: [(Language, [&str; 2]); 2] = [
    (Language::French, ["Ligne du fichier", "Motif du rejet"]),
    (Language::English, ["Line of the file", "Reason for the rejection"]),
];

/// Whether a column is one of those that we put in front of refused rows ourselves.
pub(crate) fn is_fixed(header: &str) -> bool {
    FIXED.iter().any(|(_, names)| names.contains(&header))
}

/// Whether a column holds our own reasons: the cells of its file carry our apostrophes.
pub(super) fn is_reason(header: &str) -> bool {
    FIXED.iter().any(|(_, [_, reason])| *reason == header)
}

/// Writes the rows that an import refused, as they were, with line and reason in front. Corrected, the file
/// can be imported as it is: the two columns are known to our import, in whichever language, and left out. Tells how
/// many rows.
///
/// # Errors
/// [`ExportError`].
pub fn rejects_csv(
    store: &Store,
    import: ImportId,
    language: Language,
    out: &mut impl Write,
) -> Result<u64, ExportError> {
    store.read_blocking(|read| {
        let headers = read.imports().headers(import)?;
        let mut file = Rejects::begin(language, headers, widest_reject(read, import)?, out)?;
        let (mut request, mut written) = (PageRequest::first(PAGE), 0);
        loop {
            let page = read.imports().rejected_rows(import, None, &request)?;
            for row in page.items {
                file.add(row)?;
                written += 1;
            }
            let Some(next) = page.next else { break };
            request.cursor = Some(next);
        }
        file.file.flush()?;
        Ok(written)
    })
}

/// The same for rows that no vault has yet: those which a rehearsal refused, under the columns of its file.
///
/// # Errors
/// [`ExportError::Io`].
pub fn rehearsed_rejects_csv(
    headers: Vec<String>,
    rows: Vec<RejectedRow>,
    language: Language,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut file = Rejects::begin(language, headers, widest, out)?;
    for row in rows {
        file.add(row)?;
    }
    Ok(file.file.flush()?)
}

struct Rejects<W: Write> {
    language: Language,
    file: csv::Writer<W>,
}

impl<W: Write> Rejects<W> {
    /// Names for every column: those of the file, made up where it had none.
    fn begin(
        language: Language,
        mut headers: Vec<String>,
        widest: usize,
        out: W,
    ) -> Result<Self, ExportError> {
        headers.resize(headers.len().max(widest), String::new());
        for (column, name) in headers.iter_mut().enumerate().filter(|(_, name)| name.is_empty()) {
            *name = format!("{} {}", language.pick("Colonne", "Column"), column + 1);
        }
        let fixed = FIXED.into_iter().filter(|(of, _)| *of == language).flat_map(|(_, names)| names);
        let headers = headers.into_iter().map(|name| guarded(name.into()).into_owned());
        let mut file = csv_writer(ExportFormat::FrenchExcel, out)?;
        file.write_record(fixed.map(str::to_owned).chain(headers))?;
        Ok(Self { language, file })
    }

    fn add(&mut self, row: RejectedRow) -> Result<(), ExportError> {
        let fixed = [row.line.to_string(), reason(row.reason, self.language).to_owned()];
        let cells = row.cells.into_iter().map(|cell| guarded(cell.into()).into_owned());
        Ok(self.file.write_record(fixed.into_iter().chain(cells))?)
    }
}

/// The first page is enough: a later row that is wider still keeps its cells, without a name above.
fn widest_reject(read: &Read<'_>, import: ImportId) -> Result<usize, ExportError> {
    let page = read.imports().rejected_rows(import, None, &PageRequest::first(PAGE))?;
    Ok(page.items.iter().map(|row| row.cells.len()).max().unwrap_or(0))
}

fn reason(reason: RejectReason, language: Language) -> &'static str {
    use RejectReason as R;
    let (french, english) = match reason {
        R::EmailMissing => ("adresse e-mail absente", "no e-mail address"),
        R::EmailInvalid => ("adresse e-mail incorrecte", "not an e-mail address"),
        R::NoWayToReach => ("ni adresse e-mail ni téléphone", "neither an e-mail address nor a phone number"),
        R::PhoneDamaged => (
            "téléphone abîmé par le tableur (chiffres perdus)",
            "phone number damaged by a spreadsheet (digits lost)",
        ),
        R::Unreadable => ("ligne illisible", "unreadable row"),
        R::AlreadyKnown => (
            "déjà dans le carnet (adresse ou téléphone d’un autre contact)",
            "known already (address or phone number of another contact)",
        ),
    };
    language.pick(french, english)
}

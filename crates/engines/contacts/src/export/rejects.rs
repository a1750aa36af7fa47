//! The rows that an import refused, as they were.

use std::collections::BTreeMap;
use std::io::Write;

use sellify_domain::ImportId;
use sellify_store::{PageRequest, Read, Store};

use super::cell::guarded;
use super::error::ExportError;
use super::format::ExportFormat;
use super::table::csv_writer;

/// Rejected rows fetched at once.
const PAGE: u32 = 1_000;

/// Writes the rows that an import refused, as they were, with line and reason in front. Corrected, the file
/// can be imported as it is: the two columns are known to our import and left out. Tells how many rows.
///
/// # Errors
/// [`ExportError`].
pub fn rejects_csv(store: &Store, import: ImportId, out: &mut impl Write) -> Result<u64, ExportError> {
    store.read_blocking(|read| {
        let headers = headers_of(read, import)?;
        let mut file = csv_writer(ExportFormat::FrenchExcel, out)?;
        let fixed = [REJECT_LINE, REJECT_REASON].map(str::to_owned);
        file.write_record(fixed.iter().chain(headers.values()))?;
        let (mut request, mut written) = (PageRequest::first(PAGE), 0);
        loop {
            let page = read.imports().rejected_rows(import, None, &request)?;
            for row in page.items {
                let reason = reason_in_french(row.reason);
                let cells = row.cells.into_iter().map(|cell| guarded(cell.into()).into_owned());
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
        *name = guarded(std::mem::take(name).into()).into_owned();
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
        R::AlreadyKnown => "déjà dans le carnet (adresse ou téléphone d’un autre contact)",
    }
}

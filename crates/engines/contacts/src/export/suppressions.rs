//! The suppression list as a file: to keep, to hand on, and for our own import to read again.

use std::io::Write;

use sellify_domain::{Channel, LegalBasis, Suppression, SuppressionReason};
use sellify_store::{Store, SuppressionQuery};
use sellify_validation::text::fold;

use super::cell::guarded;
use super::error::ExportError;
use super::format::CsvFormat;
use super::language::Language;
use super::table::csv_writer;

/// What to write.
#[derive(Debug, Clone, Default)]
pub struct SuppressionsRequest {
    /// Which entries; its page does not matter.
    pub query: SuppressionQuery,
    /// To what kind of file.
    pub format: CsvFormat,
    /// The language of its words.
    pub language: Language,
}

/// The columns, in their order.
const COLUMNS: [(&str, &str); 6] = [
    ("Canal", "Channel"),
    ("Adresse refusée", "Suppressed address"),
    ("Motif", "Reason"),
    ("Base légale", "Legal basis"),
    ("Source", "Source"),
    ("Depuis le", "Since"),
];
const CHANNELS: [(Channel, &str, &str); 4] = [
    (Channel::Email, "E-mail", "E-mail"),
    (Channel::WhatsApp, "WhatsApp", "WhatsApp"),
    (Channel::Phone, "Téléphone", "Phone"),
    (Channel::Post, "Courrier", "Post"),
];
const REASONS: [(SuppressionReason, &str, &str); 4] = [
    (SuppressionReason::Unsubscribed, "Désinscription", "Unsubscribed"),
    (SuppressionReason::HardBounce, "Adresse inexistante", "Address does not exist"),
    (SuppressionReason::Complaint, "Plainte", "Complaint"),
    (SuppressionReason::Manual, "Saisie à la main", "Entered by hand"),
];
const BASES: [(LegalBasis, &str, &str); 3] = [
    (LegalBasis::RightToObject, "Droit d’opposition", "Right to object"),
    (LegalBasis::ConsentWithdrawn, "Consentement retiré", "Consent withdrawn"),
    (LegalBasis::LegitimateInterest, "Intérêt légitime", "Legitimate interest"),
];

/// Writes the entries that `request` means, oldest first, one by one, and tells how many. No cell of them can become
/// a formula.
///
/// # Errors
/// [`ExportError`].
pub fn export_suppressions(
    store: &Store,
    request: &SuppressionsRequest,
    out: &mut impl Write,
) -> Result<u64, ExportError> {
    let SuppressionsRequest { query, format, language } = request;
    let language = *language;
    store.read_blocking(|read| {
        let mut file = csv_writer((*format).into(), out)?;
        file.write_record(COLUMNS.map(|(french, english)| language.pick(french, english)))?;
        let mut written = 0;
        read.suppressions().for_each_of(query, |entry| {
            for cell in cells(entry, language) {
                file.write_field(guarded(cell.into()).as_bytes())?;
            }
            file.write_record(None::<&[u8]>)?;
            written += 1;
            Ok::<(), ExportError>(())
        })?;
        file.flush()?;
        Ok(written)
    })
}

/// The day is in UTC, as the vault keeps time.
fn cells(entry: Suppression, language: Language) -> [String; 6] {
    let since = entry.created_at.to_rfc3339();
    [
        word(&CHANNELS, entry.channel, language),
        entry.address,
        word(&REASONS, entry.reason, language),
        word(&BASES, entry.legal_basis, language),
        entry.source,
        since.get(..10).unwrap_or_default().to_owned(),
    ]
}

fn word<T: Copy + PartialEq>(words: &[(T, &str, &str)], value: T, language: Language) -> String {
    let said = words.iter().find(|(known, ..)| *known == value);
    said.map(|(_, french, english)| language.pick(*french, *english)).unwrap_or_default().to_owned()
}

/// Where the columns of our own list stand in a file, in the order channel, address, reason, basis, source, since.
/// None: the file is not one of ours, whichever language it speaks.
pub(crate) fn own_list_columns(headers: &[String]) -> Option<[usize; 6]> {
    Language::ALL.into_iter().find_map(|language| {
        let mut found = [0; 6];
        for (place, (french, english)) in found.iter_mut().zip(COLUMNS) {
            let name = language.pick(french, english);
            *place = headers.iter().position(|header| header.trim() == name)?;
        }
        Some(found)
    })
}

/// What a cell of our own list says, in either language, without regard to case and accents.
fn said<T: Copy>(words: &[(T, &str, &str)], cell: &str) -> Option<T> {
    let cell = fold(cell.trim());
    let is_it = |(_, french, english): &&(T, &str, &str)| fold(french) == cell || fold(english) == cell;
    words.iter().find(is_it).map(|(value, ..)| *value)
}

/// The channel that a cell of our own list names.
pub(crate) fn channel_of(cell: &str) -> Option<Channel> {
    said(&CHANNELS, cell)
}

/// The reason that a cell of our own list names.
pub(crate) fn reason_of(cell: &str) -> Option<SuppressionReason> {
    said(&REASONS, cell)
}

/// The legal basis that a cell of our own list names.
pub(crate) fn basis_of(cell: &str) -> Option<LegalBasis> {
    said(&BASES, cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_known_again_in_both_languages() {
        for language in Language::ALL {
            for (channel, ..) in CHANNELS {
                assert_eq!(channel_of(&word(&CHANNELS, channel, language)), Some(channel));
            }
            for (reason, ..) in REASONS {
                assert_eq!(reason_of(&word(&REASONS, reason, language)), Some(reason));
            }
            for (basis, ..) in BASES {
                assert_eq!(basis_of(&word(&BASES, basis, language)), Some(basis));
            }
        }
        assert_eq!(reason_of("autre chose"), None);
    }
}

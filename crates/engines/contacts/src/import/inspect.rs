//! A first look at a file: what it is, its columns with a suggestion each, and its first rows.

use std::collections::HashSet;
use std::ops::ControlFlow;

use sellify_domain::ContactField;
use serde::Serialize;

use super::error::ImportError;
use super::layout::{self, Layout};
use super::mapping::{self, Values};
use super::read::{self, Sink};
use super::row::Row;
use super::source::Source;
use super::table::{FileKind, ReadOptions, Table};
use super::warning::{ReadWarning, Warnings};
use crate::export::{REJECT_LINE, REJECT_REASON};

/// Rows shown.
const PREVIEW: usize = 20;
/// Rows looked at; the warnings of the rest come with the import.
const LOOKED_AT: usize = 2_000;

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its place, from 0.
    pub index: usize,
    /// Its name in the file; empty where it has none.
    pub header: String,
    /// Up to three different values.
    pub samples: Vec<String>,
    /// The field it probably holds.
    pub suggestion: Option<ContactField>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// What a first look found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The file's name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: FileKind,
    /// Whether its first row names the columns.
    pub has_header: bool,
    /// Line of the column names, or of the first row.
    pub header_line: u64,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its first rows, at most 20.
    pub preview: Vec<Vec<String>>,
    /// What was odd.
    pub warnings: Warnings,
}

/// Looks at a file.
///
/// # Errors
/// [`ImportError`] when it cannot be imported whatever is chosen.
pub fn inspect(source: &Source, options: &ReadOptions) -> Result<Inspection, ImportError> {
    let mut table = Table::open(source, options)?;
    let mut warnings = Warnings::default();
    let mut look = Look::default();
    read::read(&mut table, options.has_header, &mut warnings, &mut look)?;
    if let Some(line) = look.mojibake_at {
        warnings.add(ReadWarning::Mojibake { line });
    }
    if look.controls > 0 {
        warnings.add(ReadWarning::ControlCharacters { count: look.controls });
    }
    let suggestions = mapping::suggest(&look.headers, &look.values);
    let columns = look
        .headers
        .into_iter()
        .zip(look.values)
        .zip(suggestions)
        .enumerate()
        .map(|(index, ((header, values), suggestion))| Column {
            index,
            header,
            samples: values.samples,
            confidence: suggestion.as_ref().map_or(0.0, |suggestion| suggestion.confidence),
            suggestion: suggestion.map(|suggestion| suggestion.field),
        })
        .collect();
    Ok(Inspection {
        name: source.name(),
        bytes: table.bytes,
        sha256: table.sha256.clone(),
        kind: table.kind.clone(),
        has_header: look.has_header,
        header_line: look.header_line,
        columns,
        preview: look.preview,
        warnings,
    })
}

/// The mapping to start from: the suggestions, and every other column as a field of the firm's own, so that
/// nothing is lost. Columns without a name and without a value are left out.
#[must_use]
pub fn default_mapping(inspection: &Inspection) -> Vec<Option<ContactField>> {
    let mut taken = HashSet::new();
    inspection
        .columns
        .iter()
        .map(|column| match &column.suggestion {
            Some(field) => Some(field.clone()),
            None if column.header.is_empty() && column.samples.is_empty() => None,
            // Put in front of refused rows by ourselves.
            None if [REJECT_LINE, REJECT_REASON].contains(&column.header.as_str()) => None,
            None => Some(ContactField::Custom(mapping::custom_key(&column.header, column.index, &mut taken))),
        })
        .collect()
}

#[derive(Default)]
struct Look {
    headers: Vec<String>,
    has_header: bool,
    header_line: u64,
    values: Vec<Values>,
    preview: Vec<Vec<String>>,
    rows: usize,
    mojibake_at: Option<u64>,
    controls: u64,
}

impl Sink for Look {
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError> {
        self.headers.clone_from(&layout.headers);
        self.controls = layout.controls;
        self.has_header = layout.has_header;
        self.header_line = layout.header_line;
        self.values = vec![Values::default(); layout.headers.len()];
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError> {
        if self.preview.len() < PREVIEW {
            self.preview.push(row.to_vec());
        }
        for (values, cell) in self.values.iter_mut().zip(row.cells()) {
            values.add(cell);
            self.controls += layout::count_controls(cell);
            if self.mojibake_at.is_none() && is_mojibake(cell) {
                self.mojibake_at = Some(row.line);
            }
        }
        self.rows += 1;
        Ok(if self.rows < LOOKED_AT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }
}

/// `Ã©`, `â€™`: the traces of UTF-8 that was once read as Windows-1252.
fn is_mojibake(cell: &str) -> bool {
    if cell.is_ascii() {
        return false;
    }
    let pairs = cell.chars().zip(cell.chars().skip(1));
    cell.contains("â€")
        || pairs.into_iter().any(|pair| matches!(pair, ('Ã', '\u{80}'..='\u{BF}' | '‰' | 'ˆ')))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn look_at(text: &str) -> Inspection {
        let source = Source::Bytes { name: "liste.csv".into(), bytes: Arc::from(text.as_bytes()) };
        inspect(&source, &ReadOptions::default()).unwrap()
    }

    #[test]
    fn every_column_arrives_somewhere() {
        let found = look_at("Prénom;E-mail;Créé le;\nJean;jean@exemple.fr;01/02/2024;\n");
        let keys: Vec<_> =
            default_mapping(&found).into_iter().map(|field| field.map(|field| field.key())).collect();
        assert_eq!(
            keys,
            [Some("first_name".to_owned()), Some("email".into()), Some("custom:cree_le".into()), None]
        );
    }

    #[test]
    fn mojibake_is_noticed() {
        let found = look_at("nom,email\nHÃ©lÃ¨ne,h@exemple.fr\n");
        assert!(found.warnings.kept.contains(&ReadWarning::Mojibake { line: 2 }));
        assert!(look_at("nom,email\nSÃO,h@exemple.fr\n").warnings.is_empty(), "a Portuguese name is none");
    }
}

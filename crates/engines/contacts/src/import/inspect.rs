//! A first look at a file: what it is, its columns with a suggestion each, and its first rows.

mod doubts;

use std::collections::HashSet;
use std::ops::ControlFlow;

use sellify_domain::{ContactField, CustomFieldKind};
use sellify_validation::text::fold;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::columns::{ColumnChoice, DateOrder};
use super::error::ImportError;
use super::layout::{self, Layout};
use super::mapping::{self, Values};
use super::read::{self, Sink};
use super::row::Row;
use super::source::Source;
use super::table::{FileKind, ReadOptions, Table};
use super::text::encoding::Encoding;
use super::text::mojibake;
use super::warning::{ReadWarning, Warnings};
use crate::export::{MARK, is_fixed};
use doubts::Doubts;

/// Rows shown.
const PREVIEW: usize = 20;
/// Rows looked at; the warnings of the rest come with the import.
const LOOKED_AT: usize = 2_000;
/// Characters shown of a damaged text.
const SHOWN: usize = 120;

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
    /// What only a person can know of it.
    pub question: Option<Question>,
    /// The field of the firm's own that it becomes where it is mapped as [`default_mapping`] says.
    pub new_field: Option<ProposedField>,
}

/// What a file does not say, asked once for a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// A spreadsheet took the first zero of numbers or postcodes: shall it be put back?
    LostZero {
        /// One as it stands in the file.
        before: String,
        /// The same with its zero.
        after: String,
        /// How many there are among the rows that were looked at.
        count: u32,
    },
    /// Which comes first in the dates, the day or the month?
    DateOrder {
        /// What the column itself suggests; without a sign the day, as in France.
        suggested: DateOrder,
        /// Whether no date of the column decides it.
        ambiguous: bool,
        /// A date that can be read both ways.
        sample: String,
    },
}

/// A field that an import makes on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposedField {
    /// Its key.
    pub key: String,
    /// Its name: that of the column.
    pub label: String,
    /// What its values seem to be.
    pub kind: CustomFieldKind,
}

/// Text that was once read in a wrong encoding, and what it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mojibake {
    /// The first place.
    pub line: u64,
    /// As it stands in the file.
    pub before: String,
    /// As it was meant.
    pub after: String,
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
    /// Text that [`ReadOptions::repair_mojibake`] would put right.
    pub mojibake: Option<Mojibake>,
    /// Of a text file, the encodings that it may be in, the likeliest first.
    pub encodings: Vec<Encoding>,
    /// SHA-256 of the folded names of the columns: files of one kind have one shape.
    pub shape: [u8; 32],
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
    if let Some(found) = &look.mojibake {
        warnings.add(ReadWarning::Mojibake { line: found.line });
    }
    if look.controls > 0 {
        warnings.add(ReadWarning::ControlCharacters { count: look.controls });
    }
    let shape = shape(&look.headers);
    Ok(Inspection {
        name: source.name(),
        bytes: table.bytes,
        sha256: table.sha256.clone(),
        kind: table.kind.clone(),
        has_header: look.has_header,
        header_line: look.header_line,
        preview: std::mem::take(&mut look.preview),
        mojibake: look.mojibake.take(),
        encodings: table.encodings(),
        columns: columns(look, &mut warnings),
        shape,
        warnings,
    })
}

fn columns(look: Look, warnings: &mut Warnings) -> Vec<Column> {
    let suggestions = mapping::suggest(&look.headers, &look.values);
    let mut taken = HashSet::new();
    let all = look.headers.into_iter().zip(look.values).zip(look.doubts).zip(suggestions).enumerate();
    all.map(|(index, (((header, values), doubts), suggestion))| {
        let field = suggestion.as_ref().map(|suggestion| &suggestion.field);
        if field == Some(&ContactField::Phone) && doubts.shortened() > 0 {
            let (header, count) = (header.clone(), doubts.shortened());
            warnings.add(ReadWarning::NumbersShortened { header, column: index, count });
        }
        let own = own_field(&header, index, &values.samples, field, &mut taken);
        let new_field = own.map(|key| ProposedField { key, label: header.clone(), kind: doubts.kind() });
        Column {
            index,
            question: doubts.question(field, new_field.as_ref().map(|field| field.kind)),
            new_field,
            confidence: suggestion.as_ref().map_or(0.0, |suggestion| suggestion.confidence),
            suggestion: suggestion.map(|suggestion| suggestion.field),
            samples: values.samples,
            header,
        }
    })
    .collect()
}

/// The key of the field of the firm's own that holds a column for which no field is suggested. Columns without
/// a name and without a value are left out, and so are those that we put in front of refused rows ourselves.
fn own_field(
    header: &str,
    column: usize,
    samples: &[String],
    suggestion: Option<&ContactField>,
    taken: &mut HashSet<String>,
) -> Option<String> {
    let left_out = header.is_empty() && samples.is_empty() || header == MARK || is_fixed(header);
    (suggestion.is_none() && !left_out).then(|| mapping::custom_key(header, column, taken))
}

pub(super) fn shape(headers: &[String]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for header in headers {
        hash.update(fold(header));
        hash.update([0x1F]);
    }
    hash.finalize().into()
}

/// The mapping to start from: the suggestions, and every other column as a field of the firm's own, so that
/// nothing is lost. Columns without a name and without a value are left out.
#[must_use]
pub fn default_mapping(inspection: &Inspection) -> Vec<Option<ContactField>> {
    let fields = inspection.columns.iter();
    let own =
        |column: &Column| column.new_field.as_ref().map(|field| ContactField::Custom(field.key.clone()));
    fields.map(|column| column.suggestion.clone().or_else(|| own(column))).collect()
}

/// The choices to start from: what the columns say by themselves. Where a question is open they hold its
/// likeliest answer.
#[must_use]
pub fn default_columns(inspection: &Inspection) -> Vec<ColumnChoice> {
    let choice = |column: &Column| match &column.question {
        Some(Question::DateOrder { suggested, .. }) => {
            ColumnChoice { date_order: Some(*suggested), ..ColumnChoice::default() }
        }
        Some(Question::LostZero { .. }) => {
            ColumnChoice { restore_zero: Some(true), ..ColumnChoice::default() }
        }
        None => ColumnChoice::default(),
    };
    inspection.columns.iter().map(choice).collect()
}

#[derive(Default)]
struct Look {
    headers: Vec<String>,
    has_header: bool,
    header_line: u64,
    values: Vec<Values>,
    doubts: Vec<Doubts>,
    preview: Vec<Vec<String>>,
    rows: usize,
    mojibake: Option<Mojibake>,
    controls: u64,
}

impl Sink for Look {
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError> {
        self.headers.clone_from(&layout.headers);
        self.controls = layout.controls;
        self.has_header = layout.has_header;
        self.header_line = layout.header_line;
        self.values = vec![Values::default(); layout.headers.len()];
        self.doubts = vec![Doubts::default(); layout.headers.len()];
        for header in &layout.headers {
            self.look_for_mojibake(header, layout.header_line);
        }
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError> {
        if self.preview.len() < PREVIEW {
            self.preview.push(row.to_vec());
        }
        for ((values, doubts), cell) in self.values.iter_mut().zip(&mut self.doubts).zip(row.cells()) {
            values.add(cell);
            doubts.add(cell);
            self.controls += layout::count_controls(cell);
        }
        row.cells().for_each(|cell| self.look_for_mojibake(cell, row.line));
        self.rows += 1;
        Ok(if self.rows < LOOKED_AT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }
}

impl Look {
    fn look_for_mojibake(&mut self, cell: &str, line: u64) {
        if self.mojibake.is_none()
            && let Some(after) = mojibake::repaired(cell)
        {
            let shown = |text: &str| text.chars().take(SHOWN).collect();
            self.mojibake = Some(Mojibake { line, before: shown(cell), after: shown(&after) });
        }
    }
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

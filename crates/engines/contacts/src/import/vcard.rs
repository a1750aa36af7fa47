//! Address cards (vCard 2.1, 3.0 and 4.0) as a table: each card is a row. One pass finds the columns that the cards
//! need, a second one reads them.

mod card;
mod cut;

use std::ops::ControlFlow;

use hashbrown::HashMap;

use super::error::ImportError;
use super::row::Row;
use super::source::ReadSeek;
use super::table::OnRow;
use super::text::decode::Utf8;
use super::warning::{ReadWarning, Warnings};
use cut::Cutter;

/// Columns of a file of cards; what comes after is a curiosity of one program.
const COLUMNS: usize = 120;

/// What a first pass over the cards found.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    pub(super) version: String,
    columns: Vec<String>,
}

/// Looks at all cards.
pub(super) fn survey(text: Utf8<Box<dyn ReadSeek>>) -> Result<Survey, ImportError> {
    let mut cutter = Cutter::new(text);
    let mut survey = Survey::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    while let Some((_, card)) = cutter.next()? {
        let card = card::read(card);
        if survey.version.is_empty() {
            survey.version = card.version;
        }
        for (name, _) in card.cells {
            if seen.len() < COLUMNS && !seen.contains_key(&name) {
                let place = seen.len();
                seen.insert(name, place);
            }
        }
    }
    let mut columns: Vec<(String, usize)> = seen.into_iter().collect();
    columns.sort_by_key(|(name, place)| (card::rank(name), *place));
    survey.columns = columns.into_iter().map(|(name, _)| name).collect();
    Ok(survey)
}

/// The cards of a file.
pub(super) struct Cards {
    cutter: Cutter<Box<dyn ReadSeek>>,
    columns: Vec<String>,
}

impl Cards {
    pub(super) fn new(text: Utf8<Box<dyn ReadSeek>>, survey: Survey) -> Self {
        Self { cutter: Cutter::new(text), columns: survey.columns }
    }

    pub(super) fn had_faults(&self) -> bool {
        self.cutter.had_faults()
    }

    /// Hands over the names of the columns, and a row for each card.
    pub(super) fn visit(
        &mut self,
        warnings: &mut Warnings,
        on_row: &mut OnRow<'_>,
    ) -> Result<(), ImportError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let mut row: Row = self.columns.iter().map(String::as_str).collect();
        row.line = 1;
        if on_row(&row, warnings)?.is_break() {
            return Ok(());
        }
        let places: HashMap<&str, usize> =
            self.columns.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let mut cells = vec![String::new(); self.columns.len()];
        while let Some((line, card)) = self.cutter.next()? {
            cells.iter_mut().for_each(String::clear);
            for (name, value) in card::read(card).cells {
                if let Some(cell) = places.get(name.as_str()).and_then(|place| cells.get_mut(*place)) {
                    *cell = value;
                }
            }
            row.clear();
            row.line = line;
            cells.iter().for_each(|cell| row.push(cell));
            if row.is_blank() {
                warnings.add(ReadWarning::CardEmpty { line });
            } else if on_row(&row, warnings)? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
        Ok(())
    }
}

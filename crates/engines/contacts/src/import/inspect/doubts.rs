//! What a column leaves open, counted over every row that is looked at: lost zeros, the order of dates, and what
//! kind of values a field of the firm's own would hold.

use sellify_domain::{ContactField, CustomFieldKind};
use sellify_validation::phone;

use super::Question;
use crate::import::columns::DateOrder;
use crate::import::normalise::{DateShape, date_shape, flag_of};

/// Different values that a column of choices may have.
const CHOICES: usize = 12;

/// Counts of one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubts {
    filled: u32,
    /// Nine digits that do not start with a zero.
    short_numbers: Count,
    /// Ten digits that do: the zeros are there.
    whole_numbers: u32,
    /// Four digits, as a French postcode without its zero.
    short_postcodes: Count,
    whole_postcodes: u32,
    dates: u32,
    day_first: u32,
    month_first: u32,
    ambiguous: Count,
    numbers: u32,
    /// `6,12E+08`.
    shortened: u32,
    flags: u32,
    /// Different values, as long as they are few.
    values: Vec<String>,
}

/// How many, and the first one.
#[derive(Debug, Clone, Default)]
struct Count {
    times: u32,
    first: String,
}

impl Count {
    fn add(&mut self, cell: &str) {
        if self.times == 0 {
            cell.clone_into(&mut self.first);
        }
        self.times += 1;
    }
}

impl Doubts {
    pub(super) fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if self.values.len() <= CHOICES && !self.values.iter().any(|value| value == cell) {
            self.values.push(cell.chars().take(80).collect());
        }
        if flag_of(cell).is_some() {
            self.flags += 1;
        }
        if !cell.contains(|letter: char| letter.is_ascii_digit()) {
            return;
        }
        self.add_digits(cell);
        self.shortened += u32::from(phone::is_shortened(cell));
        match date_shape(cell) {
            None => {}
            Some(shape) => {
                self.dates += 1;
                match shape {
                    DateShape::DayFirst => self.day_first += 1,
                    DateShape::MonthFirst => self.month_first += 1,
                    DateShape::Ambiguous => self.ambiguous.add(cell),
                    DateShape::Plain => {}
                }
            }
        }
    }

    fn add_digits(&mut self, cell: &str) {
        // Codes start with zeros, numbers do not.
        let is_code = matches!(cell.as_bytes(), [b'0', b'0'..=b'9', ..]);
        if !is_code && CustomFieldKind::Number.normal_form(cell).is_some() {
            self.numbers += 1;
        }
        let digits = cell.strip_suffix(".0").unwrap_or(cell).as_bytes();
        if !digits.iter().all(u8::is_ascii_digit) {
            return;
        }
        match digits {
            [b'1'..=b'9', rest @ ..] if rest.len() == 8 => self.short_numbers.add(cell),
            [b'0', _, _, _, _] => self.whole_postcodes += 1,
            [b'1'..=b'9', rest @ ..] if rest.len() == 4 => self.whole_postcodes += 1,
            [b'1'..=b'9', _, _, _] => self.short_postcodes.add(cell),
            [b'0', rest @ ..] if rest.len() == 9 => self.whole_numbers += 1,
            _ => {}
        }
    }

    /// How many numbers a spreadsheet has shortened.
    pub(super) fn shortened(&self) -> u32 {
        self.shortened
    }

    /// What is to be asked of the column when it holds `field`, or values of `kind`.
    pub(super) fn question(
        &self,
        field: Option<&ContactField>,
        kind: Option<CustomFieldKind>,
    ) -> Option<Question> {
        let is_date = kind == Some(CustomFieldKind::Date) || field == Some(&ContactField::Birthdate);
        match field {
            _ if is_date => self.date_order(),
            Some(ContactField::Phone) => lost_zero(&self.short_numbers),
            // Four digits alone are the postcodes of four neighbours; among those of five they have lost one.
            Some(ContactField::Postcode) if self.whole_postcodes > self.short_postcodes.times => {
                lost_zero(&self.short_postcodes)
            }
            _ => None,
        }
    }

    fn date_order(&self) -> Option<Question> {
        if self.ambiguous.times == 0 || self.day_first > 0 && self.month_first == 0 {
            return None;
        }
        let suggested =
            if self.month_first > self.day_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        let ambiguous = self.day_first == 0 && self.month_first == 0;
        Some(Question::DateOrder { suggested, ambiguous, sample: self.ambiguous.first.clone() })
    }

    /// What kind of field would hold these values.
    pub(super) fn kind(&self) -> CustomFieldKind {
        let nearly_all = |count: u32| self.filled > 0 && count * 20 >= self.filled * 19;
        if nearly_all(self.dates) {
            CustomFieldKind::Date
        } else if nearly_all(self.flags) && self.values.len() <= 2 {
            CustomFieldKind::YesNo
        } else if nearly_all(self.numbers) && self.whole_numbers == 0 {
            CustomFieldKind::Number
        } else {
            CustomFieldKind::Text
        }
    }
}

fn lost_zero(short: &Count) -> Option<Question> {
    let digits = short.first.strip_suffix(".0").unwrap_or(&short.first);
    (short.times > 0).then(|| Question::LostZero {
        before: short.first.clone(),
        after: format!("0{digits}"),
        count: short.times,
    })
}

//! What a person decides about one column besides its field.

use serde::{Deserialize, Serialize};

/// Which part of a date comes first, where the column does not say it by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `03/05/1984` is the third of May.
    DayFirst,
    /// `03/05/1984` is the fifth of March.
    MonthFirst,
    /// `84/05/03` is the third of May.
    YearFirst,
}

/// The choices of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnChoice {
    /// How its dates are written; none: the day first, unless that cannot be.
    pub date_order: Option<DateOrder>,
    /// Where its telephone numbers without a country code are (ISO 3166, two letters); none: as the import says.
    pub country: Option<String>,
    /// Whether a first zero that a spreadsheet threw away is put back. Numbers: none means yes, and with no the
    /// number is kept as typed and not read. Postcodes: none means no.
    pub restore_zero: Option<bool>,
    /// What stands between the cells of several columns of one text field; none: `, ` for notes, else a blank.
    pub join: Option<String>,
}

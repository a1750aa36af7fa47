//! The text of a cell: numbers without a tail, dates in ISO 8601, errors as nothing.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

use crate::import::iso;

/// The first serial that is no date any more (after 9999-12-31).
const LAST_SERIAL: f64 = 2_958_466.0;

/// What a cell says.
pub(super) enum CellText<'a> {
    Empty,
    Borrowed(&'a str),
    Owned(String),
    /// A formula that failed; a person must not be called `#DIV/0!`.
    Failed,
    /// A date beyond the calendar, as its number.
    BeyondCalendar(String),
}

pub(super) fn text_of<'a>(value: &'a DataRef<'a>) -> CellText<'a> {
    match value {
        DataRef::Empty => CellText::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(number) => CellText::Owned(number.to_string()),
        DataRef::Float(number) => CellText::Owned(number_text(*number)),
        DataRef::Bool(value) => CellText::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(at) => date_text(at),
        DataRef::DateTimeIso(text) => CellText::Borrowed(text.strip_suffix("T00:00:00").unwrap_or(text)),
        DataRef::DurationIso(text) => iso_duration(text).map_or(CellText::Borrowed(text), CellText::Owned),
        DataRef::Error(CellErrorType::GettingData) => CellText::Empty,
        DataRef::Error(_) => CellText::Failed,
    }
}

/// The same for formats that calamine reads as a whole.
pub(super) fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

fn text_cell(text: &str) -> CellText<'_> {
    if text.is_empty() { CellText::Empty } else { CellText::Borrowed(text) }
}

/// `612345678`, not `612345678.0`: most numbers of such tables were never meant to be numbers.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

fn date_text(at: &ExcelDateTime) -> CellText<'static> {
    let serial = at.as_f64();
    if at.is_duration() {
        return at
            .as_duration()
            .map_or(CellText::Empty, |span| CellText::Owned(clock(span.num_milliseconds())));
    }
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return CellText::BeyondCalendar(number_text(serial));
    }
    // A time of day has no date: its serial is below one.
    if serial < 1.0 {
        let millis = at.as_duration().map_or(0, |span| span.num_milliseconds());
        return CellText::Owned(clock(millis));
    }
    CellText::Owned(moment(at.to_ymd_hms_milli()))
}

/// A moment at midnight is a date.
fn moment((year, month, day, hour, minute, second, millis): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let mut text = iso::date(year.into(), month.into(), day.into());
    if (hour, minute, second, millis) != (0, 0, 0, 0) {
        text.push('T');
        iso::push_time(&mut text, hour.into(), minute.into(), second.into(), millis.into());
    }
    text
}

/// Hours, minutes and seconds, with milliseconds where there are some.
fn clock(millis: i64) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    let millis = millis.unsigned_abs();
    let (seconds, rest) = (millis / 1_000, millis % 1_000);
    let text = format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { text } else { format!("{text}.{rest:03}") }
}

/// `PT05H43M21S`, as ods writes a span.
fn iso_duration(text: &str) -> Option<String> {
    let mut millis = 0.0;
    let mut number = String::new();
    for letter in text.strip_prefix("PT")?.chars() {
        let unit = match letter {
            'H' => 3_600_000.0,
            'M' => 60_000.0,
            'S' => 1_000.0,
            other => {
                number.push(other);
                continue;
            }
        };
        millis += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    #[expect(clippy::cast_possible_truncation, reason = "a span of a spreadsheet is far below 2^63 ms")]
    let whole = millis.round() as i64;
    number.is_empty().then(|| clock(whole))
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn text(value: DataRef<'_>) -> String {
        match text_of(&value) {
            CellText::Borrowed(text) => text.to_owned(),
            CellText::Owned(text) | CellText::BeyondCalendar(text) => text,
            CellText::Empty | CellText::Failed => String::new(),
        }
    }

    fn date(serial: f64, is_1904: bool) -> String {
        text(DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904)))
    }

    #[test]
    fn numbers_have_no_tail_and_no_exponent() {
        assert_eq!(text(DataRef::Float(612_345_678.0)), "612345678");
        assert_eq!(text(DataRef::Float(0.5)), "0.5");
        assert_eq!(text(DataRef::Float(33_612_345_678.0)), "33612345678");
    }

    #[test]
    fn dates_are_iso_in_both_systems() {
        assert_eq!(date(44_197.0, false), "2021-01-01");
        assert_eq!(date(42_735.0, true), "2021-01-01");
        assert_eq!(date(44_197.5, false), "2021-01-01T12:00:00");
        assert_eq!(date(0.75, false), "18:00:00");
        assert_eq!(date(3_000_000.0, false), "3000000");
    }

    #[test]
    fn spans_are_hours() {
        let span = ExcelDateTime::new(10.632_060_185_185_2, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(text(DataRef::DateTime(span)), "255:10:10");
        assert_eq!(text(DataRef::DurationIso("PT255H10M10S".into())), "255:10:10");
    }
}

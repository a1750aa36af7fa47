//! Dates as lists write them, into ISO 8601.

use chrono::{Datelike as _, NaiveDate};

use crate::import::columns::DateOrder;
use crate::import::iso;

/// The longest text that is looked at as a date.
const LONGEST: usize = 40;

/// What a date says of the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateShape {
    /// Nothing: the year comes first, or the month is a word.
    Plain,
    /// Only the day can come first.
    DayFirst,
    /// Only the month can come first.
    MonthFirst,
    /// Either.
    Ambiguous,
}

/// Three numbers with signs between them.
struct Numbers {
    parts: [u32; 3],
    first_digits: usize,
}

/// `YYYY-MM-DD` of a date; a time behind it is dropped. Without an order the day comes first, unless it cannot;
/// with one a date that does not follow it is none. A year with four digits in front needs no order.
pub(crate) fn iso(cell: &str, order: Option<DateOrder>) -> Option<String> {
    let date = if let Some(Numbers { parts: [a, b, c], first_digits }) = numbers(cell) {
        match (first_digits, order) {
            (4, _) => day(a, b, c),
            (_, Some(DateOrder::YearFirst)) => day(full_year(a), b, c),
            (_, Some(DateOrder::DayFirst)) => day(full_year(c), b, a),
            (_, Some(DateOrder::MonthFirst)) => day(full_year(c), a, b),
            // 05/23/1984 has no 23rd month: it is an American one.
            (_, None) => day(full_year(c), b, a).or_else(|| day(full_year(c), a, b)),
        }
    } else {
        compact(cell).or_else(|| in_words(cell))
    }?;
    Some(iso::date(date.year().unsigned_abs(), date.month(), date.day()))
}

/// What kind of date a cell holds, if it holds one.
pub(crate) fn date_shape(cell: &str) -> Option<DateShape> {
    let Some(Numbers { parts: [a, b, c], first_digits }) = numbers(cell) else {
        return in_words(cell).map(|_| DateShape::Plain);
    };
    if first_digits == 4 {
        return day(a, b, c).map(|_| DateShape::Plain);
    }
    match (day(full_year(c), b, a), day(full_year(c), a, b)) {
        (Some(day_first), Some(month_first)) if day_first == month_first => Some(DateShape::Plain),
        (Some(_), Some(_)) => Some(DateShape::Ambiguous),
        (Some(_), None) => Some(DateShape::DayFirst),
        (None, Some(_)) => Some(DateShape::MonthFirst),
        (None, None) => day(full_year(a), b, c).map(|_| DateShape::Plain),
    }
}

/// `00/00/0000`: what some programs write for no date.
pub(super) fn is_nothing(cell: &str) -> bool {
    cell.contains('0')
        && cell.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'-' | b'.' | b':' | b' ' | b'T'))
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `3/5/1984`, `1984-05-03T00:00:00`, `3.5.84 00:00`.
fn numbers(cell: &str) -> Option<Numbers> {
    let date = in_parts(cell.split(['T', ' ']).next().unwrap_or_default());
    if date.is_some() || !cell.contains(' ') {
        return date;
    }
    // `03 05 1984` and `03 / 05 / 1984`.
    in_parts(&cell.replace(' ', "/").replace("///", "/"))
}

fn in_parts(date: &str) -> Option<Numbers> {
    let mut found = Numbers { parts: [0; 3], first_digits: 0 };
    let mut count = 0;
    for part in date.split(['/', '-', '.']) {
        let place = found.parts.get_mut(count)?;
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *place = part.parse().ok()?;
        if count == 0 {
            found.first_digits = part.len();
        }
        count += 1;
    }
    (count == 3).then_some(found)
}

/// `19840503`, as address cards write it.
fn compact(cell: &str) -> Option<NaiveDate> {
    let digits = cell.split('T').next().filter(|digits| digits.len() == 8)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from, to| digits.get(from..to)?.parse().ok();
    let is_year = |year: &u32| (1850..2100).contains(year);
    let year_first = || day(number(0, 4).filter(is_year)?, number(4, 6)?, number(6, 8)?);
    // `03051984`: no year begins with 03.
    year_first().or_else(|| day(number(4, 8).filter(is_year)?, number(2, 4)?, number(0, 2)?))
}

/// `3 mai 1984`, `12-Jan-84`, `May 3rd, 1984`, `lundi 3 de mayo de 1984`.
fn in_words(cell: &str) -> Option<NaiveDate> {
    if cell.len() > LONGEST || !cell.contains(char::is_alphabetic) {
        return None;
    }
    let folded = sellify_validation::text::fold(cell);
    let (mut month, mut numbers) = (None, Vec::new());
    for word in folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if let Some(number) = month_of(word) {
            if month.replace(number).is_some() {
                return None;
            }
            continue;
        }
        let digits = word.trim_end_matches(char::is_alphabetic);
        match (digits.parse::<u32>(), word.strip_prefix(digits)) {
            (Ok(number), Some("" | "er" | "st" | "nd" | "rd" | "th")) => numbers.push((digits.len(), number)),
            _ if digits.is_empty() && (word == "de" || word == "le" || is_weekday(word)) => {}
            _ => return None,
        }
    }
    let month = month?;
    match numbers.as_slice() {
        [(_, first), (4.., year)] | [(4.., year), (_, first)] => day(*year, month, *first),
        [(_, first), (_, year)] => day(full_year(*year), month, *first),
        _ => None,
    }
}

/// The months of six languages, by what they begin with.
const MONTHS: [&str; 12] = [
    "jan januar janv janvier january janeiro ene enero gen gennaio",
    "feb febr februar fev fevr fevrier february fevereiro febrero febbraio",
    "mar mars march marz marzo marco maerz mrz",
    "apr april avr avril abr abril aprile",
    "mai may maio mayo mag maggio",
    "jun juin june juni junio junho giu giugno",
    "jul juil juillet july juli julio julho lug luglio",
    "aug aou aout august ago agosto",
    "sep sept september septembre septiembre setembro set settembre",
    "oct okt october octobre oktober octubre outubro out ott ottobre",
    "nov november novembre noviembre novembro",
    "dec dez december decembre dezember diciembre dic dezembro dicembre",
];

fn month_of(word: &str) -> Option<u32> {
    let place = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u32::try_from(place + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: &str = "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday \
                        friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag \
                        lun mer jeu ven sam dim mon tue wed thu fri sat sun";
    DAYS.split_whitespace().any(|day| day == word)
}

/// Two digits: nobody in an address book is born in the future.
fn full_year(year: u32) -> u32 {
    match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        full => full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_comes_first_unless_it_cannot() {
        for (cell, date) in [
            ("03/05/1984", Some("1984-05-03")),
            ("3.5.84", Some("1984-05-03")),
            ("1984-05-03", Some("1984-05-03")),
            ("1984-05-03T00:00:00", Some("1984-05-03")),
            ("03/05/1984 00:00", Some("1984-05-03")),
            ("05/23/1984", Some("1984-05-23")),
            ("19840503", Some("1984-05-03")),
            ("03051984", Some("1984-05-03")),
            ("03 / 05 / 1984", Some("1984-05-03")),
            ("03 05 1984", Some("1984-05-03")),
            ("3 5 84", Some("1984-05-03")),
            ("06 12 34 56 78", None),
            ("31/02/1984", None),
            ("1984", None),
            ("mai 84", None),
            ("1/2/3/4", None),
        ] {
            assert_eq!(iso(cell, None).as_deref(), date, "{cell}");
        }
    }

    #[test]
    fn months_may_be_words_of_six_languages() {
        for cell in [
            "3 mai 1984",
            "3-May-84",
            "May 3rd, 1984",
            "jeudi 3 mai 1984",
            "jeu. 3 mai 1984",
            "3. Mai 1984",
            "3 de mayo de 1984",
            "3 maggio 1984",
            "3 de maio de 1984",
        ] {
            assert_eq!(iso(cell, None).as_deref(), Some("1984-05-03"), "{cell}");
        }
        assert_eq!(iso("1er août 2001", None).as_deref(), Some("2001-08-01"));
        for cell in ["mai", "3 mai juin 1984", "rendez-vous le 3 mai 1984"] {
            assert_eq!(iso(cell, None), None, "{cell}");
        }
    }

    #[test]
    fn a_chosen_order_is_kept_strictly() {
        use DateOrder as O;
        for (cell, order, date) in [
            ("03/05/1984", O::MonthFirst, Some("1984-03-05")),
            ("23/05/1984", O::MonthFirst, None),
            ("05/23/1984", O::DayFirst, None),
            ("84/05/03", O::YearFirst, Some("1984-05-03")),
            ("1984/05/03", O::MonthFirst, Some("1984-05-03")),
        ] {
            assert_eq!(iso(cell, Some(order)).as_deref(), date, "{cell} {order:?}");
        }
    }

    #[test]
    fn a_date_tells_what_it_says_of_its_order() {
        for (cell, shape) in [
            ("03/05/1984", Some(DateShape::Ambiguous)),
            ("05/05/1984", Some(DateShape::Plain)),
            ("23/05/1984", Some(DateShape::DayFirst)),
            ("05/23/1984", Some(DateShape::MonthFirst)),
            ("1984-05-03", Some(DateShape::Plain)),
            ("19840503", None),
            ("12,50", None),
        ] {
            assert_eq!(date_shape(cell), shape, "{cell}");
        }
        assert!(is_nothing("00/00/0000") && is_nothing("0/0/00") && !is_nothing("") && !is_nothing("10/10"));
    }
}

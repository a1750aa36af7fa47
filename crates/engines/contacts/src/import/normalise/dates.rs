//! Dates as French lists write them, into ISO 8601.

use chrono::{Datelike as _, NaiveDate};

use crate::import::iso;

/// `YYYY-MM-DD` of a date with the day first, or of an ISO date; a time behind it is dropped.
pub(super) fn iso(cell: &str) -> Option<String> {
    let date = cell.split(['T', ' ']).next().unwrap_or_default();
    let mut numbers = [0_u32; 3];
    let mut count = 0;
    let mut first_digits = 0;
    for part in date.split(['/', '-', '.']) {
        let place = numbers.get_mut(count)?;
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *place = part.parse().ok()?;
        if count == 0 {
            first_digits = part.len();
        }
        count += 1;
    }
    if count != 3 {
        return None;
    }
    let [a, b, c] = numbers;
    let (year, month, day) = if first_digits == 4 { (a, b, c) } else { (full_year(c), b, a) };
    // 13/25/1984 is no day-first date, but an American one.
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        .or_else(|| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, day, month))?;
    Some(iso::date(date.year().unsigned_abs(), date.month(), date.day()))
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
            ("31/02/1984", None),
            ("1984", None),
            ("mai 84", None),
            ("1/2/3/4", None),
        ] {
            assert_eq!(iso(cell).as_deref(), date, "{cell}");
        }
    }
}

//! What a rule asks of a text, as functions of SQL. Called for every contact there is: no allocation on the usual way.

use std::cell::RefCell;

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use sellify_domain::{day_of, iso_day, number_of, yes_no_of};

use crate::StoreError;
use crate::fold::fold_into;
use crate::table::contacts::words::national_digits;

thread_local! {
    /// One folded text at a time.
    static FOLDED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A function of SQL by name: whether a value is what is asked.
type Test = (&'static str, fn(&str, &str) -> bool);

/// Makes `text_*`, `phone_*`, `number_of`, `yes_no` and `iso_day` known to SQL.
pub(crate) fn register(conn: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let texts: [Test; 4] = [
        ("text_has", |text, asked| text.contains(asked)),
        ("text_is", |text, asked| asked.split('\n').any(|one| one == text)),
        ("text_begins", |text, asked| text.starts_with(asked)),
        ("text_ends", |text, asked| text.ends_with(asked)),
    ];
    for (name, test) in texts {
        let signs_count = name == "text_is";
        conn.create_scalar_function(name, 2, flags, move |call| {
            let (text, asked) = pair(call)?;
            Ok(with_folded(text, signs_count, |folded| test(folded, asked)))
        })?;
    }
    let phones: [Test; 4] = [
        ("phone_has", |number, asked| number.contains(asked)),
        ("phone_is", |number, asked| number == asked),
        ("phone_begins", |number, asked| number.starts_with(asked)),
        ("phone_ends", |number, asked| number.ends_with(asked)),
    ];
    for (name, test) in phones {
        conn.create_scalar_function(name, 2, flags, move |call| {
            let (number, asked) = pair(call)?;
            Ok(!asked.is_empty() && spoken(number).iter().any(|form| test(form, asked)))
        })?;
    }
    conn.create_scalar_function("number_of", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.and_then(number_of))
    })?;
    conn.create_scalar_function("yes_no", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.and_then(yes_no_of))
    })?;
    conn.create_scalar_function("iso_day", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.and_then(day_of).map(iso_day))
    })?;
    Ok(())
}

/// The value of the row, empty when it is absent, and what is asked.
fn pair<'a>(call: &'a Context<'_>) -> rusqlite::Result<(&'a str, &'a str)> {
    let value = call.get_raw(0).as_str_or_null()?.unwrap_or_default();
    Ok((value, call.get_raw(1).as_str_or_null()?.unwrap_or_default()))
}

/// `signs_count`: a text that is all signs stands for itself.
fn with_folded(text: &str, signs_count: bool, test: impl FnOnce(&str) -> bool) -> bool {
    FOLDED.with_borrow_mut(|folded| {
        folded.clear();
        fold_into(folded, text);
        if folded.is_empty() && signs_count {
            folded.push_str(&text.trim().to_lowercase());
        }
        test(folded)
    })
}

/// The ways in which a number is said: `+33612345678` and `0612345678`; one that could not be read: its digits.
fn spoken(number: &str) -> [String; 2] {
    match national_digits(number) {
        Some(national) => [number.to_owned(), format!("0{national}")],
        None => [dialled(number), String::new()],
    }
}

/// A number as a person types it, without anything but digits and a leading `+`; `00` is one.
pub(super) fn dialled(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if typed.trim_start().starts_with('+') {
        return format!("+{digits}");
    }
    match digits.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_asked_for_in_both_ways_of_saying_it() {
        let both = spoken("+33612345678");
        assert!(both.iter().any(|form| form.starts_with(&dialled("06 12"))));
        assert!(both.iter().any(|form| form.starts_with(&dialled("+33 6"))));
        assert!(both.iter().any(|form| form.starts_with(&dialled("0033 6"))));
        assert_eq!(spoken("06.12.34")[0], "061234");
    }
}

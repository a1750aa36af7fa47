//! Dates and times in ISO 8601, written by hand: a million rows of dates through a general formatter take
//! longer than everything else that reads them.

/// `YYYY-MM-DD`.
pub(super) fn date(year: u32, month: u32, day: u32) -> String {
    let mut text = String::with_capacity(23);
    digits(&mut text, year, 4);
    text.push('-');
    digits(&mut text, month, 2);
    text.push('-');
    digits(&mut text, day, 2);
    text
}

/// Appends `HH:MM:SS`, with milliseconds where there are some.
pub(super) fn push_time(text: &mut String, hours: u32, minutes: u32, seconds: u32, millis: u32) {
    digits(text, hours, 2);
    text.push(':');
    digits(text, minutes, 2);
    text.push(':');
    digits(text, seconds, 2);
    if millis > 0 {
        text.push('.');
        digits(text, millis, 3);
    }
}

fn digits(text: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        text.push(char::from_digit(number / 10_u32.pow(place) % 10, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_all_their_places() {
        let mut text = date(984, 3, 12);
        text.push('T');
        push_time(&mut text, 1, 2, 3, 40);
        assert_eq!(text, "0984-03-12T01:02:03.040");
    }
}

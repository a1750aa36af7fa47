//! Days as a clerk writes them. A last day counts to its last second, in UTC.

use sellify_domain::Timestamp;
use time::format_description::well_known::Iso8601;
use time::{Date, Duration, Month, OffsetDateTime, Time};

use crate::failure::Failure;

/// The first second of a day (2027-01-31).
pub(crate) fn first_of(text: &str) -> Result<Timestamp, Failure> {
    Ok(at(date(text)?.with_time(Time::MIDNIGHT).assume_utc()))
}

/// The last second of a day, of so many months (13m) or days (30d) from now; `None` for `perpetual`.
pub(crate) fn end(text: &str, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    if text == "perpetual" {
        return Ok(None);
    }
    let today = OffsetDateTime::from_unix_timestamp(now.as_millis().div_euclid(1_000))
        .map_err(|_| Failure::usage("This computer's clock is far off. Set it first."))?
        .date();
    let count = |digits: &str| digits.parse::<u16>().ok().filter(|count| *count > 0);
    let day = match (text.strip_suffix('m').and_then(count), text.strip_suffix('d').and_then(count)) {
        (Some(months), _) => after_months(today, months),
        (_, Some(days)) => today.checked_add(Duration::days(i64::from(days))),
        _ => Some(date(text)?),
    };
    let day = day.ok_or_else(|| Failure::usage(format!("{text} is beyond every calendar.")))?;
    Ok(Some(last_second(day)))
}

/// The last second of a day (2027-01-31).
pub(crate) fn last_of(text: &str) -> Result<Timestamp, Failure> {
    Ok(last_second(date(text)?))
}

/// A moment as its day, for people.
pub(crate) fn day(at: Timestamp) -> String {
    at.to_rfc3339().chars().take(10).collect()
}

fn date(text: &str) -> Result<Date, Failure> {
    let refused = || Failure::usage(format!("{text} is not a day such as 2027-01-31."));
    if text.len() != 10 {
        return Err(refused());
    }
    Date::parse(text, &Iso8601::DATE).map_err(|_| refused())
}

/// The same day of a later month, or that month's last one.
fn after_months(day: Date, months: u16) -> Option<Date> {
    let all = i32::from(u8::from(day.month())) - 1 + i32::from(months);
    let (year, month) = (day.year() + all / 12, Month::try_from(u8::try_from(all % 12 + 1).ok()?).ok()?);
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}

fn last_second(day: Date) -> Timestamp {
    at(day.with_time(Time::MIDNIGHT).assume_utc()).plus_millis(86_399_000)
}

fn at(moment: OffsetDateTime) -> Timestamp {
    Timestamp::from_millis(moment.unix_timestamp() * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_801_353_600_123); // 2027-01-31T00:00:00.123Z

    fn shown(text: &str) -> String {
        end(text, NOW).unwrap().map_or_else(|| "never".into(), Timestamp::to_rfc3339)
    }

    #[test]
    fn ends_are_last_seconds_of_days() {
        assert_eq!(NOW.to_rfc3339(), "2027-01-31T00:00:00Z");
        assert_eq!(shown("2027-12-31"), "2027-12-31T23:59:59Z");
        assert_eq!(shown("13m"), "2028-02-29T23:59:59Z", "the last day of a month stays one");
        assert_eq!(shown("1m"), "2027-02-28T23:59:59Z");
        assert_eq!(shown("30d"), "2027-03-02T23:59:59Z");
        assert_eq!(shown("perpetual"), "never");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "tomorrow", "2027-02-30", "27-01-01", "0m", "-3d", "m", "31/12/2027", "99999999d"] {
            assert!(end(text, NOW).is_err(), "{text}");
        }
    }
}

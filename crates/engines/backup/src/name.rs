//! The names of backup files: date, time and the mark of the recovery code that opens them.

use std::fmt;

use sellify_domain::Timestamp;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

/// The ending of every backup.
const ENDING: &str = ".sellifybak";
const START: &str = "sellify-";

/// What the name of a backup file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupName {
    /// When it was made, to the second.
    pub at: Timestamp,
    /// The mark of the recovery code that opens it, such as `rkAB12`.
    pub recovery_key_id: String,
    /// A number that keeps two files of one second apart; 1 for the first.
    pub number: u32,
}

impl BackupName {
    /// Reads a file's name; none when it is not one of ours.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let format = format_description!("[year]-[month]-[day]-[hour][minute][second]");
        let rest = name.strip_prefix(START)?.strip_suffix(ENDING)?;
        let (date, rest) = (rest.get(..17)?, rest.get(17..)?.strip_prefix('-')?);
        let (mark, number) = match rest.split_once('-') {
            None => (rest, 1),
            Some((mark, number)) => (mark, number.parse().ok().filter(|number| *number > 1)?),
        };
        let good =
            mark.starts_with("rk") && mark.len() <= 16 && mark.bytes().all(|b| b.is_ascii_alphanumeric());
        let at = PrimitiveDateTime::parse(date, format).ok()?.assume_utc().unix_timestamp();
        let at = Timestamp::from_millis(at * 1_000);
        good.then(|| Self { at, recovery_key_id: mark.to_owned(), number })
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = format_description!("[year]-[month]-[day]-[hour][minute][second]");
        let at = OffsetDateTime::from_unix_timestamp(self.at.as_millis().div_euclid(1_000))
            .ok()
            .and_then(|at| at.format(format).ok())
            .unwrap_or_default();
        write!(f, "{START}{at}-{}", self.recovery_key_id)?;
        if self.number > 1 {
            write!(f, "-{}", self.number)?;
        }
        f.write_str(ENDING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back() {
        let at = Timestamp::from_millis(1_790_000_000_000);
        for number in [1, 2, 17] {
            let name = BackupName { at, recovery_key_id: "rkAB12".into(), number };
            assert_eq!(BackupName::parse(&name.to_string()), Some(name));
        }
        let name = BackupName { at, recovery_key_id: "rkAB12".into(), number: 1 };
        assert_eq!(name.to_string(), "sellify-2026-09-21-141320-rkAB12.sellifybak");
    }

    #[test]
    fn other_names_are_not_ours() {
        for name in [
            "",
            "sellify-.sellifybak",
            "sellify-2026-09-21-141320.sellifybak",
            "sellify-2026-13-21-141320-rkAB12.sellifybak",
            "sellify-2026-09-21-141320-rk../x.sellifybak",
            "sellify-2026-09-21-141320-rkAB12.sellifybak.part",
            "sellify-2026-09-21-141320-rkAB12-1.sellifybak",
            "sellify-é026-09-21-141320-rkAB12.sellifybak",
        ] {
            assert_eq!(BackupName::parse(name), None, "{name}");
        }
    }
}

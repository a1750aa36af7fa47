//! Pages of long lists, and the mark that says where the next one begins.

use crate::StoreError;

/// How many rows a page has when nobody asks for a number.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most rows on one page.
pub const MAX_LIMIT: u32 = 1_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Hand this back to get the next page; none: this was the last one.
    pub next: Option<String>,
    /// How many rows the whole list has, when [`Page::total_is_exact`]; else there are at least so many.
    pub total: u64,
    /// Whether `total` is exact. Only a search with very many hits is not counted to its end.
    pub total_is_exact: bool,
}

impl<T> Page<T> {
    /// A page of a list whose length is known.
    #[must_use]
    pub fn exact(items: Vec<T>, next: Option<String>, total: u64) -> Self {
        Self { items, next, total, total_is_exact: true }
    }
}

impl<T> Page<(i64, T)> {
    /// Drops the row numbers that only the mark needed.
    pub(crate) fn without_rows(self) -> Page<T> {
        Page {
            items: self.items.into_iter().map(|(_, item)| item).collect(),
            next: self.next,
            total: self.total,
            total_is_exact: self.total_is_exact,
        }
    }
}

/// What to show of a long list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRequest {
    /// [`Page::next`] of the page before; none: from the start.
    pub cursor: Option<String>,
    /// Rows wanted, at most [`MAX_LIMIT`]; 0: [`DEFAULT_LIMIT`].
    pub limit: u32,
}

impl PageRequest {
    /// From the start, with this many rows.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { cursor: None, limit }
    }
}

pub(crate) fn rows_wanted(limit: u32) -> usize {
    let limit = if limit == 0 { DEFAULT_LIMIT } else { limit.min(MAX_LIMIT) };
    usize::try_from(limit).unwrap_or(50)
}

/// One row more than wanted tells whether there is a next page.
pub(crate) fn limit_of(wanted: usize) -> i64 {
    i64::try_from(wanted).unwrap_or(i64::MAX - 1) + 1
}

/// Makes a page of the rows that `limit_of(wanted)` brought.
pub(crate) fn cut<T>(mut items: Vec<T>, wanted: usize, total: u64, mark: impl FnOnce(&T) -> Mark) -> Page<T> {
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next = items.last().filter(|_| more).map(|last| mark(last).write());
    Page::exact(items, next, total)
}

/// A place in a list: a letter for the order, a number, and a text. Written as hex, so that no name stands
/// readable in an address line or a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub order: u8,
    pub number: i64,
    pub text: String,
}

impl Mark {
    pub(crate) fn new(order: u8, number: i64, text: impl Into<String>) -> Self {
        Self { order, number, text: text.into() }
    }

    pub(crate) fn write(&self) -> String {
        use std::fmt::Write as _;
        let mut out = format!("{:02x}{:016x}", self.order, self.number);
        for byte in self.text.as_bytes() {
            // Writing into a String cannot fail.
            let _ = write!(out, "{byte:02x}");
        }
        out
    }

    pub(crate) fn read(cursor: &str) -> Result<Self, StoreError> {
        let invalid = || StoreError::CursorInvalid;
        if cursor.len() < 18
            || !cursor.len().is_multiple_of(2)
            || !cursor.bytes().all(|b| b.is_ascii_hexdigit())
        {
            return Err(invalid());
        }
        let byte = |at: usize| u8::from_str_radix(&cursor[at..at + 2], 16).map_err(|_| invalid());
        let number = u64::from_str_radix(&cursor[2..18], 16).map_err(|_| invalid())?;
        let text = (18..cursor.len()).step_by(2).map(byte).collect::<Result<Vec<u8>, _>>()?;
        Ok(Self {
            order: byte(0)?,
            number: number.cast_signed(),
            text: String::from_utf8(text).map_err(|_| invalid())?,
        })
    }

    /// The mark of a page request, refused when it belongs to another order.
    pub(crate) fn of(cursor: Option<&str>, order: u8) -> Result<Option<Self>, StoreError> {
        let mark = cursor.map(Self::read).transpose()?;
        if mark.as_ref().is_some_and(|mark| mark.order != order) {
            return Err(StoreError::CursorInvalid);
        }
        Ok(mark)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_mark_reads_back(order in any::<u8>(), number in any::<i64>(), text in "\\PC*") {
            let mark = Mark { order, number, text };
            prop_assert_eq!(Mark::read(&mark.write()).ok(), Some(mark));
        }

        #[test]
        fn any_text_as_a_cursor_is_refused_or_read_and_never_panics(text in "\\PC*") {
            let _ = Mark::read(&text);
        }
    }
}

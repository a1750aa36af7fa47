//! Between columns and the words of the domain: ids, times, enums, JSON.

use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Row, RowIndex};
use sellify_domain::{IdError, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

pub(crate) fn unreadable(column: &'static str) -> StoreError {
    StoreError::ValueUnreadable { column }
}

/// An id, by the constructor of its type: `id(row, "id", ContactId::from_slice)`.
pub(crate) fn id<I>(
    row: &Row<'_>,
    column: impl RowIndex,
    from: fn(&[u8]) -> Result<I, IdError>,
) -> rusqlite::Result<I> {
    let at = column.idx(row.as_ref())?;
    let bytes = row.get_ref(at)?.as_blob().map_err(|error| mismatch(at, error))?;
    from(bytes).map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Blob, error.into()))
}

pub(crate) fn id_or_none<I>(
    row: &Row<'_>,
    column: impl RowIndex,
    from: fn(&[u8]) -> Result<I, IdError>,
) -> rusqlite::Result<Option<I>> {
    let at = column.idx(row.as_ref())?;
    match row.get_ref(at)?.as_blob_or_null().map_err(|error| mismatch(at, error))? {
        None => Ok(None),
        Some(bytes) => from(bytes)
            .map(Some)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Blob, error.into())),
    }
}

fn mismatch(at: usize, error: FromSqlError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Blob, error.into())
}

pub(crate) fn time(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_millis)
}

pub(crate) fn time_or_none(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
}

pub(crate) fn millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_millis)
}

/// Counts are never negative and never near 2^63; both directions saturate instead of failing.
pub(crate) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(crate) fn count(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<u64> {
    row.get(column).map(unsigned)
}

/// The name of a variant as its `serde` attributes write it, without quotes.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(crate) fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<T> {
    let at = column.idx(row.as_ref())?;
    let word: String = row.get(at)?;
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}

pub(crate) fn json<T: Serialize>(value: &T, column: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| unreadable(column))
}

pub(crate) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<T> {
    let at = column.idx(row.as_ref())?;
    let text = row.get_ref(at)?.as_str().map_err(|error| mismatch(at, error))?;
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}

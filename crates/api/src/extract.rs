//! Extractors whose refusals are problems too.

pub(crate) use axum::Json;
pub(crate) use axum::extract::{Path, Query};

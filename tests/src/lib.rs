//! Tests across crates: API, stories, architecture. No Tauri here.

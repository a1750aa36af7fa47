//! Saving an export where the person says. The bytes come from the page, the place from the system's dialog.

use sellify_app::WholeFile;
use serde::Serialize;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tauri::WebviewWindow;
use tauri::ipc::{InvokeBody, Request};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// The header with the suggested file name, percent-encoded as headers are ASCII.
const FILE_NAME: &str = "x-file-name";

/// Why nothing was saved.
#[derive(Debug, Serialize, thiserror::Error)]
#[serde(tag = "code", content = "message", rename_all = "snake_case")]
pub(crate) enum SaveError {
    /// The page sent something other than bytes.
    #[error("an export must be sent as bytes")]
    NotBytes,
    /// The system refused the write; the sentence is the system's.
    #[error("the file could not be written: {0}")]
    FileNotWritten(String),
}

/// Whether the file was saved: false when the person closed the dialog.
#[tauri::command]
pub(crate) async fn save_file(window: WebviewWindow, request: Request<'_>) -> Result<bool, SaveError> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err(SaveError::NotBytes) };
    let suggested = request.headers().get(FILE_NAME).and_then(|name| name.to_str().ok()).unwrap_or_default();

    let (answer, chosen) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(&window).set_file_name(bare_name(suggested));
    dialog.save_file(move |file| drop(answer.send(file)));
    let Some(path) = chosen.await.ok().flatten().map(FilePath::into_path).and_then(Result::ok) else {
        return Ok(false);
    };
    write_whole(path, bytes.clone()).await.map_err(|error| SaveError::FileNotWritten(error.to_string()))?;
    Ok(true)
}

async fn write_whole(path: PathBuf, bytes: Vec<u8>) -> std::io::Result<()> {
    let writing = tokio::task::spawn_blocking(move || {
        let mut file = WholeFile::create(&path)?;
        file.write_all(&bytes)?;
        file.finish()
    });
    writing.await?
}

/// The last part of the suggested name: a page must not choose the folder.
fn bare_name(encoded: &str) -> String {
    let decoded = percent_decoded(encoded);
    let name = decoded.rsplit(['/', '\\']).next().unwrap_or_default();
    let name =
        Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if name.is_empty() { "sellify".to_owned() } else { name }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex =
            (first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_name_keeps_its_accents_and_loses_its_folders() {
        for (encoded, name) in [
            ("contacts.csv", "contacts.csv"),
            ("Contacts%20d%C3%A9cembre.csv", "Contacts décembre.csv"),
            ("..%2F..%2Fetc%2Fpasswd", "passwd"),
            ("C:%5CWindows%5Cx.csv", "x.csv"),
            ("..", "sellify"),
            ("100%", "100%"),
            ("", "sellify"),
        ] {
            assert_eq!(bare_name(encoded), name, "{encoded:?}");
        }
    }
}

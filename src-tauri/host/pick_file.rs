//! Choosing a file with the system's dialog. The page gets its path, never its content.

use serde::Deserialize;
use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// One line of the dialog's list of kinds of file.
#[derive(Deserialize)]
pub(crate) struct FileType {
    name: String,
    extensions: Vec<String>,
}

/// The path chosen, or nothing when the person closed the dialog.
#[tauri::command]
pub(crate) async fn pick_file(window: WebviewWindow, types: Vec<FileType>) -> Option<String> {
    let mut dialog = window.dialog().file().set_parent(&window);
    for kind in &types {
        let extensions: Vec<&str> = kind.extensions.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(&kind.name, &extensions);
    }
    let (answer, chosen) = oneshot::channel();
    // The page may be gone when the person decides: then nobody waits for the answer.
    dialog.pick_file(move |file| drop(answer.send(file)));
    let path = chosen.await.ok().flatten().map(FilePath::into_path)?.ok()?;
    Some(path.to_string_lossy().into_owned())
}

//! A word in the system's notification area: a campaign that finished, an import that stopped.

use notify_rust::Notification;

/// Best effort: a desktop without notifications is no fault of the person's.
#[tauri::command]
pub(crate) async fn notify(title: String, body: String) {
    let shown = tauri::async_runtime::spawn_blocking(move || {
        Notification::new().appname("Sellify").icon("sellify").summary(&title).body(&body).show().map(drop)
    });
    if let Ok(Err(error)) = shown.await {
        tracing::debug!(%error, "the desktop shows no notifications");
    }
}

//! The one window: where its pages come from, and what it may load.

use crate::transport::SCHEME;
use tauri::webview::NewWindowResponse;
use tauri::{App, Manager, Url, WebviewUrl, WebviewWindowBuilder};

/// Its label, which the capability file names.
pub(crate) const LABEL: &str = "main";

/// Opens it on the pages that our own scheme serves.
pub(crate) fn open(app: &App) -> Result<(), Box<dyn std::error::Error>> {
    let home = WebviewUrl::CustomProtocol(format!("{SCHEME}://localhost/").parse()?);
    WebviewWindowBuilder::new(app, LABEL, home)
        .title("Sellify")
        .inner_size(1280.0, 832.0)
        .min_inner_size(940.0, 600.0)
        .initialization_script(include_str!("page.js"))
        .on_navigation(stays_inside)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // An export is saved through `save_file`, whose place the person chooses.
        .on_download(|_, _| false)
        .devtools(cfg!(debug_assertions))
        .build()?;
    Ok(())
}

/// A second start of the program shows the window that is already there.
pub(crate) fn bring_forward(app: &tauri::AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    // A window that cannot be raised is still running: nothing to do about it.
    window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()).ok();
}

/// Our own pages, and the empty documents that sandboxed previews are made of. Nothing else loads, in any frame.
fn stays_inside(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        SCHEME => host == "localhost",
        "http" | "https" if cfg!(windows) => host.strip_suffix(".localhost") == Some(SCHEME),
        "about" => matches!(url.path(), "srcdoc" | "blank"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_and_empty_documents_load() {
        for (address, allowed) in [
            ("sellify://localhost/", true),
            ("sellify://localhost/contacts?q=a", true),
            ("about:srcdoc", true),
            ("about:blank", true),
            ("sellify://elsewhere/", false),
            ("https://example.com/", false),
            ("https://sellify.localhost.example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(stays_inside(&address.parse().expect("an address")), allowed, "{address}");
        }
    }
}

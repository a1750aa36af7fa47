//! Opening a link outside, after the person has seen where it leads.

use tauri::{Url, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons};
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

/// Whether the link was opened: false when the person said no, or when it is no link of the web or of mail.
///
/// `language` is the page's own; without it, or with one we have no words for, English.
#[tauri::command]
pub(crate) async fn open_external(window: WebviewWindow, url: String, language: Option<String>) -> bool {
    let Some(url) = outside(&url) else { return false };
    let (title, accept, refuse) = words(language.as_deref().unwrap_or_default());
    let (answer, confirmed) = oneshot::channel();
    window
        .dialog()
        // As parsed: a host with look-alike letters shows as its xn-- form.
        .message(url.as_str())
        .title(title)
        .parent(&window)
        .buttons(MessageDialogButtons::OkCancelCustom(accept.to_owned(), refuse.to_owned()))
        .show(move |yes| answer.send(yes).unwrap_or_default());
    confirmed.await.unwrap_or(false) && window.opener().open_url(url.as_str(), None::<&str>).is_ok()
}

/// The question's title and its two answers.
fn words(language: &str) -> (&'static str, &'static str, &'static str) {
    if language.starts_with("fr") {
        ("Ouvrir ce lien hors de Sellify ?", "Ouvrir", "Annuler")
    } else {
        ("Open this link outside Sellify?", "Open", "Cancel")
    }
}

/// A link that a browser or a mail program may be trusted with.
fn outside(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_links_leave_the_window() {
        for allowed in ["https://example.com/a", "http://example.com", "mailto:a@example.com"] {
            assert!(outside(allowed).is_some(), "{allowed}");
        }
        for refused in
            ["file:///etc/passwd", "javascript:alert(1)", "sellify://localhost/", "smb://x", "x", ""]
        {
            assert!(outside(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn a_look_alike_host_is_shown_as_it_is() {
        let url = outside("https://аpple.com/").expect("a link");
        assert!(url.as_str().starts_with("https://xn--"), "{url}");
    }
}

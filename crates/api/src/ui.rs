//! The built user interface, from inside the program. Unknown paths get the page: the UI routes by itself.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::door::{DoorConfig, random_text};
use crate::failure::Failure;
use crate::headers::page_policy;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../ui/dist"]
#[allow_missing = true]
struct Built;

/// Shown when the program was built before its user interface.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><head><title>Sellify</title></head><body><h1>Sellify</h1>\
<p>The API is here; the screens were not built. Run <code>cargo xtask run</code>, or <code>npm run build</code> \
in <code>ui/</code>.</p></body></html>";

/// A file of the user interface, or its page.
pub(crate) async fn serve(State(door): State<DoorConfig>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Failure::no_such_route().into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    match Built::get(path) {
        Some(file) if !path.is_empty() && path != "index.html" => asset(path, file),
        // A missing script must be an error, not a page that the browser then reads as a script.
        _ if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        _ => page(&door).unwrap_or_else(IntoResponse::into_response),
    }
}

fn asset(path: &str, file: EmbeddedFile) -> Response {
    let kind = HeaderValue::from_str(file.metadata.mimetype())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    // Vite puts a hash of the content into these names, so they never change.
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static(keep))];
    (headers, Body::from(file.data)).into_response()
}

fn page(door: &DoorConfig) -> Result<Response, Failure> {
    let nonce = random_text().map_err(|_| Failure::broken())?;
    let built = Built::get("index.html");
    let source =
        built.as_ref().map_or(NOT_BUILT, |file| std::str::from_utf8(&file.data).unwrap_or(NOT_BUILT));
    let window = matches!(door, DoorConfig::Window { .. });
    let mut html = source.replace("__CSP_NONCE__", &nonce);
    if let DoorConfig::Window { token } = door {
        // Random base64url: nothing in it needs escaping.
        let meta = format!("<meta name=\"sellify-door\" content=\"{}\"></head>", token.as_str());
        html = html.replacen("</head>", &meta, 1);
    }
    let policy = HeaderValue::from_str(&page_policy(&nonce, window)).map_err(|_| Failure::broken())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, html).into_response())
}

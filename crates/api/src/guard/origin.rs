//! `Origin` and `Sec-Fetch-Site`: pages of other sites may not speak to the API.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::door::trusted_origins;
use crate::failure::Failure;

fn refused() -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "origin_refused", "Pages of another site may not speak to Sellify.")
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("null"))
}

/// The window: no `Origin` is normal (WebKit sends none), a strange one or `null` is a framed stranger.
pub(super) fn check_window(request: &Parts) -> Result<(), Failure> {
    match header(&request.headers, header::ORIGIN.as_str()) {
        Some(origin) if !trusted_origins().contains(&origin) => Err(refused()),
        _ => Ok(()),
    }
}

/// The network: the origin, when given, is the server itself; there are no preflights, because nobody else
/// is ever allowed.
pub(super) fn check_network(request: &Parts) -> Result<(), Failure> {
    let headers = &request.headers;
    if request.method == Method::OPTIONS {
        return Err(refused());
    }
    if let Some(site) = header(headers, "sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return Err(refused());
    }
    let Some(origin) = header(headers, header::ORIGIN.as_str()) else {
        return Ok(());
    };
    let host = header(headers, header::HOST.as_str()).unwrap_or_default();
    if origin.strip_prefix("http://").is_some_and(|rest| rest.eq_ignore_ascii_case(host)) {
        Ok(())
    } else {
        Err(refused())
    }
}

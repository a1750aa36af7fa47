//! `Host`: a page of another name that points at this computer (DNS rebinding) is turned away.

use axum::http::request::Parts;
use axum::http::{StatusCode, header};

use crate::failure::Failure;

/// Exactly one `Host`, and it must be one of ours.
pub(super) fn check(request: &Parts, ours: &[String]) -> Result<(), Failure> {
    let mut named = request.headers.get_all(header::HOST).iter();
    let host = named.next().and_then(|value| value.to_str().ok());
    let (Some(host), None) = (host, named.next()) else {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "host_missing",
            "The request does not say once which server it is for.",
        ));
    };
    if ours.iter().any(|our| our.eq_ignore_ascii_case(host)) {
        return Ok(());
    }
    Err(Failure::new(
        StatusCode::MISDIRECTED_REQUEST,
        "host_refused",
        "Sellify does not answer to this name. Open the link that Sellify printed.",
    ))
}

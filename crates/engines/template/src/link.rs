//! Which links a message may carry.

use std::borrow::Cow;

/// Schemes that a mail reader opens without surprise.
pub(crate) const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];
/// Where images may come from.
pub(crate) const IMAGE_SCHEMES: [&str; 3] = ["http", "https", "cid"];

/// The link as it may be sent, or none. `www.exemple.fr` becomes `https://www.exemple.fr`.
pub(crate) fn checked<'a>(url: &'a str, schemes: &[&str]) -> Option<Cow<'a, str>> {
    let url = url.trim();
    // Browsers drop control characters inside a scheme ("java\tscript:"), so none may stand anywhere.
    if url.is_empty() || url.chars().any(char::is_control) {
        return None;
    }
    if url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) && schemes.contains(&"https") {
        return Some(Cow::Owned(format!("https://{url}")));
    }
    let (scheme, rest) = url.split_once(':')?;
    let known = schemes.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed));
    (known && !rest.is_empty()).then_some(Cow::Borrowed(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_pass() {
        for good in ["https://exemple.fr/a?b=c", "HTTP://EXEMPLE.FR", "mailto:a@b.fr", "tel:+33612345678"] {
            assert_eq!(checked(good, &LINK_SCHEMES).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " JaVaScript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//exemple.fr",
            "/chemin",
            "exemple.fr",
            "https:",
            "",
        ] {
            assert_eq!(checked(bad, &LINK_SCHEMES), None, "{bad:?}");
        }
    }

    #[test]
    fn an_address_typed_without_scheme_is_completed() {
        assert_eq!(checked("www.exemple.fr", &LINK_SCHEMES).as_deref(), Some("https://www.exemple.fr"));
    }
}

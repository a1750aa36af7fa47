//! Which requests of a program with an API key need a licence: changes, but nothing that reads, stops, or takes data out.

use axum::http::Method;

use super::is_write;

/// Below these nothing ever needs a licence.
const ALWAYS: [&str; 9] = [
    "/api/license",
    "/api/backups",
    "/api/restore",
    "/api/quarantine",
    "/api/audit",
    // A person who does not want to be written to is heard in every state.
    "/api/suppressions",
    // Nor does the law ask for a licence before somebody is forgotten.
    "/api/retention-rules",
    "/api/retention",
    "/api/vault/rotations",
];

/// These are sent as POST and change nothing, only stop something, or do what a person has a right to.
const HARMLESS_ENDS: [&str; 8] =
    ["/preview", "/inspect", "/dry-run", "/pause", "/cancel", "/export", "/consents", "/erase"];

/// Whether the licence decides about this request.
pub(super) fn needs_license(method: &Method, path: &str) -> bool {
    let below =
        |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let always = ALWAYS.into_iter().any(below) || HARMLESS_ENDS.into_iter().any(|end| path.ends_with(end));
    is_write(method) && !always
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_stopping_and_taking_data_out_need_no_licence() {
        for path in ["/api/contacts/export", "/api/audit/export", "/api/home"] {
            assert!(!needs_license(&Method::GET, path), "{path}");
        }
        for path in
            ["/api/campaigns/1/pause", "/api/templates/preview", "/api/backups", "/api/license/activate"]
        {
            assert!(!needs_license(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn changes_need_one_and_a_name_that_only_begins_alike_does_not_escape() {
        for path in ["/api/contacts", "/api/campaigns/1/send", "/api/licenses", "/api/audited"] {
            assert!(needs_license(&Method::POST, path), "{path}");
        }
        assert!(needs_license(&Method::DELETE, "/api/contacts/1"));
    }
}

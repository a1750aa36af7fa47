//! Dependencies point down only: domain, ground, pure engines, stateful engines, outside, use cases, doors.

use crate::manifest::{self, Manifest};
use crate::tree::assert_none;

const VALIDATION: &str = "sellify-validation";
const TEMPLATE: &str = "sellify-template";
const VAULT: &str = "sellify-vault";
const STORE: &str = "sellify-store";
const LICENSING: &str = "sellify-licensing";
const DOMAIN: &str = "sellify-domain";
const ENGINES: &[&str] = &[
    VALIDATION,
    TEMPLATE,
    "sellify-audit",
    "sellify-contacts",
    "sellify-campaign",
    "sellify-backup",
    LICENSING,
];

/// What each of our crates may use of the others.
fn allowed(name: &str) -> Option<Vec<&'static str>> {
    let ground = [DOMAIN, VAULT, STORE];
    Some(match name {
        DOMAIN | "sellify-xtask" => vec![],
        VAULT | STORE | VALIDATION | TEMPLATE | LICENSING => vec![DOMAIN],
        // The vendor's tool signs and never sees a vault.
        "sellify-issuer" => vec![DOMAIN, LICENSING],
        "sellify-audit" | "sellify-contacts" | "sellify-campaign" | "sellify-backup" => {
            [&ground[..], &[VALIDATION, TEMPLATE]].concat()
        }
        "sellify-providers" => [&[DOMAIN][..], ENGINES].concat(),
        "sellify-app" => [&ground[..], ENGINES, &["sellify-providers"]].concat(),
        "sellify-api" => vec![DOMAIN, "sellify-app"],
        "sellify-cli" | "sellify-desktop" => vec![DOMAIN, "sellify-app", "sellify-api"],
        // The tests look at everything.
        "sellify-tests" => {
            [&ground[..], ENGINES, &["sellify-providers", "sellify-app", "sellify-api"]].concat()
        }
        _ => return None,
    })
}

/// Outside crates that must stay in one place, so that they can be replaced there.
const WRAPPED: &[(&str, &[&str])] = &[
    ("rusqlite", &[STORE]),
    ("deadpool", &[STORE]),
    ("refinery", &[STORE]),
    ("axum", &["sellify-api", "sellify-cli", "sellify-desktop", "sellify-tests"]),
    ("utoipa", &["sellify-api"]),
    ("lettre", &["sellify-providers"]),
    ("tokio-rustls", &["sellify-providers"]),
    ("rustls-platform-verifier", &["sellify-providers"]),
    ("reqwest", &["sellify-providers"]),
    ("tauri", &["sellify-desktop"]),
    ("aes-gcm", &[VAULT]),
    ("age", &["sellify-backup", "sellify-issuer"]),
    ("calamine", &["sellify-contacts"]),
    ("minijinja", &[TEMPLATE]),
];

/// Would bring a second SQLite, a second TLS stack, or a second way to do what is already done.
const BANNED: &[&str] =
    &["sqlx", "native-tls", "openssl", "ring", "diesel", "sea-orm", "tauri-plugin-fs", "tauri-plugin-shell"];

/// How high a crate stands; its tests may use everything below, and nothing beside or above.
fn floor(name: &str) -> usize {
    match name {
        DOMAIN => 0,
        VAULT | STORE => 1,
        VALIDATION | TEMPLATE => 2,
        "sellify-audit" | "sellify-contacts" | "sellify-campaign" | "sellify-backup" | LICENSING => 3,
        "sellify-providers" => 4,
        "sellify-app" => 5,
        "sellify-api" => 6,
        _ => 7,
    }
}

#[test]
fn our_crates_depend_downwards_only() {
    let mut findings = Vec::new();
    for Manifest { path, name, dependencies, test_dependencies } in manifest::all() {
        let Some(allowed) = allowed(&name) else {
            findings.push(format!(
                "{path}: {name} has no layer yet: give it one in tests/architecture/layering.rs"
            ));
            continue;
        };
        for dependency in dependencies.iter().filter(|dependency| dependency.starts_with("sellify-")) {
            if !allowed.contains(&dependency.as_str()) {
                findings.push(format!("{path}: {name} must not know {dependency}"));
            }
        }
        for dependency in test_dependencies.iter().filter(|dependency| dependency.starts_with("sellify-")) {
            if floor(dependency) >= floor(&name) {
                findings.push(format!("{path}: the tests of {name} must not know {dependency}"));
            }
        }
    }
    assert_none(
        "A crate depends upwards or sideways; pass the value in as an argument through sellify-app:",
        &findings,
    );
}

#[test]
fn outside_crates_stay_behind_their_wrappers() {
    let mut findings = Vec::new();
    for Manifest { path, name, mut dependencies, test_dependencies } in manifest::all() {
        dependencies.extend(test_dependencies);
        for (wrapped, homes) in WRAPPED {
            if dependencies.contains(*wrapped) && !homes.contains(&name.as_str()) {
                findings.push(format!("{path}: {wrapped} belongs in {} only", homes.join(", ")));
            }
        }
        for banned in BANNED.iter().filter(|banned| dependencies.contains(**banned)) {
            findings.push(format!("{path}: {banned} is not used in this project, see deny.toml"));
        }
    }
    assert_none("A manifest names a crate that has its home elsewhere:", &findings);
}

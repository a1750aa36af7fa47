//! Names that may be written in one place only, in Rust and in the UI.

use crate::tree::{File, assert_none, files, root, rust, ui};
use regex::Regex;

/// A pattern, the paths that may hold it, and the way to go instead.
struct Seam {
    pattern: &'static str,
    homes: &'static [&'static str],
    instead: &'static str,
}

const RUST: &[Seam] = &[
    Seam { pattern: r"\brusqlite::", homes: &["crates/store/"], instead: "ask a table of sellify-store" },
    Seam {
        pattern: r"\baxum::",
        homes: &[
            "crates/api/",
            "crates/cli/src/commands/serve",
            "src-tauri/transport.rs",
            "src-tauri/start.rs",
            "tests/",
        ],
        instead: "handlers live in sellify-api",
    },
    Seam {
        pattern: r"\b(lettre|tokio_rustls)::",
        homes: &["crates/providers/"],
        instead: "a provider implements the engine's trait",
    },
    Seam {
        pattern: r"\btauri(_plugin_\w+)?::",
        homes: &["src-tauri/"],
        instead: "only the window knows Tauri",
    },
    Seam {
        pattern: r"#\[tauri::command\]",
        homes: &["src-tauri/host/"],
        instead: "business data goes through the API",
    },
];

const UI: &[Seam] = &[
    Seam {
        pattern: r#"["']@tauri-apps/"#,
        homes: &["ui/src/platform/"],
        instead: "use `platform` of ui/src/platform",
    },
    Seam { pattern: r"\bfetch\(", homes: &["ui/src/api/"], instead: "use the client of ui/src/api" },
    Seam {
        pattern: r"new (EventSource|WebSocket|XMLHttpRequest)\b",
        homes: &[],
        instead: "the window cannot stream: use the event feed",
    },
    Seam {
        pattern: r"dangerouslySetInnerHTML",
        homes: &[],
        instead: "strangers' HTML goes into a sandboxed frame",
    },
    Seam {
        pattern: r#"sandbox="[^"]*allow-(scripts|same-origin)"#,
        homes: &[],
        instead: "a preview frame runs nothing",
    },
];

fn breaches(files: &[File], seams: &[Seam]) -> Vec<String> {
    let mut findings = Vec::new();
    for seam in seams {
        let pattern = Regex::new(seam.pattern).expect("a pattern");
        for file in files.iter().filter(|file| !seam.homes.iter().any(|home| file.path.starts_with(home))) {
            // The rules themselves must be able to name what they forbid.
            if file.path.starts_with("tests/architecture/") {
                continue;
            }
            for (number, line) in file.text.lines().enumerate() {
                let line = line.trim_start();
                if !line.starts_with("//") && pattern.is_match(line) {
                    findings.push(format!(
                        "{}:{}: {} (instead: {})",
                        file.path,
                        number + 1,
                        line,
                        seam.instead
                    ));
                }
            }
        }
    }
    findings
}

#[test]
fn rust_names_stay_behind_their_seams() {
    assert_none("A name is used outside its home:", &breaches(&rust(), RUST));
}

#[test]
fn ui_names_stay_behind_their_seams() {
    let files: Vec<File> = ui().into_iter().filter(|file| !file.path.contains(".test.")).collect();
    assert_none("A name is used outside its home:", &breaches(&files, UI));
}

/// A feature knows api, platform, design and lib. Another feature it does not know.
#[test]
fn features_of_the_ui_do_not_import_each_other_s_insides() {
    let import = Regex::new(r#"from ["'](?:@/|(?:\.\./)+)features/([A-Za-z]+)/"#).expect("a pattern");
    let mut findings = Vec::new();
    for file in ui() {
        let Some(own) = file.path.strip_prefix("ui/src/features/").and_then(|rest| rest.split('/').next())
        else {
            continue;
        };
        for found in import.captures_iter(&file.text).filter(|found| &found[1] != own) {
            findings.push(format!("{}: reaches into features/{}", file.path, &found[1]));
        }
    }
    assert_none(
        "A feature imports another's files; import its index, or move the part to ui/src/design:",
        &findings,
    );
}

/// A link in a browser or a mail must never start the program with an address of the API.
#[test]
fn our_scheme_is_not_registered_with_the_system() {
    for path in ["Cargo.toml", "tauri.conf.json"] {
        let text = std::fs::read_to_string(root().join(path)).expect("a file");
        assert!(!text.contains("deep-link"), "{path} registers the window's scheme as a deep link");
    }
}

#[test]
fn the_capability_names_one_window_and_no_wildcard() {
    let capabilities = files("src-tauri/capabilities", &[".json"]);
    assert_eq!(capabilities.len(), 1, "one capability, for the one window");
    let capability: serde_json::Value = serde_json::from_str(&capabilities[0].text).expect("JSON");
    assert_eq!(capability["windows"], serde_json::json!(["main"]), "the one window by its label");
    assert!(capability.get("remote").is_none(), "no page from elsewhere may call native commands");
    let wide: Vec<_> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|permission| {
            permission.as_str().is_none_or(|name| name.contains('*') || name.ends_with(":default"))
        })
        .collect();
    assert!(wide.is_empty(), "each permission is named by itself: {wide:?}");
}

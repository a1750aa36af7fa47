//! The committed OpenAPI document and the committed TypeScript are what the code says today.

use crate::tree::root;
use std::process::Command;

const REMEDY: &str = "run `cargo xtask openapi` and commit what it writes";

#[test]
fn the_document_is_fresh() {
    let committed = std::fs::read_to_string(root().join("crates/api/openapi.json")).expect("the document");
    let committed: serde_json::Value = serde_json::from_str(&committed).expect("JSON");
    let now = serde_json::to_value(sellify_api::openapi()).expect("JSON");
    assert!(committed == now, "crates/api/openapi.json is stale: {REMEDY}");
}

#[test]
fn the_typescript_is_fresh() {
    let ui = root().join("ui");
    let generator = ui.join("node_modules/openapi-typescript/bin/cli.js");
    if !generator.is_file() {
        eprintln!("skipped: ui/node_modules is not installed");
        return;
    }
    let fresh = tempfile::NamedTempFile::with_suffix(".ts").expect("a file");
    let output = Command::new("node")
        .arg(generator)
        .arg(root().join("crates/api/openapi.json"))
        .arg("-o")
        .arg(fresh.path())
        .current_dir(&ui)
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let fresh = std::fs::read_to_string(fresh.path()).expect("the types");
    let committed = std::fs::read_to_string(ui.join("src/api/schema.ts")).expect("the committed types");
    assert!(fresh == committed, "ui/src/api/schema.ts is stale: {REMEDY}");
}

//! Released programs trust the vendor's keys alone, and are never given the vendor's tool.

use crate::tree::{assert_none, files};

/// A feature switched on in one manifest is switched on for every crate that is built with it.
#[test]
fn no_manifest_switches_the_development_keys_on() {
    let mut manifests = files("crates", &["Cargo.toml"]);
    manifests.extend(files("tests", &["Cargo.toml"]));
    manifests.extend(files(".", &["Cargo.toml"]).into_iter().filter(|file| file.path == "Cargo.toml"));
    let findings: Vec<String> = manifests
        .iter()
        .filter(|file| file.path != "crates/engines/licensing/Cargo.toml" && file.text.contains("dev-key"))
        .map(|file| file.path.clone())
        .collect();
    assert_none("A manifest would make released programs trust keys that everybody has:", &findings);
    let own = files("crates/engines/licensing", &["Cargo.toml"]);
    assert!(own.iter().all(|file| !file.text.contains("default = [")), "nor does the engine by itself");
}

#[test]
fn the_vendor_s_tool_is_not_in_the_bundle() {
    let bundle = files(".", &["tauri.conf.json"]);
    assert!(bundle.iter().all(|file| !file.text.contains("issuer")), "sellify-issuer stays with the vendor");
}

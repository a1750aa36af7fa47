//! Every manifest of the workspace, read as Cargo reads it: all kinds of dependencies, all targets.

use crate::tree::{files, root};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// One crate.
pub struct Manifest {
    pub path: String,
    pub name: String,
    /// Names as cargo knows the packages, whatever they are called in the code.
    pub dependencies: BTreeSet<String>,
    /// What only its tests use.
    pub test_dependencies: BTreeSet<String>,
}

pub fn all() -> Vec<Manifest> {
    let mut manifests: Vec<Manifest> =
        files("crates", &["Cargo.toml"]).iter().map(|file| read(&file.path, &file.text)).collect();
    for path in ["Cargo.toml", "tests/Cargo.toml"] {
        let text = std::fs::read_to_string(root().join(path)).expect("a manifest");
        manifests.push(read(path, &text));
    }
    manifests
}

fn read(path: &str, text: &str) -> Manifest {
    let table: Table = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    let name = table["package"]["name"].as_str().expect("a package name").to_owned();
    let everywhere: Vec<&Table> = std::iter::once(&table)
        .chain(
            table
                .get("target")
                .and_then(Value::as_table)
                .into_iter()
                .flatten()
                .filter_map(|(_, it)| it.as_table()),
        )
        .collect();
    let of = |kinds: &[&str]| everywhere.iter().flat_map(|table| named(table, kinds)).collect();
    Manifest {
        path: path.to_owned(),
        name,
        dependencies: of(&["dependencies", "build-dependencies"]),
        test_dependencies: of(&["dev-dependencies"]),
    }
}

fn named(table: &Table, kinds: &[&str]) -> Vec<String> {
    let of_kind = kinds.iter().filter_map(|kind| table.get(*kind).and_then(Value::as_table));
    let renamed = |value: &Value| value.get("package").and_then(Value::as_str).map(str::to_owned);
    of_kind.flatten().map(|(key, value)| renamed(value).unwrap_or_else(|| key.clone())).collect()
}

#[test]
fn renamed_and_target_dependencies_are_seen() {
    let manifest = read(
        "x/Cargo.toml",
        "[package]\nname = 'x'\n[dependencies]\ndb = { package = 'rusqlite', version = '1' }\n\
         [target.'cfg(unix)'.dev-dependencies]\naxum.workspace = true\n",
    );
    assert_eq!(manifest.dependencies, BTreeSet::from(["rusqlite".to_owned()]));
    assert_eq!(manifest.test_dependencies, BTreeSet::from(["axum".to_owned()]));
}

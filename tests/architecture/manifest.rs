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
    let mut dependencies = BTreeSet::new();
    collect(&table, &mut dependencies);
    for target in table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values) {
        collect(target.as_table().expect("a target's table"), &mut dependencies);
    }
    Manifest { path: path.to_owned(), name, dependencies }
}

fn collect(table: &Table, into: &mut BTreeSet<String>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (key, value) in table.get(kind).and_then(Value::as_table).into_iter().flatten() {
            let renamed = value.get("package").and_then(Value::as_str);
            into.insert(renamed.unwrap_or(key).to_owned());
        }
    }
}

#[test]
fn renamed_and_target_dependencies_are_seen() {
    let manifest = read(
        "x/Cargo.toml",
        "[package]\nname = 'x'\n[dependencies]\ndb = { package = 'rusqlite', version = '1' }\n\
         [target.'cfg(unix)'.dev-dependencies]\naxum.workspace = true\n",
    );
    assert_eq!(manifest.dependencies, BTreeSet::from(["rusqlite".to_owned(), "axum".to_owned()]));
}

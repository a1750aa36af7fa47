//! Small manners that make a house readable: a first sentence, telling names, nothing of this machine.

use crate::tree::{assert_none, files, rust, ui};

/// Names that say nothing about what is inside.
const VAGUE: &[&str] = &["utils", "util", "helpers", "helper", "manager", "service", "common", "misc"];

#[test]
fn every_rust_file_opens_with_a_sentence() {
    let findings: Vec<String> = rust()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| format!("{}: starts with {:?}", file.path, file.text.lines().next().unwrap_or_default()))
        .collect();
    assert_none("A file does not say why it exists, in a first line of `//!`:", &findings);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let findings: Vec<String> = rust()
        .into_iter()
        .chain(ui())
        .filter(|file| {
            file.path.split('/').any(|part| {
                let stem = part.split('.').next().unwrap_or_default().to_lowercase();
                VAGUE.contains(&stem.as_str())
            })
        })
        .map(|file| file.path)
        .collect();
    assert_none("A name tells nothing; name the use case:", &findings);
}

#[test]
fn a_lib_file_is_a_table_of_contents() {
    let findings: Vec<String> = rust()
        .into_iter()
        .filter(|file| file.path.ends_with("src/lib.rs"))
        .filter(|file| {
            file.text.lines().any(|line| {
                line.trim_start().starts_with("fn ")
                    || line.contains(" fn ") && !line.trim_start().starts_with("//")
            })
        })
        .map(|file| file.path)
        .collect();
    assert_none("A lib.rs holds logic; it is a table of contents:", &findings);
}

#[test]
fn nothing_committed_knows_the_machine_it_was_written_on() {
    // Put together here so that this file does not hold them.
    let traces =
        [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["TO", "DO"].concat(), ["FIX", "ME"].concat()];
    let endings = [".rs", ".ts", ".tsx", ".md", ".toml", ".json", ".yml", ".sh", ".sql", ".css", ".html"];
    let mut findings = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "ui/src", "docs", "assets", ".github", ".ci"] {
        for file in files(folder, &endings) {
            for trace in traces.iter().filter(|trace| file.text.contains(trace.as_str())) {
                findings.push(format!("{}: {trace}", file.path));
            }
        }
    }
    assert_none("A path of one machine, or work left undone, was committed:", &findings);
}

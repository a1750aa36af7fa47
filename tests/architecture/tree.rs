//! The repository's own files: never what was built, fetched or generated.

use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const NOT_OURS: &[&str] =
    &["target", "node_modules", ".git", "dist", "gen", "test-results", "playwright-report"];

/// A text file with its path from the root, written with `/`.
pub struct File {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_path_buf()
}

/// Every text file under a folder of the repository whose name ends in one of these.
pub fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut found: Vec<File> = WalkDir::new(root.join(folder))
        .into_iter()
        .filter_entry(|entry| !entry.file_name().to_str().is_some_and(|name| NOT_OURS.contains(&name)))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| endings.iter().any(|end| name.ends_with(end)))
        })
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(File { path, text: std::fs::read_to_string(entry.path()).ok()? })
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// All Rust of the workspace.
pub fn rust() -> Vec<File> {
    ["crates", "src-tauri", "tests"].iter().flat_map(|folder| files(folder, &[".rs"])).collect()
}

/// All code of the UI.
pub fn ui() -> Vec<File> {
    files("ui/src", &[".ts", ".tsx", ".css"])
}

/// Fails with all findings at once, one a line.
pub fn assert_none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}

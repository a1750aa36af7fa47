//! Documents name files; the files must be there.

use crate::tree::{assert_none, files, root};
use regex::Regex;

#[test]
fn files_named_in_documents_exist() {
    let code = Regex::new(r"`([^`\s]+)`").expect("a pattern");
    let link = Regex::new(r"\]\(([^)\s#]+)").expect("a pattern");
    let mut documents = files("docs", &[".md"]);
    documents.extend(files(".github", &[".md"]));
    documents.extend(files(".", &["README.md"]).into_iter().filter(|file| file.path == "README.md"));
    let mut findings = Vec::new();
    for document in &documents {
        let folder = root().join(&document.path).parent().expect("a folder").to_path_buf();
        for found in code.captures_iter(&document.text).filter(|found| is_path(&found[1])) {
            if !root().join(&found[1]).exists() && !folder.join(&found[1]).exists() {
                findings.push(format!("{}: `{}`", document.path, &found[1]));
            }
        }
        for found in link.captures_iter(&document.text).filter(|found| !found[1].contains(':')) {
            if !folder.join(&found[1]).exists() {
                findings.push(format!("{}: link to {}", document.path, &found[1]));
            }
        }
    }
    assert_none("A document names a file that is not there:", &findings);
}

/// A path of the repository, and not an address, a pattern, or something that is made at run time.
fn is_path(words: &str) -> bool {
    let top = words.split('/').next().unwrap_or_default();
    let ours = ["crates", "ui", "src-tauri", "tests", "docs", "assets", ".github", ".ci", ".cargo"];
    ours.contains(&top)
        && words.contains('/')
        && !words.contains(['*', '<', '{', '…'])
        && !words.starts_with("ui/dist")
        && !words.contains("node_modules")
}

#[test]
fn only_paths_of_the_repository_are_checked() {
    for (words, checked) in [
        ("crates/app/src/lib.rs", true),
        ("docs/API.md", true),
        ("crates/store/src/migrations/*.sql", false),
        ("/api/contacts", false),
        ("ui/dist", false),
        ("tests", false),
    ] {
        assert_eq!(is_path(words), checked, "{words}");
    }
}

//! How long files and functions may grow. The soft limits are printed, the hard ones fail.

use crate::tree::{File, assert_none, rust, ui};

struct Limit {
    soft: usize,
    hard: usize,
}

const RUST_FILE: Limit = Limit { soft: 400, hard: 700 };
const UI_FILE: Limit = Limit { soft: 200, hard: 350 };
/// A style sheet is a flat list that nobody reads from end to end.
const STYLE_SHEET: Limit = Limit { soft: 350, hard: 600 };
const FUNCTION: Limit = Limit { soft: 40, hard: 80 };
const MAIN: usize = 60;

/// Generated files and flat catalogues, which nobody reads from end to end.
const CATALOGUES: &[&str] = &["ui/src/api/schema.ts"];

#[test]
fn files_end_within_a_few_screens() {
    let mut findings = Vec::new();
    let (styles, screens) = ui().into_iter().partition(|file| file.path.ends_with(".css"));
    for (files, limit) in [(rust(), RUST_FILE), (screens, UI_FILE), (styles, STYLE_SHEET)] {
        for File { path, text } in files.iter().filter(|file| !CATALOGUES.contains(&file.path.as_str())) {
            let lines = text.lines().count();
            if lines > limit.hard {
                findings.push(format!("{path}: {lines} lines, {} at most", limit.hard));
            } else if lines > limit.soft {
                println!("long: {path}: {lines} lines (rather {})", limit.soft);
            }
        }
    }
    assert_none("A file grew too long; split it by use case:", &findings);
}

#[test]
fn a_main_file_only_starts_things() {
    let findings: Vec<String> = rust()
        .iter()
        .filter(|file| file.path.ends_with("src/main.rs") || file.path == "src-tauri/main.rs")
        .filter(|file| file.text.lines().count() >= MAIN)
        .map(|file| format!("{}: {} lines, fewer than {MAIN}", file.path, file.text.lines().count()))
        .collect();
    assert_none("A main.rs holds something that would need a test:", &findings);
}

#[test]
fn functions_end_within_two_screens() {
    let mut findings = Vec::new();
    for file in rust() {
        for (name, start, lines) in functions(&file.text) {
            let place = format!("{}:{start}: fn {name} has {lines} lines", file.path);
            if lines > FUNCTION.hard {
                findings.push(format!("{place}, {} at most", FUNCTION.hard));
            } else if lines > FUNCTION.soft {
                println!("long: {place} (rather {})", FUNCTION.soft);
            }
        }
    }
    assert_none("A function grew too long; name its parts:", &findings);
}

/// Name, first line and length of each function. rustfmt puts the closing brace under the first word.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        let end = lines[index..].iter().position(|line| *line == closing);
        let declaration_only =
            lines[index..].iter().position(|line| line.ends_with(';') || line.ends_with('{'));
        if line.ends_with('}') || declaration_only.is_some_and(|at| lines[index + at].ends_with(';')) {
            continue;
        }
        found.push((name, index + 1, end.map_or(0, |end| end + 1)));
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let mut rest = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name: String =
        rest.strip_prefix("fn ")?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    Some(name)
}

#[test]
fn a_function_is_measured_from_its_first_word_to_its_brace() {
    let text = "impl A {\n    pub(crate) async fn b(\n        c: u8,\n    ) {\n        d();\n    }\n    fn e();\n}\nfn f() {}\nfn g() {\n}\n";
    assert_eq!(functions(text), [("b".to_owned(), 2, 5), ("g".to_owned(), 10, 2)]);
}

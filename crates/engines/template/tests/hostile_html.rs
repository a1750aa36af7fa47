//! Hostile HTML: the shared corpus, and whatever a generator makes of its pieces.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "test helpers, and a skipped test says so")]

use std::collections::HashSet;
use std::path::PathBuf;

use proptest::prelude::*;
use sellify_template::{html_to_text, sanitize, sanitize_template};

fn corpus() -> Option<Vec<serde_json::Value>> {
    let root = std::env::var_os("SELLIFY_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(root.join("html/xss.json")) else {
        println!("skipped: no corpus of hostile HTML (set SELLIFY_CORPORA)");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn nothing_of_the_corpus_survives_cleaning() {
    let Some(entries) = corpus() else { return };
    let mut faults = Vec::new();
    for entry in &entries {
        let id = entry["id"].as_str().unwrap_or_default();
        let html = entry["html"].as_str().unwrap_or_default();
        for clean in [sanitize(html), sanitize_template(html)] {
            for pattern in entry["must_not_match"].as_array().into_iter().flatten() {
                let pattern = format!("(?is){}", pattern.as_str().unwrap_or_default());
                if regex::Regex::new(&pattern).unwrap().is_match(&clean) {
                    faults.push(format!("{id}: {clean}"));
                }
            }
            if let Err(fault) = walk(&clean) {
                faults.push(format!("{id}: {fault} in {clean}"));
            }
        }
        assert_eq!(
            sanitize(&sanitize(html)),
            sanitize(html),
            "{id} cleans to something else the second time"
        );
        let _ = html_to_text(html);
    }
    assert!(entries.len() > 200, "the corpus has shrunk to {}", entries.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A second parser, as strict as can be: only `<tag name="value">`, `</tag>` and text; only what is allowed.
fn walk(clean: &str) -> Result<(), String> {
    let tags: HashSet<&str> = TAGS.split(' ').collect();
    let attributes: HashSet<&str> = ATTRIBUTES.split(' ').collect();
    let tag = regex::Regex::new(r#"^<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)>"#).unwrap();
    let attribute = regex::Regex::new(r#" ([a-z]+)="([^"]*)""#).unwrap();
    let mut rest = clean;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let found = tag.captures(rest).ok_or_else(|| format!("unreadable tag at {:.60}", rest))?;
        if !tags.contains(&found[2]) {
            return Err(format!("element {}", &found[2]));
        }
        for pair in attribute.captures_iter(&found[3]) {
            let (name, value) = (&pair[1], pair[2].replace("&amp;", "&"));
            if !attributes.contains(name) {
                return Err(format!("attribute {name}"));
            }
            if matches!(name, "href" | "src") && !is_allowed_url(&value) {
                return Err(format!("address {value}"));
            }
            if name == "style" && value.to_lowercase().contains("url(") {
                return Err(format!("style {value}"));
            }
        }
        rest = &rest[found[0].len()..];
    }
    Ok(())
}

fn is_allowed_url(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default().to_lowercase();
    url.contains(':') && ["http", "https", "mailto", "tel", "cid"].contains(&scheme.as_str())
}

const TAGS: &str = "a abbr address b bdi bdo blockquote br caption center code col colgroup dd del div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s small span strike strong sub sup \
    table tbody td tfoot th thead tr u ul";
const ATTRIBUTES: &str = "title lang dir align style href src alt width height border cellpadding cellspacing \
    bgcolor role colspan rowspan valign scope span start type size";

#[test]
fn a_letter_passes_unchanged() {
    let letter = "<h1>Bonjour {prenom}</h1><p style=\"text-align: center\">Voir <a href=\"https://a.fr/?b=c&amp;d\">ici</a> \
        ou <a href=\"mailto:a@b.fr\">écrire</a>, <a href=\"tel:+33123456789\">appeler</a>.</p>\
        <table width=\"100%\"><tbody><tr><td colspan=\"2\"><img src=\"https://a.fr/logo.png\" alt=\"Logo\"></td></tr></tbody></table>\
        <ul><li><p>un</p></li></ul><p><a href=\"{lien}\">x</a><br></p>";
    let expected = letter.replace("text-align: center", "text-align:center");
    assert_eq!(sanitize_template(letter), expected);
    assert!(!sanitize(letter).contains("{lien}"), "only templates may begin a link with a variable");
}

proptest! {
    #[test]
    fn any_markup_cleans_to_something_allowed_that_cleans_to_itself(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..14)
    ) {
        let html = pieces.concat();
        let clean = sanitize(&html);
        prop_assert_eq!(&sanitize(&clean), &clean);
        if let Err(fault) = walk(&clean) {
            return Err(TestCaseError::fail(format!("{fault}: {html} -> {clean}")));
        }
    }
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<a href=\"",
    "javascript:alert(1)",
    "https://a.fr",
    "\">",
    "'",
    "<img src=x onerror=alert(1)>",
    "<script>",
    "</script>",
    "<iframe srcdoc=\"",
    "&lt;",
    "&#106;",
    "<b title='",
    "<select>",
    "<option>",
    "</a>",
    "<form action=//x>",
    "<template>",
    "<li>",
    "</b>",
    "<div style=\"background:url(javascript:x)\">",
    "<h1>",
    "<a>",
    "<noscript>",
    "<p title=\"</noscript><img src onerror=alert(1)>\">",
    "\u{0}",
    "x",
    " ",
    "<plaintext>",
    "<frameset>",
];

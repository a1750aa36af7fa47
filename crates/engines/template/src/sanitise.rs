//! Keeps of a piece of HTML what a mail program shows, and nothing that acts.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::document::with_own_styles;
use crate::link;

/// Elements that may stand in a message.
const TAGS: [&str; 51] = [
    "a",
    "abbr",
    "address",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
];
const MORE_TAGS: [&str; 3] = ["tr", "u", "ul"];

/// Elements that go with everything in them.
const REMOVED_WITH_CONTENT: [&str; 13] = [
    "script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math", "textarea",
    "select", "noembed", "noframes",
];

const ATTRIBUTES: [&str; 5] = ["title", "lang", "dir", "align", "style"];

/// Properties that set text and tables; none of them loads, positions or overlays anything.
const STYLES: [&str; 47] = [
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "color",
    "direction",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
];

/// Cleaning may change the tree so that a second cleaning finds more; this many rounds settle anything real.
const ROUNDS: usize = 6;

/// Cleans any HTML. The result cleans to itself.
#[must_use]
pub fn sanitize(html: &str) -> String {
    settle(&STRICT, html)
}

/// Cleans a template's body: as [`sanitize`], but a link may begin with a variable (`href="{lien}"`), whose
/// value is checked when the message is made, and style sheets of a pasted page move to its elements.
#[must_use]
pub fn sanitize_template(html: &str) -> String {
    settle(&TEMPLATE, &with_own_styles(html))
}

fn settle(builder: &Builder<'_>, html: &str) -> String {
    let mut current = builder.clean(html).to_string();
    for _ in 0..ROUNDS {
        let next = builder.clean(&current).to_string();
        if next == current {
            return current;
        }
        current = next;
    }
    // Markup that will not settle is an attack on the parser: its words are kept, its markup is not.
    Builder::empty().clean(&current).to_string()
}

static STRICT: LazyLock<Builder<'static>> = LazyLock::new(|| builder(false));
static TEMPLATE: LazyLock<Builder<'static>> = LazyLock::new(|| builder(true));

fn builder(variables_in_links: bool) -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .tags(TAGS.into_iter().chain(MORE_TAGS).collect())
        .clean_content_tags(REMOVED_WITH_CONTENT.into_iter().collect())
        .generic_attributes(ATTRIBUTES.into_iter().collect())
        .tag_attributes(tag_attributes())
        .url_schemes(link::LINK_SCHEMES.into_iter().chain(link::IMAGE_SCHEMES).collect())
        .url_relative(UrlRelative::PassThrough)
        .filter_style_properties(STYLES.into_iter().collect())
        .link_rel(None)
        .attribute_filter(move |element, attribute, value| {
            attribute_value(element, attribute, value, variables_in_links)
        });
    builder
}

fn tag_attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    let cell = ["colspan", "rowspan", "width", "height", "valign", "bgcolor", "scope"];
    let table = ["border", "cellpadding", "cellspacing", "width", "height", "bgcolor", "role"];
    HashMap::from([
        ("a", HashSet::from(["href"])),
        ("img", HashSet::from(["src", "alt", "width", "height", "border"])),
        ("table", HashSet::from(table)),
        ("td", HashSet::from(cell)),
        ("th", HashSet::from(cell)),
        ("tr", HashSet::from(["valign", "bgcolor"])),
        ("col", HashSet::from(["span", "width"])),
        ("colgroup", HashSet::from(["span", "width"])),
        ("ol", HashSet::from(["start", "type"])),
        ("hr", HashSet::from(["width", "size"])),
    ])
}

fn attribute_value<'v>(
    element: &str,
    attribute: &str,
    value: &'v str,
    variables: bool,
) -> Option<Cow<'v, str>> {
    match (element, attribute) {
        ("a", "href") => checked_link(value, &link::LINK_SCHEMES, variables),
        ("img", "src") => checked_link(value, &link::IMAGE_SCHEMES, variables),
        (_, "href" | "src") => None,
        (_, "style") => style(value),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn checked_link<'v>(value: &'v str, schemes: &[&str], variables: bool) -> Option<Cow<'v, str>> {
    let begins_with_variable = || {
        let inside = value.trim().strip_prefix('{')?.trim_start_matches(['{', ' ']);
        inside.contains('}').then(|| inside.chars().next().is_some_and(char::is_alphabetic))
    };
    if variables && begins_with_variable() == Some(true) {
        return Some(Cow::Borrowed(value));
    }
    link::checked(value, schemes)
}

/// Drops each declaration that loads or computes something; colours may be computed.
fn style(value: &str) -> Option<Cow<'_, str>> {
    if is_harmless(value) {
        return (!value.trim().is_empty()).then_some(Cow::Borrowed(value));
    }
    let kept: Vec<&str> = value.split(';').filter(|declaration| is_harmless(declaration)).collect();
    // A `;` inside quotes or brackets cuts a declaration into pieces that CSS then reads in another way.
    let whole =
        kept.iter().all(|declaration| !declaration.contains(['"', '\'', ')', ']', '}', '(', '[', '{']));
    (whole && !kept.is_empty()).then(|| Cow::Owned(kept.join(";")))
}

fn is_harmless(style: &str) -> bool {
    let lower = style.to_ascii_lowercase();
    let colour = |name: &str| ["rgb", "rgba", "hsl", "hsla"].iter().any(|known| name.ends_with(known));
    let calls = lower.match_indices('(').any(|(at, _)| !colour(lower[..at].trim_end()));
    !calls && !lower.contains(['\\', '<', '@']) && !lower.contains("/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_loses_only_what_loads_or_computes() {
        assert_eq!(style("color:rgb(1, 2, 3)").as_deref(), Some("color:rgb(1, 2, 3)"));
        assert_eq!(
            style("background:#0a7;font-family:\"A;B\"").as_deref(),
            Some("background:#0a7;font-family:\"A;B\"")
        );
        assert_eq!(
            style("color:red;background:url(https://x/y);margin:0").as_deref(),
            Some("color:red;margin:0")
        );
        assert_eq!(style("width:expression(alert(1))"), None);
        assert_eq!(style("a:\"x;url(y)\";color:red"), None, "pieces of a quoted text are not trusted");
    }
}

//! The frame around a body: a plain page whose few styles are worked into the elements.

use std::borrow::Cow;

use css_inline::CSSInliner;

use crate::error::Fault;

const SHELL: &str = include_str!("../../../../assets/mail/shell.html");
const STYLES: &str = include_str!("../../../../assets/mail/base.css");
const PLACE: &str = "<!-- body -->";
/// Deeper nesting is no letter; parsers of mail programs give up before.
const DEEPEST: usize = 256;
/// Elements without an end tag.
const VOID: [&str; 4] = ["br", "hr", "img", "col"];

/// The whole page, with the styles of `assets/mail/base.css` on each element.
pub(crate) fn page(body: &str) -> Result<String, Fault> {
    if depth(body) > DEEPEST {
        return Err(Fault::TooDeep { limit: DEEPEST });
    }
    let inliner = CSSInliner::options()
        .inline_style_tags(false)
        .load_remote_stylesheets(false)
        .extra_css(Some(Cow::Borrowed(STYLES)))
        .build();
    inliner.inline(&SHELL.replacen(PLACE, body, 1)).map_err(|_| Fault::Styles)
}

/// Works the style sheets of a pasted page into its elements, because a message carries none.
pub(crate) fn with_own_styles(html: &str) -> Cow<'_, str> {
    let holds_styles = html.as_bytes().windows(6).any(|six| six.eq_ignore_ascii_case(b"<style"));
    if !holds_styles || depth(html) > DEEPEST {
        return Cow::Borrowed(html);
    }
    let inliner = CSSInliner::options().load_remote_stylesheets(false).keep_link_tags(false).build();
    inliner.inline(html).map_or(Cow::Borrowed(html), Cow::Owned)
}

/// How deep the elements stand in each other; more than that where end tags are left out.
fn depth(body: &str) -> usize {
    let (mut deepest, mut depth) = (0_usize, 0_usize);
    for (at, _) in body.match_indices('<') {
        let tag = &body[at + 1..];
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let name = tag.find(|c: char| !c.is_ascii_alphanumeric()).map_or(tag, |end| &tag[..end]);
        if !VOID.contains(&name) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_stand_on_the_elements_and_the_writers_own_win() {
        let page = page("<p style=\"margin:0\">Bonjour {prenom|default(\"client\")}</p><p>x</p>").unwrap();
        assert!(page.contains("Bonjour {prenom|default(\"client\")}"), "{page}");
        assert!(!page.contains("<style"), "mail programs drop style sheets: {page}");
        assert!(page.contains("<p style=\"margin: 0 0 1em;\">x</p>"), "{page}");
        assert!(page.contains("<p style=\"margin: 0\">Bonjour"), "{page}");
    }

    #[test]
    fn a_pasted_style_sheet_moves_to_its_elements() {
        let page = "<html><head><style>.a{color:red} p{margin:0}</style></head><body><p class=\"a\">{nom}</p></body></html>";
        let clean = crate::sanitize_template(page);
        assert_eq!(clean.trim(), "<p style=\"margin:0;color:red\">{nom}</p>");
        assert_eq!(crate::sanitize_template(&clean), clean);
    }

    #[test]
    fn a_tower_of_elements_is_refused_and_breaks_alone_are_not() {
        assert_eq!(page(&"<div>".repeat(300)), Err(Fault::TooDeep { limit: DEEPEST }));
        assert!(page(&"x<br>".repeat(1_000)).is_ok());
    }
}

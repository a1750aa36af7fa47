//! The plain-text twin of an HTML body.

use html2text::config;
use html2text::render::TextDecorator;

/// Lines are broken here, as people have read mail since 1985.
const WIDTH: usize = 76;
/// Bytes of HTML beyond which there is no letter to read.
const TOO_LONG: usize = 4 << 20;

/// The words of a piece of HTML, links with their address, lists with their signs.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    if html.len() > TOO_LONG {
        return String::new();
    }
    let text = config::with_decorator(Letter::default())
        .raw_mode(true)
        .no_link_wrapping()
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), WIDTH)
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut joined = String::with_capacity(text.len());
    let mut blank = 0;
    for line in lines {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 && !(line.is_empty() && joined.is_empty()) {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    joined.trim_end().to_owned()
}

/// How a letter is set without type: no signs for bold, links as `words (address)`.
#[derive(Debug, Clone, Default)]
struct Letter {
    links: Vec<String>,
}

impl TextDecorator for Letter {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.links.push(url.to_owned());
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        let url = self.links.pop().unwrap_or_default();
        let bare = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("tel:")).unwrap_or(&url);
        format!(" ({bare})")
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) {}
    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _src: &str, alt: &str) -> (String, ()) {
        (alt.to_owned(), ())
    }
    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }
    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }
    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }
    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }
    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
    fn make_subblock_decorator(&self) -> Self {
        self.clone()
    }
    fn finalise(&mut self, _urls: Vec<String>) -> Vec<html2text::render::TaggedLine<()>> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_reads_as_a_letter() {
        let html = "<h1>Bonjour</h1><p>Un <b>grand</b> merci, voir <a href=\"https://a.fr\">le site</a>.</p>\
                    <ul><li>un</li><li>deux</li></ul><p>m<sup>2</sup></p>";
        assert_eq!(
            html_to_text(html),
            "Bonjour\n\nUn grand merci, voir le site (https://a.fr).\n- un\n- deux\n\nm²"
        );
    }

    #[test]
    fn a_table_that_only_lays_out_reads_in_order() {
        let html = "<table><tr><td>un</td><td>deux</td></tr><tr><td colspan=2>trois</td></tr></table>";
        assert_eq!(html_to_text(html).split_whitespace().collect::<Vec<_>>(), ["un", "deux", "trois"]);
    }
}

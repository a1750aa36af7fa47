//! Writes a value into a part so that it can only ever be text there.

use crate::link;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// One line: line breaks and control characters become a blank.
    Line,
    /// Plain text: control characters go, lines stay.
    Plain,
    /// HTML text or a quoted attribute.
    Html,
}

/// Where in the HTML a value stands; elsewhere always `Text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Text,
    /// The value begins a link, so it decides the scheme.
    LinkStart {
        /// Whether it is an image's source.
        image: bool,
    },
    /// The value stands inside a link.
    LinkRest,
}

/// The value is not a link that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link that can be sent")]
pub(crate) struct NotALink;

/// Appends a value.
pub(crate) fn write(out: &mut String, value: &str, style: Style, place: Place) -> Result<(), NotALink> {
    match place {
        Place::Text => text(out, value, style),
        Place::LinkStart { image } => link_start(out, value, style, image)?,
        Place::LinkRest => text(out, &percent_encoded(value), style),
    }
    Ok(())
}

fn link_start(out: &mut String, value: &str, style: Style, image: bool) -> Result<(), NotALink> {
    let schemes: &[&str] = if image { &link::IMAGE_SCHEMES } else { &link::LINK_SCHEMES };
    let url = link::checked(value, schemes).ok_or(NotALink)?;
    text(out, &percent_encoded(&url), style);
    Ok(())
}

/// Encodes what cannot stand in a link at all; `%`, `&` and `?` stay, they may be meant.
pub(crate) fn percent_encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '`' => out.push_str("%60"),
            '\\' => out.push_str("%5C"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

pub(crate) fn text(out: &mut String, value: &str, style: Style) {
    let special = |b: u8| match style {
        Style::Html => b < 0x20 || matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'' | 0x7f | 0xc2),
        Style::Line | Style::Plain => b < 0x20 || matches!(b, 0x7f | 0xc2),
    };
    if !value.bytes().any(special) {
        out.push_str(value);
        return;
    }
    for c in value.chars() {
        match (c, style) {
            ('&', Style::Html) => out.push_str("&amp;"),
            ('<', Style::Html) => out.push_str("&lt;"),
            ('>', Style::Html) => out.push_str("&gt;"),
            ('"', Style::Html) => out.push_str("&quot;"),
            ('\'', Style::Html) => out.push_str("&#39;"),
            ('\n' | '\t', Style::Plain | Style::Html) => out.push(c),
            (c, Style::Line) if c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            (c, _) if c.is_control() => {}
            (c, _) => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str, style: Style, place: Place) -> Result<String, NotALink> {
        let mut out = String::new();
        write(&mut out, value, style, place).map(|()| out)
    }

    #[test]
    fn a_value_cannot_leave_the_line_of_a_subject() {
        assert_eq!(written("a\r\nBcc: x@y.fr\0", Style::Line, Place::Text).unwrap(), "a Bcc: x@y.fr ");
    }

    #[test]
    fn a_value_cannot_become_markup() {
        assert_eq!(
            written("<b>\"O'Neil\" & é</b>\u{85}", Style::Html, Place::Text).unwrap(),
            "&lt;b&gt;&quot;O&#39;Neil&quot; &amp; é&lt;/b&gt;"
        );
    }

    #[test]
    fn a_value_that_begins_a_link_must_be_one() {
        let start = Place::LinkStart { image: false };
        assert_eq!(written("javascript:alert(1)", Style::Html, start), Err(NotALink));
        assert_eq!(
            written("https://a.fr/?b=c&d=e f", Style::Html, start).unwrap(),
            "https://a.fr/?b=c&amp;d=e%20f"
        );
        assert_eq!(written("mailto:a@b.fr", Style::Html, Place::LinkStart { image: true }), Err(NotALink));
    }
}

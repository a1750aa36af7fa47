//! Cuts a source into text, variables and blocks, and decides which braces are only braces.

use std::ops::Range;

use crate::error::{Fault, Located};

/// A variable longer than this is a brace somebody forgot to close.
const LONGEST_VARIABLE: usize = 500;

/// One stretch of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    /// With the delimiters.
    pub(crate) whole: Range<usize>,
    /// Without them.
    pub(crate) inner: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    Text,
    Variable,
    Block,
    Comment,
}

/// Cuts the source. The pieces follow each other without a gap.
pub(crate) fn scan(source: &str) -> Result<Vec<Piece>, Located> {
    let mut pieces = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find('{') {
        let open = at + found;
        let Some(piece) = piece_at(source, open)? else {
            // A run of braces is literal as a whole: `{{` must not be read again from its second brace.
            at = open + source[open..].bytes().take_while(|b| *b == b'{').count();
            continue;
        };
        push_text(&mut pieces, text_from..open);
        let raw = piece.kind == PieceKind::Block && source[piece.inner.clone()].trim() == "raw";
        at = piece.whole.end;
        if raw {
            at = push_raw(source, &mut pieces, &piece)?;
        } else {
            pieces.push(piece);
        }
        text_from = at;
    }
    push_text(&mut pieces, text_from..source.len());
    Ok(pieces)
}

fn push_text(pieces: &mut Vec<Piece>, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push(Piece { kind: PieceKind::Text, whole: range.clone(), inner: range });
    }
}

/// `{% raw %}…{% endraw %}`: everything between is text. Answers where the source goes on.
fn push_raw(source: &str, pieces: &mut Vec<Piece>, open: &Piece) -> Result<usize, Located> {
    let mut from = open.whole.end;
    while let Some(found) = source[from..].find("{%") {
        let start = from + found;
        let Some(length) = source[start + 2..].find("%}") else { break };
        let end = start + length + 4;
        if strip_dashes(&source[start + 2..end - 2]).trim() == "endraw" {
            push_text(pieces, open.whole.end..start);
            return Ok(end);
        }
        from = start + 2;
    }
    Err(Located::new(Fault::UnclosedBlock, open.whole.clone()))
}

fn piece_at(source: &str, open: usize) -> Result<Option<Piece>, Located> {
    let rest = &source[open..];
    if let Some(body) = rest.strip_prefix("{%") {
        let Some(length) = body.find("%}") else {
            return Err(Located::new(Fault::UnclosedBlock, open..(open + 2)));
        };
        return Ok(Some(piece(PieceKind::Block, open, 2, length)));
    }
    if let Some(body) = rest.strip_prefix("{#") {
        return Ok(body.find("#}").map(|length| piece(PieceKind::Comment, open, 2, length)));
    }
    let braces = if rest.starts_with("{{") { 2 } else { 1 };
    variable_at(rest, open, braces)
}

/// A piece whose delimiters have the same width on both sides.
fn piece(kind: PieceKind, open: usize, width: usize, length: usize) -> Piece {
    let inner = open + width..open + width + length;
    Piece { kind, whole: open..inner.end + width, inner }
}

/// A brace begins a variable when a letter follows, or when it holds one quoted text and nothing else.
fn variable_at(rest: &str, open: usize, braces: usize) -> Result<Option<Piece>, Located> {
    let body = &rest[braces..];
    let start = skip_blanks(body);
    let Some(first) = body[start..].chars().next() else { return Ok(None) };
    let close = if braces == 2 { "}}" } else { "}" };
    if first == '"' || first == '\'' {
        let literal = quoted_end(&body[start..])
            .map(|end| start + end)
            .map(|end| end + skip_blanks(&body[end..]))
            .filter(|end| body[*end..].starts_with(close));
        return Ok(literal.map(|end| piece(PieceKind::Variable, open, braces, end)));
    }
    if !first.is_alphabetic() && first != '_' {
        return Ok(None);
    }
    match closing(body, close) {
        Some(end) => Ok(Some(piece(PieceKind::Variable, open, braces, end))),
        // `{{nom}`: the inner brace alone is the variable's; leave the outer one as text.
        None if braces == 2 => Ok(None),
        None => {
            let shown = rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
            Err(Located::new(Fault::UnclosedBrace, open..open + shown))
        }
    }
}

/// The source with style sheets, scripts and comments blanked out byte by byte, so that their braces are no
/// variables and every other byte keeps its place.
pub(crate) fn without_machinery(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut blanked = html.as_bytes().to_vec();
    for (open, close) in [("<style", "</style"), ("<script", "</script"), ("<!--", "-->")] {
        let mut from = 0;
        while let Some(found) = lower[from..].find(open) {
            let start = from + found;
            let end = lower[start..].find(close).map_or(lower.len(), |at| start + at);
            let inside = blanked[start..end].iter_mut().filter(|b| **b != b'\n');
            inside.for_each(|b| *b = b' ');
            from = end;
        }
    }
    // Whole elements were blanked, so no character was cut in two.
    String::from_utf8(blanked).unwrap_or_else(|_| html.to_owned())
}

/// Where the closing delimiter stands, quoted text passed over when its quotes are closed.
fn closing(body: &str, close: &str) -> Option<usize> {
    let mut at = 0;
    while at < body.len().min(LONGEST_VARIABLE) {
        let here = &body[at..];
        if here.starts_with(close) {
            return Some(at);
        }
        let c = here.chars().next()?;
        if c == '{' || (c == '\n' && here.starts_with("\n\n")) {
            return None;
        }
        at += match c {
            '"' | '\'' => quoted_end(here).filter(|end| here[*end..].contains('}')).unwrap_or(1),
            c => c.len_utf8(),
        };
    }
    None
}

/// Length of the quoted text at the beginning, both quotes included.
fn quoted_end(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            c if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// Length of the blanks at the beginning; an editor writes a hard blank as `&nbsp;`.
fn skip_blanks(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let trimmed = trimmed.strip_prefix("&nbsp;").unwrap_or(trimmed);
        if trimmed.len() == rest.len() {
            return text.len() - rest.len();
        }
        rest = trimmed;
    }
}

/// Signs that pasted text carries and nobody sees.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The inside of a block without the dashes that eat blanks (`{%- if … -%}`).
pub(crate) fn strip_dashes(inner: &str) -> &str {
    let inner = inner.strip_prefix(['-', '+']).unwrap_or(inner);
    inner.strip_suffix(['-', '+']).unwrap_or(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<(PieceKind, &str)> {
        scan(source).unwrap().into_iter().map(|piece| (piece.kind, &source[piece.inner])).collect()
    }

    use PieceKind::{Block, Comment, Text, Variable};

    #[test]
    fn braces_without_a_name_are_text() {
        for source in
            ["{}", "{ }", "a { b }c"[..3].trim(), ":-{", "{1}", "{:x}", "{\"a\": 1}", "{{", "}", "{ "]
        {
            assert_eq!(kinds(source), [(Text, source)], "{source:?}");
        }
    }

    #[test]
    fn variables_blocks_and_comments_are_found() {
        assert_eq!(
            kinds("Bonjour {prenom|default(\"}\")}, {% if vip %}x{% endif %}{# note #}{{ nom }}"),
            [
                (Text, "Bonjour "),
                (Variable, "prenom|default(\"}\")"),
                (Text, ", "),
                (Block, " if vip "),
                (Text, "x"),
                (Block, " endif "),
                (Comment, " note "),
                (Variable, " nom "),
            ]
        );
    }

    #[test]
    fn a_quoted_text_writes_braces() {
        assert_eq!(kinds("{\"{nom}\"}"), [(Variable, "\"{nom}\"")]);
        assert_eq!(kinds("{% raw %}{nom}{% endraw %}!"), [(Text, "{nom}"), (Text, "!")]);
    }

    #[test]
    fn an_apostrophe_in_a_name_is_not_a_quote() {
        assert_eq!(kinds("{date d'échéance} l'ami"), [(Variable, "date d'échéance"), (Text, " l'ami")]);
    }

    #[test]
    fn a_forgotten_brace_is_reported_where_it_opens() {
        let fault = scan("Bonjour {nom, votre {numero}").unwrap_err();
        assert_eq!((fault.fault, fault.range.start), (Fault::UnclosedBrace, 8));
        assert_eq!(scan("{% if x").unwrap_err().fault, Fault::UnclosedBlock);
    }

    proptest::proptest! {
        #[test]
        fn any_source_is_cut_without_gaps_or_refused(source in "[a-zé{}%#\"'| \n\\-&;]{0,60}") {
            if let Ok(pieces) = scan(&source) {
                let mut at = 0;
                for piece in pieces.iter().filter(|piece| piece.kind != PieceKind::Text) {
                    proptest::prop_assert!(piece.whole.start >= at);
                    proptest::prop_assert!(piece.inner.start >= piece.whole.start && piece.inner.end <= piece.whole.end);
                    proptest::prop_assert!(source.get(piece.inner.clone()).is_some());
                    at = piece.whole.end;
                }
            }
        }
    }
}

//! What conditions and expressions may say: the allowed blocks and filters, and their words.

use crate::error::{Fault, Located};
use crate::expression::Expression;
use crate::node::Node;
use crate::scan::strip_dashes;

/// Delimiters of the engine's own syntax: control characters, which no source may hold.
pub(crate) const VARIABLE: (&str, &str) = ("\u{1}", "\u{2}");
pub(crate) const BLOCK: (&str, &str) = ("\u{3}", "\u{4}");

/// No loops and no `set`: values are single texts, and with them a short template could write without end.
const BLOCKS: [&str; 4] = ["if", "elif", "else", "endif"];

/// None of these can switch escaping off, reach outside the values, or multiply a text.
const FILTERS: [&str; 17] = [
    "default",
    "d",
    "defaut",
    "défaut",
    "upper",
    "lower",
    "title",
    "capitalize",
    "trim",
    "length",
    "count",
    "first",
    "last",
    "int",
    "float",
    "round",
    "abs",
];

/// Refuses blocks and filters that templates may not use, and blocks left open.
pub(crate) fn check(nodes: &[Node]) -> Result<(), Located> {
    let mut open = Vec::new();
    for node in nodes {
        match node {
            Node::Text(_) => {}
            Node::Variable { expression: Expression::Complex(source), at, .. } => {
                check_filters(source).map_err(|fault| Located::new(fault, at.clone()))?;
            }
            Node::Variable { .. } => {}
            Node::Block { inner, at } => {
                let word = strip_dashes(inner).split_whitespace().next().unwrap_or("");
                if !BLOCKS.contains(&word) {
                    return Err(Located::new(Fault::BlockNotAllowed(word.to_owned()), at.clone()));
                }
                check_filters(inner).map_err(|fault| Located::new(fault, at.clone()))?;
                match word {
                    "if" => open.push(at.clone()),
                    "endif" if open.pop().is_none() => {
                        return Err(Located::new(Fault::Syntax("endif without if".into()), at.clone()));
                    }
                    _ => {}
                }
            }
        }
    }
    open.pop().map_or(Ok(()), |at| Err(Located::new(Fault::UnclosedBlock, at)))
}

fn check_filters(source: &str) -> Result<(), Fault> {
    let mut after_bar = false;
    for token in tokens(source) {
        if after_bar && !FILTERS.contains(&token) {
            return Err(Fault::UnknownFilter(token.to_owned()));
        }
        if token == "*" {
            return Err(Fault::Syntax("texts cannot be multiplied".to_owned()));
        }
        after_bar = token == "|";
    }
    Ok(())
}

/// The words of an expression that may be variables, in order.
pub(crate) fn identifiers(source: &str) -> impl Iterator<Item = &str> {
    let is_word = |token: &&str| token.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    tokens(source).filter(is_word)
}

/// Words and single signs; quoted texts are left out.
fn tokens(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            if first == '"' || first == '\'' {
                rest = after_quote(rest, first);
                continue;
            }
            let is_word = |c: char| {
                c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
            };
            let length = if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (token, tail) = rest.split_at(length);
            rest = tail;
            return Some(token);
        }
    })
}

fn after_quote(text: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return &text[at + c.len_utf8()..],
            _ => {}
        }
    }
    ""
}

/// The source of the expression that carries this number in an emitted program.
pub(crate) fn expression_source(program: &str, number: usize) -> Option<&str> {
    let mark = format!(")|__write({number}, ");
    let end = program.find(&mark)?;
    let start = program[..end].rfind(VARIABLE.0)?;
    program[start..end].get(VARIABLE.0.len() + 1..)
}

/// The expression or block of an emitted program that this byte lies in.
pub(crate) fn expression_around(program: &str, at: usize) -> Option<&str> {
    let open = [VARIABLE.0, BLOCK.0].into_iter().filter_map(|open| program.get(..at)?.rfind(open)).max()?;
    let rest = &program[open..];
    let close = [VARIABLE.1, BLOCK.1].into_iter().filter_map(|close| rest.find(close)).min()?;
    let body = &rest[..close];
    Some(body.split_once(")|__write(").map_or(body, |(expression, _)| expression))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_texts_hold_neither_words_nor_filters() {
        assert_eq!(check_filters("nom|default(\"|safe * \", 'x|y')|upper"), Ok(()));
        assert_eq!(check_filters("nom|safe"), Err(Fault::UnknownFilter("safe".into())));
        assert_eq!(check_filters("nom | \n safe"), Err(Fault::UnknownFilter("safe".into())));
        assert_eq!(identifiers("if vip and nom == \"x\"").collect::<Vec<_>>(), ["if", "vip", "and", "nom"]);
    }
}

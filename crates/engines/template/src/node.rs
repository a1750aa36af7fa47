//! A source as a list of nodes, each variable with the place in the markup where it stands.

use std::ops::Range;

use crate::error::{Fault, Located, Part};
use crate::escape::Place;
use crate::expression::{self, Expression};
use crate::scan::{Piece, PieceKind, scan};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Variable { expression: Expression, place: Place, at: Range<usize> },
    Block { inner: String, at: Range<usize> },
}

/// The nodes of a part as the person wrote it.
pub(crate) fn nodes_of(part: Part, source: &str) -> Result<Vec<Node>, Located> {
    let is_html = part == Part::Html;
    let mut nodes = Vec::new();
    for piece in scan(source)? {
        nodes.extend(node_of(source, &piece, is_html, Place::Text)?);
    }
    Ok(nodes)
}

/// The nodes of a sanitised document, with the place of each variable.
pub(crate) fn nodes_of_document(document: &str) -> Result<Vec<Node>, Located> {
    let mut nodes = Vec::new();
    let mut markup = Markup::default();
    for piece in scan(document)? {
        let place = if piece.kind == PieceKind::Variable {
            markup.place_of_variable().map_err(|fault| Located::new(fault, piece.whole.clone()))?
        } else {
            Place::Text
        };
        if piece.kind == PieceKind::Text {
            markup.pass(&document[piece.inner.clone()]);
        }
        nodes.extend(node_of(document, &piece, true, place)?);
    }
    Ok(nodes)
}

fn node_of(source: &str, piece: &Piece, is_html: bool, place: Place) -> Result<Option<Node>, Located> {
    let raw = &source[piece.inner.clone()];
    let seen = || {
        if is_html {
            expression::from_html(raw)
                .ok_or_else(|| Located::new(Fault::MarkupInVariable, piece.whole.clone()))
        } else {
            Ok(expression::visible(raw))
        }
    };
    Ok(match piece.kind {
        PieceKind::Comment => None,
        PieceKind::Text => Some(Node::Text(raw.to_owned())),
        PieceKind::Block => Some(Node::Block { inner: seen()?, at: piece.whole.clone() }),
        PieceKind::Variable => {
            Some(Node::Variable { expression: expression::parse(&seen()?), place, at: piece.whole.clone() })
        }
    })
}

/// Follows normalised markup (the sanitiser's output: attributes in double quotes, `<` only for tags).
#[derive(Debug, Default)]
struct Markup {
    state: State,
    /// What was read of the tag, or of the attribute's value.
    read: String,
    attribute: String,
    image: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Tag,
    Value,
}

impl Markup {
    fn pass(&mut self, text: &str) {
        for c in text.chars() {
            match (&self.state, c) {
                (State::Text, '<') => self.enter(State::Tag),
                (State::Tag, '>') => self.enter(State::Text),
                (State::Tag, '"') => {
                    let name = self.read.trim_end_matches('=');
                    self.attribute = name.rsplit(char::is_whitespace).next().unwrap_or("").to_owned();
                    if !self.image && self.read.starts_with("img ") {
                        self.image = true;
                    }
                    self.enter(State::Value);
                }
                (State::Value, '"') => {
                    let image = self.image;
                    self.enter(State::Tag);
                    self.image = image;
                }
                (State::Text, _) => {}
                (State::Tag | State::Value, c) => self.read.push(c),
            }
        }
    }

    fn enter(&mut self, state: State) {
        self.read.clear();
        if state != State::Value {
            self.image = false;
        }
        self.state = state;
    }

    fn place_of_variable(&mut self) -> Result<Place, Fault> {
        match self.state {
            State::Text => Ok(Place::Text),
            State::Tag => Err(Fault::VariableInAttribute(String::new())),
            State::Value => {
                let begins = self.read.is_empty();
                self.read.push('\u{fffc}');
                match self.attribute.as_str() {
                    "href" | "src" if begins => Ok(Place::LinkStart { image: self.image }),
                    "href" | "src" => Ok(Place::LinkRest),
                    "alt" | "title" => Ok(Place::Text),
                    other => Err(Fault::VariableInAttribute(other.to_owned())),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(document: &str) -> Result<Vec<Place>, Fault> {
        let nodes = nodes_of_document(document).map_err(|located| located.fault)?;
        Ok(nodes
            .into_iter()
            .filter_map(|node| match node {
                Node::Variable { place, .. } => Some(place),
                _ => None,
            })
            .collect())
    }

    #[test]
    fn the_place_of_a_variable_follows_the_markup() {
        let document = "<p title=\"{a}\">{b}</p><a title=\"x\" href=\"{c}/{d}\">{e}</a>\
                        <img alt=\"{f}\" src=\"{g}\"><a href=\"https://x.fr/{h}\">y</a>";
        let start = |image| Place::LinkStart { image };
        assert_eq!(
            places(document).unwrap(),
            [
                Place::Text,
                Place::Text,
                start(false),
                Place::LinkRest,
                Place::Text,
                Place::Text,
                start(true),
                Place::LinkRest
            ]
        );
    }

    #[test]
    fn a_variable_in_a_style_is_refused() {
        assert_eq!(
            places("<p style=\"color:{couleur}\">x</p>"),
            Err(Fault::VariableInAttribute("style".into()))
        );
    }
}

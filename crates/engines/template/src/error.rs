//! What can be wrong with a template, and what can go wrong for one recipient.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The subject line.
    Subject,
    /// The HTML body.
    Html,
    /// The plain-text twin.
    Text,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Subject => "subject",
            Part::Html => "body",
            Part::Text => "plain text",
        })
    }
}

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// `{nom` without its `}`.
    #[error(
        "the brace of this variable is never closed; write {{nom}}, or put a blank after the brace if it is meant as text"
    )]
    UnclosedBrace,
    /// `{% if …` without `%}`, or an `if` without its `endif`.
    #[error("this block is never closed")]
    UnclosedBlock,
    /// Formatting begins or ends in the middle of a variable.
    #[error("formatting begins or ends inside this variable; delete it and type it again")]
    MarkupInVariable,
    /// Not an expression.
    #[error("this is not a variable: {0}")]
    Syntax(String),
    /// `{nom|something}` where `something` does not exist.
    #[error("there is no filter named \"{0}\"")]
    UnknownFilter(String),
    /// `{% something %}` that templates may not use.
    #[error("the block \"{0}\" cannot be used here; if, elif, else, endif, raw and endraw can")]
    BlockNotAllowed(String),
    /// The subject has several lines.
    #[error("a subject is one line")]
    SubjectNotOneLine,
    /// A control character (NUL, escape, …).
    #[error("the text holds an invisible control character")]
    ControlCharacter,
    /// A variable in an attribute other than a link, an image, or their texts.
    #[error("a variable cannot stand in the attribute \"{0}\"; links and texts can hold one")]
    VariableInAttribute(String),
    /// A link whose fixed beginning is not one that mail may carry, or another place that the cleaning removed.
    #[error(
        "this variable stands where mail programs show nothing; links begin with https:, http:, mailto: or tel:"
    )]
    VariableLost,
    /// More text than a message may hold.
    #[error("the text is longer than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Elements in elements in elements.
    #[error("the body nests more than {limit} elements in each other")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The styles could not be worked into the body.
    #[error("the styles of the body could not be worked in")]
    Styles,
}

impl Fault {
    /// The stable code that the API and the UI's texts use.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnclosedBrace => "unclosed_brace",
            Self::UnclosedBlock => "unclosed_block",
            Self::MarkupInVariable => "markup_in_variable",
            Self::Syntax(_) => "syntax",
            Self::UnknownFilter(_) => "unknown_filter",
            Self::BlockNotAllowed(_) => "block_not_allowed",
            Self::SubjectNotOneLine => "subject_not_one_line",
            Self::ControlCharacter => "control_character",
            Self::VariableInAttribute(_) => "variable_in_attribute",
            Self::VariableLost => "variable_lost",
            Self::TooLarge { .. } => "too_large",
            Self::TooDeep { .. } => "too_deep",
            Self::Styles => "styles",
        }
    }
}

/// A fault with its place in the source that the person wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}, line {line}, column {column}: {fault}")]
pub struct TemplateError {
    /// Which part.
    pub part: Part,
    /// What is wrong.
    pub fault: Fault,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes of the part's source that are at fault.
    pub range: Range<usize>,
    /// The text at fault, cut to 80 characters.
    pub fragment: String,
}

impl TemplateError {
    /// The stable code; see [`Fault::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// Finds line and column of a fault in the part's source.
    pub(crate) fn locate(part: Part, source: &str, located: Located) -> Self {
        let start = floor_boundary(source, located.range.start);
        let end = floor_boundary(source, located.range.end.max(start));
        let before = &source[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
        let fragment = source[start..end].chars().take(80).collect();
        Self { part, fault: located.fault, line, column, range: start..end, fragment }
    }
}

fn floor_boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A fault and the bytes it concerns, before line and column are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) fault: Fault,
    pub(crate) range: Range<usize>,
}

impl Located {
    pub(crate) fn new(fault: Fault, range: Range<usize>) -> Self {
        Self { fault, range }
    }
}

/// Why a message could not be made for one recipient.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// These variables have neither a value nor a default; names as the template writes them.
    #[error("no value and no default for: {}", variables.join(", "))]
    Missing {
        /// All of them, in the order in which the template uses them.
        variables: Vec<String>,
    },
    /// The value of this variable is used as a link and is not one that mail may carry.
    #[error("the value of {variable} is not a link that can be sent")]
    UnsafeLink {
        /// Its name.
        variable: String,
    },
    /// The template computes for too long, or makes too much text, with this person's values.
    #[error("the {part} of this message is too long or too costly to make")]
    TooCostly {
        /// In which part.
        part: Part,
    },
    /// An expression fails with this person's values.
    #[error("the {part} cannot be made with these values: {detail}")]
    Expression {
        /// In which part.
        part: Part,
        /// What the expression engine says.
        detail: String,
    },
}

impl RenderError {
    /// The stable code that the API and the UI's texts use.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "variable_missing",
            Self::UnsafeLink { .. } => "unsafe_link",
            Self::TooCostly { .. } => "too_costly",
            Self::Expression { .. } => "expression",
        }
    }
}

//! From what a person wrote to a message for anybody: check, clean, cut once; then render many times.

use sellify_domain::TemplateContent;

use crate::document;
use crate::error::{Fault, Located, Part, RenderError, TemplateError};
use crate::expression::Expression;
use crate::name::fold;
use crate::node::{Node, nodes_of, nodes_of_document};
use crate::part::{CompiledPart, Findings};
use crate::sanitise::sanitize_template;
use crate::scan::without_machinery;
use crate::twin::html_to_text;
use crate::values::Values;
use crate::variable::{Slot, VariableUse};

/// A subject longer than this is cut by every mail program.
const LONGEST_SUBJECT: usize = 1_000;
/// Gmail shows the first 102 kB; this leaves room for bodies that were pasted.
const LONGEST_BODY: usize = 1 << 20;

/// A template, checked and cut. Rendering it needs no further parsing.
#[derive(Debug)]
pub struct Compiled {
    subject: CompiledPart,
    html: Option<CompiledPart>,
    text: CompiledPart,
    variables: Vec<VariableUse>,
}

/// One message, before it becomes mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// A whole HTML page; empty when the template has a plain text only.
    pub html: String,
    /// The plain-text twin, lines ended by LF.
    pub text: String,
}

/// A message as the editor shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The message; `{nom}` stands where a value is missing.
    pub rendered: Rendered,
    /// Variables without a value or default.
    pub missing: Vec<String>,
}

/// Checks a template and prepares it.
///
/// # Errors
/// The first fault, with its place in the source that the person wrote.
pub fn compile(content: &TemplateContent) -> Result<Compiled, TemplateError> {
    let mut variables = Variables::default();
    let subject = compile_subject(&content.subject, &mut variables)?;
    let body = if content.html.trim().is_empty() {
        None
    } else {
        Some(compile_html(&content.html, &mut variables)?)
    };
    let own_text = content.text.as_deref().filter(|text| !text.trim().is_empty());
    let (html, twin) = match body {
        Some(body) => (Some(body.part), Some(body.twin)),
        None => (None, None),
    };
    let text = match (own_text, twin) {
        (Some(text), _) => compile_text(text, &mut variables)?,
        (None, Some(twin)) => twin,
        (None, None) => compile_text("", &mut variables)?,
    };
    Ok(Compiled { subject, html, text, variables: variables.0 })
}

fn compile_subject(source: &str, variables: &mut Variables) -> Result<CompiledPart, TemplateError> {
    let at = |located| TemplateError::locate(Part::Subject, source, located);
    check_size(source, LONGEST_SUBJECT).map_err(at)?;
    if let Some((start, c)) =
        source.char_indices().find(|(_, c)| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'))
    {
        return Err(at(Located::new(Fault::SubjectNotOneLine, start..start + c.len_utf8())));
    }
    check_controls(source).map_err(at)?;
    let nodes = nodes_of(Part::Subject, source).map_err(at)?;
    let part = CompiledPart::build(Part::Subject, &nodes).map_err(at)?;
    variables.add(Part::Subject, &part, &nodes);
    Ok(part)
}

fn compile_text(source: &str, variables: &mut Variables) -> Result<CompiledPart, TemplateError> {
    let source = source.replace("\r\n", "\n");
    let at = |located| TemplateError::locate(Part::Text, &source, located);
    check_size(&source, LONGEST_BODY).map_err(at)?;
    check_controls(&source).map_err(at)?;
    let nodes = nodes_of(Part::Text, &source).map_err(at)?;
    let part = CompiledPart::build(Part::Text, &nodes).map_err(at)?;
    variables.add(Part::Text, &part, &nodes);
    Ok(part)
}

struct Body {
    part: CompiledPart,
    twin: CompiledPart,
}

fn compile_html(source: &str, variables: &mut Variables) -> Result<Body, TemplateError> {
    let at = |located| TemplateError::locate(Part::Html, source, located);
    check_size(source, LONGEST_BODY).map_err(at)?;
    check_controls(source).map_err(at)?;
    // The source is built once only for its faults, which then stand where the person wrote them.
    let written = nodes_of(Part::Html, &without_machinery(source)).map_err(at)?;
    let draft = CompiledPart::build(Part::Html, &written).map_err(at)?;
    variables.add(Part::Html, &draft, &written);

    let clean = sanitize_template(source);
    let page = document::page(&clean).map_err(|fault| at(Located::new(fault, 0..0)))?;
    // A fault that shows only in the cleaned page is shown at the first variable of the same name.
    let in_source = |located: Located, page: &str| {
        let fragment = page.get(located.range.clone()).unwrap_or_default();
        let start = source.find(fragment).unwrap_or(0);
        at(Located::new(located.fault, start..start + fragment.len()))
    };
    let nodes = nodes_of_document(&page).map_err(|located| in_source(located, &page))?;
    check_nothing_lost(&written, &nodes).map_err(at)?;
    let part = CompiledPart::build(Part::Html, &nodes).map_err(|located| in_source(located, &page))?;
    let twin_nodes = twin_nodes(&clean).map_err(|located| in_source(located, &clean))?;
    let twin = CompiledPart::build(Part::Text, &twin_nodes).map_err(|located| in_source(located, &clean))?;
    Ok(Body { part, twin })
}

/// The twin's nodes: variables travel through the conversion as single signs that no line break can cut.
fn twin_nodes(clean: &str) -> Result<Vec<Node>, Located> {
    let nodes = nodes_of(Part::Html, clean)?;
    let mut marked = String::with_capacity(clean.len());
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Text(text) => marked.push_str(text),
            Node::Variable { .. } | Node::Block { .. } => marked.push_str(&format!("{OPEN}{at}{CLOSE}")),
        }
    }
    let text = html_to_text(&marked);
    let mut twin = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once(OPEN) {
        twin.push(Node::Text(before.to_owned()));
        let Some((number, tail)) = after.split_once(CLOSE) else { break };
        twin.extend(number.parse().ok().and_then(|at: usize| nodes.get(at)).cloned());
        rest = tail;
    }
    twin.push(Node::Text(rest.to_owned()));
    Ok(twin)
}

const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

fn check_size(source: &str, limit: usize) -> Result<(), Located> {
    if source.len() > limit {
        return Err(Located::new(Fault::TooLarge { limit }, limit..limit));
    }
    Ok(())
}

fn check_controls(source: &str) -> Result<(), Located> {
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, OPEN | CLOSE);
    match source.char_indices().find(|(_, c)| odd(*c)) {
        Some((at, c)) => Err(Located::new(Fault::ControlCharacter, at..at + c.len_utf8())),
        None => Ok(()),
    }
}

/// Cleaning drops links of other schemes and attributes that mail does not know. A variable in one of them
/// would silently be gone from the message.
fn check_nothing_lost(written: &[Node], kept: &[Node]) -> Result<(), Located> {
    let mut left: Vec<&Expression> = kept.iter().filter_map(expression_of).collect();
    for node in written {
        let Node::Variable { expression, at, .. } = node else { continue };
        match left.iter().position(|kept| *kept == expression) {
            Some(found) => {
                left.swap_remove(found);
            }
            None => return Err(Located::new(Fault::VariableLost, at.clone())),
        }
    }
    Ok(())
}

fn expression_of(node: &Node) -> Option<&Expression> {
    if let Node::Variable { expression, .. } = node { Some(expression) } else { None }
}

#[derive(Debug, Default)]
struct Variables(Vec<VariableUse>);

impl Variables {
    fn add(&mut self, part: Part, compiled: &CompiledPart, nodes: &[Node]) {
        for (written, slot, has_default) in compiled.variables(nodes) {
            let known = self.0.iter_mut().find(|known| Slot::of(&fold(&known.name)) == slot);
            match known {
                Some(known) => {
                    known.has_default &= has_default;
                    if !known.parts.contains(&part) {
                        known.parts.push(part);
                    }
                }
                None => {
                    let field = slot.field();
                    self.0.push(VariableUse { name: written, field, has_default, parts: vec![part] });
                }
            }
        }
    }
}

impl Compiled {
    /// The variables, in the order in which subject, body and text first use them.
    #[must_use]
    pub fn variables(&self) -> &[VariableUse] {
        &self.variables
    }

    /// Makes one message.
    ///
    /// # Errors
    /// All variables without a value and default, or what else cannot be made with these values.
    pub fn render(&self, values: &Values<'_>) -> Result<Rendered, RenderError> {
        let mut findings = Findings::default();
        let rendered = Rendered {
            subject: one_line(self.subject.render(values, &mut findings)),
            html: self.html.as_ref().map_or_else(String::new, |html| html.render(values, &mut findings)),
            text: ended(self.text.render(values, &mut findings)),
        };
        findings.into_error().map_or(Ok(rendered), Err)
    }

    /// Whether a message can be made, without making it where that is possible.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn check(&self, values: &Values<'_>) -> Result<(), RenderError> {
        let mut findings = Findings::default();
        self.subject.find(values, &mut findings);
        if let Some(html) = &self.html {
            html.find(values, &mut findings);
        }
        self.text.find(values, &mut findings);
        findings.into_error().map_or(Ok(()), Err)
    }

    /// Makes a message to look at; what is missing stands as `{nom}`.
    ///
    /// # Errors
    /// What cannot be made with these values, missing ones aside.
    pub fn preview(&self, values: &Values<'_>) -> Result<Preview, RenderError> {
        let missing = match self.check(values) {
            Ok(()) => Vec::new(),
            Err(RenderError::Missing { variables }) => variables,
            Err(other) => return Err(other),
        };
        let rendered = Rendered {
            subject: one_line(self.subject.preview(values)?),
            html: self.html.as_ref().map_or_else(|| Ok(String::new()), |html| html.preview(values))?,
            text: ended(self.text.preview(values)?),
        };
        Ok(Preview { rendered, missing })
    }
}

/// Values end with blanks more often than people think, and a subject must not.
fn one_line(subject: String) -> String {
    let trimmed = subject.trim();
    if trimmed.len() == subject.len() { subject } else { trimmed.to_owned() }
}

/// A condition that turned out empty leaves blank lines at the end.
fn ended(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text
}

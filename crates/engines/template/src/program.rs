//! A part with conditions or computed expressions, run by minijinja. Plain parts never come here.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use crate::error::{Fault, Located, Part, RenderError};
use crate::escape::{self, Place, Style};
use crate::expression::Expression;
use crate::grammar;
use crate::name::fold;
use crate::node::Node;
use crate::values::Values;
use crate::variable::Slot;

/// Instructions that one rendering may take; a page of text takes a few hundred.
const FUEL: u64 = 100_000;
/// Bytes that one rendering may write.
const LONGEST_OUTPUT: usize = 4 << 20;
const NAME: &str = "part";
/// Set while a preview is made: links without a value lead nowhere instead of failing.
const PREVIEW: &str = "__preview";

/// A compiled part.
#[derive(Debug)]
pub(crate) struct Program {
    part: Part,
    environment: Environment<'static>,
    /// Identifier in the source, where its value is, and how the person wrote it.
    names: Vec<(String, Slot, String)>,
}

#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error("no value for expression {0}")]
    Missing(usize),
    #[error("expression {0} is not a link")]
    NotALink(usize),
}

impl Program {
    pub(crate) fn compile(part: Part, style: Style, nodes: &[Node]) -> Result<Self, Located> {
        grammar::check(nodes)?;
        let (source, offsets) = emit(nodes);
        let mut environment = environment(style).map_err(|error| fault_of(&error, nodes, &offsets))?;
        environment.add_template_owned(NAME, source).map_err(|error| fault_of(&error, nodes, &offsets))?;
        let names = names_of(&environment, nodes);
        Ok(Self { part, environment, names })
    }

    /// The variables as written, with the slot of each.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &Slot)> {
        self.names.iter().map(|(_, slot, written)| (written.as_str(), slot))
    }

    pub(crate) fn render(&self, values: &Values<'_>) -> Result<String, RenderError> {
        let mut context = self.context(values);
        let mut missing = BTreeSet::new();
        // The engine stops at the first missing value. A stand-in takes its place until all are known.
        for _ in 0..=self.names.len() {
            match self.run(context.clone()) {
                Ok(text) if missing.is_empty() => return Ok(text),
                Ok(_) => break,
                Err(error) => {
                    let Some(found) = self.missing_in(&error, &context) else {
                        return if missing.is_empty() {
                            Err(self.explain(&error))
                        } else {
                            Err(self.all(&missing))
                        };
                    };
                    for at in found {
                        context.insert(self.names[at].0.clone(), Value::from("https://stand.in"));
                        missing.insert(at);
                    }
                }
            }
        }
        Err(self.all(&missing))
    }

    /// Renders with `{nom}` standing for every value that is missing.
    pub(crate) fn preview(&self, values: &Values<'_>) -> Result<String, RenderError> {
        let mut context = self.context(values);
        context.insert(PREVIEW.to_owned(), Value::from(true));
        for _ in 0..=self.names.len() {
            match self.run(context.clone()) {
                Ok(text) => return Ok(text),
                Err(error) => {
                    let found = self.missing_in(&error, &context).ok_or_else(|| self.explain(&error))?;
                    for at in found {
                        let (name, _, written) = &self.names[at];
                        context.insert(name.clone(), Value::from(format!("{{{written}}}")));
                    }
                }
            }
        }
        Err(RenderError::TooCostly { part: self.part })
    }

    fn context(&self, values: &Values<'_>) -> BTreeMap<String, Value> {
        self.names
            .iter()
            .filter_map(|(name, slot, _)| Some((name.clone(), Value::from(values.get(slot)?))))
            .collect()
    }

    fn run(&self, context: BTreeMap<String, Value>) -> Result<String, Error> {
        let mut out = Bounded(Vec::new());
        self.environment.get_template(NAME)?.render_captured_to(Value::from(context), &mut out)?;
        Ok(String::from_utf8_lossy(&out.0).into_owned())
    }

    /// Which names without a value this error is about; none when it is about something else.
    fn missing_in(&self, error: &Error, context: &BTreeMap<String, Value>) -> Option<Vec<usize>> {
        if error.kind() != ErrorKind::UndefinedError && !matches!(stop_of(error), Some(Stop::Missing(_))) {
            return None;
        }
        let without = |at: &usize| !context.contains_key(&self.names[*at].0);
        let mut found: Vec<usize> = self.names_in(error).into_iter().filter(without).collect();
        if found.is_empty() {
            found = (0..self.names.len()).filter(without).collect();
        }
        (!found.is_empty()).then_some(found)
    }

    /// The names in the expression at which an error arose.
    fn names_in(&self, error: &Error) -> Vec<usize> {
        let Ok(template) = self.environment.get_template(NAME) else { return Vec::new() };
        let source = template.source();
        let expression = match stop_of(error) {
            Some(Stop::Missing(at) | Stop::NotALink(at)) => grammar::expression_source(source, *at),
            None => error.range().and_then(|range| grammar::expression_around(source, range.start)),
        };
        let words: Vec<&str> = grammar::identifiers(expression.unwrap_or_default()).collect();
        (0..self.names.len()).filter(|at| words.contains(&self.names[*at].0.as_str())).collect()
    }

    fn all(&self, missing: &BTreeSet<usize>) -> RenderError {
        RenderError::Missing { variables: missing.iter().map(|at| self.names[*at].2.clone()).collect() }
    }

    fn explain(&self, error: &Error) -> RenderError {
        if let Some(Stop::NotALink(_)) = stop_of(error) {
            let variable =
                self.names_in(error).first().map_or_else(String::new, |at| self.names[*at].2.clone());
            return RenderError::UnsafeLink { variable };
        }
        match error.kind() {
            ErrorKind::OutOfFuel | ErrorKind::WriteFailure => RenderError::TooCostly { part: self.part },
            _ => RenderError::Expression { part: self.part, detail: sentence(error) },
        }
    }
}

fn stop_of(error: &Error) -> Option<&Stop> {
    std::error::Error::source(error)?.downcast_ref()
}

fn sentence(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

/// Refuses to grow beyond [`LONGEST_OUTPUT`].
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST_OUTPUT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The nodes in the engine's syntax, and where each begins. The delimiters are control characters, which no
/// source may hold, so that every brace of the text is only a brace.
fn emit(nodes: &[Node]) -> (String, Vec<usize>) {
    let mut source = String::new();
    let mut offsets = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        offsets.push(source.len());
        match node {
            Node::Text(text) => source.push_str(text),
            Node::Block { inner, .. } => {
                source.push_str(&format!("{}{inner}{}", grammar::BLOCK.0, grammar::BLOCK.1))
            }
            Node::Variable { expression, place, .. } => {
                let place = match place {
                    Place::Text => 0,
                    Place::LinkRest => 1,
                    Place::LinkStart { image: false } => 2,
                    Place::LinkStart { image: true } => 3,
                };
                let inner = written(expression);
                let (open, close) = grammar::VARIABLE;
                source.push_str(&format!("{open}({inner})|__write({at}, {place}){close}"));
            }
        }
    }
    (source, offsets)
}

fn written(expression: &Expression) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match expression {
        Expression::Plain { folded, fallback: None, .. } => folded.clone(),
        Expression::Plain { folded, fallback: Some(text), .. } => {
            format!("{folded}|default({})", quote(text))
        }
        Expression::Quoted(text) => quote(text),
        Expression::Complex(source) => source.clone(),
    }
}

fn environment(style: Style) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .variable_delimiters(grammar::VARIABLE.0, grammar::VARIABLE.1)
            .block_delimiters(grammar::BLOCK.0, grammar::BLOCK.1)
            .comment_delimiters("\u{5}", "\u{6}")
            .keep_trailing_newline(true)
            .build()?,
    );
    let functions: Vec<String> = environment.globals().map(|(name, _)| name.to_owned()).collect();
    functions.iter().for_each(|name| environment.remove_global(name));
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(FUEL));
    // Costs only where an error arises, and tells in which expression it did.
    environment.set_debug(true);
    // Values are escaped by `__write`, by the same code as in plain parts; nothing is escaped twice.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(|out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value| {
        out.write_str(value.as_str().unwrap_or_default()).map_err(Error::from)
    });
    environment.add_filter("defaut", minijinja::filters::default);
    environment.add_filter("défaut", minijinja::filters::default);
    environment.add_filter("__write", move |state: &State<'_, '_>, value: Value, at: usize, place: u8| {
        write_value(state, &value, style, at, place)
    });
    Ok(environment)
}

fn write_value(
    state: &State<'_, '_>,
    value: &Value,
    style: Style,
    at: usize,
    place: u8,
) -> Result<String, Error> {
    let stop = |stop: Stop| Error::new(ErrorKind::InvalidOperation, stop.to_string()).with_source(stop);
    if value.is_undefined() || value.is_none() {
        return Err(stop(Stop::Missing(at)));
    }
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let place = match place {
        0 => Place::Text,
        1 => Place::LinkRest,
        place => Place::LinkStart { image: place == 3 },
    };
    let stands_in = matches!(place, Place::LinkStart { .. }) && text.starts_with('{');
    if stands_in && state.lookup(PREVIEW).is_some() {
        return Ok("#".to_owned());
    }
    let mut out = String::with_capacity(text.len());
    escape::write(&mut out, &text, style, place).map_err(|_| stop(Stop::NotALink(at)))?;
    Ok(out)
}

/// Every variable that the program may look up, in the order of the source.
fn names_of(environment: &Environment<'_>, nodes: &[Node]) -> Vec<(String, Slot, String)> {
    let Ok(template) = environment.get_template(NAME) else { return Vec::new() };
    let undeclared = template.undeclared_variables(false);
    let mut names: Vec<(String, Slot, String)> = Vec::new();
    let mut add = |identifier: String, written: &str| {
        if undeclared.contains(&identifier) && !names.iter().any(|(known, ..)| *known == identifier) {
            names.push((identifier.clone(), Slot::of(&fold(&identifier)), written.to_owned()));
        }
    };
    for node in nodes {
        let source = match node {
            Node::Text(_) => continue,
            Node::Variable { expression: Expression::Plain { folded, written, .. }, .. } => {
                add(folded.clone(), written);
                continue;
            }
            Node::Variable { expression, .. } => written(expression),
            Node::Block { inner, .. } => inner.clone(),
        };
        for word in grammar::identifiers(&source) {
            add(word.to_owned(), word);
        }
    }
    names
}

fn fault_of(error: &Error, nodes: &[Node], offsets: &[usize]) -> Located {
    let at = error.range().map_or(0, |range| range.start);
    let found = offsets.partition_point(|offset| *offset <= at).saturating_sub(1);
    let place = |node: &Node| match node {
        Node::Variable { at, .. } | Node::Block { at, .. } => Some(at.clone()),
        Node::Text(_) => None,
    };
    let range = nodes[..nodes.len().min(found + 1)].iter().rev().find_map(place);
    let range = range.or_else(|| nodes.iter().find_map(place)).unwrap_or(0..0);
    Located::new(Fault::Syntax(sentence(error)), range)
}

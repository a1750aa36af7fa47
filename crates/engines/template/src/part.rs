//! One compiled part: cut segments where that is enough, a program where conditions need it.

use crate::error::{Located, Part, RenderError};
use crate::escape::{self, Place, Style};
use crate::expression::Expression;
use crate::node::Node;
use crate::program::Program;
use crate::values::Values;
use crate::variable::Slot;

/// A part, ready to be rendered many times.
#[derive(Debug)]
pub(crate) struct CompiledPart {
    plan: Plan,
    /// Bytes of fixed text, to size the output.
    fixed: usize,
}

#[derive(Debug)]
enum Plan {
    Segments { style: Style, segments: Vec<Segment> },
    Program(Box<Program>),
}

#[derive(Debug)]
enum Segment {
    Fixed(String),
    Value { written: String, slot: Slot, fallback: Option<String>, place: Place },
}

/// What a rendering found wrong with the values.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) missing: Vec<String>,
    pub(crate) other: Option<RenderError>,
}

impl Findings {
    fn add_missing(&mut self, name: &str) {
        if !self.missing.iter().any(|known| known == name) {
            self.missing.push(name.to_owned());
        }
    }

    fn add(&mut self, error: RenderError) {
        match error {
            RenderError::Missing { variables } => variables.iter().for_each(|name| self.add_missing(name)),
            other => self.other = self.other.take().or(Some(other)),
        }
    }

    pub(crate) fn into_error(self) -> Option<RenderError> {
        if self.missing.is_empty() {
            self.other
        } else {
            Some(RenderError::Missing { variables: self.missing })
        }
    }
}

impl CompiledPart {
    pub(crate) fn build(part: Part, nodes: &[Node]) -> Result<Self, Located> {
        let style = match part {
            Part::Subject => Style::Line,
            Part::Html => Style::Html,
            Part::Text => Style::Plain,
        };
        let fixed = nodes.iter().map(|node| if let Node::Text(text) = node { text.len() } else { 24 }).sum();
        let plan = match segments(nodes, style) {
            Some(segments) => Plan::Segments { style, segments },
            None => Plan::Program(Box::new(Program::compile(part, style, nodes)?)),
        };
        Ok(Self { plan, fixed })
    }

    /// Renders; what is missing goes to the findings and the text is then of no use.
    pub(crate) fn render(&self, values: &Values<'_>, findings: &mut Findings) -> String {
        match &self.plan {
            Plan::Segments { style, segments } => {
                let mut out = String::with_capacity(self.fixed + self.fixed / 4);
                for segment in segments {
                    write(&mut out, segment, *style, values, findings);
                }
                out
            }
            Plan::Program(program) => program.render(values).unwrap_or_else(|error| {
                findings.add(error);
                String::new()
            }),
        }
    }

    /// Renders with `{nom}` in the place of what is missing.
    pub(crate) fn preview(&self, values: &Values<'_>) -> Result<String, RenderError> {
        match &self.plan {
            Plan::Segments { style, segments } => {
                let mut out = String::with_capacity(self.fixed * 2);
                let mut findings = Findings::default();
                for segment in segments {
                    write(&mut out, segment, *style, values, &mut findings);
                }
                findings.other.map_or(Ok(out), Err)
            }
            Plan::Program(program) => program.preview(values),
        }
    }

    /// What would be missing, without rendering where that is possible.
    pub(crate) fn find(&self, values: &Values<'_>, findings: &mut Findings) {
        let Plan::Segments { segments, .. } = &self.plan else {
            self.render(values, findings);
            return;
        };
        for segment in segments {
            match segment {
                Segment::Fixed(_) | Segment::Value { fallback: Some(_), place: Place::Text, .. } => {}
                Segment::Value { written, slot, place: Place::Text, .. } => {
                    if values.get(slot).is_none() {
                        findings.add_missing(written);
                    }
                }
                Segment::Value { .. } => write(&mut String::new(), segment, Style::Html, values, findings),
            }
        }
    }

    /// The variables as written, with their slots and whether a missing value would leave a person out.
    pub(crate) fn variables(&self, nodes: &[Node]) -> Vec<(String, Slot, bool)> {
        match &self.plan {
            Plan::Segments { segments, .. } => segments
                .iter()
                .filter_map(|segment| match segment {
                    Segment::Fixed(_) => None,
                    Segment::Value { written, slot, fallback, .. } => {
                        Some((written.clone(), slot.clone(), fallback.is_some()))
                    }
                })
                .collect(),
            Plan::Program(program) => program
                .names()
                .map(|(written, slot)| (written.to_owned(), slot.clone(), only_tested(nodes, slot)))
                .collect(),
        }
    }
}

fn segments(nodes: &[Node], style: Style) -> Option<Vec<Segment>> {
    nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => Some(Segment::Fixed(text.clone())),
            Node::Variable { expression: Expression::Quoted(text), place: Place::Text, .. } => {
                let mut escaped = String::new();
                escape::text(&mut escaped, text, style);
                Some(Segment::Fixed(escaped))
            }
            Node::Variable { expression: Expression::Plain { written, folded, fallback }, place, .. } => {
                Some(Segment::Value {
                    written: written.clone(),
                    slot: Slot::of(folded),
                    fallback: fallback.clone(),
                    place: *place,
                })
            }
            Node::Variable { .. } | Node::Block { .. } => None,
        })
        .collect()
}

fn write(out: &mut String, segment: &Segment, style: Style, values: &Values<'_>, findings: &mut Findings) {
    let (written, slot, fallback, place) = match segment {
        Segment::Fixed(text) => return out.push_str(text),
        Segment::Value { written, slot, fallback, place } => (written, slot, fallback, *place),
    };
    let Some(value) = values.get(slot).or(fallback.as_deref()) else {
        findings.add_missing(written);
        return if matches!(place, Place::LinkStart { .. }) {
            out.push('#');
        } else {
            escape::text(out, &format!("{{{written}}}"), style);
        };
    };
    if escape::write(out, value, style, place).is_err() {
        findings.add(RenderError::UnsafeLink { variable: written.clone() });
    }
}

/// Whether every use of a variable is a condition or carries a default, so that nobody is left out for it.
fn only_tested(nodes: &[Node], slot: &Slot) -> bool {
    nodes.iter().all(|node| match node {
        Node::Variable { expression: Expression::Plain { folded, fallback, .. }, .. } => {
            fallback.is_some() || Slot::of(folded) != *slot
        }
        Node::Variable { expression: Expression::Complex(source), .. } => {
            crate::grammar::identifiers(source).all(|word| Slot::of(&crate::name::fold(word)) != *slot)
        }
        Node::Variable { .. } | Node::Text(_) | Node::Block { .. } => true,
    })
}

//! Templates: variables, checks, rendering, cleaned HTML with inlined styles, the plain-text twin.
//!
//! Pure: no I/O, no clock. People write `{prenom}` or `{prenom|default("client")}`; see `docs/GLOSSARY.md`.

mod compile;
mod document;
mod error;
mod escape;
mod expression;
mod grammar;
mod link;
mod name;
mod node;
mod part;
mod program;
mod sanitise;
mod scan;
mod twin;
mod values;
mod variable;

pub use compile::{Compiled, Preview, Rendered, compile};
pub use error::{Fault, Part, RenderError, TemplateError};
pub use name::fold;
pub use sanitise::{sanitize, sanitize_template};
pub use twin::html_to_text;
pub use values::{Values, values_of};
pub use variable::{KnownVariable, UnknownVariable, VariableUse, known_variables, unknown_variables};

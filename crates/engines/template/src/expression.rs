//! Reads the inside of a variable: the plain forms by itself, everything else for the expression engine.

use std::borrow::Cow;

use crate::name::{fold, is_joint};
use crate::scan::is_invisible;

/// What stands between two braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// `nom`, `Code postal`, `prenom|default("client")`.
    Plain {
        /// As the person wrote it.
        written: String,
        /// As names are compared.
        folded: String,
        /// Used when the value is missing.
        fallback: Option<String>,
    },
    /// `"{nom}"`: a text that is itself.
    Quoted(String),
    /// Anything else.
    Complex(String),
}

/// Words of the expression language, which cannot be names.
const RESERVED: [&str; 11] = ["not", "and", "or", "if", "else", "in", "is", "true", "false", "none", "loop"];

pub(crate) fn parse(inner: &str) -> Expression {
    let inner = inner.trim();
    if let Some(text) = quoted(inner) {
        return Expression::Quoted(text);
    }
    let (name, filter) = match inner.split_once('|') {
        Some((name, filter)) => (name.trim(), Some(filter.trim())),
        None => (inner, None),
    };
    let folded = fold(name);
    if !is_name(name) || folded.is_empty() || has_reserved_word(name) {
        return Expression::Complex(straight_quotes(inner).into_owned());
    }
    match filter.map(default_text) {
        None => Expression::Plain { written: name.to_owned(), folded, fallback: None },
        Some(Some(text)) => Expression::Plain { written: name.to_owned(), folded, fallback: Some(text) },
        Some(None) => Expression::Complex(straight_quotes(inner).into_owned()),
    }
}

fn is_name(name: &str) -> bool {
    name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || is_joint(c) || is_combining(c))
        // `a.b` is an attribute in the expression language; a name never holds a full stop.
        && !name.contains('.')
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn has_reserved_word(name: &str) -> bool {
    name.split(char::is_whitespace).any(|word| RESERVED.contains(&word))
}

/// `default("client")`, also as `défaut(« client »)`.
fn default_text(filter: &str) -> Option<String> {
    let (name, rest) = filter.split_once('(')?;
    let known = matches!(fold(name).as_str(), "default" | "defaut" | "d");
    let argument = rest.trim_end().strip_suffix(')')?;
    if known { quoted(argument.trim()) } else { None }
}

/// A text in one pair of quotes, typographic ones included.
fn quoted(text: &str) -> Option<String> {
    let open = text.chars().next()?;
    let closers: &[char] = match open {
        '"' => &['"'],
        '\'' => &['\''],
        '“' | '”' | '„' => &['”', '“'],
        '«' => &['»'],
        '‘' => &['’'],
        _ => return None,
    };
    let inside = text.strip_prefix(open)?.strip_suffix(closers)?;
    if inside.contains(closers) || inside.contains(['\\', open]) {
        return None;
    }
    // French typography sets blanks inside « »; they belong to the quotes.
    let inside = if open == '«' { inside.trim() } else { inside };
    Some(inside.to_owned())
}

/// Word processors turn quotes; the expression language knows the straight ones only.
fn straight_quotes(text: &str) -> Cow<'_, str> {
    if text.contains('"') || !text.contains(['“', '”', '„', '«', '»']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(['“', '”', '„', '«', '»'], "\""))
}

/// The inside of a variable in an HTML source, as the person sees it; none when tags stand in it.
pub(crate) fn from_html(inner: &str) -> Option<String> {
    if inner.contains('<') {
        return None;
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (length, c) = known.map_or((1, '&'), |(entity, c)| (entity.len(), *c));
        text.push(c);
        rest = &rest[length..];
    }
    text.push_str(rest);
    Some(visible(&text))
}

const ENTITIES: [(&str, char); 8] = [
    ("&quot;", '"'),
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&apos;", '\''),
    ("&nbsp;", ' '),
];

/// Hard blanks become plain ones, invisible signs go.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(written: &str, folded: &str, fallback: Option<&str>) -> Expression {
        Expression::Plain {
            written: written.into(),
            folded: folded.into(),
            fallback: fallback.map(str::to_owned),
        }
    }

    #[test]
    fn plain_forms_are_read_without_the_engine() {
        assert_eq!(parse("nom"), plain("nom", "nom", None));
        assert_eq!(parse(" Code postal "), plain("Code postal", "code_postal", None));
        assert_eq!(parse("prénom | default('cher client')"), plain("prénom", "prenom", Some("cher client")));
        assert_eq!(parse("prenom|default(« client »)"), plain("prenom", "prenom", Some("client")));
        assert_eq!(parse("prenom|défaut(“client”)"), plain("prenom", "prenom", Some("client")));
        assert_eq!(parse("\"{nom}\""), Expression::Quoted("{nom}".into()));
    }

    #[test]
    fn everything_else_goes_to_the_engine() {
        for source in ["nom|upper", "nom if vip else 'x'", "a.b", "not vip", "a + b", "nom|default(prenom)"] {
            assert_eq!(parse(source), Expression::Complex(source.into()));
        }
        assert_eq!(
            parse("nom|replace(“a”, “b”)"),
            Expression::Complex("nom|replace(\"a\", \"b\")".into()),
            "a word processor turned the quotes"
        );
    }

    #[test]
    fn entities_are_read_as_the_person_sees_them() {
        assert_eq!(
            from_html("nom|default(&quot;A &amp; B&quot;)").as_deref(),
            Some("nom|default(\"A & B\")")
        );
        assert_eq!(from_html("nom&nbsp;").as_deref(), Some("nom "));
        assert_eq!(from_html("pre<b>nom</b>"), None);
    }
}

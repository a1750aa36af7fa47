//! `sellify contacts segment`: rules that pick contacts.

use clap::{Args, Subcommand};
use sellify_app::{App, ContactQuery, RuleCount};
use sellify_domain::Segment as Kept;
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Segment {
    /// List segments
    List,
    /// Save a rule under a name
    Add(Add),
    /// Show a segment's rule
    Show(Named),
    /// Count whom a segment, or a rule, picks
    Count(Count),
    /// Remove a segment; contacts are not touched
    Remove(Named),
    /// Show what a rule can ask about
    Fields,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What to call it
    name: String,
    #[command(flatten)]
    rule: Rule,
}

#[derive(Debug, Args)]
pub(crate) struct Count {
    /// The segment, by id or name; without it, a rule
    #[arg(conflicts_with_all = ["conditions", "rule"])]
    segment: Option<String>,
    #[command(flatten)]
    rule: Rule,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The segment's id or name
    segment: String,
}

#[derive(Debug, Args)]
struct Rule {
    /// A condition: field, operator, value, such as `--where "city contains Lyon"`; several must all hold
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// With several conditions: one of them is enough
    #[arg(long, requires = "conditions")]
    any: bool,
    /// The whole rule as JSON, or a file that holds it
    #[arg(long, value_name = "JSON|FILE", conflicts_with = "conditions")]
    rule: Option<String>,
}

impl Rule {
    fn tree(&self) -> Result<Value, Failure> {
        if let Some(rule) = &self.rule {
            return read(rule);
        }
        if self.conditions.is_empty() {
            return Err(Failure::usage(
                "Say whom to pick: --where \"FIELD OPERATOR VALUE\", or --rule JSON.",
            ));
        }
        let rules: Vec<Value> = self.conditions.iter().map(|text| condition(text)).collect();
        Ok(json!({ "combinator": if self.any { "or" } else { "and" }, "rules": rules }))
    }
}

fn read(rule: &str) -> Result<Value, Failure> {
    let text = if rule.trim_start().starts_with('{') {
        rule.to_owned()
    } else {
        std::fs::read_to_string(rule).map_err(|error| Failure::system(&error))?
    };
    serde_json::from_str(&text).map_err(|error| {
        Failure::refused("rule_invalid", format!("The rule is no JSON ({error}). Nothing was changed."))
    })
}

/// `city contains Le Havre` → field, operator, everything behind them; several values stand between `|`.
fn condition(text: &str) -> Value {
    let mut parts = text.trim().splitn(3, char::is_whitespace);
    let (field, operator) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let value = match parts.next().map(str::trim) {
        None | Some("") => Value::Null,
        Some(list) if list.contains('|') => list.split('|').map(|one| json!(one.trim())).collect(),
        Some(one) => json!(one),
    };
    json!({ "field": field, "operator": operator, "value": value })
}

#[derive(Serialize)]
struct Counted {
    count: u64,
    exact: bool,
    took_ms: f64,
}

#[derive(Serialize)]
struct Field {
    key: String,
    label: Option<String>,
    kind: &'static str,
    operators: Vec<&'static str>,
}

impl Segment {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        match self {
            Self::List => globals.output().say(&app.segments().await?, |segments| listed(segments)),
            Self::Add(Add { name, rule }) => {
                let made = app.create_segment(&BY, &name, &rule.tree()?).await?;
                globals.output().say(&made, |made| format!("Segment “{}” saved: {}", made.name, made.id))
            }
            Self::Show(Named { segment }) => {
                let found = find::segment(app, &segment).await?;
                globals.output().say(&found, |found| {
                    let rule = serde_json::to_string_pretty(&found.rule).unwrap_or_default();
                    format!("{}\n{rule}", found.name)
                })
            }
            Self::Count(count) => count.run(app, globals).await,
            Self::Remove(Named { segment }) => {
                let found = find::segment(app, &segment).await?;
                app.delete_segment(&BY, found.id).await?;
                globals.output().say(&found, |found| format!("Segment “{}” removed.", found.name))
            }
            Self::Fields => {
                let fields: Vec<Field> = app.segment_fields().await?.into_iter().map(Field::from).collect();
                globals.output().say(&fields, |fields| askable(fields))
            }
        }
    }
}

impl Count {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let RuleCount { count, exact, took_ms } = match &self.segment {
            Some(segment) => {
                let segment = Some(find::segment(app, segment).await?.id);
                app.count_contacts(ContactQuery { segment, ..ContactQuery::default() }).await?
            }
            None => app.count_rule(&self.rule.tree()?, 0).await?,
        };
        globals.output().say(&Counted { count, exact, took_ms }, |counted| {
            let more = if counted.exact { "" } else { "at least " };
            format!("{more}{} contacts", counted.count)
        })
    }
}

impl From<sellify_app::SegmentField> for Field {
    fn from(field: sellify_app::SegmentField) -> Self {
        Self {
            key: field.key,
            label: field.label,
            kind: field.kind.key(),
            operators: field.operators.iter().map(|operator| operator.key()).collect(),
        }
    }
}

fn listed(segments: &[Kept]) -> String {
    let mut table = Table::new(&["name", "conditions", "id"]);
    for segment in segments {
        let conditions = segment.rule.conditions().count().to_string();
        table.row([segment.name.clone(), conditions, segment.id.to_string()]);
    }
    table.text()
}

fn askable(fields: &[Field]) -> String {
    let mut table = Table::new(&["field", "label", "operators"]);
    for field in fields {
        let label = field.label.clone().unwrap_or_default();
        table.row([field.key.clone(), label, field.operators.join(", ")]);
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_cut_at_its_first_two_blanks() {
        assert_eq!(
            condition(" city contains Le  Havre "),
            json!({ "field": "city", "operator": "contains", "value": "Le  Havre" })
        );
        assert_eq!(condition("tags has_any vip|or")["value"], json!(["vip", "or"]));
        assert_eq!(condition("email empty")["value"], Value::Null);
    }
}

//! Between a rule and the tree that react-querybuilder edits: `{combinator, not, rules: [{field, operator, value} | …]}`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::Date;

use super::operators::Operator as O;
use super::{
    Combinator, Condition, DayTest, MAX_CONDITIONS, MAX_DEPTH, MomentField, MomentTest, NumberTest,
    RuleError, RulePart, SegmentRule, SetTest, TextTest,
};
use crate::custom_field::{day_of, iso, number_of};
use crate::{Channel, ContactField};

/// A group as it stands in JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RawGroup {
    #[serde(default)]
    combinator: Combinator,
    #[serde(default)]
    not: bool,
    rules: Vec<RawPart>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum RawPart {
    Group(RawGroup),
    Condition(RawCondition),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RawCondition {
    field: String,
    operator: String,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    value: Value,
}

pub(super) fn parse(tree: &Value) -> Result<SegmentRule, RuleError> {
    let raw = RawGroup::deserialize(tree).map_err(|error| RuleError::Shape { reason: error.to_string() })?;
    raw.try_into()
}

impl TryFrom<RawGroup> for SegmentRule {
    type Error = RuleError;

    fn try_from(raw: RawGroup) -> Result<Self, RuleError> {
        let mut left = MAX_CONDITIONS;
        group(raw, "", 1, &mut left)
    }
}

fn group(raw: RawGroup, at: &str, depth: usize, left: &mut usize) -> Result<SegmentRule, RuleError> {
    if depth > MAX_DEPTH {
        return Err(RuleError::TooDeep);
    }
    let mut rules = Vec::with_capacity(raw.rules.len());
    for (n, part) in raw.rules.into_iter().enumerate() {
        let at = if at.is_empty() { format!("rules.{n}") } else { format!("{at}.rules.{n}") };
        rules.push(match part {
            RawPart::Group(inner) => RulePart::Group(group(inner, &at, depth + 1, left)?),
            RawPart::Condition(raw) => {
                *left = left.checked_sub(1).ok_or(RuleError::TooLong)?;
                RulePart::Condition(condition(&Asked { at: &at, raw: &raw })?)
            }
        });
    }
    Ok(SegmentRule { combinator: raw.combinator, not: raw.not, rules })
}

/// A condition that is being read, with what its errors say.
struct Asked<'a> {
    at: &'a str,
    raw: &'a RawCondition,
}

impl Asked<'_> {
    fn operator(&self) -> Result<O, RuleError> {
        O::of(&self.raw.operator).ok_or_else(|| self.not_asked())
    }

    fn not_asked(&self) -> RuleError {
        RuleError::OperatorUnknown {
            at: self.at.to_owned(),
            field: self.raw.field.clone(),
            operator: self.raw.operator.clone(),
        }
    }

    fn expected(&self, expected: &'static str) -> RuleError {
        RuleError::ValueInvalid { at: self.at.to_owned(), field: self.raw.field.clone(), expected }
    }

    fn text(&self) -> Result<String, RuleError> {
        text_of(&self.raw.value).ok_or_else(|| self.expected("a text"))
    }

    /// Several values, or one that stands alone.
    fn list<T>(&self, read: impl Fn(&str) -> Option<T>, expected: &'static str) -> Result<Vec<T>, RuleError> {
        let one = std::slice::from_ref(&self.raw.value);
        let items = self.raw.value.as_array().map_or(one, Vec::as_slice);
        let read = |item: &Value| text_of(item).and_then(|text| read(&text));
        let found: Option<Vec<T>> = items.iter().map(read).collect();
        found.filter(|found| !found.is_empty()).ok_or_else(|| self.expected(expected))
    }

    fn texts(&self) -> Result<Vec<String>, RuleError> {
        self.list(|text| Some(text.to_owned()), "one or more texts")
    }

    fn pair<T: Copy + PartialOrd>(
        &self,
        read: impl Fn(&str) -> Option<T>,
        expected: &'static str,
    ) -> Result<(T, T), RuleError> {
        match self.list(read, expected)?[..] {
            [from, to] => Ok(if to < from { (to, from) } else { (from, to) }),
            _ => Err(self.expected(expected)),
        }
    }

    fn number(&self) -> Result<f64, RuleError> {
        text_of(&self.raw.value).and_then(|text| number_of(&text)).ok_or_else(|| self.expected("a number"))
    }

    fn day(&self) -> Result<Date, RuleError> {
        let day = text_of(&self.raw.value).and_then(|text| day_of(&text));
        day.ok_or_else(|| self.expected("a day, such as 2026-05-12"))
    }

    fn days(&self) -> Result<u16, RuleError> {
        self.integer(0..=3_660, "a number of days, at most 3660")
    }

    fn integer(
        &self,
        allowed: std::ops::RangeInclusive<u16>,
        expected: &'static str,
    ) -> Result<u16, RuleError> {
        let number = text_of(&self.raw.value).and_then(|text| text.parse().ok());
        number.filter(|number| allowed.contains(number)).ok_or_else(|| self.expected(expected))
    }

    fn id<I: std::str::FromStr>(&self) -> Result<I, RuleError> {
        self.text()?.parse().map_err(|_| self.expected("an id"))
    }
}

/// A text, also of a number or a yes and no; none when there is nothing in it.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn condition(asked: &Asked<'_>) -> Result<Condition, RuleError> {
    let field = asked.raw.field.as_str();
    if let Some(channel) = field.strip_prefix("suppressed:").and_then(channel_of) {
        return Ok(Condition::Suppressed { channel, yes: yes_no(asked)? });
    }
    match field {
        "tags" => return set(asked, |text| Some(text.to_owned()), "one or more tags").map(Condition::Tags),
        "groups" => {
            return set(asked, |text| text.parse().ok(), "one or more groups").map(Condition::Groups);
        }
        "email_domain" => return domain(asked),
        "has_email" => return Ok(Condition::Reachable { field: ContactField::Email, yes: yes_no(asked)? }),
        "has_phone" => return Ok(Condition::Reachable { field: ContactField::Phone, yes: yes_no(asked)? }),
        "created_at" => return moment(asked, MomentField::Created),
        "updated_at" => return moment(asked, MomentField::Updated),
        "import" => return Ok(Condition::Import { not: is_not(asked)?, id: asked.id()? }),
        "campaign" => return campaign(asked),
        _ => {}
    }
    let unknown = || RuleError::FieldUnknown { at: asked.at.to_owned(), field: field.to_owned() };
    match ContactField::try_from(field.to_owned()).map_err(|_| unknown())? {
        ContactField::Consent(channel) => consent(asked, channel),
        ContactField::Birthdate => day(asked, ContactField::Birthdate),
        ContactField::Custom(key) => custom(asked, key),
        ContactField::Tags | ContactField::FullAddress => Err(unknown()),
        field => text(asked, field),
    }
}

fn yes_no(asked: &Asked<'_>) -> Result<bool, RuleError> {
    match asked.operator()? {
        O::Yes => Ok(true),
        O::No => Ok(false),
        O::Is | O::Equal => {
            let yes = crate::custom_field::yes_no_of(&asked.text()?);
            yes.ok_or_else(|| asked.expected("yes or no"))
        }
        _ => Err(asked.not_asked()),
    }
}

fn is_not(asked: &Asked<'_>) -> Result<bool, RuleError> {
    match asked.operator()? {
        O::Is | O::Equal => Ok(false),
        O::IsNot | O::NotEqual => Ok(true),
        _ => Err(asked.not_asked()),
    }
}

fn set<T>(
    asked: &Asked<'_>,
    read: impl Fn(&str) -> Option<T>,
    expected: &'static str,
) -> Result<SetTest<T>, RuleError> {
    Ok(match asked.operator()? {
        O::HasAny | O::IsAnyOf | O::Is | O::Equal => SetTest::HasAny(asked.list(read, expected)?),
        O::HasAll => SetTest::HasAll(asked.list(read, expected)?),
        O::HasNone | O::IsNoneOf | O::IsNot | O::NotEqual => SetTest::HasNone(asked.list(read, expected)?),
        O::Empty => SetTest::Empty,
        O::NotEmpty => SetTest::NotEmpty,
        _ => return Err(asked.not_asked()),
    })
}

fn domain(asked: &Asked<'_>) -> Result<Condition, RuleError> {
    let not = is_not(asked)?;
    let typed = asked.text()?.to_lowercase();
    let domain = typed.rsplit('@').next().unwrap_or_default().trim_matches('.').to_owned();
    if domain.is_empty() || domain.contains(char::is_whitespace) {
        return Err(asked.expected("a domain, such as exemple.fr"));
    }
    Ok(Condition::EmailDomain { domain, not })
}

fn consent(asked: &Asked<'_>, channel: Channel) -> Result<Condition, RuleError> {
    let not = is_not(asked)?;
    let standing = serde_json::from_value(Value::String(asked.text()?));
    let standing = standing.map_err(|_| asked.expected("granted, refused or unknown"))?;
    Ok(Condition::Consent { channel, standing, not })
}

fn campaign(asked: &Asked<'_>) -> Result<Condition, RuleError> {
    Ok(match asked.operator()? {
        O::Received => Condition::Campaign { id: Some(asked.id()?), not: false },
        O::NotReceived => Condition::Campaign { id: Some(asked.id()?), not: true },
        O::ReceivedAny => Condition::Campaign { id: None, not: false },
        O::ReceivedNone => Condition::Campaign { id: None, not: true },
        _ => return Err(asked.not_asked()),
    })
}

fn moment(asked: &Asked<'_>, field: MomentField) -> Result<Condition, RuleError> {
    let test = match asked.operator()? {
        O::On | O::Is | O::Equal => MomentTest::On(asked.day()?),
        O::Before | O::Less => MomentTest::Before(asked.day()?),
        O::After | O::More => MomentTest::After(asked.day()?),
        O::Between => {
            let (from, to) = asked.pair(day_of, "two days")?;
            MomentTest::Between(from, to)
        }
        O::InLastDays => MomentTest::InLastDays(asked.days()?),
        O::NotInLastDays => MomentTest::NotInLastDays(asked.days()?),
        _ => return Err(asked.not_asked()),
    };
    Ok(Condition::Moment { field, test })
}

fn day(asked: &Asked<'_>, field: ContactField) -> Result<Condition, RuleError> {
    let test = match asked.operator()? {
        O::On | O::Equal => DayTest::On(asked.day()?),
        O::Before | O::Less => DayTest::Before(asked.day()?),
        O::After | O::More => DayTest::After(asked.day()?),
        O::Between => {
            let (from, to) = asked.pair(day_of, "two days")?;
            DayTest::Between(from, to)
        }
        O::InLastDays => DayTest::InLastDays(asked.days()?),
        O::InNextDays => DayTest::InNextDays(asked.days()?),
        O::AnniversaryInMonth => {
            DayTest::AnniversaryInMonth(asked.integer(1..=12, "a month, 1 to 12")? as u8)
        }
        O::AnniversaryInNextDays => DayTest::AnniversaryInNextDays(asked.days()?),
        O::Empty | O::NotEmpty => return text(asked, field),
        _ => return Err(asked.not_asked()),
    };
    Ok(Condition::Day { field, test })
}

fn text(asked: &Asked<'_>, field: ContactField) -> Result<Condition, RuleError> {
    let test = match asked.operator()? {
        O::Contains => TextTest::Contains(asked.text()?),
        O::DoesNotContain => TextTest::DoesNotContain(asked.text()?),
        O::Is | O::Equal => TextTest::Is(asked.text()?),
        O::IsNot | O::NotEqual => TextTest::IsNot(asked.text()?),
        O::IsAnyOf => TextTest::IsAnyOf(asked.texts()?),
        O::IsNoneOf => TextTest::IsNoneOf(asked.texts()?),
        O::BeginsWith => TextTest::BeginsWith(asked.text()?),
        O::DoesNotBeginWith => TextTest::DoesNotBeginWith(asked.text()?),
        O::EndsWith => TextTest::EndsWith(asked.text()?),
        O::DoesNotEndWith => TextTest::DoesNotEndWith(asked.text()?),
        O::Empty => TextTest::Empty,
        O::NotEmpty => TextTest::NotEmpty,
        _ => return Err(asked.not_asked()),
    };
    Ok(Condition::Text { field, test })
}

/// One of the firm's own fields: what is asked tells what kind of value is meant, because a field's kind can change.
fn custom(asked: &Asked<'_>, key: String) -> Result<Condition, RuleError> {
    let field = || ContactField::Custom(key.clone());
    let test = match asked.operator()? {
        O::Yes => return Ok(Condition::YesNo { key, yes: true }),
        O::No => return Ok(Condition::YesNo { key, yes: false }),
        O::Equal => NumberTest::Is(asked.number()?),
        O::NotEqual => NumberTest::IsNot(asked.number()?),
        O::Less => NumberTest::Less(asked.number()?),
        O::AtMost => NumberTest::AtMost(asked.number()?),
        O::More => NumberTest::More(asked.number()?),
        O::AtLeast => NumberTest::AtLeast(asked.number()?),
        O::Between => match asked.pair(day_of, "two days or two numbers") {
            Ok((from, to)) => return Ok(Condition::Day { field: field(), test: DayTest::Between(from, to) }),
            Err(_) => {
                let (from, to) = asked.pair(number_of, "two days or two numbers")?;
                NumberTest::Between(from, to)
            }
        },
        O::On
        | O::Before
        | O::After
        | O::InLastDays
        | O::InNextDays
        | O::AnniversaryInMonth
        | O::AnniversaryInNextDays => return day(asked, field()),
        _ => return text(asked, field()),
    };
    Ok(Condition::Number { key, test })
}

fn channel_of(key: &str) -> Option<Channel> {
    Channel::ALL.into_iter().find(|channel| ContactField::Consent(*channel).key() == format!("consent:{key}"))
}

fn channel_key(channel: Channel) -> String {
    ContactField::Consent(channel).key().replace("consent:", "")
}

impl From<SegmentRule> for RawGroup {
    fn from(rule: SegmentRule) -> Self {
        let part = |part| match part {
            RulePart::Group(group) => RawPart::Group(group.into()),
            RulePart::Condition(condition) => RawPart::Condition(condition.into()),
        };
        Self { combinator: rule.combinator, not: rule.not, rules: rule.rules.into_iter().map(part).collect() }
    }
}

impl From<Condition> for RawCondition {
    fn from(condition: Condition) -> Self {
        let (field, (operator, value)) = match condition {
            Condition::Text { field, test } => (field.key(), raw_text(test)),
            Condition::Number { key, test } => (format!("custom:{key}"), raw_number(test)),
            Condition::YesNo { key, yes } => (format!("custom:{key}"), raw_yes(yes)),
            Condition::Day { field, test } => (field.key(), raw_day(test)),
            Condition::Moment { field, test } => {
                let key = if field == MomentField::Created { "created_at" } else { "updated_at" };
                (key.to_owned(), raw_moment(test))
            }
            Condition::Tags(test) => ("tags".to_owned(), raw_set(test)),
            Condition::Groups(test) => ("groups".to_owned(), raw_set(test)),
            Condition::EmailDomain { domain, not } => ("email_domain".to_owned(), raw_is(not, json!(domain))),
            Condition::Reachable { field, yes } => (format!("has_{}", field.key()), raw_yes(yes)),
            Condition::Suppressed { channel, yes } => {
                (format!("suppressed:{}", channel_key(channel)), raw_yes(yes))
            }
            Condition::Consent { channel, standing, not } => {
                (ContactField::Consent(channel).key(), raw_is(not, json!(standing)))
            }
            Condition::Import { id, not } => ("import".to_owned(), raw_is(not, json!(id))),
            Condition::Campaign { id, not } => ("campaign".to_owned(), raw_campaign(id, not)),
        };
        Self { field, operator: operator.key().to_owned(), value }
    }
}

type Raw = (O, Value);

fn raw_yes(yes: bool) -> Raw {
    (if yes { O::Yes } else { O::No }, Value::Null)
}

fn raw_is(not: bool, value: Value) -> Raw {
    (if not { O::IsNot } else { O::Is }, value)
}

fn raw_campaign(id: Option<crate::CampaignId>, not: bool) -> Raw {
    match (id, not) {
        (Some(id), false) => (O::Received, json!(id)),
        (Some(id), true) => (O::NotReceived, json!(id)),
        (None, false) => (O::ReceivedAny, Value::Null),
        (None, true) => (O::ReceivedNone, Value::Null),
    }
}

fn raw_set<T: Serialize>(test: SetTest<T>) -> Raw {
    match test {
        SetTest::HasAny(items) => (O::HasAny, json!(items)),
        SetTest::HasAll(items) => (O::HasAll, json!(items)),
        SetTest::HasNone(items) => (O::HasNone, json!(items)),
        SetTest::Empty => (O::Empty, Value::Null),
        SetTest::NotEmpty => (O::NotEmpty, Value::Null),
    }
}

fn raw_text(test: TextTest) -> Raw {
    match test {
        TextTest::Contains(text) => (O::Contains, json!(text)),
        TextTest::DoesNotContain(text) => (O::DoesNotContain, json!(text)),
        TextTest::Is(text) => (O::Is, json!(text)),
        TextTest::IsNot(text) => (O::IsNot, json!(text)),
        TextTest::IsAnyOf(texts) => (O::IsAnyOf, json!(texts)),
        TextTest::IsNoneOf(texts) => (O::IsNoneOf, json!(texts)),
        TextTest::BeginsWith(text) => (O::BeginsWith, json!(text)),
        TextTest::DoesNotBeginWith(text) => (O::DoesNotBeginWith, json!(text)),
        TextTest::EndsWith(text) => (O::EndsWith, json!(text)),
        TextTest::DoesNotEndWith(text) => (O::DoesNotEndWith, json!(text)),
        TextTest::Empty => (O::Empty, Value::Null),
        TextTest::NotEmpty => (O::NotEmpty, Value::Null),
    }
}

fn raw_number(test: NumberTest) -> Raw {
    match test {
        NumberTest::Is(number) => (O::Equal, json!(number)),
        NumberTest::IsNot(number) => (O::NotEqual, json!(number)),
        NumberTest::Less(number) => (O::Less, json!(number)),
        NumberTest::AtMost(number) => (O::AtMost, json!(number)),
        NumberTest::More(number) => (O::More, json!(number)),
        NumberTest::AtLeast(number) => (O::AtLeast, json!(number)),
        NumberTest::Between(from, to) => (O::Between, json!([from, to])),
    }
}

fn raw_day(test: DayTest) -> Raw {
    match test {
        DayTest::On(day) => (O::On, json!(iso(day))),
        DayTest::Before(day) => (O::Before, json!(iso(day))),
        DayTest::After(day) => (O::After, json!(iso(day))),
        DayTest::Between(from, to) => (O::Between, json!([iso(from), iso(to)])),
        DayTest::InLastDays(days) => (O::InLastDays, json!(days)),
        DayTest::InNextDays(days) => (O::InNextDays, json!(days)),
        DayTest::AnniversaryInMonth(month) => (O::AnniversaryInMonth, json!(month)),
        DayTest::AnniversaryInNextDays(days) => (O::AnniversaryInNextDays, json!(days)),
    }
}

fn raw_moment(test: MomentTest) -> Raw {
    match test {
        MomentTest::On(day) => (O::On, json!(iso(day))),
        MomentTest::Before(day) => (O::Before, json!(iso(day))),
        MomentTest::After(day) => (O::After, json!(iso(day))),
        MomentTest::Between(from, to) => (O::Between, json!([iso(from), iso(to)])),
        MomentTest::InLastDays(days) => (O::InLastDays, json!(days)),
        MomentTest::NotInLastDays(days) => (O::NotInLastDays, json!(days)),
    }
}

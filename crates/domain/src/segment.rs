//! Segments: rules that pick contacts. What can be asked, as types; nothing that a type here can hold is meaningless.
//!
//! On the wire and in the vault a rule is the tree that react-querybuilder edits (see `segment/json.rs`).

mod json;
mod operators;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use crate::{CampaignId, Channel, ContactField, GroupId, ImportId, SegmentId, Timestamp};

pub use operators::{FieldKind, Operator};

/// Groups inside groups, the outermost included.
pub const MAX_DEPTH: usize = 5;
/// Conditions of a rule, all groups together.
pub const MAX_CONDITIONS: usize = 50;

/// A rule with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Identity.
    pub id: SegmentId,
    /// What people call it.
    pub name: String,
    /// Whom it picks.
    pub rule: SegmentRule,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How the parts of a group count together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combinator {
    /// All of them.
    #[default]
    And,
    /// At least one of them.
    Or,
}

/// A group of conditions. An empty group asks nothing: it is as if it were not there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "json::RawGroup", into = "json::RawGroup")]
pub struct SegmentRule {
    /// How the parts count together.
    pub combinator: Combinator,
    /// Whether those are meant whom the group does not pick.
    pub not: bool,
    /// The parts.
    pub rules: Vec<RulePart>,
}

/// A part of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum RulePart {
    /// A group inside the group.
    Group(SegmentRule),
    /// One condition.
    Condition(Condition),
}

/// One condition on a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// On a text; case, accents and punctuation do not count.
    Text {
        /// Names, e-mail, phone, address parts, notes, reference, or one of the firm's own fields.
        field: ContactField,
        /// The test.
        test: TextTest,
    },
    /// On a number among the firm's own fields. A value that is no number fulfils no test.
    Number {
        /// The field's key.
        key: String,
        /// The test.
        test: NumberTest,
    },
    /// On a yes or no among the firm's own fields.
    YesNo {
        /// The field's key.
        key: String,
        /// Which of the two.
        yes: bool,
    },
    /// On a day.
    Day {
        /// [`ContactField::Birthdate`] or one of the firm's own fields.
        field: ContactField,
        /// The test.
        test: DayTest,
    },
    /// On when the vault first held the contact, or when it last changed.
    Moment {
        /// Which of the two.
        field: MomentField,
        /// The test.
        test: MomentTest,
    },
    /// On tags, compared without case and accents.
    Tags(SetTest<String>),
    /// On groups.
    Groups(SetTest<GroupId>),
    /// On what stands behind the `@`.
    EmailDomain {
        /// Lower case; `exemple.fr` means its subdomains too.
        domain: String,
        /// Whether those are meant who have another address, or none.
        not: bool,
    },
    /// On whether there is an address or number at all.
    Reachable {
        /// [`ContactField::Email`] or [`ContactField::Phone`].
        field: ContactField,
        /// Whether there must be one.
        yes: bool,
    },
    /// On the suppression list.
    Suppressed {
        /// The channel.
        channel: Channel,
        /// Whether the contact must be on it.
        yes: bool,
    },
    /// On the latest statement about a consent.
    Consent {
        /// The channel.
        channel: Channel,
        /// What it says.
        standing: ConsentStanding,
        /// Whether everybody else is meant.
        not: bool,
    },
    /// On the import that first brought the contact.
    Import {
        /// The import.
        id: ImportId,
        /// Whether everybody else is meant.
        not: bool,
    },
    /// On campaigns that reached the contact: a server took the message.
    Campaign {
        /// Which one; none: any.
        id: Option<CampaignId>,
        /// Whether those are meant whom it did not reach.
        not: bool,
    },
}

/// What a text must be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum TextTest {
    Contains(String),
    DoesNotContain(String),
    Is(String),
    IsNot(String),
    /// One of these.
    IsAnyOf(Vec<String>),
    /// None of these.
    IsNoneOf(Vec<String>),
    BeginsWith(String),
    DoesNotBeginWith(String),
    EndsWith(String),
    DoesNotEndWith(String),
    Empty,
    NotEmpty,
}

/// What a number must be.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum NumberTest {
    Is(f64),
    IsNot(f64),
    Less(f64),
    AtMost(f64),
    More(f64),
    AtLeast(f64),
    /// Both included.
    Between(f64, f64),
}

/// What a day must be. An absent day fulfils no test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayTest {
    /// That day.
    On(Date),
    /// Before that day.
    Before(Date),
    /// After that day.
    After(Date),
    /// Both included.
    Between(Date, Date),
    /// In so many days up to and including today.
    InLastDays(u16),
    /// Today or in so many days after it.
    InNextDays(u16),
    /// Its anniversary is in this month, 1 to 12.
    AnniversaryInMonth(u8),
    /// Its anniversary is today or in so many days after it. Who was born on 29 February has it on the 28th in a year
    /// without that day.
    AnniversaryInNextDays(u16),
}

/// A moment that the vault keeps by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentField {
    /// When the contact was first saved.
    Created,
    /// When it last changed.
    Updated,
}

/// What a moment must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum MomentTest {
    On(Date),
    Before(Date),
    After(Date),
    /// Both included.
    Between(Date, Date),
    /// Within so many times 24 hours.
    InLastDays(u16),
    /// Longer ago than that.
    NotInLastDays(u16),
}

/// What a set must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetTest<T> {
    /// At least one of these.
    HasAny(Vec<T>),
    /// All of these.
    HasAll(Vec<T>),
    /// None of these.
    HasNone(Vec<T>),
    /// Nothing at all.
    Empty,
    /// Anything.
    NotEmpty,
}

/// What is known of a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum ConsentStanding {
    Granted,
    Refused,
    /// Nothing was ever recorded.
    Unknown,
}

/// Why a rule was refused. `at` is the place in the tree, such as `rules.0.rules.2`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is not the tree that is expected.
    #[error("This is not a rule: {reason}")]
    Shape {
        /// What is wrong.
        reason: String,
    },
    /// There is no such field.
    #[error("There is no field “{field}”")]
    FieldUnknown {
        /// Where.
        at: String,
        /// The field.
        field: String,
    },
    /// The field cannot be asked this.
    #[error("The field “{field}” cannot be asked “{operator}”")]
    OperatorUnknown {
        /// Where.
        at: String,
        /// The field.
        field: String,
        /// The operator.
        operator: String,
    },
    /// The value is missing or is not one.
    #[error("The value for “{field}” must be {expected}")]
    ValueInvalid {
        /// Where.
        at: String,
        /// The field.
        field: String,
        /// What it must be.
        expected: &'static str,
    },
    /// Groups inside groups.
    #[error("A rule has at most {MAX_DEPTH} groups inside each other")]
    TooDeep,
    /// Too many conditions.
    #[error("A rule has at most {MAX_CONDITIONS} conditions")]
    TooLong,
}

impl RuleError {
    /// The place in the tree, where there is one.
    #[must_use]
    pub fn at(&self) -> Option<&str> {
        match self {
            Self::FieldUnknown { at, .. }
            | Self::OperatorUnknown { at, .. }
            | Self::ValueInvalid { at, .. } => Some(at),
            Self::Shape { .. } | Self::TooDeep | Self::TooLong => None,
        }
    }
}

impl SegmentRule {
    /// Reads the tree that react-querybuilder edits; unknown keys of the tree (`id`, `valueSource`, …) are passed over.
    ///
    /// # Errors
    /// Names the place and what is wrong there.
    pub fn parse(tree: &serde_json::Value) -> Result<Self, RuleError> {
        json::parse(tree)
    }

    /// Whether it asks nothing, so that everybody fulfils it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions().next().is_none()
    }

    /// Puts one tag in another's place wherever the rule asks for it; tells whether it did.
    pub fn rename_tag(&mut self, is_old: &impl Fn(&str) -> bool, new: &str) -> bool {
        let mut renamed = false;
        for part in &mut self.rules {
            match part {
                RulePart::Group(group) => renamed |= group.rename_tag(is_old, new),
                RulePart::Condition(Condition::Tags(
                    SetTest::HasAny(tags) | SetTest::HasAll(tags) | SetTest::HasNone(tags),
                )) => {
                    for tag in tags.iter_mut().filter(|tag| is_old(tag)) {
                        new.clone_into(tag);
                        renamed = true;
                    }
                }
                RulePart::Condition(_) => {}
            }
        }
        renamed
    }

    /// Every condition, depth first.
    pub fn conditions(&self) -> Box<dyn Iterator<Item = &Condition> + '_> {
        Box::new(self.rules.iter().flat_map(|part| match part {
            RulePart::Group(group) => group.conditions(),
            RulePart::Condition(condition) => Box::new(std::iter::once(condition)),
        }))
    }
}

/// The present, as a rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Today {
    /// The present moment.
    pub now: Timestamp,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_minutes: i32,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Today {
    /// The present moment for a clock on the wall that shows UTC.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now, utc_offset_minutes: 0 }
    }

    fn offset_ms(self) -> i64 {
        i64::from(self.utc_offset_minutes.clamp(-840, 840)) * 60_000
    }

    /// The day on the calendar.
    #[must_use]
    pub fn day(self) -> Date {
        let days = (self.now.as_millis() + self.offset_ms()).div_euclid(DAY_MS);
        OffsetDateTime::UNIX_EPOCH.date().saturating_add(Duration::days(days))
    }

    /// When a day begins here.
    #[must_use]
    pub fn start_of(self, day: Date) -> Timestamp {
        let days = (day - OffsetDateTime::UNIX_EPOCH.date()).whole_days();
        Timestamp::from_millis(days * DAY_MS - self.offset_ms())
    }

    /// When the day after a day begins here.
    #[must_use]
    pub fn end_of(self, day: Date) -> Timestamp {
        self.start_of(day).plus_millis(DAY_MS)
    }

    /// So many times 24 hours ago.
    #[must_use]
    pub fn days_ago(self, days: u16) -> Timestamp {
        self.now.plus_millis(-i64::from(days) * DAY_MS)
    }
}

//! What each kind of field can be asked, by the names that stand on the wire.

use crate::{ContactField, CustomFieldKind};

/// What kind of field a condition is on; it decides what can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A day that comes round every year.
    Birthdate,
    /// A moment that the vault keeps by itself.
    Moment,
    /// Yes or no.
    YesNo,
    /// One of several texts.
    Choice,
    /// Several texts.
    Tags,
    /// Several groups.
    Groups,
    /// What stands behind the `@`.
    Domain,
    /// One of granted, refused and unknown.
    Consent,
    /// One import.
    Import,
    /// A campaign.
    Campaign,
}

macro_rules! operators {
    ($($name:ident $key:literal,)+) => {
        /// What a condition asks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is what it is called")]
        pub enum Operator {
            $($name,)+
        }

        impl Operator {
            /// Its name on the wire.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            /// Reads the name on the wire; the names that react-querybuilder has by itself are understood too.
            #[must_use]
            pub fn of(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)+
                    _ => Self::of_alias(key),
                }
            }
        }
    };
}

operators! {
    Contains "contains",
    DoesNotContain "does_not_contain",
    Is "is",
    IsNot "is_not",
    IsAnyOf "is_any_of",
    IsNoneOf "is_none_of",
    BeginsWith "begins_with",
    DoesNotBeginWith "does_not_begin_with",
    EndsWith "ends_with",
    DoesNotEndWith "does_not_end_with",
    Empty "empty",
    NotEmpty "not_empty",
    Equal "=",
    NotEqual "!=",
    Less "<",
    AtMost "<=",
    More ">",
    AtLeast ">=",
    Between "between",
    Yes "is_yes",
    No "is_no",
    On "on",
    Before "before",
    After "after",
    InLastDays "in_last_days",
    NotInLastDays "not_in_last_days",
    InNextDays "in_next_days",
    AnniversaryInMonth "anniversary_in_month",
    AnniversaryInNextDays "anniversary_in_next_days",
    HasAny "has_any",
    HasAll "has_all",
    HasNone "has_none",
    Received "received",
    NotReceived "not_received",
    ReceivedAny "received_any",
    ReceivedNone "received_none",
}

use Operator as O;

impl Operator {
    fn of_alias(key: &str) -> Option<Self> {
        Some(match key {
            "null" => O::Empty,
            "notNull" => O::NotEmpty,
            "beginsWith" => O::BeginsWith,
            "doesNotBeginWith" => O::DoesNotBeginWith,
            "endsWith" => O::EndsWith,
            "doesNotEndWith" => O::DoesNotEndWith,
            "doesNotContain" => O::DoesNotContain,
            "in" => O::IsAnyOf,
            "notIn" => O::IsNoneOf,
            _ => return None,
        })
    }

    /// What it reads beside the field: `none`, `text`, `texts`, `number`, `numbers` (two), `day`, `days` (two),
    /// `count` (of days), `month`, `id`, `ids` or `standing` (of a consent).
    #[must_use]
    pub fn value(self, of: FieldKind) -> &'static str {
        match self {
            O::Empty | O::NotEmpty | O::Yes | O::No | O::ReceivedAny | O::ReceivedNone => "none",
            O::IsAnyOf | O::IsNoneOf => "texts",
            O::HasAny | O::HasAll | O::HasNone if of == FieldKind::Groups => "ids",
            O::HasAny | O::HasAll | O::HasNone => "texts",
            O::Equal | O::NotEqual | O::Less | O::AtMost | O::More | O::AtLeast => "number",
            O::Between if of == FieldKind::Number => "numbers",
            O::Between => "days",
            O::On | O::Before | O::After => "day",
            O::InLastDays | O::NotInLastDays | O::InNextDays | O::AnniversaryInNextDays => "count",
            O::AnniversaryInMonth => "month",
            O::Received | O::NotReceived => "id",
            O::Is | O::IsNot if of == FieldKind::Import => "id",
            O::Is | O::IsNot if of == FieldKind::Consent => "standing",
            _ => "text",
        }
    }
}

impl FieldKind {
    /// Its name on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Birthdate => "birthdate",
            Self::Moment => "moment",
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Tags => "tags",
            Self::Groups => "groups",
            Self::Domain => "domain",
            Self::Consent => "consent",
            Self::Import => "import",
            Self::Campaign => "campaign",
        }
    }

    /// What can be asked, in the order in which people choose.
    #[must_use]
    pub fn operators(self) -> &'static [Operator] {
        match self {
            Self::Text => &[
                O::Contains,
                O::DoesNotContain,
                O::Is,
                O::IsNot,
                O::BeginsWith,
                O::DoesNotBeginWith,
                O::EndsWith,
                O::DoesNotEndWith,
                O::IsAnyOf,
                O::IsNoneOf,
                O::Empty,
                O::NotEmpty,
            ],
            Self::Number => &[
                O::Equal,
                O::NotEqual,
                O::Less,
                O::AtMost,
                O::More,
                O::AtLeast,
                O::Between,
                O::Empty,
                O::NotEmpty,
            ],
            Self::Date => &[
                O::On,
                O::Before,
                O::After,
                O::Between,
                O::InLastDays,
                O::InNextDays,
                O::AnniversaryInMonth,
                O::AnniversaryInNextDays,
                O::Empty,
                O::NotEmpty,
            ],
            Self::Birthdate => &[
                O::AnniversaryInNextDays,
                O::AnniversaryInMonth,
                O::On,
                O::Before,
                O::After,
                O::Between,
                O::Empty,
                O::NotEmpty,
            ],
            Self::Moment => &[O::InLastDays, O::NotInLastDays, O::On, O::Before, O::After, O::Between],
            Self::YesNo => &[O::Yes, O::No, O::Empty, O::NotEmpty],
            Self::Choice => &[O::IsAnyOf, O::IsNoneOf, O::Empty, O::NotEmpty],
            Self::Tags | Self::Groups => &[O::HasAny, O::HasAll, O::HasNone, O::Empty, O::NotEmpty],
            Self::Domain | Self::Consent | Self::Import => &[O::Is, O::IsNot],
            Self::Campaign => &[O::Received, O::NotReceived, O::ReceivedAny, O::ReceivedNone],
        }
    }

    /// Every field that a rule of any firm can ask about, with its kind, in the order in which people choose.
    #[must_use]
    pub fn standard() -> Vec<(String, Self)> {
        use ContactField as F;
        let texts = [
            F::FullName,
            F::FirstName,
            F::LastName,
            F::Civility,
            F::Company,
            F::Email,
            F::Phone,
            F::Street,
            F::Postcode,
            F::City,
            F::Country,
            F::Reference,
            F::Notes,
        ];
        let mut fields = vec![("tags".to_owned(), Self::Tags), ("groups".to_owned(), Self::Groups)];
        fields.extend(texts.iter().map(|field| (field.key(), Self::Text)));
        fields.push((F::Birthdate.key(), Self::Birthdate));
        fields.push(("email_domain".to_owned(), Self::Domain));
        fields.extend(["has_email", "has_phone"].map(|key| (key.to_owned(), Self::YesNo)));
        fields.extend(["created_at", "updated_at"].map(|key| (key.to_owned(), Self::Moment)));
        fields.extend(crate::Channel::ALL.map(|channel| (F::Consent(channel).key(), Self::Consent)));
        fields.extend(
            ["suppressed:email", "suppressed:whats_app", "suppressed:phone"]
                .map(|key| (key.to_owned(), Self::YesNo)),
        );
        fields.push(("campaign".to_owned(), Self::Campaign));
        fields.push(("import".to_owned(), Self::Import));
        fields
    }

    /// What can be asked of a field of this standing: yes and no are never absent.
    #[must_use]
    pub fn operators_of(self, key: &str) -> &'static [Operator] {
        match self {
            Self::YesNo if !key.starts_with("custom:") => &[O::Yes, O::No],
            kind => kind.operators(),
        }
    }
}

impl From<CustomFieldKind> for FieldKind {
    fn from(kind: CustomFieldKind) -> Self {
        match kind {
            CustomFieldKind::Text => Self::Text,
            CustomFieldKind::Number => Self::Number,
            CustomFieldKind::Date => Self::Date,
            CustomFieldKind::YesNo => Self::YesNo,
            CustomFieldKind::Choice => Self::Choice,
        }
    }
}

//! One row into one contact, or a reason why not.

mod address;
mod consent;
mod dates;
mod fields;
mod firms;
mod further;
mod mapped;
mod names;
mod tags;

use hashbrown::HashMap;
use sellify_domain::{Channel, ContactDetails, ContactField, RejectReason, RejectedRow};
use sellify_validation::phone::PhoneViolation;
use sellify_validation::text::clean;
use sellify_validation::{country, email};
use serde::Serialize;

use super::error::ImportError;
use super::mapping::is_further_email;
use super::plan::{ImportPlan, Require};
use super::row::Row;
use crate::export;
use fields::{add_tags_of, set_consent, set_full_name, set_phone, set_text};
use further::FurtherPhones;
use mapped::Mapped;

pub(super) use address::split as split_address;
pub(super) use consent::{flag_of, is_refusal};
pub(super) use dates::{DateShape, date_shape, iso as iso_date};
pub(super) use names::is_civility;
pub(super) use tags::{TagKeys, add_tags};
pub(crate) use tags::{joined as joined_tags, must_be_quoted};

/// Characters kept of an offending value.
const VALUE_SHOWN: usize = 200;
/// Spellings of countries remembered.
const COUNTRIES_REMEMBERED: usize = 1_000;

/// What a row says.
#[derive(Debug, Default)]
pub(super) struct ReadRow {
    /// The contact that it describes.
    pub(super) details: ContactDetails,
    /// What it says of consents: at most one word a channel.
    pub(super) consents: Vec<(Channel, bool)>,
    /// What was probably meant by something that could be read all the same.
    pub(super) hint: Option<Hint>,
}

/// “Did you mean …?” A suggestion only; the value is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// Which field.
    pub field: ContactField,
    /// What the row says.
    pub value: String,
    /// What was probably meant.
    pub suggestion: String,
}

/// Reads rows by a mapping.
pub(super) struct Normaliser {
    columns: Vec<Mapped>,
    /// Columns of further addresses, which serve where the first one has none. They keep their own fields too.
    further_emails: Vec<usize>,
    further_phones: FurtherPhones,
    /// Where the row says in which country the person lives.
    country_column: Option<usize>,
    /// The codes of the countries met so far: a file repeats them from row to row.
    countries: HashMap<String, Option<&'static str>>,
    country: String,
    require: Require,
    tags: Vec<String>,
    tag_keys: TagKeys,
    writing: Writing,
}

impl Normaliser {
    /// `headers`: the names of the columns; they tell a column of refusals from one of consents.
    ///
    /// # Errors
    /// [`ImportError::UnknownColumn`] when the mapping names more columns than there are,
    /// [`ImportError::NoEmailColumn`] when no column can hold what is required.
    pub(super) fn new(plan: &ImportPlan, headers: &[String]) -> Result<Self, ImportError> {
        let columns = mapped::columns(plan, headers)?;
        let has = |wanted: &ContactField| columns.iter().any(|mapped| mapped.field == *wanted);
        let reachable =
            has(&ContactField::Email) || plan.require == Require::EmailOrPhone && has(&ContactField::Phone);
        if !reachable {
            return Err(ImportError::NoEmailColumn);
        }
        let mut tag_keys = TagKeys::default();
        let mut tags = Vec::new();
        add_tags(&mut tags, plan.tags.iter().map(String::as_str), &mut tag_keys);
        let country_column =
            columns.iter().find(|mapped| mapped.field == ContactField::Country).map(|mapped| mapped.column);
        let is_further = |mapped: &Mapped| {
            matches!(mapped.field, ContactField::Custom(_))
                && headers.get(mapped.column).is_some_and(|header| is_further_email(header))
        };
        let writing = Writing { guarded: export::is_guarded(headers), ours: export::is_ours(headers) };
        // A file that we wrote ourselves says which address is whose.
        let further = columns.iter().filter(|mapped| !writing.ours && is_further(mapped));
        let further_emails = further.map(|mapped| mapped.column).collect();
        Ok(Self {
            further_phones: FurtherPhones::of(&columns, headers),
            columns,
            further_emails,
            country_column,
            countries: HashMap::new(),
            country: plan.country.clone(),
            require: plan.require,
            tags,
            tag_keys,
            writing,
        })
    }

    /// What a row says.
    ///
    /// # Errors
    /// The row, with the reason why it is no contact.
    pub(super) fn read(&mut self, row: &Row) -> Result<ReadRow, RejectedRow> {
        let mut read = ReadRow::default();
        let mut fault = None;
        let lives_in = self.country_of(row);
        let Self { columns, country, tags, tag_keys, writing, .. } = self;
        read.details.tags.clone_from(tags);
        for mapped in columns.iter() {
            let cell = cell_text(row.cell(mapped.column), *writing);
            if cell.is_empty() {
                continue;
            }
            let details = &mut read.details;
            match &mapped.field {
                ContactField::Email if details.email.is_none() => match email::parse_cell(&cell) {
                    Ok(address) => {
                        details.email_typed = (address.as_str() != cell).then(|| cell.into_owned());
                        details.email = Some(address);
                    }
                    Err(_) => {
                        fault.get_or_insert_with(|| (RejectReason::EmailInvalid, cell.into_owned()));
                    }
                },
                ContactField::Phone if details.phone.is_none() => {
                    let home = mapped.choice.country.as_deref().unwrap_or(country);
                    if set_phone(details, &cell, mapped, home, lives_in) == Err(PhoneViolation::Scientific) {
                        fault.get_or_insert_with(|| (RejectReason::PhoneDamaged, cell.into_owned()));
                    }
                }
                ContactField::Email | ContactField::Phone => {}
                ContactField::Tags => add_tags_of(details, &cell, tag_keys),
                ContactField::Consent(channel) => set_consent(&mut read.consents, *channel, &cell, mapped),
                _ => set_text(details, mapped, &cell),
            }
        }
        take_name_beside_email(&mut read.details);
        if read.details.email.is_none() {
            self.take_further_email(&mut read.details, row);
        }
        self.further_phones.complete(&mut read.details, row, &self.columns, &self.country, lives_in);
        self.judge(&read.details, fault).map_err(|(reason, value)| rejected(row, reason, &value))?;
        if self.require == Require::EmailOrPhone && read.details.email.is_none() {
            read.details.email_typed = self.invalid_email(row);
        }
        read.hint = read.details.email.as_ref().and_then(typo);
        Ok(read)
    }

    /// The first further address, where the column of addresses says none that can be written to.
    fn take_further_email(&self, details: &mut ContactDetails, row: &Row) {
        let mut cells = self.further_emails.iter().map(|column| cell_text(row.cell(*column), self.writing));
        details.email = cells.find_map(|cell| email::parse_cell(&cell).ok());
    }

    /// Where the row says that the person lives, if that is a country.
    fn country_of(&mut self, row: &Row) -> Option<&'static str> {
        let cell = row.cell(self.country_column?);
        if cell.is_empty() {
            return None;
        }
        if let Some(known) = self.countries.get(cell) {
            return *known;
        }
        if self.countries.len() >= COUNTRIES_REMEMBERED {
            self.countries.clear();
        }
        let code = country::iso_of(cell);
        self.countries.insert(cell.to_owned(), code);
        code
    }

    fn judge(
        &self,
        details: &ContactDetails,
        fault: Option<(RejectReason, String)>,
    ) -> Result<(), (RejectReason, String)> {
        let reachable = match self.require {
            Require::Email => details.email.is_some(),
            Require::EmailOrPhone => details.email.is_some() || details.phone.is_some(),
        };
        if reachable {
            return Ok(());
        }
        Err(match (self.require, fault) {
            (Require::Email, Some((RejectReason::PhoneDamaged, _)) | None) => {
                (RejectReason::EmailMissing, String::new())
            }
            (_, Some(fault)) => fault,
            (Require::EmailOrPhone, None) => {
                (RejectReason::NoWayToReach, details.phone_typed.clone().unwrap_or_default())
            }
        })
    }

    /// What stands in the address column of a contact that is kept for its number.
    fn invalid_email(&self, row: &Row) -> Option<String> {
        let mut columns = self.columns.iter().filter(|mapped| mapped.field == ContactField::Email);
        columns.find_map(|mapped| {
            let cell = cell_text(row.cell(mapped.column), self.writing);
            (!cell.is_empty()).then(|| cell.into_owned())
        })
    }
}

/// `Anne Dupont <anne@x.fr>` names her, where no column does.
fn take_name_beside_email(details: &mut ContactDetails) {
    let is_named =
        !details.first_name.is_empty() || !details.last_name.is_empty() || !details.company.is_empty();
    let Some((before, _)) = details.email_typed.as_deref().and_then(|typed| typed.split_once('<')) else {
        return;
    };
    let name = before.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\''));
    if !is_named && !name.is_empty() && !name.contains('@') {
        let name = name.to_owned();
        set_full_name(details, &name);
    }
}

fn typo(address: &sellify_domain::EmailAddress) -> Option<Hint> {
    let suggestion = email::typo_hint(address)?;
    Some(Hint { field: ContactField::Email, value: address.to_string(), suggestion })
}

fn rejected(row: &Row, reason: RejectReason, value: &str) -> RejectedRow {
    RejectedRow {
        line: row.line,
        reason,
        value: value.chars().take(VALUE_SHOWN).collect(),
        cells: row.to_vec(),
    }
}

/// Who wrote a file, as far as its cells show it.
#[derive(Debug, Clone, Copy, Default)]
struct Writing {
    /// We put apostrophes before what looks like a formula: in an export, or in the file of rejected rows.
    guarded: bool,
    /// It is an export of ours.
    ours: bool,
}

/// A cell without blanks around it, without our apostrophe and, where the text is not our own, without the `="…"` by which
/// programs keep Excel from reading a number.
fn cell_text(cell: &str, writing: Writing) -> std::borrow::Cow<'_, str> {
    let cell = if writing.guarded { export::original(cell) } else { cell };
    let marked = cell.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    clean(marked.filter(|_| !writing.ours).unwrap_or(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normaliser(fields: &[ContactField], require: Require) -> Normaliser {
        let plan = ImportPlan {
            mapping: fields.iter().cloned().map(Some).collect(),
            tags: vec!["Salon".into()],
            require,
            ..ImportPlan::default()
        };
        Normaliser::new(&plan, &vec![String::new(); fields.len()]).unwrap()
    }

    fn row(cells: &[&str]) -> Row {
        let mut row: Row = cells.iter().copied().collect();
        row.line = 7;
        row
    }

    #[test]
    fn a_row_becomes_a_contact_in_normal_form() {
        use ContactField as F;
        let fields = [F::FullName, F::Email, F::Phone, F::Postcode, F::Tags, F::Birthdate];
        let cells = [
            "Mme DUPONT Anne",
            " Anne@Exemple.FR",
            "06 12 34 56 78",
            "01000",
            "client|SALON; vip",
            "3/5/1984",
        ];
        let details = normaliser(&fields, Require::Email).read(&row(&cells)).unwrap().details;
        assert_eq!(
            (details.civility.as_str(), details.first_name.as_str(), details.last_name.as_str()),
            ("Mme", "Anne", "DUPONT")
        );
        assert_eq!(details.email.unwrap().as_str(), "anne@exemple.fr");
        assert_eq!(details.email_typed.as_deref(), Some("Anne@Exemple.FR"));
        assert_eq!(details.phone.unwrap().as_str(), "+33612345678");
        assert_eq!(details.phone_typed, None);
        assert_eq!((details.postcode.as_str(), details.birthdate.as_str()), ("01000", "1984-05-03"));
        assert_eq!(details.tags, ["Salon", "client", "vip"]);
    }

    #[test]
    fn a_row_without_an_address_is_rejected_with_its_cells() {
        use ContactField as F;
        let mut by_email = normaliser(&[F::LastName, F::Email, F::Phone], Require::Email);
        let missing = by_email.read(&row(&["Dupont", "", "0612345678"])).unwrap_err();
        assert_eq!((missing.line, missing.reason), (7, RejectReason::EmailMissing));
        assert_eq!(missing.cells, ["Dupont", "", "0612345678"]);
        let invalid = by_email.read(&row(&["Dupont", "n/a", ""])).unwrap_err();
        assert_eq!((invalid.reason, invalid.value.as_str()), (RejectReason::EmailInvalid, "n/a"));
    }

    #[test]
    fn a_number_is_enough_where_the_plan_says_so() {
        use ContactField as F;
        let mut either = normaliser(&[F::Email, F::Phone], Require::EmailOrPhone);
        let kept = either.read(&row(&["n/a", "0612345678"])).unwrap().details;
        assert_eq!((kept.email, kept.email_typed.as_deref()), (None, Some("n/a")));
        assert_eq!(either.read(&row(&["", "6,12E+08"])).unwrap_err().reason, RejectReason::PhoneDamaged);
        assert_eq!(either.read(&row(&["", "voir Luc"])).unwrap_err().reason, RejectReason::NoWayToReach);
    }

    #[test]
    fn nothing_that_cannot_be_read_is_lost() {
        use ContactField as F;
        let mut all = normaliser(&[F::Email, F::Phone, F::Birthdate], Require::Email);
        let kept = all.read(&row(&["a@b.fr", "6,12E+08", "printemps 84"])).unwrap().details;
        assert_eq!(kept.phone_typed.as_deref(), Some("6,12E+08"));
        assert_eq!(kept.custom.get("birthdate_typed").map(String::as_str), Some("printemps 84"));
    }

    #[test]
    fn the_apostrophe_before_a_formula_sign_is_ours() {
        let (ours, rejects) = (Writing { guarded: true, ours: true }, Writing { guarded: true, ours: false });
        assert_eq!(cell_text("'+33 6 12", ours), "+33 6 12");
        assert_eq!(cell_text("'t Hooft", ours), "'t Hooft");
        assert_eq!(cell_text("'=1", Writing::default()), "'=1", "somebody else's apostrophe stays");
        assert_eq!(cell_text("=\"01000\"", Writing::default()), "01000");
        assert_eq!(cell_text("'=\"01000\"", rejects), "01000", "as in the file that it was rejected from");
        assert_eq!(cell_text("=\"x\"", ours), "=\"x\"", "somebody's own words");
    }
}

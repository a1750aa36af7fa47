//! One row into one contact, or a reason why not.

mod dates;
mod names;
mod tags;

use sellify_domain::{ContactDetails, ContactField, RejectReason, RejectedRow};
use sellify_validation::phone::PhoneViolation;
use sellify_validation::text::clean;
use sellify_validation::{email, phone};

use super::error::ImportError;
use super::plan::{ImportPlan, Require};
use super::row::Row;

pub(super) use tags::{TagKeys, add_tags};

/// Characters kept of an offending value.
const VALUE_SHOWN: usize = 200;

/// Reads rows by a mapping.
pub(super) struct Normaliser {
    columns: Vec<(usize, ContactField)>,
    country: String,
    require: Require,
    tags: Vec<String>,
    tag_keys: TagKeys,
}

impl Normaliser {
    /// # Errors
    /// [`ImportError::UnknownColumn`] when the mapping names more columns than there are,
    /// [`ImportError::NoEmailColumn`] when no column can hold what is required.
    pub(super) fn new(plan: &ImportPlan, columns: usize) -> Result<Self, ImportError> {
        let mapped: Vec<(usize, ContactField)> = plan
            .mapping
            .iter()
            .enumerate()
            .filter_map(|(column, field)| Some((column, field.clone()?)))
            .collect();
        if let Some((column, _)) = mapped.iter().find(|(column, _)| *column >= columns) {
            return Err(ImportError::UnknownColumn((column + 1).to_string()));
        }
        let has = |wanted: &ContactField| mapped.iter().any(|(_, field)| field == wanted);
        let reachable =
            has(&ContactField::Email) || plan.require == Require::EmailOrPhone && has(&ContactField::Phone);
        if !reachable {
            return Err(ImportError::NoEmailColumn);
        }
        let mut tag_keys = TagKeys::default();
        let mut tags = Vec::new();
        add_tags(&mut tags, plan.tags.iter().map(String::as_str), &mut tag_keys);
        Ok(Self { columns: mapped, country: plan.country.clone(), require: plan.require, tags, tag_keys })
    }

    /// The contact that a row describes.
    ///
    /// # Errors
    /// The row, with the reason why it is none.
    pub(super) fn read(&mut self, row: &Row) -> Result<ContactDetails, RejectedRow> {
        let mut details = ContactDetails { tags: self.tags.clone(), ..ContactDetails::default() };
        let mut fault = None;
        for (column, field) in &self.columns {
            let cell = cell_text(row.cell(*column));
            if cell.is_empty() {
                continue;
            }
            match field {
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
                    if set_phone(&mut details, &cell, &self.country) == Err(PhoneViolation::Scientific) {
                        fault.get_or_insert_with(|| (RejectReason::PhoneDamaged, cell.into_owned()));
                    }
                }
                ContactField::Email | ContactField::Phone => {}
                ContactField::Tags => {
                    add_tags(&mut details.tags, tags::split(&cell), &mut self.tag_keys);
                }
                other => set_text(&mut details, other, &cell),
            }
        }
        self.judge(&details, fault).map_err(|(reason, value)| rejected(row, reason, &value))?;
        if self.require == Require::EmailOrPhone && details.email.is_none() {
            details.email_typed = self.invalid_email(row);
        }
        Ok(details)
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
        let (column, _) = self.columns.iter().find(|(_, field)| *field == ContactField::Email)?;
        let cell = cell_text(row.cell(*column));
        (!cell.is_empty()).then(|| cell.into_owned())
    }
}

fn rejected(row: &Row, reason: RejectReason, value: &str) -> RejectedRow {
    RejectedRow {
        line: row.line,
        reason,
        value: value.chars().take(VALUE_SHOWN).collect(),
        cells: row.to_vec(),
    }
}

/// A cell without blanks around it, and without the apostrophe that keeps spreadsheets from reading it as a
/// formula (our own exports write it).
fn cell_text(cell: &str) -> std::borrow::Cow<'_, str> {
    const SIGNS: [char; 15] =
        ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', '\''];
    let inner = cell.strip_prefix('\'').filter(|rest| rest.trim_start_matches(' ').starts_with(SIGNS));
    clean(inner.unwrap_or(cell))
}

/// Keeps what was typed only where the number does not say it all.
fn set_phone(details: &mut ContactDetails, cell: &str, country: &str) -> Result<(), PhoneViolation> {
    let read = phone::parse(cell, country);
    match read {
        Ok(phone) => {
            details.phone_typed = phone.extension.is_some().then(|| cell.to_owned());
            details.phone = Some(phone.number);
            Ok(())
        }
        Err(violation) => {
            details.phone_typed.get_or_insert_with(|| cell.to_owned());
            Err(violation)
        }
    }
}

fn set_text(details: &mut ContactDetails, field: &ContactField, cell: &str) {
    let place = match field {
        ContactField::Civility => return set_once(&mut details.civility, names::civility(cell)),
        ContactField::FullName => {
            let name = names::split(cell);
            set_once(&mut details.civility, name.civility);
            set_once(&mut details.first_name, &name.first);
            return set_once(&mut details.last_name, &name.last);
        }
        ContactField::Birthdate => match dates::iso(cell) {
            Some(date) => return set_once(&mut details.birthdate, &date),
            // Nothing is lost: what cannot be read as a date is kept beside.
            None => return drop(details.custom.insert("birthdate_typed".into(), cell.to_owned())),
        },
        ContactField::Custom(key) => {
            details.custom.entry(key.clone()).or_insert_with(|| cell.to_owned());
            return;
        }
        ContactField::FirstName => &mut details.first_name,
        ContactField::LastName => &mut details.last_name,
        ContactField::Company => &mut details.company,
        ContactField::Street => &mut details.street,
        ContactField::Postcode => &mut details.postcode,
        ContactField::City => &mut details.city,
        ContactField::Country => &mut details.country,
        ContactField::Reference => &mut details.reference,
        ContactField::Notes => &mut details.notes,
        ContactField::FullAddress => &mut details.street,
        ContactField::Email | ContactField::Phone | ContactField::Tags | ContactField::Consent(_) => return,
    };
    set_once(place, cell);
}

/// Of two columns for one field the first one that says something wins.
fn set_once(place: &mut String, text: &str) {
    if place.is_empty() {
        text.clone_into(place);
    }
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
        Normaliser::new(&plan, fields.len()).unwrap()
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
        let details = normaliser(&fields, Require::Email).read(&row(&cells)).unwrap();
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
        let kept = either.read(&row(&["n/a", "0612345678"])).unwrap();
        assert_eq!((kept.email, kept.email_typed.as_deref()), (None, Some("n/a")));
        assert_eq!(either.read(&row(&["", "6,12E+08"])).unwrap_err().reason, RejectReason::PhoneDamaged);
        assert_eq!(either.read(&row(&["", "voir Luc"])).unwrap_err().reason, RejectReason::NoWayToReach);
    }

    #[test]
    fn nothing_that_cannot_be_read_is_lost() {
        use ContactField as F;
        let mut all = normaliser(&[F::Email, F::Phone, F::Birthdate], Require::Email);
        let kept = all.read(&row(&["a@b.fr", "6,12E+08", "printemps 84"])).unwrap();
        assert_eq!(kept.phone_typed.as_deref(), Some("6,12E+08"));
        assert_eq!(kept.custom.get("birthdate_typed").map(String::as_str), Some("printemps 84"));
    }

    #[test]
    fn the_apostrophe_before_a_formula_sign_is_ours() {
        assert_eq!(cell_text("'+33 6 12"), "+33 6 12");
        assert_eq!(cell_text("'t Hooft"), "'t Hooft");
    }
}

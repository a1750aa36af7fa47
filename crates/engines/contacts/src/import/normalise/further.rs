//! Second numbers: a landline beside a mobile number keeps its own field, and serves as the number where the row has no
//! other.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashSet};
use sellify_domain::{ContactDetails, ContactField};

use super::fields::parse_phone;
use super::mapped::Mapped;
use super::{Writing, cell_text};
use crate::export;
use crate::import::mapping::by_name;
use crate::import::row::Row;

/// Columns of numbers that became fields of the firm's own.
#[derive(Default)]
pub(super) struct FurtherPhones {
    /// Their places among the columns that are read.
    places: Vec<usize>,
    /// Fingerprints of the numbers that rows have had.
    seen: HashSet<u64>,
    seed: DefaultHashBuilder,
}

impl FurtherPhones {
    /// Of a file that we wrote ourselves none: it says which number is whose.
    pub(super) fn of(columns: &[Mapped], headers: &[String]) -> Self {
        if export::is_ours(headers) {
            return Self::default();
        }
        let is_further = |mapped: &Mapped| {
            let names = headers.get(mapped.column).and_then(|header| by_name(header));
            matches!(mapped.field, ContactField::Custom(_))
                && names.is_some_and(|(field, _)| field == ContactField::Phone)
        };
        let places = columns.iter().enumerate().filter(|(_, mapped)| is_further(mapped));
        Self { places: places.map(|(place, _)| place).collect(), ..Self::default() }
    }

    /// Gives a row without a number the first one that stands in these columns.
    pub(super) fn complete(
        &mut self,
        details: &mut ContactDetails,
        row: &Row,
        columns: &[Mapped],
        country: &str,
        lives_in: Option<&str>,
    ) {
        if self.places.is_empty() {
            return;
        }
        if details.phone.is_none() {
            let further = self.places.iter().filter_map(|place| columns.get(*place));
            let mut numbers = further.filter_map(|mapped| {
                let cell = cell_text(row.cell(mapped.column), Writing::default());
                let home = mapped.choice.country.as_deref().unwrap_or(country);
                let phone = parse_phone(&cell, home, lives_in).ok().filter(|phone| phone.valid)?;
                Some((phone, cell))
            });
            // Colleagues share a line. A second contact with its number would be taken for the first one.
            let is_free = |number: &str| !self.seen.contains(&self.seed.hash_one(number));
            let found = numbers.find(|(phone, _)| details.email.is_none() || is_free(phone.number.as_str()));
            if let Some((phone, cell)) = found {
                if phone.extension.is_some() {
                    details.phone_typed = Some(cell.into_owned());
                }
                details.phone = Some(phone.number);
            }
        }
        if let Some(phone) = &details.phone {
            self.seen.insert(self.seed.hash_one(phone.as_str()));
        }
    }
}

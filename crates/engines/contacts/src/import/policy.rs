//! What the vault makes of a row: whom it knows, and what the person's policy says about that.

use sellify_domain::{Channel, Contact, ContactDetails};
use sellify_store::{Read, References, StoreError};

use super::duplicates::same_person;
use super::merge;
use super::normalise::TagKeys;
use super::opposed::Opposed;
use super::plan::{DuplicatePolicy, ImportPlan, Require};
use super::review::Reason;

/// What becomes of a row that the file does not repeat.
pub(super) enum Outcome {
    /// Nobody knows it.
    New,
    /// Somebody has its address or number: a contact of its own, without what is taken.
    Apart { of: Box<Contact>, reason: Reason, details: Box<ContactDetails> },
    /// Nothing is left to reach it by.
    Refused { of: Box<Contact>, value: String },
    /// The vault knows it; `after` where that changes the contact.
    Known { before: Box<Contact>, reason: Reason, after: Option<Box<ContactDetails>> },
}

/// How contacts are found by reference.
enum ByReference<'c> {
    /// The file has none, or the policy does not ask.
    Never,
    /// For one row.
    Once,
    /// For many.
    Map(References<'c>),
}

/// Compares rows with the vault.
pub(super) struct Compare<'c> {
    /// Nothing to find: no look-up at all.
    vault_is_empty: bool,
    policy: DuplicatePolicy,
    require: Require,
    references: ByReference<'c>,
    pub(super) opposed: Opposed,
    tag_keys: TagKeys,
}

impl<'c> Compare<'c> {
    /// For a whole file.
    pub(super) fn new(read: &'c Read<'_>, plan: &ImportPlan) -> Result<Self, StoreError> {
        let mut compare = Self::for_one(read, plan)?;
        if matches!(compare.references, ByReference::Once) {
            compare.references = ByReference::Map(read.contacts().references()?);
        }
        Ok(compare)
    }

    /// For one row.
    pub(super) fn for_one(read: &'c Read<'_>, plan: &ImportPlan) -> Result<Self, StoreError> {
        let vault_is_empty = read.contacts().count_all()? == 0;
        let mapped = plan.mapping.contains(&Some(sellify_domain::ContactField::Reference));
        let asked = mapped && !vault_is_empty && plan.policy != DuplicatePolicy::Create;
        Ok(Self {
            vault_is_empty,
            policy: plan.policy,
            require: plan.require,
            references: if asked { ByReference::Once } else { ByReference::Never },
            opposed: Opposed::new(read)?,
            tag_keys: TagKeys::default(),
        })
    }

    pub(super) fn judge(&mut self, read: &Read<'_>, details: &ContactDetails) -> Result<Outcome, StoreError> {
        if self.vault_is_empty {
            return Ok(Outcome::New);
        }
        let contacts = read.contacts();
        let by_email =
            details.email.as_ref().map(|email| contacts.find_by_email(email)).transpose()?.flatten();
        let by_phone = match &details.phone {
            Some(phone)
                if by_email.as_ref().is_none_or(|found| found.details.phone.as_ref() != Some(phone)) =>
            {
                contacts.find_by_phone(phone)?
            }
            _ => None,
        };
        if self.policy == DuplicatePolicy::Create {
            return Ok(self.apart(details, by_email, by_phone));
        }
        // A switchboard, or the number of a couple: the row is somebody else, and nobody's record becomes theirs.
        if let (None, Some(found)) = (&by_email, &by_phone)
            && shares_only_the_number(&found.details, details)
        {
            return Ok(self.apart(details, by_email, by_phone));
        }
        let phone_is_taken = by_email.is_some() && by_phone.is_some();
        let (before, reason) = match (by_email, by_phone) {
            (Some(found), _) => (found, Reason::SameEmail),
            (None, Some(found)) => (found, Reason::SamePhone),
            (None, None) => match self.by_reference(read, details)? {
                Some(found) => (found, Reason::SameReference),
                None => return Ok(Outcome::New),
            },
        };
        let before = Box::new(before);
        if self.policy == DuplicatePolicy::Skip {
            return Ok(Outcome::Known { before, reason, after: None });
        }
        let mut after = merge::merge(&before.details, details, phone_is_taken, &mut self.tag_keys);
        if reason == Reason::SameReference {
            self.move_address(read, &mut after, details)?;
        }
        let after = (after != before.details).then(|| Box::new(after));
        Ok(Outcome::Known { before, reason, after })
    }

    /// The one contact of this reference whose names agree; two are none.
    fn by_reference(&self, read: &Read<'_>, details: &ContactDetails) -> Result<Option<Contact>, StoreError> {
        if details.reference.is_empty() {
            return Ok(None);
        }
        let found = match &self.references {
            ByReference::Never => return Ok(None),
            ByReference::Once => read.contacts().find_by_reference(&details.reference)?,
            ByReference::Map(references) => references.find(&details.reference)?,
        };
        let mut same = found.into_iter().filter(|contact| same_person(&contact.details, details));
        Ok(same.next().filter(|_| same.next().is_none()))
    }

    /// The reference says who it is, so a new address is theirs. But nobody who objected is reached again by it.
    fn move_address(
        &self,
        read: &Read<'_>,
        after: &mut ContactDetails,
        file: &ContactDetails,
    ) -> Result<(), StoreError> {
        let (Some(old), Some(new)) = (&after.email, &file.email) else { return Ok(()) };
        if old != new && !self.opposed.holds(read, Channel::Email, old.as_str())? {
            after.email = Some(new.clone());
            after.email_typed.clone_from(&file.email_typed);
        }
        Ok(())
    }

    fn apart(
        &self,
        details: &ContactDetails,
        by_email: Option<Contact>,
        by_phone: Option<Contact>,
    ) -> Outcome {
        let mut left = details.clone();
        let same_phone = by_email.as_ref().is_some_and(|found| found.details.phone == details.phone);
        if by_email.is_some() {
            left.email = None;
        }
        if by_phone.is_some() || same_phone {
            left.phone = None;
        }
        let (of, reason) = match (by_email, by_phone) {
            (Some(found), _) => (Box::new(found), Reason::SameEmail),
            (None, Some(found)) => (Box::new(found), Reason::SamePhone),
            (None, None) => return Outcome::New,
        };
        let reachable = match self.require {
            Require::Email => left.email.is_some(),
            Require::EmailOrPhone => left.email.is_some() || left.phone.is_some(),
        };
        if !reachable {
            let email = details.email.as_ref().map(ToString::to_string);
            let value = email.or_else(|| details.phone.as_ref().map(ToString::to_string));
            return Outcome::Refused { of, value: value.unwrap_or_default() };
        }
        // Nothing is lost: what cannot be a key stays as it was typed.
        if left.email.is_none() && left.email_typed.is_none() {
            left.email_typed = details.email.as_ref().map(ToString::to_string);
        }
        if left.phone.is_none() && left.phone_typed.is_none() {
            left.phone_typed = details.phone.as_ref().map(ToString::to_string);
        }
        Outcome::Apart { of, reason, details: Box::new(left) }
    }
}

/// Whether a contact and a row have one number and are two people all the same: each has an address, and no name
/// vouches for them.
fn shares_only_the_number(known: &ContactDetails, row: &ContactDetails) -> bool {
    known.email.is_some() && row.email.is_some() && known.email != row.email && !same_person(known, row)
}

//! The second half of an import: compare with the vault and write, inside one transaction.

use std::collections::BTreeMap;

use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactDetails, ContactId,
    ImportCounts, ImportId, LegalBasis, RejectReason, RejectedRow, Suppression, SuppressionId,
    SuppressionReason, Timestamp,
};
use sellify_store::{ContactBulk, DerivedColumns, StoreError, Write};

use super::opposed::address;
use super::plan::{DuplicatePolicy, ImportPlan};
use super::policy::{Compare, Outcome};
use super::produce::{Parcel, Prepared};
use super::review::{Reason, ReviewRow};
use super::review_rows::{judged_row, rejected_row, repeated_row};

/// How many rows for each reason.
pub(super) type Reasons = BTreeMap<Reason, u64>;

/// Writes an import.
pub(super) struct Commit<'a> {
    write: &'a Write<'a>,
    import_id: ImportId,
    now: Timestamp,
    expected_rows: u64,
    policy: DuplicatePolicy,
    source: String,
    compare: Compare<'a>,
    /// Begun with the first new contact: a file that brings none leaves every index as it is.
    bulk: Option<ContactBulk<'a>>,
    /// Told of every row.
    each: Option<&'a dyn Fn(ReviewRow)>,
    pub(super) counts: ImportCounts,
    pub(super) reasons: Reasons,
}

impl<'a> Commit<'a> {
    pub(super) fn new(
        write: &'a Write<'a>,
        plan: &ImportPlan,
        import_id: ImportId,
        now: Timestamp,
        expected_rows: u64,
        each: Option<&'a dyn Fn(ReviewRow)>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            write,
            import_id,
            now,
            expected_rows,
            policy: plan.policy,
            source: plan.source.clone(),
            compare: Compare::new(write, plan)?,
            bulk: None,
            each,
            counts: ImportCounts::default(),
            reasons: Reasons::new(),
        })
    }

    pub(super) fn take(&mut self, parcel: &Parcel) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        for prepared in &parcel.contacts {
            self.take_one(prepared, &mut rows)?;
        }
        for repeat in &parcel.repeats {
            self.suppress_refused(&repeat.consents, &[&repeat.details])?;
            if self.each.is_some() {
                let channels =
                    self.compare.opposed.channels(self.write, &repeat.details, &repeat.consents)?;
                rows.push(repeated_row(repeat, channels));
            }
        }
        if !parcel.rejected.is_empty() {
            self.write.imports_mut().add_rejected(self.import_id, &parcel.rejected)?;
        }
        for row in &parcel.rejected {
            *self.reasons.entry(Reason::Rejected(row.reason)).or_default() += 1;
            if self.each.is_some() {
                rows.push(rejected_row(row.clone()));
            }
        }
        if let Some(each) = self.each {
            rows.sort_by_key(|row| row.line);
            rows.into_iter().for_each(each);
        }
        Ok(())
    }

    /// Builds the indexes that were left out.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.bulk.map_or(Ok(()), ContactBulk::finish)
    }

    fn take_one(&mut self, prepared: &Prepared, rows: &mut Vec<ReviewRow>) -> Result<(), StoreError> {
        let Prepared { contact, consents, seen, .. } = prepared;
        let details = &contact.details;
        let outcome = self.compare.judge(self.write, details)?;
        let channels = self.compare.opposed.channels(self.write, details, consents)?;
        let refused = matches!(outcome, Outcome::Refused { .. });
        self.counts.suppressed += u64::from(!channels.is_empty() && !refused);
        if let (Some(_), Some(seen)) = (self.each, seen) {
            rows.push(judged_row(&outcome, details, seen, channels));
        }
        self.tally(&outcome);
        match outcome {
            Outcome::New => {
                self.create(contact, prepared.derived.as_ref())?;
                self.consent(contact.id, None, details, consents)
            }
            Outcome::Apart { details: left, .. } => {
                let apart = Contact { details: *left, ..contact.clone() };
                self.create(&apart, None)?;
                self.consent(contact.id, None, details, consents)
            }
            Outcome::Refused { of, value } => {
                self.refuse(prepared, value)?;
                self.consent(of.id, Some(&of.details), details, consents)
            }
            Outcome::Known { before, after: None, .. } => {
                self.counts.unchanged += 1;
                self.consent(before.id, Some(&before.details), details, consents)
            }
            Outcome::Known { before, after: Some(after), .. } => {
                let id = before.id;
                self.update(*before, (*after).clone())?;
                self.consent(id, Some(&after), details, consents)
            }
        }
    }

    fn tally(&mut self, outcome: &Outcome) {
        let reason = match outcome {
            Outcome::New => return,
            Outcome::Apart { reason, .. } | Outcome::Known { reason, .. } => *reason,
            Outcome::Refused { .. } => Reason::Rejected(RejectReason::AlreadyKnown),
        };
        *self.reasons.entry(reason).or_default() += 1;
    }

    fn create(&mut self, contact: &Contact, derived: Option<&DerivedColumns>) -> Result<(), StoreError> {
        let bulk = match &mut self.bulk {
            Some(bulk) => bulk,
            empty => empty.insert(self.write.contacts_mut().begin_bulk(self.expected_rows)?),
        };
        match derived {
            Some(derived) => bulk.insert_with(contact, derived)?,
            None => bulk.insert(contact)?,
        }
        self.counts.created += 1;
        Ok(())
    }

    fn update(&mut self, before: Contact, after: ContactDetails) -> Result<(), StoreError> {
        self.write.imports_mut().add_change(self.import_id, before.id, &before.details, &after)?;
        // A clock set back must not make the change look older than the one before.
        let updated_at = self.now.max(before.updated_at);
        let contact = Contact { details: after, updated_at, ..before };
        match &mut self.bulk {
            Some(bulk) => bulk.update(&contact)?,
            None => self.write.contacts_mut().update(&contact)?,
        }
        self.counts.updated += 1;
        Ok(())
    }

    fn refuse(&mut self, prepared: &Prepared, value: String) -> Result<(), StoreError> {
        let (line, cells) =
            prepared.seen.as_ref().map(|seen| (seen.line, seen.cells.clone())).unwrap_or_default();
        let row = RejectedRow { line, reason: RejectReason::AlreadyKnown, value, cells };
        self.write.imports_mut().add_rejected(self.import_id, &[row])?;
        self.counts.rejected += 1;
        Ok(())
    }

    /// Records what the row says of consents. `known`: the contact of the vault. A yes never undoes a no: it is not
    /// recorded for somebody who refused or is suppressed, and of contacts that are to stay as they are.
    fn consent(
        &self,
        contact: ContactId,
        known: Option<&ContactDetails>,
        file: &ContactDetails,
        said: &[(Channel, bool)],
    ) -> Result<(), StoreError> {
        if said.is_empty() {
            return Ok(());
        }
        for &(channel, granted) in said {
            let latest = match known {
                Some(_) => self.write.consents().latest(contact, channel)?.map(|latest| latest.state),
                None => None,
            };
            let state = if granted { ConsentState::Granted } else { ConsentState::Refused };
            let stays = known.is_some() && self.policy != DuplicatePolicy::Update;
            if latest == Some(state) || granted && (latest.is_some() || stays) {
                continue;
            }
            let listed = |details: &ContactDetails| match address(details, channel) {
                Some(address) => self.write.suppressions().is_suppressed(channel, address),
                None => Ok(false),
            };
            if granted && (listed(file)? || known.map_or(Ok(false), listed)?) {
                continue;
            }
            self.write.consents_mut().record(&self.statement(contact, channel, state))?;
        }
        match known {
            Some(known) => self.suppress_refused(said, &[file, known]),
            None => self.suppress_refused(said, &[file]),
        }
    }

    fn statement(&self, contact_id: ContactId, channel: Channel, state: ConsentState) -> ConsentStatement {
        let legal_basis = match state {
            ConsentState::Granted => ConsentBasis::Consent,
            ConsentState::Refused => ConsentBasis::RightToObject,
        };
        ConsentStatement {
            id: ConsentId::generate(self.now),
            contact_id,
            channel,
            state,
            legal_basis,
            source: self.source.clone(),
            decided_at: self.now,
            recorded_at: self.now,
        }
    }

    /// Whoever the file says no for gets nothing more at these addresses.
    fn suppress_refused(&self, said: &[(Channel, bool)], of: &[&ContactDetails]) -> Result<(), StoreError> {
        for &(channel, _) in said.iter().filter(|(_, granted)| !granted) {
            for address in of.iter().filter_map(|details| address(details, channel)) {
                self.write.suppressions_mut().add_if_absent(&Suppression {
                    id: SuppressionId::generate(self.now),
                    channel,
                    address: address.to_owned(),
                    reason: SuppressionReason::Unsubscribed,
                    legal_basis: LegalBasis::ConsentWithdrawn,
                    source: self.source.clone(),
                    created_at: self.now,
                })?;
            }
        }
        Ok(())
    }
}

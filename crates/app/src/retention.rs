//! How long people are kept: rules per tag, who is due, and the act of a person that follows. Nothing here happens by
//! itself.

use sellify_domain::{Actor, Contact, ContactId, RetentionRule, RetentionRuleId, Timestamp};
use sellify_store::{Page, PageRequest, Person, Read, StoreError, Write};
use serde_json::json;
use time::{Date, Month, OffsetDateTime};

use crate::app::App;
use crate::erase_contact::{ErasureOrder, erase, reason_of};
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::open_vault::OpenVault;
use crate::suppress::only_a_person;

/// People per transaction: a long erasure must let others write, and the log of one stays small.
const BATCH: u32 = 200;

/// A rule, and how many are due.
#[derive(Debug, Clone)]
pub struct RetentionView {
    /// The rule.
    pub rule: RetentionRule,
    /// Contacts without a change or a message since.
    pub due: u64,
    /// Since when.
    pub cutoff: Timestamp,
}

/// A contact that is due.
#[derive(Debug, Clone)]
pub struct DueContact {
    /// By which rule.
    pub rule_id: RetentionRuleId,
    /// The contact.
    pub contact: Contact,
    /// The last message a server took for it.
    pub last_message: Option<Timestamp>,
}

/// What to do with those that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetentionAction {
    /// Into the bin; can be undone.
    Bin,
    /// Erase for good.
    Erase {
        /// What the proofs will tell.
        reason: String,
    },
}

impl App {
    /// Every rule, by tag, with how many are due now.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn retention_rules(&self) -> Result<Vec<RetentionView>, AppError> {
        let now = self.now();
        self.open_vault()?.store.read(move |r| rules_with_due(r, now)).await
    }

    /// Sets the rule of a tag; a tag has one.
    ///
    /// # Errors
    /// Names the field that cannot be kept.
    pub async fn set_retention_rule(
        &self,
        by: &Actor,
        tag: &str,
        months: u32,
    ) -> Result<RetentionView, AppError> {
        if !(1..=RetentionRule::MAX_MONTHS).contains(&months) {
            return Err(AppError::invalid("months", "A rule lasts 1 to 600 months."));
        }
        let vault = self.open_vault()?;
        let now = self.now();
        let rule = RetentionRule {
            id: RetentionRuleId::generate(now),
            tag: tag.to_owned(),
            months,
            created_at: now,
        };
        let (of, by) = (vault.clone(), by.clone());
        let set = vault
            .store
            .write(move |w| {
                let kept =
                    w.retention_rules_mut().set(&rule)?.ok_or(AppError::NameMissing { field: "tag" })?;
                of.entry(&by, now, "retention.rule_set", kept.id, json!({ "months": months })).append(w)?;
                with_due(w, kept, now)
            })
            .await;
        vault.due.forget();
        set
    }

    /// Removes a rule. Nobody is erased or kept by that.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn remove_retention_rule(&self, by: &Actor, id: RetentionRuleId) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let entry = vault.entry(by, self.now(), "retention.rule_removed", id, json!({}));
        let removed = vault
            .store
            .write(move |w| {
                if !w.retention_rules_mut().remove(id)? {
                    return Err(AppError::NotFound(Thing::RetentionRule));
                }
                entry.append(w)
            })
            .await;
        vault.due.forget();
        removed
    }

    /// One page of the contacts that are due: of one rule, or of all of them rule by rule, oldest entry first. Who is due by
    /// two rules stands under both.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; the cursor is not one of this list.
    pub async fn retention_due(
        &self,
        rule: Option<RetentionRuleId>,
        page: PageRequest,
    ) -> Result<Page<DueContact>, AppError> {
        let now = self.now();
        self.open_vault()?
            .store
            .read(move |r| match rule {
                Some(id) => due_of(r, &rule_in(r, id)?, now, &page),
                None => due_of_all(r, now, &page),
            })
            .await
    }

    /// Puts those of a rule that are due into the bin, or erases them. `confirm_count` is how many the person saw.
    /// Answers how many are gone.
    ///
    /// # Errors
    /// [`AppError::PersonNeeded`] for a program; [`AppError::RetentionCountChanged`] when others are due by now; of an
    /// erasure that stops half-way, what is erased is erased, and proven.
    pub async fn apply_retention(
        &self,
        by: &Actor,
        id: RetentionRuleId,
        action: RetentionAction,
        confirm_count: u64,
    ) -> Result<u64, AppError> {
        only_a_person(by)?;
        let vault = self.open_vault()?;
        let now = self.now();
        let changed = match action {
            RetentionAction::Bin => bin(&vault, by, now, id, confirm_count).await,
            RetentionAction::Erase { reason } => {
                let reason = reason_of(&reason)?;
                let erased = erase_due(&vault, by, now, id, &reason, confirm_count).await;
                self.sweep(&vault).await;
                erased
            }
        };
        vault.due.forget();
        let changed = changed?;
        self.events().publish(EventKind::ContactChanged, json!({ "changed": changed }));
        Ok(changed)
    }
}

fn due_of(
    r: &Read<'_>,
    rule: &RetentionRule,
    now: Timestamp,
    page: &PageRequest,
) -> Result<Page<DueContact>, AppError> {
    let Page { items, next, total, total_is_exact } =
        r.retention_rules().due(rule.id, cutoff_of(rule, now), page)?;
    let mut due = Vec::with_capacity(items.len());
    for contact in r.contacts().get_many(&items)? {
        let last_message = r.retention_rules().last_message(contact.id)?;
        due.push(DueContact { rule_id: rule.id, contact, last_message });
    }
    Ok(Page { items: due, next, total, total_is_exact })
}

/// Rule after rule; a page holds contacts of one rule. The cursor is the rule's id, a full stop, and the place within it.
fn due_of_all(r: &Read<'_>, now: Timestamp, page: &PageRequest) -> Result<Page<DueContact>, AppError> {
    let rules = r.retention_rules().list()?;
    let begin = match page.cursor.as_deref().map(|cursor| cursor.split_once('.').unwrap_or((cursor, ""))) {
        None => (0, None),
        Some((id, place)) => {
            let at =
                rules.iter().position(|rule| rule.id.to_string() == id).ok_or(StoreError::CursorInvalid)?;
            (at, Some(place.to_owned()).filter(|place| !place.is_empty()))
        }
    };
    let mut total = 0;
    for rule in &rules {
        total += r.retention_rules().count_due(rule.id, cutoff_of(rule, now))?;
    }
    let mut place = begin.1;
    for (at, rule) in rules.iter().enumerate().skip(begin.0) {
        let request = PageRequest { cursor: place.take(), limit: page.limit };
        let found = due_of(r, rule, now, &request)?;
        let after = found.next.map(|place| format!("{}.{place}", rule.id));
        if !found.items.is_empty() {
            let next = after.or_else(|| rules.get(at + 1).map(|rule| rule.id.to_string()));
            return Ok(Page::exact(found.items, next, total));
        }
    }
    Ok(Page::exact(Vec::new(), None, total))
}

async fn bin(
    vault: &std::sync::Arc<OpenVault>,
    by: &Actor,
    now: Timestamp,
    id: RetentionRuleId,
    confirm_count: u64,
) -> Result<u64, AppError> {
    let entry = vault.entry(by, now, "retention.binned", id, json!({}));
    vault
        .store
        .write(move |w| {
            let cutoff = confirmed(w, id, now, confirm_count)?;
            loop {
                let due = w.retention_rules().due(id, cutoff, &PageRequest::first(BATCH))?.items;
                if due.is_empty() {
                    break;
                }
                for contact in due {
                    w.contacts_mut().set_deleted(contact, Some(now))?;
                }
            }
            entry.append_with(w, json!({ "contacts": confirm_count }))?;
            Ok(confirm_count)
        })
        .await
}

async fn erase_due(
    vault: &std::sync::Arc<OpenVault>,
    by: &Actor,
    now: Timestamp,
    id: RetentionRuleId,
    reason: &str,
    confirm_count: u64,
) -> Result<u64, AppError> {
    let mut erased = 0;
    while erased < confirm_count {
        let (log, by, reason) = (vault.audit.clone(), by.clone(), reason.to_owned());
        let batch = vault
            .store
            .write(move |w| {
                // Checked in the very transaction that begins the work.
                let cutoff = if erased == 0 {
                    confirmed(w, id, now, confirm_count)?
                } else {
                    cutoff_of(&rule_in(w, id)?, now)
                };
                let due = w.retention_rules().due(id, cutoff, &PageRequest::first(BATCH))?.items;
                let people = people_of(w, &due)?;
                let order = ErasureOrder { log: &log, by: &by, now, reason: &reason };
                erase(w, &order, people)?;
                Ok::<_, AppError>(due.len() as u64)
            })
            .await?;
        if batch == 0 {
            break;
        }
        erased += batch;
    }
    Ok(erased)
}

/// The people behind contacts, each once: two that were merged are one.
fn people_of(w: &Write<'_>, due: &[ContactId]) -> Result<Vec<(ContactId, Person)>, AppError> {
    let mut people: Vec<(ContactId, Person)> = Vec::with_capacity(due.len());
    for id in due {
        if people.iter().any(|(_, person)| person.contacts.contains(id)) {
            continue;
        }
        if let Some(person) = w.contacts().person(*id)? {
            people.push((*id, person));
        }
    }
    Ok(people)
}

/// The rule's moment, if as many are due as the person saw.
fn confirmed(r: &Read<'_>, id: RetentionRuleId, now: Timestamp, count: u64) -> Result<Timestamp, AppError> {
    let cutoff = cutoff_of(&rule_in(r, id)?, now);
    let due = r.retention_rules().count_due(id, cutoff)?;
    if due == count { Ok(cutoff) } else { Err(AppError::RetentionCountChanged { due }) }
}

fn rule_in(r: &Read<'_>, id: RetentionRuleId) -> Result<RetentionRule, AppError> {
    r.retention_rules().get(id)?.ok_or(AppError::NotFound(Thing::RetentionRule))
}

pub(crate) fn rules_with_due(r: &Read<'_>, now: Timestamp) -> Result<Vec<RetentionView>, AppError> {
    r.retention_rules().list()?.into_iter().map(|rule| with_due(r, rule, now)).collect()
}

fn with_due(r: &Read<'_>, rule: RetentionRule, now: Timestamp) -> Result<RetentionView, AppError> {
    let cutoff = cutoff_of(&rule, now);
    let due = r.retention_rules().count_due(rule.id, cutoff)?;
    Ok(RetentionView { rule, due, cutoff })
}

fn cutoff_of(rule: &RetentionRule, now: Timestamp) -> Timestamp {
    months_before(now, rule.months)
}

/// The same day and hour so many calendar months earlier (UTC); the 31st becomes the month's last day.
fn months_before(now: Timestamp, months: u32) -> Timestamp {
    let Ok(at) = OffsetDateTime::from_unix_timestamp(now.as_millis().div_euclid(1_000)) else {
        return Timestamp::from_millis(i64::MIN);
    };
    let index = i64::from(at.year()) * 12 + i64::from(u8::from(at.month())) - 1 - i64::from(months);
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let earlier = || {
        let year = i32::try_from(year).ok()?;
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let date = Date::from_calendar_date(year, month, at.day().min(month.length(year))).ok()?;
        Some(at.replace_date(date).unix_timestamp() * 1_000)
    };
    Timestamp::from_millis(earlier().unwrap_or(i64::MIN))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        let form = &time::format_description::well_known::Rfc3339;
        Timestamp::from_millis(OffsetDateTime::parse(text, form).unwrap().unix_timestamp() * 1_000)
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        for (now, months, before) in [
            ("2026-11-22T10:00:00Z", 1, "2026-10-22T10:00:00Z"),
            ("2026-01-15T00:00:00Z", 1, "2025-12-15T00:00:00Z"),
            ("2026-03-31T08:00:00Z", 1, "2026-02-28T08:00:00Z"),
            ("2024-03-31T08:00:00Z", 1, "2024-02-29T08:00:00Z"),
            ("2026-11-22T10:00:00Z", 36, "2023-11-22T10:00:00Z"),
            ("2026-11-22T10:00:00Z", 600, "1976-11-22T10:00:00Z"),
        ] {
            assert_eq!(months_before(at(now), months), at(before), "{now} - {months}");
        }
    }

    proptest! {
        #[test]
        fn a_longer_rule_is_never_due_sooner(ms in 0_i64..4_000_000_000_000, months in 1_u32..600) {
            let now = Timestamp::from_millis(ms);
            prop_assert!(months_before(now, months + 1) <= months_before(now, months));
            prop_assert!(months_before(now, months) < now);
        }
    }
}

//! From a segment's rule to a condition on rows `c` of `contacts`. Values are bound, never written into the statement, and
//! every condition is 0 or 1, never NULL, so that its opposite is its opposite.

mod functions;
mod lists;
mod text;

use rusqlite::Connection;
use sellify_domain::{
    Combinator, Condition, ConsentStanding, ContactField, DayTest, MomentField, MomentTest, NumberTest,
    RulePart, SegmentRule, Today, iso_day,
};
use time::{Date, Duration};

use crate::statement::Statement;
use crate::{StoreError, column};

pub(super) use functions::register;

use super::list::created_since;

/// How a rule is asked.
pub(super) struct RuleSql<'c> {
    pub conn: &'c Connection,
    pub today: Today,
    /// Whether an index may find the rows. Not for a list that is walked in its own order, and not for the bin, which is
    /// in no index.
    pub drives: bool,
}

impl RuleSql<'_> {
    /// Appends the rule as one condition.
    pub(super) fn push(&self, sql: &mut Statement, rule: &SegmentRule) -> Result<(), StoreError> {
        self.group(sql, rule, self.drives)
    }

    /// `drives`: every row that is asked for fulfils each part of this group.
    fn group(&self, sql: &mut Statement, rule: &SegmentRule, drives: bool) -> Result<(), StoreError> {
        let asking: Vec<&RulePart> = rule.rules.iter().filter(|part| asks(part)).collect();
        if asking.is_empty() {
            sql.push("1");
            return Ok(());
        }
        let all = rule.combinator == Combinator::And || asking.len() == 1;
        let drives = drives && all && !rule.not;
        sql.push(if rule.not { "NOT (" } else { "(" });
        for (n, part) in asking.into_iter().enumerate() {
            if n > 0 {
                sql.push(if all { " AND " } else { " OR " });
            }
            match part {
                RulePart::Group(group) => self.group(sql, group, drives)?,
                RulePart::Condition(condition) => self.condition(sql, condition, drives)?,
            }
        }
        sql.push(")");
        Ok(())
    }

    fn condition(&self, sql: &mut Statement, condition: &Condition, drives: bool) -> Result<(), StoreError> {
        match condition {
            Condition::Text { field, test } => {
                text::condition(sql, field, test, drives.then_some(self.conn))?;
            }
            Condition::Number { key, test } => number(sql, key, *test),
            Condition::YesNo { key, yes } => {
                sql.push("coalesce(yes_no(");
                custom(sql, key);
                sql.push(") = ").bind(i64::from(*yes)).push(", 0)");
            }
            Condition::Day { field, test } => self.day(sql, field, *test),
            Condition::Moment { field, test } => self.moment(sql, *field, *test, drives),
            Condition::Tags(test) => self.tags(sql, test, drives)?,
            Condition::Groups(test) => self.groups(sql, test, drives)?,
            Condition::EmailDomain { domain, not } => email_domain(sql, domain, *not),
            Condition::Reachable { field, yes } => {
                let column = if *field == ContactField::Phone { "c.phone" } else { "c.email" };
                sql.push(column).push(if *yes { " IS NOT NULL" } else { " IS NULL" });
            }
            Condition::Suppressed { channel, yes } => {
                sql.push("(SELECT 1 FROM suppressions WHERE channel = ").bind(column::word(channel));
                let email = *channel == sellify_domain::Channel::Email;
                sql.push(" AND address = ").push(if email { "c.email" } else { "c.phone" });
                sql.push(if *yes { ") IS NOT NULL" } else { ") IS NULL" });
            }
            Condition::Consent { channel, standing, not } => {
                consent(sql, &column::word(channel), *standing, *not);
            }
            Condition::Import { id, not } => {
                let row: Option<i64> = super::write::import_row(self.conn, *id)?;
                // A row that no import has: nobody came with it.
                sql.push(if *not { "c.import_row IS NOT " } else { "c.import_row IS " });
                sql.bind(row.unwrap_or(-1));
            }
            Condition::Campaign { id, not } => self.campaign(sql, *id, *not)?,
        }
        Ok(())
    }

    fn day(&self, sql: &mut Statement, field: &ContactField, test: DayTest) {
        let own = |sql: &mut Statement| match field {
            ContactField::Custom(key) => {
                sql.push("iso_day(");
                custom(sql, key);
                sql.push(")");
            }
            _ => {
                sql.push("nullif(c.birthdate, '')");
            }
        };
        let today = self.today.day();
        let between = |sql: &mut Statement, from: Date, to: Date| {
            sql.push("coalesce(");
            own(sql);
            sql.push(" BETWEEN ").bind(iso_day(from)).push(" AND ").bind(iso_day(to)).push(", 0)");
        };
        let beside = |sql: &mut Statement, operator: &str, day: Date| {
            sql.push("coalesce(");
            own(sql);
            sql.push(operator).bind(iso_day(day)).push(", 0)");
        };
        match test {
            DayTest::On(day) => beside(sql, " = ", day),
            DayTest::Before(day) => beside(sql, " < ", day),
            DayTest::After(day) => beside(sql, " > ", day),
            DayTest::Between(from, to) => between(sql, from, to),
            DayTest::InLastDays(days) => between(sql, ahead(today, -i64::from(days)), today),
            DayTest::InNextDays(days) => between(sql, today, ahead(today, i64::from(days))),
            DayTest::AnniversaryInMonth(month) => {
                sql.push("coalesce(substr(");
                own(sql);
                sql.push(", 6, 2) = ").bind(format!("{month:02}")).push(", 0)");
            }
            DayTest::AnniversaryInNextDays(days) => {
                let (from, to) = anniversaries(today, days);
                sql.push("coalesce(");
                if from <= to {
                    sql.push("substr(");
                    own(sql);
                    sql.push(", 6) BETWEEN ").bind(from).push(" AND ").bind(to);
                } else {
                    // Over the turn of the year.
                    sql.push("(substr(");
                    own(sql);
                    sql.push(", 6) >= ").bind(from).push(" OR substr(");
                    own(sql);
                    sql.push(", 6) <= ").bind(to).push(")");
                }
                sql.push(", 0)");
            }
        }
    }

    fn moment(&self, sql: &mut Statement, field: MomentField, test: MomentTest, drives: bool) {
        let column = match field {
            MomentField::Created => "c.created_at",
            MomentField::Updated => "c.updated_at",
        };
        let today = self.today;
        let since = |sql: &mut Statement, from: sellify_domain::Timestamp| match field {
            MomentField::Created => created_since(sql, from, drives),
            MomentField::Updated => {
                sql.push(column).push(" >= ").bind(from.as_millis());
            }
        };
        let until = |sql: &mut Statement, to: sellify_domain::Timestamp| {
            sql.push(column).push(" < ").bind(to.as_millis());
        };
        match test {
            MomentTest::On(day) | MomentTest::Between(day, _) => {
                let last = if let MomentTest::Between(_, last) = test { last } else { day };
                sql.push("(");
                since(sql, today.start_of(day));
                sql.push(" AND ");
                until(sql, today.end_of(last));
                sql.push(")");
            }
            MomentTest::Before(day) => until(sql, today.start_of(day)),
            MomentTest::After(day) => since(sql, today.end_of(day)),
            MomentTest::InLastDays(days) => since(sql, today.days_ago(days)),
            MomentTest::NotInLastDays(days) => until(sql, today.days_ago(days)),
        }
    }
}

fn asks(part: &RulePart) -> bool {
    match part {
        RulePart::Group(group) => !group.is_empty(),
        RulePart::Condition(_) => true,
    }
}

/// The value of one of the firm's own fields; NULL when it is absent.
fn custom(sql: &mut Statement, key: &str) {
    // A key holds a-z, 0-9 and _ only; it is bound all the same.
    sql.push("json_extract(c.custom, ").bind(format!("$.{key}")).push(")");
}

fn number(sql: &mut Statement, key: &str, test: NumberTest) {
    sql.push("coalesce(number_of(");
    custom(sql, key);
    sql.push(")");
    match test {
        NumberTest::Is(number) => sql.push(" = ").bind(number),
        NumberTest::IsNot(number) => sql.push(" <> ").bind(number),
        NumberTest::Less(number) => sql.push(" < ").bind(number),
        NumberTest::AtMost(number) => sql.push(" <= ").bind(number),
        NumberTest::More(number) => sql.push(" > ").bind(number),
        NumberTest::AtLeast(number) => sql.push(" >= ").bind(number),
        NumberTest::Between(from, to) => sql.push(" BETWEEN ").bind(from).push(" AND ").bind(to),
    };
    sql.push(", 0)");
}

fn email_domain(sql: &mut Statement, domain: &str, not: bool) {
    let length = -i64::try_from(domain.chars().count() + 1).unwrap_or(i64::MAX);
    sql.push(if not { "NOT " } else { "" }).push("(c.email IS NOT NULL AND substr(c.email, ").bind(length);
    sql.push(") IN (").bind(format!("@{domain}")).push(", ").bind(format!(".{domain}")).push("))");
}

/// The latest decision counts, and of two of one moment the refusal; see `table/consents.rs`.
fn consent(sql: &mut Statement, channel: &str, standing: ConsentStanding, not: bool) {
    sql.push("(SELECT state FROM consents WHERE contact_id = c.id AND channel = ").bind(channel.to_owned());
    sql.push(" ORDER BY decided_at DESC, state = 'refused' DESC, row_id DESC LIMIT 1)");
    sql.push(if not { " IS NOT " } else { " IS " });
    match standing {
        ConsentStanding::Unknown => sql.push("NULL"),
        known => sql.bind(column::word(&known)),
    };
}

fn ahead(day: Date, days: i64) -> Date {
    day.saturating_add(Duration::days(days))
}

/// The first and the last anniversary from today on, as `MM-DD`; the first is behind the last over the turn of the year.
/// Born on 29 February: in a year without that day the 28th is the day.
fn anniversaries(today: Date, days: u16) -> (String, String) {
    let month_day = |day: Date| format!("{:02}-{:02}", u8::from(day.month()), day.day());
    if days >= 365 {
        return ("01-01".into(), "12-31".into());
    }
    let last = ahead(today, i64::from(days));
    let to = month_day(last);
    let has_29th = time::util::is_leap_year(last.year());
    let to = if to == "02-28" && !has_29th { "02-29".into() } else { to };
    (month_day(today), to)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn anniversaries_run_over_the_turn_of_the_year() {
        assert_eq!(anniversaries(date!(2026 - 12 - 28), 7), ("12-28".into(), "01-04".into()));
        assert_eq!(anniversaries(date!(2026 - 05 - 01), 0), ("05-01".into(), "05-01".into()));
    }

    #[test]
    fn whoever_was_born_on_29_february_is_not_forgotten() {
        assert_eq!(anniversaries(date!(2026 - 02 - 27), 1).1, "02-29", "no such day in 2026");
        assert_eq!(anniversaries(date!(2028 - 02 - 27), 1).1, "02-28", "its own day comes tomorrow");
    }
}

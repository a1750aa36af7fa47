//! Conditions on tags, groups and campaigns: who stands in another table.

use sellify_domain::{CampaignId, GroupId, SetTest};

use super::RuleSql;
use crate::statement::Statement;
use crate::table::groups::Groups;
use crate::table::tags::Tags;
use crate::{StoreError, table};

/// A list with at most so many contacts is read once, whatever the rest of the rule asks.
const SMALL_LIST: u64 = 5_000;
/// A list that holds less than one contact in so many is quicker to read than all contacts.
const WORTH_DRIVING: u64 = 4;

/// A table of who stands where.
struct Links {
    table: &'static str,
    key: &'static str,
}

const TAGS: Links = Links { table: "contact_tags", key: "tag_row" };
const GROUPS: Links = Links { table: "contact_group_members", key: "group_row" };

impl RuleSql<'_> {
    pub(super) fn tags(
        &self,
        sql: &mut Statement,
        test: &SetTest<String>,
        drives: bool,
    ) -> Result<(), StoreError> {
        match test {
            SetTest::Empty => sql.push("c.tags IS NULL"),
            SetTest::NotEmpty => sql.push("c.tags IS NOT NULL"),
            SetTest::HasAny(names) | SetTest::HasAll(names) | SetTest::HasNone(names) => {
                let find = |name: &String| Ok(Tags::new(self.conn).find(name)?.map(|(tag, n)| (tag.0, n)));
                let found = names.iter().map(find).collect::<Result<Vec<_>, StoreError>>()?;
                return self.set(sql, &TAGS, test, &found, drives);
            }
        };
        Ok(())
    }

    pub(super) fn groups(
        &self,
        sql: &mut Statement,
        test: &SetTest<GroupId>,
        drives: bool,
    ) -> Result<(), StoreError> {
        let in_any = "(SELECT 1 FROM contact_group_members WHERE contact_row = c.row_id LIMIT 1)";
        match test {
            SetTest::Empty => sql.push(in_any).push(" IS NULL"),
            SetTest::NotEmpty => sql.push(in_any).push(" IS NOT NULL"),
            SetTest::HasAny(ids) | SetTest::HasAll(ids) | SetTest::HasNone(ids) => {
                let find = |id: &GroupId| Groups::new(self.conn).find(*id);
                let found = ids.iter().map(find).collect::<Result<Vec<_>, StoreError>>()?;
                return self.set(sql, &GROUPS, test, &found, drives);
            }
        };
        Ok(())
    }

    /// `found`: row and number of contacts of each list, or nothing for one that does not exist.
    fn set<T>(
        &self,
        sql: &mut Statement,
        links: &Links,
        test: &SetTest<T>,
        found: &[Option<(i64, u64)>],
        drives: bool,
    ) -> Result<(), StoreError> {
        let known: Vec<(i64, u64)> = found.iter().flatten().copied().collect();
        match test {
            // A list that does not exist holds nobody, so nobody is in all of them.
            SetTest::HasAll(_) if known.len() < found.len() => {
                sql.push("0");
            }
            SetTest::HasAll(_) => {
                sql.push("(");
                for (n, list) in known.iter().enumerate() {
                    sql.push(if n > 0 { " AND " } else { "" });
                    self.member(sql, links, std::slice::from_ref(list), drives)?;
                }
                sql.push(")");
            }
            SetTest::HasNone(_) => {
                sql.push("NOT ");
                self.member(sql, links, &known, false)?;
            }
            _ => self.member(sql, links, &known, drives)?,
        }
        Ok(())
    }

    /// Whether the contact is in one of these lists.
    fn member(
        &self,
        sql: &mut Statement,
        links: &Links,
        lists: &[(i64, u64)],
        drives: bool,
    ) -> Result<(), StoreError> {
        if lists.is_empty() {
            sql.push("0");
            return Ok(());
        }
        let contacts: u64 = lists.iter().map(|(_, contacts)| contacts).sum();
        let all = super::super::Contacts::new(self.conn).count_all()?;
        if contacts <= SMALL_LIST || (drives && contacts <= all / WORTH_DRIVING) {
            sql.push("(c.row_id IN (SELECT contact_row FROM ").push(links.table).push(" WHERE ");
            among(sql, links.key, lists);
            sql.push("))");
        } else {
            // As a value, so that the planner cannot turn it into a join that sorts.
            sql.push("((SELECT 1 FROM ").push(links.table).push(" WHERE ");
            among(sql, links.key, lists);
            sql.push(" AND contact_row = c.row_id LIMIT 1) IS NOT NULL)");
        }
        Ok(())
    }

    /// Whom a campaign reached: a server took the message. What reached a contact that was merged into this one counts.
    pub(super) fn campaign(
        &self,
        sql: &mut Statement,
        id: Option<CampaignId>,
        not: bool,
    ) -> Result<(), StoreError> {
        let campaign = match id {
            None => None,
            Some(id) => match table::campaigns::row_of(self.conn, id) {
                Ok(row) => Some(row),
                // A campaign that does not exist reached nobody.
                Err(StoreError::NotFound { .. }) => Some(-1),
                Err(error) => return Err(error),
            },
        };
        let merged: bool = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM contact_merges WHERE undone_at IS NULL)")?
            .query_row([], |row| row.get(0))?;
        sql.push(if merged {
            "(WITH RECURSIVE one (id, depth) AS (
                 SELECT c.id, 0
                 UNION ALL
                 SELECT m.merged_id, one.depth + 1 FROM contact_merges AS m JOIN one ON m.kept_id = one.id
                 WHERE m.undone_at IS NULL AND one.depth < 64)
             SELECT 1 FROM one CROSS JOIN recipients AS r ON r.contact_id = one.id WHERE "
        } else {
            "(SELECT 1 FROM recipients AS r WHERE r.contact_id = c.id AND "
        });
        if let Some(row) = campaign {
            sql.push("r.campaign_row = ").bind(row).push(" AND ");
        }
        let [accepted, delivered] = table::recipients::REACHED;
        sql.push("r.state IN (").bind(accepted).push(", ").bind(delivered).push(") LIMIT 1)");
        sql.push(if not { " IS NULL" } else { " IS NOT NULL" });
        Ok(())
    }
}

fn among(sql: &mut Statement, key: &str, lists: &[(i64, u64)]) {
    sql.push(key).push(" IN (");
    for (n, (row, _)) in lists.iter().enumerate() {
        sql.push(if n > 0 { ", " } else { "" }).bind(*row);
    }
    sql.push(")");
}

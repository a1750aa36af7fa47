//! Measures what a large address book costs every day, through the use cases that the doors call: bulk edits and
//! taking them back, likely duplicates, segments, deep pages, the rail's counts, an erasure, an import taken back. One JSON
//! line per workload.
//!
//! ```text
//! bench_scale [--rows N | --csv FILE] [--only WORD[,WORD…]]     100,000 invented contacts by default
//! ```
//! `--only bulk,list_email` runs the workloads whose names begin so. `peak_mib` is the highest resident memory during a
//! workload, `before_mib` what the process held when it began. Seconds mean nothing by themselves on a machine that
//! others share: compare lines of one run, and `cpu_seconds`.
#![expect(clippy::print_stdout, reason = "its answer is a line on standard output")]

#[path = "scale/measure.rs"]
mod measure;
#[path = "scale/people.rs"]
mod people;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use measure::{Asked, Failure, measured};
use sellify_app::{
    App, AppConfig, BulkAction, ContactQuery, ContactSort, ImportOrder, NewField, PageRequest, Selection,
    SettingsChange,
};
use sellify_domain::{
    Actor, ContactField, CustomFieldKind, Door, ImportId, ImportState, SegmentRule, SystemClock, Timestamp,
};
use sellify_vault::{Computer, VaultPaths};
use serde_json::{Value, json};

const BY: Actor = Actor::Person { door: Door::CommandLine };
/// Contacts of one page while a list is walked to its end.
const PAGE: u32 = 100;
/// Pages of a walk that are measured at its end; the way there is taken in the largest steps.
const DEEP_PAGES: usize = 5;
/// A question is asked so often.
const ROUNDS: usize = 5;
/// Between two looks at an import.
const LOOK_EVERY: Duration = Duration::from_millis(20);

struct Bench {
    app: App,
    import: ImportId,
    only: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value =
        |name: &str| arguments.iter().position(|arg| arg == name).and_then(|at| arguments.get(at + 1));
    let rows = value("--rows").map_or(Ok(100_000), |rows| rows.parse())?;
    let only = value("--only").map_or_else(Vec::new, |only| only.split(',').map(str::to_owned).collect());
    let folder = tempfile::tempdir()?;
    let csv = match value("--csv") {
        Some(csv) => PathBuf::from(csv),
        None => people::write(&folder.path().join("people.csv"), rows)?,
    };
    let bench = Bench::begin(folder.path(), &csv, only).await?;
    bench.rail().await?;
    bench.lists().await?;
    bench.segments().await?;
    bench.bulk().await?;
    bench.duplicates().await?;
    bench.erase().await?;
    bench.undo_import().await?;
    bench.app.quit().await?;
    Ok(())
}

impl Bench {
    /// A fresh vault with the people of one file.
    async fn begin(folder: &Path, csv: &Path, only: Vec<String>) -> Result<Self, Failure> {
        let app = App::new(AppConfig {
            paths: VaultPaths { dir: folder.join("vault"), local_dir: folder.join("this-computer") },
            clock: Arc::new(SystemClock),
            computer: Computer::numbered(1),
        })?;
        app.create_vault(&BY, SettingsChange::default()).await?;
        let upload = app.upload_path(csv)?.id;
        let mut import = None;
        measured("import", async {
            let id = app.start_import(&BY, ImportOrder::of(upload)).await?;
            while app.import(id).await?.record.state == ImportState::Running {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            import = Some(id);
            Ok(json!({ "rows": app.import(id).await?.record.counts.rows, "contacts": contacts(&app).await? }))
        })
        .await?;
        Ok(Self { app, import: import.ok_or("no import")?, only })
    }

    fn wants(&self, workload: &str) -> bool {
        let begins = |word: &String| workload.starts_with(word.as_str()) || word.starts_with(workload);
        self.only.is_empty() || self.only.iter().any(begins)
    }

    /// What the screen of contacts asks beside the list at every visit.
    async fn rail(&self) -> Result<(), Failure> {
        if !self.wants("rail") {
            return Ok(());
        }
        let mut asked = Asked::default();
        for _ in 0..ROUNDS {
            asked
                .ask(async {
                    let (tags, groups) = (self.app.tags().await?, self.app.groups().await?);
                    Ok((tags.len() + groups.len() + self.app.segments().await?.len()) as u64)
                })
                .await?;
        }
        asked.say("rail_lists");
        // Everybody, as after a first import, and nobody, as in a quiet month.
        let now = self.app.now();
        for (name, moment) in [("all", Timestamp::from_millis(0)), ("none", now)] {
            let query = ContactQuery { created_after: Some(moment), limit: 1, ..ContactQuery::default() };
            let mut asked = Asked::default();
            for _ in 0..ROUNDS {
                asked.ask(async { Ok(self.app.contacts(query.clone()).await?.page.total) }).await?;
            }
            asked.say(&format!("rail_added_{name}"));
        }
        Ok(())
    }

    /// First pages and last pages of a list in each order, and of one tag.
    async fn lists(&self) -> Result<(), Failure> {
        let commonest = self.app.tags().await?.into_iter().max_by_key(|tag| tag.count).map(|tag| tag.name);
        for (name, sort, tag) in [
            ("list_name", ContactSort::Name, None),
            ("list_created", ContactSort::Created, None),
            ("list_updated", ContactSort::Updated, None),
            ("list_email", ContactSort::Email, None),
            ("list_tag_name", ContactSort::Name, commonest),
        ] {
            let query = ContactQuery { sort, tag, ..ContactQuery::default() };
            self.walk(name, query, usize::MAX).await?;
        }
        Ok(())
    }

    /// What rules cost: the live count, the first pages, and pages far down.
    async fn segments(&self) -> Result<(), Failure> {
        if !self.wants("segment") {
            return Ok(());
        }
        for (name, rule) in rules(self.app.tags().await?.first().map(|tag| tag.name.as_str())) {
            let mut asked = Asked::default();
            for _ in 0..ROUNDS {
                asked.ask(async { Ok(self.app.count_rule(&rule, 0).await?.count) }).await?;
            }
            asked.say(&format!("segment_count_{name}"));
            for (order, sort) in [("name", ContactSort::Name), ("created", ContactSort::Created)] {
                let rule = Some(SegmentRule::parse(&rule)?);
                let query = ContactQuery { rule, sort, ..ContactQuery::default() };
                self.walk(&format!("segment_list_{name}_by_{order}"), query, 30).await?;
            }
        }
        Ok(())
    }

    /// The first pages of a list, and the last ones after at most so many large steps.
    async fn walk(&self, name: &str, query: ContactQuery, steps: usize) -> Result<(), Failure> {
        if !self.wants(name) {
            return Ok(());
        }
        let mut pages = Asked::default();
        let mut cursor = self.pages(&mut pages, &query, None).await?;
        pages.say(&format!("{name}_first"));
        let (mut before, mut taken) = (cursor.clone(), 0);
        while let Some(place) = cursor.filter(|_| taken < steps) {
            let step = ContactQuery { cursor: Some(place.clone()), limit: 1_000, ..query.clone() };
            cursor = self.app.contacts(step).await?.page.next;
            before = Some(place);
            taken += 1;
        }
        let mut pages = Asked::default();
        if before.is_some() {
            self.pages(&mut pages, &query, before).await?;
            pages.say(&format!("{name}_deep"));
        }
        Ok(())
    }

    async fn pages(
        &self,
        asked: &mut Asked,
        query: &ContactQuery,
        mut cursor: Option<String>,
    ) -> Result<Option<String>, Failure> {
        for _ in 0..DEEP_PAGES {
            let page = ContactQuery { cursor: cursor.clone(), limit: PAGE, ..query.clone() };
            let mut next = None;
            asked
                .ask(async {
                    let page = self.app.contacts(page).await?.page;
                    next = page.next;
                    Ok(page.items.len() as u64)
                })
                .await?;
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        Ok(cursor)
    }

    /// Every kind of bulk edit on everybody, each taken back.
    async fn bulk(&self) -> Result<(), Failure> {
        if !self.wants("bulk") {
            return Ok(());
        }
        let group = self.app.create_group(&BY, "Tout le monde").await?.id;
        let field =
            NewField { key: None, label: "Dossier".into(), kind: CustomFieldKind::Text, options: Vec::new() };
        let own = self.app.define_field(&BY, field).await?.key;
        let known = self.app.tags().await?.into_iter().max_by_key(|tag| tag.count);
        let set = |field, value: &str| BulkAction::SetField { field, value: value.to_owned() };
        for (name, action) in [
            ("add_tag", BulkAction::AddTag("rentrée".into())),
            ("remove_tag", BulkAction::RemoveTag(known.map_or_else(String::new, |tag| tag.name))),
            ("set_city", set(ContactField::City, "Villeurbanne")),
            ("set_country", set(ContactField::Country, "FR")),
            ("set_custom", set(ContactField::Custom(own), "2026-14")),
            ("add_to_group", BulkAction::AddToGroup(group)),
            ("delete", BulkAction::Delete),
        ] {
            let (edit, undo) = (format!("bulk_{name}"), format!("bulk_{name}_undo"));
            if !self.wants(&edit) {
                continue;
            }
            let mut done = None;
            measured(&edit, async {
                let everybody = Selection::Query(Box::default());
                let outcome = self.app.change_contacts(&BY, everybody, action).await?;
                done = outcome.undo;
                Ok(json!({ "changed": outcome.changed }))
            })
            .await?;
            let Some(done) = done else { continue };
            measured(&undo, async {
                let undone = self.app.undo_bulk_edit(&BY, done).await?;
                Ok(json!({ "restored": undone.restored, "kept": undone.kept }))
            })
            .await?;
        }
        Ok(())
    }

    async fn duplicates(&self) -> Result<(), Failure> {
        if !self.wants("duplicates") {
            return Ok(());
        }
        measured("duplicates_search", async {
            let search = self.app.find_duplicates(&BY).await?.ok_or("the search ended early")?;
            Ok(json!({ "contacts": search.contacts, "found": search.found }))
        })
        .await?;
        let mut asked = Asked::default();
        for _ in 0..ROUNDS {
            asked
                .ask(async { Ok(self.app.duplicates(PageRequest::default()).await?.page.items.len() as u64) })
                .await?;
        }
        asked.say("duplicates_page");
        Ok(())
    }

    async fn erase(&self) -> Result<(), Failure> {
        if !self.wants("erase") {
            return Ok(());
        }
        let first = ContactQuery { limit: 1, ..ContactQuery::default() };
        let person = self.app.contacts(first).await?.page.items.pop().ok_or("nobody")?.contact;
        let name = person.details.display_name();
        measured("erase", async {
            let report = self.app.erase_contact(&BY, person.id, "à sa demande", &name).await?;
            Ok(json!({ "erased": report.counts.get("contacts"), "swept": report.swept }))
        })
        .await
    }

    async fn undo_import(&self) -> Result<(), Failure> {
        if !self.wants("undo_import") {
            return Ok(());
        }
        measured("undo_import_preview", async {
            let counts = self.app.rehearse_undo_import(self.import).await?;
            Ok(json!({ "removed": counts.removed, "kept": counts.kept }))
        })
        .await?;
        measured("undo_import", async {
            let counts = self.app.undo_import(&BY, self.import).await?;
            Ok(json!({ "removed": counts.removed, "kept": counts.kept }))
        })
        .await
    }
}

async fn contacts(app: &App) -> Result<u64, Failure> {
    Ok(app.contacts(ContactQuery { limit: 1, ..ContactQuery::default() }).await?.page.total)
}

/// Rules that an index serves, and rules that only a reading of everybody answers.
fn rules(tag: Option<&str>) -> Vec<(&'static str, Value)> {
    let one = |field: &str, operator: &str, value: &str| json!({ "field": field, "operator": operator, "value": value });
    let all = |rules: Vec<Value>| json!({ "combinator": "and", "rules": rules });
    let mut rules = vec![
        ("name_begins", all(vec![one("last_name", "begins_with", "du")])),
        ("city_is", all(vec![one("city", "is", "Lyon")])),
        ("city_and_domain", all(vec![one("city", "contains", "lyon"), one("email", "ends_with", ".fr")])),
        ("notes", all(vec![one("notes", "contains", "rappeler")])),
        ("consent_unknown", all(vec![one("consent:email", "is", "unknown")])),
    ];
    if let Some(tag) = tag {
        rules.push(("tag", all(vec![one("tags", "has_any", tag)])));
        rules.push(("no_tag", all(vec![one("tags", "has_none", tag)])));
        rules.push(("tag_and_city", all(vec![one("tags", "has_any", tag), one("city", "contains", "ly")])));
    }
    rules
}

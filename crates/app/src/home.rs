//! Today: what waits for a person, and the figures beside it.

use sellify_domain::{Campaign, CampaignState, ImportState, Timestamp};
use sellify_store::{PageRequest, Read};

use crate::app::App;
use crate::create_campaign::CampaignView;
use crate::error::AppError;
use crate::running_imports::ImportView;
use crate::settings::RECOVERY_CONFIRMED;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Days of the small curves.
const DAYS: i64 = 14;
/// Rejected rows are worth a reminder for so long.
const REJECTS_MATTER_MS: i64 = 7 * DAY_MS;
/// A last backup older than this is worth a word.
const BACKUP_MATTERS_MS: i64 = 7 * DAY_MS;

/// Something that waits for a person.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Stable code.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// A file's or a campaign's name.
    pub subject: String,
    /// The screen that mends it.
    pub link: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// One day's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// How many.
    pub count: u64,
}

/// Today.
#[derive(Debug)]
pub struct Home {
    /// Contacts outside the bin.
    pub contacts: u64,
    /// Templates.
    pub templates: u64,
    /// Connections.
    pub connections: u64,
    /// Campaigns that are sending or paused.
    pub campaigns_running: Vec<CampaignView>,
    /// Other campaigns, the latest first.
    pub campaigns_recent: Vec<CampaignView>,
    /// The latest imports.
    pub imports_recent: Vec<ImportView>,
    /// What waits for a person.
    pub todo: Vec<Todo>,
    /// Messages accepted per day, oldest first.
    pub sent_by_day: Vec<DayCount>,
}

impl App {
    /// Today, for a viewer whose clock is so many minutes ahead of UTC.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn home(&self, utc_offset_minutes: i32) -> Result<Home, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let (paces, desk) = (vault.runners.clone(), vault.license.clone());
        let known_due = vault.due.known();
        let backup_failed = self.inner.backups.failure().is_some();
        let (mut home, due) = vault
            .store
            .read(move |r| {
                let due = known_due.or_count(r, now)?;
                let campaigns_running: Vec<CampaignView> =
                    under_way(r)?.into_iter().map(|campaign| paces.view(campaign, now)).collect();
                let campaigns_recent: Vec<CampaignView> = r
                    .campaigns()
                    .list(&PageRequest::first(20))?
                    .items
                    .into_iter()
                    .filter(|campaign| {
                        !matches!(campaign.state, CampaignState::Running | CampaignState::Paused)
                    })
                    .map(|campaign| paces.view(campaign, now))
                    .collect();
                let imports = r.imports().list(&PageRequest::first(5))?.items;
                let home = Home {
                    contacts: r.contacts().count_all()?,
                    templates: r.templates().count()?,
                    connections: r.connections().list()?.len() as u64,
                    todo: todo(
                        r,
                        [desk.reminder(r, now)?, backup_todo(r, backup_failed, now)?],
                        &campaigns_running,
                        &campaigns_recent,
                        due.todo(),
                        now,
                    )?,
                    campaigns_running,
                    campaigns_recent,
                    imports_recent: imports.into_iter().map(ImportView::of_record).collect(),
                    sent_by_day: sent_by_day(r, now, utc_offset_minutes)?,
                };
                Ok::<_, AppError>((home, due))
            })
            .await?;
        vault.due.keep(due);
        for view in &mut home.imports_recent {
            if let Some(known) = self.inner.imports.find(view.record.id) {
                *view = known;
            }
        }
        Ok(home)
    }
}

/// Campaigns that are sending or wait for a person, oldest first.
pub(crate) fn under_way(r: &Read<'_>) -> Result<Vec<Campaign>, AppError> {
    let mut found = Vec::new();
    for state in [CampaignState::Running, CampaignState::Paused] {
        for id in r.campaigns().ids_in_state(state)? {
            found.extend(r.campaigns().get(id)?);
        }
    }
    Ok(found)
}

/// The gravest first: what can lose data, what stands still, what is missing before the first message.
fn todo(
    r: &Read<'_>,
    grave: [Option<Todo>; 2],
    running: &[CampaignView],
    recent: &[CampaignView],
    due: Option<Todo>,
    now: Timestamp,
) -> Result<Vec<Todo>, AppError> {
    let mut todo = Vec::new();
    if !r.settings().get::<bool>(RECOVERY_CONFIRMED)?.unwrap_or(false) {
        todo.push(plain("confirm_recovery_code", "/settings/security"));
    }
    todo.extend(grave.into_iter().flatten());
    for view in running {
        let campaign = &view.campaign;
        if campaign.state == CampaignState::Paused {
            todo.push(about_campaign("campaign_paused", view, campaign.counts.pending));
        }
    }
    for view in running.iter().chain(recent) {
        if view.campaign.counts.unknown > 0 {
            todo.push(about_campaign("unknown_recipients", view, view.campaign.counts.unknown));
        }
    }
    for import in r.imports().list(&PageRequest::first(5))?.items {
        let recent = now.as_millis() - import.started_at.as_millis() < REJECTS_MATTER_MS;
        if import.state == ImportState::Finished && import.counts.rejected > 0 && recent {
            todo.push(Todo {
                code: "rejected_rows",
                count: import.counts.rejected,
                link: format!("/contacts/imports/{}", import.id),
                subject: import.file_name,
                since: import.finished_at,
            });
        }
    }
    todo.extend(due);
    todo.extend(first_steps(r)?);
    Ok(todo)
}

/// A backup that failed, or one that is older than it should ever become.
fn backup_todo(r: &Read<'_>, failed: bool, now: Timestamp) -> Result<Option<Todo>, AppError> {
    let last = r.backups().list()?.iter().map(|record| record.made_at).max();
    let stale = last.is_some_and(|last| now.as_millis() - last.as_millis() > BACKUP_MATTERS_MS);
    Ok((failed || stale).then(|| Todo { since: last, ..plain("back_up", "/settings/backup") }))
}

fn first_steps(r: &Read<'_>) -> Result<Vec<Todo>, AppError> {
    let mut todo = Vec::new();
    if r.contacts().count_all()? == 0 {
        todo.push(plain("import_contacts", "/contacts/import"));
    }
    let connections = r.connections().list()?;
    match connections.first() {
        None => todo.push(plain("add_connection", "/settings/connections")),
        Some(first) if connections.iter().all(|connection| connection.tested_at.is_none()) => {
            todo.push(Todo {
                subject: first.name.clone(),
                ..plain("test_connection", "/settings/connections")
            });
        }
        Some(_) => {}
    }
    if r.templates().count()? == 0 {
        todo.push(plain("write_template", "/templates/new"));
    }
    Ok(todo)
}

fn plain(code: &'static str, link: &str) -> Todo {
    Todo { code, count: 0, subject: String::new(), link: link.to_owned(), since: None }
}

fn about_campaign(code: &'static str, view: &CampaignView, count: u64) -> Todo {
    let campaign = &view.campaign;
    Todo {
        code,
        count,
        subject: campaign.draft.name.clone(),
        link: format!("/campaigns/{}", campaign.id),
        since: Some(campaign.updated_at),
    }
}

fn sent_by_day(r: &Read<'_>, now: Timestamp, utc_offset_minutes: i32) -> Result<Vec<DayCount>, AppError> {
    let offset = i64::from(utc_offset_minutes.clamp(-840, 840)) * 60_000;
    let today = (now.as_millis() + offset).div_euclid(DAY_MS);
    let mut days = Vec::new();
    for day in today - DAYS + 1..=today {
        let begin = Timestamp::from_millis(day * DAY_MS - offset);
        let count = r.recipients().accepted_between(begin, begin.plus_millis(DAY_MS))?;
        // The day's name is that of its local midnight.
        let name = Timestamp::from_millis(day * DAY_MS).to_rfc3339();
        days.push(DayCount { day: name.chars().take(10).collect(), count });
    }
    Ok(days)
}

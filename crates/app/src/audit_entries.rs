//! Reading the audit log: pages, one entry with its details, who and what stands in it.

use sellify_domain::{ConnectionId, ContactId, ImportId, SuppressionId, TemplateId};
use sellify_store::{AuditFacets, AuditQuery, AuditRow, Page, Read, StoreError};
use serde_json::Value;

use crate::app::App;
use crate::error::{AppError, Thing};

/// An entry, and what its object is called today.
#[derive(Debug, Clone)]
pub struct AuditEntryView {
    /// The entry.
    pub row: AuditRow,
    /// The object's name, when it has one and is still there.
    pub object_name: Option<String>,
}

/// An entry with its details.
#[derive(Debug, Clone)]
pub struct AuditEntryDetails {
    /// The entry.
    pub entry: AuditEntryView,
    /// What else was recorded; none when it was lawfully erased.
    pub details: Option<Value>,
}

impl App {
    /// One page of the audit log, newest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn audit_entries(&self, query: AuditQuery) -> Result<Page<AuditEntryView>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let page = r.audit_entries().find(&query)?;
                let items = page.items.into_iter().map(|row| view(r, row)).collect::<Result<_, _>>()?;
                Ok(Page::exact(items, page.next, page.total))
            })
            .await
    }

    /// One entry with its details.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Audit`] when the details were changed or moved.
    pub async fn audit_entry(&self, seq: u64) -> Result<AuditEntryDetails, AppError> {
        let vault = self.open_vault()?;
        let log = vault.audit.clone();
        vault
            .store
            .read(move |r| {
                let row = r.audit_entries().get(seq)?.ok_or(AppError::NotFound(Thing::AuditEntry))?;
                let details = log.details(&row)?;
                Ok(AuditEntryDetails { entry: view(r, row)?, details })
            })
            .await
    }

    /// Who and what stands in the audit log.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn audit_facets(&self) -> Result<AuditFacets, AppError> {
        let vault = self.open_vault()?;
        vault.store.read(|r| Ok::<_, AppError>(r.audit_entries().facets()?)).await
    }
}

fn view(read: &Read<'_>, row: AuditRow) -> Result<AuditEntryView, AppError> {
    let object_name = name_of(read, &row.action, &row.object)?.filter(|name| !name.trim().is_empty());
    Ok(AuditEntryView { row, object_name })
}

/// The noun of the action says in which table the object stands.
fn name_of(read: &Read<'_>, action: &str, object: &str) -> Result<Option<String>, StoreError> {
    let noun = action.split('.').next().unwrap_or_default();
    Ok(match noun {
        "contact" => match object.parse::<ContactId>() {
            Ok(id) => read.contacts().get(id)?.map(|contact| contact.details.display_name()),
            Err(_) => None,
        },
        "campaign" => match object.parse() {
            Ok(id) => read.campaigns().get(id)?.map(|campaign| campaign.draft.name),
            Err(_) => None,
        },
        "template" => match object.parse::<TemplateId>() {
            Ok(id) => read.templates().get(id)?.map(|template| template.name),
            Err(_) => None,
        },
        "connection" => match object.parse::<ConnectionId>() {
            Ok(id) => read.connections().get(id)?.map(|connection| connection.name),
            Err(_) => None,
        },
        "import" => match object.parse::<ImportId>() {
            Ok(id) => read.imports().get(id)?.map(|import| import.file_name),
            Err(_) => None,
        },
        "suppression" => match object.parse::<SuppressionId>() {
            Ok(id) => read.suppressions().get(id)?.map(|suppression| suppression.address),
            Err(_) => None,
        },
        _ => None,
    })
}

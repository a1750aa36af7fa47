//! What one row would become once a person has corrected it; nothing is written.

use sellify_contacts::import::{
    self, ColumnChoice, DuplicatePolicy, ImportPlan, ReadOptions, Require, ReviewRow,
};
use sellify_domain::{ContactField, CustomField, UploadId};

use crate::app::App;
use crate::error::AppError;
use crate::import_shapes::kinds_with;
use crate::settings::{Settings, country_code};

/// A corrected row.
#[derive(Debug, Clone)]
pub struct RowToCheck {
    /// The file that it belongs to.
    pub upload: UploadId,
    /// One field per column, `None` to leave a column out.
    pub mapping: Vec<Option<ContactField>>,
    /// How each column is read.
    pub columns: Vec<ColumnChoice>,
    /// Fields that come to be with the import.
    pub new_fields: Vec<CustomField>,
    /// Country for numbers without a country code; absent: the firm's.
    pub country: Option<String>,
    /// What a row must have.
    pub require: Require,
    /// What becomes of contacts that the vault knows.
    pub policy: DuplicatePolicy,
    /// Line in the file.
    pub line: u64,
    /// How the file is read.
    pub read: ReadOptions,
    /// All cells as corrected.
    pub cells: Vec<String>,
}

impl App {
    /// What a corrected row would become. Whether another row of the file says the same, only a dry run tells.
    ///
    /// # Errors
    /// [`AppError::UploadGone`], or what is wrong with the mapping.
    pub async fn check_row(&self, row: RowToCheck) -> Result<ReviewRow, AppError> {
        let vault = self.open_vault()?;
        self.inner.uploads.find(row.upload, self.now())?;
        let headers = self.headers_for(&row).await?;
        let country = row.country.as_deref().map(|typed| country_code("country", typed)).transpose()?;
        vault
            .store
            .read(move |r| {
                let country = match country {
                    Some(country) => country,
                    None => Settings::read(r)?.country,
                };
                let plan = ImportPlan {
                    mapping: row.mapping,
                    columns: row.columns,
                    custom_kinds: kinds_with(r, &row.new_fields)?,
                    country,
                    require: row.require,
                    policy: row.policy,
                    dry_run: true,
                    ..ImportPlan::default()
                };
                Ok(import::check_row(r, &plan, &headers, row.line, &row.cells)?)
            })
            .await
    }

    /// The names of the columns, where they matter: they tell a column of refusals from one of consents.
    async fn headers_for(&self, row: &RowToCheck) -> Result<Vec<String>, AppError> {
        let consents = row.mapping.iter().any(|field| matches!(field, Some(ContactField::Consent(_))));
        if !consents {
            return Ok(Vec::new());
        }
        let found = self.inspect_import(row.upload, row.read.clone()).await?;
        Ok(found.columns.into_iter().map(|column| column.header).collect())
    }
}

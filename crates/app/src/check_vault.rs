//! Looks through the whole vault: every page of the database, every sealed value, the audit log from its first entry.

use sellify_audit::Verification;
use sellify_store::{RotateError, SEALED_COLUMNS, TableDigest};

use crate::app::App;
use crate::error::AppError;
use crate::rotate_vault::{cell_of, each_value};

/// What was found.
#[derive(Debug, Clone)]
pub struct VaultCheck {
    /// What every table holds; empty when the file itself is damaged.
    pub tables: Vec<TableDigest>,
    /// What is wrong with the file.
    pub fault: Option<String>,
    /// Sealed values that open.
    pub cells: u64,
    /// Sealed values that do not, by column.
    pub locked: Vec<(String, u64)>,
    /// The audit log.
    pub audit: Verification,
}

impl VaultCheck {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.fault.is_none() && self.locked.is_empty() && self.audit.fault.is_none()
    }
}

impl App {
    /// Checks everything that can be checked without another copy. Changes wait while the file is read.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error. What is wrong with the vault is part of the answer.
    pub async fn check_vault(&self) -> Result<VaultCheck, AppError> {
        let vault = self.open_vault()?;
        let (tables, fault) = match vault.store.examine().await {
            Ok(tables) => (tables, None),
            Err(RotateError::VerifyFailed { what }) => (Vec::new(), Some(what)),
            Err(error) => return Err(error.into()),
        };
        let sealer = vault.sealer.clone();
        let (cells, locked) = vault
            .store
            .read(move |r| {
                let (mut cells, mut locked) = (0, Vec::new());
                for column in SEALED_COLUMNS {
                    let Some(cell) = cell_of(column) else { continue };
                    let mut shut = 0;
                    each_value(r, column, |value| match sealer.open(&cell(value.id), &value.blob) {
                        Ok(_) => cells += 1,
                        Err(_) => shut += 1,
                    })?;
                    if shut > 0 {
                        locked.push((column.name(), shut));
                    }
                }
                Ok::<_, AppError>((cells, locked))
            })
            .await?;
        let audit = self.verify_audit().await?;
        Ok(VaultCheck { tables, fault, cells, locked, audit })
    }
}

//! temporary
pub mod export {
    #[derive(Clone,Copy)] pub enum Dialect { FrenchExcel, Plain }
    pub fn export_csv(_: &sellify_store::Store, _: &sellify_store::ContactQuery, _: Dialect, _: &mut Vec<u8>) -> Result<u64, crate::AppError> { Ok(0) }
    pub fn rejects_csv(_: &sellify_store::Store, _: sellify_domain::ImportId, _: &mut Vec<u8>) -> Result<u64, crate::AppError> { Ok(0) }
}
pub mod import {
    pub use sellify_contacts::import::*;
    #[derive(Debug,Default)] pub struct CancelFlag; impl CancelFlag { pub fn cancel(&self) {} }
    #[derive(Debug,Clone,Copy,Default,PartialEq,Eq)] pub enum Require { #[default] Email, EmailOrPhone }
    pub struct ImportPlan { pub mapping: Vec<Option<sellify_domain::ContactField>>, pub tags: Vec<String>, pub country: String, pub require: Require, pub dry_run: bool, pub read: ReadOptions }
    #[derive(Clone,Copy)] pub struct ImportProgress { pub bytes_read: u64, pub bytes_total: u64, pub counts: sellify_domain::ImportCounts }
    pub struct ImportReport { pub counts: sellify_domain::ImportCounts, pub file_sha256: String }
    #[allow(clippy::too_many_arguments)]
    pub fn run<E>(_: &sellify_store::Store, _: &Source, _: &ImportPlan, _: sellify_domain::ImportId, _: &dyn sellify_domain::Clock, _: &(dyn Fn(ImportProgress)+Send+Sync), _: &CancelFlag, _: impl FnOnce(&sellify_store::Write<'_>, &sellify_domain::ImportCounts) -> Result<(), E>) -> Result<ImportReport, ImportError> { Err(ImportError::Cancelled) }
}

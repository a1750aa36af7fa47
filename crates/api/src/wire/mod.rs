//! What goes over the wire: the types of the OpenAPI document, and how they are made from the app's.

pub mod api_key;
pub mod audit;
pub mod backup;
pub mod campaign;
pub mod connection;
pub mod contact;
pub mod duplicates;
pub mod event;
pub mod health;
pub mod home;
pub mod import;
pub mod inspection;
pub mod job;
pub mod ledger;
pub mod license;
pub mod page;
pub mod preflight;
pub mod problem;
pub mod rotation;
pub mod session;
pub mod settings;
pub mod suppression;
pub mod template;
pub mod upload;
pub mod vault;

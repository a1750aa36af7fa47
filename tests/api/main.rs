//! The router as its doors see it: guards, contracts, problems. Requests go in by `oneshot`, no port is opened.

mod campaigns;
mod connections;
mod contacts;
mod house;
mod idempotency;
mod imports;
mod network;
mod pages;
mod problems;
mod templates;
mod vault;
mod window;

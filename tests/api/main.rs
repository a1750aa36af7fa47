//! The router as its doors see it: guards, contracts, problems. Requests go in by `oneshot`, no port is opened.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod audit;
mod backups;
mod campaigns;
mod connections;
mod contacts;
mod duplicates;
mod house;
mod idempotency;
mod imports;
mod license;
mod license_states;
mod locking;
mod network;
mod organise;
mod pages;
mod privacy;
mod problems;
mod rotations;
mod slots;
mod suppression_list;
mod tags;
mod templates;
mod vault;
mod vendor;
mod window;

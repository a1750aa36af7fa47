//! Campaigns against a real encrypted store and a server that follows a script.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cast;
mod kills;
mod preflight;
mod sending;
mod server;
mod states;

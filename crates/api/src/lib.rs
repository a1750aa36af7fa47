//! The HTTP door: one axum router for the window, the server and the tests.
//!
//! Routes stand in `routes/`, one file per resource; the types of the wire in `wire/`; who may come in is
//! decided in `guard/`.

mod document;
mod door;
mod extract;
mod failure;
mod file;
mod guard;
mod headers;
mod idempotency;
mod limits;
mod measure;
mod router;
mod routes;
mod sign_in;
mod state;
mod ui;
mod wire;

pub use document::openapi;
pub use door::{DoorConfig, DoorToken, NoRandomness, trusted_origins};
pub use router::router;
pub use sign_in::SignIn;

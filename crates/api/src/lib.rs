//! The HTTP door: one axum router for the window, the server and the tests.
//!
//! Routes stand in `routes/`, one file per resource; the types of the wire in `wire/`; who may come in is
//! decided in `guard/`.

mod document;
mod extract;
mod failure;
mod routes;
mod state;
mod wire;

pub use document::openapi;

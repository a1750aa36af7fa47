//! The house rules as tests: who may depend on whom, which names stay where, how long things may grow.
//!
//! Each failure names the file, the rule and what to do instead. The rules themselves: docs/ARCHITECTURE.md.
#![expect(clippy::expect_used, reason = "a repository without its own files fails here, and says which")]

mod docs;
mod file_sizes;
mod layering;
mod license_keys;
mod manifest;
mod manners;
mod openapi;
mod seams;
mod tree;

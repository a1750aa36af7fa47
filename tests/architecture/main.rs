//! The house rules as tests: who may depend on whom, which names stay where, how long things may grow.
//!
//! Each failure names the file, the rule and what to do instead. The rules themselves: docs/ARCHITECTURE.md.

mod docs;
mod file_sizes;
mod layering;
mod manifest;
mod manners;
mod openapi;
mod seams;
mod tree;

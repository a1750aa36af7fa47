//! The engine of contacts from outside: real files in, a vault behind, and nothing lost.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; one that compares says what"
)]

mod bad_input;
mod cards;
mod corpora;
mod dialects;
mod duplicates;
mod export;
mod import;
mod killed;
mod pages;
mod programs;
mod review;
mod shapes;
mod support;
mod undo;
mod workbooks;

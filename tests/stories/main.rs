//! What people do, from beginning to end, with real parts.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod evening;
mod first_evening;
mod killed;
mod locked;
mod rotated;

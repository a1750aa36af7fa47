//! What people do, from beginning to end, with real parts.

mod evening;
mod first_evening;
mod killed;

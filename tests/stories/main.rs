//! What people do, from beginning to end, with real parts.

mod first_evening;

//! The real window: WebKitGTK on our own scheme, driven from outside through WebKitWebDriver.
//!
//! What only a real webview shows: how it reads request bodies, which headers it sends, what a stranger's frame
//! can reach. Linux only, the other systems' drivers are not in their images. Without a display or the driver the
//! tests say so and pass, unless `SELLIFY_REQUIRE_WINDOW` is set, as `cargo xtask test` does.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a driver that does not answer ends the test, with the reason")]

mod bodies;
mod driver;
mod hostile;
mod shell;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// One window at a time: a second start of the program only raises the first.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The turn to open a window, or nothing where there cannot be one.
fn turn() -> Option<MutexGuard<'static, ()>> {
    let display = std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let driver = std::env::split_paths(&path).any(|folder| folder.join("WebKitWebDriver").is_file());
    if display && driver {
        // A failed test poisons the lock; the next one starts a window of its own all the same.
        return Some(ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner));
    }
    assert!(
        std::env::var_os("SELLIFY_REQUIRE_WINDOW").is_none(),
        "SELLIFY_REQUIRE_WINDOW is set, and the display ({display}) or WebKitWebDriver ({driver}) is missing"
    );
    eprintln!("skipped: no display, or no WebKitWebDriver");
    None
}

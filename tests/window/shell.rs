//! The shell itself: pages, one instance.

use crate::driver::Window;
use crate::turn;

#[test]
fn the_first_page_is_drawn() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    window.wait_until("document.querySelector('h1') && document.body.innerText.includes('Sellify')");
    assert_eq!(window.run("return Object.isFrozen(Object.prototype);"), true, "prototypes are frozen");
}

#[test]
fn a_second_start_ends_by_itself_and_the_first_goes_on() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    let status = window.second_start().wait().expect("it ends");
    assert!(status.success(), "the second start raised the first: {status}");
    assert_eq!(window.run("return 1 + 1;"), 2, "the first window still runs");
}

//! Request bodies and answers on the way between WebKitGTK and the router.

use crate::driver::Window;
use crate::turn;
use serde_json::json;

/// WebKitGTK's bridge reads bodies in pieces of 1,024 bytes and could stop early: lengths around that, and large.
#[test]
fn bodies_of_every_length_arrive_whole() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    window.create_vault();
    for length in [1, 1023, 1024, 1025, 65_537, 1_048_576, 20_000_000] {
        let arrived = window.run(&format!(
            "const body = new ArrayBuffer({length});
             const answer = await call('/api/uploads?name=a.csv', {{ method: 'PUT', body }});
             return (await answer.json()).bytes;"
        ));
        assert_eq!(arrived, length, "an ArrayBuffer of {length} bytes");
    }
    for length in [1023, 1024, 1025] {
        let arrived = window.run(&format!(
            "const answer = await call('/api/uploads?name=a.csv', {{ method: 'PUT', body: 'x'.repeat({length}) }});
             return (await answer.json()).bytes;"
        ));
        assert_eq!(arrived, length, "a text of {length} bytes");
    }
}

#[test]
fn a_body_that_would_crash_webkit_is_refused_and_the_window_lives() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    for (what, attempt) in [
        ("a blob", "call('/api/uploads?name=a', { method: 'PUT', body: new Blob(['x']) })"),
        ("a file", "call('/api/uploads?name=a', { method: 'PUT', body: new File(['x'], 'a.csv') })"),
        (
            "a form",
            "(() => { const form = new FormData(); form.append('f', new Blob(['x']), 'a'); \
                     return call('/api/uploads?name=a', { method: 'PUT', body: form }); })()",
        ),
        (
            "a prepared request",
            "(async () => fetch(new Request('/api/uploads?name=a', \
                     { method: 'PUT', body: new Blob(['x']) })))()",
        ),
    ] {
        let outcome = window.run(&format!("return {attempt}.then(() => 'sent', error => error.name);"));
        assert_eq!(outcome, "TypeError", "{what}");
    }
    assert_eq!(window.run("return 1 + 1;"), 2, "the page still runs");
}

#[test]
fn a_waiting_event_feed_does_not_hold_up_other_calls() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    let order = window.run(
        "const order = [];
         const now = await (await call('/api/events?after=0&wait=0')).json();
         const feeds = [1, 2, 3, 4, 5, 6].map(() =>
             call('/api/events?wait=3&after=' + now.next).then(answer => order.push('feed ' + answer.status)));
         const answer = await call('/api/vault');
         order.push('vault ' + answer.status);
         await Promise.all(feeds);
         return order;",
    );
    let feed = "feed 200";
    assert_eq!(
        order,
        json!(["vault 200", feed, feed, feed, feed, feed, feed]),
        "the answer overtakes six long-polls"
    );
}

//! What strangers' HTML, and a page that went astray, cannot do.

use crate::driver::Window;
use crate::turn;
use serde_json::json;

const CREATE_A_VAULT: &str = r#"{"language":"fr","firm_name":"Intrus","country":"FR"}"#;

#[test]
fn a_call_without_the_door_token_or_with_a_wrong_one_is_refused() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    let statuses = window.run(
        "const status = headers => fetch('/api/vault', { headers }).then(answer => answer.status);
         return [await status({}), await status({ 'x-sellify-door': 'x'.repeat(token.length) }),
                 await status({ 'x-sellify-door': token })];",
    );
    assert_eq!(statuses, json!([403, 403, 200]));
}

/// A preview frame runs no script, and neither does one that was given too much by mistake.
#[test]
fn a_strangers_frame_cannot_call_the_api() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    for sandbox in ["", "allow-scripts", "allow-scripts allow-forms"] {
        let hostile = json!(format!(
            "<form method=post action='sellify://localhost/api/vault'><input name=x></form>
             <img src='sellify://localhost/api/vault'>
             <script>
               const say = what => parent.postMessage(what, '*');
               try {{ say('page ' + parent.document.title); }} catch {{ say('page hidden'); }}
               const body = '{CREATE_A_VAULT}';
               const address = 'sellify://localhost/api/vault';
               Promise.allSettled([
                 fetch('sellify://localhost/').then(answer => answer.text()).then(text => say('read ' + text)),
                 fetch(address, {{ method: 'POST', mode: 'no-cors', body }}),
                 fetch(address, {{ method: 'POST', body, headers: {{ 'x-sellify-door': 'guess' }} }}),
               ]).finally(() => say('tried'));
               document.forms[0].submit();
             </script>"
        ));
        let seen = window.run(&format!(
            "const heard = [];
             addEventListener('message', event => heard.push(event.data));
             const frame = document.createElement('iframe');
             frame.setAttribute('sandbox', '{sandbox}');
             frame.srcdoc = {hostile};
             const loaded = new Promise(seen => frame.addEventListener('load', () => seen(true)));
             document.body.append(frame);
             postMessage('control', '*');
             const shown = await Promise.race([loaded, sleep(5000).then(() => false)]);
             await sleep(500);
             frame.remove();
             const vault = await (await call('/api/vault')).json();
             return {{ heard, loaded: shown, state: vault.state }};"
        ));
        assert_eq!(seen["state"], "missing", "nothing was made from a frame with sandbox={sandbox:?}");
        // The frame inherits the page's policy, which forbids inline script whatever the sandbox allows.
        assert_eq!(seen["heard"], json!(["control"]), "a script of a stranger ran with sandbox={sandbox:?}");
        assert_eq!(seen["loaded"], true, "the frame was shown, or this test proves nothing");
    }
}

#[test]
fn the_window_goes_nowhere_else() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    let before = window.run("return location.href;");
    assert_eq!(window.run("return String(window.open('https://example.com/'));"), "null", "no second window");
    window.run("location.href = 'https://example.com/'; await sleep(300);");
    assert_eq!(window.run("return location.href;"), before, "navigation away is refused");
}

#[test]
fn only_our_own_native_commands_can_be_called() {
    let Some(_turn) = turn() else { return };
    let window = Window::open();
    for command in
        ["plugin:dialog|open", "plugin:opener|open_url", "plugin:window|create", "plugin:path|resolve"]
    {
        let outcome = window.run(&format!(
            "return window.__TAURI_INTERNALS__.invoke('{command}', {{ url: 'https://example.com' }})
                 .then(() => 'done', error => String(error));"
        ));
        assert!(outcome.as_str().is_some_and(|words| words.contains("not allowed")), "{command}: {outcome}");
    }
    let refused = window
        .run("return window.__TAURI_INTERNALS__.invoke('open_external', { url: 'file:///etc/passwd' });");
    assert_eq!(refused, false, "our own command opens no file");
}

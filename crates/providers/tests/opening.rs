//! Getting to a session: greeting, TLS, sign-in, and what the test button says when it fails.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod stage;

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use sellify_campaign::{Messenger, MessengerError};
use sellify_domain::{SmtpSettings, TlsMode};
use sellify_providers::catcher::{Answer, MailCatcher, Script, ServerTls, SignIn};
use sellify_providers::{SmtpMessenger, Trust, verify};
use stage::{catcher, refused, send, settings};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use zeroize::Zeroizing;

fn self_signed(name: &str) -> (Arc<ServerConfig>, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der()).into();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    (Arc::new(config), cert.der().clone())
}

fn account(catcher: &MailCatcher, tls: TlsMode) -> SmtpSettings {
    SmtpSettings { tls, ..settings(catcher.address().port()) }
}

fn signed_in_as(catcher: &MailCatcher, tls: TlsMode, password: &str) -> SmtpMessenger {
    let settings = SmtpSettings { username: "marie".to_owned(), ..account(catcher, tls) };
    SmtpMessenger::new(settings, Some(Zeroizing::new(password.to_owned())))
}

fn demands(mechanisms: &'static str) -> Option<SignIn> {
    Some(SignIn { username: "marie".to_owned(), password: "s€cret".to_owned(), mechanisms })
}

#[tokio::test]
async fn starttls_protects_the_line_and_the_server_is_asked_again_what_it_can_do() {
    let (config, certificate) = self_signed("localhost");
    let script = Script { tls: ServerTls::StartTls(config), sign_in: demands("PLAIN"), ..Script::default() };
    let catcher = catcher(script).await;
    let messenger =
        signed_in_as(&catcher, TlsMode::StartTls, "s€cret").trusting(Trust::ComputerAnd(vec![certificate]));
    let mut session = messenger.open().await.unwrap();
    assert_eq!(send(&mut *session, &["a@x.fr", "b@x.fr"]).await, ["accepted 250"; 2]);
    session.close().await;
    assert_eq!(catcher.counts().messages, 2);
}

#[tokio::test]
async fn implicit_tls_works_from_the_first_byte() {
    let (config, certificate) = self_signed("localhost");
    let catcher = catcher(Script { tls: ServerTls::Implicit(config), ..Script::default() }).await;
    let trust = Trust::ComputerAnd(vec![certificate]);
    let info = verify(&account(&catcher, TlsMode::Implicit), None, &trust).await.unwrap();
    assert_eq!((info.tls, info.auth, info.pipelining), (Some("TLS 1.3"), None, true));
    assert_eq!(info.server, "catcher.test");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (config, _) = self_signed("localhost");
    for (tls, mode) in [
        (ServerTls::StartTls(Arc::clone(&config)), TlsMode::StartTls),
        (ServerTls::Implicit(config), TlsMode::Implicit),
    ] {
        let catcher = catcher(Script { tls, sign_in: demands("PLAIN"), ..Script::default() }).await;
        assert_eq!(refused(&signed_in_as(&catcher, mode, "s€cret")).await, MessengerError::TlsCertificate);
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_even_when_it_is_trusted() {
    let (config, certificate) = self_signed("mail.elsewhere.example");
    let catcher = catcher(Script { tls: ServerTls::StartTls(config), ..Script::default() }).await;
    let messenger = SmtpMessenger::new(account(&catcher, TlsMode::StartTls), None);
    let messenger = messenger.trusting(Trust::ComputerAnd(vec![certificate]));
    assert_eq!(refused(&messenger).await, MessengerError::TlsCertificate);
}

#[tokio::test]
async fn a_server_that_hides_starttls_gets_no_password() {
    let catcher = catcher(Script { sign_in: demands("PLAIN"), ..Script::default() }).await;
    let messenger = signed_in_as(&catcher, TlsMode::StartTls, "s€cret");
    assert_eq!(refused(&messenger).await, MessengerError::StarttlsMissing);
}

#[tokio::test]
async fn words_slipped_in_behind_starttls_are_not_believed() {
    let (config, certificate) = self_signed("localhost");
    // What an attacker on the way would like us to take for the answer to the protected EHLO.
    let injected = Some(b"250-evil.test\r\n250-PIPELINING\r\n250 AUTH LOGIN\r\n535 5.7.8 gone\r\n".to_vec());
    let script =
        Script { tls: ServerTls::StartTls(config), injected, pipelining: false, ..Script::default() };
    let catcher = catcher(script).await;
    let trust = Trust::ComputerAnd(vec![certificate]);
    match verify(&account(&catcher, TlsMode::StartTls), None, &trust).await {
        Ok(info) => assert!(!info.pipelining, "a plaintext line was taken for an answer over TLS"),
        // When the words come in a packet of their own they meet the TLS handshake, which refuses them.
        Err(cause) => assert_eq!(cause, MessengerError::TlsHandshake),
    }
}

#[tokio::test]
async fn each_way_to_sign_in_is_understood() {
    for (mechanisms, used) in [("PLAIN LOGIN", "PLAIN"), ("LOGIN", "LOGIN"), ("CRAM-MD5 PLAIN", "PLAIN")] {
        let catcher = catcher(Script { sign_in: demands(mechanisms), ..Script::default() }).await;
        let settings = SmtpSettings { username: "marie".to_owned(), ..account(&catcher, TlsMode::None) };
        let password = Zeroizing::new("s€cret".to_owned());
        let info = verify(&settings, Some(&password), &Trust::Computer).await.unwrap();
        assert_eq!(info.auth, Some(used));
        assert_eq!(info.tls, None);
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_with_the_servers_words() {
    for mechanisms in ["PLAIN", "LOGIN"] {
        let catcher = catcher(Script { sign_in: demands(mechanisms), ..Script::default() }).await;
        let cause = refused(&signed_in_as(&catcher, TlsMode::None, "wrong")).await;
        assert_eq!(cause.code(), "auth_failed");
        assert!(cause.to_string().contains("535 5.7.8 user name or password not accepted"), "{cause}");
        assert!(!cause.is_passing(), "trying again by itself would lock the account");
    }
}

#[tokio::test]
async fn a_sign_in_that_only_speaks_unknown_ways_is_told_as_such() {
    let catcher = catcher(Script { sign_in: demands("CRAM-MD5 NTLM"), ..Script::default() }).await;
    let cause = refused(&signed_in_as(&catcher, TlsMode::None, "s€cret")).await;
    assert_eq!(cause, MessengerError::AuthUnsupported);
}

#[tokio::test]
async fn the_test_button_finds_a_sender_that_may_not_send() {
    let script = Script { sender: Some(Answer::new(553, "5.7.1 not your address")), ..Script::default() };
    let catcher = catcher(script).await;
    let cause = verify(&account(&catcher, TlsMode::None), None, &Trust::Computer).await.unwrap_err();
    assert_eq!(cause.code(), "sender_refused");
    assert_eq!(catcher.counts().messages, 0);
}

#[tokio::test]
async fn a_server_that_greets_with_a_refusal_is_told_by_its_kind() {
    for (code, told) in [(421, "server_busy"), (450, "server_busy"), (554, "service_refused")] {
        let catcher = catcher(Script { greeting: Some(Answer::new(code, "no")), ..Script::default() }).await;
        assert_eq!(refused(&SmtpMessenger::new(account(&catcher, TlsMode::None), None)).await.code(), told);
    }
}

#[tokio::test]
async fn nobody_at_home_and_no_such_house_are_different_causes() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(refused(&SmtpMessenger::new(settings(port), None)).await, MessengerError::Refused);
    for host in ["no-such-host.invalid", "", "not a name", "a\0b"] {
        let settings = SmtpSettings { host: host.to_owned(), ..settings(25) };
        assert_eq!(refused(&SmtpMessenger::new(settings, None)).await, MessengerError::Dns, "{host:?}");
    }
}

#[tokio::test]
async fn what_is_not_smtp_is_told_as_such() {
    let garbage: [&[u8]; 3] =
        [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x46\n", &[b'2'; 100_000]];
    for bytes in garbage {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.write_all(bytes).await;
            stream
        });
        assert_eq!(refused(&SmtpMessenger::new(settings(port), None)).await, MessengerError::Protocol);
        drop(server.await);
    }
}

#[tokio::test]
async fn tls_to_a_server_that_speaks_none_is_told_as_such() {
    let catcher = catcher(Script::default()).await;
    let messenger = SmtpMessenger::new(account(&catcher, TlsMode::Implicit), None);
    assert_eq!(refused(&messenger).await, MessengerError::TlsHandshake);
}

#[test]
fn a_password_never_shows_in_debug_output() {
    let messenger = SmtpMessenger::new(settings(25), Some(Zeroizing::new("s€cret".to_owned())));
    assert!(!format!("{messenger:?}").contains("s€cret"));
}

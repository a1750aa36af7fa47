//! Connections: settings in the clear, the password only as the vault sealed it.

use sellify_domain::{Connection, ConnectionId, EmailAddress, SmtpSettings, TlsMode};
use sellify_store::StoreError;

use crate::{NOW, TestStore};

fn connection() -> Connection {
    Connection {
        id: ConnectionId::generate(NOW),
        name: "Bureau".into(),
        smtp: SmtpSettings {
            host: "smtp.example.com".into(),
            port: 465,
            tls: TlsMode::Implicit,
            username: "moi".into(),
            from_email: EmailAddress::from_normalised("moi@example.com"),
            from_name: "Moi".into(),
            reply_to: None,
            max_per_hour: Some(500),
            max_connections: 4,
        },
        has_password: false,
        tested_at: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

#[test]
fn a_connection_reads_back_and_an_update_keeps_its_password() {
    let store = TestStore::new();
    let mut one = connection();
    store.change(|w| w.connections_mut().insert(&one));
    assert_eq!(store.read_blocking(|r| r.connections().get(one.id)).unwrap(), Some(one.clone()));
    store.change(|w| w.connections_mut().set_sealed_password(one.id, Some(&[1, 2, 3])));
    store.change(|w| w.connections_mut().set_tested(one.id, Some(NOW)));
    one.name = "Maison".into();
    one.tested_at = Some(NOW);
    store.change(|w| w.connections_mut().update(&one));
    one.has_password = true;
    assert_eq!(store.read_blocking(|r| r.connections().list()).unwrap(), [one.clone()]);
    let sealed = store.read_blocking(|r| r.connections().sealed_password(one.id)).unwrap();
    assert_eq!(sealed, Some(vec![1, 2, 3]));
}

#[test]
fn a_deleted_connection_takes_its_password_along() {
    let store = TestStore::new();
    let one = connection();
    store.change(|w| w.connections_mut().insert(&one));
    store.change(|w| w.connections_mut().set_sealed_password(one.id, Some(&[1])));
    assert!(store.change(|w| w.connections_mut().delete(one.id)));
    assert!(!store.change(|w| w.connections_mut().delete(one.id)));
    assert_eq!(store.read_blocking(|r| r.connections().sealed_password(one.id)).unwrap(), None);
    let gone = store.write_blocking(|w| w.connections_mut().set_sealed_password(one.id, None));
    assert!(matches!(gone, Err(StoreError::NotFound { .. })));
}

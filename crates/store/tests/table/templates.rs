//! Templates: versions, the bin.

use sellify_domain::{Template, TemplateContent, TemplateId};
use sellify_store::StoreError;

use crate::{NOW, TestStore};

fn template(name: &str) -> Template {
    Template {
        id: TemplateId::generate(NOW),
        name: name.into(),
        content: TemplateContent {
            subject: "Bonjour {prenom}".into(),
            html: "<p>é</p>".into(),
            text: Some("é".into()),
        },
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

#[test]
fn a_template_reads_back_and_changes() {
    let store = TestStore::new();
    let mut one = template("Relance");
    store.change(|w| w.templates_mut().insert(&one));
    one.version = 2;
    one.content.text = None;
    one.updated_at = NOW.plus_millis(1);
    store.change(|w| w.templates_mut().update(&one));
    assert_eq!(store.read_blocking(|r| r.templates().get(one.id)).unwrap(), Some(one));
    let unknown = store.write_blocking(|w| w.templates_mut().update(&template("x")));
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })));
}

#[test]
fn a_deleted_template_is_in_no_list_and_comes_back() {
    let store = TestStore::new();
    let (old, new) = (template("a"), Template { updated_at: NOW.plus_millis(5), ..template("b") });
    store.change(|w| w.templates_mut().insert(&old).and_then(|()| w.templates_mut().insert(&new)));
    let listed = || -> Vec<String> {
        store.read_blocking(|r| r.templates().list()).unwrap().into_iter().map(|t: Template| t.name).collect()
    };
    assert_eq!(listed(), ["b", "a"], "last changed first");
    assert!(store.change(|w| w.templates_mut().set_deleted(new.id, Some(NOW))));
    assert!(!store.change(|w| w.templates_mut().set_deleted(new.id, Some(NOW))));
    assert_eq!(listed(), ["a"]);
    assert!(store.read_blocking(|r| r.templates().get(new.id)).unwrap().is_some(), "campaigns still name it");
    assert!(store.change(|w| w.templates_mut().set_deleted(new.id, None)));
    assert_eq!(store.read_blocking(|r| r.templates().count()).unwrap(), 2);
}

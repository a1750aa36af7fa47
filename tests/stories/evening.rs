//! A program in a throw-away folder, and the steps that every story shares.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sellify_app::{App, AppConfig, CampaignChange, CampaignView, ImportOrder, TypedSmtp};
use sellify_domain::{
    Actor, CampaignId, CampaignState, Door, ImportCounts, ImportState, SystemClock, TemplateContent, TlsMode,
};
use sellify_vault::{Computer, VaultPaths};

pub const ME: Actor = Actor::Person { door: Door::Window };

/// The same computer each time.
pub fn program(dir: &Path) -> App {
    let paths = VaultPaths { dir: dir.join("vault"), local_dir: dir.join("computer") };
    App::new(AppConfig { paths, clock: Arc::new(SystemClock), computer: Computer::numbered(1) })
        .expect("an app")
}

/// A file as French Excel saves it: semicolons, Windows-1252.
pub fn french_excel(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
}

pub async fn import(app: &App, bytes: &[u8], tag: &str) -> ImportCounts {
    let mut receiving = app.receive_upload("clients.csv").expect("room");
    receiving.push(bytes).expect("room");
    let upload = app.keep_upload(receiving).expect("room").id;
    let order = ImportOrder { tags: vec![tag.to_owned()], ..ImportOrder::of(upload) };
    let id = app.start_import(&ME, order).await.expect("an import");
    loop {
        let view = app.import(id).await.expect("the import");
        match view.record.state {
            ImportState::Running => tokio::time::sleep(Duration::from_millis(10)).await,
            ImportState::Finished => return view.record.counts,
            other => panic!("{other:?}: {:?}", view.error_detail),
        }
    }
}

/// A letter to everybody with the tag, through the server at this port.
pub async fn campaign(app: &App, port: u16, tag: &str, connections: u8) -> CampaignId {
    let smtp = TypedSmtp {
        host: "127.0.0.1".into(),
        port,
        tls: TlsMode::None,
        username: String::new(),
        from_email: "contact@delorme.example".into(),
        from_name: "Jardins Delorme".into(),
        reply_to: None,
        max_per_hour: None,
        max_connections: connections,
    };
    let connection = app.create_connection(&ME, "Local", smtp, None).await.expect("a connection");
    app.test_connection(&ME, connection.id).await.expect("the server answers");
    let content = TemplateContent {
        subject: "{prenom|default(\"Bonjour\")}, nos plantations d'automne".into(),
        html: "<p>Bonjour {prenom|default(\"à vous\")},</p><p>votre commande {commande} est prête.</p>"
            .into(),
        text: None,
    };
    let template = app.create_template(&ME, "Automne", content).await.expect("a template");
    let draft = CampaignChange {
        name: Some("Plantations d'automne".into()),
        template_id: Some(template.id),
        connection_id: Some(connection.id),
        audience: Some(sellify_domain::Audience::Tags { tags: vec![tag.to_owned()] }),
    };
    app.create_campaign(&ME, draft).await.expect("a draft").campaign.id
}

pub async fn until_over(app: &App, id: CampaignId) -> CampaignView {
    loop {
        let view = app.campaign(id).await.expect("the campaign");
        if view.campaign.state != CampaignState::Running {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

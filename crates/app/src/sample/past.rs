//! The sample's last weeks: the same use cases that people use, at moments that have passed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sellify_domain::{
    Audience, CampaignId, CampaignState, Channel, Clock, ConnectionId, ImportState, SuppressionReason,
    SystemClock, TemplateId, Timestamp,
};

use super::{BY, firm, mail_catcher, templates};
use crate::app::App;
use crate::create_campaign::CampaignChange;
use crate::error::AppError;
use crate::import_contacts::ImportOrder;
use crate::suppress::SuppressOrder;

const CLIENTS: &[u8] = include_bytes!("../../../../assets/sample/clients.csv");
const PROSPECTS: &[u8] = include_bytes!("../../../../assets/sample/prospects.csv");

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Between two looks at work that goes on by itself.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The computer's clock, set back by so many milliseconds.
#[derive(Debug, Default)]
pub(super) struct MovedClock(AtomicI64);

impl MovedClock {
    fn set_back(&self, days: i64) {
        self.0.store(days * DAY_MS, Ordering::Relaxed);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_millis(-self.0.load(Ordering::Relaxed))
    }
}

/// Ends in the present.
pub(super) async fn live_through(
    app: &App,
    clock: &MovedClock,
    language: &str,
    catcher_port: u16,
) -> Result<(), AppError> {
    clock.set_back(24);
    app.create_vault(&BY, firm(language)).await?;
    let connection = app.create_connection(&BY, "Atelier Morel", mail_catcher(catcher_port), None).await?.id;
    app.test_connection(&BY, connection).await?;
    import(app, "clients.csv", CLIENTS, &[]).await?;
    let [automne, premier_contact, rendez_vous] = templates();
    let automne = app.create_template(&BY, automne.0, automne.1).await?.id;

    clock.set_back(12);
    let refused =
        SuppressOrder::by_hand(Channel::Email, "m.poirier@courriel.example", SuppressionReason::Unsubscribed);
    app.suppress(&BY, refused).await?;
    send(app, "Nouveautés d'automne", automne, connection, &["newsletter"]).await?;

    clock.set_back(4);
    import(app, "prospects.csv", PROSPECTS, &["prospects"]).await?;
    let premier_contact = app.create_template(&BY, premier_contact.0, premier_contact.1).await?.id;
    send(app, "Prospects du salon", premier_contact, connection, &["prospects"]).await?;

    clock.set_back(1);
    let rendez_vous = app.create_template(&BY, rendez_vous.0, rendez_vous.1).await?.id;
    draft(app, "Visites de décembre", rendez_vous, connection, &["fidèle"]).await?;
    clock.set_back(0);
    Ok(())
}

async fn import(app: &App, name: &str, bytes: &[u8], tags: &[&str]) -> Result<(), AppError> {
    let mut receiving = app.receive_upload(name)?;
    receiving.push(bytes)?;
    let upload = app.keep_upload(receiving)?.id;
    let order = ImportOrder { tags: owned(tags), ..ImportOrder::of(upload) };
    let id = app.start_import(&BY, order).await?;
    while app.import(id).await?.record.state == ImportState::Running {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(())
}

async fn draft(
    app: &App,
    name: &str,
    template: TemplateId,
    connection: ConnectionId,
    tags: &[&str],
) -> Result<CampaignId, AppError> {
    let change = CampaignChange {
        name: Some(name.to_owned()),
        template_id: Some(template),
        connection_id: Some(connection),
        audience: Some(Audience::Tags { tags: owned(tags) }),
    };
    Ok(app.create_campaign(&BY, change).await?.campaign.id)
}

async fn send(
    app: &App,
    name: &str,
    template: TemplateId,
    connection: ConnectionId,
    tags: &[&str],
) -> Result<(), AppError> {
    let id = draft(app, name, template, connection, tags).await?;
    app.start_campaign(&BY, id, None).await?;
    while app.campaign(id).await?.campaign.state == CampaignState::Running {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(())
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

//! Things named on the command line: by id, by exact name, or by address.

use sellify_app::{App, AppError, CampaignView, ContactQuery, ContactView, PageRequest, Thing};
use sellify_domain::{Connection, ContactId, Group, Segment, Template};

use crate::failure::Failure;

/// The one thing with this id or this name.
fn one<T>(
    thing: Thing,
    all: Vec<T>,
    wanted: &str,
    id: impl Fn(&T) -> String,
    name: impl Fn(&T) -> &str,
) -> Result<T, Failure> {
    let same_name = |item: &T| name(item).trim().to_lowercase() == wanted.trim().to_lowercase();
    let (mut found, rest): (Vec<T>, Vec<T>) = all.into_iter().partition(|item| id(item) == wanted);
    if found.is_empty() {
        found = rest.into_iter().filter(same_name).collect();
    }
    match (found.pop(), found.len()) {
        (Some(item), 0) => Ok(item),
        (None, _) => Err(not_found(thing, wanted)),
        (Some(_), more) => Err(Failure::refused(
            "name_ambiguous",
            format!("{} things of this kind are called “{wanted}”. Nothing was changed.", more + 1),
        )
        .with_hint("Use the id: the `list` command shows it.")),
    }
}

fn not_found(thing: Thing, wanted: &str) -> Failure {
    Failure::refused(
        "not_found",
        format!("There is no {} “{wanted}” in this vault. Nothing was changed.", thing.name()),
    )
    .with_hint("The `list` command shows what there is.")
}

pub(crate) async fn template(app: &App, wanted: &str) -> Result<Template, Failure> {
    one(Thing::Template, app.templates().await?, wanted, |t| t.id.to_string(), |t| &t.name)
}

pub(crate) async fn connection(app: &App, wanted: &str) -> Result<Connection, Failure> {
    one(Thing::Connection, app.connections().await?, wanted, |c| c.id.to_string(), |c| &c.name)
}

pub(crate) async fn campaign(app: &App, wanted: &str) -> Result<CampaignView, Failure> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = app.campaigns(PageRequest { cursor, limit: 500 }).await?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    one(Thing::Campaign, all, wanted, |c| c.campaign.id.to_string(), |c| &c.campaign.draft.name)
}

pub(crate) async fn group(app: &App, wanted: &str) -> Result<Group, Failure> {
    one(Thing::Group, app.groups().await?, wanted, |group| group.id.to_string(), |group| &group.name)
}

pub(crate) async fn segment(app: &App, wanted: &str) -> Result<Segment, Failure> {
    one(
        Thing::Segment,
        app.segments().await?,
        wanted,
        |segment| segment.id.to_string(),
        |segment| &segment.name,
    )
}

/// A contact by id or by e-mail address.
pub(crate) async fn contact(app: &App, wanted: &str) -> Result<ContactView, Failure> {
    if let Ok(id) = wanted.parse::<ContactId>() {
        return Ok(app.contact(id).await?);
    }
    let query = ContactQuery { search: Some(wanted.to_owned()), limit: 50, ..ContactQuery::default() };
    let page = app.contacts(query).await?.page;
    let address = wanted.trim().to_lowercase();
    let found = page
        .items
        .into_iter()
        .find(|view| view.contact.details.email.as_ref().is_some_and(|email| email.as_str() == address));
    found.ok_or_else(|| Failure::from(AppError::NotFound(Thing::Contact)))
}

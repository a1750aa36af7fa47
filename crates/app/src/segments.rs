//! Segments: rules that pick contacts, counted while they are being written.

use std::time::{Duration, Instant};

use sellify_domain::{Actor, CustomField, FieldKind, Operator, Segment, SegmentId, SegmentRule, Today};
use sellify_store::{ContactQuery, Read};
use serde_json::{Value, json};

use crate::api_keys::required_name;
use crate::app::App;
use crate::edit_many::BulkOutcome;
use crate::error::{AppError, Thing};
use crate::groups::name_taken;
use crate::undo_bulk_edit::Done;

/// A live count stops here: whoever is still typing has asked the next question by then.
const COUNT_FOR: Duration = Duration::from_secs(3);

/// How many contacts a rule picks.
#[derive(Debug, Clone, Copy)]
pub struct RuleCount {
    /// How many were counted.
    pub count: u64,
    /// Whether that is all of them; else there are more.
    pub exact: bool,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// A field that a rule can ask about.
#[derive(Debug, Clone)]
pub struct SegmentField {
    /// Its key.
    pub key: String,
    /// What the firm calls it, for one of its own.
    pub label: Option<String>,
    /// What kind of field it is.
    pub kind: FieldKind,
    /// What can be asked.
    pub operators: &'static [Operator],
    /// What can be chosen, for a choice.
    pub options: Vec<String>,
}

impl App {
    /// Every segment, in alphabetical order.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn segments(&self) -> Result<Vec<Segment>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.segments().list()?)).await
    }

    /// One segment.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn segment(&self, id: SegmentId) -> Result<Segment, AppError> {
        self.open_vault()?.store.read(move |r| segment_in(r, id)).await
    }

    /// Saves a new segment.
    ///
    /// # Errors
    /// [`AppError::Rule`]; [`AppError::NameMissing`]; [`AppError::NameTaken`].
    pub async fn create_segment(&self, by: &Actor, name: &str, rule: &Value) -> Result<Segment, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let segment = Segment {
            id: SegmentId::generate(now),
            name: required_name(name)?,
            rule: asking(rule)?,
            created_at: now,
            updated_at: now,
        };
        let entry = vault.entry(by, now, "segment.created", segment.id, json!({ "name": segment.name }));
        let made = segment.clone();
        vault
            .store
            .write(move |w| {
                w.segments_mut().insert(&made).map_err(name_taken)?;
                entry.append(w)
            })
            .await?;
        self.lists_changed("segments");
        Ok(segment)
    }

    /// Changes a segment's name, its rule, or both.
    ///
    /// # Errors
    /// As [`App::create_segment`], and [`AppError::NotFound`].
    pub async fn edit_segment(
        &self,
        by: &Actor,
        id: SegmentId,
        name: Option<String>,
        rule: Option<Value>,
    ) -> Result<Segment, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let name = name.map(|name| required_name(&name)).transpose()?;
        let rule = rule.as_ref().map(asking).transpose()?;
        let fields: Vec<&str> =
            [name.as_ref().map(|_| "name"), rule.as_ref().map(|_| "rule")].into_iter().flatten().collect();
        let entry = vault.entry(by, now, "segment.changed", id, json!({ "fields": fields }));
        let segment = vault
            .store
            .write(move |w| {
                let mut segment = segment_in(w, id)?;
                segment.name = name.unwrap_or(segment.name);
                segment.rule = rule.unwrap_or(segment.rule);
                segment.updated_at = now.max(segment.updated_at);
                w.segments_mut().update(&segment).map_err(name_taken)?;
                entry.append(w)?;
                Ok::<_, AppError>(segment)
            })
            .await?;
        self.lists_changed("segments");
        Ok(segment)
    }

    /// Removes a segment; contacts are not touched. It can be taken back.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn delete_segment(&self, by: &Actor, id: SegmentId) -> Result<BulkOutcome, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "segment.deleted", id, json!({}));
        let outcome = vault
            .store
            .write(move |w| {
                let segment = segment_in(w, id)?;
                w.segments_mut().remove(id)?;
                entry.append_with(w, json!({ "name": segment.name }))?;
                let (changed, undo) = Done::SegmentDeleted { segment }.begin(w, now)?.finish(true)?;
                Ok::<_, AppError>(BulkOutcome { changed, undo })
            })
            .await?;
        self.lists_changed("segments");
        Ok(outcome)
    }

    /// How many contacts a rule picks, for a viewer whose clock is so many minutes ahead of UTC. Counting stops after a
    /// few seconds and says so.
    ///
    /// # Errors
    /// [`AppError::Rule`].
    pub async fn count_rule(&self, rule: &Value, utc_offset_minutes: i32) -> Result<RuleCount, AppError> {
        let query = ContactQuery {
            rule: Some(SegmentRule::parse(rule)?),
            today: Today { now: self.now(), utc_offset_minutes },
            ..ContactQuery::default()
        };
        self.count_contacts(query).await
    }

    /// How many contacts a query means; [`App::count_rule`] for what is not a rule alone.
    ///
    /// # Errors
    /// The database's own error.
    pub async fn count_contacts(&self, query: ContactQuery) -> Result<RuleCount, AppError> {
        let vault = self.open_vault()?;
        let begin = Instant::now();
        let (count, exact) = vault
            .store
            .read(move |r| Ok::<_, AppError>(r.contacts().count_within(&query, COUNT_FOR)?))
            .await?;
        Ok(RuleCount { count, exact, took_ms: begin.elapsed().as_secs_f64() * 1_000.0 })
    }

    /// What a rule can ask about: the fields of every firm, then those of this one.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn segment_fields(&self) -> Result<Vec<SegmentField>, AppError> {
        let own = self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.contact_fields().all()?)).await?;
        let standard = FieldKind::standard().into_iter().map(|(key, kind)| {
            let operators = kind.operators_of(&key);
            SegmentField { key, label: None, kind, operators, options: Vec::new() }
        });
        Ok(standard.chain(own.into_iter().map(SegmentField::from)).collect())
    }
}

impl From<CustomField> for SegmentField {
    fn from(field: CustomField) -> Self {
        let kind = FieldKind::from(field.kind);
        let label = field.label.unwrap_or_else(|| field.key.clone());
        let key = format!("custom:{}", field.key);
        Self { operators: kind.operators_of(&key), key, label: Some(label), kind, options: field.options }
    }
}

pub(crate) fn segment_in(r: &Read<'_>, id: SegmentId) -> Result<Segment, AppError> {
    r.segments().get(id)?.ok_or(AppError::NotFound(Thing::Segment))
}

/// A rule that is worth a name: one that asks nothing would be everybody, and a campaign to it a mistake.
fn asking(tree: &Value) -> Result<SegmentRule, AppError> {
    let rule = SegmentRule::parse(tree)?;
    if rule.is_empty() {
        return Err(AppError::invalid("rule", "A segment needs at least one condition."));
    }
    Ok(rule)
}

//! The line of *Today* about people who are kept longer than a rule says.
//!
//! Counting them reads everybody with the tag, and *Today* is asked for after every change: the number is kept for an
//! hour. What a person does with the rules counts at once.

use parking_lot::Mutex;
use sellify_domain::Timestamp;
use sellify_store::Read;

use crate::error::AppError;
use crate::home::Todo;
use crate::retention::rules_with_due;

/// The number may be this old.
const KEPT_MS: i64 = 60 * 60 * 1_000;
/// Tags named in the line.
const NAMED: usize = 3;

/// How many are due, as last counted.
#[derive(Default)]
pub(crate) struct DueCount(Mutex<Counted>);

#[derive(Clone, Default)]
pub(crate) struct Counted {
    /// Grows with every act of a person: what was counted before one is not kept after it.
    acts: u64,
    last: Option<(Timestamp, Option<Todo>)>,
}

impl DueCount {
    /// What is known now; to be completed by [`Counted::or_count`] and handed back to [`DueCount::keep`].
    pub(crate) fn known(&self) -> Counted {
        self.0.lock().clone()
    }

    pub(crate) fn keep(&self, counted: Counted) {
        let mut kept = self.0.lock();
        if kept.acts == counted.acts {
            *kept = counted;
        }
    }

    /// The rules, or those who are due, were changed by a person.
    pub(crate) fn forget(&self) {
        let mut kept = self.0.lock();
        *kept = Counted { acts: kept.acts + 1, last: None };
    }
}

impl Counted {
    /// Counts again what is too old.
    pub(crate) fn or_count(self, r: &Read<'_>, now: Timestamp) -> Result<Self, AppError> {
        let age = |at: &Timestamp| now.as_millis() - at.as_millis();
        if self.last.as_ref().is_some_and(|(at, _)| (0..KEPT_MS).contains(&age(at))) {
            return Ok(self);
        }
        Ok(Self { last: Some((now, due_todo(r, now)?)), ..self })
    }

    /// The line; none where nobody is due.
    pub(crate) fn todo(&self) -> Option<Todo> {
        self.last.as_ref().and_then(|(_, todo)| todo.clone())
    }
}

/// How many are due by all rules together, and by which tags. Whoever is due by two rules counts twice, as in the
/// list that the line leads to.
fn due_todo(r: &Read<'_>, now: Timestamp) -> Result<Option<Todo>, AppError> {
    let mut due = rules_with_due(r, now)?;
    due.retain(|view| view.due > 0);
    due.sort_by_key(|view| std::cmp::Reverse(view.due));
    let tags: Vec<&str> = due.iter().take(NAMED).map(|view| view.rule.tag.as_str()).collect();
    Ok((!due.is_empty()).then(|| Todo {
        code: "retention_due",
        count: due.iter().map(|view| view.due).sum(),
        subject: tags.join(", "),
        link: "/settings/privacy".into(),
        since: None,
    }))
}

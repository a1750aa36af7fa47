//! What people said about being written to. Statements are added, never changed; the latest of a channel counts.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{
    Channel, ConsentId, ConsentState, ConsentStatement, ContactId, EmailAddress, Suppression,
};

use super::handle_types;
use super::suppressions::Suppressions;
use crate::{StoreError, column};

/// What counts for a contact on one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentFact {
    /// The channel.
    pub channel: Channel,
    /// The latest statement; none: nothing is known.
    pub statement: Option<ConsentStatement>,
    /// The entry of the suppression list for the contact's address on this channel. It beats any statement.
    pub suppression: Option<Suppression>,
}

handle_types! {
    /// Reads consents.
    Consents,
    /// Adds consents.
    ConsentsMut
}

const COLUMNS: &str = "id, contact_id, channel, state, legal_basis, source, decided_at, recorded_at";
/// The latest decision counts, not the one written down last; of two of one moment, the refusal.
const LATEST: &str = "ORDER BY decided_at DESC, state = 'refused' DESC, row_id DESC";

fn statement(row: &Row<'_>) -> rusqlite::Result<ConsentStatement> {
    Ok(ConsentStatement {
        id: column::id(row, "id", ConsentId::from_slice)?,
        contact_id: column::id(row, "contact_id", ContactId::from_slice)?,
        channel: column::from_word(row, "channel")?,
        state: column::from_word(row, "state")?,
        legal_basis: column::from_word(row, "legal_basis")?,
        source: row.get("source")?,
        decided_at: column::time(row, "decided_at")?,
        recorded_at: column::time(row, "recorded_at")?,
    })
}

impl Consents<'_> {
    /// Every statement of a contact, the latest decision first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn of_contact(&self, contact: ContactId) -> Result<Vec<ConsentStatement>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM consents WHERE contact_id = $1 {LATEST}");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_map([&contact.as_bytes()[..]], statement)?
            .collect::<Result<_, _>>()?)
    }

    /// The statement that counts on a channel.
    ///
    /// # Errors
    /// The database's own error.
    pub fn latest(
        &self,
        contact: ContactId,
        channel: Channel,
    ) -> Result<Option<ConsentStatement>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM consents WHERE contact_id = $1 AND channel = $2 {LATEST} LIMIT 1");
        let key = (&contact.as_bytes()[..], column::word(&channel));
        Ok(self.conn.prepare_cached(&sql)?.query_row(key, statement).optional()?)
    }

    /// Whether anybody said anything about a channel.
    ///
    /// # Errors
    /// The database's own error.
    pub fn are_there(&self, channel: Channel) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM consents WHERE channel = $1)";
        Ok(self.conn.prepare_cached(sql)?.query_row([column::word(&channel)], |row| row.get(0))?)
    }

    /// Whether the person refused this channel, whatever address they have by now.
    ///
    /// # Errors
    /// The database's own error.
    pub fn is_refused(&self, contact: ContactId, channel: Channel) -> Result<bool, StoreError> {
        Ok(self.latest(contact, channel)?.is_some_and(|statement| statement.state == ConsentState::Refused))
    }

    /// Everybody who refused a channel, for checking a whole audience.
    ///
    /// # Errors
    /// The database's own error.
    pub fn refused(&self, channel: Channel) -> Result<HashSet<ContactId>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT said.contact_id FROM consents AS said
             WHERE said.channel = $1 AND said.state = 'refused' AND NOT EXISTS (
                 SELECT 1 FROM consents AS later WHERE later.contact_id = said.contact_id
                 AND later.channel = said.channel AND later.state = 'granted' AND later.decided_at > said.decided_at)",
        )?;
        Ok(statement
            .query_map([column::word(&channel)], |row| column::id(row, 0, ContactId::from_slice))?
            .collect::<Result<_, _>>()?)
    }

    /// What counts for a contact with these addresses, one fact for each channel of [`Channel::ALL`].
    ///
    /// # Errors
    /// The database's own error.
    pub fn facts(
        &self,
        contact: ContactId,
        email: Option<&EmailAddress>,
        phone: Option<&str>,
    ) -> Result<Vec<ConsentFact>, StoreError> {
        let suppressions = Suppressions::new(self.conn);
        let said = self.of_contact(contact)?;
        let fact = |channel: Channel| -> Result<ConsentFact, StoreError> {
            let address = match channel {
                Channel::Email => email.map(EmailAddress::as_str),
                Channel::WhatsApp | Channel::Phone => phone,
                Channel::Post => None,
            };
            let suppression = address.map(|address| suppressions.find(channel, address)).transpose()?;
            Ok(ConsentFact {
                channel,
                statement: said.iter().find(|statement| statement.channel == channel).cloned(),
                suppression: suppression.flatten(),
            })
        };
        Channel::ALL.into_iter().map(fact).collect()
    }
}

impl ConsentsMut<'_> {
    /// Adds a statement. It never touches the suppression list.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when the statement is there already; the database's own error.
    pub fn record(&self, said: &ConsentStatement) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO consents ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        self.conn.prepare_cached(&sql)?.execute((
            &said.id.as_bytes()[..],
            &said.contact_id.as_bytes()[..],
            column::word(&said.channel),
            column::word(&said.state),
            column::word(&said.legal_basis),
            &said.source,
            said.decided_at.as_millis(),
            said.recorded_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Takes back one statement that was recorded by an act that is itself taken back (a merge).
    ///
    /// # Errors
    /// The database's own error.
    pub fn take_back(&self, id: ConsentId) -> Result<bool, StoreError> {
        let gone =
            self.conn.prepare_cached("DELETE FROM consents WHERE id = $1")?.execute([&id.as_bytes()[..]])?;
        Ok(gone > 0)
    }
}

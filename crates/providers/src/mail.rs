//! Builds the message that goes to one person (RFC 5322, RFC 2045; List-Unsubscribe: RFC 2369).
//!
//! Bodies are quoted-printable, so that a message fits every server and no relay has to rewrite it.

mod header_text;
mod quoted_printable;

use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue, MessageId,
};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use sellify_domain::{EmailAddress, RecipientId, Timestamp};

use header_text::HeaderText;

/// Longest subject, in characters. A line of a header may have 998 octets (RFC 5322, section 2.1.1).
pub const SUBJECT_LIMIT: usize = 800;
/// Longest name that is written beside an address, in characters.
const NAME_LIMIT: usize = 120;

/// Everything that one message says.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// The ledger row; becomes the `Message-ID`, so that a delivery report finds its recipient.
    pub id: RecipientId,
    /// Who it is from.
    pub from: &'a EmailAddress,
    /// The name beside that address; may be empty.
    pub from_name: &'a str,
    /// Where answers go, when not to `from`.
    pub reply_to: Option<&'a EmailAddress>,
    /// Who it is for.
    pub to: &'a EmailAddress,
    /// The name beside that address; may be empty.
    pub to_name: &'a str,
    /// Subject line.
    pub subject: &'a str,
    /// The whole HTML document.
    pub html: &'a str,
    /// The plain-text twin.
    pub text: &'a str,
    /// The moment in the `Date` header.
    pub date: Timestamp,
}

/// Why a message cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The subject does not fit into a header.
    #[error("The subject is longer than {SUBJECT_LIMIT} characters.")]
    SubjectTooLong,
    /// The address has a form that e-mail headers do not allow.
    #[error("The address {0} cannot be written into a message.")]
    AddressUnusable(EmailAddress),
    /// A part of the message was refused by the builder.
    #[error("The message could not be put together.")]
    Unbuildable,
}

impl MailError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SubjectTooLong => "subject_too_long",
            Self::AddressUnusable(_) => "address_unusable",
            Self::Unbuildable => "message_unbuildable",
        }
    }
}

/// Builds the message, lines ended by CRLF.
///
/// # Errors
/// When the subject is too long or an address is not one that headers allow.
pub fn build(letter: &Letter<'_>) -> Result<Vec<u8>, MailError> {
    let subject = HeaderText::of(letter.subject);
    if subject.as_str().chars().count() > SUBJECT_LIMIT {
        return Err(MailError::SubjectTooLong);
    }
    let (from, to) = (mailbox(letter.from, letter.from_name)?, mailbox(letter.to, letter.to_name)?);
    // Given, so that lettre does not read its own headers back to find it.
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()]);
    let mut builder = Message::builder()
        .envelope(envelope.map_err(|_| MailError::Unbuildable)?)
        .from(from)
        .to(to)
        .subject(subject.into_string())
        .date(system_time(letter.date))
        .header(MessageId::from(message_id(letter.id, letter.from)))
        .header(ListUnsubscribe::by_mail(letter.reply_to.unwrap_or(letter.from), letter.id));
    if let Some(reply_to) = letter.reply_to {
        builder = builder.reply_to(mailbox(reply_to, "")?);
    }
    // A fixed boundary cannot be met in a quoted-printable body, where `=` is never followed by `_`.
    let body = MultiPart::builder()
        .kind(lettre::message::MultiPartKind::Alternative)
        .boundary(format!("=_{}", letter.id))
        .singlepart(part(ContentType::TEXT_PLAIN, letter.text))
        .singlepart(part(ContentType::TEXT_HTML, letter.html));
    let message = builder.multipart(body).map_err(|_| MailError::Unbuildable)?;
    Ok(message.formatted())
}

/// The `Message-ID` of a recipient's message, with its angle brackets.
#[must_use]
pub fn message_id(id: RecipientId, from: &EmailAddress) -> String {
    format!("<{id}@{}>", from.domain())
}

fn part(kind: ContentType, body: &str) -> SinglePart {
    let encoded = quoted_printable::encode(body);
    let body = Body::dangerous_pre_encoded(encoded, ContentTransferEncoding::QuotedPrintable);
    SinglePart::builder().header(kind).body(body)
}

fn mailbox(address: &EmailAddress, name: &str) -> Result<Mailbox, MailError> {
    let unusable = || MailError::AddressUnusable(address.clone());
    let (local, domain) = address.as_str().rsplit_once('@').ok_or_else(unusable)?;
    let address = Address::new(local, domain).map_err(|_| unusable())?;
    let name = HeaderText::of(name).shortened(NAME_LIMIT).into_string();
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.as_millis()).unwrap_or(0))
}

/// `List-Unsubscribe: <mailto:…>`: an answer from any mail program is enough to be left alone.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl ListUnsubscribe {
    fn by_mail(mailbox: &EmailAddress, id: RecipientId) -> Self {
        let mut value = String::from("<mailto:");
        for byte in mailbox.as_str().bytes() {
            // RFC 6068, section 2: whatever could end the address or begin a header field is escaped.
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                    value.push(char::from(byte));
                }
                _ => value.push_str(&format!("%{byte:02X}")),
            }
        }
        value.push_str(&format!("?subject=unsubscribe-{id}>"));
        Self(value)
    }
}

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests;

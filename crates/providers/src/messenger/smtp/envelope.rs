//! The envelope of one message: MAIL, RCPT and DATA, and what is refused before the server is asked.

use sellify_campaign::{MessengerError, Outgoing, SendOutcome};
use sellify_domain::SmtpReply;

use super::extensions::Extensions;

/// An envelope ready for the wire.
pub(super) struct Envelope {
    /// `MAIL FROM:<…> …`
    pub(super) mail: String,
    /// `RCPT TO:<…>`
    pub(super) rcpt: String,
}

/// The third command; always the last of its group (RFC 2920, section 3.1).
pub(super) const DATA: &str = "DATA\r\n";

impl Envelope {
    /// Writes the commands for this server.
    ///
    /// # Errors
    /// What becomes of a message that this server can never take, in the form of the reply that a relay of ours
    /// would have given; asking the server is of no use. A sender that cannot be written is no refusal of anybody.
    pub(super) fn of(outgoing: &Outgoing, extensions: &Extensions) -> Result<Self, SendOutcome> {
        let (from, to) = (outgoing.from.as_str(), outgoing.to.as_str());
        if let Some(refusal) = refused_address(from, extensions) {
            return Err(SendOutcome::NotSent(MessengerError::SenderRefused(refusal)));
        }
        if let Some(refusal) = refused_address(to, extensions) {
            return Err(SendOutcome::Permanent(refusal));
        }
        let size = outgoing.message.len();
        if let Some(limit) = extensions.size_limit.filter(|&limit| size as u64 > limit) {
            return Err(refused(
                552,
                &format!("5.3.4 the message has {size} bytes and the server takes {limit}"),
            ));
        }
        let utf8 = !from.is_ascii() || !to.is_ascii();
        let eight_bit = !outgoing.message.is_ascii();
        if eight_bit && !extensions.eight_bit {
            return Err(refused(554, "5.6.3 the message has 8-bit text and the server offers no 8BITMIME"));
        }
        let mut mail = format!("MAIL FROM:<{from}>");
        if extensions.size {
            mail.push_str(&format!(" SIZE={size}"));
        }
        if eight_bit {
            mail.push_str(" BODY=8BITMIME");
        }
        if utf8 {
            mail.push_str(" SMTPUTF8");
        }
        mail.push_str("\r\n");
        Ok(Self { mail, rcpt: format!("RCPT TO:<{to}>\r\n") })
    }
}

/// Why this server cannot be told of this address at all. The codes are none of those that call an address dead.
pub(super) fn refused_address(address: &str, extensions: &Extensions) -> Option<SmtpReply> {
    if !is_writable(address) {
        return Some(local(501, "5.5.4 the address cannot be written into an SMTP command"));
    }
    let needs_utf8 = !address.is_ascii() && !extensions.utf8;
    needs_utf8
        .then(|| local(553, "5.6.7 the address has letters beyond ASCII and the server offers no SMTPUTF8"))
}

fn refused(code: u16, text: &str) -> SendOutcome {
    SendOutcome::Permanent(local(code, text))
}

fn local(code: u16, text: &str) -> SmtpReply {
    SmtpReply { code, text: format!("{text} (found by Sellify, not sent)") }
}

/// Whether nothing in the address can end the command or its brackets early.
fn is_writable(address: &str) -> bool {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    !local.is_empty()
        && !domain.is_empty()
        && address.len() <= 320
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sellify_domain::{EmailAddress, RecipientId, Timestamp};

    fn outgoing(to: &str, message: &[u8]) -> Outgoing {
        Outgoing {
            recipient: RecipientId::generate(Timestamp::from_millis(0)),
            from: EmailAddress::from_normalised("news@sellify.test"),
            to: EmailAddress::from_normalised(to),
            message: message.to_vec(),
        }
    }

    #[test]
    fn a_plain_message_asks_for_nothing_special() {
        let envelope = Envelope::of(&outgoing("a@b.fr", b"x\r\n"), &Extensions::default()).ok().unwrap();
        assert_eq!(envelope.mail, "MAIL FROM:<news@sellify.test>\r\n");
        assert_eq!(envelope.rcpt, "RCPT TO:<a@b.fr>\r\n");
    }

    #[test]
    fn what_the_server_cannot_take_is_refused_before_it_is_asked() {
        let bare = Extensions::default();
        let small = Extensions { size: true, size_limit: Some(4), ..bare };
        let code = |outgoing, extensions| match Envelope::of(&outgoing, extensions) {
            Err(SendOutcome::Permanent(reply)) => Some(reply.text[..5].to_owned()),
            _ => None,
        };
        assert_eq!(code(outgoing("a@b.fr", b"12345"), &small).as_deref(), Some("5.3.4"));
        assert_eq!(code(outgoing("é@b.fr", b"x"), &bare).as_deref(), Some("5.6.7"));
        assert_eq!(code(outgoing("a@b.fr", "é".as_bytes()), &bare).as_deref(), Some("5.6.3"));
        assert_eq!(code(outgoing("a@b.fr>\r\nDATA", b"x"), &bare).as_deref(), Some("5.5.4"));
    }

    #[test]
    fn a_sender_that_cannot_be_written_is_no_bounce() {
        let outgoing =
            Outgoing { from: EmailAddress::from_normalised("é@sellify.test"), ..outgoing("a@b.fr", b"x") };
        let refusal = Envelope::of(&outgoing, &Extensions::default()).err();
        assert!(matches!(refusal, Some(SendOutcome::NotSent(MessengerError::SenderRefused(_)))));
    }

    #[test]
    fn extensions_are_named_in_the_command_when_they_are_used() {
        let all = Extensions { size: true, utf8: true, eight_bit: true, ..Extensions::default() };
        let envelope = Envelope::of(&outgoing("é@b.fr", "é".as_bytes()), &all).ok().unwrap();
        assert_eq!(envelope.mail, "MAIL FROM:<news@sellify.test> SIZE=2 BODY=8BITMIME SMTPUTF8\r\n");
    }

    proptest! {
        #[test]
        fn no_address_writes_a_second_command(address in any::<String>()) {
            let all = Extensions { utf8: true, ..Extensions::default() };
            if let Ok(envelope) = Envelope::of(&outgoing(&address, b"x"), &all) {
                prop_assert_eq!(envelope.rcpt.matches(['\r', '\n']).count(), 2);
                prop_assert_eq!(envelope.rcpt.matches('>').count(), 1);
            }
        }
    }
}

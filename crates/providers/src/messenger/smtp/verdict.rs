//! What a server's answers mean for a message: accepted, later, never, or a matter of the account.

use sellify_campaign::{MessengerError, SendOutcome};

use super::reply::Reply;

/// What the answers to an envelope decide.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The text may follow.
    Go,
    /// This message is settled; the session goes on.
    Refused(SendOutcome),
    /// This message is settled and the server hangs up.
    RefusedAndClosing(SendOutcome, MessengerError),
    /// Nothing can be sent in this session any more; this message was not sent.
    Broken(MessengerError),
}

/// The answer after the final dot (or instead of it).
pub(super) fn of_text(reply: &Reply) -> SendOutcome {
    match reply.code / 100 {
        2 => SendOutcome::Accepted(reply.to_record()),
        4 => SendOutcome::Transient(reply.to_record()),
        5 => match about_account(reply) {
            Some(cause) => SendOutcome::NotSent(cause),
            None => SendOutcome::Permanent(reply.to_record()),
        },
        // 3xx after the dot is no answer that SMTP knows.
        _ => SendOutcome::Unknown,
    }
}

/// The answers to MAIL, RCPT and DATA; the first refusal is the one that counts.
pub(super) fn of_envelope(mail: &Reply, rcpt: Option<&Reply>, data: Option<&Reply>) -> Verdict {
    if !mail.is_positive() {
        return of_mail(mail);
    }
    match rcpt {
        Some(rcpt) if !rcpt.is_positive() => return of_refusal(rcpt),
        None => return Verdict::Broken(MessengerError::Protocol),
        Some(_) => {}
    }
    match data {
        Some(data) if data.code == 354 => Verdict::Go,
        Some(data) => of_refusal(data),
        None => Verdict::Broken(MessengerError::Protocol),
    }
}

/// A refused MAIL speaks about the sender, not about who should get the message: counting it as a bounce would
/// suppress a whole address book because of a wrong password. Only the size belongs to the message.
fn of_mail(mail: &Reply) -> Verdict {
    let record = mail.to_record();
    if let Some(cause) = about_account(mail) {
        return Verdict::Broken(cause);
    }
    match mail.code {
        552 => Verdict::Refused(SendOutcome::Permanent(record)),
        _ if mail.is_transient() => Verdict::Broken(MessengerError::TryLater(record)),
        _ if mail.is_permanent() => Verdict::Broken(MessengerError::SenderRefused(record)),
        _ => Verdict::Broken(MessengerError::Protocol),
    }
}

fn of_refusal(reply: &Reply) -> Verdict {
    let record = reply.to_record();
    if reply.closes() {
        return Verdict::RefusedAndClosing(
            SendOutcome::Transient(record.clone()),
            MessengerError::TryLater(record),
        );
    }
    if let Some(cause) = about_account(reply) {
        return Verdict::Broken(cause);
    }
    match reply.code / 100 {
        4 => Verdict::Refused(SendOutcome::Transient(record)),
        5 => Verdict::Refused(SendOutcome::Permanent(record)),
        _ => Verdict::Broken(MessengerError::Protocol),
    }
}

/// The 5xx answers that every further message of this account would get too, wherever in a transaction they
/// come. Taken for refused recipients, one of them would turn a whole campaign into bounces.
fn about_account(reply: &Reply) -> Option<MessengerError> {
    match (reply.code, reply.enhanced()) {
        // Microsoft 365 says 5.7.30 and 5.7.139 when it takes passwords no more.
        (530 | 534 | 535 | 538, _) | (500..=599, Some((5, 7, 8 | 30 | 139))) => {
            Some(MessengerError::AuthFailed(reply.to_record()))
        }
        // Exchange: this account may not send as this sender.
        (500..=599, Some((5, 7, 60) | (5, 2, 252))) => Some(MessengerError::SenderRefused(reply.to_record())),
        // RFC 3463 calls it congestion; Google means the day's quota.
        (500..=599, Some((5, 4, 5))) => Some(MessengerError::TryLater(reply.to_record())),
        _ => None,
    }
}

/// Whether a refused MAIL looks like a server that stumbles over commands behind a text, rather than like one
/// that refuses the sender: bad sequence, unknown command, or a complaint about pipelining.
pub(super) fn is_confused_by_grouping(mail: &Reply) -> bool {
    matches!(mail.code, 500 | 501 | 503)
        || (mail.is_permanent()
            && mail.lines.iter().any(|line| line.to_ascii_lowercase().contains("pipelin")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16) -> Reply {
        Reply { code, lines: vec!["text".to_owned()] }
    }

    fn envelope(mail: u16, rcpt: u16, data: u16) -> Verdict {
        of_envelope(&reply(mail), Some(&reply(rcpt)), Some(&reply(data)))
    }

    #[test]
    fn a_refused_recipient_is_a_matter_of_that_message() {
        let record = |code| reply(code).to_record();
        assert_eq!(envelope(250, 550, 554), Verdict::Refused(SendOutcome::Permanent(record(550))));
        assert_eq!(envelope(250, 450, 354), Verdict::Refused(SendOutcome::Transient(record(450))));
        assert_eq!(envelope(250, 251, 354), Verdict::Go, "251 is forwarded, so taken");
        assert_eq!(envelope(250, 250, 451), Verdict::Refused(SendOutcome::Transient(record(451))));
    }

    #[test]
    fn a_refused_sender_never_counts_as_a_bounce() {
        for code in [501, 503, 550, 553, 554] {
            assert!(
                matches!(envelope(code, 503, 503), Verdict::Broken(MessengerError::SenderRefused(_))),
                "{code}"
            );
        }
        assert!(matches!(envelope(452, 503, 503), Verdict::Broken(MessengerError::TryLater(_))));
    }

    #[test]
    fn a_demand_to_sign_in_is_about_the_account_wherever_it_comes() {
        for code in [530, 534, 535, 538] {
            assert!(matches!(envelope(code, 503, 503), Verdict::Broken(MessengerError::AuthFailed(_))));
            assert!(matches!(envelope(250, code, 503), Verdict::Broken(MessengerError::AuthFailed(_))));
            assert!(matches!(of_text(&reply(code)), SendOutcome::NotSent(MessengerError::AuthFailed(_))));
        }
    }

    #[test]
    fn a_spent_quota_or_a_forbidden_sender_is_no_bounce() {
        let after_text = |text: &str| of_text(&Reply { code: 550, lines: vec![text.to_owned()] });
        let cause = |text| match after_text(text) {
            SendOutcome::NotSent(cause) => cause.code(),
            _ => "settled",
        };
        assert_eq!(cause("5.4.5 Daily user sending limit exceeded"), "server_busy");
        assert_eq!(
            cause("5.7.30 Basic authentication is not supported for Client Submission"),
            "auth_failed"
        );
        assert_eq!(cause("5.7.60 Client does not have permissions to send as this sender"), "sender_refused");
        assert_eq!(cause("5.1.1 no such user"), "settled");
    }

    #[test]
    fn a_closing_server_settles_the_message_it_answered() {
        assert!(matches!(envelope(250, 421, 421), Verdict::RefusedAndClosing(SendOutcome::Transient(_), _)));
        assert!(matches!(envelope(421, 421, 421), Verdict::Broken(MessengerError::TryLater(_))));
    }

    #[test]
    fn an_answer_that_is_none_leaves_the_message_unknown() {
        assert_eq!(of_text(&reply(354)), SendOutcome::Unknown);
    }
}

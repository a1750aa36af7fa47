//! What an answer means for a recipient: where the row goes, and whether the address is dead.

use sellify_domain::{RecipientState, SmtpReply, Timestamp};

use crate::run::RetryPolicy;

/// Where a row goes after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) state: RecipientState,
    pub(crate) due_at: Option<Timestamp>,
}

/// After a 4xx: again later, or given up once the policy's attempts are used up. `attempts` counts this one.
pub(crate) fn after_transient(attempts: u32, policy: &RetryPolicy, now: Timestamp) -> Verdict {
    let made = usize::try_from(attempts).unwrap_or(usize::MAX).max(1);
    match policy.again_after.get(made - 1) {
        Some(pause) => {
            let millis = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
            Verdict { state: RecipientState::Pending, due_at: Some(now.plus_millis(millis)) }
        }
        None => Verdict { state: RecipientState::Failed, due_at: None },
    }
}

/// Whether the server says that the address itself does not exist. Refusals of content, policy or size, and
/// of the sender, are none: they must not cost the person every later message.
///
/// Trusts the enhanced code (RFC 3463) before the reply code: some servers say 550 for everything.
pub(crate) fn is_dead_address(reply: &SmtpReply) -> bool {
    match enhanced_code(&reply.text) {
        // 5.1.7 and 5.1.8 speak of the sender's address.
        Some((5, 1, detail)) => matches!(detail, 0..=3 | 6 | 10),
        Some(_) => false,
        // User not local; mailbox name not allowed (RFC 5321, section 4.2.2).
        None => matches!(reply.code, 551 | 553),
    }
}

/// Whether the server asks the whole account to slow down, not just this message to wait.
pub(crate) fn asks_to_slow_down(reply: &SmtpReply) -> bool {
    matches!(reply.code, 421 | 454)
}

/// The first `d.d.d` at the beginning of a line of the reply.
fn enhanced_code(text: &str) -> Option<(u16, u16, u16)> {
    text.split(" / ").find_map(|line| {
        let word = line.split_whitespace().next()?;
        let mut parts = word.split('.');
        let code = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reply(code: u16, text: &str) -> SmtpReply {
        SmtpReply { code, text: text.into() }
    }

    #[test]
    fn only_a_dead_address_is_suppressed() {
        for dead in [
            reply(550, "5.1.1 <x@y.fr>: no such user"),
            reply(550, "sorry / 5.1.10 recipient not found"),
            reply(553, "mailbox name not allowed"),
            reply(551, "user not local"),
        ] {
            assert!(is_dead_address(&dead), "{dead:?}");
        }
        for alive in [
            reply(550, "5.7.1 message refused as spam"),
            reply(550, "mailbox unavailable"),
            reply(553, "5.7.1 sender address rejected: not owned by user"),
            reply(550, "5.1.8 bad sender"),
            reply(552, "5.2.2 mailbox full"),
            reply(554, "transaction failed"),
        ] {
            assert!(!is_dead_address(&alive), "{alive:?}");
        }
    }

    #[test]
    fn attempts_end() {
        let policy = RetryPolicy { again_after: vec![Duration::from_secs(60)], ..RetryPolicy::default() };
        let now = Timestamp::from_millis(0);
        let first = after_transient(1, &policy, now);
        assert_eq!(first, Verdict { state: RecipientState::Pending, due_at: Some(now.plus_millis(60_000)) });
        assert_eq!(after_transient(2, &policy, now), Verdict { state: RecipientState::Failed, due_at: None });
    }
}

//! What a server says it can do in its answer to EHLO (RFC 5321, section 4.1.1.1).

use super::reply::Reply;

/// The extensions that matter to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent keyword of the EHLO answer")]
pub(crate) struct Extensions {
    /// PIPELINING (RFC 2920).
    pub(crate) pipelining: bool,
    /// 8BITMIME (RFC 6152).
    pub(crate) eight_bit: bool,
    /// SMTPUTF8 (RFC 6531).
    pub(crate) utf8: bool,
    /// STARTTLS (RFC 3207).
    pub(crate) starttls: bool,
    /// AUTH PLAIN (RFC 4954, RFC 4616).
    pub(crate) auth_plain: bool,
    /// AUTH LOGIN (never standardised; some servers offer nothing else).
    pub(crate) auth_login: bool,
    /// SIZE was offered (RFC 1870): MAIL may carry the size.
    pub(crate) size: bool,
    /// The largest message in bytes; none when the server names no limit.
    pub(crate) size_limit: Option<u64>,
}

impl Extensions {
    /// Reads the lines after the first, which is the server's name.
    pub(crate) fn from_ehlo(reply: &Reply) -> Self {
        let mut found = Self::default();
        for line in reply.lines.iter().skip(1) {
            // `AUTH=LOGIN` is what some servers write for clients of the nineties.
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty());
            let Some(keyword) = words.next() else { continue };
            match keyword.to_ascii_uppercase().as_str() {
                "PIPELINING" => found.pipelining = true,
                "8BITMIME" => found.eight_bit = true,
                "SMTPUTF8" => found.utf8 = true,
                "STARTTLS" => found.starttls = true,
                "SIZE" => {
                    found.size = true;
                    found.size_limit =
                        words.next().and_then(|size| size.parse().ok()).filter(|&size| size > 0);
                }
                "AUTH" => {
                    for mechanism in words {
                        found.auth_plain |= mechanism.eq_ignore_ascii_case("PLAIN");
                        found.auth_login |= mechanism.eq_ignore_ascii_case("LOGIN");
                    }
                }
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Extensions {
        Extensions::from_ehlo(&Reply { code: 250, lines: lines.iter().map(ToString::to_string).collect() })
    }

    #[test]
    fn keywords_are_read_without_regard_to_case() {
        let found =
            of(&["mail.example PIPELINING", "pipelining", "SIZE 35882577", "8BitMime", "AUTH XOAUTH2 plain"]);
        assert!(
            found.pipelining && found.eight_bit && found.auth_plain && !found.auth_login && !found.starttls
        );
        assert_eq!(found.size_limit, Some(35_882_577));
    }

    #[test]
    fn the_servers_name_is_not_an_extension() {
        assert_eq!(of(&["PIPELINING STARTTLS"]), Extensions::default());
    }

    #[test]
    fn a_size_of_zero_or_none_is_no_limit() {
        assert_eq!(of(&["x", "SIZE 0"]).size_limit, None);
        assert_eq!(of(&["x", "SIZE"]).size_limit, None);
        assert!(of(&["x", "SIZE"]).size, "the extension itself is there");
    }

    #[test]
    fn the_old_spelling_of_auth_counts() {
        assert!(of(&["x", "AUTH=LOGIN"]).auth_login);
    }
}

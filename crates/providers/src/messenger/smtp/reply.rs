//! Reads SMTP replies (RFC 5321, section 4.2) from whatever bytes a server sends, within fixed limits.

use sellify_domain::SmtpReply;

/// Longest line taken. RFC 5321 (4.5.3.1.5) says 512 octets; real servers write longer help texts.
const LINE_LIMIT: usize = 4_096;
/// Most lines of one reply. The longest real EHLO answers have about thirty.
const LINES_LIMIT: usize = 128;
/// Longest text of a reply that the ledger keeps, in characters.
const TEXT_LIMIT: usize = 1_000;

/// One whole reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Three-digit code, 200 to 599.
    pub(crate) code: u16,
    /// The text of each line, without code and line end; control characters are blanked out.
    pub(crate) lines: Vec<String>,
}

impl Reply {
    /// 2xx.
    pub(crate) fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: the same command may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }

    /// 5xx: the same command will never succeed.
    pub(crate) fn is_permanent(&self) -> bool {
        self.code / 100 == 5
    }

    /// 421: the server closes the connection after this (RFC 5321, section 3.8).
    pub(crate) fn closes(&self) -> bool {
        self.code == 421
    }

    /// The codes that speak about the account and not about a message (RFC 4954, section 6).
    pub(crate) fn is_about_sign_in(&self) -> bool {
        matches!(self.code, 530 | 534 | 535 | 538)
    }

    /// The enhanced status code at the start of the text (RFC 3463), when there is one.
    pub(crate) fn enhanced(&self) -> Option<(u8, u16, u16)> {
        let word = self.lines.first()?.split(' ').next()?;
        let mut parts = word.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let short = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || class.len() != 1 || !short(class) || !short(subject) || !short(detail) {
            return None;
        }
        Some((class.parse().ok()?, subject.parse().ok()?, detail.parse().ok()?))
    }

    /// The reply as the ledger keeps it.
    pub(crate) fn to_record(&self) -> SmtpReply {
        let text = self.lines.join(" / ");
        let text = match text.char_indices().nth(TEXT_LIMIT) {
            Some((end, _)) => text[..end].to_owned(),
            None => text,
        };
        SmtpReply { code: self.code, text }
    }
}

/// The bytes are not an SMTP reply, or go beyond the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAReply;

/// Puts a reply together from pieces of any size. Memory is bounded by the limits above.
#[derive(Debug, Default)]
pub(crate) struct ReplyReader {
    line: Vec<u8>,
    code: Option<u16>,
    lines: Vec<String>,
}

impl ReplyReader {
    /// Takes bytes until the reply is whole. Answers how many were used and the reply, if it is whole.
    ///
    /// # Errors
    /// [`NotAReply`]; the line cannot be trusted any more.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(usize, Option<Reply>), NotAReply> {
        let mut used = 0;
        while let Some(end) = memchr::memchr(b'\n', &bytes[used..]) {
            self.extend_line(&bytes[used..used + end])?;
            used += end + 1;
            let line = std::mem::take(&mut self.line);
            let whole = self.take_line(line.strip_suffix(b"\r").unwrap_or(&line))?;
            self.line = line;
            self.line.clear();
            if whole {
                let code = self.code.take().ok_or(NotAReply)?;
                return Ok((used, Some(Reply { code, lines: std::mem::take(&mut self.lines) })));
            }
        }
        self.extend_line(&bytes[used..])?;
        Ok((bytes.len(), None))
    }

    fn extend_line(&mut self, bytes: &[u8]) -> Result<(), NotAReply> {
        if self.line.len() + bytes.len() > LINE_LIMIT {
            return Err(NotAReply);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes one line; answers whether it was the last of its reply.
    fn take_line(&mut self, line: &[u8]) -> Result<bool, NotAReply> {
        let [first @ b'2'..=b'5', second @ b'0'..=b'9', third @ b'0'..=b'9', rest @ ..] = line else {
            return Err(NotAReply);
        };
        let digit = |byte: &u8| u16::from(byte - b'0');
        let code = digit(first) * 100 + digit(second) * 10 + digit(third);
        if self.code.is_some_and(|begun| begun != code) || self.lines.len() >= LINES_LIMIT {
            return Err(NotAReply);
        }
        self.code = Some(code);
        let (last, text) = match rest {
            // RFC 5321, section 4.2.1: a bare code without text must be accepted.
            [] => (true, rest),
            [b' ', text @ ..] => (true, text),
            [b'-', text @ ..] => (false, text),
            _ => return Err(NotAReply),
        };
        self.lines.push(printable(text));
        Ok(last)
    }
}

/// Text fit for a screen and a log line: a hostile server must not write terminal codes or line breaks into them.
fn printable(text: &[u8]) -> String {
    String::from_utf8_lossy(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Option<Reply>, NotAReply> {
        ReplyReader::default().feed(bytes).map(|(_, reply)| reply)
    }

    #[test]
    fn several_lines_are_one_reply() {
        let reply = read(b"250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n").unwrap().unwrap();
        assert_eq!(reply.code, 250);
        assert_eq!(reply.lines, ["mail.example", "PIPELINING", "SIZE 1000"]);
        assert_eq!(reply.to_record().text, "mail.example / PIPELINING / SIZE 1000");
    }

    #[test]
    fn bytes_of_the_next_reply_are_left_alone() {
        let bytes = b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go\r\n";
        let (used, reply) = ReplyReader::default().feed(bytes).unwrap();
        assert_eq!(reply.unwrap().enhanced(), Some((2, 1, 0)));
        assert_eq!(&bytes[used..], b"250 2.1.5 Ok\r\n354 go\r\n");
    }

    #[test]
    fn a_bare_code_and_a_bare_line_feed_are_understood() {
        assert_eq!(read(b"250\r\n").unwrap().unwrap().lines, [""]);
        assert_eq!(read(b"354 go\n").unwrap().unwrap().code, 354);
    }

    #[test]
    fn what_is_not_smtp_is_refused() {
        for bytes in [
            b"HTTP/1.1 400 Bad Request\r\n".as_slice(),
            b"\x15\x03\x03\x00\x02\x02\x28\n",
            b"25 short\r\n",
            b"650 class six\r\n",
            b"250x\r\n",
            b"250-one\r\n251 two\r\n",
            b"\r\n",
        ] {
            assert_eq!(read(bytes), Err(NotAReply), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn endless_lines_and_endless_replies_are_refused() {
        assert_eq!(read(&[b'2'; LINE_LIMIT + 1]), Err(NotAReply));
        assert_eq!(read(&b"250-more\r\n".repeat(LINES_LIMIT + 1)), Err(NotAReply));
    }

    #[test]
    fn only_a_well_formed_enhanced_code_counts() {
        let enhanced = |text: &str| read(format!("550 {text}\r\n").as_bytes()).unwrap().unwrap().enhanced();
        assert_eq!(enhanced("5.1.1 no such user"), Some((5, 1, 1)));
        assert_eq!(enhanced("5.7.30 basic authentication is off"), Some((5, 7, 30)));
        for text in ["no such user", "5.1 x", "5.1.1.1 x", "55.1.1 x", "5.1.1000 x", "5..1 x", "+5.1.1 x"] {
            assert_eq!(enhanced(text), None, "{text}");
        }
    }

    #[test]
    fn a_server_cannot_write_control_codes_or_novels_into_the_ledger() {
        let mut bytes = b"550 \x1b[31mred\x07".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 3_000));
        bytes.extend(b"\r\n");
        let record = read(&bytes).unwrap().unwrap().to_record();
        assert!(record.text.starts_with(" [31mred x"));
        assert_eq!(record.text.chars().count(), TEXT_LIMIT);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_never_panic_and_stay_bounded(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..50)
        ) {
            let mut reader = ReplyReader::default();
            for piece in pieces {
                let mut rest = piece.as_slice();
                while !rest.is_empty() {
                    let Ok((used, reply)) = reader.feed(rest) else { return Ok(()) };
                    prop_assert!(used > 0);
                    prop_assert!(reader.line.len() <= LINE_LIMIT && reader.lines.len() <= LINES_LIMIT);
                    if let Some(reply) = reply {
                        prop_assert!((200..600).contains(&reply.code));
                    }
                    rest = &rest[used..];
                }
            }
        }

        #[test]
        fn a_reply_reads_the_same_however_it_is_cut(
            code in 200u16..600, lines in prop::collection::vec("[ -~é]{0,60}", 1..6), cut in 1usize..40
        ) {
            let last = lines.len() - 1;
            let wire: String = lines.iter().enumerate()
                .map(|(n, text)| format!("{code}{}{text}\r\n", if n == last { ' ' } else { '-' }))
                .collect();
            let mut reader = ReplyReader::default();
            let mut found = None;
            for piece in wire.as_bytes().chunks(cut) {
                let (used, reply) = reader.feed(piece).unwrap();
                prop_assert_eq!(used, piece.len());
                found = found.or(reply);
            }
            prop_assert_eq!(found, Some(Reply { code, lines }));
        }
    }
}

//! Puts a message on the wire so that no byte of it can end it early (RFC 5321, sections 2.3.8 and 4.5.2).

/// Appends the message with every line end made CRLF and every leading dot doubled, then the final dot.
///
/// A bare CR or LF is normalised and never sent: servers that read `\n.\n` as the end of a message are what
/// SMTP smuggling lives on (VU#302671).
pub(crate) fn append(out: &mut Vec<u8>, message: &[u8]) {
    out.reserve(message.len() + message.len() / 32 + 8);
    let mut rest = message;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, tail) = rest.split_at(end);
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = match tail {
            [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
            [] => tail,
        };
    }
    out.extend_from_slice(b".\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stuffed(message: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        append(&mut out, message);
        out
    }

    /// What a server that follows the RFC to the letter takes as the message.
    fn received(wire: &[u8]) -> (Vec<u8>, usize) {
        let mut message = Vec::new();
        let mut rest = wire;
        loop {
            let end = rest.windows(2).position(|pair| pair == b"\r\n").expect("every line ends with CRLF");
            let (line, tail) = (&rest[..end], &rest[end + 2..]);
            if line == b"." {
                return (message, wire.len() - tail.len());
            }
            message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            message.extend_from_slice(b"\r\n");
            rest = tail;
        }
    }

    /// Every line end of the input as CRLF, the last line ended.
    fn normalised(message: &[u8]) -> Vec<u8> {
        let text: Vec<u8> = message.to_vec();
        let mut out = Vec::new();
        let mut i = 0;
        while i < text.len() {
            match text[i] {
                b'\r' => {
                    out.extend_from_slice(b"\r\n");
                    i += usize::from(text.get(i + 1) == Some(&b'\n'));
                }
                b'\n' => out.extend_from_slice(b"\r\n"),
                byte => out.push(byte),
            }
            i += 1;
        }
        if !out.is_empty() && !out.ends_with(b"\r\n") {
            out.extend_from_slice(b"\r\n");
        }
        out
    }

    #[test]
    fn leading_dots_are_doubled_and_the_message_ends_once() {
        assert_eq!(stuffed(b"a\r\n.\r\n..b\r\n"), b"a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(stuffed(b""), b".\r\n");
        assert_eq!(stuffed(b"no line end"), b"no line end\r\n.\r\n");
    }

    #[test]
    fn known_smuggling_endings_do_not_end_the_message() {
        for ending in ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\r\r\n.\r\n"] {
            let message = format!("Subject: x\r\n\r\nbody{ending}MAIL FROM:<evil@example.com>\r\n");
            let wire = stuffed(message.as_bytes());
            let bare = wire.iter().enumerate().any(|(at, byte)| match byte {
                b'\n' => at == 0 || wire[at - 1] != b'\r',
                b'\r' => wire.get(at + 1) != Some(&b'\n'),
                _ => false,
            });
            assert!(!bare, "{ending:?} leaves a bare CR or LF");
            assert_eq!(received(&wire).1, wire.len(), "{ending:?} ended the message early");
        }
    }

    proptest! {
        #[test]
        fn what_is_received_is_what_was_written(
            message in prop::collection::vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..300)
        ) {
            let wire = stuffed(&message);
            let (back, end) = received(&wire);
            prop_assert_eq!(end, wire.len(), "the message ended before its end");
            prop_assert_eq!(back, normalised(&message));
        }
    }
}

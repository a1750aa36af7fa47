//! Quoted-printable (RFC 2045, section 6.7) for text: any line end becomes CRLF, lines have at most 76 characters.
//!
//! lettre can do this too, in three passes that cost half of the time a whole message takes.

/// Longest line, without the `=` of a soft line break.
const LINE: usize = 75;
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes the text.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 4 + 16);
    let mut column = 0;
    let mut rest = text.as_bytes();
    loop {
        // Most of a text stands for itself and is copied in runs.
        let run = rest.iter().position(|&byte| !is_literal(byte)).unwrap_or(rest.len());
        copy_run(&mut out, &mut column, &rest[..run]);
        rest = match &rest[run..] {
            [] => break,
            [b'\r', b'\n', after @ ..] | [b'\r' | b'\n', after @ ..] => {
                guard_trailing_space(&mut out, column);
                out.extend_from_slice(b"\r\n");
                column = 0;
                after
            }
            [byte, after @ ..] => {
                escape(&mut out, &mut column, *byte);
                after
            }
        };
    }
    guard_trailing_space(&mut out, column);
    out
}

const fn is_literal(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~') && byte != b'='
}

fn copy_run(out: &mut Vec<u8>, column: &mut usize, mut run: &[u8]) {
    while !run.is_empty() {
        if *column == LINE {
            out.extend_from_slice(b"=\r\n");
            *column = 0;
        }
        let (now, later) = run.split_at(run.len().min(LINE - *column));
        out.extend_from_slice(now);
        *column += now.len();
        run = later;
    }
}

fn escape(out: &mut Vec<u8>, column: &mut usize, byte: u8) {
    if *column + 3 > LINE {
        out.extend_from_slice(b"=\r\n");
        *column = 0;
    }
    out.extend_from_slice(&[b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    *column += 3;
}

/// White space before a line end would be stripped on the way (rule 3 of the RFC), so the last one is escaped.
fn guard_trailing_space(out: &mut Vec<u8>, column: usize) {
    let Some(&last @ (b' ' | b'\t')) = out.last() else { return };
    if column == 0 {
        return;
    }
    out.pop();
    escape(out, &mut (column - 1), last);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(text: &str) -> String {
        String::from_utf8(encode(text)).unwrap()
    }

    /// A decoder by the letter of the RFC.
    fn decoded(wire: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = wire.as_bytes();
        while let [byte, after @ ..] = rest {
            rest = match (byte, after) {
                (b'=', [b'\r', b'\n', after @ ..]) => after,
                (b'=', [high, low, after @ ..]) => {
                    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap() as u8;
                    out.push(digit(high) * 16 + digit(low));
                    after
                }
                _ => {
                    out.push(*byte);
                    after
                }
            };
        }
        out
    }

    #[test]
    fn known_texts() {
        assert_eq!(encoded("à 20 % = bien\n"), "=C3=A0 20 % =3D bien\r\n");
        assert_eq!(encoded("a\rb\nc\r\nd"), "a\r\nb\r\nc\r\nd");
        assert_eq!(encoded("end \nend\t"), "end=20\r\nend=09");
        assert_eq!(encoded(&"x".repeat(80)), format!("{}=\r\n{}", "x".repeat(75), "x".repeat(5)));
        assert_eq!(encoded(&format!("{} \n", "x".repeat(74))), format!("{}=\r\n=20\r\n", "x".repeat(74)));
    }

    proptest! {
        #[test]
        fn what_is_decoded_is_what_was_encoded(text in "[ \\t\\r\\n=.a-zé€\\x00-\\x1f]{0,400}") {
            let wire = encoded(&text);
            prop_assert!(wire.is_ascii());
            for line in wire.split("\r\n") {
                prop_assert!(line.len() <= 76, "{} characters", line.len());
                prop_assert!(!line.ends_with([' ', '\t']), "white space that relays may strip");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
            prop_assert_eq!(decoded(&wire), text.into_bytes());
        }
    }
}

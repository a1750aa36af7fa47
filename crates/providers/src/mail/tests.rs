//! Messages are read back with another library than the one that wrote them.

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::*;

const MOMENT: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn letter<'a>(from: &'a EmailAddress, to: &'a EmailAddress) -> Letter<'a> {
    Letter {
        id: RecipientId::generate(MOMENT),
        from,
        from_name: "Boulangerie Lefèvre",
        reply_to: None,
        to,
        to_name: "Éléonore O’Neill",
        subject: "Noël : 20 % de remise",
        html: "<p>Bonjour Éléonore</p>",
        text: "Bonjour Éléonore\n",
        date: MOMENT,
    }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::from_normalised(text)
}

#[test]
fn everything_reads_back() {
    let (from, to, reply) =
        (address("news@lefevre.fr"), address("eleonore.o'neill@example.com"), address("boutique@lefevre.fr"));
    let letter = Letter { reply_to: Some(&reply), ..letter(&from, &to) };
    let bytes = build(&letter).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let sender = message.from().unwrap().first().unwrap();
    assert_eq!((sender.name(), sender.address()), (Some("Boulangerie Lefèvre"), Some("news@lefevre.fr")));
    let person = message.to().unwrap().first().unwrap();
    assert_eq!((person.name(), person.address()), (Some("Éléonore O’Neill"), Some(to.as_str())));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("boutique@lefevre.fr"));
    assert_eq!(message.subject(), Some("Noël : 20 % de remise"));
    assert_eq!(message.date().unwrap().to_timestamp(), MOMENT.as_millis() / 1_000);
    assert_eq!(message.message_id(), Some(format!("{}@lefevre.fr", letter.id).as_str()));
    assert_eq!(message.body_text(0).unwrap().trim_end(), "Bonjour Éléonore");
    assert_eq!(message.body_html(0).unwrap().trim_end(), "<p>Bonjour Éléonore</p>");
    assert_eq!(message.header("MIME-Version").and_then(|version| version.as_text()), Some("1.0"));
    assert_eq!(message.text_body_count() + message.html_body_count(), 2, "two twins, nothing else");
    let unsubscribe = message.header("List-Unsubscribe").cloned().unwrap();
    let text = format!("{unsubscribe:?}");
    assert!(
        text.contains(&format!("mailto:boutique@lefevre.fr?subject=unsubscribe-{}", letter.id)),
        "{text}"
    );
}

#[test]
fn a_message_is_seven_bit_with_short_lines() {
    let (from, to) = (address("news@lefevre.fr"), address("a@b.fr"));
    let (html, name) = (format!("<p>{}</p>", "é€漢".repeat(2_000)), "É".repeat(500));
    let subject = "漢".repeat(SUBJECT_LIMIT);
    let bytes =
        build(&Letter { html: &html, to_name: &name, subject: &subject, ..letter(&from, &to) }).unwrap();
    assert!(bytes.is_ascii());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.lines().all(|line| line.len() <= 998), "RFC 5322, section 2.1.1");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "no bare line feed");
}

#[test]
fn names_and_subjects_cannot_add_headers() {
    let (from, to) = (address("news@lefevre.fr"), address("a@b.fr"));
    let evil = "Promo\r\nBcc: everyone@example.com\r\n\r\n<script>";
    let letter = Letter { subject: evil, to_name: evil, from_name: evil, ..letter(&from, &to) };
    let bytes = build(&letter).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(message.subject(), Some("Promo Bcc: everyone@example.com <script>"));
    assert_eq!(message.body_text(0).unwrap().trim_end(), "Bonjour Éléonore");
}

#[test]
fn an_address_that_would_leave_its_header_is_refused() {
    let from = address("news@lefevre.fr");
    for evil in ["a@b.fr>\r\nBcc: x@y.fr", "a b@c.fr", "a@b.fr, c@d.fr", "no-at-sign", "@b.fr", "a@"] {
        let to = address(evil);
        assert_eq!(build(&letter(&from, &to)), Err(MailError::AddressUnusable(to.clone())), "{evil:?}");
    }
}

#[test]
fn a_subject_that_fits_no_header_is_refused() {
    let (from, to) = (address("news@lefevre.fr"), address("a@b.fr"));
    let subject = "x".repeat(SUBJECT_LIMIT + 1);
    let letter = Letter { subject: &subject, ..letter(&from, &to) };
    assert_eq!(build(&letter), Err(MailError::SubjectTooLong));
}

#[test]
fn the_unsubscribe_address_is_escaped() {
    let header = ListUnsubscribe::by_mail(&address("a+b&c?d@e.fr"), RecipientId::generate(MOMENT));
    assert!(header.0.starts_with("<mailto:a%2Bb%26c%3Fd@e.fr?subject=unsubscribe-"), "{}", header.0);
}

proptest! {
    #[test]
    fn whatever_is_written_is_what_is_read(
        subject in "[^\\p{C}]{0,120}", name in "[^\\p{C}]{0,60}", text in "[^\\x00-\\x08\\x0b-\\x1f\\r]{0,800}"
    ) {
        let (from, to) = (address("news@lefevre.fr"), address("a@b.fr"));
        let letter = Letter { subject: &subject, to_name: &name, text: &text, html: &text, ..letter(&from, &to) };
        let bytes = build(&letter).unwrap();
        prop_assert!(bytes.is_ascii());
        let message = MessageParser::default().parse(&bytes).unwrap();
        let person = message.to().unwrap().first().unwrap();
        prop_assert_eq!(person.address(), Some("a@b.fr"));
        prop_assert_eq!(message.subject().unwrap_or_default().split_whitespace().collect::<Vec<_>>(),
            subject.split_whitespace().collect::<Vec<_>>());
        let body = message.body_text(0).unwrap_or_default().replace("\r\n", "\n");
        prop_assert_eq!(body.trim_end_matches('\n'), text.trim_end_matches('\n'));
    }
}

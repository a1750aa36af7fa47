//! A person's file as one page: no scripts, nothing fetched, prints on paper.

use std::fmt::Write as _;

use sellify_domain::Timestamp;

use super::words::Language;
use super::{Held, HeldContact, Time};

/// Fits a screen and a sheet of A4; dark where the reader's system is.
const STYLE: &str = "
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.5rem 0 .5rem}
table{border-collapse:collapse;width:100%;overflow-wrap:anywhere}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8886;white-space:pre-line}
th{font-weight:600}tbody th{width:14rem;font-weight:400}
@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}}
";

/// A page that is being written.
struct Page {
    html: String,
    language: Language,
}

/// The whole page.
pub(super) fn page(held: &Held, language: Language) -> String {
    let mut page = Page { html: String::with_capacity(8 * 1024), language };
    let title = format!("{} {}", language.text("title"), held.name);
    // Writing into a String cannot fail.
    let _ = write!(
        page.html,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n<p>{}</p>\n<p>{} {}{}</p>\n",
        language.code(),
        escaped(&title),
        escaped(&title),
        language.text("intro"),
        language.text("made"),
        date(held.made_at),
        if held.firm.is_empty() { String::new() } else { format!(", {}", escaped(&held.firm)) },
    );
    page.contacts(held);
    page.consents(held);
    page.suppressions(held);
    page.messages(held);
    page.versions(held);
    page.refused_rows(held);
    page.acts(held);
    page.html.push_str("</main>\n</body>\n</html>\n");
    page.html
}

impl Page {
    fn contacts(&mut self, held: &Held) {
        self.heading("details");
        for (at, contact) in held.contacts.iter().enumerate() {
            if at > 0 {
                let _ = writeln!(self.html, "<h3>{}</h3>", self.language.text("merged"));
            }
            self.contact(contact, if at == 0 { held.groups.iter().cloned().collect() } else { Vec::new() });
        }
    }

    fn contact(&mut self, contact: &HeldContact, groups: Vec<String>) {
        let language = self.language;
        let mut rows: Vec<(String, String)> = contact
            .fields
            .iter()
            .map(|(key, value)| (language.field(key).to_owned(), value.clone()))
            .collect();
        let mut add = |name: &str, value: String| {
            if !value.is_empty() {
                rows.push((language.text(name).to_owned(), value));
            }
        };
        add("tags", contact.tags.join(", "));
        add("groups", groups.join(", "));
        add("from", contact.imported_from.clone().unwrap_or_default());
        add("created", date(contact.created_at));
        add("updated", date(contact.updated_at));
        add("bin", contact.in_bin_since.map(date).unwrap_or_default());
        self.html.push_str("<table><tbody>\n");
        for (name, value) in rows {
            let _ = writeln!(
                self.html,
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                escaped(&name),
                escaped(&value)
            );
        }
        self.html.push_str("</tbody></table>\n");
    }

    fn consents(&mut self, held: &Held) {
        let language = self.language;
        let rows = held.consents.iter().map(|said| {
            vec![
                language.channel(said.channel).to_owned(),
                language.consent(said.state).to_owned(),
                language.basis(said.legal_basis).to_owned(),
                said.source.clone(),
                date(said.decided_at),
            ]
        });
        self.table("consents", &["channel", "state", "basis", "source", "date"], rows.collect());
    }

    fn suppressions(&mut self, held: &Held) {
        let language = self.language;
        let rows = held.suppressions.iter().map(|entry| {
            vec![
                language.channel(entry.channel).to_owned(),
                entry.address.clone(),
                language.reason(entry.reason).to_owned(),
                language.ground(entry.legal_basis).to_owned(),
                entry.source.clone(),
                date(entry.since),
            ]
        });
        self.table(
            "suppressions",
            &["channel", "address", "reason", "basis", "source", "date"],
            rows.collect(),
        );
    }

    fn messages(&mut self, held: &Held) {
        let language = self.language;
        let rows = held.messages.iter().map(|line| {
            vec![
                line.campaign.clone(),
                line.subject.clone().unwrap_or_default(),
                line.address.clone(),
                language.message(line.state).to_owned(),
                line.server_said.clone().unwrap_or_default(),
                date(line.at),
            ]
        });
        self.table(
            "messages",
            &["campaign", "subject", "address", "state", "server", "date"],
            rows.collect(),
        );
    }

    fn versions(&mut self, held: &Held) {
        let language = self.language;
        let rows = held.versions.iter().map(|version| {
            let said = |fields: &std::collections::BTreeMap<String, String>,
                        other: &std::collections::BTreeMap<String, String>| {
                fields
                    .iter()
                    .filter(|(key, value)| other.get(*key) != Some(value))
                    .map(|(key, value)| format!("{} : {value}", language.field(key)))
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            let what = format!("{} {}", language.text(version.kind), version.source);
            vec![
                what.trim().to_owned(),
                date(version.at),
                said(&version.before, &version.after),
                said(&version.after, &version.before),
            ]
        });
        self.table("versions", &["what", "date", "before", "after"], rows.collect());
    }

    fn refused_rows(&mut self, held: &Held) {
        let rows = held.refused_rows.iter().map(|row| {
            let cells = row.cells.iter().map(|(name, cell)| format!("{name} : {cell}"));
            vec![row.file.clone(), row.line.to_string(), cells.collect::<Vec<_>>().join("\n"), date(row.at)]
        });
        self.table("refused", &["file", "line", "content", "date"], rows.collect());
    }

    fn acts(&mut self, held: &Held) {
        let language = self.language;
        let rows = held.acts.iter().map(|act| {
            vec![act.number.to_string(), date(act.at), language.act(&act.action).to_owned(), act.by.clone()]
        });
        self.table("acts", &["number", "date", "act", "who"], rows.collect());
    }

    fn heading(&mut self, name: &str) {
        let _ = writeln!(self.html, "<h2>{}</h2>", self.language.text(name));
    }

    fn table(&mut self, heading: &str, columns: &[&str], rows: Vec<Vec<String>>) {
        self.heading(heading);
        if rows.is_empty() {
            let _ = writeln!(self.html, "<p>{}</p>", self.language.text("none"));
            return;
        }
        self.html.push_str("<table><thead><tr>");
        for column in columns {
            let _ = write!(self.html, "<th scope=\"col\">{}</th>", self.language.text(column));
        }
        self.html.push_str("</tr></thead><tbody>\n");
        for row in rows {
            self.html.push_str("<tr>");
            for cell in row {
                let _ = write!(self.html, "<td>{}</td>", escaped(&cell));
            }
            self.html.push_str("</tr>\n");
        }
        self.html.push_str("</tbody></table>\n");
    }
}

/// Day and minute, UTC; the same in every language.
fn date(at: Time) -> String {
    let text = Timestamp::to_rfc3339(at.0);
    let minute = text.get(..16).unwrap_or(&text).replace('T', " ");
    format!("{minute} UTC")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_text_and_never_markup() {
        assert_eq!(escaped("<script>\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}

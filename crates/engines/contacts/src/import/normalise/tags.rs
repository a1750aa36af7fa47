//! Tags of a cell: cut at the signs people use, compared without case and accents.

use std::borrow::Cow;

use hashbrown::HashMap;
use sellify_validation::text::fold;

/// Different spellings remembered; a file with more than these has notes in its tag column.
const REMEMBERED: usize = 10_000;

/// The folded keys of the spellings met so far: a file repeats a handful of tags a million times.
#[derive(Debug, Default)]
pub(crate) struct TagKeys(HashMap<String, u32>, HashMap<String, u32>);

impl TagKeys {
    /// A number that is the same for two spellings of one tag.
    fn key(&mut self, tag: &str) -> u32 {
        if let Some(key) = self.0.get(tag) {
            return *key;
        }
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        let fresh = u32::try_from(self.1.len()).unwrap_or(u32::MAX);
        let key = *self.1.entry(fold(tag)).or_insert(fresh);
        self.0.insert(tag.to_owned(), key);
        key
    }
}

/// `client|vip; presse, île-de-france`, `* myContacts ::: Clients` as Google writes it, `"Client","VIP"` as
/// Mailchimp does. Google's own groups, which stand behind a star, are none of the firm's. A tag that holds such a
/// sign itself stands in quotation marks, those inside it twice, as in CSV and as [`joined`] writes it.
pub(super) fn split(cell: &str) -> Split<'_> {
    Split { rest: cell, may_be_quoted: cell.contains('"') }
}

/// The tags of a cell, one after another.
pub(super) struct Split<'a> {
    rest: &'a str,
    /// Until a quotation mark was found that nothing closes: looking for its end again and again would take long.
    may_be_quoted: bool,
}

impl<'a> Iterator for Split<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        while !self.rest.is_empty() {
            if let Some(tag) = self.quoted() {
                if !tag.is_empty() {
                    return Some(tag);
                }
                continue;
            }
            let (tag, after) = cut(self.rest);
            self.rest = after;
            let tag = tag.trim().trim_matches('"').trim();
            if !tag.is_empty() && !tag.starts_with("* ") {
                return Some(Cow::Borrowed(tag));
            }
        }
        None
    }
}

impl<'a> Split<'a> {
    /// A tag in quotation marks, if the rest begins with one and a sign or the end stands behind it.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let inner = if self.may_be_quoted { self.rest.trim_start().strip_prefix('"')? } else { return None };
        let (mut at, mut twice) = (0, false);
        loop {
            let Some(mark) = inner.get(at..).and_then(|rest| rest.find('"')) else {
                self.may_be_quoted = false;
                return None;
            };
            let after = inner.get(at + mark + 1..).unwrap_or_default();
            if after.starts_with('"') {
                twice = true;
                at += mark + 2;
                continue;
            }
            let blank = |letter: char| letter.is_whitespace() && letter != '\n';
            let (between, rest) = cut(after.trim_start_matches(blank));
            if !between.is_empty() {
                return None;
            }
            self.rest = rest;
            let tag = inner.get(..at + mark).unwrap_or_default().trim();
            return Some(if twice { Cow::Owned(tag.replace("\"\"", "\"")) } else { Cow::Borrowed(tag) });
        }
    }
}

/// What stands before the first sign that ends a tag, and what behind it.
fn cut(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let length = match byte {
            b'|' | b',' | b';' | b'\n' => 1,
            b':' if bytes.get(at..at + 3) == Some(b":::") => 3,
            _ => continue,
        };
        return (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default());
    }
    (text, "")
}

/// Tags as one cell that [`split`] cuts into the same tags again.
pub(crate) fn joined<'a>(tags: impl IntoIterator<Item = &'a str>) -> String {
    let mut cell = String::new();
    for tag in tags {
        if !cell.is_empty() {
            cell.push('|');
        }
        if must_be_quoted(tag) {
            cell.push('"');
            cell.push_str(&tag.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(tag);
        }
    }
    cell
}

/// Whether a tag would not come back as it is.
pub(crate) fn must_be_quoted(tag: &str) -> bool {
    tag.contains(['|', ',', ';', '\n', '\r', '"']) || tag.contains(":::") || tag.starts_with("* ")
}

/// Adds those tags that are not there yet; true when any was added.
pub(crate) fn add_tags<T: AsRef<str>>(
    tags: &mut Vec<String>,
    more: impl IntoIterator<Item = T>,
    keys: &mut TagKeys,
) -> bool {
    let before = tags.len();
    for tag in more {
        let tag = tag.as_ref();
        let key = keys.key(tag);
        if !tags.iter().any(|known| known == tag || keys.key(known) == key) {
            tags.push(tag.to_owned());
        }
    }
    tags.len() > before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(cell: &str) -> Vec<String> {
        split(cell).map(Cow::into_owned).collect()
    }

    #[test]
    fn spellings_of_one_tag_are_one_tag() {
        let mut tags = vec!["Île-de-France".to_owned()];
        let added = add_tags(&mut tags, split("ile-de-france | VIP,vip; "), &mut TagKeys::default());
        assert!(added);
        assert_eq!(tags, ["Île-de-France", "VIP"]);
    }

    #[test]
    fn ordinary_cells_are_cut_at_every_sign() {
        assert_eq!(cut_up("client|vip; presse, île\nsalon"), ["client", "vip", "presse", "île", "salon"]);
        assert_eq!(cut_up("* myContacts ::: Clients ::: VIP"), ["Clients", "VIP"]);
        assert_eq!(cut_up("\"Client\",\"VIP\""), ["Client", "VIP"]);
        assert_eq!(cut_up("Le \"Rêve\"; \"a\"b; 12:30"), ["Le \"Rêve", "a\"b", "12:30"]);
    }

    #[test]
    fn a_quoted_tag_keeps_its_signs() {
        assert_eq!(
            cut_up("\"Lyon, 2e | 3e\" ; \"dit \"\"Jo\"\"\"|vip"),
            ["Lyon, 2e | 3e", "dit \"Jo\"", "vip"]
        );
        assert_eq!(cut_up("\"\"|\"a;b"), ["a", "b"], "one that nothing closes is no quotation");
    }

    #[test]
    fn quotation_marks_without_an_end_take_no_long_time() {
        let cell = "\"x,\"\"\"\",".repeat(200_000);
        assert!(split(&cell).count() > 0);
    }

    #[test]
    fn what_is_joined_is_cut_into_the_same_tags() {
        for tags in [
            &["client", "vip"][..],
            &["a|b", "c,d", "e;f", "g\nh"],
            &["\"", "\"\"", "dit \"Jo\"", "* myContacts", "a ::: b", ":", "::"],
        ] {
            assert_eq!(cut_up(&joined(tags.iter().copied())), tags);
        }
    }
}

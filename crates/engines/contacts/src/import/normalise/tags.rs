//! Tags of a cell: cut at the signs people use, compared without case and accents.

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
/// Mailchimp does. Google's own groups, which stand behind a star, are none of the firm's.
pub(super) fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['|', ',', ';', '\n'])
        .flat_map(|part| part.split(":::"))
        .map(|tag| tag.trim().trim_matches('"').trim())
        .filter(|tag| !tag.is_empty() && !tag.starts_with("* "))
}

/// Adds those tags that are not there yet; true when any was added.
pub(crate) fn add_tags<'a>(
    tags: &mut Vec<String>,
    more: impl IntoIterator<Item = &'a str>,
    keys: &mut TagKeys,
) -> bool {
    let before = tags.len();
    for tag in more {
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

    #[test]
    fn spellings_of_one_tag_are_one_tag() {
        let mut tags = vec!["Île-de-France".to_owned()];
        let added = add_tags(&mut tags, split("ile-de-france | VIP,vip; "), &mut TagKeys::default());
        assert!(added);
        assert_eq!(tags, ["Île-de-France", "VIP"]);
    }
}

//! One contact: three states in, one out.

use std::collections::BTreeSet;

use sellify_domain::ContactDetails;

/// The contact without what an import or a merge made of it: where it still says what was written then, it says again
/// what stood there before. Tells whether something that was written then was edited since; that stays.
pub(crate) fn restored(
    before: &ContactDetails,
    after: &ContactDetails,
    now: &ContactDetails,
) -> (ContactDetails, bool) {
    let mut merge = Merge { edited: false };
    let details = ContactDetails {
        civility: merge.one(&before.civility, &after.civility, &now.civility),
        first_name: merge.one(&before.first_name, &after.first_name, &now.first_name),
        last_name: merge.one(&before.last_name, &after.last_name, &now.last_name),
        email: merge.one(&before.email, &after.email, &now.email),
        email_typed: merge.one(&before.email_typed, &after.email_typed, &now.email_typed),
        phone: merge.one(&before.phone, &after.phone, &now.phone),
        phone_typed: merge.one(&before.phone_typed, &after.phone_typed, &now.phone_typed),
        company: merge.one(&before.company, &after.company, &now.company),
        street: merge.one(&before.street, &after.street, &now.street),
        postcode: merge.one(&before.postcode, &after.postcode, &now.postcode),
        city: merge.one(&before.city, &after.city, &now.city),
        country: merge.one(&before.country, &after.country, &now.country),
        birthdate: merge.one(&before.birthdate, &after.birthdate, &now.birthdate),
        reference: merge.one(&before.reference, &after.reference, &now.reference),
        notes: merge.one(&before.notes, &after.notes, &now.notes),
        custom: merge.custom(before, after, now),
        tags: tags(before, after, now),
    };
    (details, merge.edited)
}

struct Merge {
    edited: bool,
}

impl Merge {
    fn one<T: PartialEq + Clone>(&mut self, before: &T, after: &T, now: &T) -> T {
        if before == after {
            // The import left it alone, so does taking it back.
            return now.clone();
        }
        if now == after {
            return before.clone();
        }
        self.edited |= now != before;
        now.clone()
    }

    fn custom(
        &mut self,
        before: &ContactDetails,
        after: &ContactDetails,
        now: &ContactDetails,
    ) -> std::collections::BTreeMap<String, String> {
        let keys: BTreeSet<&String> = before.custom.keys().chain(now.custom.keys()).collect();
        let mut custom = std::collections::BTreeMap::new();
        for key in keys {
            let value = self.one(&before.custom.get(key), &after.custom.get(key), &now.custom.get(key));
            if let Some(value) = value {
                custom.insert(key.clone(), value.clone());
            }
        }
        custom
    }
}

/// An import adds tags and never takes one away.
fn tags(before: &ContactDetails, after: &ContactDetails, now: &ContactDetails) -> Vec<String> {
    let added = |tag: &String| after.tags.contains(tag) && !before.tags.contains(tag);
    now.tags.iter().filter(|tag| !added(tag)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn details(city: &str, notes: &str, custom: &str, tags: &[&str]) -> ContactDetails {
        let mut details =
            ContactDetails { city: city.into(), notes: notes.into(), ..ContactDetails::default() };
        if !custom.is_empty() {
            details.custom.insert("dossier".into(), custom.into());
        }
        details.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        details
    }

    #[test]
    fn what_a_person_edited_since_stays_and_the_rest_goes_back() {
        let before = details("Lyon", "", "", &["Client"]);
        let after = details("Paris", "du fichier", "42", &["Client", "salon"]);
        let now = details("Paris", "corrigé à la main", "42", &["Client", "salon", "vip"]);
        let (restored, edited) = restored(&before, &after, &now);
        assert_eq!(restored, details("Lyon", "corrigé à la main", "", &["Client", "vip"]));
        assert!(edited);
    }

    fn any_details() -> impl Strategy<Value = ContactDetails> {
        let word = prop::sample::select(vec!["", "a", "b"]);
        let tags = prop::sample::subsequence(vec!["x", "y", "z"], 0..=3);
        (word.clone(), word.clone(), word, tags)
            .prop_map(|(city, notes, custom, tags)| details(city, notes, custom, &tags))
    }

    proptest! {
        #[test]
        fn untouched_contacts_go_back_whole(before in any_details(), after in any_details()) {
            // An import never takes a tag away.
            let mut after = after;
            after.tags = before.tags.iter().chain(after.tags.iter().filter(|tag| !before.tags.contains(tag))).cloned().collect();
            prop_assert_eq!(restored(&before, &after, &after), (before, false));
        }

        #[test]
        fn what_the_import_left_alone_is_left_alone(same in any_details(), now in any_details()) {
            prop_assert_eq!(restored(&same, &same, &now), (now, false));
        }
    }
}

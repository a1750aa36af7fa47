//! What an e-mail address says about a person: the name before the @, and whether the domain is a firm's own.

/// Where everybody may have an address; the first label counts, so that `yahoo.fr` and `yahoo.com` are one.
const EVERYBODYS: [&str; 34] = [
    "gmail",
    "googlemail",
    "orange",
    "wanadoo",
    "free",
    "sfr",
    "neuf",
    "laposte",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "yahoo",
    "ymail",
    "icloud",
    "me",
    "mac",
    "aol",
    "bbox",
    "numericable",
    "gmx",
    "web",
    "t-online",
    "proton",
    "protonmail",
    "pm",
    "libero",
    "club-internet",
    "aliceadsl",
    "dbmail",
    "tiscali",
    "bluewin",
    "skynet",
    "voila",
];

/// Mailboxes that belong to a desk, not to a person.
const DESKS: [&str; 24] = [
    "contact",
    "info",
    "infos",
    "accueil",
    "secretariat",
    "admin",
    "direction",
    "compta",
    "comptabilite",
    "commercial",
    "bonjour",
    "hello",
    "office",
    "mail",
    "email",
    "service",
    "sav",
    "rh",
    "cabinet",
    "agence",
    "mairie",
    "webmaster",
    "noreply",
    "facturation",
];

/// An address, taken apart. Everything is lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Mailbox {
    /// Letters before the @, without dots, digits and what follows a plus; empty for a desk or too few letters.
    pub name: String,
    /// The two words before the @, where it looks like `helene.mariani`.
    pub words: Option<(String, String)>,
    /// The domain, where it is not everybody's.
    pub domain: String,
}

/// Takes an address apart; an empty one has nothing.
pub(super) fn mailbox(email: &str) -> Mailbox {
    let Some((local, domain)) = email.rsplit_once('@') else { return Mailbox::default() };
    let local = local.split('+').next().unwrap_or_default().to_lowercase();
    let domain = domain.to_lowercase();
    let own = !EVERYBODYS.contains(&domain.split('.').next().unwrap_or_default());
    let words: Vec<String> = local
        .split(['.', '_', '-'])
        .map(|word| word.chars().filter(|letter| letter.is_alphabetic()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    if words.first().is_some_and(|word| DESKS.contains(&word.as_str())) {
        return Mailbox { domain: if own { domain } else { String::new() }, ..Mailbox::default() };
    }
    let name = words.concat();
    let long_enough = name.chars().count() >= 5;
    let pair = <[String; 2]>::try_from(words).ok().filter(|pair| pair.iter().all(|word| word.len() > 1));
    Mailbox {
        name: if long_enough { name } else { String::new() },
        words: pair.map(|[first, last]| (first, last)),
        domain: if own { domain } else { String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_before_the_at_is_found_however_it_is_written() {
        for email in [
            "helene.mariani@gmail.com",
            "Helene-Mariani@x.fr",
            "helenemariani75@x.fr",
            "helene.mariani+a@x.fr",
        ] {
            assert_eq!(mailbox(email).name, "helenemariani", "{email}");
        }
        assert_eq!(mailbox("helene.mariani@x.fr").words, Some(("helene".into(), "mariani".into())));
        assert_eq!(mailbox("h.mariani@x.fr").words, None);
    }

    #[test]
    fn a_desk_and_everybodys_domain_say_nothing() {
        assert_eq!(mailbox("contact@morel.fr"), Mailbox { domain: "morel.fr".into(), ..Mailbox::default() });
        assert_eq!(mailbox("helene.mariani@yahoo.fr").domain, "");
        assert_eq!(mailbox("no address"), Mailbox::default());
    }
}

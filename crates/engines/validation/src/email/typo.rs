//! “Did you mean …?” for the domains that people mistype. A suggestion, never a correction.

use sellify_domain::EmailAddress;

/// The mailbox domains that French-speaking firms' lists hold most; a typo is near one of them.
const COMMON: [&str; 26] = [
    "gmail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.fr",
    "live.com",
    "yahoo.fr",
    "yahoo.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "icloud.com",
    "bbox.fr",
    "numericable.fr",
    "proton.me",
    "protonmail.com",
    "gmx.fr",
    "gmx.net",
    "aol.com",
    "skynet.be",
    "bluewin.ch",
    "club-internet.fr",
];

/// Domains that look like a typo of a common one and are not.
const REAL: [&str; 7] = ["mail.com", "ymail.com", "email.com", "gmx.com", "gmx.de", "live.be", "yahoo.ca"];

/// The address that was probably meant, when the domain is one slip away from a common one.
#[must_use]
pub fn typo_hint(address: &EmailAddress) -> Option<String> {
    let domain = address.domain();
    if COMMON.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    // A slip changes the length by one at most: most domains need no closer look.
    let is_near = |common: &&&str| common.len().abs_diff(domain.len()) <= 1;
    let meant =
        COMMON.iter().filter(is_near).find(|common| is_one_slip(domain.as_bytes(), common.as_bytes()))?;
    let local = address.as_str().strip_suffix(domain)?;
    Some(format!("{local}{meant}"))
}

/// One letter missing, too many, other, or two neighbours swapped. Short names are left alone: `sf.fr` may
/// well exist.
fn is_one_slip(typed: &[u8], meant: &[u8]) -> bool {
    if meant.len() < 7 {
        return false;
    }
    let same_start = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&typed[same_start..], &meant[same_start..]);
    let same_end = typed.iter().rev().zip(meant.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&typed[..typed.len() - same_end], &meant[..meant.len() - same_end]) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(text: &str) -> Option<String> {
        typo_hint(&EmailAddress::from_normalised(text))
    }

    #[test]
    fn a_slip_in_a_common_domain_is_noticed() {
        for typed in ["a@gmail.ocm", "a@gmial.com", "a@gmail.co", "a@gmai.com", "a@gmaill.com"] {
            assert_eq!(hint(typed).as_deref(), Some("a@gmail.com"), "{typed}");
        }
        assert_eq!(hint("b@wanado.fr").as_deref(), Some("b@wanadoo.fr"));
    }

    #[test]
    fn real_and_unknown_domains_are_left_alone() {
        for real in ["a@gmail.com", "a@mail.com", "a@cabinet-durand.fr", "a@free.eu", "a@yahoo.ca"] {
            assert_eq!(hint(real), None, "{real}");
        }
    }
}

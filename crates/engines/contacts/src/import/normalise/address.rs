//! A postal address in one cell, cut into street, postcode, town and country. Light: what does not look like one
//! stays whole as the street.

use sellify_validation::country;

/// The parts of an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) country: String,
}

/// Cuts `12 rue Haute, 69002 Lyon`; none where there is no postcode.
pub(crate) fn split(cell: &str) -> Option<Address> {
    let text = cell.replace(['\n', ';'], ", ");
    let (start, end) = postcode(&text)?;
    let (before, code, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let (before, after) = (tidy(before), tidy(after));
    let mut address = Address { postcode: bare(code).to_owned(), ..Address::default() };
    if before.is_empty() {
        // 69002 Lyon, 12 rue Haute
        let (city, rest) = after.split_once(',').unwrap_or((after, ""));
        (address.city, address.street) = (tidy(city).to_owned(), tidy(rest).to_owned());
        return Some(address);
    }
    let (city, rest) = after.split_once(',').map_or((after, ""), |(city, rest)| (tidy(city), tidy(rest)));
    let is_country = |word: &str| country::iso_of(word).is_some();
    if city.is_empty() || is_country(city) {
        // 12 rue Haute  Lyon  69002  FR
        let (street, town) =
            before.rsplit_once("  ").or_else(|| before.rsplit_once(", ")).unwrap_or((before, ""));
        (address.street, address.city) = (tidy(street).to_owned(), tidy(town).to_owned());
        address.country = city.to_owned();
        return Some(address);
    }
    address.street = before.to_owned();
    address.country = rest.to_owned();
    address.city = match city.rsplit_once(' ') {
        Some((town, last)) if rest.is_empty() && last.len() > 3 && is_country(last) => {
            address.country = last.to_owned();
            tidy(town).to_owned()
        }
        _ => city.to_owned(),
    };
    Some(address)
}

fn tidy(part: &str) -> &str {
    part.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '-' | '–' | '—' | '·'))
}

/// `F-69002` is `69002`.
fn bare(code: &str) -> &str {
    code.rsplit('-').next().unwrap_or(code)
}

/// Where the postcode stands: the last five digits with something around them, else the last four that a comma or
/// a letter of the country sets apart from the number of a house.
fn postcode(text: &str) -> Option<(usize, usize)> {
    let mut four = None;
    let mut five = None;
    for (start, end, word) in words(text) {
        let digits = bare(word);
        let prefix = word.strip_suffix(digits).unwrap_or_default().trim_end_matches('-');
        let is_code = digits.bytes().all(|byte| byte.is_ascii_digit())
            && prefix.len() <= 3
            && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_code {
            continue;
        }
        let before = text.get(..start).unwrap_or_default().trim_end();
        let followed = text.get(end..).is_some_and(|rest| rest.contains(char::is_alphabetic));
        let set_apart = before.ends_with(',') || !prefix.is_empty();
        match digits.len() {
            5 if followed || !before.is_empty() => five = Some((start, end)),
            4 if followed && set_apart => four = Some((start, end)),
            _ => {}
        }
    }
    five.or(four)
}

/// Words between blanks and commas, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut at = 0;
    text.split(|letter: char| letter.is_whitespace() || letter == ',').filter_map(move |word| {
        let start = at;
        let end = start + word.len();
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, end, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_at_its_postcode() {
        for (cell, street, postcode, city, country) in [
            ("12 rue Haute, 69002 Lyon", "12 rue Haute", "69002", "Lyon", ""),
            ("12 rue Haute 69002 LYON CEDEX 02", "12 rue Haute", "69002", "LYON CEDEX 02", ""),
            ("12 rue Haute\nBât. B\n69002 Lyon\nFrance", "12 rue Haute, Bât. B", "69002", "Lyon", "France"),
            ("12 rue Haute - F-69002 Lyon - France", "12 rue Haute", "69002", "Lyon", "France"),
            ("Rue Haute 12, 1000 Bruxelles", "Rue Haute 12", "1000", "Bruxelles", ""),
            ("Rue Haute 12, CH-1201 Genève, Suisse", "Rue Haute 12", "1201", "Genève", "Suisse"),
            ("69002 Lyon, 12 rue Haute", "12 rue Haute", "69002", "Lyon", ""),
            ("12 rue Haute  Lyon  69002  FR", "12 rue Haute", "69002", "Lyon", "FR"),
            ("12 rue Haute, 69002 Lyon France", "12 rue Haute", "69002", "Lyon", "France"),
        ] {
            let expected = Address {
                street: street.into(),
                postcode: postcode.into(),
                city: city.into(),
                country: country.into(),
            };
            assert_eq!(split(cell), Some(expected), "{cell}");
        }
        for whole in ["12 rue Haute", "Lyon", "1789 rue de la Liberté", "BP 1234"] {
            assert_eq!(split(whole), None, "{whole}");
        }
    }
}

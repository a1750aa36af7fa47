//! Countries by the names that people give them, into ISO 3166 codes of two letters.

use crate::text::fold;

/// The longest name that is looked at.
const LONGEST: usize = 40;

/// Code and names, folded, without signs: in French, English and the country's own language.
const COUNTRIES: [(&str, &str); 74] = [
    ("FR", "france fra frankreich francia franca francemetropolitaine"),
    ("RE", "lareunion reunion ilereunion iledelareunion reu"),
    ("GP", "guadeloupe glp"),
    ("MQ", "martinique mtq"),
    ("GF", "guyane guyanefrancaise frenchguiana guf"),
    ("YT", "mayotte myt"),
    ("PM", "saintpierreetmiquelon spm"),
    ("BL", "saintbarthelemy stbarthelemy"),
    ("MF", "saintmartin stmartin"),
    ("NC", "nouvellecaledonie newcaledonia ncl"),
    ("PF", "polynesiefrancaise frenchpolynesia tahiti pyf"),
    ("WF", "wallisetfutuna"),
    ("BE", "belgique belgium belgie belgien bel belgica belgio"),
    ("CH", "suisse switzerland schweiz svizzera che suiza"),
    ("LU", "luxembourg luxemburg lux luxemburgo"),
    ("MC", "monaco mco principautedemonaco"),
    ("AD", "andorre andorra and"),
    ("DE", "allemagne germany deutschland deu alemania germania alemanha"),
    ("AT", "autriche austria osterreich aut"),
    ("LI", "liechtenstein lie"),
    ("ES", "espagne spain espana esp spanien spagna espanha"),
    ("IT", "italie italy italia ita italien"),
    ("PT", "portugal prt portogallo"),
    ("NL", "paysbas netherlands nederland hollande holland nld thenetherlands"),
    ("GB", "royaumeuni unitedkingdom angleterre england greatbritain grandebretagne gbr ecosse scotland"),
    ("IE", "irlande ireland irl eire"),
    ("DK", "danemark denmark danmark dnk"),
    ("SE", "suede sweden sverige swe"),
    ("NO", "norvege norway norge nor"),
    ("FI", "finlande finland suomi fin"),
    ("PL", "pologne poland polska pol"),
    ("CZ", "republiquetcheque tchequie czechrepublic czechia cze"),
    ("SK", "slovaquie slovakia svk"),
    ("HU", "hongrie hungary magyarorszag hun"),
    ("RO", "roumanie romania rou"),
    ("BG", "bulgarie bulgaria bgr"),
    ("GR", "grece greece grc"),
    ("HR", "croatie croatia hrvatska hrv"),
    ("SI", "slovenie slovenia svn"),
    ("RS", "serbie serbia srb"),
    ("MT", "malte malta mlt"),
    ("CY", "chypre cyprus cyp"),
    ("EE", "estonie estonia est"),
    ("LV", "lettonie latvia lva"),
    ("LT", "lituanie lithuania ltu"),
    ("UA", "ukraine ukr"),
    ("RU", "russie russia rus"),
    ("TR", "turquie turkey turkiye tur"),
    ("MA", "maroc morocco mar"),
    ("DZ", "algerie algeria dza"),
    ("TN", "tunisie tunisia tun"),
    ("EG", "egypte egypt egy"),
    ("SN", "senegal sen"),
    ("CI", "cotedivoire ivorycoast civ"),
    ("CM", "cameroun cameroon cmr"),
    ("GA", "gabon gab"),
    ("ML", "mali mli"),
    ("BF", "burkinafaso bfa"),
    ("TG", "togo tgo"),
    ("BJ", "benin ben"),
    ("CG", "congo congobrazzaville cog"),
    ("CD", "rdc republiquedemocratiqueducongo congokinshasa cod"),
    ("MG", "madagascar mdg"),
    ("MU", "maurice ilemaurice mauritius mus"),
    ("LB", "liban lebanon lbn"),
    ("IL", "israel isr"),
    ("AE", "emiratsarabesunis unitedarabemirates uae dubai are"),
    ("US", "etatsunis unitedstates unitedstatesofamerica usa etatsunisdamerique estadosunidos"),
    ("CA", "canada can quebec"),
    ("BR", "bresil brazil brasil bra"),
    ("MX", "mexique mexico mex"),
    ("CN", "chine china chn"),
    ("JP", "japon japan jpn"),
    ("IN", "inde india ind"),
];

/// The code of a country by its code or one of its names; none for anything else.
#[must_use]
pub fn iso_of(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.len() < 2 || name.len() > LONGEST {
        return None;
    }
    if name.eq_ignore_ascii_case("uk") {
        return Some("GB");
    }
    if name.len() == 2 {
        return COUNTRIES.iter().find(|(code, _)| name.eq_ignore_ascii_case(code)).map(|(code, _)| *code);
    }
    let folded: String = fold(name).chars().filter(char::is_ascii_alphabetic).collect();
    let has = |names: &str| names.split(' ').any(|known| known == folded);
    COUNTRIES.iter().find(|(_, names)| has(names)).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_code_and_by_name() {
        for (name, code) in [
            ("fr", Some("FR")),
            ("La Réunion", Some("RE")),
            ("Côte d’Ivoire", Some("CI")),
            ("BELGIË", Some("BE")),
            ("U.S.A.", Some("US")),
            ("Royaume-Uni", Some("GB")),
            ("UK", Some("GB")),
            ("Atlantide", None),
            ("", None),
        ] {
            assert_eq!(iso_of(name), code, "{name}");
        }
    }
}

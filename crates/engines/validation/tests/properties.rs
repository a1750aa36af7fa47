//! What must hold for any text at all.

use proptest::prelude::*;
use sellify_validation::{email, phone, text};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_an_address_never_panics_and_its_normal_form_is_stable(input in "\\PC{0,40}|[a-zA-Z.'@ -]{1,30}@[a-zé]{1,9}\\.(fr|com)") {
        if let Ok(address) = email::parse(&input) {
            prop_assert_eq!(email::parse(address.as_str()), Ok(address));
        }
        let _ = email::parse_cell(&input);
    }

    #[test]
    fn reading_a_number_never_panics_and_its_normal_form_is_stable(input in "\\PC{0,25}|[+(]{0,2}[0-9 .()/-]{4,18}", country in "FR|RE|BE|CH|IT|US|XX|") {
        if let Ok(read) = phone::parse(&input, &country) && read.valid {
            let again = phone::parse(read.number.as_str(), "FR").map(|phone| phone.number);
            prop_assert_eq!(again, Ok(read.number));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(input in "\\PC{0,30}") {
        let once = text::fold(&input);
        prop_assert_eq!(text::fold(&once), once);
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(input in any::<String>()) {
        let once = text::clean(&input).into_owned();
        prop_assert_eq!(text::clean(&once).into_owned(), once);
    }
}

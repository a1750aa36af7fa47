//! A walk over JSON that refuses what a lenient parser lets through: duplicate members, depth, other alphabets.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Deep enough for every keystore that version 1 can describe, with room for slot types to come.
const MAX_DEPTH: u8 = 6;

/// Checks the whole text once, before anything in it is looked at.
pub(super) fn check(json: &str) -> Result<(), serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_str(json);
    Walk { depth: 0, any_alphabet: false }.deserialize(&mut parser)?;
    parser.end()
}

#[derive(Clone, Copy)]
struct Walk {
    depth: u8,
    /// Only the value of a member called `label` is text for people.
    any_alphabet: bool,
}

impl Walk {
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom("nested too deeply"));
        }
        Ok(Self { depth: self.depth + 1, any_alphabet: false })
    }
}

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("objects, lists, whole numbers and text")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if self.any_alphabet || text.is_ascii() { Ok(()) } else { Err(E::custom("text outside ASCII")) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let inside = self.inside()?;
        while list.next_element_seed(inside)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let inside = self.inside()?;
        let mut seen = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !name.is_ascii() {
                return Err(A::Error::custom("a member's name outside ASCII"));
            }
            let any_alphabet = name == "label";
            if !seen.insert(name) {
                return Err(A::Error::custom("a member appears twice"));
            }
            map.next_value_seed(Walk { any_alphabet, ..inside })?;
        }
        Ok(())
    }
}

//! JSON without its loose ends: no name twice, no fractions, no deep nesting. What two readers could understand
//! differently is refused.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::consts::MAX_DEPTH;

/// The bytes are not JSON that every reader understands alike.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotStrict;

/// Reads one object with nothing after it.
pub(crate) fn read_object(bytes: &[u8]) -> Result<Map<String, Value>, NotStrict> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut reader).map_err(|_| NotStrict)?;
    reader.end().map_err(|_| NotStrict)?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(NotStrict),
    }
}

/// Reads one value that has `depth` containers around it.
#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    /// The values inside this one; the outermost object is not counted.
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth > MAX_DEPTH {
            return Err(E::custom("nested too deeply"));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("strict JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(Number::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(|value| Value::Number(Number::from(value))).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inside)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Map<String, Value>, NotStrict> {
        read_object(text.as_bytes())
    }

    #[test]
    fn an_ordinary_object_is_read() {
        let object = read(r#"{"a":1,"b":[null,true,"x"],"c":{"d":-3}}"#).unwrap();
        assert_eq!(Value::Object(object), serde_json::json!({"a":1,"b":[null,true,"x"],"c":{"d":-3}}));
    }

    #[test]
    fn what_readers_understand_differently_is_refused() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"x":{"a":1,"a":2}}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e3}"#,
            r#"{"a":-0}"#,
            r#"{"a":9223372036854775808}"#,
            r#"{"a":99999999999999999999}"#,
            r#"{"a":1} {}"#,
            r#"{"a":1}x"#,
            r#"{"a":1,}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":NaN}"#,
            r#"{'a':1}"#,
            r#"[1]"#,
            r#""a""#,
            "",
        ] {
            assert_eq!(read(text), Err(NotStrict), "{text}");
        }
        assert_eq!(read_object(b"{\"a\":\"\xff\"}"), Err(NotStrict), "not UTF-8");
    }

    #[test]
    fn four_containers_may_nest_below_the_outermost_and_not_five() {
        assert!(
            read(r#"{"bind":{"machines":[{"c":{"os_id":"x"}}]}}"#).is_ok(),
            "the deepest that a licence needs"
        );
        assert_eq!(read(r#"{"a":[[[[[1]]]]]}"#), Err(NotStrict));
        assert_eq!(read(&format!("{}1", "[".repeat(100_000))), Err(NotStrict), "and no stack is used up");
    }
}

// SPDX-License-Identifier: EUPL-1.2
//! JSON as it lies in the bytes: texts without escapes are borrowed, and no tree of maps is built.
//!
//! **Invariant:** it reads what `serde_json::Value` reads, and of two fields with the same name the last, as that does.

use std::borrow::Cow;
use std::fmt;
use std::ops::Index;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    /// A whole number from zero on.
    Whole(u64),
    /// A whole number below zero.
    Below(i64),
    /// Any other number; no fact has one.
    Broken(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Returns a field of an object, or an item of a list.
    pub fn get(&self, place: impl Place) -> Option<&Self> {
        place.of(self)
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => i64::try_from(*number).ok(),
            Self::Below(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Json<'a>]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }
}

/// Where a value stands within another.
pub(super) trait Place {
    /// Finds it.
    fn of<'v, 'a>(self, value: &'v Json<'a>) -> Option<&'v Json<'a>>;
}

impl Place for &str {
    fn of<'v, 'a>(self, value: &'v Json<'a>) -> Option<&'v Json<'a>> {
        let Json::Object(fields) = value else { return None };
        fields.iter().rfind(|(name, _)| name == self).map(|(_, value)| value)
    }
}

impl Place for usize {
    fn of<'v, 'a>(self, value: &'v Json<'a>) -> Option<&'v Json<'a>> {
        value.as_array()?.get(self)
    }
}

impl<'a> Index<&str> for Json<'a> {
    type Output = Json<'a>;

    /// Returns a field; null where there is none.
    fn index(&self, name: &str) -> &Json<'a> {
        self.get(name).unwrap_or(&Json::Null)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// Reads a text that may lie in the bytes as it is.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameReader).map(Self)
    }
}

struct NameReader;

impl<'de> Visitor<'de> for NameReader {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Json::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(number).map_or(Json::Below(number), Json::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Json::Broken(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some((Name(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(Json::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn it_reads_what_a_tree_of_maps_reads() {
        let text = r#"{"a":[1,-2,1.5,true,null,"x\n\u00e4y",{"b":{}}],"a\"":18446744073709551615,"ł":"","z":1,"z":2}"#;
        let (ours, theirs): (Json<'_>, serde_json::Value) =
            (serde_json::from_str(text).expect("it reads"), serde_json::from_str(text).expect("it reads"));
        for n in 0..8 {
            let (ours, theirs) = (ours["a"].get(n), theirs["a"].get(n));
            assert_eq!(ours.and_then(Json::as_i64), theirs.and_then(serde_json::Value::as_i64), "{n}");
            assert_eq!(ours.and_then(Json::as_u64), theirs.and_then(serde_json::Value::as_u64), "{n}");
            assert_eq!(ours.and_then(Json::as_bool), theirs.and_then(serde_json::Value::as_bool), "{n}");
            assert_eq!(ours.and_then(Json::as_str), theirs.and_then(serde_json::Value::as_str), "{n}");
            assert_eq!(ours.map(Json::is_null), theirs.map(serde_json::Value::is_null), "{n}");
        }
        assert_eq!((ours["a\""].as_u64(), ours["a\""].as_i64()), (Some(u64::MAX), None));
        assert_eq!((ours["ł"].as_str(), ours["z"].as_u64(), theirs["z"].as_u64()), (Some(""), Some(2), Some(2)));
        assert!(ours["nowhere"].is_null() && ours["nowhere"]["deeper"].is_null() && ours.get("nowhere").is_none());
        for broken in ["{\"a\":1", "[1,]", "{\"a\" 1}", "\"\u{1}\"", "nul", "1 2", "{1:2}", "\"\\ud800\""] {
            let theirs = serde_json::from_str::<serde_json::Value>(broken);
            assert!(serde_json::from_str::<Json<'_>>(broken).is_err() && theirs.is_err(), "{broken}");
        }
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert!(serde_json::from_str::<Json<'_>>(&deep).is_err(), "nothing reads without end");
    }
}

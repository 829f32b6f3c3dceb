//! Ids that print themselves, made from content so that a re-run names the same thing the same way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use xxhash_rust::xxh3::xxh3_128;

/// Crockford's base 32: no I, L, O, U, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn short_hash(content: &str) -> String {
    let mut hash = xxh3_128(content.as_bytes());
    (0..16)
        .map(|_| {
            let digit = ALPHABET[(hash & 31) as usize] as char;
            hash >>= 5;
            digit
        })
        .collect()
}

macro_rules! content_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id of this content: 80 bits of its hash behind the prefix.
            pub fn of(content: &str) -> Self {
                Self(format!(concat!($prefix, "_{}"), short_hash(content)))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes back an id that was written by [`fmt::Display`]; `None` for another kind of id.
            pub fn parse(text: &str) -> Option<Self> {
                text.starts_with(concat!($prefix, "_")).then(|| Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

content_id!(
    /// An item: made from its canonical URL.
    ItemId, "itm"
);
content_id!(
    /// A story: made from its oldest item and the edition's day.
    StoryId, "sty"
);
content_id!(
    /// A thread: made from the story that began it.
    ThreadId, "thr"
);

/// A source's short name, unique in one newsroom: `bbc-world`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SourceId(pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What makes an edition the one it is: its day in the newsroom's zone and its slot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct EditionKey {
    /// The civil date in the newsroom's time zone.
    #[schemars(with = "String")]
    pub date: jiff::civil::Date,
    /// `morning`, `evening`, or the name of another slot.
    pub slot: String,
}

impl fmt::Display for EditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.date, self.slot)
    }
}

impl EditionKey {
    /// Takes back what [`fmt::Display`] wrote: `2026-02-10-morning`.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.get(..10)?.parse().ok()?;
        let slot = text.get(10..)?.strip_prefix('-')?;
        (!slot.is_empty()).then(|| Self { date, slot: slot.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_has_the_same_id() {
        assert_eq!(ItemId::of("https://a.example/1"), ItemId::of("https://a.example/1"));
        assert_ne!(ItemId::of("https://a.example/1"), ItemId::of("https://a.example/2"));
        assert!(ItemId::of("x").as_str().starts_with("itm_"));
        assert_eq!(ItemId::parse("sty_0123"), None);
    }

    #[test]
    fn an_edition_key_reads_back() {
        let key = EditionKey::parse("2026-02-10-late-night");
        assert_eq!(key.map(|key| key.to_string()).as_deref(), Some("2026-02-10-late-night"));
        assert_eq!(EditionKey::parse("2026-02-10"), None);
        assert_eq!(EditionKey::parse("nonsense"), None);
    }
}

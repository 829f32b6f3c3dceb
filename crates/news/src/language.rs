//! A language as its two-letter code.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An ISO 639-1 code; regions and scripts are dropped (`zh-Hant-TW` is `zh`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// Chinese, written with either set of characters.
    pub const ZH: Self = Self(*b"zh");
    /// English.
    pub const EN: Self = Self(*b"en");

    /// Reads `en`, `en-GB`, `zh_CN`, `ZH-Hant`; `None` if it does not begin with two letters.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let bytes: [u8; 2] = primary.to_ascii_lowercase().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_lowercase).then_some(Self(bytes))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{tag:?} is not a language code; write two letters, such as \"zh\" or \"en\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_scripts_are_dropped() {
        assert_eq!(Language::parse("zh-Hant-TW"), Some(Language::ZH));
        assert_eq!(Language::parse("EN_us"), Some(Language::EN));
        assert_eq!(Language::parse("deu"), None);
        assert_eq!(Language::parse(""), None);
    }
}

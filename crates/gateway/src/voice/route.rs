//! Names a voice: `minimax/speech-2.8-hd/presenter_male`, `espeak/f3`.

use std::fmt;
use std::str::FromStr;

/// Which voice of which model of which vendor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VoiceRoute {
    /// The vendor's name in the configuration.
    pub vendor: String,
    /// The vendor's model; empty where it has only one.
    pub model: String,
    /// The vendor's name for the voice.
    pub voice: String,
}

impl FromStr for VoiceRoute {
    type Err = String;

    /// `vendor/voice` or `vendor/model/voice`; a model may hold further slashes.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').filter(|(vendor, rest)| !vendor.is_empty() && !rest.is_empty());
        let (vendor, rest) = parts.ok_or_else(|| format!("{text:?} is no voice; write vendor/model/voice"))?;
        let (model, voice) = rest.rsplit_once('/').unwrap_or(("", rest));
        if voice.is_empty() {
            return Err(format!("{text:?} names no voice; write vendor/model/voice"));
        }
        Ok(Self { vendor: vendor.into(), model: model.into(), voice: voice.into() })
    }
}

impl fmt::Display for VoiceRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vendor, model, voice } = self;
        if model.is_empty() { write!(f, "{vendor}/{voice}") } else { write!(f, "{vendor}/{model}/{voice}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_named_with_or_without_a_model() {
        let parts = |text: &str| text.parse::<VoiceRoute>().map(|route| (route.vendor, route.model, route.voice));
        let whole = |a: &str, b: &str, c: &str| Ok((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(parts("espeak/en-gb+f3"), whole("espeak", "", "en-gb+f3"));
        assert_eq!(parts("minimax/speech-2.8-hd/presenter"), whole("minimax", "speech-2.8-hd", "presenter"));
        assert_eq!(parts("local/hexgrad/kokoro/af_sky"), whole("local", "hexgrad/kokoro", "af_sky"));
        assert_eq!(parts("f3"), Err("\"f3\" is no voice; write vendor/model/voice".into()));
        assert_eq!(
            parts("minimax/speech/"),
            Err("\"minimax/speech/\" names no voice; write vendor/model/voice".into())
        );
        assert_eq!(
            "local/hexgrad/kokoro/af_sky".parse::<VoiceRoute>().unwrap().to_string(),
            "local/hexgrad/kokoro/af_sky"
        );
    }
}

//! The voices that can be chosen: espeak-ng's variants, each of which speaks every language.

use crate::Error;
use news::Language;

/// A voice that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct VoiceInfo {
    /// As it is written in the configuration: `espeak/f3`.
    pub id: String,
    /// The languages it speaks best; every variant speaks all of espeak-ng's.
    pub languages: Vec<String>,
    /// `female` or `male`.
    pub gender: String,
    /// In plain words.
    pub description: String,
}

/// The variants worth listening to: name, whether a woman's, how it sounds. Whispers, robots and jokes are left out, of
/// those that can hardly be told apart all but one, and iven, which overflows: its loud vowels jump from one end of full
/// scale to the other, at whatever amplitude.
const VARIANTS: &[(&str, bool, &str)] = &[
    ("f1", true, "older, deep"),
    ("f2", true, "bright, the default of the first anchor"),
    ("f3", true, "clear"),
    ("f4", true, "soft, low"),
    ("f5", true, "light, high"),
    ("Alicia", true, "young"),
    ("Andrea", true, "warm"),
    ("Annie", true, "high, clear"),
    ("aunty", true, "elderly"),
    ("anika", true, "calm"),
    ("belinda", true, "firm"),
    ("grandma", true, "old"),
    ("linda", true, "even"),
    ("steph", true, "low"),
    ("m1", false, "older"),
    ("m2", false, "rough"),
    ("m3", false, "clear"),
    ("m4", false, "thin"),
    ("m5", false, "nasal"),
    ("m6", false, "round, the default of the second anchor"),
    ("m7", false, "full"),
    ("m8", false, "deep"),
    ("Alex", false, "light"),
    ("Andy", false, "loud, near"),
    ("adam", false, "dark"),
    ("antonio", false, "lively"),
    ("boris", false, "deep"),
    ("david", false, "even"),
    ("Denis", false, "middle-aged"),
    ("Diogo", false, "young"),
    ("ed", false, "plain"),
    ("edward", false, "grave"),
    ("edward2", false, "grave, slow"),
    ("Gene", false, "soft"),
    ("Gene2", false, "soft, low"),
    ("Hugo", false, "young"),
    ("Jacky", false, "high"),
    ("john", false, "plain, low"),
    ("Lee", false, "light, quick"),
    ("Marco", false, "middle-aged"),
    ("max", false, "firm"),
    ("Michael", false, "full"),
    ("michel", false, "young"),
    ("Mike", false, "quiet"),
    ("norbert", false, "dry"),
    ("pablo", false, "warm"),
    ("paul", false, "even, low"),
    ("pedro", false, "warm, low"),
    ("quincy", false, "high"),
    ("rob", false, "plain"),
    ("robert", false, "plain, deep"),
    ("sandro", false, "warm"),
    ("shelby", false, "light"),
    ("travis", false, "middle-aged"),
    ("victor", false, "young"),
    ("zac", false, "bright"),
];

/// The voices that can be chosen.
pub fn voices() -> Vec<VoiceInfo> {
    VARIANTS
        .iter()
        .map(|(name, is_female, sound)| VoiceInfo {
            id: format!("espeak/{name}"),
            languages: ["zh", "en", "es", "fr", "de", "pt", "it", "ru"].map(String::from).to_vec(),
            gender: if *is_female { "female" } else { "male" }.into(),
            description: format!("{}'s voice, {sound}", if *is_female { "woman" } else { "man" }),
        })
        .collect()
}

/// A voice as espeak-ng understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EspeakVoice {
    accent: Option<String>,
    variant: Option<String>,
}

impl EspeakVoice {
    /// Reads `espeak/f3`, `espeak/en-gb` or `espeak/en-gb+f3`.
    pub(crate) fn parse(floor: &str) -> Result<Self, Error> {
        let name = floor.strip_prefix("espeak/").filter(|name| is_plain_name(name)).ok_or_else(|| {
            Error::Invalid(format!("voice {floor:?} is not known: write \"espeak/f3\", see `voices list`"))
        })?;
        if let Some((accent, variant)) = name.split_once('+') {
            return Ok(Self { accent: Some(accent.into()), variant: Some(variant.into()) });
        }
        if VARIANTS.iter().any(|(variant, ..)| *variant == name) {
            return Ok(Self { accent: None, variant: Some(name.into()) });
        }
        let is_language = Language::parse(name).is_some() || name.starts_with("cmn");
        if !is_language {
            let nearest = nearest_variant(name);
            return Err(Error::Invalid(format!("voice {floor:?} is not known: did you mean \"espeak/{nearest}\"?")));
        }
        Ok(Self { accent: Some(name.into()), variant: None })
    }

    /// The variant's name, where one was chosen.
    pub(crate) fn variant(&self) -> Option<&str> {
        self.variant.as_deref()
    }

    /// The `-v` of a language: its own accent where it has one, with the variant.
    pub(crate) fn speaking(&self, language: Language) -> String {
        let own = self.accent.as_deref().filter(|accent| Language::parse(accent) == Some(language));
        let accent = own.filter(|_| language != Language::ZH).map_or_else(|| Self::plain(language), String::from);
        match &self.variant {
            Some(variant) => format!("{accent}+{variant}"),
            None => accent,
        }
    }

    /// The `-v` of a language without accent and variant, for a line they failed on.
    pub(crate) fn plain(language: Language) -> String {
        match language {
            // `cmn` reads pinyin as English letters in 1.51; only this voice speaks Mandarin.
            Language::ZH => "cmn-latn-pinyin".into(),
            Language::EN => "en-us".into(),
            other => other.as_str().into(),
        }
    }
}

/// Names go to a program as an argument: nothing but what a voice's name is made of.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.starts_with(|c: char| c.is_ascii_alphabetic()) && {
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+'))
    }
}

fn nearest_variant(name: &str) -> &'static str {
    let shared =
        |variant: &str| variant.chars().zip(name.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    VARIANTS.iter().map(|(variant, ..)| *variant).rev().max_by_key(|variant| shared(variant)).unwrap_or("f3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_more_than_thirty_distinct_voices() {
        let mut ids: Vec<String> = voices().into_iter().map(|voice| voice.id).collect();
        let n_listed = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), n_listed);
        assert!(n_listed >= 30, "{n_listed}");
    }

    #[test]
    fn a_variant_speaks_every_language_and_an_accent_only_its_own() {
        let variant = EspeakVoice::parse("espeak/f3").unwrap();
        assert_eq!(variant.speaking(Language::ZH), "cmn-latn-pinyin+f3");
        assert_eq!(variant.speaking(Language::EN), "en-us+f3");
        let british = EspeakVoice::parse("espeak/en-gb+Annie").unwrap();
        assert_eq!(british.speaking(Language::EN), "en-gb+Annie");
        assert_eq!(british.speaking(Language::parse("es").unwrap()), "es+Annie");
        assert_eq!(EspeakVoice::parse("espeak/en-gb").unwrap().speaking(Language::ZH), "cmn-latn-pinyin");
    }

    #[test]
    fn an_unknown_voice_names_its_nearest() {
        for (wrong, hint) in [("espeak/stephanie", "espeak/steph"), ("f3", "write"), ("espeak/-v", "write")] {
            let message = EspeakVoice::parse(wrong).unwrap_err().to_string();
            assert!(message.contains(hint), "{message}");
        }
    }
}

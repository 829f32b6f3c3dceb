//! Consents: whose voice may be cloned, for what, until when. Without a valid one no adapter says a word.
//!
//! The record is a file of the owner's, `consents.toml`, read anew for each line, so that a revocation counts at once.

use super::fault::{VoiceFault, VoiceFaultKind};
use super::route::VoiceRoute;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// What a voice may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// In editions that are published.
    Editions,
    /// For clients of the door.
    Door,
    /// To try it, where nothing is published.
    Trials,
}

/// One person's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who speaks, by name.
    pub who: String,
    /// The words of consent, as they were spoken.
    pub phrase: String,
    /// Of the recording of those words, in hex.
    pub sha256: String,
    /// What the voice may be used for.
    pub scope: Vec<Use>,
    /// The voices made of it: `minimax/speech-2.8-hd/zwc-lihua`, or `minimax/*/zwc-lihua` for every model.
    pub voices: Vec<String>,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was taken back.
    #[serde(default)]
    pub revoked_at: Option<Timestamp>,
}

/// All consents of a house.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// In the order of the file.
    #[serde(default, rename = "consent")]
    pub list: Vec<Consent>,
}

impl Consents {
    /// Reads a record.
    ///
    /// Errors: in words, what is wrong in it: a hash that is none, no phrase, an end before its beginning.
    pub fn read(text: &str) -> Result<Self, String> {
        let consents: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for consent in &consents.list {
            let who = &consent.who;
            let is_hash = consent.sha256.len() == 64 && consent.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
            if who.trim().is_empty() || consent.phrase.trim().is_empty() {
                return Err(format!("a consent names no person or no phrase: {who:?}"));
            }
            if !is_hash {
                return Err(format!("the consent of {who}: sha256 {:?} is no hash", consent.sha256));
            }
            if consent.expires_at <= consent.given_at {
                return Err(format!("the consent of {who} ends before it begins"));
            }
        }
        Ok(consents)
    }

    /// Loads a record; where there is no file nobody has consented to anything.
    pub fn load(path: &Path) -> Result<Self, String> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::read(&text).map_err(|why| format!("{}: {why}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
        }
    }

    /// The consents of another file beside these.
    pub fn with(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self
    }

    /// Whether some consent, valid or not, says that this is somebody's voice.
    pub fn knows(&self, route: &VoiceRoute) -> bool {
        self.list.iter().any(|consent| consent.covers(route))
    }

    /// The consent by which this voice may be used so at this time.
    ///
    /// Errors: `Consent`, with what is missing.
    pub fn check(&self, route: &VoiceRoute, used: Use, at: Timestamp) -> Result<&Consent, VoiceFault> {
        let refused = |why: String| VoiceFault::new(VoiceFaultKind::Consent, why);
        let mut last = refused(format!("{route} is the voice of a person, and no consent names it"));
        for consent in self.list.iter().filter(|consent| consent.covers(route)) {
            match consent.valid(used, at) {
                Ok(()) => return Ok(consent),
                Err(why) => last = refused(format!("{route}: {why}")),
            }
        }
        Err(last)
    }
}

impl Consent {
    /// Whether it is about this voice.
    pub fn covers(&self, route: &VoiceRoute) -> bool {
        self.voices.iter().filter_map(|voice| voice.parse::<VoiceRoute>().ok()).any(|voice| {
            let is_model = voice.model == "*" || voice.model == route.model;
            voice.vendor == route.vendor && is_model && voice.voice == route.voice
        })
    }

    /// Whether it allows this use at this time. Errors: in words, why not.
    pub fn valid(&self, used: Use, at: Timestamp) -> Result<(), String> {
        let who = &self.who;
        match self.revoked_at {
            Some(revoked_at) if revoked_at <= at => return Err(format!("{who} took the consent back at {revoked_at}")),
            _ => {}
        }
        if at < self.given_at {
            return Err(format!("the consent of {who} begins at {}", self.given_at));
        }
        if at >= self.expires_at {
            return Err(format!("the consent of {who} ended at {}", self.expires_at));
        }
        if !self.scope.contains(&used) {
            return Err(format!("the consent of {who} is not for {}", used.words()));
        }
        Ok(())
    }

    /// Whether this is the recording of the spoken phrase.
    pub fn is_of(&self, recording: &[u8]) -> bool {
        let hash: String = Sha256::digest(recording).iter().map(|byte| format!("{byte:02x}")).collect();
        hash.eq_ignore_ascii_case(&self.sha256)
    }
}

impl Use {
    fn words(self) -> &'static str {
        match self {
            Self::Editions => "editions",
            Self::Door => "the door",
            Self::Trials => "trials",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"
        [[consent]]
        who = "Li Hua"
        phrase = "我是李华，我同意早晚用我的声音播报新闻。"
        sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        scope = ["editions"]
        voices = ["minimax/*/zwc-lihua", "openai/gpt-4o-mini-tts/voice_1"]
        given_at = "2026-01-01T00:00:00Z"
        expires_at = "2027-01-01T00:00:00Z"
    "#;

    fn why(record: &str, route: &str, used: Use, at: &str) -> String {
        let (route, at) = (route.parse().unwrap(), format!("{at}T00:00:00Z").parse().unwrap());
        let consents = Consents::read(record).unwrap();
        let why = consents.check(&route, used, at).map(|consent| consent.who.clone());
        why.unwrap_or_else(|fault| fault.detail)
    }

    #[test]
    fn a_voice_is_used_by_consent_alone() {
        let ask = |route, used, at| why(RECORD, route, used, at);
        assert_eq!(ask("minimax/speech-2.8-hd/zwc-lihua", Use::Editions, "2026-06-01"), "Li Hua");
        assert_eq!(
            ask("minimax/speech-2.8-hd/zwc-other", Use::Editions, "2026-06-01"),
            "minimax/speech-2.8-hd/zwc-other is the voice of a person, and no consent names it"
        );
        assert!(ask("openai/tts-1/voice_1", Use::Editions, "2026-06-01").ends_with("no consent names it"));
        assert!(
            ask("minimax/a/zwc-lihua", Use::Door, "2026-06-01").ends_with("the consent of Li Hua is not for the door")
        );
        assert!(ask("minimax/a/zwc-lihua", Use::Editions, "2025-12-31").contains("begins at"));
        assert!(ask("minimax/a/zwc-lihua", Use::Editions, "2027-01-01").contains("ended at"));
        let revoked = format!("{RECORD}\nrevoked_at = \"2026-05-01T00:00:00Z\"");
        assert_eq!(why(&revoked, "minimax/a/zwc-lihua", Use::Editions, "2026-04-30"), "Li Hua");
        assert!(why(&revoked, "minimax/a/zwc-lihua", Use::Editions, "2026-05-01").contains("took the consent back"));
    }

    #[test]
    fn a_record_that_says_too_little_is_none() {
        let wrong = |from: &str, to: &str| Consents::read(&RECORD.replace(from, to)).unwrap_err();
        assert!(wrong("ba7816bf", "xx").contains("is no hash"));
        assert!(wrong("2027-01", "2025-01").contains("ends before it begins"));
        assert!(wrong("Li Hua", " ").contains("no person"));
        assert!(Consents::read(RECORD).unwrap().list[0].is_of(b"abc"));
        assert!(!Consents::read(RECORD).unwrap().list[0].is_of(b"abd"));
        assert_eq!(Consents::load(Path::new("/nowhere/consents.toml")), Ok(Consents::default()));
    }
}

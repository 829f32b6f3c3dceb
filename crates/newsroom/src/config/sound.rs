//! What the sound is made with and how it is labelled: formats, the owner's music, marks, the certificate.

use super::Error;
use super::check::Check;
use super::written::Written;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the sound is made with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoundPlan {
    /// Keys of formats beside MP3.
    pub also_as: Vec<String>,
    /// Files, or the station's own.
    pub opening: Option<PathBuf>,
    /// Between stories.
    pub sting: Option<PathBuf>,
    /// Under speech.
    pub bed: Option<PathBuf>,
    /// After the last words.
    pub closing: Option<PathBuf>,
    /// What the bed lies under; empty: the opening.
    pub bed_under: String,
    /// Whether it can be heard while it is being made.
    pub live: bool,
}

/// How editions are labelled as made by AI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelPlan {
    /// In words at the start of the sound.
    pub spoken: bool,
    /// As the rhythm mark.
    pub rhythm: bool,
    /// Who answers for the service; empty: this program's name.
    pub producer: String,
    /// With C2PA, if there is a certificate.
    pub certificate: Option<Certificate>,
}

/// Where the operator's certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The chain, PEM.
    pub chain: PathBuf,
    /// The environment variable with the key.
    pub key_env: Option<String>,
    /// The file with the key.
    pub key_file: Option<PathBuf>,
}

impl Default for LabelPlan {
    fn default() -> Self {
        Self { spoken: true, rhythm: false, producer: String::new(), certificate: None }
    }
}

impl LabelPlan {
    /// What the law asks of the operator for what is turned off, in plain words.
    pub fn warnings(&self) -> Vec<String> {
        let silent = format!("labels.spoken is false: {}", publish::labels::WITHOUT_SPOKEN);
        if self.spoken { Vec::new() } else { vec![silent] }
    }
}

pub(super) fn sound(written: &Written, check: &Check<'_>, folder: &Path) -> Result<SoundPlan, Error> {
    let sound = &written.sound;
    if let Some(format) = sound.also_as.iter().find(|format| !matches!(format.as_str(), "opus" | "m4a")) {
        return Err(check.value("sound.also_as", format, "the formats beside MP3 are \"opus\" and \"m4a\""));
    }
    let under = sound.bed_under.clone().unwrap_or_default();
    if !matches!(under.as_str(), "" | "opening" | "everything" | "nothing") {
        return Err(check.value("sound.bed_under", &under, "the bed lies under opening, everything or nothing"));
    }
    let file = |key: &str, value: &Option<String>| {
        let Some(value) = value else { return Ok(None) };
        let path = folder.join(value);
        let why = "there is no such file; give a WAV or MP3 file, relative to newsroom.toml";
        if path.is_file() { Ok(Some(path)) } else { Err(check.value(key, value, why)) }
    };
    Ok(SoundPlan {
        also_as: sound.also_as.clone(),
        opening: file("sound.opening", &sound.opening)?,
        sting: file("sound.sting", &sound.sting)?,
        bed: file("sound.bed", &sound.bed)?,
        closing: file("sound.closing", &sound.closing)?,
        bed_under: under,
        live: sound.live,
    })
}

pub(super) fn labels(written: &Written, check: &Check<'_>, folder: &Path) -> Result<LabelPlan, Error> {
    let labels = &written.labels;
    if !labels.producer.chars().all(|c| matches!(c, '!'..='~') && !matches!(c, '"' | '\\')) {
        let why = "may hold printable ASCII without spaces, quotes and backslashes alone (GB 45438-2025, appendix E)";
        return Err(check.value("labels.producer", &labels.producer, why));
    }
    let certificate = match &labels.c2pa_cert {
        Some(chain) => {
            if !cfg!(feature = "c2pa") {
                let why = "manifests can be signed only by a program that is built with --features c2pa";
                return Err(check.value("labels.c2pa_cert", chain, why));
            }
            if labels.c2pa_key_env.is_none() && labels.c2pa_key_file.is_none() {
                let why = "needs its key: write labels.c2pa_key_env or labels.c2pa_key_file";
                return Err(check.value("labels.c2pa_cert", chain, why));
            }
            let key_file = labels.c2pa_key_file.as_ref().map(|file| folder.join(file));
            Some(Certificate { chain: folder.join(chain), key_env: labels.c2pa_key_env.clone(), key_file })
        }
        None => None,
    };
    Ok(LabelPlan { spoken: labels.spoken, rhythm: labels.rhythm, producer: labels.producer.clone(), certificate })
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use std::path::Path;

    fn refused(toml: &str) -> String {
        let text = format!("{toml}\n[[source]]\nurl = \"https://a.example/feed\"\n");
        parse(&text, Path::new("/nowhere/newsroom.toml")).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_made_is_refused_with_its_key() {
        assert!(refused("[sound]\nalso_as = [\"flac\"]").contains("sound.also_as"));
        assert!(refused("[sound]\nbed_under = \"all\"").contains("opening, everything or nothing"));
        assert!(refused("[sound]\nopening = \"none.wav\"").contains("there is no such file"));
        assert!(refused("[labels]\nproducer = \"早晚\"").contains("appendix E"));
    }

    #[test]
    #[cfg(not(feature = "c2pa"))]
    fn a_certificate_needs_a_program_that_can_sign() {
        assert!(refused("[labels]\nc2pa_cert = \"chain.pem\"").contains("--features c2pa"));
    }

    #[test]
    fn a_label_that_is_turned_off_says_what_the_law_then_asks() {
        let text = "[labels]\nspoken = false\nrhythm = true\n[[source]]\nurl = \"https://a.example/feed\"\n";
        let plan = parse(text, Path::new("/nowhere/newsroom.toml")).unwrap().labels;
        assert!(plan.rhythm);
        assert_eq!(plan.warnings().len(), 1);
        assert!(plan.warnings()[0].starts_with("labels.spoken is false") && plan.warnings()[0].contains("GB 45438"));
        assert_eq!(super::LabelPlan::default().warnings(), Vec::<String>::new());
    }
}

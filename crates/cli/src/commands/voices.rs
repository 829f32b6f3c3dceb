//! `zaowan voices`: lists the voices, or lets one speak.

use crate::fail::Failure;
use crate::say;
use crate::table::table;
use clap::Subcommand;
use news::Language;
use std::path::PathBuf;

/// List the voices, or hear one.
#[derive(Debug, clap::Args)]
pub struct Voices {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List every offline voice.
    List,
    /// Speak a text into a WAV file.
    Say {
        /// What to say.
        text: String,
        /// Which voice.
        #[arg(long, default_value = "espeak/f3")]
        voice: String,
        /// The language; found out from the text if left out.
        #[arg(long)]
        language: Option<String>,
        /// The file to write.
        #[arg(long, value_name = "FILE", default_value = "say.wav")]
        out: PathBuf,
    },
}

impl Voices {
    /// Lists or speaks.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        match &self.command {
            Command::List => list(json),
            Command::Say { text, voice, language, out } => speak(text, voice, language.as_deref(), out, json).await?,
        }
        Ok(0)
    }
}

fn list(json: bool) {
    let voices = audio::voices();
    if json {
        return say::json(&voices);
    }
    let mut rows = vec![vec!["voice".to_owned(), "languages".into(), "sounds".into()]];
    rows.extend(
        voices.iter().map(|voice| vec![voice.id.clone(), voice.languages.join(" "), voice.description.clone()]),
    );
    say::out(&table(&rows));
}

async fn speak(
    text: &str,
    voice: &str,
    language: Option<&str>,
    out: &std::path::Path,
    json: bool,
) -> Result<(), Failure> {
    if !audio::voices().iter().any(|known| known.id == voice) {
        return Err(Failure::usage(&format!("there is no voice `{voice}`"), "", "`zaowan voices list` shows them all"));
    }
    let language = match language {
        Some(tag) => Language::parse(tag).ok_or_else(|| {
            Failure::usage(&format!("`{tag}` is not a language"), "a language is two letters", "write zh or en")
        })?,
        None => news::text::language_of(text),
    };
    let wav = audio::say(text, language, &audio::VoiceChoice::new(voice)).await?;
    std::fs::write(out, &wav).map_err(|error| {
        Failure::other(&format!("cannot write {}: {error}", out.display()), "", "name another file with --out")
    })?;
    if json {
        say::json(&serde_json::json!({ "path": out, "bytes": wav.len() }));
    } else {
        say::out(&out.display().to_string());
    }
    Ok(())
}

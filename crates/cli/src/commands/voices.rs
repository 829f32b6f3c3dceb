//! `zaowan voices`: lists the voices, lets one speak, tries those that are configured.

mod say;
mod test;

use super::ConfigFile;
use crate::fail::Failure;
use crate::say as print;
use crate::table::table;
use audio::cast::Seat;
use clap::Subcommand;
use gateway::Purpose;
use news::Anchor;
use newsroom::{Config, config};
use std::path::PathBuf;

/// List the voices, hear one, or try those of the configuration.
#[derive(Debug, clap::Args)]
pub struct Voices {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: ConfigFile,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the voices of this machine, and those of vendors that are known by name.
    List,
    /// Speak a text; the sound is written as it comes.
    Say {
        /// What to say.
        text: String,
        /// Which voice: espeak/f3, vendor/model/voice, or anchor_a as configured.
        #[arg(long, default_value = "espeak/f3")]
        voice: String,
        /// The language; found out from the text if left out.
        #[arg(long)]
        language: Option<String>,
        /// How fast; 1 is the voice's own pace.
        #[arg(long, default_value_t = 1.0)]
        pace: f32,
        /// The WAV file to write; - for stdout.
        #[arg(long, value_name = "FILE", default_value = "say.wav")]
        out: PathBuf,
    },
    /// Let each configured voice say a line, and check it.
    Test,
}

impl Voices {
    /// Lists, speaks or tries.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        match &self.command {
            Command::List => list(json),
            Command::Say { text, voice, language, pace, out } => {
                let wanted = say::Wanted { text, voice, language: language.as_deref(), pace: *pace, out };
                say::say(&self.config, &wanted, json).await?;
            }
            Command::Test => return test::test(&self.config.load()?, json).await,
        }
        Ok(0)
    }
}

fn list(json: bool) {
    let (floor, vendors) = (audio::voices(), newsroom::voices::known());
    if json {
        return print::json(&serde_json::json!({ "floor": floor, "vendors": vendors }));
    }
    let mut rows = vec![vec!["voice".to_owned(), "languages".into(), "sounds".into()]];
    rows.extend(floor.iter().map(|voice| vec![voice.id.clone(), voice.languages.join(" "), voice.description.clone()]));
    rows.extend(vendors.iter().map(|voice| {
        let language = voice.language.map_or_else(|| "all".to_owned(), |language| language.to_string());
        vec![voice.id.clone(), language, format!("{}, of {}", voice.gender, voice.vendor)]
    }));
    print::out(&table(&rows));
}

/// The configuration, or none where there is no file: a voice of this machine needs none.
fn config_if_there(file: &ConfigFile) -> Result<Option<Config>, Failure> {
    match newsroom::config::load(file.path()) {
        Ok(config) => Ok(Some(config)),
        Err(config::Error::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn anchor_of(name: &str) -> Option<Anchor> {
    [Anchor::A, Anchor::B].into_iter().find(|anchor| anchor.key() == name)
}

fn purpose(step: &str) -> Purpose {
    Purpose { job: "voices".into(), role: news::Role::Anchor.key().into(), step: step.into(), ..Purpose::default() }
}

/// The floor of this name.
fn floor(voice: &str, spelling: &audio::cast::Spelling) -> Result<Vec<Seat>, Failure> {
    if !audio::voices().iter().any(|known| known.id == voice) && !voice.contains('+') {
        return Err(Failure::usage(&format!("there is no voice `{voice}`"), "", "`zaowan voices list` shows them all"));
    }
    Ok(audio::cast::floor(&audio::VoiceChoice::new(voice), None, spelling)?)
}

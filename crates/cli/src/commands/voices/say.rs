//! `zaowan voices say`: the sound is written as it comes, from the first sentence on.

use super::{ConfigFile, anchor_of, config_if_there, floor, purpose};
use crate::commands::models::open_to_look;
use crate::fail::Failure;
use crate::say as print;
use audio::cast::{Patience, Rank, Seat};
use audio::talk::{SoundFormat, Talk, encoded, talk};
use futures::StreamExt;
use gateway::voice::VoiceRoute;
use news::Language;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// What is to be said.
pub(super) struct Wanted<'a> {
    pub text: &'a str,
    pub voice: &'a str,
    pub language: Option<&'a str>,
    pub pace: f32,
    pub out: &'a Path,
}

pub(super) async fn say(file: &ConfigFile, wanted: &Wanted<'_>, json: bool) -> Result<(), Failure> {
    let language = wanted.language.map(language).transpose()?;
    let asked = Talk {
        text: wanted.text.to_owned(),
        language,
        pace: wanted.pace,
        patience: Patience::default(),
        ..seats(file, wanted.voice)?
    };
    let mut bytes = encoded(talk(asked)?, SoundFormat::Wav)?;
    let is_stdout = wanted.out == Path::new("-");
    let mut n_bytes: u32 = 0;
    let mut sink: Box<dyn Write + Send> = if is_stdout {
        Box::new(std::io::stdout())
    } else {
        Box::new(std::fs::File::create(wanted.out).map_err(|error| unwritable(wanted.out, &error))?)
    };
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        n_bytes += piece.len() as u32;
        sink.write_all(&piece).and_then(|()| sink.flush()).map_err(|error| unwritable(wanted.out, &error))?;
    }
    if is_stdout {
        return Ok(());
    }
    drop(sink);
    write_length(wanted.out, n_bytes).map_err(|error| unwritable(wanted.out, &error))?;
    if json {
        print::json(&serde_json::json!({ "path": wanted.out, "bytes": n_bytes }));
    } else {
        print::out(&wanted.out.display().to_string());
    }
    Ok(())
}

/// Who speaks, and how words are said.
fn seats(file: &ConfigFile, voice: &str) -> Result<Talk, Failure> {
    let config = config_if_there(file)?;
    let spelling = config.as_ref().map(|config| newsroom::voices::spelling(&config.speech)).unwrap_or_default();
    if voice.starts_with("espeak/") {
        return Ok(Talk { seats: floor(voice, &spelling)?, spelling, ..Talk::default() });
    }
    let config = match config {
        Some(config) => config,
        None => file.load()?,
    };
    let gateway = open_to_look(&config)?;
    if let Some(anchor) = anchor_of(voice) {
        let seats = newsroom::voices::seats(&config, &gateway, anchor, &purpose("say"))?;
        return Ok(Talk { seats, spelling, ..Talk::default() });
    }
    let route: VoiceRoute = voice.parse().map_err(|why: String| {
        Failure::usage(&why, "", "write a voice of `zaowan voices list`, anchor_a, or vendor/model/voice")
    })?;
    let spoken = gateway.voice(&route, &purpose("say")).map_err(|fault| {
        Failure::usage(&format!("{route} cannot speak: {fault}"), "", "`zaowan doctor` looks at every vendor")
    })?;
    let first = Seat { voice: spoken, rank: Rank::Primary, language: None };
    Ok(Talk { seats: vec![first], spelling, ..Talk::default() })
}

fn language(tag: &str) -> Result<Language, Failure> {
    Language::parse(tag).ok_or_else(|| {
        Failure::usage(&format!("`{tag}` is not a language"), "a language is two letters", "write zh or en")
    })
}

/// The length that was not known when the file began.
fn write_length(path: &Path, n_bytes: u32) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(&n_bytes.saturating_sub(8).to_le_bytes())?;
    file.seek(SeekFrom::Start(40))?;
    file.write_all(&n_bytes.saturating_sub(44).to_le_bytes())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(&format!("cannot write {}: {error}", path.display()), "", "name another file with --out")
}

//! Who speaks and what: the floor's voices, the same made into other voices, flite's; news lines in two halves.

use super::find;
use crate::bench_truth::Data;
use anyhow::{Context, Result};
use audio::VoiceChoice;
use audio::take::{Said, Take};
use news::Language;
use std::process::Command;
use testkit::sound::{Injury, Random, as_another};

/// Voices of the floor: the first half was tuned on, the second is measured. The rendering's own voice is in neither.
const FLOOR: [[&str; 8]; 2] = [
    ["f3", "m1", "Andy", "linda", "m7", "steph", "adam", "f5"],
    ["f1", "m4", "m6", "m8", "Alicia", "paul", "ed", "zac"],
];
/// Voices of flite, another maker's, made of recordings of people (but the last); English only.
const FLITE: [[&str; 2]; 2] = [["rms", "kal16"], ["slt", "awb"]];

/// Voices of one kind that speak one language.
pub struct Group {
    pub language: Language,
    pub kind: &'static str,
    pub speakers: Vec<Speaker>,
}

/// One voice.
pub struct Speaker {
    pub name: String,
    kind: Kind,
}

enum Kind {
    Floor(VoiceChoice),
    /// The floor's voice as another speaker in another room.
    Another(VoiceChoice, u64),
    Flite(&'static str),
}

/// The groups of a half.
pub fn groups(is_tuning: bool) -> Vec<Group> {
    let half = usize::from(!is_tuning);
    let choice = |name: &str| VoiceChoice::new(format!("espeak/{name}"));
    let floor = |name: &&str| Speaker { name: (*name).to_owned(), kind: Kind::Floor(choice(name)) };
    let another = |(n, name): (usize, &&str)| {
        let seed = 100 * half as u64 + n as u64;
        Speaker { name: format!("{name} as another ({seed})"), kind: Kind::Another(choice(name), seed) }
    };
    let flite = |name: &&'static str| Speaker { name: format!("flite {name}"), kind: Kind::Flite(name) };
    let mut groups = Vec::new();
    for language in [Language::ZH, Language::EN] {
        let speakers = FLOOR[half].iter().map(floor).collect();
        groups.push(Group { language, kind: "floor", speakers });
        let speakers = FLOOR[half].iter().enumerate().map(another).collect();
        groups.push(Group { language, kind: "altered", speakers });
    }
    groups.push(Group { language: Language::EN, kind: "flite", speakers: FLITE[half].iter().map(flite).collect() });
    groups
}

impl Group {
    pub fn name(&self) -> String {
        format!("{}, {}", self.language, self.kind)
    }

    pub fn is_here(&self) -> bool {
        self.kind != "flite" || find("flite").is_some()
    }
}

impl Speaker {
    pub async fn say(&self, text: &str, language: Language) -> Result<Said> {
        let (rate_hz, samples) = match &self.kind {
            Kind::Floor(choice) => wav(&audio::say(text, language, choice).await?)?,
            Kind::Another(choice, seed) => {
                let (rate_hz, samples) = wav(&audio::say(text, language, choice).await?)?;
                as_another(&samples, rate_hz, &mut Random::new(*seed))
            }
            Kind::Flite(name) => flite(name, &audio::normalise::spoken(text, language))?,
        };
        Ok(Said { rate_hz, samples, ..Said::default() })
    }
}

fn flite(voice: &str, text: &str) -> Result<(u32, Vec<i16>)> {
    let file = tempfile::NamedTempFile::new()?;
    let output = Command::new("flite").args(["-voice", voice, "-t", text, "-o"]).arg(file.path()).output()?;
    anyhow::ensure!(output.status.success(), "flite failed");
    wav(&std::fs::read(file.path())?)
}

fn wav(bytes: &[u8]) -> Result<(u32, Vec<i16>)> {
    let rate_hz = bytes.get(24..28).context("no WAV")?.try_into().map(u32::from_le_bytes)?;
    let data = bytes.windows(4).position(|name| name == b"data").context("no sound in the WAV")? + 8;
    Ok((rate_hz, bytes[data..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()))
}

/// News lines of a half, mixed up: by a hash of the line, so that no line is in both.
pub fn lines(language: Language, is_tuning: bool) -> Result<Vec<String>> {
    let data = Data::find();
    let is_zh = language == Language::ZH;
    let outlet = if is_zh { "zh-cctv-xwlb" } else { "en-world-briefing" };
    let Some(folder) = data.path(&format!("wire/{outlet}")) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for day in std::fs::read_dir(folder)? {
        for file in std::fs::read_dir(day?.path())? {
            let path = file?.path();
            if is_zh || path.file_name().is_some_and(|name| name == "ap-news.json") {
                let rows: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(path)?)?;
                lines.extend(
                    rows.iter().filter_map(|row| row.get("text")?.as_str()).flat_map(|text| sentences(text, is_zh)),
                );
            }
        }
    }
    lines.sort_by_key(|line| hash(line));
    lines.dedup();
    lines.retain(|line| hash(line) % 2 == u64::from(!is_tuning));
    // The first lines of the measured half were once looked at.
    let n_seen = if is_tuning { 0 } else { (lines.len() / 2).min(260) };
    lines.drain(..n_seen);
    Ok(lines)
}

fn sentences(text: &str, is_zh: bool) -> Vec<String> {
    let text = text.replace('\n', if is_zh { "。" } else { " " });
    let fits = |line: &&str| {
        let n = line.chars().count();
        if is_zh { (10..=60).contains(&n) } else { (40..=200).contains(&n) && !line.contains("http") }
    };
    news::text::sentences(&text).into_iter().map(|line| line.of(&text).trim()).filter(fits).map(String::from).collect()
}

/// FNV-1a.
fn hash(line: &str) -> u64 {
    line.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The line as a voice would say it that skips the word or says it twice: the same text without it, or with it twice.
pub fn edited(text: &str, language: Language, base: &Take, word: usize, injury: Injury) -> Option<String> {
    let spoken = audio::normalise::spoken(text, language);
    let mut from = 0;
    for (n, time) in base.words.iter().enumerate() {
        let name = time.text.trim_matches(|c: char| !c.is_alphanumeric());
        let at = from + spoken[from..].find(name).filter(|_| !name.is_empty())?;
        from = at + name.len();
        if n == word {
            let twice = if language == Language::ZH { name.repeat(2) } else { format!("{name} {name}") };
            let new = if injury == Injury::CutWord { "" } else { &twice };
            return Some(format!("{}{new}{}", &spoken[..at], &spoken[from..]));
        }
    }
    None
}

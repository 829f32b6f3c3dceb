//! `zaowan doctor`: says what works here and what does not, and what to do about it.

mod channels;
mod models;
mod voices;

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use crate::table::table;
use newsroom::Config;
use serde::Serialize;
use std::path::Path;

/// Say what works here and what does not.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    config: ConfigFile,
}

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    /// `ok`; `note` or `WARN` where editions could be better; `FAIL` where something is missing that they need.
    state: &'static str,
    what: &'static str,
    detail: String,
}

impl Doctor {
    /// Exit 1 if something that an edition needs is missing.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let mut findings = Vec::new();
        match self.config.load() {
            Ok(config) => {
                findings.push(Finding {
                    state: "ok",
                    what: "configuration",
                    detail: format!(
                        "{}: {} sources, {} editions a day",
                        self.config.path().display(),
                        config.sources.len(),
                        config.editions.len()
                    ),
                });
                findings.extend(about_sources(&config));
                findings.extend(about_reader(&config));
                findings.push(folder("data folder", &config.data));
                findings.push(folder("site folder", &config.out));
                findings.push(base_url(&config));
                findings.extend(about_sound(&config));
                findings.extend(models::findings(&config).await);
                findings.extend(voices::findings(&config));
                findings.extend(channels::findings(&config));
            }
            Err(failure) => findings.push(Finding {
                state: "FAIL",
                what: "configuration",
                detail: format!("{} ({})", failure.what, failure.remedy),
            }),
        }
        findings.push(voice());
        let is_well = findings.iter().all(|finding| finding.state != "FAIL");
        if json {
            say::json(&serde_json::json!({ "well": is_well, "findings": findings }));
        } else {
            let rows: Vec<Vec<String>> = findings
                .iter()
                .map(|finding| vec![finding.state.into(), finding.what.into(), finding.detail.clone()])
                .collect();
            say::out(&table(&rows));
        }
        Ok(u8::from(!is_well))
    }
}

fn about_sources(config: &Config) -> Vec<Finding> {
    let owners: std::collections::BTreeSet<&str> = config.sources.iter().map(|source| source.owner.as_str()).collect();
    let detail = format!("{} independent owners; `zaowan source check` reads each source", owners.len());
    let state = if owners.len() < 3 { "note" } else { "ok" };
    vec![Finding { state, what: "owners", detail }]
}

/// What rules understand of the reader's wishes: whoever wrote them sees whether they were read rightly.
fn about_reader(config: &Config) -> Option<Finding> {
    let understood = config.reader.understood();
    if understood.is_empty() && config.reader.profile.is_empty() {
        return None;
    }
    if understood.is_empty() {
        let detail = "rules make nothing of the profile; write such as \"more chips, less football\"".to_owned();
        return Some(Finding { state: "note", what: "reader", detail });
    }
    Some(Finding { state: "ok", what: "reader", detail: understood.join("; ") })
}

/// Whether files can be written there: tried, not guessed from the rights.
fn folder(what: &'static str, path: &Path) -> Finding {
    let tried = std::fs::create_dir_all(path).and_then(|()| tempfile::NamedTempFile::new_in(path).map(drop));
    match tried {
        Ok(()) => Finding { state: "ok", what, detail: path.display().to_string() },
        Err(error) => Finding { state: "FAIL", what, detail: format!("{} cannot be written: {error}", path.display()) },
    }
}

fn base_url(config: &Config) -> Finding {
    match &config.base_url {
        Some(url) => Finding { state: "ok", what: "base_url", detail: url.clone() },
        None => Finding {
            state: "note",
            what: "base_url",
            detail: "not set: the site can be read, but podcast apps need publish.base_url".into(),
        },
    }
}

/// What is asked of the sound that this machine cannot make, and of the operator for labels that are turned off.
fn about_sound(config: &Config) -> Vec<Finding> {
    let label = |detail| Finding { state: "note", what: "labels", detail };
    let mut findings: Vec<Finding> = config.labels.warnings().into_iter().map(label).collect();
    if config.sound_plan.also_as.iter().any(|format| format == "m4a") && audio::find_ffmpeg().is_none() {
        let detail =
            "sound.also_as has m4a, which ffmpeg makes; it is not installed, and the format is left out".into();
        findings.push(Finding { state: "note", what: "sound", detail });
    }
    findings
}

fn voice() -> Finding {
    match audio::find_espeak() {
        Some(path) => Finding { state: "ok", what: "voice", detail: format!("espeak-ng at {}", path.display()) },
        None => Finding { state: "FAIL", what: "voice", detail: "espeak-ng is missing, editions are text only: sudo apt-get install espeak-ng (macOS: brew install espeak-ng)".into() },
    }
}

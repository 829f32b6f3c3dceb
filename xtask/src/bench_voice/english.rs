//! English as it is understood: a hundred news sentences through a recogniser, by our anchors and by plain espeak-ng.

use crate::section::Section;
use anyhow::{Context, Result};
use audio::VoiceChoice;
use news::{Anchor, Language};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const SENTENCES: &str = include_str!("../../../crates/audio/tests/data/english/sentences.txt");
const MODEL: &str = "/usr/share/pocketsphinx/model/en-us";

pub fn measure() -> Result<Section> {
    let mut section = Section::new("English through a recogniser");
    let what = "word error rate of pocketsphinx over 100 news sentences";
    let missing: Vec<&str> =
        ["pocketsphinx_batch", "sox", "espeak-ng"].into_iter().filter(|name| !runs(name)).collect();
    if !missing.is_empty() || !Path::new(MODEL).is_dir() {
        section.note_row(what, format!("not measured: {} missing", missing.join(", ")), "below plain espeak-ng");
        return Ok(section);
    }
    let plain = error_rate(&plain_espeak)?;
    section.note_row(format!("{what}, plain espeak-ng -v en-us"), format!("{plain:.1} %"), "");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for (name, anchor) in [("first", Anchor::A), ("second", Anchor::B)] {
        let choice = VoiceChoice::default_of(anchor);
        let ours = error_rate(&|text| Ok(runtime.block_on(audio::say(text, Language::EN, &choice))?))?;
        let voice = format!("{what}, our {name} anchor ({} at {})", choice.floor, choice.rate_words);
        section.row(voice, format!("{ours:.1} %"), "below plain espeak-ng", ours < plain);
    }
    section.notes = "The same written sentences, figures and all; the key is the words a newsreader says. The recogniser \
                     is old and was trained on people: only the rates of one run compare. Voice and pitch of the anchors \
                     were chosen on 18 of the sentences."
        .into();
    Ok(section)
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn plain_espeak(text: &str) -> Result<Vec<u8>> {
    let output = Command::new("espeak-ng").args(["-v", "en-us", "--stdout", "--", text]).output()?;
    Ok(output.stdout)
}

/// Speaks and recognises every sentence; words wrong, missing or too many, in percent of those of the key.
fn error_rate(speak: &dyn Fn(&str) -> Result<Vec<u8>>) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let sentences: Vec<(&str, String)> = SENTENCES.lines().filter(|line| !line.starts_with('#')).map(keyed).collect();
    let mut names = String::new();
    for (n, (written, _)) in sentences.iter().enumerate() {
        let raw = folder.path().join(format!("{n}.raw"));
        resample(&speak(written)?, &raw)?;
        names.push_str(&format!("{n}\n"));
    }
    std::fs::write(folder.path().join("names"), names)?;
    let heard = recognise(folder.path())?;
    let (mut n_wrong, mut n_words) = (0, 0);
    for (n, (_, key)) in sentences.iter().enumerate() {
        let key: Vec<&str> = key.split_whitespace().collect();
        let heard: Vec<&str> = heard.get(&n).map(|heard| heard.split_whitespace().collect()).unwrap_or_default();
        n_wrong += edits(&key, &heard);
        n_words += key.len();
    }
    Ok(100.0 * n_wrong as f64 / n_words as f64)
}

fn keyed(line: &str) -> (&str, String) {
    if let Some((written, key)) = line.split_once(" => ") {
        return (written, key.to_owned());
    }
    let letters = |c: char| c.is_ascii_alphabetic() || c == '\'' || c == ' ';
    (line, line.to_lowercase().chars().filter(|c| letters(*c)).collect())
}

fn resample(wav: &[u8], raw: &Path) -> Result<()> {
    let mut sox = Command::new("sox")
        .args(["-q", "-t", "wav", "-", "-r", "16000", "-b", "16", "-e", "signed", "-t", "raw"])
        .arg(raw)
        .args(["gain", "-n", "-6", "pad", "0.2", "0.3"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    sox.stdin.take().context("sox takes no input")?.write_all(wav)?;
    anyhow::ensure!(sox.wait()?.success() || raw.exists(), "sox failed");
    Ok(())
}

fn recognise(folder: &Path) -> Result<HashMap<usize, String>> {
    let hypotheses = folder.join("heard");
    let status = Command::new("pocketsphinx_batch")
        .args(["-adcin", "yes", "-adchdr", "0", "-cepext", ".raw", "-cepdir"])
        .arg(folder)
        .arg("-ctl")
        .arg(folder.join("names"))
        .args(["-hmm", &format!("{MODEL}/en-us"), "-lm", &format!("{MODEL}/en-us.lm.bin")])
        .args(["-dict", &format!("{MODEL}/cmudict-en-us.dict"), "-hyp"])
        .arg(&hypotheses)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    anyhow::ensure!(status.success(), "pocketsphinx_batch ended with {status}");
    // `what was heard (number score)`; a second pronunciation is written `read(2)`.
    let line = |line: &str| {
        let (heard, rest) = line.rsplit_once('(')?;
        let number = rest.split_whitespace().next()?.parse().ok()?;
        let words = heard.split_whitespace().map(|word| word.split('(').next().unwrap_or_default());
        Some((number, words.collect::<Vec<_>>().join(" ")))
    };
    Ok(std::fs::read_to_string(hypotheses)?.lines().filter_map(line).collect())
}

/// The least number of words to change, add or leave out.
fn edits(key: &[&str], heard: &[&str]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (n, word) in key.iter().enumerate() {
        let mut before = row[0];
        row[0] = n + 1;
        for (m, other) in heard.iter().enumerate() {
            let changed = before + usize::from(word != other);
            before = row[m + 1];
            row[m + 1] = changed.min(before + 1).min(row[m] + 1);
        }
    }
    row[heard.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_changes_additions_and_losses() {
        assert_eq!(edits(&["a", "b", "c"], &["a", "x", "c"]), 1);
        assert_eq!(edits(&["a", "b"], &["a", "b", "c", "d"]), 2);
        assert_eq!(edits(&["a", "b", "c"], &[]), 3);
        assert_eq!(keyed("He's 2. => he is two"), ("He's 2.", "he is two".to_owned()));
        assert_eq!(keyed("Well, no.").1, "well no");
    }
}

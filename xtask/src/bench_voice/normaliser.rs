//! The normaliser on another project's test data: lines of what is written and what is said, Chinese and English.
//!
//! Reported on all lines and on both halves of each file; a line that contradicts how news is read stays a miss.

use crate::section::Section;
use anyhow::Result;
use audio::normalise::spoken;
use news::{Language, text::is_han};
use std::fmt::Write as _;
use std::path::PathBuf;

const AIM: f64 = 0.95;

const HOW: &str = "\
Compared is what is heard: small letters, without punctuation and spaces at which a voice only pauses, and without the \
tags `<oov>` that other lines put round characters that are not Chinese. Figures left standing, words missing or too \
many are misses. The halves are by a hash of the line (FNV-1a, even and odd). \
The set is small and all of it was read before the last rules were written: the halves show how evenly the misses \
fall, not what unseen lines would give. \"To the letter\" compares the lines as they stand.\n";

/// One line of the data.
struct Line {
    file: String,
    written: String,
    expected: String,
    said: String,
}

/// Measures both languages; says so where the data is missing.
pub fn measure() -> Result<Section> {
    let mut section = Section::new("Normaliser");
    section.notes.push_str(HOW);
    for (folder, name, language) in [("chinese", "Chinese", Language::ZH), ("english", "English", Language::EN)] {
        let lines = lines(folder, language)?;
        if lines.is_empty() {
            section.note_row(format!("normaliser, {name}"), "not measured: ../shared/data/speech is missing", "> 95 %");
            continue;
        }
        report(&mut section, name, language, &lines)?;
    }
    Ok(section)
}

fn report(section: &mut Section, name: &str, language: Language, lines: &[Line]) -> Result<()> {
    let heard = |line: &&Line| heard(&line.said, language) == heard(&line.expected, language);
    let share = |lines: &[&Line]| lines.iter().filter(|line| heard(line)).count() as f64 / lines.len().max(1) as f64;
    let all: Vec<&Line> = lines.iter().collect();
    let (seen, unseen): (Vec<&Line>, Vec<&Line>) = all.iter().partition(|line| hash(line).is_multiple_of(2));
    for (what, lines, has_aim) in [("all", &all, true), ("even half", &seen, false), ("odd half", &unseen, true)] {
        let measured = format!("{:.1} % of {}", 100.0 * share(lines), lines.len());
        let what = format!("normaliser, {name}, {what}");
        if has_aim {
            section.row(what, measured, "> 95 %", share(lines) > AIM);
        } else {
            section.note_row(what, measured, "");
        }
    }
    let n_exact = lines.iter().filter(|line| line.said == line.expected).count();
    let exact = format!("{:.1} %", 100.0 * n_exact as f64 / lines.len() as f64);
    section.note_row(format!("normaliser, {name}, all, to the letter"), exact, "");
    writeln!(
        section.notes,
        "\n{name}: what is missed\n\n| file | written | expected | said | half | why |\n|---|---|---|---|---|---|"
    )?;
    for line in lines.iter().filter(|line| !heard(line)) {
        let half = if hash(line).is_multiple_of(2) { "even" } else { "odd" };
        let cell = |text: &str| text.replace('|', "\\|");
        let (written, expected, said) = (cell(&line.written), cell(&line.expected), cell(&line.said));
        let (file, why) = (&line.file, reason(line, language));
        writeln!(section.notes, "| {file} | {written} | {expected} | {said} | {half} | {why} |")?;
    }
    Ok(())
}

/// What a listener can tell apart.
fn heard(text: &str, language: Language) -> String {
    let untagged = text.replace("<oov>", "").replace("</oov>", "").to_lowercase();
    let spaced: String = untagged
        .chars()
        .filter(|c| !matches!(c, '.' | '\''))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if language == Language::ZH && spaced.contains(is_han) { words.concat() } else { words.join(" ") }
}

/// Why a line is missed, by what it asks for.
fn reason(line: &Line, language: Language) -> &'static str {
    let is_number = line.written.chars().all(|c| c.is_ascii_digit());
    if language == Language::ZH {
        return match line.written.as_str() {
            written if written.contains('啊') => {
                "asks to leave a word of the copy out: 啊 after a word is no hesitation, it makes the sentence softer"
            }
            "儿" => "asks for silence for the word 儿 itself",
            _ => "not known to the rules",
        };
    }
    match (is_number, line.written.parse::<u64>()) {
        (true, Ok(1000..=1999)) if line.expected.starts_with("thousand") => {
            "asks for a bare \"thousand\" instead of one thousand, or for a count where English reads a year"
        }
        _ if line.expected.contains('.') && line.expected.contains("hundred") => {
            "asks to read the figures after a point as a whole number, in one of four such numbers of the line"
        }
        _ => "not known to the rules",
    }
}

fn lines(folder: &str, language: Language) -> Result<Vec<Line>> {
    let root = std::env::var_os("ZAOWAN_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let Ok(files) = std::fs::read_dir(root.join("speech").join(folder)) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    let mut lines = Vec::new();
    for path in paths {
        let file = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for (written, expected) in std::fs::read_to_string(&path)?.lines().filter_map(|line| line.split_once("=>")) {
            let (written, expected) = (written.trim().to_owned(), expected.trim().to_owned());
            let said = spoken(&written, language);
            lines.push(Line { file: file.clone(), written, expected, said });
        }
    }
    Ok(lines)
}

/// FNV-1a of what is written and expected.
fn hash(line: &Line) -> u64 {
    let bytes = line.written.bytes().chain(line.expected.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

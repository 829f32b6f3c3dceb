//! The section "Programmes": ten finished programmes as other programs find them: a second meter, a second reader of
//! tags, a checker of MP3, and the floor's own sound laid over the programme's.

use super::scripts::{Plan, TEN};
use super::second::{self, Loudness};
use crate::section::Section;
use anyhow::{Context, Result};
use audio::{Encoding, Programme, Settings};
use news::{Anchor, Language, Script};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const LABEL: &str = r#"{"AIGC":{"Label":"1","ContentProducer":"bench","ProduceID":"bench-1"}}"#;

/// Measures it.
pub fn measure() -> Result<Section> {
    let mut section = Section::new("Programmes");
    if audio::find_espeak().is_none() {
        section.note_row("ten finished programmes", "not measured: espeak-ng is not installed", "");
        return Ok(section);
    }
    let folder = tempfile::tempdir()?;
    let ffmpeg = second::ffmpeg();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut tally = Tally::default();
    for (n, plan) in TEN.iter().enumerate() {
        eprintln!("  {}", plan.name);
        let script = plan.script();
        let programme = runtime.block_on(audio::produce(&script, &settings(plan, ffmpeg.clone()), &|_| {}))?;
        let made = Made { plan, script: &script, programme: &programme, path: folder.path().join(format!("{n}.mp3")) };
        std::fs::write(&made.path, &programme.mp3)?;
        for file in &programme.also_as {
            std::fs::write(made.path.with_extension(file.encoding.key()), &file.bytes)?;
        }
        tally.take(&runtime, &made, ffmpeg.as_deref())?;
    }
    tally.rows(&mut section);
    Ok(section)
}

/// The settings the sections make programmes with.
pub fn settings(plan: &Plan, ffmpeg: Option<std::path::PathBuf>) -> Settings {
    let mut settings = Settings::titled(plan.name, plan.languages[0]);
    settings.aigc = LABEL.into();
    settings.cover_png = Some(PNG.to_vec());
    settings.chapter_pictures = BTreeMap::from([(Plan::story_id(0), PNG.to_vec())]);
    settings.speaker_names = BTreeMap::from([(Anchor::A, "Ada".to_owned()), (Anchor::B, "Bo".to_owned())]);
    settings.also_as.insert(Encoding::Opus);
    if ffmpeg.is_some() {
        settings.also_as.insert(Encoding::Aac);
    }
    settings.ffmpeg = ffmpeg;
    settings
}

/// The smallest picture: one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

struct Made<'a> {
    plan: &'a Plan,
    script: &'a Script,
    programme: &'a Programme,
    path: std::path::PathBuf,
}

/// What the ten programmes gave.
#[derive(Default)]
struct Tally {
    table: String,
    meter: Vec<Loudness>,
    also: Vec<Loudness>,
    apart_lu: Vec<f64>,
    misread: Vec<String>,
    n_read: usize,
    complaints: Vec<String>,
    n_checked: usize,
    off_ms: Vec<f64>,
    /// The first reason why something could not be measured, by what.
    missing: BTreeMap<&'static str, String>,
}

impl Tally {
    fn take(&mut self, runtime: &tokio::runtime::Runtime, made: &Made<'_>, ffmpeg: Option<&Path>) -> Result<()> {
        let mut row = format!("| {} | {:.0} s |", made.plan.name, made.programme.seconds);
        match ffmpeg.context("no ffmpeg").and_then(|ffmpeg| self.listen(runtime, made, ffmpeg, &mut row)) {
            Ok(()) => {}
            Err(error) => drop(self.missing.entry("ffmpeg").or_insert(format!("{error:#}"))),
        }
        match second::read_tags(&made.path) {
            Ok(read) => {
                self.n_read += 1;
                self.misread.extend(differences(&read, made));
            }
            Err(error) => drop(self.missing.entry("mutagen").or_insert(format!("{error:#}"))),
        }
        match second::mp3val(&made.path) {
            Ok(complaints) => {
                self.n_checked += 1;
                self.complaints.extend(complaints);
            }
            Err(error) => drop(self.missing.entry("mp3val").or_insert(format!("{error:#}"))),
        }
        writeln!(self.table, "{row}")?;
        Ok(())
    }

    fn listen(
        &mut self,
        runtime: &tokio::runtime::Runtime,
        made: &Made<'_>,
        ffmpeg: &Path,
        row: &mut String,
    ) -> Result<()> {
        let heard = second::ebur128(ffmpeg, &made.path)?;
        let said = made.programme;
        write!(row, " {:.2} ({:.2}) | {:.2} ({:.2}) |", heard.lufs, said.lufs, heard.peak_db, said.true_peak_db)?;
        let apart = heard.between_speakers(&said.transcript);
        match apart {
            Some(apart) => write!(row, " {apart:.1} |")?,
            None => write!(row, " |")?,
        }
        self.apart_lu.extend(apart);
        for file in &said.also_as {
            let path = made.path.with_extension(file.encoding.key());
            let heard = second::ebur128(ffmpeg, &path)?;
            write!(row, " {:.2}, {:.2} |", heard.lufs, heard.peak_db)?;
            self.also.push(heard);
        }
        let off = second::captions_off(runtime, ffmpeg, &made.path, made.script, &said.transcript)?;
        write!(row, " {:.0} |", off.iter().copied().fold(0.0, f64::max))?;
        self.off_ms.extend(off);
        self.meter.push(heard);
        Ok(())
    }

    fn rows(self, section: &mut Section) {
        let missing = |what: &str| self.missing.get(what).map(|why| format!("not measured: {why}"));
        if let Some(why) = missing("ffmpeg") {
            section.note_row("loudness, peaks, captions by ffmpeg", why, "");
        } else {
            let span = |values: &mut dyn Iterator<Item = f64>| {
                values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
            };
            let (low, high) = span(&mut self.meter.iter().map(|heard| heard.lufs));
            let is_right = low >= -17.0 && high <= -15.0;
            section.row("MP3, loudness by ffmpeg", format!("{low:.2} to {high:.2} LUFS"), "-16 ± 1", is_right);
            let (_, peak) = span(&mut self.meter.iter().map(|heard| heard.peak_db));
            section.row("MP3, highest true peak by ffmpeg", format!("{peak:.2} dBTP"), "<= -1", peak <= -1.0);
            let (low, high) = span(&mut self.also.iter().map(|heard| heard.lufs));
            let (_, peak) = span(&mut self.also.iter().map(|heard| heard.peak_db));
            let measured = format!("{low:.2} to {high:.2} LUFS, {peak:.2} dBTP ({} files)", self.also.len());
            let is_right = low >= -17.0 && high <= -15.0 && peak <= -1.0;
            section.row("Opus and AAC, the same", measured, "-16 ± 1, <= -1", is_right);
            let (_, apart) = span(&mut self.apart_lu.iter().copied());
            let measured = format!("{apart:.2} LU at most, of {} programmes with two", self.apart_lu.len());
            section.row("speakers, short-term loudness apart", measured, "<= 2 LU", apart <= 2.0);
            let (_, off) = span(&mut self.off_ms.iter().copied());
            let measured = format!("{off:.0} ms at most, of {} lines", self.off_ms.len());
            section.row("captions, off the floor's own sound", measured, "<= 100 ms", off <= 100.0);
        }
        match missing("mutagen") {
            Some(why) => section.note_row("ID3, chapters, AIGC by mutagen", why, ""),
            None => {
                let measured = format!("{} programmes, {} differences", self.n_read, self.misread.len());
                section.row("ID3, chapters, AIGC by mutagen", measured, "0 differences", self.misread.is_empty());
            }
        }
        match missing("mp3val") {
            Some(why) => section.note_row("mp3val", why, ""),
            None => {
                let measured = format!("{} files, {} complaints", self.n_checked, self.complaints.len());
                section.row("mp3val", measured, "0 complaints", self.complaints.is_empty());
            }
        }
        section.notes = format!(
            "Ten programmes of invented news, spoken by the floor. Loudness and true peak by ffmpeg's ebur128 (ours in \
             brackets, of the file as it decodes); speakers: the medians of the short-term loudness of each, where the \
             three seconds are theirs alone; captions: each line spoken again by the floor alone and laid over the decoded \
             programme where it fits best, the distance of its beginning from the transcript's.\n\n\
             | programme | length | LUFS | dBTP | speakers, LU | opus | m4a | captions, ms |\n\
             |---|---|---|---|---|---|---|---|\n{}",
            self.table
        );
        for complaint in self.misread.iter().chain(&self.complaints).take(20) {
            let _ = writeln!(section.notes, "\n- {complaint}");
        }
    }
}

/// What the second reader found other than it was meant.
fn differences(read: &second::Tags, made: &Made<'_>) -> Vec<String> {
    let said = made.programme;
    let mut differ = Vec::new();
    let mut compare = |what: &str, read: String, meant: String| {
        if read != meant {
            differ.push(format!("{}: {what}: {read:?} where {meant:?} was meant", made.plan.name));
        }
    };
    compare("title", read.title.clone(), made.plan.name.to_owned());
    compare("AIGC", read.aigc.clone(), LABEL.to_owned());
    let chapters =
        |list: &mut dyn Iterator<Item = (u64, String)>| list.map(|(at, title)| format!("{at} {title}\n")).collect();
    compare(
        "chapters",
        chapters(&mut read.chapters.iter().map(|chapter| (chapter.0, chapter.1.clone()))),
        chapters(&mut said.chapters.iter().map(|chapter| (chapter.start_ms, chapter.title.clone()))),
    );
    compare("table of contents", read.n_contents.to_string(), said.chapters.len().to_string());
    compare("pictures", format!("{} {}", read.n_pictures, read.n_chapter_pictures), "1 1".to_owned());
    for file in &said.also_as {
        let label = if file.encoding == Encoding::Opus { &read.opus } else { &read.m4a };
        compare(file.encoding.key(), label.clone(), LABEL.to_owned());
    }
    if made.plan.languages.contains(&Language::ZH) && said.transcript.is_empty() {
        differ.push("no transcript".into());
    }
    differ
}

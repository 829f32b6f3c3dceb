//! A mastered programme as AAC in MP4 (`.m4a`), by the ffmpeg program where one is installed.
//!
//! MP4 drops what it does not know: the label goes in `AIGC` with the flag that keeps it, and in the comment too.

use super::heard::{Heard, PEAK_LIMIT_DB};
use super::marks::Comments;
use crate::Error;
use crate::mix::{Mastered, RATE_HZ};
use news::edition::Chapter;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a format of two channels has: Apple recommends 128 kb/s.
const BITS: &str = "128k";
const MOST_ROUNDS: usize = 3;

/// Encodes the programme with marks and chapters, reads them back, decodes it and turns it down where peaks are too high.
///
/// Errors: `Encode` if ffmpeg fails or the file does not read back as it was meant.
pub(super) fn encode(
    programme: &Mastered,
    comments: &Comments,
    chapters: &[Chapter],
    ffmpeg: &Path,
) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir().map_err(|error| failed(format!("no folder to write in: {error}")))?;
    let path = folder.path().join("bulletin.m4a");
    let marks = folder.path().join("marks.txt");
    let disk = |error: std::io::Error| failed(format!("{error}"));
    std::fs::write(&marks, ffmetadata(comments, chapters)).map_err(disk)?;
    let mut ceiling = programme.ceiling;
    for _ in 0..MOST_ROUNDS {
        write(programme, ceiling, ffmpeg, &marks, &path)?;
        let over_db = hear(ffmpeg, &path)?.peak_db()? - PEAK_LIMIT_DB;
        if over_db <= 0.0 {
            verify(ffmpeg, &path, comments)?;
            return std::fs::read(&path).map_err(disk);
        }
        ceiling *= 10_f64.powf(-(over_db + 0.2) / 20.0) as f32;
    }
    Err(failed("its peaks stay above -1 dBTP".into()))
}

fn failed(why: String) -> Error {
    Error::Encode(format!("the m4a file: {why}"))
}

fn command(ffmpeg: &Path) -> Command {
    let mut command = Command::new(ffmpeg);
    command.args(["-hide_banner", "-loglevel", "error", "-y"]).stderr(Stdio::null());
    command
}

fn write(programme: &Mastered, ceiling: f32, ffmpeg: &Path, marks: &Path, path: &Path) -> Result<(), Error> {
    let rate = RATE_HZ.to_string();
    let mut child = command(ffmpeg)
        .args(["-f", "f32le", "-ar", &rate, "-ac", "2", "-i", "pipe:0", "-f", "ffmetadata", "-i"])
        .arg(marks)
        .args(["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c:a", "aac", "-b:a", BITS])
        .args(["-fflags", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart+use_metadata_tags"])
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("ffmpeg cannot be run: {error}")))?;
    let told = feed(programme, ceiling, &mut child);
    let ended = child.wait().map_err(|error| failed(format!("ffmpeg was lost: {error}")))?;
    told?;
    if ended.success() { Ok(()) } else { Err(failed(format!("ffmpeg ended with {ended}"))) }
}

fn feed(programme: &Mastered, ceiling: f32, child: &mut Child) -> Result<(), Error> {
    let Some(mut pipe) = child.stdin.take() else { return Err(failed("ffmpeg takes nothing in".into())) };
    let mut bytes = Vec::new();
    for part in &programme.parts {
        programme.play(part, ceiling, |frames| {
            bytes.clear();
            bytes.extend(frames.as_flattened().iter().flat_map(|value| value.to_le_bytes()));
            pipe.write_all(&bytes).map_err(|error| failed(format!("ffmpeg stopped listening: {error}")))
        })?;
    }
    Ok(())
}

fn hear(ffmpeg: &Path, path: &Path) -> Result<Heard, Error> {
    let mut child = command(ffmpeg)
        .arg("-i")
        .arg(path)
        .args(["-map", "0:a", "-f", "f32le", "-ac", "2", "pipe:1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("ffmpeg cannot be run: {error}")))?;
    let mut heard = Heard::new(RATE_HZ)?;
    let Some(mut pipe) = child.stdout.take() else { return Err(failed("ffmpeg gives nothing out".into())) };
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).map_err(|error| failed(format!("ffmpeg stopped: {error}")))?;
    let ended = child.wait().map_err(|error| failed(format!("ffmpeg was lost: {error}")))?;
    let samples: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    if !ended.success() || samples.is_empty() {
        return Err(failed("it cannot be decoded again".into()));
    }
    heard.add(&samples)?;
    Ok(heard)
}

/// The marks as ffmpeg reads them. The comment carries the label too: players that know no `AIGC` show it.
fn ffmetadata(comments: &Comments, chapters: &[Chapter]) -> String {
    let mut text = String::from(";FFMETADATA1\n");
    for (name, value) in meant(comments) {
        let _ = writeln!(text, "{name}={}", escaped(&value));
    }
    for chapter in chapters {
        let (start, end, title) = (chapter.start_ms, chapter.end_ms, escaped(&chapter.title));
        let _ = writeln!(text, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}");
    }
    text
}

fn meant(comments: &Comments) -> Vec<(&'static str, String)> {
    let value = |name: &str| comments.get(name).unwrap_or_default().to_owned();
    let mut fields = vec![
        ("title", value("TITLE")),
        ("artist", value("ARTIST")),
        ("album", value("ALBUM")),
        ("date", value("DATE")),
        ("genre", value("GENRE")),
        ("comment", format!("{} {}", value("COMMENT"), value("AIGC")).trim().to_owned()),
        ("AIGC", value("AIGC")),
    ];
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '=' | ';' | '#' | '\\' | '\n') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// Nothing is taken for written that was not read.
fn verify(ffmpeg: &Path, path: &Path, comments: &Comments) -> Result<(), Error> {
    let read = command(ffmpeg).arg("-i").arg(path).args(["-f", "ffmetadata", "pipe:1"]).stdin(Stdio::null()).output();
    let read = read.map_err(|error| failed(format!("ffmpeg cannot be run: {error}")))?;
    let text = String::from_utf8_lossy(&read.stdout);
    for (name, value) in meant(comments) {
        let line = format!("{name}={}", escaped(&value));
        if !text.split('\n').any(|read| read.eq_ignore_ascii_case(&line) || read == line) {
            return Err(failed(format!("{name} does not read back as it was written")));
        }
    }
    Ok(())
}

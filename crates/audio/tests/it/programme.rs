//! A whole programme through the one door, with the real espeak-ng; skipped with a word where it is missing.

use audio::{Error, Programme, Progress, Settings, VoiceChoice, captions, find_espeak, produce, say};
use id3::TagLike;
use news::{Anchor, Cue, CueKind, Language, Script, StoryId};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

fn settings() -> Settings {
    Settings {
        artist: "早晚".into(),
        album: "Zaowan".into(),
        date: "2026-02-10".into(),
        cover_png: Some(vec![0x89, b'P', b'N', b'G', 1, 2, 3]),
        chapter_titles: BTreeMap::from([(StoryId::of("one"), "央行降准".to_owned())]),
        aigc: r#"{"AIGC":{"Label":"1"}}"#.into(),
        comment: "本节目由人工智能生成合成。".into(),
        speaker_names: BTreeMap::from([(Anchor::A, "晓早".to_owned()), (Anchor::B, "Evan".to_owned())]),
        ..Settings::titled("早晚 2026年2月10日早间", Language::ZH)
    }
}

fn cue(anchor: Anchor, language: Language, text: &str, kind: CueKind, pause_ms: u32) -> Cue {
    Cue { anchor, language, text: text.into(), kind, pause_ms, overlap_ms: 0, marks: Vec::new() }
}

fn script() -> Script {
    let (one, two) = (StoryId::of("one"), StoryId::of("two"));
    let (zh, en) = (Language::ZH, Language::EN);
    let body = |story: &StoryId, sentence| CueKind::Body { story: story.clone(), sentence };
    Script {
        cues: vec![
            cue(Anchor::A, zh, "以下内容由人工智能生成合成。", CueKind::Label, 500),
            cue(Anchor::A, zh, "早上好，今天是2026年2月10日，星期二。", CueKind::Opening, 600),
            cue(Anchor::A, zh, "央行宣布降准0.5个百分点", CueKind::Headline { story: one.clone() }, 450),
            cue(
                Anchor::A,
                zh,
                "中国人民银行行长周二宣布，自2月15日起下调存款准备金率0.5个百分点。",
                body(&one, 0),
                350,
            ),
            cue(Anchor::B, zh, "OpenAI与DeepSeek等公司的股价上涨3.2%，重庆银行涨停。", body(&one, 1), 350),
            cue(Anchor::B, en, "Now to Washington.", CueKind::Transition { to: two.clone() }, 300),
            cue(Anchor::B, en, "Senate agrees on a $1.2bn bill", CueKind::Headline { story: two.clone() }, 450),
            cue(Anchor::A, en, "The Senate & the House agreed on Feb. 10, 2026, officials said.", body(&two, 0), 5000),
            cue(Anchor::B, en, "The vote was 51-49, and NASA keeps 5% of it.", body(&two, 1), 400),
            cue(Anchor::A, zh, "🎉", CueKind::Closing, 400),
            cue(Anchor::A, zh, "感谢收听，我们晚上再见。", CueKind::Closing, 0),
        ],
    }
}

async fn programme(script: &Script) -> Option<Programme> {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return None;
    }
    Some(produce(script, &settings(), &|_| {}).await.unwrap())
}

/// What ffmpeg hears, mono at the takes' rate; `None` where it is not installed.
fn decoded(mp3: &[u8], filter: &str) -> Option<(Vec<u8>, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("programme.mp3");
    std::fs::write(&path, mp3).unwrap();
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-nostdin", "-i"]).arg(&path).args(["-af", filter]);
    let output = run_raw(&mut command)?;
    Some((output.stdout, String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn run_raw(command: &mut Command) -> Option<std::process::Output> {
    match command.args(["-f", "s16le", "-ac", "2", "-"]).output() {
        Ok(output) => Some(output),
        Err(_) => {
            println!("skipped in part: ffmpeg is not installed");
            None
        }
    }
}

#[tokio::test]
async fn a_programme_is_as_loud_as_podcasts_are_and_stays_so_in_the_file() {
    let Some(programme) = programme(&script()).await else { return };
    assert!((programme.lufs + 16.0).abs() <= 1.0, "{} LUFS", programme.lufs);
    assert!(programme.true_peak_db <= -1.0, "{} dBTP", programme.true_peak_db);
    let Some((_, log)) = decoded(&programme.mp3, "ebur128=peak=true") else { return };
    let last = |name: &str| -> f64 {
        let line = log.lines().rev().find(|line| line.trim_start().starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    assert!((last("I:") + 16.0).abs() <= 1.0, "{} LUFS decoded", last("I:"));
    assert!(last("Peak:") <= -1.0, "{} dBTP decoded", last("Peak:"));
}

#[tokio::test]
async fn chapters_follow_the_stories_and_the_tags_say_so() {
    let Some(programme) = programme(&script()).await else { return };
    let titles: Vec<&str> = programme.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["开场", "央行降准", "Senate agrees on a $1.2bn bill", "结束语"]);
    let ends: Vec<u64> = programme.chapters.iter().map(|chapter| chapter.end_ms).collect();
    let starts: Vec<u64> = programme.chapters.iter().map(|chapter| chapter.start_ms).collect();
    assert_eq!(starts[0], 0);
    assert_eq!(starts[1..], ends[..3]);
    assert_eq!(ends[3], (programme.seconds * 1000.0) as u64);

    let tag = id3::Tag::read_from2(std::io::Cursor::new(&programme.mp3)).unwrap();
    let marks: Vec<u64> = tag.chapters().map(|chapter| u64::from(chapter.start_time)).collect();
    assert_eq!(marks, starts);
    assert_eq!(tag.tables_of_contents().next().unwrap().elements, ["ch0", "ch1", "ch2", "ch3"]);
    assert_eq!((tag.title(), tag.artist()), (Some("早晚 2026年2月10日早间"), Some("早晚")));
    let aigc = tag.extended_texts().find(|text| text.description == "AIGC").unwrap();
    assert_eq!(aigc.value, r#"{"AIGC":{"Label":"1"}}"#);
    assert_eq!(tag.pictures().next().unwrap().data, settings().cover_png.unwrap());
    assert_eq!(tag.comments().next().unwrap().text, "本节目由人工智能生成合成。");
}

#[tokio::test]
async fn every_line_is_heard_where_the_transcript_says_and_no_gap_is_long() {
    let Some(programme) = programme(&script()).await else { return };
    let lines = &programme.transcript;
    assert_eq!(lines.len(), 10, "the line without words is left out");
    assert_eq!(programme.checks, ["nothing to say, left out: 🎉"]);
    assert_eq!((lines[4].speaker.as_str(), lines[4].sentence), ("Evan", Some(1)));
    assert_eq!(lines[4].text, "OpenAI与DeepSeek等公司的股价上涨3.2%，重庆银行涨停。");
    let gaps: Vec<u64> = lines.windows(2).map(|pair| pair[1].start_ms - pair[0].end_ms).collect();
    assert!(gaps.iter().all(|gap| (200..=1500).contains(gap)), "{gaps:?}");

    let Some((pcm, _)) = decoded(&programme.mp3, "anull") else { return };
    let rate = 44_100;
    assert!((pcm.len() as f64 / 4.0 / f64::from(rate) - programme.seconds).abs() < 0.05, "{} bytes", pcm.len());
    let frame = |ms: u64| ms as usize * rate as usize / 1000 * 4;
    let level = |from: u64, to: u64| {
        let samples = pcm[frame(from)..frame(to)].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let (sum, n) = samples.fold((0.0, 0.0), |(sum, n), s| (sum + f64::from(s).powi(2), n + 1.0));
        (sum / n).sqrt()
    };
    for (n, line) in lines.iter().enumerate() {
        assert!(level(line.start_ms, line.end_ms) > 1000.0, "line {n} is not heard");
    }
    // The pause inside the second story, where neither theme nor sting sounds.
    let quiet = (lines[7].end_ms + 150, lines[8].start_ms - 150);
    assert!(level(quiet.0, quiet.1) < 20.0, "the pause is not quiet");
}

#[tokio::test]
async fn the_same_script_gives_the_same_bytes() {
    let Some(first) = programme(&script()).await else { return };
    let Some(second) = programme(&script()).await else { return };
    assert!(first.mp3 == second.mp3);
}

#[tokio::test]
async fn progress_counts_every_line_and_names_every_stage() {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let seen = std::sync::Mutex::new(Vec::new());
    produce(&script(), &settings(), &|progress| seen.lock().unwrap().push(progress)).await.unwrap();
    let mut expected: Vec<Progress> = (1..=10).map(|done| Progress::Spoken { done, of: 10 }).collect();
    expected.extend([Progress::Mixing, Progress::Encoding]);
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn without_espeak_the_error_says_how_to_get_it() {
    let settings = Settings { espeak: Some(PathBuf::from("/nonexistent/espeak-ng")), ..settings() };
    let error = produce(&script(), &settings, &|_| {}).await.unwrap_err();
    assert!(matches!(error, Error::NoVoice));
    assert!(error.to_string().contains("sudo apt-get install espeak-ng"));
}

#[tokio::test]
async fn the_anchors_sound_different_in_both_languages() {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let spanish = Language::parse("es").unwrap();
    for (text, language) in
        [("重庆银行行长", Language::ZH), ("The central bank", Language::EN), ("El banco central", spanish)]
    {
        let mut sounds = Vec::new();
        for anchor in [Anchor::A, Anchor::B] {
            let wav = say(text, language, &VoiceChoice::default_of(anchor)).await.unwrap();
            assert_eq!(&wav[..4], b"RIFF");
            assert_eq!(wav.len(), 8 + u32::from_le_bytes(wav[4..8].try_into().unwrap()) as usize);
            sounds.push(wav);
        }
        assert_ne!(sounds[0], sounds[1]);
    }
}

#[tokio::test]
async fn the_label_is_spoken_as_slowly_as_its_standard_asks() {
    let Some(programme) = programme(&script()).await else { return };
    let label = &programme.transcript[0];
    let n_characters = label.text.chars().filter(|c| news::text::is_han(*c)).count() as f64;
    let a_minute = n_characters / (label.end_ms - label.start_ms) as f64 * 60_000.0;
    assert!((120.0..=160.0).contains(&a_minute), "{a_minute} characters a minute");
}

#[tokio::test]
async fn a_language_without_a_voice_fails_and_an_accent_without_one_does_not() {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let error = say("Hello there.", Language::parse("xx").unwrap(), &VoiceChoice::new("espeak/f3")).await.unwrap_err();
    assert!(matches!(&error, Error::VoiceFailed { voice, .. } if voice == "espeak/en-us"), "{error}");
    let wav = say("Hello there.", Language::EN, &VoiceChoice::new("espeak/en-zz+f3")).await.unwrap();
    assert!(wav.len() > 20_000);
}

/// A program in the place of espeak-ng: it speaks with the real one, but fails as the script says.
#[cfg(unix)]
fn faulty_espeak(folder: &std::path::Path, fault: &str) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let Some(real) = find_espeak() else {
        println!("skipped: espeak-ng is not installed");
        return None;
    };
    let path = folder.join("espeak-ng");
    std::fs::write(&path, format!("#!/bin/sh\n{}\n", fault.replace("REAL", &real.display().to_string()))).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    Some(path)
}

#[cfg(unix)]
#[tokio::test]
async fn a_line_its_variant_cannot_speak_is_spoken_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let fault = r#"case "$2" in *m6) exit 1;; esac; exec REAL "$@""#;
    let Some(espeak) = faulty_espeak(folder.path(), fault) else { return };
    let settings = Settings { espeak: Some(espeak), ..settings() };
    let programme = produce(&script(), &settings, &|_| {}).await.unwrap();
    assert_eq!(programme.transcript.len(), 10);
    let refused = programme.checks.iter().filter(|check| check.starts_with("espeak/m6 did not say it")).count();
    assert_eq!(refused, 8, "{:?}", programme.checks);
    let plain: Vec<usize> =
        programme.lines.iter().filter(|line| line.voice == "espeak/en-us").map(|line| line.cue).collect();
    assert_eq!(plain, [4, 5, 6, 8]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_voice_that_cuts_every_line_short_makes_no_programme() {
    let folder = tempfile::tempdir().unwrap();
    let Some(espeak) = faulty_espeak(folder.path(), r#"REAL "$@" | head -c 9000"#) else { return };
    let settings = Settings { espeak: Some(espeak), ..settings() };
    let error = produce(&script(), &settings, &|_| {}).await.unwrap_err();
    assert!(matches!(&error, Error::VoiceFailed { why, .. } if why.contains("were expected")), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn one_lost_line_in_many_is_left_out_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let fault = r#"text=$(cat); case "$text" in *Washington*) exit 1;; esac; printf %s "$text" | REAL "$@""#;
    let Some(espeak) = faulty_espeak(folder.path(), fault) else { return };
    let settings = Settings { espeak: Some(espeak), ..settings() };
    let mut cues = script().cues;
    let body = cues[3].clone();
    cues.splice(4..4, std::iter::repeat_n(body, 12));
    let programme = produce(&Script { cues }, &settings, &|_| {}).await.unwrap();
    assert_eq!(programme.transcript.len(), 21);
    assert!(programme.checks.contains(&"could not be spoken, left out: Now to Washington.".to_owned()));
}

/// Times a programme of six minutes; its file is kept where `ZAOWAN_BENCH_OUT` says.
#[tokio::test]
#[ignore = "a bench: run it in release"]
async fn bench_of_a_six_minute_programme() {
    let mut cues = script().cues;
    let middle: Vec<Cue> = cues[2..9].to_vec();
    for n in 0..10 {
        let id = |story: &StoryId| StoryId::of(&format!("{story}{n}"));
        let renamed = middle.iter().cloned().map(|mut cue| {
            cue.kind = match cue.kind {
                CueKind::Headline { story } => CueKind::Headline { story: id(&story) },
                CueKind::Body { story, sentence } => CueKind::Body { story: id(&story), sentence },
                CueKind::Transition { to } => CueKind::Transition { to: id(&to) },
                other => other,
            };
            cue
        });
        let at = cues.len() - 2;
        cues.splice(at..at, renamed);
    }
    let start = std::time::Instant::now();
    let stamps = std::sync::Mutex::new(Vec::new());
    let stamp = |progress: Progress| {
        if !matches!(progress, Progress::Spoken { done, of } if done < of) {
            stamps.lock().unwrap().push(format!("{progress:?} at {:?}", start.elapsed()));
        }
    };
    let programme = produce(&Script { cues }, &settings(), &stamp).await.unwrap();
    println!("{:#?}", stamps.lock().unwrap());
    println!(
        "{:.0} s of sound in {:?}: {:.2} LUFS, {:.2} dBTP, {} bytes, {} checks",
        programme.seconds,
        start.elapsed(),
        programme.lufs,
        programme.true_peak_db,
        programme.mp3.len(),
        programme.checks.len()
    );
    let lines: String = captions::srt(&programme.transcript);
    if let Ok(path) = std::env::var("ZAOWAN_BENCH_OUT") {
        std::fs::write(&path, &programme.mp3).unwrap();
        std::fs::write(format!("{path}.srt"), lines).unwrap();
    }
}

/// Speaks every line of a file and prints what the take checks found: `ZAOWAN_LINES=file.txt`.
#[tokio::test]
#[ignore = "a tool for listening over"]
async fn print_the_checks_of_a_file() {
    let Ok(path) = std::env::var("ZAOWAN_LINES") else {
        println!("ZAOWAN_LINES is not set, so nothing is listened over");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let mut cues: Vec<Cue> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let anchor = if n % 2 == 0 { Anchor::A } else { Anchor::B };
        let kind = CueKind::Body { story: StoryId::of("lines"), sentence: n };
        cues.push(cue(anchor, news::text::language_of(line), line, kind, 300));
    }
    let programme = produce(&Script { cues }, &settings(), &|_| {}).await.unwrap();
    println!("{} lines in {:.0} s", programme.transcript.len(), programme.seconds);
    println!("{:.2} LUFS, {:.2} dBTP", programme.lufs, programme.true_peak_db);
    println!("{}", programme.checks.join("\n"));
    for line in &programme.transcript {
        let seconds = (line.end_ms - line.start_ms) as f64 / 1000.0;
        let expected = audio::spoken_seconds(&line.text, line.language);
        println!("{seconds:6.2} s, {:.2} of the estimate: {}", seconds / expected, line.text);
    }
    if let Ok(path) = std::env::var("ZAOWAN_BENCH_OUT") {
        std::fs::write(&path, &programme.mp3).unwrap();
    }
}

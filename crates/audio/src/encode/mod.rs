//! A mastered programme as files: MP3 always, Opus and AAC where they are asked for; each is decoded again and measured,
//! and what is written of its label is read back from the finished bytes.

mod aac;
mod heard;
mod marks;
mod mp3;
mod opus;
mod playable;

pub(crate) use mp3::{Delivered, deliver, encode_stretch};
pub use playable::seconds_of_mp3;

use crate::mix::{Mastered, side_by_side};
use crate::{Error, Settings};
use marks::Comments;
use news::edition::Chapter;
use std::path::PathBuf;

/// A format beside MP3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// Opus in Ogg, 64 kb/s.
    Opus,
    /// AAC in MP4, 128 kb/s; made by ffmpeg, so only where it is installed.
    Aac,
}

impl Encoding {
    /// As the configuration has it, and as the file's name ends.
    pub fn key(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::Aac => "m4a",
        }
    }

    /// The media type of the file.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Opus => "audio/ogg; codecs=opus",
            Self::Aac => "audio/mp4",
        }
    }
}

/// A finished file beside the MP3, with its label in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoAs {
    /// Which format.
    pub encoding: Encoding,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Makes the formats that are asked for beside MP3; one that fails is left out, with a word on why.
pub(crate) fn also_as(programme: &Mastered, settings: &Settings, chapters: &[Chapter]) -> (Vec<AlsoAs>, Vec<String>) {
    let comments = Comments::of(settings, chapters);
    let asked: Vec<Encoding> = settings.also_as.iter().copied().collect();
    let make = |encoding: &Encoding| {
        let made = match encoding {
            Encoding::Opus => opus::encode(programme, &comments),
            Encoding::Aac => {
                let missing = || Error::Encode("the m4a file: ffmpeg is not installed".into());
                let ffmpeg = settings.ffmpeg.clone().or_else(find_ffmpeg).ok_or_else(missing);
                ffmpeg.and_then(|ffmpeg| aac::encode(programme, &comments, chapters, &ffmpeg))
            }
        };
        // A format that fails is no reason to lose the others.
        Ok(made.map(|bytes| AlsoAs { encoding: *encoding, bytes }))
    };
    let made = side_by_side(&asked, make).unwrap_or_else(|error| vec![Err(error)]);
    let (mut files, mut notes) = (Vec::new(), Vec::new());
    for made in made {
        match made {
            Ok(file) => files.push(file),
            Err(error) => notes.push(format!("left out: {error}")),
        }
    }
    (files, notes)
}

/// The ffmpeg program on PATH.
pub fn find_ffmpeg() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join("ffmpeg")).find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::{Mix, Placed, RATE_HZ, master};
    use news::Language;
    use std::collections::BTreeSet;

    fn programme() -> Mastered {
        let tone = |n: usize| ((n as f64 * 0.05).sin() * 9000.0) as i16;
        let samples = (0..RATE_HZ * 5).map(tone).collect();
        let n_frames = RATE_HZ * 6 + 123;
        master(Mix { voices: vec![Placed { at: 4000, samples, gain: 1.0 }], clips: Vec::new(), n_frames }).unwrap()
    }

    fn settings(also_as: &[Encoding]) -> Settings {
        let mut settings = Settings::titled("早晚 2026-02-10", Language::ZH);
        settings.comment = "本节目由人工智能生成合成。".into();
        settings.aigc = r#"{"AIGC":{"Label":"1","ContentProducer":"x"}}"#.into();
        settings.also_as = also_as.iter().copied().collect();
        settings
    }

    fn chapters() -> Vec<Chapter> {
        vec![Chapter { start_ms: 0, end_ms: 6000, title: "开场; a=b".into(), story: None, img: None }]
    }

    #[test]
    fn an_opus_file_is_as_long_as_the_programme_and_carries_its_label() {
        let (files, notes) = also_as(&programme(), &settings(&[Encoding::Opus]), &chapters());
        assert_eq!((files.len(), notes), (1, Vec::new()));
        let mut reader = opus_pure::OggOpusReader::new(std::io::Cursor::new(&files[0].bytes)).unwrap();
        assert_eq!(reader.tags().get("AIGC"), Some(r#"{"AIGC":{"Label":"1","ContentProducer":"x"}}"#));
        assert_eq!(reader.tags().get("CHAPTER000NAME"), Some("开场; a=b"));
        let (head, mut last) = (reader.head().clone(), 0);
        while let Some(packet) = reader.read_packet().unwrap() {
            last = packet.page_granule;
        }
        let meant = (programme().mix.n_frames as f64 * 48_000.0 / 44_100.0).ceil() as i64;
        assert_eq!(last - i64::from(head.pre_skip), meant);
        let again = also_as(&programme(), &settings(&[Encoding::Opus]), &chapters()).0;
        assert!(again == files, "the same programme gives the same bytes");
    }

    #[test]
    fn a_format_that_cannot_be_made_is_left_out_and_told() {
        let mut settings = settings(&[Encoding::Opus, Encoding::Aac]);
        settings.ffmpeg = Some("/nonexistent/ffmpeg".into());
        let (files, notes) = also_as(&programme(), &settings, &chapters());
        assert_eq!(files.iter().map(|file| file.encoding).collect::<BTreeSet<_>>(), BTreeSet::from([Encoding::Opus]));
        assert_eq!(notes.len(), 1);
        assert!(notes[0].starts_with("left out: the sound file could not be made: the m4a file: ffmpeg cannot be run"));
    }

    #[test]
    fn an_m4a_file_keeps_the_label_that_mp4_would_drop() {
        if find_ffmpeg().is_none() {
            println!("skipped: ffmpeg is not installed");
            return;
        }
        let (files, notes) = also_as(&programme(), &settings(&[Encoding::Aac]), &chapters());
        assert_eq!((files.len(), notes), (1, Vec::new()));
        let holds = |what: &str| files[0].bytes.windows(what.len()).any(|bytes| bytes == what.as_bytes());
        assert!(holds(r#"{"AIGC":{"Label":"1","ContentProducer":"x"}}"#) && holds("开场; a=b"));
    }
}

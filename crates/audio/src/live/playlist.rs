//! The HLS playlist of a live programme, and its segments: MP3 with a time stamp before it ("packed audio").
//!
//! Source: RFC 8216, 3.4 and 4.3; the list is an EVENT, to which segments are only added, until ENDLIST ends it.

use crate::mix::RATE_HZ;
use crate::{Error, Settings};
use id3::frame::{ExtendedText, Private};
use id3::{Encoder, Tag, TagLike, Version};
use std::fmt::Write;

/// No segment is longer than this.
pub(super) const TARGET_SECONDS: usize = 30;
/// Ticks a second of the time stamps.
const CLOCK_HZ: u64 = 90_000;
/// Time stamps have 33 bits.
const CLOCK_MASK: u64 = (1 << 33) - 1;

/// A file of the live programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// `live.m3u8`, or a segment's name in it.
    pub name: String,
    /// The whole file; one of the same name takes its place.
    pub bytes: Vec<u8>,
}

/// What has been written so far.
#[derive(Debug, Default)]
pub(super) struct Playlist {
    /// How many samples each segment holds.
    segments: Vec<usize>,
    is_ended: bool,
}

impl Playlist {
    /// Adds a segment; its file.
    pub(super) fn segment(&mut self, mp3: &[u8], n_frames: usize, settings: &Settings) -> Result<Piece, Error> {
        let before: u64 = self.segments.iter().map(|n| *n as u64).sum();
        let ticks = (before * CLOCK_HZ / RATE_HZ as u64) & CLOCK_MASK;
        let mut tag = Tag::with_version(Version::Id3v24);
        tag.add_frame(Private {
            owner_identifier: "com.apple.streaming.transportStreamTimestamp".into(),
            private_data: ticks.to_be_bytes().to_vec(),
        });
        if !settings.aigc.is_empty() {
            tag.add_frame(ExtendedText { description: "AIGC".into(), value: settings.aigc.clone() });
        }
        let mut bytes = Vec::with_capacity(mp3.len() + 512);
        let failed = |error: id3::Error| Error::Encode(format!("tags could not be written: {error}"));
        Encoder::new().version(Version::Id3v24).padding(0).encode(&tag, &mut bytes).map_err(failed)?;
        bytes.extend_from_slice(mp3);
        self.segments.push(n_frames);
        Ok(Piece { name: name(self.segments.len() - 1), bytes })
    }

    /// No segment follows.
    pub(super) fn end(&mut self) {
        self.is_ended = true;
    }

    /// The list as it is now.
    pub(super) fn piece(&self) -> Piece {
        let mut text = format!(
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:{TARGET_SECONDS}\n#EXT-X-MEDIA-SEQUENCE:0\n\
             #EXT-X-PLAYLIST-TYPE:EVENT\n"
        );
        for (n, n_frames) in self.segments.iter().enumerate() {
            let _ = writeln!(text, "#EXTINF:{:.5},\n{}", *n_frames as f64 / RATE_HZ as f64, name(n));
        }
        if self.is_ended {
            text.push_str("#EXT-X-ENDLIST\n");
        }
        Piece { name: "live.m3u8".into(), bytes: text.into_bytes() }
    }
}

fn name(n: usize) -> String {
    format!("live-{n:04}.mp3")
}

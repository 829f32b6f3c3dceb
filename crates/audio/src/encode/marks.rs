//! What a file says of itself beside its sound, for carriers of names and values.

use crate::Settings;
use news::edition::Chapter;

/// Names and values, in order.
pub(crate) struct Comments(pub(super) Vec<(String, String)>);

impl Comments {
    /// As Vorbis comments have it, with the chapters of `CHAPTERxxx`.
    pub(crate) fn of(settings: &Settings, chapters: &[Chapter]) -> Self {
        let fields = [
            ("TITLE", settings.title.clone()),
            ("ARTIST", settings.artist.clone()),
            ("ALBUM", settings.album.clone()),
            ("DATE", settings.date.clone()),
            ("LANGUAGE", settings.language.to_string()),
            ("GENRE", "News".to_owned()),
            ("COMMENT", settings.comment.clone()),
            ("AIGC", settings.aigc.clone()),
        ];
        let mut comments: Vec<(String, String)> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.into(), value))
            .collect();
        for (n, chapter) in chapters.iter().enumerate() {
            comments.push((format!("CHAPTER{n:03}"), clock(chapter.start_ms)));
            comments.push((format!("CHAPTER{n:03}NAME"), chapter.title.clone()));
        }
        Self(comments)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn clock(ms: u64) -> String {
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

//! ID3 tags: what the file is, its chapters, its label as made by AI. What is written is read back and compared.

use crate::{Error, Settings};
use id3::frame::{Chapter as ChapterFrame, Comment, ExtendedText, Picture, PictureType, TableOfContents};
use id3::{Encoder, Frame, Tag, TagLike, Version};
use news::Language;
use news::edition::Chapter;

/// "No byte offset": only the times of a chapter count.
const NO_OFFSET: u32 = u32::MAX;

/// A table of contents holds no more than this.
const MAX_CHAPTERS: usize = 255;

/// Puts the tags before the sound and proves that they read back as they were meant.
pub(crate) fn tagged(mp3: &[u8], settings: &Settings, chapters: &[Chapter], seconds: f64) -> Result<Vec<u8>, Error> {
    let tag = tag(settings, chapters, seconds);
    let mut file = Vec::with_capacity(mp3.len() + 64 * 1024);
    let failed = |error: id3::Error| Error::Encode(format!("tags could not be written: {error}"));
    Encoder::new().version(Version::Id3v24).padding(0).encode(&tag, &mut file).map_err(failed)?;
    file.extend_from_slice(mp3);
    verify(&file, &tag)?;
    Ok(file)
}

fn tag(settings: &Settings, chapters: &[Chapter], seconds: f64) -> Tag {
    let mut tag = Tag::with_version(Version::Id3v24);
    tag.set_title(&settings.title);
    tag.set_artist(&settings.artist);
    tag.set_album(&settings.album);
    tag.set_text("TDRC", &settings.date);
    tag.set_text("TLAN", three_letters(settings.language));
    tag.set_text("TLEN", format!("{}", (seconds * 1000.0).round() as u64));
    tag.set_text("TCON", "News");
    if !settings.comment.is_empty() {
        let lang = three_letters(settings.language).into();
        tag.add_frame(Comment { lang, description: String::new(), text: settings.comment.clone() });
    }
    if !settings.aigc.is_empty() {
        tag.add_frame(ExtendedText { description: "AIGC".into(), value: settings.aigc.clone() });
    }
    if let Some(png) = &settings.cover_png {
        let (mime_type, picture_type) = ("image/png".into(), PictureType::CoverFront);
        tag.add_frame(Picture { mime_type, picture_type, description: "cover".into(), data: png.clone() });
    }
    add_chapters(&mut tag, chapters);
    tag
}

fn add_chapters(tag: &mut Tag, chapters: &[Chapter]) {
    let chapters = &chapters[..chapters.len().min(MAX_CHAPTERS)];
    let element = |n: usize| format!("ch{n}");
    tag.add_frame(TableOfContents {
        element_id: "toc".into(),
        top_level: true,
        ordered: true,
        elements: (0..chapters.len()).map(element).collect(),
        frames: Vec::new(),
    });
    for (n, chapter) in chapters.iter().enumerate() {
        tag.add_frame(ChapterFrame {
            element_id: element(n),
            start_time: u32::try_from(chapter.start_ms).unwrap_or(u32::MAX),
            end_time: u32::try_from(chapter.end_ms).unwrap_or(u32::MAX),
            start_offset: NO_OFFSET,
            end_offset: NO_OFFSET,
            frames: vec![Frame::text("TIT2", &chapter.title)],
        });
    }
}

/// Some writers drop what they do not know without a word; so nothing is taken for written that was not read.
fn verify(file: &[u8], meant: &Tag) -> Result<(), Error> {
    let failed = |error: id3::Error| Error::Encode(format!("tags do not read back: {error}"));
    let read = Tag::read_from2(std::io::Cursor::new(file)).map_err(failed)?;
    for frame in meant.frames() {
        if !read.frames().any(|other| other.id() == frame.id() && other.content() == frame.content()) {
            return Err(Error::Encode(format!("the tag {} does not read back as it was written", frame.id())));
        }
    }
    Ok(())
}

/// ISO 639-2, as ID3 wants it.
fn three_letters(language: Language) -> &'static str {
    match language.as_str() {
        "zh" => "zho",
        "en" => "eng",
        "es" => "spa",
        "fr" => "fra",
        "de" => "deu",
        "it" => "ita",
        "pt" => "por",
        "ru" => "rus",
        "ja" => "jpn",
        "ko" => "kor",
        "nl" => "nld",
        "sv" => "swe",
        "tr" => "tur",
        "vi" => "vie",
        "ar" => "ara",
        "hi" => "hin",
        _ => "und",
    }
}

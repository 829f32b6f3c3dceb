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
    check_label(&settings.aigc)?;
    let tag = tag(settings, chapters, seconds);
    let mut file = Vec::with_capacity(mp3.len() + 64 * 1024);
    let failed = |error: id3::Error| Error::Encode(format!("tags could not be written: {error}"));
    Encoder::new().version(Version::Id3v24).padding(0).encode(&tag, &mut file).map_err(failed)?;
    file.extend_from_slice(mp3);
    verify(&file, &tag)?;
    Ok(file)
}

/// GB 45438-2025, appendix E: the label holds single-byte printable characters alone.
fn check_label(aigc: &str) -> Result<(), Error> {
    match aigc.chars().find(|c| !matches!(c, ' '..='~')) {
        Some(c) => Err(Error::Invalid(format!("the AIGC label may not hold {c:?}: {aigc}"))),
        None => Ok(()),
    }
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
    add_chapters(&mut tag, chapters, settings);
    tag
}

fn add_chapters(tag: &mut Tag, chapters: &[Chapter], settings: &Settings) {
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
            frames: chapter_frames(chapter, settings),
        });
    }
}

fn chapter_frames(chapter: &Chapter, settings: &Settings) -> Vec<Frame> {
    let mut frames = vec![Frame::text("TIT2", &chapter.title)];
    if let Some(data) = chapter.story.as_ref().and_then(|story| settings.chapter_pictures.get(story)) {
        let mime_type = if data.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
        let (picture_type, description) = (PictureType::Other, chapter.title.clone());
        frames.push(Frame::from(Picture {
            mime_type: mime_type.into(),
            picture_type,
            description,
            data: data.clone(),
        }));
    }
    frames
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

#[cfg(test)]
mod tests {
    use super::*;
    use news::StoryId;

    #[test]
    fn a_chapter_has_the_picture_of_its_story_and_the_label_reads_back() {
        let mut settings = Settings::titled("t", Language::EN);
        settings.aigc = r#"{"AIGC":{"Label":"1"}}"#.into();
        settings.chapter_pictures.insert(StoryId::of("a"), b"\x89PNG...".to_vec());
        let chapter = |story: &str, start_ms| Chapter {
            start_ms,
            end_ms: start_ms + 1000,
            title: story.into(),
            story: Some(StoryId::of(story)),
            img: None,
        };
        let file = tagged(b"sound", &settings, &[chapter("a", 0), chapter("b", 1000)], 2.0).unwrap();
        let tag = Tag::read_from2(std::io::Cursor::new(&file)).unwrap();
        let pictures = |chapter: &ChapterFrame| -> Vec<Vec<u8>> {
            chapter.frames.iter().filter_map(|frame| frame.content().picture().map(|p| p.data.clone())).collect()
        };
        let found: Vec<Vec<Vec<u8>>> = tag.chapters().map(pictures).collect();
        assert_eq!(found, [vec![b"\x89PNG...".to_vec()], vec![]]);
        assert!(file.ends_with(b"sound"));
    }

    #[test]
    fn a_label_with_characters_the_standard_forbids_is_refused() {
        let mut settings = Settings::titled("t", Language::EN);
        settings.aigc = r#"{"AIGC":{"ContentProducer":"早晚"}}"#.into();
        let error = tagged(b"sound", &settings, &[], 2.0).unwrap_err().to_string();
        assert_eq!(error, r#"the AIGC label may not hold '早': {"AIGC":{"ContentProducer":"早晚"}}"#);
    }
}

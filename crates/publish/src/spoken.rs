//! When each sentence of the page is spoken, read from the transcript.

use news::edition::TranscriptLine;
use news::{Language, Manner};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// From when to when something is spoken, in milliseconds from the beginning of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start_ms: u64,
    pub(crate) end_ms: u64,
}

/// The times of an edition's sentences and headlines, and who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spoken {
    sentences: BTreeMap<(String, u32), Span>,
    headlines: BTreeMap<String, Span>,
    pub(crate) speakers: Vec<String>,
}

impl Spoken {
    /// Reads a transcript. One that cannot be understood gives no times: the page works without.
    pub(crate) fn read(json: &str) -> Self {
        let mut spoken = Self::default();
        let mut seen = BTreeSet::new();
        for line in lines(json) {
            if !line.speaker.is_empty() && seen.insert(line.speaker.clone()) {
                spoken.speakers.push(line.speaker.clone());
            }
            spoken.take(line);
        }
        spoken
    }

    /// When a story's sentence is spoken, if it is.
    pub(crate) fn sentence(&self, story: &str, sentence: usize) -> Option<Span> {
        self.sentences.get(&(story.to_owned(), u32::try_from(sentence).ok()?)).copied()
    }

    /// When a story is led to and its headline is spoken, if it is.
    pub(crate) fn headline(&self, story: &str) -> Option<Span> {
        self.headlines.get(story).copied()
    }

    fn take(&mut self, line: Line) {
        let Some(story) = line.story else { return };
        // A word between the hosts is no part of what the page has.
        if line.manner == Manner::Talk {
            return;
        }
        let span = match line.sentence {
            Some(sentence) => self.sentences.entry((story, sentence)).or_insert(line.span),
            None => self.headlines.entry(story).or_insert(line.span),
        };
        span.start_ms = span.start_ms.min(line.span.start_ms);
        span.end_ms = span.end_ms.max(line.span.end_ms);
    }
}

/// One line of a transcript.
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(crate) speaker: String,
    pub(crate) text: String,
    pub(crate) language: Option<Language>,
    pub(crate) story: Option<String>,
    pub(crate) sentence: Option<u32>,
    pub(crate) manner: Manner,
}

/// The lines of a transcript, in order.
pub(crate) fn lines(json: &str) -> Vec<Line> {
    if let Ok(lines) = serde_json::from_str::<Vec<TranscriptLine>>(json) {
        return lines.into_iter().map(of_line).collect();
    }
    let value: Value = serde_json::from_str(json).unwrap_or_default();
    let segments = value.get("segments").or_else(|| value.get("lines")).and_then(Value::as_array);
    segments.into_iter().flatten().filter_map(of_segment).collect()
}

fn of_line(line: TranscriptLine) -> Line {
    Line {
        span: Span { start_ms: line.start_ms, end_ms: line.end_ms },
        speaker: line.speaker,
        text: line.text,
        language: Some(line.language),
        manner: line.manner,
        story: line.story.map(|story| story.to_string()),
        sentence: line.sentence,
    }
}

/// A segment of the podcast namespace's JSON, whose times are seconds, with our two fields beside.
fn of_segment(segment: &Value) -> Option<Line> {
    let ms = |whole: &str, seconds: &str| {
        let given = segment.get(whole).and_then(Value::as_u64);
        given.or_else(|| segment.get(seconds)?.as_f64().map(|s| (s.max(0.0) * 1000.0).round() as u64))
    };
    let text = |key: &str| segment.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Line {
        span: Span { start_ms: ms("start_ms", "startTime")?, end_ms: ms("end_ms", "endTime")? },
        speaker: text("speaker").unwrap_or_default(),
        text: text("body").unwrap_or_default(),
        language: segment.get("language").cloned().and_then(|value| serde_json::from_value(value).ok()),
        manner: segment.get("manner").cloned().and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default(),
        story: text("story"),
        sentence: segment.get("sentence").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()),
    })
}

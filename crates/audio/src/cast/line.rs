//! Makes of a written sentence the line that a voice is given.

use crate::normalise::{self, Readings};
use crate::{Lexicon, pieces};
use gateway::voice::{Line, Piece};
use news::{Anchor, Cue, CueKind, Language, SpeechMark};
use std::sync::Arc;

/// How words are said: the owner's readings over the rules.
#[derive(Debug, Clone, Default)]
pub struct Spelling {
    /// Written forms with their spoken forms.
    pub readings: Arc<Readings>,
    /// Chinese words with their sounds.
    pub lexicon: Arc<Lexicon>,
}

/// What stands round a sentence, and how fast it is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Context<'a> {
    pub(crate) before: &'a str,
    pub(crate) after: &'a str,
    pub(crate) pace: f32,
}

/// The line of a text without marks; `None` if nothing in it can be said.
pub(crate) fn line_of(text: &str, language: Language, context: Context<'_>, spelling: &Spelling) -> Option<Line> {
    let (anchor, kind, marks) = (Anchor::A, CueKind::Opening, Vec::new());
    line(&Cue { anchor, language, text: text.to_owned(), kind, pause_ms: 0, overlap_ms: 0, marks }, context, spelling)
}

/// The line of a sentence; `None` if nothing in it can be said.
pub(crate) fn line(cue: &Cue, context: Context<'_>, spelling: &Spelling) -> Option<Line> {
    let pieces = marked(cue, spelling);
    let is_said = |piece: &Piece| match piece {
        Piece::Words(text) | Piece::Emphasis(text) | Piece::Sounded { written: text, .. } => has_word(text),
        Piece::Pause(_) | Piece::Laugh | Piece::Sigh => false,
    };
    if !pieces.iter().any(is_said) {
        return None;
    }
    Some(Line {
        pieces,
        language: cue.language.as_str().to_owned(),
        before: context.before.to_owned(),
        after: context.after.to_owned(),
        pace: context.pace,
    })
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The words as they are said, with the marks of the cue between them.
fn marked(cue: &Cue, spelling: &Spelling) -> Vec<Piece> {
    let text = cue.text.as_str();
    let mut cuts: Vec<usize> = cue.marks.iter().flat_map(places).chain([0, text.len()]).collect();
    cuts.retain(|at| text.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let mut marked = Vec::new();
    for stretch in cuts.windows(2) {
        let [start, end] = stretch else { continue };
        marked.extend(cue.marks.iter().filter_map(|mark| before(mark, *start)));
        let said = normalise::mapped(&text[*start..*end], cue.language, &spelling.readings).into_text();
        if cue.marks.iter().any(|mark| is_emphasis(mark, *start)) {
            marked.push(Piece::Emphasis(said));
        } else {
            marked.extend(pieces(&said, &spelling.lexicon));
        }
    }
    marked.extend(cue.marks.iter().filter_map(|mark| before(mark, text.len())));
    marked
}

fn places(mark: &SpeechMark) -> Vec<usize> {
    match mark {
        SpeechMark::Pause { at, .. } | SpeechMark::Laugh { at } | SpeechMark::Sigh { at } => vec![*at],
        SpeechMark::Emphasis { start, end } => vec![*start, *end],
        SpeechMark::Under => Vec::new(),
    }
}

/// What stands before the byte for this mark.
fn before(mark: &SpeechMark, byte: usize) -> Option<Piece> {
    match mark {
        SpeechMark::Pause { at, ms } if *at == byte => Some(Piece::Pause(*ms)),
        SpeechMark::Laugh { at } if *at == byte => Some(Piece::Laugh),
        SpeechMark::Sigh { at } if *at == byte => Some(Piece::Sigh),
        _ => None,
    }
}

fn is_emphasis(mark: &SpeechMark, byte: usize) -> bool {
    matches!(mark, SpeechMark::Emphasis { start, end } if (*start..*end).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(text: &str, marks: Vec<SpeechMark>) -> Cue {
        let (anchor, language, kind) = (Anchor::A, Language::EN, CueKind::Opening);
        Cue { anchor, language, text: text.into(), kind, pause_ms: 0, overlap_ms: 0, marks }
    }

    const ALONE: Context<'_> = Context { before: "", after: "", pace: 1.0 };

    #[test]
    fn marks_stand_between_the_words_they_are_at() {
        let marks = vec![
            SpeechMark::Emphasis { start: 6, end: 8 },
            SpeechMark::Pause { at: 9, ms: 300 },
            SpeechMark::Laugh { at: 15 },
            SpeechMark::Under,
        ];
        let line = line(&cue("It is 5% today.", marks), ALONE, &Spelling::default()).unwrap();
        let words = |text: &str| Piece::Words(text.into());
        let meant =
            [words("It is"), Piece::Emphasis("five percent".into()), Piece::Pause(300), words("today."), Piece::Laugh];
        assert_eq!(line.pieces, meant);
    }

    #[test]
    fn a_line_without_words_is_none() {
        assert_eq!(line(&cue("🎉 — …", Vec::new()), ALONE, &Spelling::default()), None);
    }
}

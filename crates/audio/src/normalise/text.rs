//! A text on its way from written to said, which remembers of every part what was written there.

use super::map::{Spoken, is_inside_word};
use std::ops::Range;

/// What is said so far, in parts that each know how much of the written text they stand for.
#[derive(Debug, Clone)]
pub(super) struct Text {
    said: String,
    parts: Vec<Part>,
}

/// Lengths in bytes. A part that is still as it was written can be cut anywhere, another only as a whole.
#[derive(Debug, Clone, Copy)]
struct Part {
    said: usize,
    written: usize,
    is_same: bool,
}

/// Another wording for a stretch of what is said so far; the stretch is not empty.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) said: String,
}

impl Text {
    /// Said as written, to begin with.
    pub(super) fn new(written: &str) -> Self {
        let whole = Part { said: written.len(), written: written.len(), is_same: true };
        Self { said: written.to_owned(), parts: if written.is_empty() { Vec::new() } else { vec![whole] } }
    }

    pub(super) fn said(&self) -> &str {
        &self.said
    }

    /// Puts other words for some stretches; they are in order and do not overlap.
    pub(super) fn edit(&mut self, edits: Vec<Edit>) {
        let edits: Vec<Edit> = edits.into_iter().filter_map(|edit| narrowed(&self.said, edit)).collect();
        if edits.is_empty() {
            return;
        }
        self.cut_same_parts(&edits);
        let parts = std::mem::take(&mut self.parts);
        self.parts = joined(&parts, &edits);
        let mut said = String::with_capacity(self.said.len() + 16);
        let mut end = 0;
        for edit in &edits {
            said.push_str(&self.said[end..edit.at.start]);
            said.push_str(&edit.said);
            end = edit.at.end;
        }
        said.push_str(&self.said[end..]);
        self.said = said;
    }

    /// Puts other words for single characters; `None` leaves one as it is.
    pub(super) fn edit_chars(&mut self, mut say: impl FnMut(&str, usize, char) -> Option<String>) {
        let edit = |(at, c): (usize, char)| say(&self.said, at, c).map(|said| Edit { at: at..at + c.len_utf8(), said });
        let edits = self.said.char_indices().filter_map(edit).collect();
        self.edit(edits);
    }

    /// The text in pieces that begin at these places, which are in order; a place inside of what was put into
    /// words is none.
    pub(super) fn cut(mut self, places: &[usize]) -> Vec<Self> {
        let marks: Vec<Edit> = places.iter().map(|at| Edit { at: *at..*at, said: String::new() }).collect();
        self.cut_same_parts(&marks);
        let mut pieces = Vec::new();
        let mut piece = Self::new("");
        let mut at = 0;
        for part in self.parts {
            if places.contains(&at) && part.said > 0 && !piece.parts.is_empty() {
                pieces.push(std::mem::replace(&mut piece, Self::new("")));
            }
            piece.said.push_str(&self.said[at..at + part.said]);
            piece.parts.push(part);
            at += part.said;
        }
        pieces.push(piece);
        pieces
    }

    /// The pieces in one again.
    pub(super) fn join(pieces: Vec<Self>) -> Self {
        pieces.into_iter().fold(Self::new(""), |mut whole, piece| {
            whole.said.push_str(&piece.said);
            whole.parts.extend(piece.parts);
            whole
        })
    }

    /// The text with its map, cut into words and characters wherever nothing was changed.
    pub(super) fn finish(self, written: &str) -> Spoken {
        let mut spans: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let (mut said_at, mut written_at) = (0, 0);
        let mut push = |n_said: usize, n_written: usize| {
            let span = (said_at..said_at + n_said, written_at..written_at + n_written);
            (said_at, written_at) = (span.0.end, span.1.end);
            match spans.last_mut() {
                Some(last) if is_inside_word(&self.said, span.0.start) || is_inside_word(written, span.1.start) => {
                    last.0.end = span.0.end;
                    last.1.end = span.1.end;
                }
                _ => spans.push(span),
            }
        };
        let mut at = 0;
        for part in &self.parts {
            if part.is_same {
                self.said[at..at + part.said].chars().for_each(|c| push(c.len_utf8(), c.len_utf8()));
            } else {
                push(part.said, part.written);
            }
            at += part.said;
        }
        Spoken::new(self.said, spans)
    }

    fn cut_same_parts(&mut self, edits: &[Edit]) {
        let mut places = edits.iter().flat_map(|edit| [edit.at.start, edit.at.end]).peekable();
        let mut cut = Vec::with_capacity(self.parts.len() + 2 * edits.len());
        let mut at = 0;
        for part in &self.parts {
            let end = at + part.said;
            while let Some(place) = places.next_if(|place| *place < end) {
                if part.is_same && place > at {
                    cut.push(Part { said: place - at, written: place - at, is_same: true });
                    at = place;
                }
            }
            let written = if part.is_same { end - at } else { part.written };
            cut.push(Part { said: end - at, written, is_same: part.is_same });
            at = end;
        }
        self.parts = cut;
    }
}

/// An edit without what it leaves as it is at its ends; `None` if it changes nothing. Something is left on both
/// sides, so that nothing written is ever said by nothing.
fn narrowed(text: &str, edit: Edit) -> Option<Edit> {
    let old = &text[edit.at.clone()];
    let new = edit.said.as_str();
    if old == new {
        return None;
    }
    let mut n_front: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let shorter = old.len().min(new.len());
    let last_len = |n: usize| old[..n].chars().next_back().map_or(0, char::len_utf8);
    if n_front == shorter {
        n_front -= last_len(n_front);
    }
    let (old_rest, new_rest) = (&old[n_front..], &new[n_front..]);
    let mut n_back = 0;
    for (a, b) in old_rest.chars().rev().zip(new_rest.chars().rev()) {
        if a != b || n_back + a.len_utf8() >= old_rest.len().min(new_rest.len()) {
            break;
        }
        n_back += a.len_utf8();
    }
    let at = edit.at.start + n_front..edit.at.end - n_back;
    Some(Edit { at, said: new_rest[..new_rest.len() - n_back].to_owned() })
}

/// The parts after the edits: a border stays where no edit reaches across it.
fn joined(parts: &[Part], edits: &[Edit]) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::with_capacity(parts.len());
    let mut open: Option<Part> = None;
    let mut edits = edits.iter().peekable();
    let mut at = 0;
    for part in parts {
        let mut grown = open.take().map_or(*part, |before| Part {
            said: before.said + part.said,
            written: before.written + part.written,
            is_same: false,
        });
        at += part.said;
        // Edits that end here or before are done; what they add or take away counts where they end.
        while let Some(edit) = edits.next_if(|edit| edit.at.end <= at && part.said > 0) {
            grown.said = grown.said + edit.said.len() - edit.at.len();
            grown.is_same = false;
        }
        if edits.peek().is_some_and(|edit| edit.at.start < at) {
            open = Some(grown);
            continue;
        }
        match all.last_mut() {
            Some(last) if last.is_same && grown.is_same => {
                last.said += grown.said;
                last.written += grown.written;
            }
            _ => all.push(grown),
        }
    }
    all.extend(open);
    all
}

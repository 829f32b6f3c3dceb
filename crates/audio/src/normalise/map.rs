//! What is said, and which part of it stands for which part of what is written.

use news::text::is_han;
use std::ops::Range;

/// A text as it is said, with the map to the text as it is written.
///
/// The spans are in order and leave no gap on either side: joined, their spoken ranges are the whole of [`text`] and
/// their written ranges the whole of what was written. What is written and not said has an empty spoken range or shares
/// the pause beside it (an emoji); no written range is empty. A word, a Han character or a rewritten figure is never cut.
///
/// [`text`]: Spoken::text
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    text: String,
    spans: Vec<(Range<usize>, Range<usize>)>,
}

impl Spoken {
    pub(super) fn new(text: String, spans: Vec<(Range<usize>, Range<usize>)>) -> Self {
        Self { text, spans }
    }

    /// The text as it is said.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it is said, without its map.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Pairs of a range of what is said and the range of what is written, in bytes, in order.
    pub fn spans(&self) -> &[(Range<usize>, Range<usize>)] {
        &self.spans
    }

    /// Where that which is said there is written: all spans that the range touches, whole. An empty range has an
    /// empty one.
    pub fn written_of(&self, spoken: Range<usize>) -> Range<usize> {
        covered(&spoken, self.spans.iter().map(|(spoken, written)| (spoken, written)))
    }

    /// Where that which is written there is said: all spans that the range touches, whole; empty for what is not said.
    pub fn spoken_of(&self, written: Range<usize>) -> Range<usize> {
        covered(&written, self.spans.iter().map(|(spoken, written)| (written, spoken)))
    }
}

/// The other side of the spans that a range on this side touches.
fn covered<'a>(
    range: &Range<usize>,
    spans: impl Iterator<Item = (&'a Range<usize>, &'a Range<usize>)>,
) -> Range<usize> {
    let mut found: Option<Range<usize>> = None;
    let mut end_before = 0;
    for (here, there) in spans {
        if here.start < range.end && range.start < here.end {
            found = Some(found.map_or(there.start, |found| found.start)..there.end);
        }
        if here.end <= range.start {
            end_before = there.end;
        }
    }
    found.unwrap_or(end_before..end_before)
}

/// Whether a place stands between two letters or figures of one word; Han characters are words of their own.
pub(super) fn is_inside_word(text: &str, at: usize) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() && !is_han(c);
    text[..at].chars().next_back().is_some_and(is_of_word) && text[at..].chars().next().is_some_and(is_of_word)
}

#[cfg(test)]
mod tests {
    use crate::normalise::{Readings, mapped};
    use news::Language;

    #[test]
    fn a_caption_shows_what_is_written_while_another_form_is_said() {
        let written = "同比增长5.3%，";
        let spoken = mapped(written, Language::ZH, &Readings::default());
        assert_eq!(spoken.text(), "同比增长百分之五点三,");
        let figure = written.find("5.3%").unwrap()..written.find('，').unwrap();
        let said = spoken.spoken_of(figure.clone());
        assert_eq!(&spoken.text()[said.clone()], "百分之五点三");
        assert_eq!(spoken.written_of(said.start + 3..said.start + 6), figure);
        assert_eq!(spoken.written_of(0..3), 0..3);
    }

    #[test]
    fn what_is_not_said_stands_in_the_pause_beside_it() {
        let spoken = mapped("Go 🚀 now", Language::EN, &Readings::default());
        assert_eq!(spoken.text(), "Go now");
        assert_eq!(spoken.spans(), [(0..2, 0..2), (2..3, 2..8), (3..6, 8..11)]);
        assert_eq!(spoken.written_of(3..6), 8..11);
        assert_eq!(spoken.spoken_of(8..11), 3..6);
        assert_eq!(spoken.written_of(2..2), 2..2);
    }
}

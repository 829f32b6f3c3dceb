//! When each caption of a line begins: with its first word where the voice marks words, else by its share of the line.

use super::cut::width;
use news::edition::TranscriptLine;

/// Where the captions of a line begin and the last one ends: one time more than there are pieces.
///
/// `text` is the line on one line; `pieces` follow each other in it.
pub(super) fn turns(line: &TranscriptLine, text: &str, pieces: &[String]) -> Vec<u64> {
    let total = pieces.iter().map(|piece| width(piece)).sum::<usize>().max(1) as u64;
    let length_ms = line.end_ms.saturating_sub(line.start_ms);
    let words = places(line, text);
    let mut turns = vec![line.start_ms];
    let (mut from, mut before) = (0, 0);
    for piece in pieces {
        let begins = text[from..].find(piece.as_str()).map_or(from, |at| from + at);
        if from > 0 {
            let by_share = line.start_ms + length_ms * before / total;
            let by_word = words.iter().find(|(at, _)| *at >= begins).map(|(_, start_ms)| *start_ms);
            let earliest = turns.last().copied().unwrap_or_default();
            turns.push(by_word.unwrap_or(by_share).clamp(earliest, line.end_ms.max(earliest)));
        }
        from = begins + piece.len();
        before += width(piece) as u64;
    }
    turns.push(line.end_ms);
    turns
}

/// Where in the text each marked word stands, and when it is heard; words that do not stand in it are left out.
fn places(line: &TranscriptLine, text: &str) -> Vec<(usize, u64)> {
    /// A word is looked for so far ahead: further on it is another one that is written alike.
    const AHEAD: usize = 120;
    let mut from = 0;
    let mut places = Vec::with_capacity(line.words.len());
    for word in &line.words {
        let end = text.len().min(from + AHEAD + word.text.len());
        let window = &text[from..text.floor_char_boundary(end)];
        if word.text.trim().is_empty() {
            continue;
        }
        if let Some(at) = window.find(word.text.trim()) {
            places.push((from + at, word.start_ms));
            from += at + word.text.trim().len();
        }
    }
    places
}

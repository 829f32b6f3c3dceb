//! What the vendor itself says of a take: its count of words, its marks, its length; compared with the line.

use super::level::Envelope;
use super::{Defect, Expected, Said};
use crate::recognise::{Difference, compare_words};

/// A vendor counts characters, words or both; what it counts may be less than our words by so much, and not more.
const COUNTED_AT_LEAST: f64 = 0.97;
/// A vendor's length and the sound's may differ by this, in milliseconds.
const LENGTH_MS: u64 = 400;

/// What differs between the vendor's account and the line, or between the account and the sound.
pub(super) fn differences(said: &Said, expected: &Expected, envelope: &Envelope) -> Vec<Defect> {
    let differs = |how: String| Defect::VendorDiffers { how };
    let mut defects = Vec::new();
    defects.extend(count(said, expected).map(differs));
    defects.extend(marks(said, expected).map(differs));
    defects.extend(length(said).map(differs));
    let end_ms = envelope.voiced().end as u64 * 10;
    let late = said.marks.iter().find(|mark| mark.start_ms > end_ms + 50 && is_word(&mark.text));
    defects.extend(late.map(|mark| Defect::TailMissing { words: mark.text.clone() }));
    defects
}

fn count(said: &Said, expected: &Expected) -> Option<String> {
    let counted = said.usage.words?;
    let n_words = expected.words.len();
    // A count of characters of written figures may lie over or under; only "fewer than there are words" is certain.
    ((counted as f64) < n_words as f64 * COUNTED_AT_LEAST).then(|| format!("{counted} words counted of {n_words}"))
}

fn length(said: &Said) -> Option<String> {
    let told = said.usage.milliseconds?;
    let heard = said.samples.len() as u64 * 1000 / u64::from(said.rate_hz.max(1));
    (heard + LENGTH_MS < told).then(|| format!("{heard} ms came of {told} ms"))
}

/// Marks carry words or single characters; their letters, in order, are the line's.
fn marks(said: &Said, expected: &Expected) -> Option<String> {
    if said.marks.is_empty() {
        return None;
    }
    let marked: String = said.marks.iter().map(|mark| mark.text.as_str()).collect();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let marked: Vec<char> = letters(&marked);
    let line: Vec<char> = letters(&expected.words.iter().map(|word| word.text.as_str()).collect::<String>());
    let differences = compare_words(&line, &marked);
    let excerpt = |part: &std::ops::Range<usize>| line[part.clone()].iter().collect::<String>();
    differences.iter().find_map(|difference| match difference {
        Difference::Missing(part) => Some(format!("no mark for {:?}", excerpt(part))),
        Difference::Extra { before, .. } => {
            let near = before.saturating_sub(6)..*before;
            Some(format!("more marks than words behind {:?}", excerpt(&near)))
        }
        // Marks of the written form differ from what is said; the sound decides.
        Difference::Other(_) => None,
    })
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

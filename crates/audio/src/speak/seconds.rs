//! How long a text takes to say: syllables, letters and pauses, weighed by what was measured.
//!
//! The weights are a least-squares fit over half of 700 lines, news and sentences of this house, spoken by espeak-ng's
//! f3 at 200 (Chinese) and 165 words a minute; on the other half the mean error was 4 %.

/// The speeds the weights were measured at.
const RATE_ZH: f64 = 200.0;
const RATE_WORDS: f64 = 165.0;

/// Chinese slows down by more than it is told to, and speeds up by more.
const STEEPNESS_ZH: f64 = 1.15;

/// Voices that espeak-ng's own files make slower or faster: in Chinese, in words.
const PACES: &[(&str, f64, f64)] = &[
    ("Alicia", 1.08, 1.14),
    ("Andrea", 0.75, 0.87),
    ("anika", 0.75, 0.87),
    ("antonio", 0.77, 0.88),
    ("pedro", 0.77, 0.88),
    ("Marco", 1.45, 1.37),
    ("Lee", 1.04, 1.03),
    ("m4", 1.02, 1.05),
    ("Andy", 1.02, 1.03),
];

/// Seconds of numbered pinyin with its marks, at a speed, by a variant.
pub(crate) fn of_pinyin(pinyin: &str, rate: u32, variant: Option<&str>) -> f64 {
    let n_syllables = pinyin.chars().filter(char::is_ascii_digit).count() as f64;
    if n_syllables == 0.0 {
        return 0.0;
    }
    let n_neutral = pinyin.matches('5').count() as f64;
    let n_words = pinyin.split_whitespace().count() as f64;
    let pauses = 0.15 * marks(pinyin, ",") + 0.25 * marks(pinyin, ";") + 0.27 * marks(pinyin, ".!?");
    let seconds = 0.203 * n_syllables - 0.066 * n_neutral + 0.012 * n_words + pauses + 0.077;
    let pace = pace(variant).map_or(1.0, |(_, zh, _)| *zh);
    seconds * pace * (RATE_ZH / f64::from(rate)).powf(STEEPNESS_ZH)
}

/// Seconds of words with their marks, at a speed, by a variant.
pub(crate) fn of_words(text: &str, rate: u32, variant: Option<&str>) -> f64 {
    let is_inside = |c: char| c.is_alphanumeric() || c == '\'';
    let words: Vec<&str> = text.split(|c| !is_inside(c)).filter(|word| word.contains(char::is_alphanumeric)).collect();
    if words.is_empty() {
        return 0.0;
    }
    let n_syllables = words.iter().copied().map(syllables).sum::<usize>() as f64;
    let n_letters = words.iter().map(|word| word.chars().count()).sum::<usize>() as f64;
    let pauses = 0.28 * marks(text, ",") + 0.33 * marks(text, ";:") + 0.42 * marks(text, ".!?");
    let seconds = 0.036 * n_syllables + 0.041 * n_letters + 0.054 * words.len() as f64 + pauses + 0.051;
    let pace = pace(variant).map_or(1.0, |(_, _, words)| *words);
    seconds * pace * RATE_WORDS / f64::from(rate)
}

fn pace(variant: Option<&str>) -> Option<&'static (&'static str, f64, f64)> {
    PACES.iter().find(|(name, ..)| Some(*name) == variant)
}

/// Marks that make a pause: before a space or at the end, not the one inside 2.5.
fn marks(text: &str, any: &str) -> f64 {
    let mut n_marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        n_marks += usize::from(any.contains(c) && chars.peek().is_none_or(|next| next.is_whitespace()));
    }
    n_marks as f64
}

pub(crate) fn syllables(word: &str) -> usize {
    let is_vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii();
    let mut n_groups = 0;
    let mut was_vowel = false;
    for c in word.chars() {
        n_groups += usize::from(is_vowel(c) && !was_vowel);
        was_vowel = is_vowel(c);
    }
    let has_silent_e = word.ends_with('e') && n_groups > 1 && !word.ends_with("le");
    // A figure that no rule put into words is some two syllables in most languages.
    let n_figures = word.chars().filter(char::is_ascii_digit).count();
    (n_groups - usize::from(has_silent_e) + 2 * n_figures).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_roughly_as_they_are_spoken() {
        let counted = ["central", "the", "announced", "able", "rate", "I", "queue", "2026"].map(syllables);
        assert_eq!(counted, [2, 1, 3, 2, 1, 1, 1, 8]);
    }

    #[test]
    fn pauses_speed_and_voice_count() {
        let plain = of_pinyin("tian1liang4 le5", 200, None);
        assert!(of_pinyin("tian1liang4 le5;", 200, None) > plain + 0.2);
        assert!(of_pinyin("tian1liang4 le5", 100, None) > plain * 2.0);
        assert!(of_pinyin("tian1liang4 le5", 200, Some("Marco")) > plain * 1.4);
        assert_eq!(of_words("…", 165, None), 0.0);
        assert_eq!(marks("It rose 2.5 to 3, then fell.", ".,"), 2.0);
    }
}

//! Which of two editions of the same date and slot is the larger: a smaller one never replaces a larger one.

use news::Edition;

/// Why `new` must not replace `old`; `None` if it may.
///
/// A good edition that stands is worth more than a run that went half wrong later, so real news is never replaced
/// by a sample, sound never by silence, and stories and sentences may not become fewer. A fifth of the sentences
/// is let pass: other models write the same news a little shorter.
pub(crate) fn smaller(new: &Edition, old: &Edition) -> Option<String> {
    if new.sample && !old.sample {
        return Some("the new one is a sample and the one that stands is real".to_owned());
    }
    if !old.sample || new.sample {
        if new.stories.len() < old.stories.len() {
            return Some(format!("the new one has {} stories instead of {}", new.stories.len(), old.stories.len()));
        }
        if new.audio.is_none() && old.audio.is_some() {
            return Some("the new one has no sound and the one that stands has".to_owned());
        }
        let (n_new, n_old) = (n_sentences(new), n_sentences(old));
        if n_new * 5 < n_old * 4 {
            return Some(format!("the new one has {n_new} sentences instead of {n_old}"));
        }
    }
    if !old.corrections.is_empty() && new.corrections.len() < old.corrections.len() {
        return Some(format!("the one that stands carries {} corrections", old.corrections.len()));
    }
    None
}

fn n_sentences(edition: &Edition) -> usize {
    edition.stories.iter().map(|story| story.sentences.len()).sum()
}

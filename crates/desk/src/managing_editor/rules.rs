//! The managing editor's rules.

use super::{Proof, Sound};
use crate::fact_checker;
use crate::prose::{claims, typography};
use news::{Confidence, FinalCopy, Item, Spike, SpikeReason, StoryId};

/// Two headlines this alike tell one story.
const SAME: f64 = 0.9;

/// The stories that must be taken out, each with its reason.
pub(super) fn dropped(proof: &Proof<'_>) -> Vec<(StoryId, Spike)> {
    let mut dropped: Vec<(StoryId, Spike)> = Vec::new();
    for (index, copy) in proof.copies.iter().enumerate() {
        let earlier = proof.copies.iter().take(index).filter(|other| !dropped.iter().any(|(id, _)| *id == other.story));
        let fault = uncited(copy, proof).or_else(|| out_of_date(copy, proof)).or_else(|| told_twice(copy, earlier));
        if let Some((reason, detail)) = fault {
            dropped.push((copy.story.clone(), spike(copy, reason, detail, proof)));
        }
    }
    dropped
}

fn spike(copy: &FinalCopy, reason: SpikeReason, detail: String, proof: &Proof<'_>) -> Spike {
    let urls = proof.stories.get(&copy.story).map(|story| story.items.iter().map(|item| item.url.clone()).collect());
    Spike { headline: copy.headline.text.clone(), urls: urls.unwrap_or_default(), reason, detail }
}

fn uncited(copy: &FinalCopy, proof: &Proof<'_>) -> Option<(SpikeReason, String)> {
    if copy.sentences.is_empty() {
        return Some((SpikeReason::Unsupported, "it has no sentence".into()));
    }
    let Some(story) = proof.stories.get(&copy.story) else {
        return Some((SpikeReason::Unsupported, "its sources are not at hand".into()));
    };
    for sentence in copy.sentences.iter().chain([&copy.headline]) {
        if sentence.citations.is_empty() {
            return Some((SpikeReason::Unsupported, format!("a sentence has no citation: {:?}", sentence.text)));
        }
        for citation in &sentence.citations {
            if let Err(why) = fact_checker::cited(citation, story) {
                return Some((SpikeReason::Unsupported, why));
            }
        }
    }
    None
}

/// Every item it cites must be dated, and the newest of them within its window at this very moment.
fn out_of_date(copy: &FinalCopy, proof: &Proof<'_>) -> Option<(SpikeReason, String)> {
    let story = proof.stories.get(&copy.story)?;
    let cited = fact_checker::cited_items(&copy.sentences, story);
    let undated = |item: &&Item| item.dating.value.is_none() || item.dating.confidence == Confidence::None;
    if cited.is_empty() || cited.iter().copied().any(|item| undated(&item)) {
        return Some((SpikeReason::Undated, "an item it cites has no date that can be believed".into()));
    }
    let newest =
        cited.iter().filter_map(|item| Some((item.dating.age_hours(proof.now)?, proof.ctx.window_hours(item))));
    let (age, window) = newest.min_by(|a, b| a.0.total_cmp(&b.0))?;
    (age > f64::from(window))
        .then(|| (SpikeReason::Stale, format!("at release it is {age:.0} hours old, its window is {window} hours")))
}

fn told_twice<'a>(copy: &FinalCopy, earlier: impl Iterator<Item = &'a FinalCopy>) -> Option<(SpikeReason, String)> {
    let text = &copy.headline.text;
    let mut same = earlier.filter(|other| other.language == copy.language).filter(|other| {
        let headline = &other.headline.text;
        let alike = claims::likeness(headline, text) >= SAME && claims::missing_number(text, headline).is_none();
        typography::same_words(headline, text) || alike
    });
    same.next().map(|other| {
        (SpikeReason::Duplicate, format!("the edition has this headline already: {:?}", other.headline.text))
    })
}

/// What is not labelled as made by machines may not go out.
pub(super) fn missing_label(proof: &Proof<'_>) -> Option<String> {
    let languages = proof.copies.iter().map(|copy| copy.language);
    let missing = languages
        .into_iter()
        .find(|language| proof.label_text.get(language).is_none_or(|label| label.trim().is_empty()));
    if let Some(language) = missing {
        return Some(format!("the AI label is missing in {language}"));
    }
    (proof.sound == Sound::Unlabelled).then(|| "the sound does not say at its start that it is made by AI".to_owned())
}

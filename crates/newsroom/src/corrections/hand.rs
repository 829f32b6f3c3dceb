//! Corrections by the owner's hand.

use super::write;
use crate::{Error, Newsroom};
use desk::corrections_desk;
use news::edition::{Corrected, PublishedStory};
use news::{Correction, CorrectionKind, Edition, EditionKey, StoryId, text};

/// What the owner says of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The story's id, or words of its headline.
    pub story: String,
    /// `Corrected` or `Killed`.
    pub kind: CorrectionKind,
    /// What readers are told, in the owner's words.
    pub why: String,
    /// The words that were wrong.
    pub before: Option<String>,
    /// The words that are right.
    pub after: Option<String>,
}

/// Corrects or kills a story of a published edition; doing the same again changes nothing and gives nothing back.
///
/// Errors: `NoEdition`, `NoStory` (none or several fit), and what `recheck` fails for.
pub fn by_hand(newsroom: &Newsroom, key: &EditionKey, hand: &Hand) -> Result<Vec<Corrected>, Error> {
    let edition = newsroom.site.existing(key)?.ok_or_else(|| Error::NoEdition(key.to_string()))?;
    let story = find(&edition, &hand.story)?;
    let correction = correction(hand, story, newsroom.clock.now());
    // The same words of the same story are the same deed, whenever they are said.
    let deed = StoryId::of(&format!("{:?} {:?} {} {:?} {:?}", story.id, hand.kind, hand.why, hand.before, hand.after));
    let name = format!("by-hand-{key}-{deed}");
    let run = match newsroom.journal.begin(&name, &serde_json::to_value(&correction).unwrap_or_default(), correction.at)
    {
        Ok(run) => run,
        Err(journal::Error::Finished { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let pinned = serde_json::from_value(run.pinned().clone()).unwrap_or(correction);
    let made = run.step_sync("correct", |_| write::apply(newsroom, &edition.id, vec![pinned]))?;
    run.finish("corrected", newsroom.clock.now())?;
    Ok(made)
}

fn correction(hand: &Hand, story: &PublishedStory, at: jiff::Timestamp) -> Correction {
    Correction {
        at,
        story: story.id.clone(),
        text: corrections_desk::by_owner(hand.kind, &hand.why, story.language),
        kind: hand.kind,
        withdrawn: hand.kind == CorrectionKind::Killed,
        before: hand.before.clone(),
        after: hand.after.clone(),
        why: hand.why.clone(),
        url: None,
        by: "owner".into(),
    }
}

fn find<'a>(edition: &'a Edition, words: &str) -> Result<&'a PublishedStory, Error> {
    let wanted = text::fold(words);
    let fits = |story: &&PublishedStory| story.id.as_str() == words || text::fold(&story.headline).contains(&wanted);
    let found: Vec<&PublishedStory> = edition.stories.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Error::NoStory { edition: edition.id.clone(), words: words.to_owned(), fit: all(edition) }),
        several => {
            let fit = several.iter().map(|story| line(story)).collect();
            Err(Error::NoStory { edition: edition.id.clone(), words: words.to_owned(), fit })
        }
    }
}

fn all(edition: &Edition) -> Vec<String> {
    edition.stories.iter().map(line).collect()
}

fn line(story: &PublishedStory) -> String {
    format!("{}  {}", story.id, story.headline)
}

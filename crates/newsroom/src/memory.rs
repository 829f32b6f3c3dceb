//! What the newsroom remembers of an edition: what was told of which thread, from which items, and which facts it
//! replaced.

use crate::{Error, Newsroom, outbox, shift::PUBLISHED};
use archive::Archive;
use desk::house::{Amended, House};
use desk::researcher;
use jiff::{SignedDuration, Timestamp};
use news::edition::{Development, PublishedSentence, PublishedStory, Replaced};
use news::{Edition, EditionKey, FactSource, FinalCopy, ItemId, Story, Told, ToldFact};
use publish::Released;

/// The step that writes the site.
pub(crate) const RELEASE_SITE: &str = "release/site";
/// The step that remembers what was told.
pub(crate) const RELEASE_MEMORY: &str = "release/memory";
/// How long the archive keeps items that came in.
const ITEM_DAYS: i64 = 90;
/// A correction that is older is not told any more: nobody remembers what it corrects.
const CORRECTION_DAYS: i64 = 7;

/// Remembers what an edition told; doing it again changes nothing.
pub(crate) fn remember(archive: &Archive, edition: &Edition) -> Result<(), Error> {
    let told: Vec<_> = edition
        .stories
        .iter()
        .map(|story| {
            let sentences = story.sentences.iter().map(|sentence| sentence.text.clone()).collect();
            let told =
                Told { edition: edition.id.clone(), at: edition.as_of, headline: story.headline.clone(), sentences };
            let items: Vec<ItemId> = story.sources.iter().map(|source| source.item.clone()).collect();
            (story.thread.clone(), told, items)
        })
        .collect();
    archive.tell(&edition.id, edition.as_of, &told)?;
    archive.remember_edition(edition)?;
    edition.stories.iter().try_for_each(|story| learn(archive, edition, story))?;
    archive.told_corrections(&edition.id, &edition.corrects)?;
    // What was told stays; what merely came in is of use for searching for a season.
    archive.forget_items_before(edition.as_of - SignedDuration::from_hours(24 * ITEM_DAYS))?;
    Ok(())
}

/// Adds a story's facts to its thread; an earlier fact that one of them takes the place of ends with this edition.
fn learn(archive: &Archive, edition: &Edition, story: &PublishedStory) -> Result<(), Error> {
    let facts: Vec<ToldFact> =
        story.sentences.iter().enumerate().map(|(nth, sentence)| fact(edition, story, nth, sentence)).collect();
    let is_earlier = |known: &ToldFact| known.edition != edition.id && known.valid_from <= edition.as_of;
    for known in archive.facts(&story.thread)?.into_iter().filter(is_earlier).filter(|known| known.valid_to.is_none()) {
        let later = facts.iter().find(|fact| researcher::replaces(&known.text, &fact.text).is_some());
        if let Some(later) = later {
            archive.end_fact(&known, edition.as_of, &later.text)?;
        }
    }
    Ok(archive.remember_facts(&facts)?)
}

fn fact(edition: &Edition, story: &PublishedStory, nth: usize, sentence: &PublishedSentence) -> ToldFact {
    let owner = |item: &ItemId| {
        story.sources.iter().find(|source| source.item == *item).map(|source| source.owner.clone()).unwrap_or_default()
    };
    let sources = sentence.citations.iter().map(|citation| FactSource {
        item: citation.item.clone(),
        url: citation.url.clone(),
        owner: owner(&citation.item),
        quote: citation.quote.clone(),
        bytes: citation.bytes,
    });
    ToldFact {
        thread: story.thread.clone(),
        edition: edition.id.clone(),
        story: story.id.clone(),
        sentence: nth,
        text: sentence.text.clone(),
        valid_from: edition.as_of,
        valid_to: None,
        replaced_by: None,
        sources: sources.collect(),
    }
}

/// How a story goes on from what was told: when that was, what is new, what holds no longer; `None` if nothing was told.
pub(crate) fn development(story: &Story, copy: &FinalCopy, ctx: &desk::Context) -> Option<Development> {
    let recall = researcher::recall(story, copy.language, ctx)?;
    let texts = || copy.sentences.iter().map(|sentence| sentence.text.as_str());
    Some(Development {
        recall: recall.text,
        edition: recall.edition,
        quote: recall.quote,
        new: wire::thread::new_facts(&story.told, texts()),
        replaces: replaced(story, copy, ctx),
    })
}

fn replaced(story: &Story, copy: &FinalCopy, ctx: &desk::Context) -> Vec<Replaced> {
    let mut found: Vec<Replaced> = Vec::new();
    for told in story.told.iter().filter(|told| !ctx.house.is_amended(told)) {
        for before in &told.sentences {
            let after = copy.sentences.iter().find(|after| researcher::replaces(before, &after.text).is_some());
            if let Some(after) = after.filter(|_| !found.iter().any(|known| known.before == *before)) {
                let (before, edition, after) = (before.clone(), told.edition.clone(), after.text.clone());
                found.push(Replaced { before, edition, after });
            }
        }
    }
    found
}

/// What is owed to readers of earlier editions as an edition begins.
pub(crate) fn house(archive: &Archive, edition: &str, now: Timestamp) -> Result<House, Error> {
    let since = now - SignedDuration::from_hours(24 * CORRECTION_DAYS);
    let all = archive.corrections()?;
    let amended = all.into_iter().map(|corrected| Amended { edition: corrected.edition, headline: corrected.headline });
    Ok(House { corrects: archive.corrections_to_tell(edition, since)?, amended: amended.collect(), ..House::default() })
}

/// Settles every edition that stands and whose run was killed before it knew: whoever keeps the rota does not make it again.
pub(crate) fn settle_all(newsroom: &Newsroom) -> Result<(), Error> {
    for row in newsroom.journal.runs()?.iter().filter(|row| row.outcome.is_none()) {
        let Some(key) = EditionKey::parse(&row.key) else { continue };
        if let Some(edition) = newsroom.site.existing(&key)? {
            settle(newsroom, &key, &edition)?;
        }
    }
    Ok(())
}

/// Does what a kill between publishing and remembering left undone, so that the next edition repeats nothing.
pub(crate) fn settle(newsroom: &Newsroom, key: &EditionKey, edition: &Edition) -> Result<(), Error> {
    if newsroom.archive.edition(&edition.id)?.is_none() {
        remember(&newsroom.archive, edition)?;
    }
    let name = key.to_string();
    let is_open = |row: &journal::RunRow| row.key == name && row.outcome.is_none();
    if newsroom.journal.runs()?.iter().any(is_open) {
        // A kill between the edition's folder and the index leaves feeds without it.
        newsroom.site.rebuild()?;
        let now = newsroom.clock.now();
        let run = newsroom.journal.begin(&name, &serde_json::Value::Null, now)?;
        let page = newsroom.page_of(key);
        run.step_sync(RELEASE_SITE, |_| Ok::<_, Error>(Released::Unchanged { page }))?;
        run.step_sync(RELEASE_MEMORY, |_| remember(&newsroom.archive, edition))?;
        run.finish_and_post(PUBLISHED, now, &outbox::of_edition(&newsroom.config, edition, now))?;
    }
    Ok(())
}

//! Turns what was found into corrections, and writes them to the site and into the archive.

use super::look::Pages;
use crate::{Error, Newsroom};
use desk::corrections_desk::{self, Finding, Input, Now};
use jiff::Timestamp;
use news::edition::{Corrected, PublishedSource, PublishedStory};
use news::{Correction, CorrectionKind, Edition, EditionKey, Role};
use wire::Looked;

/// A page that was gone so often in a row is gone.
const GONE: u32 = 2;

/// What the edition must set right after these looks.
pub(super) fn found(
    newsroom: &Newsroom,
    edition: &Edition,
    pages: &Pages,
    at: Timestamp,
) -> Result<Vec<Correction>, Error> {
    let mut corrections = Vec::new();
    for story in edition.stories.iter().filter(|story| !edition.is_withdrawn(&story.id)) {
        for source in &story.sources {
            let Some(seen) = pages.get(&source.url) else { continue };
            let now = match &seen.looked {
                Looked::Page { title, text } => Now::Says { title, text },
                Looked::Gone { .. } if seen.n_gone >= GONE => Now::Gone,
                Looked::Gone { .. } | Looked::Unknown { .. } => continue,
            };
            let item = newsroom.archive.item(&source.item)?;
            let text_then = item.as_ref().map(|item| item.text.as_str());
            let findings = corrections_desk::examine(&Input { story, source, text_then, now });
            corrections.extend(findings.iter().map(|finding| correction(finding, story, source, at)));
        }
    }
    Ok(corrections)
}

fn correction(finding: &Finding, story: &PublishedStory, source: &PublishedSource, at: Timestamp) -> Correction {
    Correction {
        at,
        story: story.id.clone(),
        text: corrections_desk::text_of(finding, &source.name, story.language),
        kind: finding.kind,
        withdrawn: finding.withdraws,
        before: finding.before.clone(),
        after: finding.after.clone(),
        why: finding.why.clone(),
        url: Some(source.url.clone()),
        by: "corrections desk".into(),
    }
}

/// Adds corrections to a published edition: to its page and files, to the feeds, and to what is remembered.
///
/// Returns those that were new. A run that died in the middle is completed by doing it again.
pub(super) fn apply(newsroom: &Newsroom, id: &str, corrections: Vec<Correction>) -> Result<Vec<Corrected>, Error> {
    let key = EditionKey::parse(id).ok_or_else(|| Error::NoEdition(id.to_owned()))?;
    let Some(mut edition) = newsroom.site.existing(&key)? else { return Err(Error::NoEdition(id.to_owned())) };
    let as_told: Vec<(Correction, Corrected)> = corrections
        .into_iter()
        .filter(|correction| !edition.corrections.iter().any(|known| is_same(known, correction)))
        .filter_map(|correction| Some((correction.clone(), corrected(&edition, correction)?)))
        .collect();
    edition.corrections.extend(as_told.iter().map(|(correction, _)| correction.clone()));
    if edition.corrections.is_empty() {
        return Ok(Vec::new());
    }
    // The facts end first: nothing may be built on them while the pages are written.
    end_facts(newsroom, &edition)?;
    newsroom.site.correct(&edition)?;
    remember(newsroom, &edition, as_told.iter().map(|(_, corrected)| corrected))?;
    Ok(as_told.into_iter().map(|(_, corrected)| corrected).collect())
}

/// The same thing found again, at another time or in other words of the page around it.
fn is_same(known: &Correction, new: &Correction) -> bool {
    let is_end = |kind| matches!(kind, CorrectionKind::Dead | CorrectionKind::Retracted | CorrectionKind::Killed);
    known.story == new.story
        && known.kind == new.kind
        && known.url == new.url
        && (is_end(new.kind) || known.before == new.before && known.after == new.after && known.text == new.text)
}

fn corrected(edition: &Edition, correction: Correction) -> Option<Corrected> {
    let story = edition.stories.iter().find(|story| story.id == correction.story)?;
    let (headline, language) = (story.headline.clone(), story.language);
    Some(Corrected { edition: edition.id.clone(), headline, language, correction })
}

/// The facts of a withdrawn story hold no longer, nor does one whose words were corrected.
fn end_facts(newsroom: &Newsroom, edition: &Edition) -> Result<(), Error> {
    for correction in &edition.corrections {
        let Some(story) = edition.stories.iter().find(|story| story.id == correction.story) else { continue };
        for fact in newsroom.archive.facts(&story.thread)? {
            let is_of_story = fact.edition == edition.id && fact.story == story.id;
            let is_meant = correction.withdrawn
                || correction.before.as_ref().is_some_and(|before| {
                    fact.text == *before || fact.sources.iter().any(|source| source.quote == *before)
                });
            if is_of_story && is_meant {
                newsroom.archive.end_fact(&fact, correction.at, &correction.text)?;
            }
        }
    }
    Ok(())
}

fn remember<'a>(newsroom: &Newsroom, edition: &Edition, new: impl Iterator<Item = &'a Corrected>) -> Result<(), Error> {
    // All of the edition's, in their order, so that a second try fills the same rows.
    let known = newsroom.archive.corrections()?;
    let mut all: Vec<Corrected> = known.into_iter().filter(|known| known.edition == edition.id).collect();
    for corrected in new {
        if !all.contains(corrected) {
            all.push(corrected.clone());
        }
    }
    for correction in &edition.corrections {
        // Written to the site by a run that died before it could remember it.
        if !all.iter().any(|known| known.correction == *correction) {
            all.extend(corrected(edition, correction.clone()));
        }
    }
    newsroom.archive.remember_corrections(&all)?;
    newsroom.archive.remember_edition(&publish::public_edition(edition))?;
    newsroom.note_done(Role::ManagingEditor, format!("{} corrections stand in {}", all.len(), edition.id));
    Ok(())
}

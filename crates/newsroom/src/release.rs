//! Releases: `edition.json`, the site, and the archive's memory of what was told.

use crate::assign::Chosen;
use crate::deadline::Stage;
use crate::gather::Gathered;
use crate::pipeline::{Outcome, Standing};
use crate::play::Work;
use crate::produce::{Produced, Recording, spoken_sentences};
use crate::shift::{PUBLISHED, Shift};
use crate::{Error, credits, memory, missed, outbox, trial, voices};
use desk::assignment_editor;
use news::edition::{
    Audio, AudioFile, Bytes, Credit, Degraded, Labels, Previously, PublishedCitation, PublishedDating,
    PublishedSentence, PublishedSource, PublishedStory, SourceReport, Timing,
};
use news::{Citation, Edition, FinalCopy, Item, ItemId, Role, Sentence, Slot, Story};
use publish::{Mode, Released, Sound};
use std::collections::{BTreeMap, BTreeSet};

/// Publishes the edition, remembers what was told, and closes the run.
///
/// Errors: a folder cannot be written.
pub(crate) fn release(
    shift: &Shift<'_>,
    gathered: Gathered,
    chosen: Chosen,
    mut produced: Produced,
) -> Result<Outcome, Error> {
    shift.stage(Stage::Release);
    let edition: Edition = shift
        .run
        .step_sync("release/edition", |_| Ok::<_, Error>(assemble(shift, gathered, &chosen, &mut produced)))?;
    shift.done(Role::ManagingEditor, format!("released with {} stories", edition.stories.len()));
    if shift.run.is_replay() {
        let is_silent = shift.run.is_recorded(SILENT)?;
        let edition = if is_silent { shift.run.step_sync(SILENT, |_| Ok::<_, Error>(edition))? } else { edition };
        return Ok(Outcome {
            page: shift.newsroom.page_of(&shift.key),
            edition,
            standing: Standing::Unchanged,
            notices: Vec::new(),
        });
    }
    trial::close(shift);
    let (released, edition) = publish(shift, edition, &produced)?;
    if let Released::KeptLarger { page, why } = released {
        shift.run.finish("kept the larger edition", shift.newsroom.clock.now())?;
        let standing = shift.newsroom.site.existing(&shift.key)?.unwrap_or(edition);
        return Ok(Outcome { edition: standing, page, standing: Standing::KeptLarger(why), notices: notices(shift) });
    }
    shift.run.step_sync(memory::RELEASE_MEMORY, |_| memory::remember(&shift.newsroom.archive, &edition))?;
    let now = shift.newsroom.clock.now();
    // The letters are written exactly if the run is known to have published.
    shift.run.finish_and_post(PUBLISHED, now, &outbox::of_edition(&shift.newsroom.config, &edition, now))?;
    Ok(Outcome { page: shift.newsroom.page_of(&shift.key), edition, standing: Standing::New, notices: notices(shift) })
}

/// What the owner should know, in plain words.
fn notices(shift: &Shift<'_>) -> Vec<String> {
    [shift.newsroom.site.notices(), shift.config.labels.warnings()].concat()
}

/// The step that publishes an edition without its sound, for want of room.
const SILENT: &str = "release/without-sound";

/// Publishes the edition, without its sound if the disk has no room for that; returns it as it is published.
fn publish(shift: &Shift<'_>, edition: Edition, produced: &Produced) -> Result<(Released, Edition), Error> {
    match publish_whole(shift, &edition, produced) {
        Err(Error::Publish(full @ publish::Error::NoRoom { .. })) if edition.audio.is_some() => {
            let silent: Edition = shift.run.step_sync(SILENT, |_| {
                let silent = without_sound(edition, &full.to_string());
                shift.newsroom.site.release(&silent, None, Mode::Again)?;
                Ok::<_, Error>(silent)
            })?;
            Ok((Released::Published { page: shift.newsroom.page_of(&shift.key) }, silent))
        }
        released => Ok((released?, edition)),
    }
}

fn without_sound(edition: Edition, why: &str) -> Edition {
    let labels = Labels { spoken: false, metadata: publish::labels::metadata(&[]), ..edition.labels };
    let credits = edition.credits.into_iter().filter(|credit| credit.role != Role::SoundEngineer).collect();
    let mut degraded = edition.degraded;
    degraded.push(Degraded { what: "voice".into(), why: why.to_owned() });
    Edition { audio: None, labels, credits, degraded, ..edition }
}

fn publish_whole(shift: &Shift<'_>, edition: &Edition, produced: &Produced) -> Result<Released, Error> {
    let sound = produced.sound.as_ref().map(|recording| sound(shift, edition, recording)).transpose()?;
    let site = &shift.newsroom.site;
    // Writing the same folder again is harmless: it appears whole by a rename.
    let release = || Ok::<_, Error>(site.release(edition, sound.as_ref(), Mode::Again)?);
    let recorded = shift.run.step_sync(memory::RELEASE_SITE, |_| release())?;
    // The record says what was done, the folder whether it still stands: its owner may have taken it away since.
    if site.existing(&shift.key)?.is_some() { Ok(recorded) } else { release() }
}

fn sound(shift: &Shift<'_>, edition: &Edition, recording: &Recording) -> Result<Sound, Error> {
    use audio::captions;
    Ok(Sound {
        mp3: shift.run.read_blob(&recording.mp3.hash)?,
        vtt: captions::vtt(&recording.transcript),
        srt: captions::srt(&recording.transcript),
        transcript_json: captions::json(&recording.transcript),
        also: also(shift, recording)?,
        chapters_json: captions::chapters_json(&recording.chapters, &format!("{} · {}", edition.newsroom, edition.id)),
    })
}

fn also(shift: &Shift<'_>, recording: &Recording) -> Result<Vec<publish::AlsoSound>, Error> {
    let mut files = Vec::with_capacity(recording.also.len());
    for (name, media_type, blob) in &recording.also {
        let bytes = shift.run.read_blob(&blob.hash)?;
        files.push(publish::AlsoSound { name: name.clone(), media_type: media_type.clone(), bytes });
    }
    Ok(files)
}

fn assemble(shift: &Shift<'_>, gathered: Gathered, chosen: &Chosen, produced: &mut Produced) -> Edition {
    let mut minutes = std::mem::take(&mut produced.minutes);
    let mut stories: Vec<PublishedStory> =
        produced.rundown.slots.iter().filter_map(|slot| published_story(shift, slot, chosen, produced)).collect();
    stories.iter_mut().for_each(|story| story.minutes = minutes.take(&story.id));
    let sources = sources_used(shift, gathered.reports, &stories);
    let mut degraded = produced.degraded.clone();
    degraded.extend(degraded_sources(&sources));
    let works = shift.works();
    degraded.extend(credits::degraded(&works, &stories));
    degraded.extend(shift.watch.degraded(&works));
    let spiked = [gathered.spiked, chosen.spiked.clone(), produced.spiked.clone()].concat();
    let day = missed::Day {
        items: &gathered.items,
        stories: &chosen.stories,
        triage: &chosen.triage,
        scores: &chosen.scores,
        threads: &chosen.threads,
        spiked: &spiked,
        published: &stories,
    };
    let missed = missed::missed(&day, &shift.desk);
    let spiked = desk::charter::withheld(spiked, &shift.desk.house.charter);
    Edition {
        id: shift.key.to_string(),
        date: shift.key.date,
        slot: shift.key.slot.clone(),
        newsroom: shift.config.name.clone(),
        timezone: shift.config.timezone.clone(),
        as_of: shift.as_of,
        published_at: shift.newsroom.clock.now(),
        languages: shift.config.languages.clone(),
        sample: shift.config.sample,
        degraded,
        stories,
        spiked,
        spiked_stories: minutes.rest(),
        missed,
        sources,
        credits: all_credits(&works, produced),
        ledger: credits::ledger(&works, produced.sound.as_ref().map_or(&[], |sound| &sound.heard.attempts)),
        timings: timings(shift, produced),
        audio: produced.sound.as_ref().map(|recording| audio_of(recording, shift.desk.format)),
        labels: labels(shift, produced),
        corrections: Vec::new(),
        corrects: shift.desk.house.corrects.clone(),
        charter: shift.desk.house.charter.hash.clone(),
    }
}

/// What each stage took, and the sound in it: the plans of later editions rest on it.
fn timings(shift: &Shift<'_>, produced: &Produced) -> Vec<Timing> {
    let sound = produced.sound.as_ref().map(|recording| Timing { stage: "sound".into(), ms: recording.made_ms });
    shift.watch.timings().into_iter().chain(sound).collect()
}

fn published_story(shift: &Shift<'_>, slot: &Slot, chosen: &Chosen, produced: &Produced) -> Option<PublishedStory> {
    let story = chosen.stories.get(&slot.story)?;
    let copy = produced.copies.get(&slot.story)?;
    let items: BTreeMap<&ItemId, &Item> = story.items.iter().map(|item| (&item.id, item)).collect();
    let newest = story.items.iter().filter(|item| item.dating.value.is_some()).max_by_key(|item| item.dating.value)?;
    Some(PublishedStory {
        id: story.id.clone(),
        thread: story.thread.clone().unwrap_or_else(|| news::ThreadId::of(story.id.as_str())),
        headline: copy.headline.text.clone(),
        summary: copy.summary.clone(),
        language: copy.language,
        beat: story.beat.clone(),
        dated_at: newest.dating.value?,
        dating: dating(newest)?,
        sources: published_sources(shift, story, copy),
        sentences: copy.sentences.iter().map(|sentence| published_sentence(sentence, &items)).collect(),
        written_by: copy.written_by.clone(),
        checked_by: copy.checked_by.clone(),
        corroboration: corroboration(shift, story, copy, chosen),
        score: *chosen.scores.get(&story.id)?,
        reasons: chosen.reasons.get(&story.id).cloned().unwrap_or_default(),
        spoken_sentences: spoken_sentences(&produced.script, &story.id),
        previously: story
            .told
            .iter()
            .filter(|told| !shift.desk.house.is_amended(told))
            .map(|told| Previously { edition: told.edition.clone(), headline: told.headline.clone() })
            .collect(),
        notes: copy.notes.clone(),
        development: memory::development(story, copy, &shift.desk),
        translations: produced.translations.get(&story.id).cloned().unwrap_or_default(),
        minutes: Vec::new(),
    })
}

/// How many independent owners tell the event of the story's first sentence.
fn corroboration(shift: &Shift<'_>, story: &Story, copy: &FinalCopy, chosen: &Chosen) -> u32 {
    let lead = copy.sentences.first().and_then(|sentence| sentence.citations.first()).map(|citation| &citation.item);
    let lead = story.items.iter().find(|item| Some(&item.id) == lead);
    let owners = lead.map(|lead| assignment_editor::witnesses(story, lead, &chosen.triage, &shift.desk));
    owners.map_or(1, |owners| owners.len().max(1)) as u32
}

fn dating(item: &Item) -> Option<PublishedDating> {
    Some(PublishedDating {
        value: item.dating.value?,
        precision: item.dating.precision,
        confidence: item.dating.confidence,
        evidence: item.dating.evidence.clone(),
    })
}

/// The items of a story for the reader: those that are cited first.
fn published_sources(shift: &Shift<'_>, story: &Story, copy: &FinalCopy) -> Vec<PublishedSource> {
    let cited: BTreeSet<&ItemId> = copy
        .sentences
        .iter()
        .chain([&copy.headline])
        .flat_map(|sentence| &sentence.citations)
        .map(|citation| &citation.item)
        .collect();
    let mut items: Vec<&Item> = story.items.iter().collect();
    items.sort_by_key(|item| !cited.contains(&item.id));
    items
        .into_iter()
        .map(|item| {
            let source = shift.desk.sources.get(&item.source);
            PublishedSource {
                item: item.id.clone(),
                name: source.map_or_else(|| item.host(), |source| source.name.clone()),
                owner: source.map(|source| source.owner.clone()).unwrap_or_default(),
                url: item.url.clone(),
                title: item.title.clone(),
                published_at: item.dating.value,
            }
        })
        .collect()
}

/// A sentence as it is published: with the addresses of what it rests on.
pub(crate) fn published_sentence(sentence: &Sentence, items: &BTreeMap<&ItemId, &Item>) -> PublishedSentence {
    let publish = |citation: &Citation| PublishedCitation {
        item: citation.item.clone(),
        url: items.get(&citation.item).map(|item| item.url.clone()).unwrap_or_default(),
        quote: citation.quote.clone(),
        bytes: Some(Bytes { in_title: citation.in_title, start: citation.start, end: citation.end }),
    };
    PublishedSentence { text: sentence.text.clone(), citations: sentence.citations.iter().map(publish).collect() }
}

fn sources_used(shift: &Shift<'_>, mut reports: Vec<SourceReport>, stories: &[PublishedStory]) -> Vec<SourceReport> {
    for (report, source) in reports.iter_mut().zip(&shift.config.sources) {
        let used = stories
            .iter()
            .flat_map(|story| &story.sources)
            .filter(|used| used.name == source.name && used.owner == source.owner);
        report.used = used.count() as u32;
    }
    reports
}

fn degraded_sources(sources: &[SourceReport]) -> Option<Degraded> {
    let failed: Vec<&str> = sources
        .iter()
        .filter(|source| source.items == 0 && !source.problems.is_empty())
        .map(|source| source.name.as_str())
        .collect();
    let why = || format!("{} of {} sources could not be read: {}", failed.len(), sources.len(), failed.join(", "));
    (!failed.is_empty()).then(|| Degraded { what: "sources".into(), why: why() })
}

/// Those of the models and of the floors, and of the voices.
fn all_credits(works: &[Work], produced: &Produced) -> Vec<Credit> {
    let mut credits = credits::credits(works);
    if let Some(recording) = &produced.sound {
        credits.extend(voices::credits(&recording.heard));
        credits.push(Credit { calls: 1, ..credits::row(Role::SoundEngineer, "zaowan", "floor", "local") });
        credits.sort_by_key(|credit| credit.role);
    }
    credits
}

fn audio_of(recording: &Recording, format: news::Format) -> Audio {
    Audio {
        url: "bulletin.mp3".into(),
        bytes: recording.mp3.bytes,
        seconds: recording.seconds,
        lufs: recording.lufs,
        true_peak_db: recording.true_peak_db,
        voice_by_anchor: recording.voice_by_anchor.clone(),
        voices: voices::voices_of(&recording.heard),
        changes: voices::changes(&recording.heard),
        chapters: recording.chapters.clone(),
        format,
        also: recording
            .also
            .iter()
            .map(|(name, media_type, blob)| AudioFile {
                url: name.clone(),
                bytes: blob.bytes,
                media_type: media_type.clone(),
            })
            .collect(),
    }
}

fn labels(shift: &Shift<'_>, produced: &Produced) -> Labels {
    let text = shift
        .config
        .languages
        .iter()
        .map(|language| (language.to_string(), publish::labels::text(*language).to_owned()))
        .collect();
    let recording = produced.sound.as_ref();
    let also = recording.into_iter().flat_map(|recording| &recording.also).map(|(name, _, _)| name.as_str());
    let files: Vec<&str> = recording.map(|_| "bulletin.mp3").into_iter().chain(also).collect();
    let spoken = recording.is_some() && shift.config.labels.spoken;
    let metadata = publish::labels::metadata(&files);
    let cloned = recording.map(|recording| voices::cloned(&shift.config, &recording.heard)).unwrap_or_default();
    Labels { text, spoken, metadata, cloned }
}

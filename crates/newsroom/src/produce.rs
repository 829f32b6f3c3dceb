//! Produces: the producer orders, the scriptwriter writes for the ear, anchors speak, the sound engineer masters.

use crate::Error;
use crate::airtime;
use crate::assign::Chosen;
use crate::check::Checked;
use crate::credentials;
use crate::deadline::{Stage, Voices};
use crate::gather::Gathered;
use crate::minutes::{self, Minutes, count};
use crate::play::{Part, play};
use crate::progress::Event;
use crate::proof;
use crate::shift::Shift;
use crate::sound;
use crate::translate::{self, Translated};
use crate::voices::{self, Casting, Heard};
use desk::managing_editor::Sound;
use desk::{producer, scriptwriter};
use gateway::{Attempt, Purpose};
use journal::{Blob, IdempotencyKey};
use news::edition::{Degraded, TranscriptLine};
use news::{
    ClearedStory, FinalCopy, Language, Minute, Role, Rundown, Script, Spike, SpikeReason, StoryId, Translation,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;

/// A programme that is ready to be released.
pub(crate) struct Produced {
    pub rundown: Rundown,
    /// The stories of the rundown.
    pub copies: BTreeMap<StoryId, FinalCopy>,
    /// What is said, and how each story's first spoken sentences are counted.
    pub script: Script,
    /// The bulletin, if there is a voice.
    pub sound: Option<Recording>,
    pub degraded: Vec<Degraded>,
    pub spiked: Vec<Spike>,
    /// How each story came so far.
    pub minutes: Minutes,
    /// The stories in the edition's other languages.
    pub translations: BTreeMap<StoryId, Vec<Translation>>,
}

/// What is kept in the journal of a bulletin; the sound itself is a blob beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recording {
    pub mp3: Blob,
    /// The same in other formats: the file's name and media type.
    #[serde(default)]
    pub also: Vec<(String, String, Blob)>,
    pub seconds: f64,
    /// What it took to make.
    #[serde(default)]
    pub made_ms: u64,
    pub lufs: f64,
    pub true_peak_db: f64,
    pub chapters: Vec<news::edition::Chapter>,
    pub transcript: Vec<TranscriptLine>,
    pub voice_by_anchor: BTreeMap<String, String>,
    pub checks: Vec<String>,
    /// Who spoke.
    #[serde(default)]
    pub heard: Heard,
}

/// Orders, writes and records the programme until the managing editor is content with it.
///
/// Errors: nothing is left to publish; the managing editor says no.
pub(crate) async fn produce(
    shift: &Shift<'_>,
    gathered: &Gathered,
    chosen: &Chosen,
    checked: Checked,
) -> Result<Produced, Error> {
    shift.stage(Stage::Produce);
    let Checked { mut cleared, mut spiked, mut degraded, mut minutes } = checked;
    let mut translated = Translated::default();
    for round in 1.. {
        // The proof is read before a word is spoken, so that a story that must go is not spoken first.
        let copies = copies_of(&cleared);
        // Once by a model; what is read again has only grown older and smaller.
        let proofed = if round == 1 {
            proof::read(shift, &copies, chosen).await?
        } else {
            proof::read_by_rules(shift, &format!("{round}/text"), &copies, chosen, Sound::None)?
        };
        degraded.extend(proof::overruled(&proofed));
        note_proof(shift, &mut minutes, &cleared, &proofed.drop);
        take_out(&mut cleared, &mut spiked, proofed.drop);
        spiked.extend(beyond_the_last(shift, &mut cleared, chosen));
        if cleared.is_empty() {
            let why = commonest_reasons(&[&gathered.spiked, &chosen.spiked, &spiked]);
            return Err(Error::NothingToPublish { n_items: gathered.items.len(), why });
        }
        let programme = if round == 1 {
            // Neither needs the other.
            let translating = Box::pin(translate::translate(shift, chosen, &cleared, &mut minutes));
            let (told, programme) = tokio::join!(translating, Box::pin(programme(shift, round, chosen, &cleared)));
            translated = told?;
            programme?
        } else {
            programme(shift, round, chosen, &cleared).await?
        };
        let sound = if programme.sound.is_none() { Sound::None } else { proof::label_in(shift, &programme.script) };
        let told: Vec<FinalCopy> =
            programme.rundown.slots.iter().filter_map(|slot| programme.copies.get(&slot.story).cloned()).collect();
        let proofed = proof::read_by_rules(shift, &format!("{round}/programme"), &told, chosen, sound)?;
        if proofed.drop.is_empty() {
            spiked.extend(left_over(&programme.rundown, &cleared, chosen));
            note_rundown(shift, &mut minutes, &programme);
            degraded.extend(programme.degraded);
            degraded.extend(translated.degraded);
            return Ok(Produced { spiked, degraded, minutes, translations: translated.by_story, ..programme });
        }
        // Time has passed while it was spoken: a story has gone stale. It is taken out and the rest made again.
        take_out(&mut cleared, &mut spiked, proofed.drop);
    }
    Err(Error::Stopped("the programme was never content".into()))
}

fn copies_of(cleared: &[ClearedStory]) -> Vec<FinalCopy> {
    cleared.iter().map(|story| story.copy().clone()).collect()
}

fn take_out(cleared: &mut Vec<ClearedStory>, spiked: &mut Vec<Spike>, drop: Vec<(StoryId, Spike)>) {
    cleared.retain(|story| drop.iter().all(|(id, _)| *id != story.copy().story));
    spiked.extend(drop.into_iter().map(|(_, spike)| spike));
}

fn note_proof(shift: &Shift<'_>, minutes: &mut Minutes, cleared: &[ClearedStory], drop: &[(StoryId, Spike)]) {
    let editor = minutes::commonest(shift, Role::ManagingEditor);
    for story in cleared {
        let id = &story.copy().story;
        let row = match drop.iter().find(|(dropped, _)| dropped == id) {
            Some((_, spike)) => Minute::by(&editor, "proof", format!("out: {}", spike.reason.key()), &*spike.detail),
            None => Minute::by(&editor, "proof", "in", ""),
        };
        minutes.add(id, "", [row]);
    }
}

fn note_rundown(shift: &Shift<'_>, minutes: &mut Minutes, programme: &Produced) {
    let producer = minutes::commonest(shift, Role::Producer);
    for (place, slot) in programme.rundown.slots.iter().enumerate() {
        let n_spoken = spoken_sentences(&programme.script, &slot.story) as usize;
        let what = format!("place {}, {} spoken in {} seconds", place + 1, count(n_spoken, "sentence"), slot.seconds);
        minutes.add(&slot.story, "", [Minute::by(&producer, "rundown", what, "")]);
    }
}

async fn programme(
    shift: &Shift<'_>,
    round: u32,
    chosen: &Chosen,
    cleared: &[ClearedStory],
) -> Result<Produced, Error> {
    let name = |step: &str| format!("produce/{round}/{step}");
    shift.working(Role::Producer, "", 0, cleared.len());
    let copies: BTreeMap<StoryId, FinalCopy> =
        cleared.iter().map(|story| (story.copy().story.clone(), story.copy().clone())).collect();
    let rundown = order(shift, name("rundown"), chosen, cleared).await?;
    let rundown = in_time(rundown, &copies, chosen, shift);
    let wanted = airtime::length(shift, &name("length"))?;
    let rundown = airtime::shortened(rundown, wanted, &copies, chosen, shift);
    let seconds: u32 = rundown.slots.iter().map(|slot| slot.seconds).sum();
    shift.done(Role::Producer, format!("{} stories in {seconds} seconds", rundown.slots.len()));

    shift.working(Role::Scriptwriter, "", 0, rundown.slots.len());
    let script = write(shift, name("script"), chosen, &rundown, &copies).await?;
    shift.done(Role::Scriptwriter, format!("{} lines", script.cues.len()));

    let voices =
        if shift.config.sound { airtime::voices_for(shift, &name("voices"), &script)? } else { Voices::Nobody };
    let (sound, degraded) = record(shift, &name("bulletin"), &script, &copies, voices).await?;
    Ok(Produced {
        rundown,
        copies,
        script,
        sound,
        degraded,
        spiked: Vec::new(),
        minutes: Minutes::default(),
        translations: BTreeMap::new(),
    })
}

/// A brief is under two minutes by the voice's own reckoning: what it takes longer is cut from its end.
fn in_time(mut rundown: Rundown, copies: &BTreeMap<StoryId, FinalCopy>, chosen: &Chosen, shift: &Shift<'_>) -> Rundown {
    // The music at both ends, and a reserve for what a model words longer.
    const BESIDE_SECONDS: f64 = 9.0;
    let seconds = |rundown: &Rundown| {
        airtime::said_seconds(&scriptwriter::floor(rundown, copies, &chosen.stories, &shift.desk)) + BESIDE_SECONDS
    };
    while scriptwriter::is_too_long(seconds(&rundown), shift.desk.format) {
        let Some(last) = rundown.slots.iter_mut().rfind(|slot| slot.n_sentences > 1) else {
            if rundown.slots.len() < 2 {
                break;
            }
            rundown.left_over.extend(rundown.slots.pop().map(|slot| slot.story));
            continue;
        };
        last.n_sentences -= 1;
    }
    rundown
}

async fn order(shift: &Shift<'_>, step: String, chosen: &Chosen, cleared: &[ClearedStory]) -> Result<Rundown, Error> {
    let input = producer::Input { cleared, stories: &chosen.stories, ctx: &shift.desk };
    let part = Part {
        role: Role::Producer,
        step,
        judges: None,
        prompt: &|| producer::prompt(&input),
        schema: producer::schema,
    };
    let floor = || producer::floor(cleared, &chosen.stories, &shift.desk);
    Ok(play(shift, part, &|answer, _| producer::check(answer, &input), floor).await?.value)
}

async fn write(
    shift: &Shift<'_>,
    step: String,
    chosen: &Chosen,
    rundown: &Rundown,
    copies: &BTreeMap<StoryId, FinalCopy>,
) -> Result<Script, Error> {
    let input = scriptwriter::Input { rundown, copies, stories: &chosen.stories, ctx: &shift.desk };
    let part = Part {
        role: Role::Scriptwriter,
        step,
        judges: None,
        prompt: &|| scriptwriter::prompt(&input),
        schema: scriptwriter::schema_for(&shift.desk),
    };
    let floor = || scriptwriter::floor(rundown, copies, &chosen.stories, &shift.desk);
    Ok(play(shift, part, &|answer, _| scriptwriter::check(answer, &input), floor).await?.value)
}

/// Speaks and masters the script; without a voice the edition goes out as text and says so.
async fn record(
    shift: &Shift<'_>,
    name: &str,
    script: &Script,
    copies: &BTreeMap<StoryId, FinalCopy>,
    voices: Voices,
) -> Result<(Option<Recording>, Vec<Degraded>), Error> {
    if !shift.config.sound {
        return Ok((None, Vec::new()));
    }
    let cover = publish::cover_png(&shift.config.name, &shift.config.labels.producer, &shift.key, shift.config.sample)?;
    let settings = settings(shift, copies, cover);
    let of = script.cues.len();
    let progress = |progress: audio::Progress| match progress {
        audio::Progress::Spoken { done, of } => shift.working(Role::Anchor, "", done, of),
        audio::Progress::Mixing => shift.working(Role::SoundEngineer, "mix", 0, 2),
        audio::Progress::Encoding => shift.working(Role::SoundEngineer, "encode", 1, 2),
    };
    let recorded: Result<Recording, String> = shift
        .run
        .step(name, |key| async move {
            let gateway = &shift.newsroom.gateway;
            let began = Instant::now();
            let Casting { cast, skipped } = match voices {
                Voices::Vendors => voices::cast(&shift.config, gateway, &purpose(shift, name, &key)),
                Voices::Floor => Casting::default(),
                Voices::Nobody => return Ok::<_, Error>(Err(airtime::no_time(shift))),
            };
            let before = attempts(shift, name)?.len();
            let settings = audio::Settings { cast, ..settings };
            let programme = match airtime::until_cut(shift, audio::produce(script, &settings, &progress)).await {
                Some(Ok(programme)) => programme,
                Some(Err(error)) => return Ok(Err(error.to_string())),
                None => return Ok(Err(airtime::no_time(shift))),
            };
            let attempts = attempts(shift, name)?.split_off(before);
            let heard = Heard::new(programme.lines, skipped, attempts, gateway);
            let (mp3, unsigned) = credentials::sound(shift, programme.mp3);
            let (mp3, also) = match keep(shift, &mp3, &programme.also_as) {
                // Where only the sound has no room, the edition goes out without it.
                Err(Error::Journal(journal::Error::File(error @ archive::Error::Full { .. }))) => {
                    return Ok(Err(error.to_string()));
                }
                kept => kept?,
            };
            Ok(Ok(Recording {
                mp3,
                also,
                seconds: programme.seconds,
                made_ms: began.elapsed().as_millis() as u64,
                lufs: programme.lufs,
                true_peak_db: programme.true_peak_db,
                chapters: programme.chapters,
                transcript: programme.transcript,
                voice_by_anchor: programme.voice_by_anchor,
                checks: programme.checks.into_iter().chain(unsigned).collect(),
                heard,
            }))
        })
        .await?;
    match recorded {
        Ok(recording) => {
            shift.done(Role::Anchor, spoken(of, &recording.heard));
            shift.done(
                Role::SoundEngineer,
                format!(
                    "{:.0} s at {:.1} LUFS, peak {:.1} dBTP",
                    recording.seconds, recording.lufs, recording.true_peak_db
                ),
            );
            let mut degraded = lines_left_out(&recording.checks);
            degraded.extend(voices::degraded(&recording.heard));
            Ok((Some(recording), degraded))
        }
        Err(why) => {
            shift.tell(Event::Note { text: format!("text only: {why}") });
            shift.done(Role::Anchor, "no voice");
            shift.done(Role::SoundEngineer, "no sound");
            Ok((None, vec![Degraded { what: "voice".into(), why }]))
        }
    }
}

type AlsoKept = Vec<(String, String, Blob)>;

/// Keeps the sound beside the journal. Errors: the disk is full.
fn keep(shift: &Shift<'_>, mp3: &[u8], files: &[audio::AlsoAs]) -> Result<(Blob, AlsoKept), Error> {
    let mp3 = shift.run.blob("bulletin.mp3", mp3)?;
    let mut also = Vec::with_capacity(files.len());
    for file in files {
        let name = format!("bulletin.{}", file.encoding.key());
        let blob = shift.run.blob(&name, &file.bytes)?;
        also.push((name, file.encoding.media_type().to_owned(), blob));
    }
    Ok((mp3, also))
}

/// What stands in the ledger for each line.
fn purpose(shift: &Shift<'_>, step: &str, key: &IdempotencyKey) -> Purpose {
    let role = Role::Anchor.key().to_owned();
    let (job, step, key) = (shift.key.to_string(), step.to_owned(), key.to_string());
    Purpose { job, role, step, key, ..Purpose::default() }
}

/// The requests to vendors' voices that were made for this recording, those of runs before too.
fn attempts(shift: &Shift<'_>, step: &str) -> Result<Vec<Attempt>, Error> {
    let rows = shift.newsroom.gateway.ledger().attempts(&shift.key.to_string()).map_err(gateway::Error::from)?;
    let is_ours = |row: &Attempt| row.role == Role::Anchor.key() && row.step == step;
    Ok(rows.into_iter().filter(is_ours).collect())
}

fn spoken(of: usize, heard: &Heard) -> String {
    match voices::changes(heard).len() {
        0 => format!("{of} lines spoken"),
        n => format!("{of} lines spoken, {n} by another voice than was wanted"),
    }
}

/// Lines that no voice could speak, or that are not in the finished file: they stand on the page, and the edition says
/// that they are not heard.
fn lines_left_out(checks: &[String]) -> Vec<Degraded> {
    let is_lost = |check: &&String| check.contains("could not be spoken") || check.starts_with("in the finished file");
    let lost: Vec<&str> = checks.iter().filter(is_lost).map(String::as_str).collect();
    let why = || format!("{} lines are not heard as they should be: {}", lost.len(), lost.join("; "));
    if lost.is_empty() { Vec::new() } else { vec![Degraded { what: "voice".into(), why: why() }] }
}

fn settings(shift: &Shift<'_>, copies: &BTreeMap<StoryId, FinalCopy>, cover: Vec<u8>) -> audio::Settings {
    let language = shift.config.languages.first().copied().unwrap_or(news::Language::EN);
    let voices = shift.config.voices.iter().map(|(anchor, voice)| {
        (*anchor, audio::VoiceChoice { floor: voice.floor.clone(), ..audio::VoiceChoice::default_of(*anchor) })
    });
    audio::Settings {
        voices: voices.collect(),
        vendors_until: airtime::vendors_until(shift),
        spelling: voices::spelling(&shift.config.speech),
        artist: shift.config.author.clone(),
        album: shift.config.name.clone(),
        date: shift.key.date.to_string(),
        cover_png: Some(cover),
        chapter_titles: copies.iter().map(|(id, copy)| (id.clone(), copy.headline.text.clone())).collect(),
        aigc: publish::labels::aigc(&shift.config.labels.producer, &shift.key.to_string()),
        comment: publish::labels::text(language).to_owned(),
        speaker_names: shift.config.voices.iter().map(|(anchor, voice)| (*anchor, voice.name.clone())).collect(),
        also_as: sound::also_as(&shift.config.sound_plan),
        music: sound::music(&shift.config.sound_plan),
        morse: shift.config.labels.rhythm,
        live: sound::live(shift),
        ..audio::Settings::titled(format!("{} · {}", shift.config.name, shift.key), language)
    }
}

/// How many of a story's sentences are said in the script.
pub(crate) fn spoken_sentences(script: &Script, story: &StoryId) -> u32 {
    let is_said = |cue: &&news::Cue| cue.kind.sentence().is_some() && cue.kind.story() == Some(story);
    script.cues.iter().filter(is_said).count() as u32
}

/// More stories were assigned than the edition holds, in case some would fail; those that are now too many.
///
/// Each language of the edition has its share of the places; what one leaves free the others may take.
fn beyond_the_last(shift: &Shift<'_>, cleared: &mut Vec<ClearedStory>, chosen: &Chosen) -> Vec<Spike> {
    let share = shift.config.max_stories.div_ceil(shift.config.languages.len());
    let mut n_by_language: BTreeMap<Language, usize> = BTreeMap::new();
    let (mut kept, mut others): (Vec<_>, Vec<_>) = cleared.drain(..).partition(|story| {
        let n = n_by_language.entry(story.copy().language).or_default();
        *n += 1;
        *n <= share
    });
    let n_free = shift.config.max_stories.saturating_sub(kept.len()).min(others.len());
    kept.extend(others.drain(..n_free));
    others.extend(kept.split_off(kept.len().min(shift.config.max_stories)));
    *cleared = kept;
    others.iter().filter_map(|story| no_room(story.copy(), chosen)).collect()
}

fn left_over(rundown: &Rundown, cleared: &[ClearedStory], chosen: &Chosen) -> Vec<Spike> {
    let copy_of = |id: &StoryId| cleared.iter().find(|story| story.copy().story == *id).map(ClearedStory::copy);
    rundown.left_over.iter().filter_map(|id| no_room(copy_of(id)?, chosen)).collect()
}

fn no_room(copy: &FinalCopy, chosen: &Chosen) -> Option<Spike> {
    let urls = chosen.stories.get(&copy.story)?.items.iter().map(|item| item.url.clone()).collect();
    let detail = "it passed every check, but others were more important and the edition was full".to_owned();
    Some(Spike { headline: copy.headline.text.clone(), urls, reason: SpikeReason::LowRank, detail })
}

fn commonest_reasons(spikes: &[&Vec<Spike>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for spike in spikes.iter().flat_map(|spikes| spikes.iter()) {
        *counts.entry(spike.reason.key()).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(reason, n)| (std::cmp::Reverse(*n), *reason));
    counts.iter().take(4).map(|(reason, n)| format!("{reason} {n}")).collect::<Vec<_>>().join(", ")
}

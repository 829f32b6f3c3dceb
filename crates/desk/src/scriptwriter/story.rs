//! The lines of one story.

use super::{anchor_of, cue, phrases};
use crate::Context;
use crate::fact_checker;
use crate::prose::claims;
use crate::prose::speech::{SENTENCE_PAUSE_MS, STORY_PAUSE_MS};
use crate::researcher;
use news::{Cue, CueKind, FinalCopy, Format, Sentence, Story};

/// Silence after a transition and after a headline, in milliseconds.
const TRANSITION_PAUSE_MS: u32 = 300;
pub(super) const HEADLINE_PAUSE_MS: u32 = 450;

/// A headline that shares so many of its words with the lede would be heard twice.
const NEARLY_THE_LEDE: f64 = 0.5;

/// A story as it is told.
pub(super) struct Told<'a> {
    pub copy: &'a FinalCopy,
    /// So many of its sentences.
    pub n: usize,
    pub story: Option<&'a Story>,
}

impl Told<'_> {
    /// The sentences that are said.
    pub fn wanted(&self) -> &[Sentence] {
        let n = self.n.clamp(1, self.copy.sentences.len().max(1));
        self.copy.sentences.get(..n).unwrap_or(&self.copy.sentences)
    }
}

/// Transition, headline if it says more than the lede, and the sentences, all by one anchor.
pub(super) fn cues(one: &Told<'_>, index: usize, told: &[Told<'_>], ctx: &Context) -> Vec<Cue> {
    let (copy, anchor) = (one.copy, anchor_of(index, ctx));
    let id = &copy.story;
    let transition = phrases::transition(&place(one, index, told), copy.language, witness(one, ctx).as_deref());
    let mut cues =
        vec![cue(anchor, copy.language, CueKind::Transition { to: id.clone() }, transition, TRANSITION_PAUSE_MS)];
    if says_headline(copy, ctx.format) {
        let text = phrases::as_sentence(&copy.headline.text, copy.language);
        cues.push(cue(anchor, copy.language, CueKind::Headline { story: id.clone() }, text, HEADLINE_PAUSE_MS));
    }
    let n = one.wanted().len();
    // A brief has no time for what was.
    let has_time = ctx.format != Format::Brief;
    let recall = one.story.filter(|_| has_time).and_then(|story| researcher::recall(story, copy.language, ctx));
    for (sentence, line) in one.wanted().iter().enumerate() {
        let pause_ms = if sentence + 1 == n && recall.is_none() { STORY_PAUSE_MS } else { SENTENCE_PAUSE_MS };
        cues.push(cue(
            anchor,
            copy.language,
            CueKind::Body { story: id.clone(), sentence },
            line.text.clone(),
            pause_ms,
        ));
    }
    // Behind the news, never before it: who heard the last edition waits for what is new.
    if let Some(recall) = recall {
        let kind = CueKind::Recall { story: id.clone() };
        cues.push(cue(anchor, copy.language, kind, recall.text, STORY_PAUSE_MS));
    }
    cues
}

/// Whether the headline is said: not if the lede says the same in nearly the same words, and not in a brief.
pub(crate) fn says_headline(copy: &FinalCopy, format: Format) -> bool {
    if format == Format::Brief {
        return false;
    }
    let lede = copy.sentences.first().map_or("", |sentence| sentence.text.as_str());
    claims::likeness(&copy.headline.text, lede) < NEARLY_THE_LEDE
}

pub(super) fn place(one: &Told<'_>, index: usize, told: &[Told<'_>]) -> phrases::Place {
    let same_language = |other: &&Told<'_>| other.copy.language == one.copy.language;
    let in_block = told.iter().take(index).filter(same_language).count();
    let n_in_block = told.iter().filter(same_language).count();
    let beat = one.story.map(|story| story.beat.clone()).unwrap_or_default();
    let before = index.checked_sub(1).and_then(|before| told.get(before)).and_then(|before| before.story);
    let new_beat = before.is_none_or(|before| before.beat != beat);
    // "And finally" before another language's block would be untrue.
    phrases::Place { in_block, is_last: n_in_block > 2 && index + 1 == told.len(), beat, new_beat }
}

/// The outlet to be named for the ear: that of the lede, if it is the only owner that reports the story.
pub(super) fn witness(one: &Told<'_>, ctx: &Context) -> Option<String> {
    let story = one.story?;
    if story.owners.len() > 1 {
        return None;
    }
    let lede = one.copy.sentences.first()?;
    let outlet = fact_checker::cited_items(std::slice::from_ref(lede), story).first().map(|item| ctx.outlet(item))?;
    // A sentence that already names its outlet needs no second naming.
    let said = outlet.trim_end_matches(['!', '.', '?', '！', '。', '？']).to_owned();
    (!said.is_empty() && !lede.text.contains(&said)).then_some(said)
}

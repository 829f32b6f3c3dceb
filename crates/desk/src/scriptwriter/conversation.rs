//! Two hosts tell the news to each other: who leads a story, who asks, who takes over. The facts are the copy's sentences.
//!
//! What stands between them is taken from `words/talk.toml`, in an order that follows from the edition's key.

use super::phrases::{self, spoken_name};
use super::sides::{self, Side};
use super::story::{self, Told, place, says_headline, witness};
use super::talk::pool::Pool;
use super::talk::question::{self, Question};
use super::talk::tone::{self, Tone};
use super::{anchor_of, cue};
use crate::Context;
use crate::prose::speech::{SENTENCE_PAUSE_MS, STORY_PAUSE_MS};
use crate::prose::start::{self, Start};
use crate::researcher;
use news::{Anchor, Cue, CueKind, Format, Language, SpeechMark};

/// Silence after a hand-over, after a question and after a word that falls in, in milliseconds.
const HAND_OVER_PAUSE_MS: u32 = 300;
const QUESTION_PAUSE_MS: u32 = 260;
const ACK_PAUSE_MS: u32 = 220;
/// How far a word falls in with the line before, and how far a question does.
const ACK_OVERLAP_MS: u32 = 320;
pub(super) const FALL_IN_MS: u32 = 180;
/// Before the lede of a story in which people died.
const GRAVE_PAUSE_MS: u32 = 250;

/// Writes the stories of one edition as a conversation.
pub(super) struct Writer<'a> {
    ctx: &'a Context,
    pool: Pool,
    has_laughed: bool,
}

/// Where the telling of one story stands.
struct Telling<'a> {
    one: &'a Told<'a>,
    tone: Tone,
    speaker: Anchor,
    /// So many sentences in a row by this speaker.
    run: usize,
    n_asked: usize,
    has_acked: bool,
    /// What was heard of the story so far.
    heard: String,
    cues: Vec<Cue>,
}

impl<'a> Writer<'a> {
    pub fn new(ctx: &'a Context) -> Self {
        Self { ctx, pool: Pool::of(&ctx.key.to_string()), has_laughed: false }
    }

    /// Hand-over, headline if it says more than the lede, the sentences by two voices.
    pub fn story(&mut self, one: &Told<'_>, index: usize, told: &[Told<'_>]) -> Vec<Cue> {
        let lead = anchor_of(index, self.ctx);
        let tone = tone::of(one.copy, one.story);
        let mut telling = Telling {
            one,
            tone,
            speaker: lead,
            run: 0,
            n_asked: 0,
            has_acked: false,
            heard: one.copy.headline.text.clone(),
            cues: Vec::new(),
        };
        self.lead_in(&mut telling, index, told);
        let texts: Vec<&str> = one.wanted().iter().map(|sentence| sentence.text.as_str()).collect();
        let is_debate = self.ctx.format == Format::Debate;
        match is_debate.then(|| sides::of(&texts, one.copy.language)).flatten() {
            Some(sides) => self.debate(&mut telling, &sides),
            None => self.tell(&mut telling),
        }
        telling.end(self.ctx);
        telling.cues
    }

    fn lead_in(&mut self, telling: &mut Telling<'_>, index: usize, told: &[Told<'_>]) {
        let (copy, lead) = (telling.one.copy, telling.speaker);
        let id = &copy.story;
        let says_headline = says_headline(copy, self.ctx.format);
        let (by, text) = self.hand_over(&place(telling.one, index, told), lead, copy.language, says_headline);
        telling.push(by, CueKind::Transition { to: id.clone() }, text, HAND_OVER_PAUSE_MS);
        let witness = witness(telling.one, self.ctx);
        // Who hands over gives the headline, the other tells the story.
        let teller = if says_headline { by } else { lead };
        if let Some(outlet) = witness {
            telling.push(teller, CueKind::Witness { story: id.clone() }, phrases::witness(&outlet, copy.language), 200);
        }
        if says_headline {
            let text = phrases::as_sentence(&copy.headline.text, copy.language);
            telling.push(teller, CueKind::Headline { story: id.clone() }, text, story::HEADLINE_PAUSE_MS);
        }
    }

    /// Who leads over to a story, and with which words.
    fn hand_over(
        &mut self,
        place: &phrases::Place,
        lead: Anchor,
        language: Language,
        says_headline: bool,
    ) -> (Anchor, String) {
        let name = name_of(lead, language, self.ctx);
        let beat = super::talk::words::of(language).beats.get(&place.beat).filter(|_| place.new_beat).cloned();
        let slots = [("name", name.as_str()), ("beat", beat.as_deref().unwrap_or_default())];
        let by_other = says_headline || !self.pool.now_and_then(3);
        let (by, kinds): (Anchor, &[&str]) = match (place.in_block == 0, place.is_last, by_other, beat.is_some()) {
            (true, ..) => (if says_headline { other(lead) } else { lead }, &["start"]),
            (_, true, ..) => (other(lead), &["last", "hand_plain"]),
            (_, _, true, true) => (other(lead), &["hand", "hand_plain"]),
            (_, _, true, false) => (other(lead), &["hand_plain", "hand"]),
            (_, _, false, true) => (lead, &["self", "self_plain"]),
            (_, _, false, false) => (lead, &["self_plain"]),
        };
        // Without a beat a line that names one cannot be said.
        let usable = kinds.iter().filter(|kind| beat.is_some() || !matches!(**kind, "hand" | "self"));
        let said = usable.into_iter().find_map(|kind| self.pool.take(kind, language, &slots));
        said.map_or_else(|| (lead, phrases::transition(place, language, None)), |text| (by, text))
    }

    fn tell(&mut self, telling: &mut Telling<'_>) {
        let n = telling.one.wanted().len();
        for sentence in 0..n {
            let answer = if sentence == 0 { None } else { self.turn(telling, sentence, n) };
            telling.say(sentence, answer);
        }
    }

    /// What happens before a sentence that is not the first: a question, another voice, a word that falls in, or nothing.
    fn turn(&mut self, telling: &mut Telling<'_>, sentence: usize, n: usize) -> Option<(usize, usize)> {
        let language = telling.one.copy.language;
        let next = telling.one.wanted().get(sentence)?.text.as_str();
        let listener = other(telling.speaker);
        let nature = nature(listener, self.ctx);
        // What leans on the sentence before is not parted from it.
        if start::of(next, language) != Start::Dependent {
            let question = question::to(next, &telling.heard, language);
            let wants = question.is_derived() || nature.asks || !nature.is_calm && self.pool.now_and_then(2);
            let may_ask = telling.n_asked < n.div_ceil(4) && (question.is_derived() || telling.run >= 2 || n == 2);
            let asked = if wants && may_ask { self.ask(telling, &question) } else { None };
            if let Some(answer) = asked {
                return answer;
            }
            if telling.run >= 2 {
                telling.speaker = listener;
                telling.run = 0;
                return None;
            }
        }
        if telling.tone != Tone::Grave && !telling.has_acked && self.pool.now_and_then(3) {
            self.fall_in(telling, nature);
        }
        None
    }

    /// The listener asks; the outer `None` if there is no question of the kind left.
    fn ask(&mut self, telling: &mut Telling<'_>, question: &Question) -> Option<Option<(usize, usize)>> {
        let language = telling.one.copy.language;
        let (thing, measure) = question.thing.clone().unwrap_or_default();
        let slots = [("thing", thing.as_str()), ("measure", measure.as_str())];
        let text =
            self.pool.take(question.pool, language, &slots).or_else(|| self.pool.take("neutral", language, &[]))?;
        let falls_in = telling.tone != Tone::Grave && self.pool.now_and_then(3);
        telling.talk(other(telling.speaker), text, QUESTION_PAUSE_MS);
        if let Some(cue) = telling.cues.last_mut().filter(|_| falls_in) {
            cue.overlap_ms = FALL_IN_MS;
        }
        telling.n_asked += 1;
        telling.run = 0;
        Some(question.answer)
    }

    fn fall_in(&mut self, telling: &mut Telling<'_>, nature: Nature) {
        let Some(text) = self.pool.take("ack", telling.one.copy.language, &[]) else { return };
        telling.talk(other(telling.speaker), text, ACK_PAUSE_MS);
        telling.has_acked = true;
        let laughs = telling.tone == Tone::Light && !self.has_laughed && !nature.is_calm;
        self.has_laughed |= laughs;
        if let Some(cue) = telling.cues.last_mut() {
            cue.overlap_ms = ACK_OVERLAP_MS;
            cue.marks.push(SpeechMark::Under);
            cue.marks.extend(laughs.then_some(SpeechMark::Laugh { at: 0 }));
        }
    }

    /// Each host says the sentences of one side; what is nobody's is told by who speaks.
    fn debate(&mut self, telling: &mut Telling<'_>, sides: &[Option<Side>]) {
        let lead = telling.speaker;
        let mut last: Option<Side> = None;
        for (sentence, side) in sides.iter().enumerate() {
            if let Some(side) = side.filter(|side| Some(*side) != last) {
                let speaker = if side == Side::One { lead } else { other(lead) };
                let (by, kind) = match (last, side) {
                    (None, _) => (speaker, "one_side"),
                    (Some(_), Side::Other) => (lead, "other_side"),
                    (Some(_), Side::One) => (other(lead), "side_back"),
                };
                let text = self.pool.take(kind, telling.one.copy.language, &[]).filter(|_| sentence > 0);
                if let Some(text) = text {
                    telling.talk(by, text, QUESTION_PAUSE_MS);
                }
                telling.speaker = speaker;
                last = Some(side);
            }
            telling.say(sentence, None);
        }
    }
}

impl Telling<'_> {
    fn push(&mut self, anchor: Anchor, kind: CueKind, text: String, pause_ms: u32) {
        self.cues.push(cue(anchor, self.one.copy.language, kind, text, pause_ms));
    }

    fn talk(&mut self, anchor: Anchor, text: String, pause_ms: u32) {
        let kind = CueKind::Talk { story: Some(self.one.copy.story.clone()) };
        self.push(anchor, kind, text, pause_ms);
    }

    /// One sentence of the copy, as it stands.
    fn say(&mut self, sentence: usize, answer: Option<(usize, usize)>) {
        let Some(line) = self.one.wanted().get(sentence) else { return };
        let kind = CueKind::Body { story: self.one.copy.story.clone(), sentence };
        self.push(self.speaker, kind, line.text.clone(), SENTENCE_PAUSE_MS);
        let is_grave_lede = sentence == 0 && self.tone == Tone::Grave;
        if let Some(cue) = self.cues.last_mut() {
            cue.marks.extend(answer.map(|(start, end)| SpeechMark::Emphasis { start, end }));
            cue.marks.extend(is_grave_lede.then_some(SpeechMark::Pause { at: 0, ms: GRAVE_PAUSE_MS }));
        }
        self.heard.push(' ');
        self.heard.push_str(&line.text);
        self.run += 1;
    }

    /// When we reported what of it before, and the silence behind a story.
    fn end(&mut self, ctx: &Context) {
        let copy = self.one.copy;
        let recall = self.one.story.and_then(|story| researcher::recall(story, copy.language, ctx));
        if let Some(recall) = recall {
            self.push(self.speaker, CueKind::Recall { story: copy.story.clone() }, recall.text, STORY_PAUSE_MS);
        }
        if let Some(last) = self.cues.last_mut() {
            last.pause_ms = STORY_PAUSE_MS;
        }
    }
}

/// The other of two.
pub(super) fn other(anchor: Anchor) -> Anchor {
    match anchor {
        Anchor::A => Anchor::B,
        Anchor::B => Anchor::A,
    }
}

/// A host's name as it is said in this language.
pub(super) fn name_of(anchor: Anchor, language: Language, ctx: &Context) -> String {
    ctx.hosts.get(&anchor).map(|host| spoken_name(&host.name, language)).unwrap_or_default()
}

/// What a host's character means for rules; a model reads it as it is written.
#[derive(Debug, Clone, Copy)]
struct Nature {
    asks: bool,
    is_calm: bool,
}

fn nature(anchor: Anchor, ctx: &Context) -> Nature {
    let character = ctx.hosts.get(&anchor).map(|host| host.character.to_lowercase()).unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| character.contains(word));
    Nature {
        asks: has(&["curious", "asks", "好奇", "爱问", "多问"]),
        is_calm: has(&["calm", "quiet", "dry", "reserved", "沉稳", "冷静", "话少", "稳重"]),
    }
}

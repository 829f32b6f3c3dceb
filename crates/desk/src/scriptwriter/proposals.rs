//! A model's conversation: it fills places in the floor's script. What does not pass leaves the floor's line there.

use super::talk::tone::{self, Tone};
use super::talk::{self, Near};
use super::{Input, conversation, inspect, retold, rewritten, told};
use crate::reply::{self, Rejected};
use news::{Cue, CueKind, Format, Script, SpeechMark};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    lines: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    cue: usize,
    place: Place,
    text: String,
    how: How,
}

/// Where a line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// In the place of the line.
    Instead,
    /// Before it, by the host who does not say it.
    Before,
}

/// How a line is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum How {
    /// As it comes.
    Plain,
    /// Falling in with the line before.
    Over,
    /// With a short laugh; not where people died.
    Laugh,
    /// With a sigh; not where people died.
    Sigh,
}

/// Silence after a word between the hosts, in milliseconds.
const TALK_PAUSE_MS: u32 = 260;

/// The script as a prompt shows it: each line with what may be done to it.
pub(super) fn rows(script: &Script) -> Vec<serde_json::Value> {
    let row = |(index, cue): (usize, &Cue)| {
        json!({
            "cue": index, "host": cue.anchor, "language": cue.language, "kind": cue.kind, "text": cue.text,
            "instead": may_be_replaced(cue), "before": may_be_preceded(cue),
        })
    };
    script.cues.iter().enumerate().map(row).collect()
}

fn may_be_replaced(cue: &Cue) -> bool {
    matches!(
        cue.kind,
        CueKind::Opening | CueKind::Transition { .. } | CueKind::Talk { .. } | CueKind::Body { .. } | CueKind::Closing
    )
}

fn may_be_preceded(cue: &Cue) -> bool {
    matches!(cue.kind, CueKind::Body { sentence: 1.., .. })
}

/// Takes a model's lines. Errors: more than half of them may not be said, or the whole is not in order.
pub(super) fn check(answer: &str, input: &Input<'_>) -> Result<Script, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut writing = Writing::begin(input);
    for index in 0..writing.floor.cues.len() {
        writing.line(index, &reply.lines);
    }
    let n_strange = reply.lines.iter().filter(|line| line.cue >= writing.floor.cues.len()).count();
    writing.refused.extend((0..n_strange).map(|_| "there is no such line".to_owned()));
    if writing.refused.len() >= 2 && writing.refused.len() * 2 > reply.lines.len() {
        let shown: Vec<&str> = writing.refused.iter().take(3).map(String::as_str).collect();
        return Err(Rejected::because(shown.join("; ")));
    }
    let script = Script { cues: writing.cues };
    match inspect::fault(&script, input) {
        Some(why) => Err(Rejected::because(why)),
        None => Ok(script),
    }
}

/// The script as it grows.
struct Writing<'a> {
    input: &'a Input<'a>,
    floor: Script,
    names: Vec<String>,
    cues: Vec<Cue>,
    /// Words between the hosts that were said, or that the floor will say.
    said: BTreeSet<String>,
    refused: Vec<String>,
}

impl<'a> Writing<'a> {
    fn begin(input: &'a Input<'a>) -> Self {
        let floor = super::of(input);
        let talk = floor.cues.iter().filter(|cue| matches!(cue.kind, CueKind::Talk { .. }));
        let said = talk.map(|cue| cue.text.clone()).collect();
        Self {
            input,
            names: inspect::names(input),
            cues: Vec::with_capacity(floor.cues.len()),
            floor,
            said,
            refused: Vec::new(),
        }
    }

    /// The floor's line of this place with what the model made of it.
    fn line(&mut self, index: usize, lines: &[Line]) {
        let Some(own) = self.floor.cues.get(index).cloned() else { return };
        let of = |place: Place| lines.iter().find(|line| line.cue == index && line.place == place);
        if let Some(line) = of(Place::Before) {
            match self.before(line, index, &own) {
                Ok(cue) => self.insert(cue),
                Err(why) => self.refused.push(why),
            }
        }
        // Rows that say the same place again are one too many.
        let n_again = lines.iter().filter(|line| line.cue == index).count();
        let n_heard = usize::from(of(Place::Before).is_some()) + usize::from(of(Place::Instead).is_some());
        self.refused.extend((n_heard..n_again).map(|_| format!("line {index} is answered twice")));
        let cue = match of(Place::Instead).map(|line| self.instead(line, index, &own)) {
            None => Some(own),
            Some(Ok(cue)) => cue,
            Some(Err(why)) => {
                self.refused.push(why);
                Some(own)
            }
        };
        self.cues.extend(cue);
    }

    /// One word between two lines is enough: the model's stands in the place of the floor's.
    fn insert(&mut self, cue: Cue) {
        if self.cues.last().is_some_and(|last| matches!(last.kind, CueKind::Talk { .. })) {
            self.cues.pop();
        }
        self.cues.push(cue);
    }

    fn before(&mut self, line: &Line, index: usize, own: &Cue) -> Result<Cue, String> {
        if !may_be_preceded(own) {
            return Err(format!("nothing is said before line {index}"));
        }
        let text = self.talk(&line.text, index)?;
        let story = own.kind.story().cloned();
        let kind = CueKind::Talk { story };
        let cue = super::cue(conversation::other(own.anchor), own.language, kind, text, TALK_PAUSE_MS);
        Ok(self.said_so(cue, line.how, index))
    }

    /// `None` if a word between the hosts is left out.
    fn instead(&mut self, line: &Line, index: usize, own: &Cue) -> Result<Option<Cue>, String> {
        let text = line.text.trim();
        let cue = match &own.kind {
            CueKind::Talk { .. } if text.is_empty() => return Ok(None),
            CueKind::Talk { .. } => Cue { text: self.talk(text, index)?, ..own.clone() },
            CueKind::Body { .. } if text == own.text => own.clone(),
            CueKind::Body { story, sentence } => {
                let copy = self.input.copies.get(story).ok_or("no such story")?;
                let checked = copy.sentences.get(*sentence).ok_or("no such sentence")?;
                let items = self.input.stories.get(story).map_or(&[][..], |story| &story.items);
                if let Some(why) = retold::fault(text, checked, own.language, items) {
                    return Err(why);
                }
                let kind = CueKind::Retold { story: story.clone(), sentence: *sentence };
                let pauses = own.marks.iter().filter(|mark| matches!(mark, SpeechMark::Pause { at: 0, .. }));
                Cue { text: text.to_owned(), kind, marks: pauses.copied().collect(), ..own.clone() }
            }
            CueKind::Transition { .. } => {
                let beside = inspect::beside(index, &self.floor.cues);
                let near = Near { language: own.language, names: &self.names, beside, own: None };
                match talk::fault(text, &near) {
                    Some(why) => return Err(why),
                    None => Cue { text: text.to_owned(), ..own.clone() },
                }
            }
            CueKind::Opening | CueKind::Closing => {
                Cue { text: rewritten(text, own, self.input).map_err(|rejected| rejected.why)?, ..own.clone() }
            }
            _ => return Err(format!("line {index} cannot be rewritten")),
        };
        Ok(Some(self.said_so(cue, line.how, index)))
    }

    /// A word between the hosts that may be said here and was not said before.
    fn talk(&mut self, text: &str, index: usize) -> Result<String, String> {
        let text = text.trim();
        if let Some(why) = inspect::talk_fault(text, index, &self.floor.cues, self.input) {
            return Err(why);
        }
        let asks_how_many = ["how many", "how much", "多少", "几"].iter().any(|ask| text.to_lowercase().contains(ask));
        let next = self.floor.cues.iter().skip(index).find(|cue| cue.kind.sentence().is_some());
        if asks_how_many && next.is_none_or(|next| gates::values(&next.text).is_empty()) {
            return Err(format!("the next sentence does not answer {text:?}"));
        }
        if !self.said.insert(text.to_owned()) {
            return Err(format!("it was said before: {text:?}"));
        }
        Ok(text.to_owned())
    }

    fn said_so(&self, mut cue: Cue, how: How, index: usize) -> Cue {
        let told = told(self.input);
        let story = cue.kind.story().and_then(|story| told.iter().find(|one| one.copy.story == *story));
        let tone = story.map_or(Tone::Plain, |one| tone::of(one.copy, one.story));
        let is_talk = matches!(cue.kind, CueKind::Talk { .. });
        match how {
            How::Plain => {}
            How::Over if is_talk && index > 0 && tone != Tone::Grave => cue.overlap_ms = conversation::FALL_IN_MS,
            How::Laugh if is_talk && tone == Tone::Light => cue.marks.push(SpeechMark::Laugh { at: 0 }),
            How::Sigh if is_talk && tone == Tone::Light => cue.marks.push(SpeechMark::Sigh { at: 0 }),
            // Where it does not fit, the words are said without it.
            How::Over | How::Laugh | How::Sigh => {}
        }
        cue
    }
}

/// Whether a format is answered in lines of a conversation.
pub(super) fn is_asked_for(format: Format) -> bool {
    format.is_talk()
}

//! What a story is worth to the reader: how much it is about what they named, and what follows from that.

use super::{Kind, Reader, Subject, Wish};
use crate::words::Plain;
use news::Item;

/// Of a text so much is looked through: what stands further down is not what a story is about.
const HEAD_CHARS: usize = 500;
/// So many texts of a story are looked through.
const MAX_TEXTS: usize = 3;
/// What a word counts in the title that leads, in another title, in a text.
const IN_LEAD: u32 = 2;
const ELSEWHERE: u32 = 1;
/// With so many points a story has to do with a subject, with so many it is about it: one word in a text is chance.
const TOUCHES: u32 = 2;
const IS_ABOUT: u32 = 3;
const TOUCH: f64 = 0.7;

/// What a wish adds to, or takes from, a story that is wholly about its subject. Asking for more outweighs what a
/// reader says of themselves, for the one is an order and the other a hint.
const MORE: f64 = 0.7;
const ABOUT: f64 = 0.4;
const LESS: f64 = -0.5;
/// All together they move a story by no more than this; a weight of the owner's own may do more.
const LEAST: f64 = 0.4;
const MOST: f64 = 2.0;
const LEAST_WEIGHT: f64 = 0.05;

/// A story as it is looked through for a reader's subjects.
pub(in super::super) struct Seen {
    lead: Plain,
    titles: Vec<Plain>,
    texts: Vec<Plain>,
    beat: String,
    is_stop_press: bool,
}

/// What a reader's wishes make of a story.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Judged {
    /// A factor for its score.
    pub factor: f64,
    /// Whether a weight of the owner's own stands for its beat.
    pub is_weighted: bool,
    /// Why the reader does not want it at all.
    pub unwanted: Option<Said>,
    /// Why it was moved.
    pub said: Vec<Said>,
}

/// A few words in both languages.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Said {
    pub en: String,
    pub zh: String,
}

impl Seen {
    pub fn of(lead: &Item, items: &[Item], beat: &str, urgency: u8) -> Self {
        let others = || items.iter().filter(|item| item.id != lead.id);
        let head = |item: &Item| Plain::of(&item.text.chars().take(HEAD_CHARS).collect::<String>());
        Self {
            lead: Plain::of(&lead.title),
            titles: others().map(|item| Plain::of(&item.title)).collect(),
            texts: std::iter::once(lead).chain(others()).take(MAX_TEXTS).map(head).collect(),
            beat: beat.to_owned(),
            is_stop_press: urgency >= 3,
        }
    }

    /// How much the story is about a subject, in [0, 1].
    fn share(&self, subject: &Subject) -> f64 {
        if subject.beat.as_ref().is_some_and(|beat| *beat == self.beat) {
            return 1.0;
        }
        let points: u32 = subject.terms.iter().map(|term| self.points(term)).sum();
        match points {
            0..TOUCHES => 0.0,
            TOUCHES..IS_ABOUT => TOUCH,
            _ => 1.0,
        }
    }

    fn points(&self, term: &String) -> u32 {
        let holds = |text: &Plain| text.find(std::slice::from_ref(term)).is_some();
        if holds(&self.lead) {
            return IN_LEAD;
        }
        if self.titles.iter().chain(&self.texts).any(holds) { ELSEWHERE } else { 0 }
    }
}

impl Reader {
    /// What the reader's wishes make of a story.
    pub(in super::super) fn judge(&self, seen: &Seen) -> Judged {
        let met: Vec<(&Wish, f64)> = self
            .wishes
            .iter()
            .map(|wish| (wish, seen.share(&wish.subject)))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        let mut said: Vec<Said> = Vec::new();
        let mut moved = 0.0;
        for (wish, share) in &met {
            let (by, words) = effect(wish);
            // What stops the press is moved up, never down.
            let by = if seen.is_stop_press { f64::max(by, 0.0) } else { by };
            moved += by * share;
            said.extend(words.filter(|_| by != 0.0));
        }
        let mut factor = (1.0 + moved).clamp(LEAST, MOST);
        let mut is_weighted = false;
        for weight in &self.weights {
            let share = seen.share(&weight.subject);
            // Never nothing: what counts nothing is left out by name, and its score must still be a figure.
            let times = (1.0 + (weight.times - 1.0) * share).max(LEAST_WEIGHT);
            let is_kept = seen.is_stop_press && times < 1.0;
            if share > 0.0 && !is_kept {
                is_weighted |= weight.subject.beat.as_ref() == Some(&seen.beat);
                factor *= times;
                said.push(weighed(&weight.subject, weight.times));
            }
        }
        let unwanted = if seen.is_stop_press { None } else { self.unwanted(seen, &met) };
        Judged { factor, is_weighted, unwanted, said }
    }

    /// Why the reader does not want it: what they want more of outweighs a "no" that meets it too.
    fn unwanted(&self, seen: &Seen, met: &[(&Wish, f64)]) -> Option<Said> {
        let of = |kind: Kind| met.iter().find(|(wish, _)| wish.kind == kind).map(|(wish, _)| &wish.subject);
        if of(Kind::More).is_none()
            && let Some(subject) = of(Kind::No)
        {
            return Some(Said {
                en: format!("you asked for no {}", subject.en),
                zh: format!("您不想看{}", subject.zh),
            });
        }
        let nil = self.weights.iter().find(|weight| weight.times == 0.0 && seen.share(&weight.subject) > 0.0);
        if let Some(Subject { en, zh, .. }) = nil.map(|weight| &weight.subject) {
            return Some(Said {
                en: format!("{en} counts nothing by your weights"),
                zh: format!("按您设的权重，{zh}计零"),
            });
        }
        let only: Vec<&Subject> =
            self.wishes.iter().filter(|wish| wish.kind == Kind::Only).map(|wish| &wish.subject).collect();
        let is_met = only.is_empty() || of(Kind::Only).is_some();
        (!is_met).then(|| Said {
            en: format!("you asked for nothing but {}", names(&only, |subject| &subject.en, " and ")),
            zh: format!("您只想看{}", names(&only, |subject| &subject.zh, "和")),
        })
    }
}

fn names<'a>(subjects: &[&'a Subject], name: impl Fn(&'a Subject) -> &'a String, and: &str) -> String {
    subjects.iter().map(|subject| name(subject).as_str()).collect::<Vec<_>>().join(and)
}

/// By how much a wish moves a story that meets it, and the words for that.
fn effect(wish: &Wish) -> (f64, Option<Said>) {
    let Subject { en, zh, .. } = &wish.subject;
    match wish.kind {
        Kind::More => (
            MORE,
            Some(Said {
                en: format!("up because you asked for more {en}"), zh: format!("因为您想多看{zh}，排名提前")
            }),
        ),
        Kind::Only => (
            MORE,
            Some(Said {
                en: format!("up because you asked for {en} only"), zh: format!("因为您只想看{zh}，排名提前")
            }),
        ),
        Kind::About => (
            ABOUT,
            Some(Said {
                en: format!("up because of what you say of yourself: {en}"),
                zh: format!("因为您的自我介绍提到{zh}，排名提前"),
            }),
        ),
        Kind::Less => (
            LESS,
            Some(Said {
                en: format!("down because you asked for less {en}"),
                zh: format!("因为您想少看{zh}，排名靠后"),
            }),
        ),
        Kind::No => (0.0, None),
    }
}

fn weighed(subject: &Subject, times: f64) -> Said {
    Said {
        en: format!("{} counts {times} times by your weights", subject.en),
        zh: format!("按您设的权重，{}计 {times} 倍", subject.zh),
    }
}

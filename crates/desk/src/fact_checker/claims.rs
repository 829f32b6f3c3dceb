//! The claims as a checker sees them: each with the spans it cites, and among them one that code made false.
//!
//! A checker that passes everything cannot be told from a good one by what it says of true claims; by what it says of
//! a false one it can.

use super::Input;
use crate::Context;
use news::{Citation, Language, Sentence, Story};
use serde_json::{Value, json};

/// One claim with the spans that it cites.
pub(super) struct Claim {
    /// Its number in the draft; none for what code made false.
    pub place: Option<usize>,
    text: String,
    /// The outlet, and its words.
    spans: Vec<(String, String)>,
}

/// A quote of fewer characters shows nothing.
const MIN_QUOTE_CHARS: usize = 4;
/// What proves a claim is as wide as a few words: two of them in English, five characters in Chinese.
const MIN_PROOF_WIDTH: usize = 10;

impl Claim {
    /// As a prompt shows it.
    pub fn row(&self, number: usize) -> Value {
        let spans: Vec<Value> =
            self.spans.iter().map(|(outlet, text)| json!({"outlet": outlet, "text": text})).collect();
        let kind = if self.place == Some(0) { "headline" } else { "sentence" };
        json!({"claim": number, "kind": kind, "text": self.text, "spans": spans})
    }

    /// Whether a name stands in one of its spans.
    pub fn names(&self, name: &str) -> bool {
        self.spans.iter().any(|(_, text)| text.contains(name))
    }

    /// Whether a span holds these bytes, as they are or as a prompt shows them.
    pub fn holds(&self, quote: &str) -> bool {
        let is_there = |text: &str| text.contains(quote) || crew::neutral(text).contains(quote);
        let is_short_span = |text: &str| text.trim() == quote;
        let spans = || self.spans.iter().map(|(_, text)| text.as_str());
        !quote.is_empty()
            && if quote.chars().count() < MIN_QUOTE_CHARS { spans().any(is_short_span) } else { spans().any(is_there) }
    }

    /// Whether a quote says enough to prove a claim: a few words, or a span that has no more.
    pub fn is_proof(&self, quote: &str) -> bool {
        let width: usize = quote.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        width >= MIN_PROOF_WIDTH || self.spans.iter().any(|(_, text)| text.trim() == quote)
    }

    /// Whether code made it, so that no span supports it.
    pub fn is_false(&self) -> bool {
        self.place.is_none()
    }
}

/// What a checker is shown: the open claims in their order, and one that is false at a place nobody can guess.
pub(super) fn shown(input: &Input<'_>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = input.open.iter().filter_map(|place| claim(input, *place)).collect();
    let chance = chance(&claims);
    if let Some(false_claim) = made_false(&claims, input.draft.language, chance) {
        claims.insert(chance as usize % (claims.len() + 1), false_claim);
    }
    claims
}

fn claim(input: &Input<'_>, place: usize) -> Option<Claim> {
    let draft = input.draft;
    let sentence = match place.checked_sub(1) {
        None => &draft.headline,
        Some(index) => draft.sentences.get(index)?,
    };
    let mut spans = spans(sentence, input.story, input.ctx);
    // A headline may say what the first sentence says.
    let lede = draft.sentences.first().filter(|_| place == 0);
    spans.extend(lede.iter().flat_map(|lede| self::spans(lede, input.story, input.ctx)));
    spans.dedup();
    Some(Claim { place: Some(place), text: sentence.text.clone(), spans })
}

fn spans(sentence: &Sentence, story: &Story, ctx: &Context) -> Vec<(String, String)> {
    let outlet = |citation: &Citation| {
        let item = story.items.iter().find(|item| item.id == citation.item);
        item.map(|item| ctx.outlet(item)).unwrap_or_default()
    };
    sentence.citations.iter().map(|citation| (outlet(citation), citation.quote.clone())).collect()
}

/// FNV-1a over the claims: the same for the same draft, so that a replay and a second question show the same.
fn chance(claims: &[Claim]) -> u64 {
    let bytes = claims.iter().flat_map(|claim| claim.text.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ (hash >> 31)
}

/// A span's own words with another number; something that nobody reported where no span has a number.
fn made_false(claims: &[Claim], language: Language, chance: u64) -> Option<Claim> {
    let with_spans: Vec<&Claim> =
        claims.iter().filter(|claim| claim.place != Some(0) && !claim.spans.is_empty()).collect();
    let all: Vec<&Claim> = if with_spans.is_empty() { claims.iter().collect() } else { with_spans };
    let start = chance as usize / 7 % all.len().max(1);
    let turned = all.iter().cycle().skip(start).take(all.len());
    let renumbered = turned.clone().find_map(|claim| {
        let text = claim.spans.iter().find_map(|(_, text)| with_other_number(text, chance))?;
        Some(Claim { place: None, text, spans: claim.spans.clone() })
    });
    renumbered.or_else(|| {
        let unreported = if language == Language::ZH {
            "审计发现3800万元去向不明，董事长当天辞职。"
        } else {
            "The chairman resigned the same day after an audit found 38 million dollars missing."
        };
        let spans = turned.clone().next()?.spans.clone();
        Some(Claim { place: None, text: unreported.to_owned(), spans })
    })
}

/// The text with the first digit of its longest number changed; none if it has no number, or the other one stands there.
fn with_other_number(text: &str, chance: u64) -> Option<String> {
    let starts = text.char_indices().filter(|(at, c)| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        c.is_ascii_digit() && !before.is_some_and(|b| b.is_ascii_digit() || matches!(b, '.' | ','))
    });
    let number = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let n: usize =
            rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).map(char::len_utf8).sum();
        rest.get(..n).unwrap_or_default().trim_end_matches([',', '.'])
    };
    let (at, own) =
        starts.map(|(at, _)| (at, number(at))).max_by_key(|(at, own)| (own.len(), std::cmp::Reverse(*at)))?;
    let digit = u64::from(own.chars().next()?.to_digit(10)?);
    let other = (digit + 1 + chance % 7) % 9 + 1;
    let other = if other == digit { other % 9 + 1 } else { other };
    let changed = format!("{other}{}", own.get(1..)?);
    let is_new = !text.contains(&changed);
    is_new.then(|| format!("{}{changed}{}", &text[..at], &text[at + own.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_is_another_number() {
        for chance in 0..40 {
            for text in ["At least 214 passengers left by 6 p.m.", "港口3200名工人加薪4.5%。", "It cost 1,250.5 euros."]
            {
                let changed = with_other_number(text, chance).unwrap();
                assert_ne!(changed, text);
                assert_eq!(changed.len(), text.len());
            }
        }
        assert_eq!(with_other_number("Nobody was hurt.", 1), None);
    }
}

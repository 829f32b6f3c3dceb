//! The source's own words with one of them exchanged: what stands on both sides is the same, what is between is not.

use crate::lexicon::{Class, Mark};
use crate::matter::Matter;
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};
use news::Language;
use news::text::{fold, is_han};

/// Chinese characters that may be exchanged without saying something else.
const ALIKE: &str = "的了着过已将会要于在与和及并也均都则其该此这那是为有被遭由自从把对向给称说表示指道讲就又还再到至让令使当\
                     以而但因个名位人家所些共总达约近逾超多余仅只有至少左右内中里间上下前后时期年月日来者";

/// Fault: one word put in the place of another.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across || matter.is_headline {
        return None;
    }
    if matter.claim.language == Language::EN { in_words(matter) } else { in_characters(matter) }
}

/// Characters without signs, with the cuts between clauses kept as one sign.
fn characters(text: &str) -> Vec<char> {
    let is_quote = |c: char| "“”「」『』‘’\"《》 ".contains(c);
    fold(text)
        .chars()
        .filter(|c| !is_quote(*c))
        .map(|c| if c.is_alphanumeric() || c == '.' { c } else { ',' })
        .collect()
}

fn in_characters(matter: &Matter<'_>) -> Option<Fault> {
    let said = characters(matter.claim.text);
    let whole: String = matter.claim.spans.iter().map(|span| fold(span.text)).collect();
    for span in matter.claim.spans {
        let given = characters(span.text);
        for from in 0..said.len() {
            for n in 1..=2 {
                let Some(found) = exchanged(&said, from, n, &given) else { continue };
                let (ours, theirs) = found;
                let is_told = whole.contains(&ours) && ours.chars().count() > 1;
                if !is_told && !are_alike(matter, &ours, &theirs) {
                    let detail = format!("{ours:?} is where the cited spans have {theirs:?} between the same words");
                    return Some(Fault::new(Kind::Comparison, detail));
                }
            }
        }
    }
    None
}

/// The `n` characters of ours and those of theirs, where both sides of them are the same.
fn exchanged(said: &[char], from: usize, n: usize, given: &[char]) -> Option<(String, String)> {
    let ours = said.get(from..from + n).filter(|ours| ours.iter().all(|c| is_han(*c)))?;
    for place in 0..given.len() {
        let left = same_before(said, from, given, place);
        for m in 1..=2_usize {
            let Some(theirs) = given.get(place..place + m).filter(|theirs| theirs.iter().all(|c| is_han(*c))) else {
                break;
            };
            let right = same_after(said, from + n, given, place + m);
            let is_tight = ours[0] != theirs[0] && ours[n - 1] != theirs[m - 1];
            if left >= 1 && right >= 2 && left.min(6) + right.min(6) >= 5 && is_tight {
                return Some((ours.iter().collect(), theirs.iter().collect()));
            }
        }
    }
    None
}

fn same_before(said: &[char], from: usize, given: &[char], place: usize) -> usize {
    said[..from].iter().rev().zip(given[..place].iter().rev()).take_while(|(a, b)| a == b).count()
}

fn same_after(said: &[char], from: usize, given: &[char], place: usize) -> usize {
    said[from..].iter().zip(given[place..].iter()).take_while(|(a, b)| a == b).count()
}

/// Only a sign of a name, a contrary, or one name for another says something else for certain; verbs have synonyms.
fn are_alike(matter: &Matter<'_>, ours: &str, theirs: &str) -> bool {
    const CONTRARY: [&str; 10] = ["南北", "东西", "高低", "升降", "增减", "涨跌", "多少", "快慢", "长短", "早晚"];
    let light = |text: &str| text.chars().all(|c| ALIKE.contains(c));
    let is_number = |text: &str| text.chars().any(|c| "零一二三四五六七八九十百千万亿两半".contains(c));
    if CONTRARY.iter().any(|pair| pair.contains(ours) && pair.contains(theirs)) {
        return false;
    }
    if ours.chars().count() != theirs.chars().count()
        || [ours, theirs].iter().any(|text| light(text) || is_number(text))
    {
        return true;
    }
    let of = |reading: &Reading, part: &str| -> Vec<Token> {
        reading.tokens.iter().filter(|token| token.is_han && token.text.contains(part)).cloned().collect()
    };
    let (a, b) = (of(&matter.said, ours), of(&matter.given, theirs));
    if ours.chars().count() > 1 {
        return !(a.iter().any(Token::is_name) && b.iter().any(Token::is_name));
    }
    let one_meaning = a.iter().any(|a| b.iter().any(|b| a.ids.iter().any(|id| b.ids.contains(id))));
    let is_verb = |tokens: &[Token]| tokens.iter().any(|token| token.is_tagged_verb || token.has(Mark::Light));
    matter.given.folded.contains(ours) || one_meaning || is_verb(&a) || is_verb(&b)
}

/// English: the same two words before and two behind, or one and three.
fn in_words(matter: &Matter<'_>) -> Option<Fault> {
    let (said, given) = (&matter.said.tokens, &matter.given.tokens);
    for at in 1..said.len() {
        for place in 1..given.len() {
            if said[at].text == given[place].text || said[at].is_like(&given[place]) {
                continue;
            }
            let left = (1..=at.min(place)).take_while(|i| is_same(&said[at - i], &given[place - i])).count();
            let right =
                (1..).take_while(|i| said.get(at + i).zip(given.get(place + i)).is_some_and(|(a, b)| is_same(a, b)));
            let right = right.count();
            if left >= 1 && right >= 1 && left.min(4) + right.min(4) >= 4 && says_other(matter, at, place) {
                let (ours, theirs) = (&said[at], &given[place]);
                let detail =
                    format!("{:?} is where the cited spans have {:?} between the same words", ours.text, theirs.text);
                return Some(Fault::new(kind(ours, theirs), detail));
            }
        }
    }
    None
}

fn is_same(a: &Token, b: &Token) -> bool {
    a.text == b.text || a.number.is_some() && a.is_like(b)
}

fn says_other(matter: &Matter<'_>, at: usize, place: usize) -> bool {
    let (ours, theirs) = (&matter.said.tokens[at], &matter.given.tokens[place]);
    const CONTRARY: [(&str, &str); 6] = [
        ("more", "fewer"),
        ("more", "less"),
        ("over", "under"),
        ("above", "below"),
        ("before", "after"),
        ("first", "last"),
    ];
    let pair = (ours.text.as_str(), theirs.text.as_str());
    if CONTRARY.contains(&pair) || CONTRARY.contains(&(pair.1, pair.0)) {
        return true;
    }
    let says = |token: &Token| token.is_content() && !token.is_frame() || token.is_name();
    let is_told = matter.is_paired(at) && !theirs.ids.is_empty() && ours.ids.is_empty();
    says(ours)
        && says(theirs)
        && !is_told
        && (!ours.ids.is_empty() && !theirs.ids.is_empty() || ours.is_name() && theirs.is_name())
}

fn kind(ours: &Token, theirs: &Token) -> Kind {
    if ours.is_name() && theirs.is_name() {
        Kind::Name
    } else if ours.is_of(Class::Unit) || theirs.is_of(Class::Unit) {
        Kind::Unit
    } else {
        Kind::Comparison
    }
}

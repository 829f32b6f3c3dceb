//! Whose side a sentence takes: the speakers that the sources name, where two of them are at odds.
//!
//! Nobody's opinion is made up: a side is what the copy's own sentences attribute to a speaker.

use super::talk::question::SAYS;
use news::Language;
use news::text::{fold, is_han};

/// The first side that is told, or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    One,
    Other,
}

/// Words by which a sentence is at odds with another.
const AGAINST: [&str; 44] = [
    "but",
    "however",
    "rejected",
    "rejects",
    "denied",
    "denies",
    "criticised",
    "criticized",
    "criticises",
    "opposed",
    "opposes",
    "opponents",
    "critics",
    "disputed",
    "disputes",
    "accused",
    "accuses",
    "refused",
    "refuses",
    "called on",
    "against",
    "disagreed",
    "disagree",
    "objected",
    "dismissed",
    "condemned",
    "反对",
    "否认",
    "批评",
    "质疑",
    "驳斥",
    "不同意",
    "拒绝",
    "指责",
    "谴责",
    "反驳",
    "不满",
    "抗议",
    "但",
    "则",
    "并非",
    "呼吁",
    "敦促",
    "不会",
];

/// The side of each sentence, `None` for what is nobody's; nothing at all unless two speakers are reported at odds.
pub(super) fn of(sentences: &[&str], language: Language) -> Option<Vec<Option<Side>>> {
    let mut speakers: Vec<String> = Vec::new();
    let mut at_odds = false;
    let mut sides = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let speaker = speaker(sentence, language);
        let side = speaker.and_then(|speaker| {
            let place = speakers.iter().position(|known| is_same(known, &speaker));
            let place = place.unwrap_or_else(|| {
                speakers.push(speaker);
                speakers.len() - 1
            });
            // A third voice is of neither side.
            [Side::One, Side::Other].get(place).copied()
        });
        at_odds |= side == Some(Side::Other) && is_against(sentence, language);
        sides.push(side);
    }
    (speakers.len() == 2 && at_odds).then_some(sides)
}

fn is_against(sentence: &str, language: Language) -> bool {
    let plain = fold(sentence);
    let words: String = plain.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    AGAINST.iter().any(|word| {
        let is_zh = word.chars().any(is_han);
        is_zh == (language == Language::ZH)
            && if is_zh { plain.contains(word) } else { format!(" {words} ").contains(&format!(" {word} ")) }
    })
}

/// `Ann Marr` and `Marr`, `工会` and `工会发言人`.
fn is_same(one: &str, other: &str) -> bool {
    one.contains(other) || other.contains(one)
}

/// Who says it, as far as the sentence names a speaker beside a verb of saying.
fn speaker(sentence: &str, language: Language) -> Option<String> {
    if language == Language::ZH { zh_speaker(sentence) } else { en_speaker(sentence) }
}

/// 「港务局说，」: what stands before the verb, back to the comma before it.
fn zh_speaker(sentence: &str) -> Option<String> {
    let text = fold(sentence);
    let (at, _) = ["说,", "表示,", "指出,", "认为,", "称,", "强调,", "回应称,", "说:", "表示:"]
        .iter()
        .filter_map(|verb| text.replace('，', ",").replace('：', ":").find(verb).map(|at| (at, *verb)))
        .min()?;
    let plain = text.replace('，', ",").replace('：', ":");
    let before = plain.get(..at)?;
    let name = before.rsplit([',', '。', '”', ';', '；', ' ']).next()?.trim();
    let name = name.trim_end_matches(['则', '也', '还', '曾', '对', '此', '回', '应']);
    let is_pronoun = ["他", "她", "他们", "她们", "其", "该"].contains(&name);
    ((2..=20).contains(&name.chars().count()) && !is_pronoun).then(|| name.to_owned())
}

/// `Ann Marr, the director, said …`, `…, the union said.`, `…, said Ann Marr.`
fn en_speaker(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let verb = words.iter().position(|word| {
        let word = bare(word);
        word != "called" && SAYS.contains(&word.as_str())
            || ["rejected", "denied", "replied", "insisted", "disagreed"].contains(&word.as_str())
    })?;
    let is_end = |word: &str| word.ends_with([',', '.', ';', '”', '"']);
    let mut subject: Vec<String> = Vec::new();
    for word in words.get(..verb)?.iter().rev() {
        if is_end(word) && !subject.is_empty() {
            break;
        }
        subject.insert(0, bare(word));
        if subject.len() > 6 {
            break;
        }
    }
    let small = ["the", "a", "an", "also", "has", "have", "had", "but", "and", "however", "on", "its"];
    let clean = |words: Vec<String>| -> Vec<String> {
        words.into_iter().filter(|word| !word.is_empty() && !small.contains(&word.as_str())).collect()
    };
    let mut name = clean(subject);
    if name.is_empty() || words.get(verb.wrapping_sub(1)).is_some_and(|word| is_end(word)) && verb > 0 && name.len() > 4
    {
        let after = words.get(verb + 1..)?;
        let end = after.iter().position(|word| is_end(word)).map_or(after.len(), |end| end + 1);
        name = clean(after.iter().take(end.min(6)).map(|word| bare(word)).collect());
    }
    let is_pronoun = name.first().is_some_and(|word| ["he", "she", "they", "it", "who"].contains(&word.as_str()));
    (!name.is_empty() && !is_pronoun).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_speakers_at_odds_are_two_sides() {
        let zh =
            ["新桥六月动工。", "市政府说，新桥将缩短通勤时间。", "居民协会则表示，噪声评估并不完整，他们反对动工。"];
        assert_eq!(of(&zh, Language::ZH), Some(vec![None, Some(Side::One), Some(Side::Other)]));
        let en = [
            "The bridge will open in June.",
            "The council said the bridge would cut journeys by 20 minutes.",
            "But the residents’ association said the noise study was incomplete.",
        ];
        assert_eq!(of(&en, Language::EN), Some(vec![None, Some(Side::One), Some(Side::Other)]));
    }

    #[test]
    fn one_speaker_or_two_who_agree_are_no_debate() {
        let agreeing = ["The council said work begins in June.", "The mayor said the bridge would be 400 metres long."];
        assert_eq!(of(&agreeing, Language::EN), None);
        let one = ["市政府说，新桥六月动工。", "市政府表示，不会推迟。"];
        assert_eq!(of(&one, Language::ZH), None);
    }
}

//! Chinese: "not", "nearly" or "perhaps" stood right before the same characters there.

use crate::matter::Matter;
use crate::{Fault, Kind};
use news::Language;
use news::text::{fold, is_han};

/// What takes something away from what follows it.
const WEAKENERS: [(&str, Kind); 20] = [
    ("没有", Kind::Negation),
    ("并未", Kind::Negation),
    ("尚未", Kind::Negation),
    ("未能", Kind::Negation),
    ("不会", Kind::Negation),
    ("不再", Kind::Negation),
    ("并不", Kind::Negation),
    ("险些", Kind::Negation),
    ("差点", Kind::Negation),
    ("拒绝", Kind::Negation),
    ("从未", Kind::Negation),
    ("无法", Kind::Negation),
    ("可能", Kind::Certainty),
    ("或许", Kind::Certainty),
    ("疑似", Kind::Certainty),
    ("有望", Kind::Certainty),
    ("考虑", Kind::Certainty),
    ("涉嫌", Kind::Attribution),
    ("计划", Kind::Certainty),
    ("打算", Kind::Certainty),
];

/// Any of these in the clause may stand for what is missed; a single character only right before.
const WEAK: [&str; 36] = [
    "不", "没", "未", "无", "非", "险", "差点", "拒", "可能", "或", "疑", "有望", "考虑", "涉嫌", "计划", "打算", "将",
    "拟", "会", "预计", "几乎", "据称", "恐", "若", "如果", "否认", "避免", "免", "要", "指控", "被控", "想", "准备",
    "尚", "称其", "停",
];

/// Fault: a weakening word was dropped.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let (said, given) = plain(matter)?;
    WEAKENERS.iter().find_map(|(word, kind)| dropped(&said, &given, word, *kind))
}

/// Fault: a deputy was made.
pub(super) fn deputies(matter: &Matter<'_>) -> Option<Fault> {
    let (said, given) = plain(matter)?;
    deputy(&said, &given)
}

/// The sentence and its spans without quotation marks, where both are Chinese.
fn plain(matter: &Matter<'_>) -> Option<(String, String)> {
    if matter.is_across || matter.claim.language == Language::EN {
        return None;
    }
    let plain = |text: &str| fold(text).chars().filter(|c| !"“”「」\"".contains(*c)).collect::<String>();
    let given = matter.claim.spans.iter().map(|span| plain(span.text) + "\n").collect();
    Some((plain(matter.claim.text), given))
}

fn dropped(said: &str, given: &str, word: &str, kind: Kind) -> Option<Fault> {
    given.match_indices(word).find_map(|(from, _)| {
        let rest = &given[from + word.len()..];
        let behind: String = rest.chars().take_while(|c| is_han(*c)).take(3).collect();
        let n_here = given.matches(behind.as_str()).count();
        let n_weak = WEAKENERS.iter().map(|(word, _)| given.matches(&format!("{word}{behind}")).count()).sum::<usize>();
        if behind.chars().count() < 2 || n_here > n_weak {
            return None;
        }
        let place = said.find(&behind)?;
        let clause = said.split(['，', ',', '；', ';', '。']).find(|clause| clause.contains(&behind)).unwrap_or(said);
        let before: String = said[..place].chars().rev().take(4).collect();
        let is_weak = WEAK
            .iter()
            .any(|weak| if weak.chars().count() > 1 { clause.contains(weak) } else { before.contains(weak) });
        let detail = format!("the cited spans say {:?}", format!("{word}{behind}"));
        (!is_weak).then(|| Fault::new(kind, detail))
    })
}

/// 副总统 of a text that only knows the 总统.
fn deputy(said: &str, given: &str) -> Option<Fault> {
    said.match_indices('副').find_map(|(from, sign)| {
        let office: String = said[from + sign.len()..].chars().take_while(|c| is_han(*c)).take(2).collect();
        let is_raised =
            office.chars().count() == 2 && given.contains(&office) && !given.contains(&format!("副{office}"));
        is_raised.then(|| Fault::new(Kind::Title, format!("{:?} has no deputy in the cited spans", office)))
    })
}

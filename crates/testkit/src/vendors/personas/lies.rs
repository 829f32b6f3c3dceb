//! The kinds of lies: each takes a true text and gives it another meaning, in English or in Chinese, or cannot.

use super::hash;
use crate::vendors::roles::is_chinese;

/// A way to lie; none if the text gives no hold for it. `chance` decides between several.
type Lie = fn(&str, u64) -> Option<String>;

/// All kinds, by name.
pub(super) const KINDS: [(&str, Lie); 10] = [
    ("number", other_number),
    ("unit", other_unit),
    ("date", other_day),
    ("name", other_name),
    ("swapped roles", swapped_roles),
    ("negation", negated),
    ("certainty", surer),
    ("attribution", other_speaker),
    ("invented quote", invented_quote),
    ("merged events", merged),
];

/// The text with one lie in it; which kind is as likely as any other that fits.
pub(super) fn told(text: &str, chance: u64) -> String {
    let first = hash(chance, &["kind", text]) as usize;
    let mut kinds = (0..KINDS.len()).map(|n| KINDS[(first + n) % KINDS.len()].1);
    kinds.find_map(|lie| lie(text, chance)).unwrap_or_else(|| format!("{text}?"))
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 8] = ["January", "February", "March", "April", "June", "July", "September", "November"];
const DAYS_ZH: [&str; 6] = ["周一", "周二", "周三", "周四", "周五", "周六"];
const NAMES: [&str; 4] = ["Lowell", "Harcourt", "Pemberton", "Valdora"];

/// Each with what it becomes.
const UNITS: [(&str, &str); 24] = [
    ("million", "billion"),
    ("billion", "million"),
    ("kilometres", "miles"),
    ("kilometre", "mile"),
    ("metres", "feet"),
    ("dollars", "euros"),
    ("euros", "pounds"),
    ("per cent", "percentage points"),
    ("tonnes", "barrels"),
    ("hours", "weeks"),
    ("days", "months"),
    ("years", "months"),
    ("people", "families"),
    ("passengers", "crew members"),
    ("亿", "万"),
    ("万", "亿"),
    ("公里", "米"),
    ("美元", "欧元"),
    ("%", "个百分点"),
    ("小时", "个月"),
    ("天", "周"),
    ("名", "户"),
    ("人", "户"),
    ("艘", "列"),
];

const PLACES: [(&str, &str); 12] = [
    ("智利", "秘鲁"),
    ("挪威", "瑞典"),
    ("希腊", "土耳其"),
    ("新西兰", "澳大利亚"),
    ("重庆", "成都"),
    ("马来西亚", "印度尼西亚"),
    ("中国", "日本"),
    ("美国", "加拿大"),
    ("北京", "上海"),
    ("央行", "财政部"),
    ("公司", "协会"),
    ("市", "县"),
];

const SURER: [(&str, &str); 16] = [
    (" may ", " will "),
    (" could ", " will "),
    (" would ", " will certainly "),
    ("expected to", "certain to"),
    ("at least ", "exactly "),
    ("about ", "exactly "),
    (" plans to ", " has begun to "),
    (" will ", " may "),
    ("可能", "一定会"),
    ("预计", "已确认"),
    ("至少", "正好"),
    ("约", "恰好"),
    ("计划", "已经"),
    ("据称", "经证实"),
    ("有望", "已经"),
    ("将", "可能会"),
];

const NEGATED: [(&str, &str); 18] = [
    (" was ", " was not "),
    (" were ", " were not "),
    (" is ", " is not "),
    (" are ", " are not "),
    (" will ", " will not "),
    (" has ", " has not "),
    (" have ", " have not "),
    (" said", " denied"),
    ("已", "未"),
    ("将", "不会"),
    ("恢复", "未能恢复"),
    ("同意", "不同意"),
    ("通过", "未通过"),
    ("宣布", "没有宣布"),
    ("发生", "没有发生"),
    ("开通", "没有开通"),
    ("获", "未获"),
    ("说", "否认说"),
];

/// The first number with its first digit changed.
fn other_number(text: &str, chance: u64) -> Option<String> {
    let (at, digit) = text.char_indices().find_map(|(at, c)| Some((at, c.to_digit(10)?)))?;
    let other = (u64::from(digit) + chance % 8) % 9 + 1;
    let other = if other == u64::from(digit) { other % 9 + 1 } else { other };
    Some(format!("{}{other}{}", text.get(..at)?, text.get(at + 1..)?))
}

/// A unit behind a number becomes another.
fn other_unit(text: &str, _: u64) -> Option<String> {
    UNITS.iter().find_map(|(unit, other)| {
        let (at, _) = text.match_indices(unit).find(|(at, _)| {
            let before = text.get(..*at).unwrap_or_default().trim_end();
            before.ends_with(|c: char| c.is_ascii_digit())
        })?;
        Some(format!("{}{other}{}", text.get(..at)?, text.get(at + unit.len()..)?))
    })
}

fn other_day(text: &str, chance: u64) -> Option<String> {
    let moved = |days: &[&str]| {
        let (place, day) = days.iter().enumerate().find(|(_, day)| text.contains(**day))?;
        let step = 1 + chance as usize % (days.len() - 1);
        days.get((place + step) % days.len()).map(|other| text.replace(day, other))
    };
    moved(&DAYS).or_else(|| moved(&DAYS_ZH)).or_else(|| moved(&MONTHS))
}

/// One capitalised word inside the text becomes another name; in Chinese a place or a body.
fn other_name(text: &str, chance: u64) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = |word: &str| {
        word.len() > 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(char::is_alphabetic)
    };
    let names: Vec<usize> = (1..words.len()).filter(|at| is_name(words[*at]) && !DAYS.contains(&words[*at])).collect();
    if let Some(at) = names.get(chance as usize % names.len().max(1)) {
        let mut words = words;
        words[*at] = NAMES[chance as usize % NAMES.len()];
        return Some(words.join(" "));
    }
    PLACES.iter().find(|(place, _)| text.contains(place)).map(|(place, other)| text.replacen(place, other, 1))
}

/// Who did it and to whom change places, or what came first and what followed.
fn swapped_roles(text: &str, _: u64) -> Option<String> {
    if is_chinese(text) {
        return ['向', '对', '与', '和', '把'].iter().find_map(|middle| {
            let (before, after) = text.split_once(*middle)?;
            let left: String = before.chars().rev().take_while(|c| c.is_alphabetic()).take(2).collect();
            let left: String = left.chars().rev().collect();
            let right: String = after.chars().take_while(|c| c.is_alphabetic()).take(2).collect();
            let is_apart = left.chars().count() == 2 && right.chars().count() == 2 && left != right;
            let head = before.strip_suffix(left.as_str())?;
            let tail = after.strip_prefix(right.as_str())?;
            is_apart.then(|| format!("{head}{right}{middle}{left}{tail}"))
        });
    }
    [" told ", " beat ", " sued ", " accused ", " warned ", " asked ", " and ", " after "].iter().find_map(|middle| {
        let (before, after) = text.split_once(middle)?;
        let (head, left) = before.rsplit_once(' ').unwrap_or(("", before));
        let n = after.find([' ', ',', '.', ';'])?;
        let (right, tail) = after.split_at(n);
        let is_apart = left.len() > 2 && right.len() > 2 && left != right;
        is_apart.then(|| format!("{head} {right}{middle}{left}{tail}").trim_start().to_owned())
    })
}

fn negated(text: &str, chance: u64) -> Option<String> {
    replaced(text, &NEGATED, chance)
}

fn surer(text: &str, chance: u64) -> Option<String> {
    replaced(text, &SURER, chance)
}

/// One of the phrases that occur becomes its other.
fn replaced(text: &str, phrases: &[(&str, &str)], chance: u64) -> Option<String> {
    let found: Vec<_> = phrases.iter().filter(|(phrase, _)| text.contains(phrase)).collect();
    let (phrase, other) = found.get(chance as usize % found.len().max(1))?;
    Some(text.replacen(phrase, other, 1))
}

/// Somebody else says it.
fn other_speaker(text: &str, _: u64) -> Option<String> {
    if is_chinese(text) {
        let rest =
            ["说，", "表示，", "称，"].iter().find_map(|said| text.split_once(said)).map_or(text, |(_, rest)| rest);
        return Some(format!("财政部长说，{rest}"));
    }
    let core = text.trim_end_matches('.');
    let said = core.rsplit_once(", ").filter(|(_, tail)| tail.contains(" said") || tail.ends_with(" says"));
    let claim = said.map_or(core, |(claim, _)| claim);
    Some(format!("{claim}, the finance minister said."))
}

fn invented_quote(text: &str, _: u64) -> Option<String> {
    if is_chinese(text) {
        return Some(format!("{}，“这只是开始”，市长说。", text.trim_end_matches('。')));
    }
    Some(format!("{}, and “this is only the beginning”, the mayor said.", text.trim_end_matches('.')))
}

/// Another event of the world is put into it.
fn merged(text: &str, chance: u64) -> Option<String> {
    let n = 11 + chance % 80;
    let zh = ["，此前一艘渡轮在希腊附近起火".to_owned(), format!("，另有{n}人受伤"), "，同日董事长辞职".to_owned()];
    let en = [
        ", after a ferry burned off a Greek island".to_owned(),
        format!(", and {n} people were injured"),
        ", on the day its chairman resigned".to_owned(),
    ];
    let at = chance as usize / 3 % 3;
    if is_chinese(text) {
        return Some(format!("{}{}。", text.trim_end_matches('。'), zh[at]));
    }
    Some(format!("{}{}.", text.trim_end_matches('.'), en[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = "The union told the port authority on Tuesday that 214 passengers may wait 9 days, Ann Marr said.";
    const ZH: &str = "工会周二向港务局表示，重庆3200名工人可能等待9天，恢复作业的时间将另行公布。";

    #[test]
    fn each_kind_lies_in_both_languages() {
        for (kind, lie) in KINDS {
            for text in [EN, ZH] {
                let lied = lie(text, 5).unwrap_or_else(|| panic!("{kind} finds no hold in {text}"));
                assert_ne!(lied, text, "{kind}");
                assert_eq!(is_chinese(&lied), is_chinese(text), "{kind}");
            }
        }
    }

    #[test]
    fn roles_and_speakers_change_places() {
        assert_eq!(swapped_roles("The bank sued Acme on Monday.", 0).as_deref(), Some("The Acme sued bank on Monday."));
        assert_eq!(swapped_roles("市长对工会表示感谢。", 0).as_deref(), Some("工会对市长表示感谢。"));
        assert_eq!(
            other_speaker("The port reopened, Ann Marr said.", 0).as_deref(),
            Some("The port reopened, the finance minister said.")
        );
    }

    #[test]
    fn every_kind_comes_up() {
        let told: std::collections::BTreeSet<String> = (0..200).map(|chance| told(EN, chance)).collect();
        for (kind, lie) in KINDS {
            assert!((0..200).any(|chance| lie(EN, chance).is_some_and(|lied| told.contains(&lied))), "{kind}");
        }
    }
}

//! Which question the next sentence really answers. In doubt the neutral one, which any sentence answers.

use super::words::{Thing, talk};
use gates::numbers;
use news::Language;
use news::text::{fold, is_han};

/// A question, by the pool it is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scriptwriter) struct Question {
    pub pool: &'static str,
    /// What is counted, as it is said, with its measure word.
    pub thing: Option<(String, String)>,
    /// The bytes of the sentence that answer, for the voice to weigh.
    pub answer: Option<(usize, usize)>,
}

impl Question {
    fn of(pool: &'static str) -> Self {
        Self { pool, thing: None, answer: None }
    }

    /// Whether the sentence was looked into for it.
    pub fn is_derived(&self) -> bool {
        self.pool != "neutral"
    }
}

/// The question that `next` answers, after `said`: what listeners heard of the story so far.
pub(in crate::scriptwriter) fn to(next: &str, said: &str, language: Language) -> Question {
    if let Some(count) = counted(next, said, language) {
        return count;
    }
    let numbers = numbers(next);
    let money = numbers.first().filter(|number| numbers.len() == 1 && is_money(next, &number.unit));
    let has = |signs: &[&str]| holds(next, signs, language);
    let pool = if money.is_some() {
        "money"
    } else if has(&COMPARES) {
        "compare"
    } else if has(&LIES) {
        "where"
    } else if has(&COMES) {
        "next"
    } else if has(&SAYS) && names_its_speaker_first(next, language) {
        "said"
    } else {
        "neutral"
    };
    Question::of(pool)
}

const COMPARES: [&str; 14] = [
    "同比",
    "环比",
    "比去年",
    "比上年",
    "比上一",
    "上一代",
    "与去年相比",
    "compared with",
    "than a year",
    "than last year",
    "from a year earlier",
    "than the year before",
    "a year ago",
    "last year",
];
const LIES: [&str; 6] = ["震中位于", "位于", "坐落", "is located", "are located", "lies about"];
const COMES: [&str; 19] = [
    "将于",
    "将在",
    "预计",
    "有望",
    "计划在",
    "计划于",
    "定于",
    "下一步",
    "下周",
    "下个月",
    "明年",
    "will",
    "is expected to",
    "are expected to",
    "is due to",
    "are due to",
    "plans to",
    "is set to",
    "to meet again",
];
pub(in crate::scriptwriter) const SAYS: [&str; 15] = [
    "说，",
    "表示",
    "指出",
    "认为",
    "称，",
    "回应",
    "强调",
    "said",
    "says",
    "told",
    "added",
    "according to",
    "argued",
    "warned",
    "called",
];

fn holds(text: &str, signs: &[&str], language: Language) -> bool {
    let plain = format!(
        " {} ",
        fold(text).chars().map(|c| if c.is_alphanumeric() || c == '，' { c } else { ' ' }).collect::<String>()
    );
    signs.iter().any(|sign| {
        let is_zh = sign.chars().any(is_han);
        is_zh == (language == Language::ZH)
            && if is_zh { fold(text).contains(&fold(sign)) } else { plain.contains(&format!(" {sign} ")) }
    })
}

/// Whether the sentence is of what somebody says, and not only its last clause; in English a speaker may stand last.
fn names_its_speaker_first(text: &str, language: Language) -> bool {
    let first = text.split(['，', ',']).next().unwrap_or_default();
    language != Language::ZH || SAYS.iter().any(|sign| first.ends_with(sign.trim_end_matches('，')))
}

fn is_money(text: &str, unit: &str) -> bool {
    const UNITS: [&str; 14] = [
        "美元", "欧元", "亿元", "英镑", "日元", "dollar", "dollars", "euro", "euros", "pounds", "yuan", "kroner",
        "yen", "万元",
    ];
    let is_named =
        UNITS.iter().any(|money| unit.starts_with(money) || money.chars().any(is_han) && text.contains(money));
    is_named || text.contains(['$', '€', '£', '¥'])
}

/// The one number of the sentence counts a thing that was spoken of before, and that was not counted then.
fn counted(next: &str, said: &str, language: Language) -> Option<Question> {
    if numbers(next).len() != 1 {
        return None;
    }
    talk().thing.iter().find_map(|thing| {
        let measure = thing.measure.as_ref()?;
        let (word, span) = if language == Language::ZH { zh_count(next, thing)? } else { en_count(next, thing)? };
        let was_counted =
            numbers(said).iter().any(|number| fold(&word).starts_with(number.unit.as_str()) && !number.unit.is_empty());
        let known = super::words::things_in(said, language).any(|known| known == word);
        (known && !was_counted).then(|| Question {
            pool: "count",
            thing: Some((word, measure.clone())),
            answer: Some(span),
        })
    })
}

/// `3200名码头工人`: digits, a measure word, at most four characters, the thing.
fn zh_count(text: &str, thing: &Thing) -> Option<(String, (usize, usize))> {
    let at = text.find(thing.zh.as_str())?;
    let before = text.get(..at)?;
    let digit = before.rfind(|c: char| c.is_ascii_digit())?;
    let between = before.get(digit + 1..)?;
    let is_near =
        between.chars().count() <= 5 && between.chars().all(is_han) && !between.contains(['年', '月', '日', '的']);
    let start = before.get(..=digit)?.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(0);
    let first = before
        .char_indices()
        .filter(|(place, c)| *place >= start && c.is_ascii_digit())
        .map(|(place, _)| place)
        .next()?;
    let is_counted = between.is_empty()
        || between.starts_with([
            '名', '艘', '家', '个', '只', '座', '张', '条', '颗', '辆', '场', '种', '所', '列', '位', '万', '亿',
        ]);
    (is_near && is_counted).then(|| (thing.zh.clone(), (first, at + thing.zh.len())))
}

/// `3,200 dockers`, `40 container ships`: digits, at most one word, the thing.
fn en_count(text: &str, thing: &Thing) -> Option<(String, (usize, usize))> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in text.split(' ') {
        words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    words.iter().enumerate().find_map(|(index, (at, word))| {
        let name = thing.en.iter().find(|name| bare(word) == **name)?;
        let start = (1..=2).find_map(|back| {
            let (from, number) = words.get(index.checked_sub(back)?)?;
            let is_number = number.starts_with(|c: char| c.is_ascii_digit())
                && number.chars().all(|c| c.is_ascii_digit() || c == ',');
            is_number.then_some(*from)
        })?;
        Some((name.clone(), (start, at + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_that_the_next_sentence_answers() {
        for (language, said, next, pool) in [
            (Language::EN, "Ships could not enter.", "On Tuesday 34 ships were waiting outside.", "count"),
            (Language::EN, "The port is shut.", "On Tuesday 34 ships were waiting outside.", "neutral"),
            (Language::EN, "Ships wait.", "Two of the 34 ships left on Monday, 12 more are to follow.", "neutral"),
            (Language::EN, "The port is shut.", "The strike has cost exporters $90m.", "money"),
            (Language::EN, "The port is shut.", "Both sides will meet on Thursday.", "next"),
            (Language::EN, "The port is shut.", "Talks broke down, a mediator said.", "said"),
            (Language::EN, "The port is shut.", "Trade came to $7.3bn in 2025 and to $6bn last year.", "compare"),
            (Language::ZH, "医院恢复运转。", "攻击影响了11家医院。", "count"),
            (Language::ZH, "系统中断。", "攻击者索要450万美元。", "money"),
            (Language::ZH, "系统中断。", "首批系统有望在周四恢复。", "next"),
            (Language::ZH, "系统中断。", "卫生部门说，预约被推迟。", "said"),
            (Language::ZH, "系统中断。", "急诊始终没有关门。", "neutral"),
        ] {
            assert_eq!(to(next, said, language).pool, pool, "{next}");
        }
    }

    #[test]
    fn the_answer_is_the_number_with_what_it_counts() {
        let next = "On Tuesday 34 container ships were waiting.";
        let (start, end) = to(next, "Ships wait.", Language::EN).answer.unwrap();
        assert_eq!(&next[start..end], "34 container ships");
        let next = "攻击影响了11家医院。";
        let (start, end) = to(next, "医院恢复运转。", Language::ZH).answer.unwrap();
        assert_eq!(&next[start..end], "11家医院");
    }
}

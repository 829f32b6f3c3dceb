//! Chinese characters to numbered pinyin: words by jieba, polyphones by a table of phrases, tone sandhi of 一 and 不.
//!
//! espeak-ng itself makes the third tone's sandhi; it knows no words, so it cannot make the rest.

use jieba_rs::Jieba;
use news::text::{fold, is_han};
use pinyin::ToPinyin;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// `phrase reading reading…`, one a line; a row of one character sets what that character is without a phrase.
const POLYPHONES: &str = include_str!("../../data/polyphones.txt");

/// Words glued longer than this lose the stress of their middle.
const MAX_GLUED: usize = 4;

/// Writes a Chinese text in numbered pinyin with ASCII punctuation; gives the number of syllables with it.
pub(crate) fn transcribe(text: &str) -> (String, usize) {
    let mut line = Line::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if is_han(first) {
            let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            words(&rest[..end]).iter().for_each(|word| line.push_word(word));
            rest = &rest[end..];
        } else {
            line.push_mark(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    (line.text.trim_end_matches(' ').to_owned(), line.n_syllables)
}

/// The line as it grows.
#[derive(Default)]
struct Line {
    text: String,
    n_syllables: usize,
}

impl Line {
    fn push_word(&mut self, word: &[String]) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let begins_sentence = self.text.trim_end().ends_with('.');
        let glued = word.concat();
        // espeak takes a stop before a small letter for an abbreviation and makes no pause.
        match (begins_sentence, glued.chars().next()) {
            (true, Some(first)) => {
                self.text.extend(first.to_uppercase());
                self.text.push_str(&glued[first.len_utf8()..]);
            }
            _ => self.text.push_str(&glued),
        }
        self.n_syllables += word.len();
    }

    fn push_mark(&mut self, mark: char) {
        let Some(mark) = pause_mark(mark) else { return };
        // Of two marks in a row the stronger stays.
        let last = self.text.chars().last().filter(|last| ",;.!?".contains(*last));
        if last.is_some_and(|last| strength(mark) <= strength(last)) || self.text.is_empty() {
            return;
        }
        if last.is_some() {
            self.text.pop();
        }
        self.text.push(mark);
    }
}

/// What espeak makes the right pause of: `;` some 150 ms, `,` some 60 ms, `.` some 250 ms.
fn pause_mark(mark: char) -> Option<char> {
    match mark {
        '，' | ',' | '；' | ';' | '：' | ':' | '—' | '…' | '–' => Some(';'),
        '、' | '（' | '(' | '）' | ')' | '【' | '】' => Some(','),
        '。' | '.' => Some('.'),
        '！' | '!' => Some('!'),
        '？' | '?' => Some('?'),
        _ => None,
    }
}

fn strength(mark: char) -> u8 {
    match mark {
        ',' => 1,
        ';' => 2,
        _ => 3,
    }
}

/// The words of a stretch of Han characters, each as its syllables.
fn words(han: &str) -> Vec<Vec<String>> {
    let folded = fold(han);
    let same_length = folded.chars().count() == han.chars().count();
    let chars: Vec<char> = if same_length { &folded } else { han }.chars().collect();
    let text: String = chars.iter().collect();
    let tokens = tokens(&text);
    let mut readings = readings(&chars, &tokens);
    apply_sandhi(&chars, &tokens, &mut readings);
    let syllables = |token: &Range<usize>| readings[token.clone()].iter().flatten().cloned().collect::<Vec<_>>();
    tokens.iter().map(syllables).flat_map(cut_long).filter(|word| !word.is_empty()).collect()
}

fn cut_long(word: Vec<String>) -> Vec<Vec<String>> {
    if word.len() <= MAX_GLUED {
        return vec![word];
    }
    let mut parts: Vec<Vec<String>> = word.chunks(2).map(<[String]>::to_vec).collect();
    if parts.last().is_some_and(|part| part.len() == 1)
        && let Some(last) = parts.pop()
        && let Some(before) = parts.last_mut()
    {
        before.extend(last);
    }
    parts
}

/// jieba's words as ranges of characters.
fn tokens(text: &str) -> Vec<Range<usize>> {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    let jieba = JIEBA.get_or_init(Jieba::new);
    jieba.cut(text, true).iter().map(|token| token.start..token.end).collect()
}

fn polyphones() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = POLYPHONES.lines().filter(|line| !line.starts_with('#'));
        let row = |line: &'static str| {
            let mut fields = line.split_whitespace();
            fields.next().map(|phrase| (phrase, fields.collect()))
        };
        rows.filter_map(row).collect()
    })
}

/// One reading a character; `None` where none is known.
fn readings(chars: &[char], tokens: &[Range<usize>]) -> Vec<Option<String>> {
    const LONGEST: usize = 6;
    let mut readings = Vec::with_capacity(chars.len());
    while readings.len() < chars.len() {
        let at = readings.len();
        let phrase = (2..=LONGEST.min(chars.len() - at)).rev().find_map(|length| {
            let row = polyphones().get(chars[at..at + length].iter().collect::<String>().as_str())?;
            stands_alone(at..at + length, tokens).then_some(row)
        });
        match phrase {
            Some(row) => readings.extend(row.iter().map(|syllable| Some((*syllable).to_owned()))),
            None => readings.push(reading(chars[at])),
        }
    }
    readings
}

/// A phrase counts inside one word or over whole words: 行长 is none in 银行 + 长期.
fn stands_alone(phrase: Range<usize>, tokens: &[Range<usize>]) -> bool {
    let inside = tokens.iter().any(|token| token.start <= phrase.start && phrase.end <= token.end);
    let starts = tokens.iter().any(|token| token.start == phrase.start);
    let ends = tokens.iter().any(|token| token.end == phrase.end);
    inside || (starts && ends)
}

fn reading(c: char) -> Option<String> {
    let mut utf8 = [0; 4];
    if let Some(row) = polyphones().get(&*c.encode_utf8(&mut utf8)) {
        return row.first().map(|syllable| (*syllable).to_owned());
    }
    let numbered = c.to_pinyin()?.with_tone_num_end().replace('ü', "v");
    // The neutral tone has no number in the crate and five in espeak.
    let has_tone = numbered.ends_with(|last: char| last.is_ascii_digit());
    Some(if has_tone { numbered } else { format!("{numbered}5") })
}

fn apply_sandhi(chars: &[char], tokens: &[Range<usize>], readings: &mut [Option<String>]) {
    for at in 0..chars.len() {
        let next_tone = readings.get(at + 1).and_then(|next| next.as_ref()?.chars().last());
        let changed = match chars[at] {
            '不' if next_tone == Some('4') && is_tone(&readings[at], "bu4") => Some("bu2"),
            '一' if is_tone(&readings[at], "yi1") => yi(chars, at, ends_word(at, tokens), next_tone),
            '儿' if is_erhua(chars, at, tokens, &readings[at]) => Some("r5"),
            _ => None,
        };
        if let Some(syllable) = changed {
            readings[at] = Some(syllable.to_owned());
        }
    }
}

fn is_tone(reading: &Option<String>, syllable: &str) -> bool {
    reading.as_deref() == Some(syllable)
}

fn ends_word(at: usize, tokens: &[Range<usize>]) -> bool {
    tokens.iter().any(|token| token.end == at + 1 && token.len() > 1)
}

/// 一 as a digit, an ordinal or a word's end keeps its tone; before a fourth tone it rises, else it falls.
fn yi(chars: &[char], at: usize, ends_word: bool, next_tone: Option<char>) -> Option<&'static str> {
    const DIGITS: &str = "零〇一二三四五六七八九十幺点两";
    let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied();
    let next = chars.get(at + 1).copied()?;
    let is_power = matches!(next, '百' | '千' | '万' | '亿');
    let is_ordinal = before == Some('第') || matches!(next, '月' | '日' | '号' | '季' | '期');
    let in_number = before.is_some_and(|c| DIGITS.contains(c) || matches!(c, '百' | '千' | '万' | '亿'));
    if is_ordinal || ends_word || DIGITS.contains(next) || (in_number && !is_power) {
        return None;
    }
    match next_tone {
        Some('4') => Some("yi2"),
        Some('1' | '2' | '3') => Some("yi4"),
        _ => None,
    }
}

/// 儿 after another syllable of its word is a mere ending, unless the table says it is a syllable (婴儿).
fn is_erhua(chars: &[char], at: usize, tokens: &[Range<usize>], reading: &Option<String>) -> bool {
    is_tone(reading, "er2") && at > 0 && ends_word(at, tokens) && !matches!(chars[at - 1], '婴' | '女' | '孤' | '幼')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .map(|(written, pinyin)| (written, pinyin, transcribe(written).0))
            .filter(|(_, pinyin, got)| pinyin.replace(' ', "") != got.replace(' ', ""))
            .map(|(written, pinyin, got)| format!("{written}\n  expected {pinyin}\n  got      {got}"))
            .collect();
        assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    }

    #[test]
    fn polyphones_are_read_by_their_phrase() {
        check(&[
            ("重庆银行行长", "chong2qing4 yin2hang2 hang2zhang3"),
            ("中国人民银行长期贷款", "zhong1guo2 ren2min2 yin2hang2 chang2qi1 dai4kuan3"),
            ("音乐会", "yin1yue4hui4"),
            ("重新发行", "chong2xin1 fa1xing2"),
            ("朝阳区", "chao2yang2 qu1"),
            ("匈奴单于", "xiong1nu2 chan2yu2"),
            ("长江流域", "chang2jiang1 liu2yu4"),
            ("经济增长", "jing1ji4 zeng1zhang3"),
            ("各行各业", "ge4hang2 ge4ye4"),
            ("行业协会", "hang2ye4 xie2hui4"),
            ("率先复苏", "shuai4xian1 fu4su1"),
            ("提高效率", "ti2gao1 xiao4lv4"),
            ("失业率", "shi1ye4lv4"),
            ("上海市市长", "shang4hai3shi4 shi4zhang3"),
            ("外交部长", "wai4jiao1 bu4zhang3"),
            ("秘书长", "mi4shu1zhang3"),
            ("参与调查", "can1yu4 diao4cha2"),
            ("下调利率", "xia4tiao2 li4lv4"),
            ("调整结构", "tiao2zheng3 jie2gou4"),
            ("强调", "qiang2diao4"),
            ("处理难民", "chu3li3 nan4min2"),
            ("首相", "shou3xiang4"),
            ("真相", "zhen1xiang4"),
            ("会计师", "kuai4ji4shi1"),
            ("给予支持", "ji3yu3 zhi1chi2"),
            ("冠军", "guan4jun1"),
            ("新冠病毒", "xin1guan1 bing4du2"),
            ("导弹", "dao3dan4"),
            ("反弹", "fan3tan2"),
            ("弹劾总统", "tan2he2 zong3tong3"),
            ("西藏", "xi1zang4"),
            ("厦门", "xia4men2"),
            ("朝鲜", "chao2xian3"),
            ("要求", "yao1qiu2"),
            ("供应链", "gong1ying4lian4"),
            ("应对", "ying4dui4"),
            ("应当", "ying1dang1"),
            ("削减", "xue1jian3"),
            ("积累", "ji1lei3"),
            ("披露", "pi1lu4"),
            ("泄露", "xie4lou4"),
            ("强劲", "qiang2jing4"),
            ("更新", "geng1xin1"),
            ("曾经", "ceng2jing1"),
            ("没收", "mo4shou1"),
            ("着力", "zhuo2li4"),
            ("着急", "zhao2ji2"),
            ("了解", "liao3jie3"),
            ("归还", "gui1huan2"),
            ("首都", "shou3du1"),
            ("蒙古", "meng3gu3"),
            ("角色", "jue2se4"),
            ("数据", "shu4ju4"),
            ("青少年", "qing1shao4nian2"),
            ("丧生", "sang4sheng1"),
            ("遇难者", "yu4nan4zhe3"),
            ("为人民服务", "wei4ren2min2 fu2wu4"),
            ("成为", "cheng2wei2"),
            ("关卡", "guan1qia3"),
            ("投降", "tou2xiang2"),
            ("女儿", "nv3er2"),
            ("俄罗斯", "e2luo2si1"),
            ("以色列", "yi3se4lie4"),
            ("綠色經濟", "lv4se4 jing1ji4"),
        ]);
    }

    #[test]
    fn tones_of_yi_and_bu_follow_their_neighbour() {
        check(&[
            ("一个", "yi2ge4"),
            ("一年", "yi4nian2"),
            ("一起", "yi4qi3"),
            ("第一", "di4yi1"),
            ("十一", "shi2yi1"),
            ("统一", "tong3yi1"),
            ("一月一日", "yi1yue4 yi1ri4"),
            ("二零一一年", "er4ling2 yi1yi1 nian2"),
            ("一百一十一", "yi4bai3 yi1shi2 yi1"),
            ("一万", "yi2wan4"),
            ("不是", "bu2shi4"),
            ("不好", "bu4hao3"),
            ("不断", "bu2duan4"),
        ]);
    }

    #[test]
    fn pauses_are_kept_and_a_new_sentence_begins_with_a_capital() {
        let (pinyin, n_syllables) = transcribe("他说：“好”，走了。天亮、风停！");
        assert_eq!(pinyin, "ta1 shuo1; hao3; zou3 le5. Tian1liang4, feng1ting2!");
        assert_eq!(n_syllables, 9);
    }

    #[test]
    fn every_row_of_the_table_has_a_syllable_a_character() {
        for (phrase, row) in polyphones() {
            let is_single = phrase.chars().count() == 1;
            assert!(is_single || phrase.chars().count() == row.len(), "{phrase} {row:?}");
            assert!(row.iter().all(|syllable| syllable.ends_with(|c: char| ('1'..='5').contains(&c))), "{phrase}");
        }
    }
}

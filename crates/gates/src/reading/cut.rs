//! Cuts one sentence into words and numbers, zh and en, and tells clauses apart.

use crate::lexicon::{Class, Id, Mark, lexicon};
use crate::numbers::{self, Read};
use crate::sounds;
use crate::token::{Number, Token};
use crate::words;
use jieba_rs::Jieba;
use news::text::{fold, is_han};
use std::sync::OnceLock;

/// English words that begin a clause.
const CLAUSE_WORDS: &[&str] = &[
    "but", "while", "whereas", "although", "though", "because", "after", "before", "when", "which", "who", "as", "if",
];

/// Chinese words that begin a clause.
const HAN_CLAUSE_WORDS: &[&str] = &["但", "但是", "而", "并", "并且", "不过", "然而", "因为", "由于"];

/// What may stand right behind a number and is a word of its own then.
const COUNTERS: &str = "年月日号时点分秒名人个位家岁辆艘架次项种元块例米吨条所座台张件例只头家届轮级场斤亩";

/// Words that part two things of one clause.
const SEGMENT_WORDS: &[&str] = &["and", "or", "with", "和", "与", "及", "以及", "或"];

pub(super) struct Cutter {
    chars: Vec<char>,
    originals: Vec<char>,
    at: usize,
    pub tokens: Vec<Token>,
    pub clause: usize,
    pub scene: usize,
    segment: usize,
    is_quoted: bool,
    currency: Option<Id>,
}

impl Cutter {
    pub fn new(sentence: &str, first_clause: usize) -> Self {
        let chars: Vec<char> = fold(sentence).chars().map(plain).collect();
        let originals: Vec<char> = sentence.chars().collect();
        let originals = if originals.len() == chars.len() { originals } else { chars.clone() };
        Self {
            chars,
            originals,
            at: 0,
            tokens: Vec::new(),
            clause: first_clause,
            scene: 0,
            segment: first_clause * 64,
            is_quoted: false,
            currency: None,
        }
    }

    pub fn folded(&self) -> String {
        self.chars.iter().collect()
    }

    pub fn run(&mut self) {
        while let Some(c) = self.chars.get(self.at).copied() {
            if is_han(c) {
                self.han_run();
            } else if c.is_ascii_digit() {
                self.digits();
            } else if let Some(value) = roman(c) {
                self.number(Read::whole(value, self.at + 1), false, false);
            } else if c.is_alphabetic() {
                self.word();
            } else {
                self.sign(c);
                self.at += 1;
            }
        }
    }

    fn push(&mut self, token: Token) {
        let (clause, scene, segment, is_quoted) = (self.clause, self.scene, self.segment, self.is_quoted);
        self.tokens.push(Token { clause, scene, segment, is_quoted, ..token });
    }

    fn new_clause(&mut self) {
        self.clause += 1;
        self.segment = self.clause * 64;
    }

    fn sign(&mut self, c: char) {
        if matches!(c, '；' | ';') {
            self.scene += 1;
        }
        match c {
            '，' | '；' | '：' | '。' | '！' | '？' | ',' | ';' | '(' | ')' | '（' | '）' | '—' | '–' | '!' | '?' =>
            {
                self.new_clause();
            }
            ':' => self.new_clause(),
            '、' => self.segment += 1,
            '“' | '「' | '『' => self.is_quoted = true,
            '”' | '」' | '』' => self.is_quoted = false,
            '"' => self.is_quoted = !self.is_quoted,
            '$' => self.currency = self.dollar(),
            '€' => self.currency = currency("euro"),
            '£' => self.currency = currency("pound"),
            '¥' | '￥' => self.currency = currency("yuan"),
            _ => {}
        }
    }

    /// `US$`, `HK$`: the letters before belong to the sign.
    fn dollar(&mut self) -> Option<Id> {
        let is_glued = self.at > 0 && self.chars[self.at - 1].is_ascii_alphabetic();
        let letters = self.tokens.last().map(|token| token.text.clone()).filter(|_| is_glued);
        let name = match letters.as_deref() {
            Some("us" | "u.s") => "dollar",
            Some("hk") => "hong kong dollar",
            Some("a") => "australian dollar",
            Some("c") => "canadian dollar",
            Some("s") => "singapore dollar",
            Some("nt") => "taiwan dollar",
            Some("r") => "real",
            _ => return currency("dollar"),
        };
        self.tokens.pop();
        currency(name)
    }

    fn number(&mut self, read: Read, is_ordinal: bool, is_soft: bool) {
        let text: String = self.chars[self.at..read.end].iter().collect();
        let bases = vec![text.clone()];
        self.at = read.end;
        let currency = self.currency.take();
        self.push(Token {
            text,
            bases,
            number: Some(Number { read, is_ordinal, currency, is_soft }),
            ..Token::default()
        });
    }

    fn digits(&mut self) {
        let Some(mut read) = numbers::number_at(&self.chars, self.at) else {
            self.at += 1;
            return;
        };
        if let Some((score, end)) = score(&self.chars, self.at) {
            read = Read::written(score, end);
        }
        let rest: String = self.chars.iter().skip(read.end).take(3).collect();
        let suffix = ["st", "nd", "rd", "th"].iter().any(|suffix| rest.starts_with(suffix));
        let is_ordinal = suffix && !rest.chars().nth(2).is_some_and(char::is_alphanumeric);
        if is_ordinal {
            read.end += 2;
        }
        self.number(read, is_ordinal, false);
    }

    fn word(&mut self) {
        if let Some(read) = numbers::number_at(&self.chars, self.at) {
            self.number(read, false, false);
            return;
        }
        let (start, mut end) = (self.at, self.at);
        while let Some(c) = self.chars.get(end) {
            let next = self.chars.get(end + 1);
            let inside = match c {
                '\'' | '’' | '&' => next.is_some_and(|next| next.is_alphabetic() && !is_han(*next)),
                // `u.s.` and `jd.com` are words.
                '.' => {
                    next.is_some_and(|next| next.is_ascii_lowercase())
                        && (end == start + 1 || self.chars[end - 1].is_alphabetic())
                }
                c => c.is_alphanumeric() && !is_han(*c),
            };
            if !inside {
                break;
            }
            end += 1;
        }
        let word: String = self.chars[start..end].iter().collect();
        let word = word.replace('’', "'");
        let capitals = self.originals[start..end].iter().filter(|c| c.is_uppercase()).count();
        let is_capital = self.originals[start].is_uppercase();
        self.at = end;
        if word.ends_with("n't") {
            self.plain_word(word.trim_end_matches("n't"), is_capital, 0);
            self.plain_word("not", false, 0);
            return;
        }
        let bare = word.split_once("'s").map_or(word.as_str(), |(bare, _)| bare).trim_end_matches('\'');
        self.plain_word(bare, is_capital, capitals);
    }

    fn plain_word(&mut self, word: &str, is_capital: bool, capitals: usize) {
        if word.is_empty() {
            return;
        }
        if let Some(value) = ordinal(word) {
            let read = Read::whole(value, self.at);
            self.push(Token {
                text: word.to_owned(),
                bases: words::bases(word),
                number: Some(Number { read, is_ordinal: true, currency: None, is_soft: false }),
                ..Token::default()
            });
            return;
        }
        if CLAUSE_WORDS.contains(&word) {
            self.new_clause();
        } else if SEGMENT_WORDS.contains(&word) {
            self.segment += 1;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        self.push(Token {
            text: word.to_owned(),
            bases: words::bases(word),
            is_capital,
            is_shouted: capitals == letters && letters > 1,
            ..Token::default()
        });
    }

    fn han_run(&mut self) {
        let end = (self.at..self.chars.len()).find(|i| !is_han(self.chars[*i])).unwrap_or(self.chars.len());
        let mut piece = self.at;
        while self.at < end {
            let is_ordinal = self.chars[self.at] == '第';
            let from = self.at + usize::from(is_ordinal);
            let in_name = self.at > piece && is_inside_a_word(&self.chars, self.at);
            let read = if from < end && !in_name { self.han_number(from, is_ordinal) } else { None };
            let Some(read) = read.filter(|read| read.end <= end || !is_ordinal) else {
                self.at += 1;
                continue;
            };
            let (start, stop) = (piece, self.at);
            self.han_words(start, stop);
            let is_soft = read.value == 1.0 && !is_ordinal;
            self.number(read, is_ordinal, is_soft);
            piece = self.at;
        }
        self.han_words(piece, end.max(piece));
        self.at = self.at.max(end);
    }

    fn han_number(&self, from: usize, is_ordinal: bool) -> Option<Read> {
        let read = numbers::number_at(&self.chars, from);
        if read.is_some() {
            // 三月, 周三 and 十一月 are names of days and months.
            let after: String = self.chars.iter().skip(read.as_ref()?.end).take(1).collect();
            let is_month = after == "月";
            return read.filter(|_| !is_month);
        }
        let digit = "一二三四五六七八九十".chars().position(|digit| Some(&digit) == self.chars.get(from))?;
        let next = self.chars.get(from + 1).copied().unwrap_or(' ');
        let is_one = digit == 0 && "人名死艘辆架座".contains(next);
        (is_ordinal || is_one).then(|| Read::whole((digit + 1) as f64, from + 1))
    }

    fn han_words(&mut self, start: usize, end: usize) {
        let text: String = self.chars[start..end].iter().collect();
        if text.is_empty() {
            return;
        }
        let after_number = self.tokens.last().is_some_and(|token| token.number.is_some());
        if let Some(first) = text.chars().next().filter(|first| after_number && COUNTERS.contains(*first)) {
            let is_word = (2..=4).rev().any(|n| lexicon().is_han_word(&text.chars().take(n).collect::<String>()));
            if !is_word && text.chars().count() > 1 {
                let one = first.to_string();
                self.push(Token {
                    ids: meanings(&one),
                    marks: marks(&one),
                    text: one,
                    is_han: true,
                    ..Token::default()
                });
                return self.han_words(start + 1, end);
            }
        }
        for tag in jieba().tag(&text, true) {
            let word = tag.word;
            if HAN_CLAUSE_WORDS.contains(&word) {
                self.new_clause();
            } else if SEGMENT_WORDS.contains(&word) {
                self.segment += 1;
            }
            let is_name = tag.tag.starts_with("ns") && jieba().has_word(word)
                || tag.tag.starts_with("nt")
                || tag.tag.starts_with("nr") && may_be_person(word);
            self.push(Token {
                text: word.to_owned(),
                bases: Vec::new(),
                ids: meanings(word),
                marks: marks(word),
                is_han: true,
                is_tagged_name: is_name,
                is_tagged_verb: tag.tag.starts_with('v'),
                ..Token::default()
            });
        }
    }
}

/// A surname and one or two characters, or the sounds of a foreign name.
fn may_be_person(word: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文霍季柳宁裴闫欧阳陶莫祁牛温庞鲍施单凌关梅葛翁莘桂耿卓岳靳左詹申聂路牟鲁韦盛冷简饶戚齐焦巩翟柯管岑喻屈舒解符蓝辛阮房裘应宗游柴蒲沙谷桑荣凤骆蔺储车佟穆甄覃涂尤佘苗尚祝洪费景倪滕纪容项成窦包褚卫华章云柏水奚昌俞酆廉殷毕邬安乐时皮卞伍元卜平和";
    let n = word.chars().count();
    (2..=3).contains(&n) && word.chars().next().is_some_and(|first| SURNAMES.contains(first))
        || n >= 2 && sounds::may_be_sounds(word)
}

/// The marks of a Chinese word; one that begins with "not" denies.
fn marks(word: &str) -> Vec<Mark> {
    const NO_DENIAL: &str = "无人机 未来 不断 不仅 不过 不同 不久 无线 不少 不论 无论 不良 不等 不足 不到 不得不 未婚 不管 不但 不只 不锈钢 不动产 无疑 无数 不明 不安 不满 未知 无限 无期 无期徒刑 无罪 不变 不止 不低于 不少于 不超过 不排除 无关 无意 不只";
    let mut marks = lexicon().han_marks(word).to_vec();
    let begins =
        ["不", "未", "没", "无", "暂无", "并未", "尚未", "暂未", "并无", "仍未"].iter().any(|no| word.starts_with(no));
    let is_exception = NO_DENIAL.split(' ').any(|other| other == word);
    let points = word.chars().count() == 2 && ["该", "此", "这"].iter().any(|this| word.starts_with(this));
    if points && !marks.contains(&Mark::Pronoun) {
        marks.push(Mark::Pronoun);
    }
    if begins && !is_exception && word.chars().count() <= 4 && !marks.contains(&Mark::Negator) {
        marks.push(Mark::Negator);
    }
    marks
}

/// What a Chinese word means, or what its parts mean.
fn meanings(word: &str) -> Vec<Id> {
    let known = lexicon().han(word);
    let chars: Vec<char> = word.chars().collect();
    if let Some(rest) = word.strip_prefix('副').filter(|rest| !rest.is_empty()) {
        return lexicon().han("副").iter().chain(lexicon().han(rest)).copied().collect();
    }
    if !known.is_empty() || chars.len() < 3 {
        return known.to_vec();
    }
    let mut found = Vec::new();
    let mut start = 0;
    while start + 2 <= chars.len() {
        let longest = (start + 2..=chars.len()).rev().find_map(|end| {
            let part: String = chars[start..end].iter().collect();
            let ids = lexicon().han(&part);
            (!ids.is_empty()).then_some((end, ids))
        });
        match longest {
            Some((end, ids)) => {
                found.extend_from_slice(ids);
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

/// 周三 and 星期三 are no numbers, nor is the 一 of 统一.
fn is_inside_a_word(chars: &[char], at: usize) -> bool {
    at > 0 && chars[at - 1] == '期' && at > 1 && chars[at - 2] == '星'
        || at > 0 && matches!(chars[at - 1], '周' | '拜' | '统' | '唯' | '万' | '之' | '同' | '进' | '初')
}

fn currency(name: &str) -> Option<Id> {
    let first = name.split(' ').next()?;
    let phrase: Vec<&str> = name.split(' ').collect();
    let found = lexicon().phrases(first).iter().find(|(words, id)| {
        words.iter().map(String::as_str).eq(phrase.iter().copied()) && lexicon().class(*id) == Class::Currency
    });
    found.map(|(_, id)| *id)
}

/// `3-1`, 3比1: one result, not two numbers.
fn score(chars: &[char], start: usize) -> Option<(String, usize)> {
    let digits = |from: usize| (from..chars.len()).find(|i| !chars[*i].is_ascii_digit()).unwrap_or(chars.len());
    let middle = digits(start);
    let is_sign = matches!(chars.get(middle), Some('-' | '–' | '比'));
    let end = digits(middle + 1);
    let fits = is_sign && middle - start <= 3 && (1..=3).contains(&end.saturating_sub(middle + 1));
    let goes_on = chars.get(end).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '%'));
    let text = |range: std::ops::Range<usize>| chars.get(range).map(|chars| chars.iter().collect::<String>());
    (fits && !goes_on).then(|| Some((format!("{}-{}", text(start..middle)?, text(middle + 1..end)?), end)))?
}

/// Ⅳ; folded it is ⅳ.
fn roman(c: char) -> Option<f64> {
    let value = ('ⅰ'..='ⅻ').position(|sign| sign == c)?;
    Some((value + 1) as f64)
}

fn ordinal(word: &str) -> Option<f64> {
    const NAMES: [&str; 11] =
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
    NAMES.iter().position(|name| *name == word).map(|i| (i + 2) as f64)
}

/// Letters of Latin alphabets without their marks.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'š' | 'ś' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        'ğ' => 'g',
        'ř' => 'r',
        other => other,
    }
}

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::new();
        for word in lexicon().han_words().filter(|word| word.chars().count() > 1 && word.chars().all(is_han)) {
            if !jieba.has_word(word) {
                jieba.add_word(word, None, None);
            }
        }
        jieba
    })
}

//! Chinese: scores, ratios, fractions, ranges: what two figures mean together.

use super::super::rules::{Found, Say};
use super::super::words::lines;
use super::dates::is_pair;
use super::numbers::{cardinal, counted, number};
use super::words::{DEEDS, MATCH_WORDS, RATIO_WORDS};
use std::sync::LazyLock;

/// Before dates are in words: a range whose first figure has its unit, 100亿-120亿元, 2月10日-15日, 5%~6%.
pub(super) const RANGES: &[(&str, Say)] = &[
    (r"(?P<a>\d{2,3})/(?P<b>\d{2,3})\s?(?:mmHg|毫米汞柱)", |f| {
        Some(format!("{}比{}毫米汞柱", number(f.get("a")), number(f.get("b"))))
    }),
    (
        r"(?P<a>\d\s?(?:[年月日号点时分秒岁个人名家米吨斤倍层楼届期页集周天次级度]|年级|小时|分钟|公里|公斤|(?:万|亿|万亿|千)?(?:元|美元|港元|欧元)|万亿|[万亿千百]|%|°C|℃))\s?[-–—~～]{1,2}\s?(?P<b>[-−]?\d)",
        |f| {
            // 1月-5.2%: a share that fell is no end of a range of months.
            let figure_end = f.after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(f.after.len());
            let unit = &f.after[figure_end..];
            let is_of_both = |sign: &str| f.get("a").ends_with(sign) || !unit.trim_start().starts_with(sign);
            (["%", "℃", "°C"].iter().all(|sign| is_of_both(sign))).then(|| format!("{}至{}", f.get("a"), f.get("b")))
        },
    ),
];

pub(super) const RULES: &[(&str, Say)] = &[
    (r"24/7", |f| f.is_whole().then(|| "全天候".to_owned())),
    (r"(?P<a>\d{1,2})\s?/\s?(?P<b>\d{1,2})", |f| {
        let is_score = f.is_whole() && ends_with_side(f.before) && !f.after.starts_with('/');
        is_score.then(|| format!("{}比{}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<w>\d+)\s(?P<a>\d+)/(?P<b>\d+)", |f| {
        let below: u64 = f.get("b").parse().ok().filter(|below| *below > 1)?;
        f.is_whole().then(|| format!("{}又{}分之{}", number(f.get("w")), cardinal(below), number(f.get("a"))))
    }),
    (r"(?P<a>\d+)\s?/\s?(?P<b>\d+)", |f| {
        let below: u64 = f.get("b").parse().ok()?;
        let is_fraction = f.is_whole() && !f.is_glued_left() && below > 1 && !f.after.starts_with('/');
        is_fraction.then(|| format!("{}分之{}", cardinal(below), number(f.get("a"))))
    }),
    (r"(?P<a>{n})\s?[-–—~～]{1,2}\s?(?P<b>{n})(?P<c>[-–—~～]\d+)?", range_or_score),
    (r"(?P<a>\d+)\s?比\s?(?P<b>\d+)", |f| Some(format!("{}比{}", number(f.get("a")), number(f.get("b"))))),
];

/// 3:1 is a score or a ratio, 14:30 a time; what has two figures on the right is a time unless a match or a ratio is
/// spoken of.
pub(super) fn score_or_ratio(f: &Found<'_>) -> Option<String> {
    let goes_on = f.after.starts_with(':') && f.after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_score = f.is_whole() && !goes_on && !f.is_glued_left() && is_pair(f);
    is_score.then(|| format!("{}比{}", number(f.get("a")), number(f.get("b"))))
}

/// Whether a score may be expected after this.
pub(super) fn is_a_match(before: &str) -> bool {
    let said = before_pairs(before);
    let near = near(said, 24);
    let follows_score = || {
        let last: String = near.chars().rev().take(7).collect();
        last.contains('比') && last.starts_with(is_numeral)
    };
    MATCH_WORDS.iter().any(|word| near.contains(word)) || near.ends_with('以') || follows_score()
}

/// Whether what stands next says what the score did: 4-1击败.
pub(super) fn decides_a_match(after: &str) -> bool {
    let next = after.char_indices().nth(6).map_or(after, |(at, _)| &after[..at]);
    DEEDS.iter().any(|word| next.contains(word))
}

/// The text before a list of pairs of figures, as the sets of a match are listed: 11-8、9-11、.
fn before_pairs(before: &str) -> &str {
    let mut rest = before;
    loop {
        let trimmed = rest.trim_end_matches(['(', '（', ')', '）', ',', '，', '、', ' ']);
        let is_of_pair = |c: char| c.is_ascii_digit() || "-–:比()".contains(c);
        let head = trimmed.trim_end_matches(is_of_pair);
        let pair = &trimmed[head.len()..];
        if !pair.contains(['-', '–', ':']) || !pair.starts_with(|c: char| c.is_ascii_digit()) {
            return trimmed;
        }
        rest = head;
    }
}

/// Whether a ratio may be expected after this.
pub(super) fn is_a_ratio(before: &str) -> bool {
    let near = near(before, 8);
    RATIO_WORDS.iter().any(|word| near.contains(word))
}

/// The last characters of a text.
pub(super) fn near(before: &str, n: usize) -> &str {
    before.char_indices().rev().nth(n - 1).map_or(before, |(at, _)| &before[at..])
}

fn is_numeral(c: char) -> bool {
    "零一二三四五六七八九十百两".contains(c)
}

fn range_or_score(f: &Found<'_>) -> Option<String> {
    if !f.is_whole() || f.is_glued_left() || !f.get("c").is_empty() {
        return None;
    }
    let is_small = f.get("a").len() <= 3 && f.get("b").len() <= 3;
    let is_counted = f.after.starts_with(|c: char| "个月日天年周岁元万亿倍米公千小分秒人名家%℃°".contains(c));
    let is_score =
        is_small && !is_counted && (is_a_match(f.before) || decides_a_match(f.after) || ends_with_side(f.before));
    if is_score {
        return Some(format!("{}比{}", number(f.get("a")), number(f.get("b"))));
    }
    Some(format!("{}至{}", counted(f.get("a"), f.after), counted(f.get("b"), f.after)))
}

/// 中国1-2: a side straight before two small figures has played.
fn ends_with_side(before: &str) -> bool {
    static SIDES: LazyLock<Vec<&str>> = LazyLock::new(|| lines(include_str!("../../../data/teams-zh.txt")).collect());
    SIDES.iter().any(|side| before.trim_end().ends_with(side))
}

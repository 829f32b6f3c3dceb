//! Chinese numerals: 三百二十, 百分之五, 三成半, 零点八, 三分之一.

use super::{Read, canonical, scaled, starts_with};

pub(super) fn is_numeral(c: char) -> bool {
    "零〇一二两三四五六七八九十百".contains(c)
}

/// What a lone numeral must stand before to be a number.
const COUNTERS: &str =
    "人名个岁家艘架辆天所座例次种项级万亿国张件位台匹场轮届年周小支队条枚幅口度成吨米公户起处州省市届票季斤亩元米倍";

/// 百分之五, 三百二十, 十二, 三分之一: at least two numerals, or one in front of a counter.
pub(super) fn read(chars: &[char], start: usize) -> Option<Read> {
    if starts_with(chars, start, "半数") || starts_with(chars, start, "一半") {
        return Some(Read { is_percent: true, ..Read::of(50.0, start + 2) });
    }
    let percent = starts_with(chars, start, "百分之");
    let from = if percent { start + 3 } else { start };
    let end =
        (from..chars.len()).find(|i| !"零〇一二两三四五六七八九十百千".contains(chars[*i])).unwrap_or(chars.len());
    if let Some(read) = fraction(chars, from, end) {
        return Some(read);
    }
    if let Some(read) = tenths(chars, from, end).or_else(|| decimal(chars, from, end, percent)) {
        return Some(read);
    }
    let counted = chars.get(end).is_some_and(|c| COUNTERS.contains(*c));
    if starts_with(chars, from, "两千") || starts_with(chars, from, "几千") && end > from + 1 {
        return Some(scaled(chinese_value(chars.get(from..end)?)?, chars, end));
    }
    if end == from || end - from == 1 && !(counted && chars[from] != '一') && !percent {
        return None;
    }
    let value = chinese_value(chars.get(from..end).unwrap_or_default())?;
    if percent {
        return Some(Read { is_percent: true, ..Read::of(value, end) });
    }
    Some(scaled(value, chars, end))
}

/// 三成 is thirty per cent, 三成半 thirty-five.
fn tenths(chars: &[char], from: usize, end: usize) -> Option<Read> {
    const NOT_TENTHS: [char; 9] = ['立', '员', '为', '功', '果', '本', '绩', '长', '都'];
    if chars.get(end) != Some(&'成') || end != from + 1 || chars.get(end + 1).is_some_and(|c| NOT_TENTHS.contains(c)) {
        return None;
    }
    let value = chinese_value(chars.get(from..end)?)? * 10.0;
    let and_half = chars.get(end + 1) == Some(&'半');
    let value = value + if and_half { 5.0 } else { 0.0 };
    // 四成一 is forty-one.
    let ones = chars.get(end + 1).filter(|c| "一二三四五六七八九".contains(**c));
    let is_counted = chars.get(end + 2).is_some_and(|c| is_numeral(*c) || COUNTERS.contains(*c));
    if let Some(ones) = ones.filter(|_| !is_counted).and_then(|c| chinese_value(&[*c])) {
        return Some(Read { is_percent: true, ..Read::of(value + ones, end + 2) });
    }
    Some(Read { is_percent: true, ..Read::of(value, end + 1 + usize::from(and_half)) })
}

/// 零点八.
fn decimal(chars: &[char], from: usize, end: usize, is_percent: bool) -> Option<Read> {
    let is_point = end > from && chars.get(end) == Some(&'点') && chars.get(end + 1).is_some_and(|c| is_numeral(*c));
    if !is_point || !is_percent && !chars.get(from..end)?.iter().all(|c| is_numeral(*c)) {
        return None;
    }
    let mut stop = end + 1;
    let mut digits = String::new();
    while let Some(digit) = chars.get(stop).and_then(|c| "零一二三四五六七八九".chars().position(|d| d == *c))
    {
        digits.push_str(&digit.to_string());
        stop += 1;
    }
    let whole = chinese_value(chars.get(from..end)?)?;
    let value = format!("{}.{digits}", canonical(whole)).parse::<f64>().ok()?;
    Some(if is_percent { Read { is_percent: true, ..Read::of(value, stop) } } else { scaled(value, chars, stop) })
}

/// 三分之一 is a third, in per cent.
fn fraction(chars: &[char], from: usize, end: usize) -> Option<Read> {
    if end == from || !starts_with(chars, end, "分之") {
        return None;
    }
    let of = chinese_value(chars.get(from..end)?)?;
    let (start, mut stop) = (end + 2, end + 2);
    while chars.get(stop).is_some_and(|c| is_numeral(*c)) {
        stop += 1;
    }
    let parts = chinese_value(chars.get(start..stop).filter(|parts| !parts.is_empty())?)?;
    (of > 0.0).then(|| Read { is_percent: true, ..Read::of(parts / of * 100.0, stop) })
}

fn chinese_value(numerals: &[char]) -> Option<f64> {
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|d| d == c || d == '零' && c == '〇' || d == '二' && c == '两')
    };
    if numerals.iter().all(|c| digit(*c).is_some()) {
        // 二〇二六 is read digit by digit.
        return numerals.iter().map(|c| digit(*c).map(|d| d.to_string())).collect::<Option<String>>()?.parse().ok();
    }
    let mut total = 0;
    let mut pending = 0;
    for c in numerals {
        let weight = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                pending = digit(*c)?;
                continue;
            }
        };
        total += pending.max(1) * weight;
        pending = 0;
    }
    Some((total + pending) as f64)
}

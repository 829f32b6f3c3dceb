//! Chinese dates, years and times of day.

use super::super::rules::{Found, Say};
use super::numbers::{cardinal, digits, number, small_with_zero};
use super::scores::{decides_a_match, is_a_match, is_a_ratio, near};

/// Dates and years.
pub(super) const RULES: &[(&str, Say)] = &[
    (
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T(?P<h>\d\d):(?P<n>\d\d)(?::\d\d)?(?:\.\d+)?(?P<z>Z|[+-]\d\d:?\d\d)?",
        |f| {
            let zone = if f.get("z") == "Z" { "协调世界时" } else { "" };
            Some(format!("{}{zone}{}", full(f)?, hour_and_minute(f.get("h"), f.get("n"))?))
        },
    ),
    (r"(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})", full),
    (r"(?P<m>\d{2})[-/.](?P<d>\d{2})[-/.](?P<y>\d{4})", full),
    (r"(?P<y>\d{4})[-/.](?P<m>0[1-9]|1[0-2])", month_of_year),
    (r"(?P<m>0[1-9]|1[0-2])[-/.](?P<y>\d{4})", month_of_year),
    (r"(?P<m>0[1-9])[-/.](?P<d>[0-3]\d)", month_and_day),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})\s?[-–—~～至到]\s?(?:(?P<c>\d{1,2})/)?(?P<d>\d{1,2})", |f| {
        let (month, day, end) = (small(f.get("a"), 12)?, small(f.get("b"), 31)?, small(f.get("d"), 31)?);
        let end_month = if f.get("c").is_empty() { String::new() } else { format!("{}月", small(f.get("c"), 12)?) };
        // 1/3-1/2 is a range of fractions.
        let is_date = end_month.is_empty() || f.get("b").len() == 2 || f.get("d").len() == 2;
        (f.is_whole() && !f.is_glued_left() && is_date).then(|| format!("{month}月{day}日至{end_month}{end}日"))
    }),
    (r"(?P<w>[于於在自至到从從截止起]|定于|将于)\s?(?P<a>\d{1,2})/(?P<b>\d{1,2})", |f| {
        let (month, day) = (small(f.get("a"), 12)?, small(f.get("b"), 31)?);
        let is_date = f.is_whole() && !f.after.starts_with(['/', '以', '的', '左']);
        is_date.then(|| format!("{}{month}月{day}日", f.get("w")))
    }),
    (r"(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?P<w>晚会|事件|大促|购物节|大地震)", |f| {
        f.is_whole().then(|| format!("{}{}{}", digits(f.get("m")), digits(f.get("d")), f.get("w")))
    }),
    (r#"(?P<n>\d{3,4})(?P<w>["”]?(?:大促|购物节|晚会))"#, |f| {
        f.is_whole().then(|| format!("{}{}", digits(f.get("n")), f.get("w")))
    }),
    (r"(?P<m>\d{1,2})[·•](?P<d>\d{1,2})", |f| {
        (f.is_whole() && !f.is_glued_left()).then(|| format!("{}{}", digits(f.get("m")), digits(f.get("d"))))
    }),
    (r"(?P<a>\d{4})\s?年?\s?[-–—~～至到]\s?(?P<y>\d{4})年", |f| {
        f.is_whole().then(|| format!("{}至{}年", digits(f.get("a")), digits(f.get("y"))))
    }),
    (r"(?P<a>\d{4})[-/–—](?P<b>\d{2}|\d{4})(?P<w>赛季|学年|财年|年度)", |f| {
        Some(format!("{}至{}{}", digits(f.get("a")), digits(f.get("b")), f.get("w")))
    }),
    (r"(?P<e>公元前?)(?P<y>\d{1,4})年", |f| Some(format!("{}{}年", f.get("e"), digits(f.get("y"))))),
    (r"(?P<y>\d{4})年(?P<h>H[12]|Q[1-4])?", year),
    (r"\bFY\s?(?P<y>\d{4}|\d{2})\b", |f| Some(format!("{}财年", digits(f.get("y"))))),
    (r"(?P<y>\d{4})(?P<w>财年|赛季|年度|届|世界杯|奥运会|冬奥会|亚运会|春晚)", |f| {
        f.is_whole().then(|| format!("{}{}", digits(f.get("y")), f.get("w")))
    }),
    (r"(?P<y>\d{4})(?P<w>Q[1-4]|H[12])", |f| {
        f.is_whole().then(|| Some(format!("{}年{}", digits(f.get("y")), part_of_year(f.get("w"))?))).flatten()
    }),
    (r"\b(?P<w>[1-4]Q)(?P<y>\d{2}|\d{4})\b", |f| {
        let quarter: String = f.get("w").chars().rev().collect();
        Some(format!("{}年{}", digits(f.get("y")), part_of_year(&quarter)?))
    }),
    (r"\b(?P<w>Q[1-4])(?P<s>\s?)", |f| part_of_year(f.get("w")).map(str::to_owned)),
    (r"(?P<y>[0-9]0|\d5)后", |f| (f.is_whole() && !f.is_glued_left()).then(|| format!("{}后", digits(f.get("y"))))),
];

/// Times of day, and what is timed.
pub(super) const TIMES: &[(&str, Say)] = &[
    (r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?\s?(?P<half>[aApP]\.?[mM]\.?)", time),
    (r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)\s?(?P<z>GMT|UTC)\b", |f| {
        let zone = if f.get("z") == "GMT" { "格林尼治时间" } else { "协调世界时" };
        Some(format!("{zone}{}", hour_and_minute(f.get("h"), f.get("m"))?))
    }),
    (
        r"(?P<a>\d{1,2}):(?P<b>[0-5]\d)\s?(?:[-–—~～]{1,2}|至|到)\s?(?P<c>次日|翌日)?(?P<h>\d{1,2}):(?P<m>[0-5]\d)",
        |f| {
            let (from, to) = (hour_and_minute(f.get("a"), f.get("b"))?, hour_and_minute(f.get("h"), f.get("m"))?);
            f.is_whole().then(|| format!("{from}至{}{to}", f.get("c")))
        },
    ),
    (r"(?P<a>\d{1,3})\s?[:]\s?(?P<b>\d{1,3})", super::scores::score_or_ratio),
    (r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?", time),
    (r"(?P<h>\d{1,2})(?P<w>[点时])(?P<m>\d{1,2})(?P<e>分?)", |f| {
        let said = small_with_zero(f.get("m"))?;
        let hour = hour(f.get("h"))?;
        f.is_whole().then(|| format!("{hour}{}{said}{}", f.get("w"), f.get("e")))
    }),
    (r"(?P<h>\d{1,2})点", |f| {
        let is_place = f.after.starts_with(|c: char| c.is_ascii_digit());
        (f.is_whole() && !is_place).then(|| Some(format!("{}点", hour(f.get("h"))?))).flatten()
    }),
    (r"(?P<a>\d{1,2})分(?P<b>\d{1,2})秒(?P<c>\d{1,3})?", |f| {
        let (minutes, seconds) = (number(f.get("a")), small_with_zero(f.get("b"))?);
        f.is_whole().then(|| format!("{minutes}分{seconds}秒{}", digits(f.get("c"))))
    }),
    (r"(?P<b>\d{1,2})秒(?P<c>\d{1,3})", |f| Some(format!("{}秒{}", number(f.get("b")), digits(f.get("c"))))),
];

/// `2008-08-08`: the year one by one, month and day as numbers.
fn full(f: &Found<'_>) -> Option<String> {
    let (month, day) = (small(f.get("m"), 12)?, small(f.get("d"), 31)?);
    let is_date = f.is_whole() && !f.is_glued_left() && is_year(f.get("y"));
    is_date.then(|| format!("{}年{month}月{day}日", digits(f.get("y"))))
}

/// `2008-08` or `08-2008`.
fn month_of_year(f: &Found<'_>) -> Option<String> {
    let month = small(f.get("m"), 12)?;
    let goes_on = f.after.starts_with(['-', '/', '.']) && f.after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_season = ["赛季", "学年", "财年", "年度"].iter().any(|word| f.after.starts_with(word));
    let is_date = f.is_whole() && !f.is_glued_left() && !goes_on && !is_season && is_year(f.get("y"));
    is_date.then(|| format!("{}年{month}月", digits(f.get("y"))))
}

/// `08-08`, with both zeros written; without them it is a range or a score.
fn month_and_day(f: &Found<'_>) -> Option<String> {
    let (month, day) = (small(f.get("m"), 12)?, small(f.get("d"), 31)?);
    let is_counted = f.after.starts_with(|c: char| "%元万亿-/倍个分米公斤吨秒岁".contains(c));
    (f.is_whole() && !f.is_glued_left() && !is_counted).then(|| format!("{month}月{day}日"))
}

/// `2026年`: one by one; `1000年前` is a length of time.
fn year(f: &Found<'_>) -> Option<String> {
    let n: u64 = f.get("y").parse().ok()?;
    let is_length = n.is_multiple_of(100) && f.after.starts_with(['前', '后', '来', '间', '历', '的']);
    let part = if f.get("h").is_empty() { "" } else { part_of_year(f.get("h"))? };
    (f.is_whole() && !is_length).then(|| format!("{}年{part}", digits(f.get("y"))))
}

fn part_of_year(written: &str) -> Option<&'static str> {
    Some(match written {
        "Q1" => "第一季度",
        "Q2" => "第二季度",
        "Q3" => "第三季度",
        "Q4" => "第四季度",
        "H1" => "上半年",
        "H2" => "下半年",
        _ => return None,
    })
}

/// `14:30`, `1:02:36 am`, `8:00 a.m.`; after a race it is how long it took.
fn time(f: &Found<'_>) -> Option<String> {
    let (hour_said, minute): (String, u64) = (hour(f.get("h"))?, f.get("m").parse().ok()?);
    if minute > 59 || !f.is_whole() || f.is_glued_left() {
        return None;
    }
    let timed =
        ["用时", "耗时", "成绩", "历时", "时长", "完赛", "纪录"].iter().any(|word| near(f.before, 8).contains(word));
    if timed && f.get("half").is_empty() {
        let (first, second) = (number(f.get("h")), small_with_zero(f.get("m"))?);
        return Some(match f.get("s") {
            "" => format!("{first}分{second}秒"),
            seconds => format!("{}小时{second}分{}秒", counted_hour(f.get("h")), small_with_zero(seconds)?),
        });
    }
    let half = match f.get("half").chars().next().map(|c| c.to_ascii_lowercase()) {
        Some('a') => "上午",
        Some('p') => "下午",
        _ => "",
    };
    let seconds = match f.get("s") {
        "" | "00" => String::new(),
        figures => format!("{}秒", small_with_zero(figures)?),
    };
    let is_full_hour = minute == 0 && seconds.is_empty();
    let minutes = if is_full_hour { String::new() } else { format!("{}分", small_with_zero(f.get("m"))?) };
    Some(format!("{half}{hour_said}点{minutes}{seconds}"))
}

fn hour_and_minute(hour_figures: &str, minute: &str) -> Option<String> {
    let hour = hour(hour_figures)?;
    let minutes = if minute == "00" { String::new() } else { format!("{}分", small_with_zero(minute)?) };
    Some(format!("{hour}点{minutes}"))
}

/// Two o'clock is 两点.
fn hour(figures: &str) -> Option<String> {
    match figures.parse().ok()? {
        2 => Some("两".to_owned()),
        hour @ 0..=24 => Some(cardinal(hour)),
        _ => None,
    }
}

fn counted_hour(figures: &str) -> String {
    if figures.trim_start_matches('0') == "2" { "两".to_owned() } else { number(figures.trim_start_matches('0')) }
}

fn small(figures: &str, most: u64) -> Option<String> {
    figures.parse().ok().filter(|n| (1..=most).contains(n)).map(cardinal)
}

fn is_year(figures: &str) -> bool {
    figures.parse().is_ok_and(|year: u64| (1000..2200).contains(&year))
}

/// Whether two figures with a colon can only be a pair, or stand where pairs are spoken of.
pub(super) fn is_pair(f: &Found<'_>) -> bool {
    let (a, b) = (f.get("a"), f.get("b"));
    let cannot_be_time = b.len() != 2
        || a.len() > 2
        || b.parse::<u64>().is_ok_and(|minute| minute > 59)
        || a.parse::<u64>().is_ok_and(|hour| hour > 24);
    cannot_be_time || is_a_match(f.before) || decides_a_match(f.after) || is_a_ratio(f.before)
}

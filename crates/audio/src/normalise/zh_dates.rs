//! Chinese dates, years and times of day.

use super::rules::Found;
use super::zh_numbers::{cardinal, digits};

/// `2008-08-08`: the year one by one, month and day as numbers.
pub(super) fn full(f: &Found<'_>) -> Option<String> {
    let (month, day) = (small(f.get("m"), 12)?, small(f.get("d"), 31)?);
    let is_date = f.is_whole() && !f.is_glued_left() && is_year(f.get("y"));
    is_date.then(|| format!("{}年{month}月{day}日", digits(f.get("y"))))
}

/// `2008-08` or `08-2008`.
pub(super) fn month_of_year(f: &Found<'_>) -> Option<String> {
    let month = small(f.get("m"), 12)?;
    let goes_on = f.after.starts_with(['-', '/', '.']) && f.after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_date = f.is_whole() && !f.is_glued_left() && !goes_on && is_year(f.get("y"));
    is_date.then(|| format!("{}年{month}月", digits(f.get("y"))))
}

/// `08-08`, with both zeros written; without them it is a range or a score.
pub(super) fn month_and_day(f: &Found<'_>) -> Option<String> {
    let (month, day) = (small(f.get("m"), 12)?, small(f.get("d"), 31)?);
    let is_alone = f.is_whole() && !f.is_glued_left() && !f.after.starts_with(['%', '元', '万', '亿', '-', '/']);
    is_alone.then(|| format!("{month}月{day}日"))
}

/// `2026年`: one by one; `1000年前` is a length of time.
pub(super) fn year(f: &Found<'_>) -> Option<String> {
    let n: u64 = f.get("y").parse().ok()?;
    let is_length = n.is_multiple_of(100) && f.after.starts_with(['前', '后', '来', '间', '历', '的']);
    (f.is_whole() && !is_length).then(|| format!("{}年", digits(f.get("y"))))
}

/// `14:30`, `1:02:36 am`, `8:00 a.m.`.
pub(super) fn time(f: &Found<'_>) -> Option<String> {
    let (hour, minute): (u64, u64) = (f.get("h").parse().ok()?, f.get("m").parse().ok()?);
    if hour > 24 || minute > 59 || !f.is_whole() {
        return None;
    }
    let half = match f.get("half").chars().next().map(|c| c.to_ascii_lowercase()) {
        Some('a') => "上午",
        Some('p') => "下午",
        _ => "",
    };
    let hour = match hour {
        // At the head of a text the hour stands alone and is counted.
        2 if half.is_empty() && !f.before.ends_with(|c: char| c.is_alphanumeric()) => "两".to_owned(),
        hour => cardinal(hour),
    };
    let seconds = match f.get("s") {
        "" => String::new(),
        figures => format!("{}秒", padded(figures)?),
    };
    let is_full_hour = minute == 0 && seconds.is_empty();
    let minutes = if is_full_hour { String::new() } else { format!("{}分", padded(f.get("m"))?) };
    Some(format!("{half}{hour}点{minutes}{seconds}"))
}

/// 02 with its zero said.
fn padded(figures: &str) -> Option<String> {
    let n: u64 = figures.parse().ok()?;
    Some(match n {
        0 => "零".to_owned(),
        1..=9 if figures.starts_with('0') => format!("零{}", cardinal(n)),
        n => cardinal(n),
    })
}

fn small(figures: &str, most: u64) -> Option<String> {
    figures.parse().ok().filter(|n| (1..=most).contains(n)).map(cardinal)
}

fn is_year(figures: &str) -> bool {
    figures.parse().is_ok_and(|year: u64| (1000..2200).contains(&year))
}

//! Brings dates that programs and peoples spell in their own way into the spelling that the reader knows.

/// Trims, narrows full-width digits and turns Chinese numerals of a written-out date into digits.
pub(super) fn prepare(raw: &str) -> String {
    let text: String = unwrapped(raw)
        .trim_matches(|c: char| matches!(c, '"' | '\'' | '[' | ']' | '(' | ')' | '（' | '）'))
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{a0}' | '\u{3000}' | '\n' | '\t' | '\r' | '\u{202f}' => ' ',
            '‐' | '‑' | '–' | '−' => '-',
            _ => c,
        })
        .collect();
    let text = if text.contains('T') { spread_out(text) } else { text };
    if text.starts_with("民國") || text.starts_with("民国") {
        return since_the_republic(&text).unwrap_or(text);
    }
    if text.contains('年') && text.contains(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']) {
        return chinese_digits(&text);
    }
    text
}

/// `1783348200.123`.
pub(super) fn seconds_with_fraction(text: &str) -> Option<&str> {
    let (seconds, fraction) = text.split_once('.')?;
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (seconds.len() == 10 && are_digits(seconds) && are_digits(fraction)).then_some(seconds)
}

/// `/Date(1783348200000)/` is how .NET writes milliseconds.
fn unwrapped(raw: &str) -> &str {
    let raw = raw.trim();
    raw.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")).unwrap_or(raw)
}

/// `20260706T143000Z` -> `2026-07-06T14:30:00Z`.
fn spread_out(text: String) -> String {
    let Some((day, time)) = text.split_once('T').filter(|(day, _)| day.len() >= 8 && day.is_ascii()) else {
        return text;
    };
    let n_digits = time.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(n_digits, 4 | 6) {
        return text;
    }
    let day = match day.bytes().all(|byte| byte.is_ascii_digit()) && day.len() == 8 {
        true => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        false => day.to_owned(),
    };
    let seconds = if n_digits == 6 { format!(":{}", &time[4..6]) } else { String::new() };
    format!("{day}T{}:{}{seconds}{}", &time[..2], &time[2..4], &time[n_digits..])
}

/// 民國115年7月6日 -> 2026年7月6日: Taiwan counts from 1911.
fn since_the_republic(text: &str) -> Option<String> {
    let rest = text.trim_start_matches(['民', '國', '国']).trim_start();
    let (year, rest) = rest.split_once('年')?;
    Some(format!("{}年{rest}", year.trim().parse::<u16>().ok()?.checked_add(1911)?))
}

/// 二〇二六年二月十日 -> 2026年2月10日.
fn chinese_digits(text: &str) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or((c == '零').then_some(0));
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i > 0 && digit(chars[i - 1]).is_some();
        let after = chars.get(i + 1).is_some_and(|c| digit(*c).is_some());
        match (digit(*c), *c) {
            (Some(value), _) => out.push_str(&value.to_string()),
            (None, '十') if before && after => {}
            (None, '十') if before => out.push('0'),
            (None, '十') if after => out.push('1'),
            (None, '十') => out.push_str("10"),
            _ => out.push(*c),
        }
    }
    out
}

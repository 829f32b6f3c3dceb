//! Chinese number words.

use super::words::is_counted;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// A figure with or without groups and fraction; leading zeros and very long figures are said one by one.
pub(super) fn number(figure: &str) -> String {
    let plain = figure.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_code = whole.len() > 1 && whole.starts_with('0');
    let said = match whole {
        "" => "零".to_owned(),
        code if is_code => digits(code),
        whole => whole.parse().map_or_else(|_| digits(whole), cardinal),
    };
    if fraction.is_empty() { said } else { format!("{said}点{}", digits(fraction)) }
}

/// A whole number: 二 stays 二 but before 百, 千, 万 and 亿 at the head, where it is 两.
pub(super) fn cardinal(n: u64) -> String {
    if n == 0 {
        return "零".to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = n;
    while rest > 0 {
        groups.push(rest % 10_000);
        rest /= 10_000;
    }
    if groups.len() > GROUPS.len() {
        return digits(&n.to_string());
    }
    let mut said = String::new();
    let mut zero_due = false;
    for (power, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            zero_due = !said.is_empty();
            continue;
        }
        if !said.is_empty() && (zero_due || *group < 1000) {
            said.push('零');
        }
        zero_due = false;
        said.push_str(&four_figures(*group, said.is_empty(), said.is_empty() || power > 0));
        said.push_str(GROUPS[power]);
    }
    two_at_head(said.replace("亿万亿", "万亿"))
}

/// 一十 is 十 only at the very head; two hundred is 两百 there and before 万, and 二百 within a number.
fn four_figures(n: u64, is_head: bool, begins_with_pair: bool) -> String {
    let mut said = String::new();
    let mut zero_due = false;
    for place in (0..4).rev() {
        let digit = (n / 10_u64.pow(place)) % 10;
        if digit == 0 {
            zero_due = !said.is_empty();
            continue;
        }
        if zero_due {
            said.push('零');
            zero_due = false;
        }
        let is_bare_ten = is_head && place == 1 && digit == 1 && said.is_empty();
        if !is_bare_ten {
            said.push(if digit == 2 && place >= 2 && said.is_empty() && begins_with_pair {
                '两'
            } else {
                DIGITS[digit as usize]
            });
        }
        said.push_str(PLACES[place as usize]);
    }
    said
}

fn two_at_head(said: String) -> String {
    if said.starts_with("二万") || said.starts_with("二亿") { said.replacen('二', "两", 1) } else { said }
}

/// One by one.
pub(super) fn digits(figures: &str) -> String {
    figures.chars().filter_map(|c| Some(DIGITS[c.to_digit(10)? as usize])).collect()
}

/// One by one with 幺 for one, as telephone numbers are said.
pub(super) fn telephone(figures: &str) -> String {
    digits(figures).replace('一', "幺")
}

/// Figures before something counted: 2 is 两 there, and 二 where it is a name or an order.
pub(super) fn counted(figure: &str, after: &str) -> String {
    if figure == "2" && is_counted(after) { "两".to_owned() } else { number(figure) }
}

/// Minutes and seconds: 02 with its zero said.
pub(super) fn small_with_zero(figures: &str) -> Option<String> {
    let n: u64 = figures.parse().ok()?;
    Some(match n {
        0 => "零".to_owned(),
        1..=9 if figures.starts_with('0') => format!("零{}", cardinal(n)),
        n => cardinal(n),
    })
}

/// The figures of a name: GPT五, A一百, C九一九, 二零二六.
pub(super) fn of_a_name(figures: &str) -> String {
    let n: u64 = figures.parse().unwrap_or(0);
    match figures.len() {
        1 | 2 if !figures.starts_with('0') => cardinal(n),
        3.. if n.is_multiple_of(100) && !figures.starts_with('0') => cardinal(n),
        _ => digits(figures),
    }
}

/// A figure times a power of ten, such as the 3.2 of `3.2 billion`, as a figure.
pub(super) fn times_power(figure: &str, power: usize) -> String {
    let plain = figure.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(power).collect();
    let left: String = fraction.chars().skip(power).collect();
    let whole = format!("{whole}{moved}").trim_start_matches('0').to_owned();
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    if left.is_empty() { whole } else { format!("{whole}.{left}") }
}

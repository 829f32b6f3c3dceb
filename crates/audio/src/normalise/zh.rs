//! Chinese: figures, dates, money, units and scores in words; Latin names keep their letters.

use super::rules::{Found, Rule, Say, apply, rules};
use super::zh_dates;
use super::zh_numbers::{cardinal, digits, number, of_a_name, telephone, times_power};
use super::zh_tables::{COUNTED, MATCH_WORDS, NOT_COUNTED, currency, power, unit};
use std::sync::LazyLock;

/// The text in words, with ASCII punctuation.
pub(super) fn spoken(text: &str) -> String {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| rules(TABLE));
    let said = apply(&RULES, &with_pauses(text));
    let mut plain = String::with_capacity(said.len());
    for c in said.chars() {
        plain.push(ascii(c));
    }
    join_han(&plain)
}

/// In titles a space or a bar between Han characters stands for a comma.
fn with_pauses(text: &str) -> String {
    let is_edge = |c: Option<char>| c.is_some_and(|c| news::text::is_han(c) || "《》“”「」【】（）".contains(c));
    let mut said = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '：' => said.push(':'),
            '｜' | '丨' | '|' => said.push('，'),
            ' ' if is_edge(said.chars().last()) && is_edge(chars.peek().copied()) => said.push('，'),
            c => said.push(c),
        }
    }
    said
}

fn ascii(c: char) -> char {
    match c {
        '，' => ',',
        '。' => '.',
        '！' => '!',
        '？' => '?',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        c => c,
    }
}

/// A space between two Han characters says nothing.
fn join_han(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_needless = |n: usize| {
        let before = chars[..n].iter().rev().find(|c| **c != ' ');
        let after = chars[n..].iter().find(|c| **c != ' ');
        let is_han = |c: Option<&char>| c.is_none_or(|c| news::text::is_han(*c));
        is_han(before) && is_han(after)
    };
    chars.iter().enumerate().filter(|(n, c)| **c != ' ' || !is_needless(*n)).map(|(_, c)| *c).collect()
}

/// In order: what is longer or surer comes first.
const TABLE: &[(&str, Say)] = &[
    (
        r"[（(](?:股票代码|证券代码|代码|NYSE|NASDAQ|纳斯达克|港股|HKEX)?\s?[:]?\s?[A-Z0-9]{1,6}\.[A-Z]{1,3}[）)]",
        |_| Some(String::new()),
    ),
    (r"[（(](?:股票代码|证券代码|NYSE|NASDAQ)\s?[:]\s?[A-Z0-9.]+[）)]", |_| Some(String::new())),
    (r"(?P<a>[A-Za-z0-9._-]+)@(?P<h>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", |f| {
        Some(format!("{}艾特{}", f.get("a").replace('.', "点"), f.get("h").replace('.', "点")))
    }),
    (r"\b(?P<h>[A-Za-z][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|edu|gov|io|ai|cn|uk|eu|de|co|tv))\b", |f| {
        Some(f.get("h").replace('.', "点"))
    }),
    (r"(?P<a>\d{1,3})\.(?P<b>\d{1,3})\.(?P<c>\d{1,3})\.(?P<d>\d{1,3})", |f| {
        let parts = ["a", "b", "c", "d"].map(|part| digits(f.get(part)));
        f.is_whole().then(|| parts.join("点"))
    }),
    (r"(?P<d>\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", |f| Some(f.get("d").to_owned())),
    (r"(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})", zh_dates::full),
    (r"(?P<m>\d{2})[-/.](?P<d>\d{2})[-/.](?P<y>\d{4})", zh_dates::full),
    (r"(?P<y>\d{4})[-/.](?P<m>0[1-9]|1[0-2])", zh_dates::month_of_year),
    (r"(?P<m>0[1-9]|1[0-2])[-/.](?P<y>\d{4})", zh_dates::month_of_year),
    (r"(?P<m>0[1-9])[-/.](?P<d>[0-3]\d)", zh_dates::month_and_day),
    (r"(?P<a>\d{4})\s?[-–—~～至到]\s?(?P<y>\d{4})年", |f| {
        Some(format!("{}至{}年", digits(f.get("a")), digits(f.get("y"))))
    }),
    (r"(?P<a>\d{4})[-/](?P<b>\d{2})(?P<w>赛季|学年|财年|年度)", |f| {
        Some(format!("{}{}{}", digits(f.get("a")), digits(f.get("b")), f.get("w")))
    }),
    (r"(?P<y>\d{4})年", zh_dates::year),
    (r"(?P<y>\d{4})(?P<w>财年|赛季|年度|届|世界杯|奥运会|春晚|Q[1-4]|H[12])", |f| {
        let said = match f.get("w") {
            "Q1" => "年第一季度",
            "Q2" => "年第二季度",
            "Q3" => "年第三季度",
            "Q4" => "年第四季度",
            "H1" => "年上半年",
            "H2" => "年下半年",
            other => other,
        };
        f.is_whole().then(|| format!("{}{said}", digits(f.get("y"))))
    }),
    (r"(?P<y>[0-9]0|\d5)后", |f| (f.is_whole() && !f.is_glued_left()).then(|| format!("{}后", digits(f.get("y"))))),
    (r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?\s?(?P<half>[aApP]\.?[mM]\.?)", zh_dates::time),
    (r"(?P<a>\d{1,3})\s?[:]\s?(?P<b>\d{1,3})", score_or_ratio),
    (r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?", zh_dates::time),
    (
        r"(?P<p>尾号[为是]?\s?|[拨打]{1,2}|致电|热线|电话|专线|给)\s?(?P<n>\d{3,12})(?P<rest>(?:-\d{3,8})*)",
        |f| {
            let yao = !matches!(f.get("p").trim(), "尾号为" | "尾号是");
            let figures = format!("{}{}", f.get("n"), f.get("rest"));
            let is_phone = f.get("p").starts_with("尾号") || figures.len() > 4 || is_service(&figures);
            is_phone.then(|| format!("{}{}", f.get("p"), if yao { telephone(&figures) } else { digits(&figures) }))
        },
    ),
    (r"(?P<n>1[3-9]\d{9})", |f| f.is_whole().then(|| telephone(f.get("n")))),
    (r"(?P<n>0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4})", |f| f.is_whole().then(|| digits(f.get("n")))),
    (r"(?P<n>\d{3,5})", |f| {
        let is_number_of_things =
            f.after.starts_with(|c: char| COUNTED.contains(c) || c == '%' || c == '.' || c == ',');
        (f.is_whole() && !f.is_glued_left() && !f.is_glued_right() && !is_number_of_things && is_service(f.get("n")))
            .then(|| telephone(f.get("n")))
    }),
    (
        r"(?P<c>(?:US|AU|CA|HK|NT|NZ|A|C|S|R)?\$|CN¥|JP¥|[€£¥₹₩₽]|(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|CHF|TWD)\s?)(?P<a>{n})(?P<to>\s?[-–~～至]\s?)?(?P<b>{n})?(?P<m>\s?(?:万亿|千亿|百亿|十亿|亿|千万|百万|万|千|(?:thousand|million|billion|trillion|bn|mn|tn|[kKmMbBtTwW])\b))?(?:美元|元)?",
        money,
    ),
    (r"(?P<a>{n})\s?%?\s?[-–—~～至到]\s?(?P<b>{n})\s?(?P<p>[%‰])", |f| {
        Some(format!("{}{}至{}", parts_of(f.get("p")), number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>[-+])?(?P<a>{n})\s?(?P<p>[%‰])", |f| {
        let sign = sign_unless_range(f);
        Some(format!("{sign}{}{}", parts_of(f.get("p")), number(f.get("a"))))
    }),
    (
        r"(?P<s>-)?(?P<a>{n})\s?(?:°C|℃|℉|°F)?\s?[-~～至到]\s?(?P<t>-)?(?P<b>{n})\s?(?P<u>°C|℃|°F|℉)",
        |f| {
            let (_, unit) = unit(f.get("u"))?;
            let below = |sign: &str| if sign.is_empty() { "" } else { "零下" };
            Some(format!(
                "{}{}至{}{}{unit}",
                below(f.get("s")),
                number(f.get("a")),
                below(f.get("t")),
                number(f.get("b"))
            ))
        },
    ),
    (r"(?P<s>[-−])?(?P<a>{n})\s?(?P<u>°C|℃|°F|℉)", |f| {
        let (_, unit) = unit(f.get("u"))?;
        let sign = if f.get("s").is_empty() { "" } else { "零下" };
        Some(format!("{sign}{}{unit}", number(f.get("a"))))
    }),
    (r"(?P<a>{n})\s?[-–—~～至]\s?(?P<b>{n})\s?(?P<u>㎡|[a-zA-Zμµ]+[²³2]?(?:/[a-z])?)", |f| {
        let (before, after) = unit(f.get("u"))?;
        Some(format!("{before}{}至{}{after}", counted(f.get("a"), ""), counted(f.get("b"), after)))
    }),
    (r"(?P<a>{n})\s?(?P<m>[万亿千百])?\s?(?P<u>㎡|°|[a-zA-Zμµ]+[²³2]?(?:/[a-z])?)", |f| {
        let (before, after) = unit(f.get("u"))?;
        let is_glued = f.is_glued_left() || f.after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let figure = counted(f.get("a"), if f.get("m").is_empty() { after } else { f.get("m") });
        (!is_glued).then(|| format!("{before}{figure}{}{after}", f.get("m")))
    }),
    (r"(?P<a>{n})(?P<m>[wW])(?P<w>[^A-Za-z0-9]|$)", |f| {
        Some(format!("{}{}", number(&times_power(f.get("a"), 4)), f.get("w")))
    }),
    (r"(?P<a>\d+)\s?/\s?(?P<b>\d+)", |f| {
        let below: u64 = f.get("b").parse().ok()?;
        let is_fraction = f.is_whole() && !f.is_glued_left() && below > 1 && !f.after.starts_with('/');
        is_fraction.then(|| format!("{}分之{}", cardinal(below), number(f.get("a"))))
    }),
    (r"(?P<a>{n})\s?[-–—~～]\s?(?P<b>{n})(?P<c>[-–—~～]\d+)?", range_or_score),
    (r"(?P<a>\d+)\s?比\s?(?P<b>\d+)", |f| Some(format!("{}比{}", number(f.get("a")), number(f.get("b"))))),
    (r"(?P<n>[Nn][Oo]\.|№)\s?(?P<a>\d+)", |f| Some(format!("第{}", number(f.get("a"))))),
    (r"\b(?P<a>[A-Z])2(?P<b>[A-Z])\b", |f| Some(format!("{} to {}", f.get("a"), f.get("b")))),
    (r"(?P<name>[A-Za-z][A-Za-z.+]*)[-‑ ]?(?P<n>\d+(?:\.\d+)*)", |f| {
        let mut parts = f.get("n").split('.');
        let head = of_a_name(parts.next().unwrap_or(""));
        let tail: String = parts.map(|part| format!("点{}", of_a_name(part))).collect();
        Some(format!("{}{head}{tail}", f.get("name")))
    }),
    (r"(?P<h>[歼轰运直强苏米风征娥舟鹰浪梭])-(?P<n>\d{1,3})", |f| {
        Some(format!("{}{}", f.get("h"), of_a_name(f.get("n"))))
    }),
    (r"第(?P<n>{n})", |f| Some(format!("第{}", number(f.get("n")).replace('两', "二")))),
    (r"(?P<n>\d+)(?P<w>[月日号楼级])", |f| {
        let said = cardinal(f.get("n").parse().ok()?).replace('两', "二");
        f.is_whole().then(|| format!("{said}{}", f.get("w")))
    }),
    (r"(?P<y>19[5-9]\d|20[0-4]\d)", |f| {
        let counts = f.after.starts_with(|c: char| COUNTED.contains(c) || matches!(c, '余' | '多' | '几' | '.' | ','));
        let is_name = !f.before.is_empty() || !f.after.is_empty();
        (f.is_whole() && !counts && is_name && !f.is_glued_left()).then(|| digits(f.get("y")))
    }),
    (r"(?P<s>-)?(?P<a>{n})?\s?(?P<o><=|>=|≤|≥|[=+×÷<>])\s?(?P<m>-)?(?P<b>{n})", math),
    (r"±\s?(?P<n>{n})", |f| Some(format!("正负{}", number(f.get("n"))))),
    (r"(?P<s>[-−])(?P<n>{n})", |f| {
        let is_sign = !f.before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let sign = if is_sign { "负" } else { "" };
        Some(format!("{sign}{}", number(f.get("n"))))
    }),
    (r"(?P<n>{n})(?P<m>[万亿]?)", |f| {
        let tail = if f.get("m").is_empty() { f.after } else { f.get("m") };
        let is_minute = tail.starts_with('分') && f.before.ends_with(['时', '点']);
        let said = if is_minute { number(f.get("n")) } else { counted(f.get("n"), tail) };
        Some(format!("{said}{}", f.get("m")))
    }),
    (r"\s?&\s?", |_| Some("和".into())),
    (r"[*_#^|\\~～]", |_| Some(" ".into())),
];

fn is_service(figures: &str) -> bool {
    matches!(
        figures,
        "110" | "119" | "120" | "122" | "12306" | "12315" | "12345" | "12358" | "12381" | "10086" | "10010"
    ) || (figures.len() == 5 && figures.starts_with("123"))
}

fn parts_of(sign: &str) -> &'static str {
    if sign == "‰" { "千分之" } else { "百分之" }
}

fn sign_unless_range(f: &Found<'_>) -> &'static str {
    let follows_figure = f.before.ends_with(|c: char| c.is_ascii_alphanumeric());
    match f.get("s") {
        "-" if !follows_figure => "负",
        "+" if !follows_figure => "正",
        _ => "",
    }
}

/// A figure before something counted: 2 is 两 there, and 二 where it is a name or an order.
fn counted(figure: &str, after: &str) -> String {
    let said = number(figure);
    let is_two = figure == "2";
    let is_counted = after.starts_with(|c: char| COUNTED.contains(c) || is_measure(c));
    let is_not = NOT_COUNTED.iter().any(|word| after.starts_with(word)) || after.starts_with('两');
    if is_two && is_counted && !is_not { "两".into() } else { said }
}

fn is_measure(c: char) -> bool {
    matches!(
        c,
        '平' | '立'
            | '厘'
            | '毫'
            | '克'
            | '瓦'
            | '伏'
            | '摄'
            | '兆'
            | '吉'
            | '公'
            | '海'
            | '赫'
            | '秒'
            | '億'
            | '萬'
            | '個'
            | '條'
            | '歲'
    )
}

/// 3:1 is a score or a ratio, 14:30 a time; what has two figures on the right is a time unless a match is spoken of.
fn score_or_ratio(f: &Found<'_>) -> Option<String> {
    let (a, b) = (f.get("a"), f.get("b"));
    let cannot_be_time = b.len() != 2 || a.len() > 2 || b.parse::<u64>().is_ok_and(|minute| minute > 59);
    let goes_on = f.after.starts_with(':');
    let is_score = f.is_whole() && !goes_on && (cannot_be_time || speaks_of_match(f.before));
    is_score.then(|| format!("{}比{}", number(a), number(b)))
}

fn speaks_of_match(before: &str) -> bool {
    let near: Vec<char> = before.chars().rev().take(14).collect();
    let near: String = near.into_iter().rev().collect();
    MATCH_WORDS.iter().any(|word| near.contains(word)) || near.ends_with('以')
}

fn range_or_score(f: &Found<'_>) -> Option<String> {
    if !f.is_whole() || f.is_glued_left() || !f.get("c").is_empty() {
        return None;
    }
    let is_small = f.get("a").len() <= 2 && f.get("b").len() <= 2;
    let is_score = is_small && (speaks_of_match(f.before) || ends_with_team(f.before));
    let word = if is_score { "比" } else { "至" };
    Some(format!(
        "{}{word}{}",
        counted(f.get("a"), if is_score { "" } else { f.after }),
        counted(f.get("b"), if is_score { "" } else { f.after })
    ))
}

/// 中国1-2: a country straight before two small figures has played.
fn ends_with_team(before: &str) -> bool {
    [
        "队",
        "中国",
        "国足",
        "女足",
        "日本",
        "韩国",
        "德国",
        "法国",
        "巴西",
        "阿根廷",
        "西班牙",
        "英格兰",
        "意大利",
        "荷兰",
    ]
    .iter()
    .any(|team| before.trim_end().ends_with(team))
}

fn money(f: &Found<'_>) -> Option<String> {
    let name = currency(f.get("c").trim())?;
    let multiplier = f.get("m").trim();
    let (figure_power, word) = match power(multiplier) {
        Some(zeros) => (zeros, ""),
        None => (0, multiplier),
    };
    let say = |figure: &str| {
        let scaled = if figure_power > 0 { times_power(figure, figure_power) } else { figure.to_owned() };
        counted(&scaled, if word.is_empty() { name } else { word })
    };
    let (a, b) = (f.get("a"), f.get("b"));
    if b.is_empty() {
        return Some(format!("{}{word}{name}", say(a)));
    }
    (!f.get("to").is_empty()).then(|| format!("{}至{}{word}{name}", say(a), say(b)))
}

fn math(f: &Found<'_>) -> Option<String> {
    let word = match f.get("o") {
        "<=" | "≤" => "小于等于",
        ">=" | "≥" => "大于等于",
        "=" => "等于",
        "+" => "加",
        "×" => "乘",
        "÷" => "除以",
        "<" => "小于",
        _ => "大于",
    };
    let negative = |sign: &str| if sign.is_empty() { "" } else { "负" };
    let first = if f.get("a").is_empty() { String::new() } else { number(f.get("a")) };
    Some(format!("{}{first}{word}{}{}", negative(f.get("s")), negative(f.get("m")), number(f.get("b"))))
}

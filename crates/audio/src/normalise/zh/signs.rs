//! Chinese: what is left when names, dates and amounts are in words: bare figures and signs.

use super::super::rules::{Found, Say};
use super::numbers::{cardinal, counted, digits, number};
use super::words::is_counted_like_year;

pub(super) const RULES: &[(&str, Say)] = &[
    (r"(?P<w>\d+|[A-Za-z])\^(?P<n>\d+)", |f| {
        let base =
            if f.get("w").starts_with(|c: char| c.is_ascii_digit()) { number(f.get("w")) } else { f.get("w").into() };
        Some(format!("{base}的{}次方", number(f.get("n"))))
    }),
    (r"第(?P<n>{n})", |f| Some(format!("第{}", number(f.get("n")).replace('两', "二")))),
    (r"(?P<n>\d+)(?P<w>[月日号楼级])", |f| {
        let is_count = f.get("w") == "月" && f.before.ends_with('个');
        let said = cardinal(f.get("n").parse().ok()?).replace('两', "二");
        (f.is_whole() && !is_count).then(|| format!("{said}{}", f.get("w")))
    }),
    (r"(?P<y>19[5-9]\d|20[0-4]\d)", |f| {
        let counts = is_counted_like_year(f.after);
        let is_name = !f.before.is_empty() || !f.after.is_empty();
        (f.is_whole() && !counts && is_name && !f.is_glued_left()).then(|| digits(f.get("y")))
    }),
    (r"(?P<n>\d+(?:\.\d+){2,})", |f| {
        let parts: Vec<String> = f.get("n").split('.').map(number).collect();
        Some(parts.join("点"))
    }),
    (r"(?P<s>-)?(?P<a>{n})?\s?(?P<o><=|>=|≤|≥|[=+×÷<>≈])\s?(?P<m>-)?(?P<b>{n})", math),
    (r"±\s?(?P<n>{n})", |f| Some(format!("正负{}", counted(f.get("n"), f.after)))),
    (r"[~～≈]\s?(?P<n>{n})", |f| Some(format!("约{}", counted(f.get("n"), f.after)))),
    (r"(?P<s>[-−])(?P<n>{n})", |f| {
        let follows = |c: char| c.is_ascii_alphanumeric() || "零一二三四五六七八九十百千".contains(c);
        let sign = if f.before.ends_with(follows) { "-" } else { "负" };
        Some(format!("{sign}{}", number(f.get("n"))))
    }),
    (r"(?P<n>{n})(?P<m>[万亿]?)", |f| {
        let tail = if f.get("m").is_empty() { f.after } else { f.get("m") };
        let is_minute = tail.starts_with('分') && f.before.ends_with(['时', '点']);
        let said = if is_minute { number(f.get("n")) } else { counted(f.get("n"), tail) };
        Some(format!("{said}{}", f.get("m")))
    }),
    ("½", |f| vulgar(f, "二分之一")),
    ("⅓", |f| vulgar(f, "三分之一")),
    ("⅔", |f| vulgar(f, "三分之二")),
    ("¼", |f| vulgar(f, "四分之一")),
    ("¾", |f| vulgar(f, "四分之三")),
    ("[²]", |_| Some("的平方".into())),
    ("[³]", |_| Some("的立方".into())),
    (r"(?P<a>[A-Za-z])\+\+", |f| Some(format!("{}加加", f.get("a")))),
    (r"\$(?P<w>[A-Za-z])", |f| Some(f.get("w").to_owned())),
    (r"(?P<w>[A-Za-z])\$", |f| Some(f.get("w").to_owned())),
    (r"\$", |_| Some("美元".into())),
    (r"(?P<a>[\p{Han}A-Za-z])\+", |f| Some(format!("{}加", f.get("a")))),
    (r"\s?&\s?", |_| Some("和".into())),
    (r"\bC#", |_| Some("C sharp".into())),
    (r"(?P<a>[A-Za-z])/(?P<b>[A-Za-z])", |f| Some(format!("{} {}", f.get("a"), f.get("b")))),
    (r"/", |_| Some(",".into())),
    (r"[*_#^|\\~～]", |_| Some(" ".into())),
];

/// 1½ is 一又二分之一.
fn vulgar(f: &Found<'_>, said: &str) -> Option<String> {
    let follows = f.before.ends_with(|c: char| "零一二三四五六七八九十两".contains(c));
    Some(format!("{}{said}", if follows { "又" } else { "" }))
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
        "≈" => "约",
        _ => "大于",
    };
    let negative = |sign: &str| if sign.is_empty() { "" } else { "负" };
    let first = if f.get("a").is_empty() { String::new() } else { number(f.get("a")) };
    Some(format!("{}{first}{word}{}{}", negative(f.get("s")), negative(f.get("m")), counted(f.get("b"), f.after)))
}

//! Chinese: money, shares, temperatures, units.

use super::super::rules::{Found, Say};
use super::super::words::{currency, unit};
use super::numbers::{counted, number, times_power};
use super::words::power;

pub(super) const RULES: &[(&str, Say)] = &[
    (
        r"(?P<s>[-−])?(?P<c>(?:US|AU|CA|HK|NT|NZ|MX|A|C|S|R)?\$|CN¥|JP¥|[€£¥₹₩₽₺₴₦₪₫฿₱₿]|(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|CHF|TWD|SGD|KRW|INR|RUB)\s?)\s?(?P<a>{n})(?P<to>\s?[-–~～至]\s?(?:US|HK)?[$€£¥]?)?(?P<b>{n})?(?P<m>\s?(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|(?:thousand|million|billion|trillion|bn|mn|tn|[kKmMbBtTwW])\b))?(?P<r>多)?(?:美元|元)?",
        money,
    ),
    (
        r"(?P<a>{n})(?P<m>\s?(?:万亿|亿|千万|百万|万|千))?\s?(?P<c>USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|CHF|[$€£])",
        |f| {
            let name = currency(f.get("c"))?.zh;
            let after = if f.get("m").is_empty() { name } else { f.get("m").trim() };
            (!f.is_glued_left() && !f.is_glued_right())
                .then(|| format!("{}{}{name}", counted(f.get("a"), after), f.get("m").trim()))
        },
    ),
    (r"(?P<a>{n})\s?¢", |f| Some(format!("{}美分", number(f.get("a"))))),
    (r"(?P<a>{n})\s?[%％]?\s?[-–—~～至到]{1,2}\s?(?P<b>{n})\s?(?P<p>[%‰])", |f| {
        Some(format!("{}{}至{}", parts_of(f.get("p")), number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>[-+±])?(?P<a>{n})\s?(?P<p>[%‰])", |f| {
        Some(format!("{}{}{}", sign_unless_range(f), parts_of(f.get("p")), share(f.get("a"))))
    }),
    (
        r"(?P<s>-)?(?P<a>{n})\s?(?:°C|℃|℉|°F)?\s?[-~～–—至到]\s?(?P<t>-)?(?P<b>{n})\s?(?P<u>°\s?C|℃|°\s?F|℉)",
        |f| {
            let after = unit(&f.get("u").replace(' ', ""))?.zh?.1;
            let below = |sign: &str| if sign.is_empty() { "" } else { "零下" };
            Some(format!(
                "{}{}至{}{}{after}",
                below(f.get("s")),
                number(f.get("a")),
                below(f.get("t")),
                number(f.get("b"))
            ))
        },
    ),
    (r"(?P<s>[-−])?(?P<a>{n})\s?(?P<u>°\s?C|℃|°\s?F|℉)", |f| {
        let after = unit(&f.get("u").replace(' ', ""))?.zh?.1;
        let sign = if f.get("s").is_empty() { "" } else { "零下" };
        Some(format!("{sign}{}{after}", number(f.get("a"))))
    }),
    // What a square metre holds, what a tonne costs: 100元/吨, 5次/天.
    (r"(?P<a>\d(?:万|亿)?\s?\p{Han}{1,3})/(?P<b>\p{Han})", |f| Some(format!("{}每{}", f.get("a"), f.get("b")))),
    (r"(?P<a>{n})\s?[-–—~～至]\s?(?P<b>{n})\s?(?P<u>{unit})", |f| {
        let (before, after) = unit(f.get("u"))?.zh?;
        let is_glued = f.is_glued_left() || f.is_glued_right();
        (!is_glued).then(|| format!("{before}{}至{}{after}", counted(f.get("a"), ""), counted(f.get("b"), after)))
    }),
    (r"(?P<s>[-−])?(?P<a>{n})\s?(?P<m>[万亿千百])?\s?(?P<u>{unit})", measure),
    (r"(?P<a>{n})(?P<m>[wW])(?P<w>[^A-Za-z0-9]|$)", |f| {
        let said = number(&times_power(f.get("a"), 4));
        (!f.is_glued_left()).then(|| format!("{said}{}", f.get("w")))
    }),
];

fn measure(f: &Found<'_>) -> Option<String> {
    let (before, after) = unit(f.get("u"))?.zh?;
    let is_glued =
        f.is_glued_left() || f.after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '/');
    let is_minus = !f.get("s").is_empty() && !f.before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let figure = counted(f.get("a"), if f.get("m").is_empty() { after } else { f.get("m") });
    let sign = if is_minus { "负" } else { "" };
    // 3/km: letters that go on are another unit.
    (!is_glued).then(|| format!("{before}{sign}{figure}{}{after}", f.get("m")))
}

fn parts_of(sign: &str) -> &'static str {
    if sign == "‰" { "千分之" } else { "百分之" }
}

/// All of it is 百分之百.
fn share(figure: &str) -> String {
    if figure == "100" { "百".to_owned() } else { number(figure) }
}

fn sign_unless_range(f: &Found<'_>) -> &'static str {
    let follows_figure = f.before.ends_with(|c: char| c.is_ascii_alphanumeric());
    match f.get("s") {
        "-" if !follows_figure => "负",
        "+" if !follows_figure => "正",
        "±" => "正负",
        _ => "",
    }
}

fn money(f: &Found<'_>) -> Option<String> {
    let name = currency(f.get("c").trim())?.zh;
    let multiplier = f.get("m").trim();
    let (figure_power, word) = match power(multiplier) {
        Some(zeros) => (zeros, ""),
        None => (0, multiplier),
    };
    let say = |figure: &str| {
        let scaled = if figure_power > 0 { times_power(figure, figure_power) } else { figure.to_owned() };
        let plain = if scaled.contains('.') { scaled.trim_end_matches('0').trim_end_matches('.') } else { &scaled };
        counted(plain, if word.is_empty() { name } else { word })
    };
    let is_code = f.get("c").starts_with(|c: char| c.is_ascii_alphabetic());
    if is_code && f.is_glued_left() {
        return None;
    }
    let minus = if f.get("s").is_empty() || f.before.ends_with(|c: char| c.is_ascii_digit()) { "" } else { "负" };
    let (a, b, rest) = (f.get("a"), f.get("b"), f.get("r"));
    if b.is_empty() {
        // A dash that no second figure follows belongs to what comes next.
        return Some(format!("{minus}{}{word}{rest}{name}{}", say(a), f.get("to")));
    }
    (!f.get("to").is_empty()).then(|| format!("{minus}{}至{}{word}{rest}{name}", say(a), say(b)))
}

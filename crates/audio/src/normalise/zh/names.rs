//! Chinese: addresses, codes, and the figures of names.

use super::super::roman::roman;
use super::super::rules::{Found, Say};
use super::numbers::{cardinal, digits, number, of_a_name};

/// E-mail and web addresses, handles, tags.
pub(super) const ADDRESSES: &[(&str, Say)] = &[
    (r"(?P<a>[A-Za-z0-9._%+-]+)@(?P<h>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", |f| {
        Some(format!("{}艾特{}", address(f.get("a")), address(f.get("h"))))
    }),
    (
        r"\b(?P<h>(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|dev|app|news|xyz|io|ai|cn|uk|eu|de|co|tv|jp|fr|us|hk|tw))\b(?P<p>/[A-Za-z0-9._~/-]*[A-Za-z0-9/])?",
        |f| Some(address(f.get("h"))),
    ),
    (r"@(?P<w>[A-Za-z0-9_\p{Han}])", |f| Some(format!("艾特{}", f.get("w")))),
    (r"#(?P<n>\d{1,3})\b", |f| Some(format!("{}号", cardinal(f.get("n").parse().ok()?)))),
];

/// Figures that name something and count nothing: standards, stocks, versions, addresses of machines.
pub(super) const CODES: &[(&str, Say)] = &[
    (r"\b(?P<k>GB/T ?|GB/Z ?|YD/T ?|(?:GB|DB|ISO|IEC|IEEE|RFC)[ -])(?P<n>\d{3,6})(?:[-—–:](?P<y>\d{4}))?\b", |f| {
        let kind = f.get("k").trim_end_matches([' ', '-']).replace('/', " ");
        let year = if f.get("y").is_empty() { String::new() } else { format!("杠{}", digits(f.get("y"))) };
        Some(format!("{kind} {}{year}", digits(f.get("n"))))
    }),
    (r"\b(?P<n>\d{4,6})\.(?P<x>SH|SZ|HK|BJ|TW|T|SS)\b", |f| Some(format!("{}点{}", digits(f.get("n")), f.get("x")))),
    // 群联电子（8299）: in brackets after a name a bare figure is a code or a year.
    (r"(?P<w>\p{Han}[（(])(?P<n>\d{4,6})(?P<e>[）)])", |f| {
        Some(format!("{}{}{}", f.get("w"), digits(f.get("n")), f.get("e")))
    }),
    (r"(?P<w>代码[:：]?\s?)(?P<n>\d{4,6})", |f| Some(format!("{}{}", f.get("w"), digits(f.get("n"))))),
    (
        r"(?P<w>(?:文号|编号|批号|学号|卡号|账号|邮编|证号|号码)[为是:：]?\s?[A-Z]{0,3})(?P<n>\d{3,})",
        |f| Some(format!("{}{}", f.get("w"), digits(f.get("n")))),
    ),
    (r"(?P<w>波音|空客)\s?(?P<n>\d{3})(?:-(?P<m>\d{1,3}))?", |f| {
        let series = if f.get("m").is_empty() { String::new() } else { format!("杠{}", digits(f.get("m"))) };
        Some(format!("{}{}{series}", f.get("w"), digits(f.get("n")).replace('一', "幺")))
    }),
    (r"(?P<w>麒麟|骁龙|天玑|升腾|昇腾|鲲鹏|酷睿|锐龙|龙芯)\s?(?P<n>\d{3,4})", |f| {
        Some(format!("{}{}", f.get("w"), digits(f.get("n"))))
    }),
    (r"(?P<n>\d{1,3}(?:\.\d+)?)°\s?(?P<d>[NSEW])\b", |f| {
        let side = match f.get("d") {
            "N" => "北纬",
            "S" => "南纬",
            "E" => "东经",
            _ => "西经",
        };
        Some(format!("{side}{}度", number(f.get("n"))))
    }),
    (r"(?P<y>(?:19|20)\d\d)/(?P<n>\d{1,5})号", |f| Some(format!("{}杠{}号", digits(f.get("y")), digits(f.get("n"))))),
    (r"(?P<a>\d{1,3})\.(?P<b>\d{1,3})\.(?P<c>\d{1,3})\.(?P<d>\d{1,3})", |f| {
        let parts = ["a", "b", "c", "d"].map(|part| digits(f.get(part)));
        f.is_whole().then(|| parts.join("点"))
    }),
];

/// Names with figures: models, flights, trains, aircraft.
pub(super) const RULES: &[(&str, Say)] = &[
    (r"(?P<n>[Nn][Oo]\.|№)\s?(?P<a>\d+)", |f| Some(format!("第{}", number(f.get("a"))))),
    (r"\b(?P<a>[ABCDGMOPV])2(?P<b>[ABCDGMOPVX])\b", |f| Some(format!("{} to {}", f.get("a"), f.get("b")))),
    (r"\b(?P<a>[A-Z]{1,3})&(?P<b>[A-Z]{1,3})\b", |f| Some(format!("{} and {}", f.get("a"), f.get("b")))),
    (r"\b(?P<t>[GDCZTKSYL])(?P<n>\d{1,4})(?P<w>次|列车|/)", |f| {
        Some(format!("{}{}{}", f.get("t"), digits(f.get("n")).replace('一', "幺"), f.get("w")))
    }),
    (r"(?P<w>航班号?[:：]?\s?)(?P<a>[A-Z][A-Z0-9]|[0-9][A-Z])(?P<n>\d{3,4})", |f| {
        Some(format!("{}{}", f.get("w"), flight(f)))
    }),
    (r"\b(?P<a>[A-Z][A-Z0-9])(?P<n>\d{3,4})(?P<w>次?航班)", |f| Some(format!("{}{}", flight(f), f.get("w")))),
    (r"(?P<name>[A-Za-z][A-Za-z.+]*)[-‑ ]?(?P<n>\d+(?:\.\d+)*)", |f| {
        // What is counted or dated after a name is no part of it.
        if f.get("name").len() + f.get("n").len() < f.whole.len() && counts(f) {
            return None;
        }
        let mut parts = f.get("n").split('.');
        let head = of_a_name(parts.next().unwrap_or(""));
        let tail: String = parts.map(|part| format!("点{}", of_a_name(part))).collect();
        Some(format!("{}{head}{tail}", f.get("name")))
    }),
    (r"(?P<h>[歼轰运直强苏米风征娥舟鹰浪梭剑空教])-(?P<n>\d{1,3})(?P<l>[A-Z]?)", |f| {
        Some(format!("{}{}{}", f.get("h"), of_a_name(f.get("n")), f.get("l")))
    }),
    (r"第(?P<r>[IVX]+)\b", |f| Some(format!("第{}", cardinal(roman(f.get("r"))?)))),
    (r"\b(?P<r>[IVX]+)(?P<w>期|级|类|型|世|代|卷|章|部|度)", |f| {
        let is_numeral = f.get("r").len() > 1 || matches!(f.get("w"), "期" | "级" | "类" | "型");
        let said = cardinal(roman(f.get("r"))?);
        (is_numeral && f.get("r") != "X").then(|| format!("{said}{}", f.get("w")))
    }),
];

/// The name of an address: its dots are said, what follows the host is not.
fn address(name: &str) -> String {
    let mut said = String::new();
    for c in name.chars() {
        match c {
            '.' => said.push('点'),
            '_' => said.push_str("下划线"),
            c if c.is_ascii_digit() => said.push_str(&digits(&c.to_string())),
            c => said.push(c),
        }
    }
    said
}

fn flight(f: &Found<'_>) -> String {
    let mut carrier = String::new();
    for c in f.get("a").chars() {
        carrier.push_str(&if c.is_ascii_digit() { digits(&c.to_string()) } else { c.to_string() });
    }
    format!("{carrier}{}", digits(f.get("n")).replace('一', "幺"))
}

/// Whether the figures after a space count what follows: AI 3大趋势, 在App 200万次.
fn counts(f: &Found<'_>) -> bool {
    const AFTER: &str = "个万亿名位家年月日天周次倍元件条项种亩吨岁人点分小";
    f.whole.contains(' ') && f.after.starts_with(|c: char| AFTER.contains(c) || c == '%')
}

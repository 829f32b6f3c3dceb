//! Chinese: telephone numbers, figure by figure, with 幺 for one.

use super::super::rules::Say;
use super::numbers::{digits, telephone};
use super::words::COUNTED;

pub(super) const RULES: &[(&str, Say)] = &[
    (r"(?P<n>\+\d{1,3}(?:[ -]?\(?\d{2,11}\)?){1,4})", |f| {
        let said = telephone(f.get("n"));
        (said.chars().count() >= 8).then(|| format!("加{said}"))
    }),
    (
        r"(?P<p>尾号[为是]?\s?|[拨打]{1,2}|致电|热线|电话|专线|给)(?P<q>[:：]?\s?)(?P<n>\d{3,12})(?P<rest>(?:[- ]\d{3,8})*)",
        |f| {
            let yao = !matches!(f.get("p").trim(), "尾号为" | "尾号是");
            let figures = format!("{}{}", f.get("n"), f.get("rest"));
            let is_counted = f.after.starts_with(|c: char| COUNTED.contains(c) || c == '%' || c == '.');
            let is_phone = f.get("p").starts_with("尾号") || is_service(&figures) || (figures.len() > 4 && !is_counted);
            let said = if yao { telephone(&figures) } else { digits(&figures) };
            is_phone.then(|| format!("{}{}{said}", f.get("p"), f.get("q")))
        },
    ),
    (r"(?P<n>1[3-9]\d[- ]?\d{4}[- ]?\d{4})", |f| (f.is_whole() && !f.is_glued_left()).then(|| telephone(f.get("n")))),
    (r"[（(]?(?P<a>0\d{2,3})[)）]?[- ]?(?P<n>\d{7,8})", |f| {
        let is_parted = f.whole.len() > f.get("a").len() + f.get("n").len();
        (f.is_whole() && is_parted).then(|| digits(&format!("{}{}", f.get("a"), f.get("n"))))
    }),
    (r"(?P<n>[48]00-\d{3,4}-\d{3,4})", |f| f.is_whole().then(|| digits(f.get("n")))),
    (r"(?P<n>\d{3,5})", |f| {
        let is_number_of_things =
            f.after.starts_with(|c: char| COUNTED.contains(c) || matches!(c, '%' | '.' | ',' | '-' | '/' | ':' | ' '));
        let is_listed = f.after.starts_with('/') && f.after[1..].starts_with(['1', '9']);
        (f.is_whole()
            && !f.is_glued_left()
            && !f.is_glued_right()
            && !f.before.ends_with(['$', '€', '£', '¥', '-', '第', '约', '超', '近', '达', '/', ':', '~', '至', '到'])
            && (!is_number_of_things || is_listed)
            && is_service(f.get("n")))
        .then(|| telephone(f.get("n")))
    }),
];

fn is_service(figures: &str) -> bool {
    matches!(figures, "110" | "119" | "120" | "122" | "10086" | "10010" | "95588" | "95533" | "95566")
        || (figures.len() == 5 && figures.starts_with("123"))
}

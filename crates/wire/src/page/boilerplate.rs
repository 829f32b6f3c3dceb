//! Tells the lines of an article from what editors and machines put between them.

use super::extract::fold;
use super::phrases;
use news::text::is_han;
use std::collections::HashSet;

/// A longer line is prose, whatever it begins with.
const MAX_CHARS: usize = 160;
/// How lines begin that hold an author, a source and a day.
const DATELINES: &[&str] = &[
    "by ",
    "published ",
    "published:",
    "posted ",
    "posted:",
    "first published",
    "updated ",
    "updated:",
    "last updated",
    "发布",
    "發布",
    "发表",
    "时间",
    "時間",
    "日期",
    "来源",
    "來源",
    "记者",
    "記者",
    "作者",
];

/// The lines of an article without what does not belong to it; lines that come twice come once.
pub(super) fn clean(text: &str, title: Option<&str>) -> String {
    let mut seen = HashSet::new();
    let title = title.map(fold).unwrap_or_default();
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let folded = fold(line);
        let is_title = kept.is_empty() && !title.is_empty() && folded == title;
        if folded.is_empty() || is_title || is_noise(line) || !seen.insert(folded) {
            continue;
        }
        kept.push(line);
    }
    kept.join("\n")
}

/// Whether a line is the page's rather than the article's: boilerplate or a stamp.
pub(super) fn is_noise(line: &str) -> bool {
    is_boilerplate(line) || is_stamp(line)
}

/// Whether a line is an invitation, a credit, a notice or a control rather than a part of the article.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let n_chars = line.chars().count();
    // A Han character says as much as two or three letters.
    let max_chars = if line.chars().any(is_han) { MAX_CHARS / 2 } else { MAX_CHARS };
    if n_chars > max_chars {
        return false;
    }
    if names_origin(line) {
        return false;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    // Whole lines, compared without case and marks at the ends; beginnings; parts that give a line away anywhere.
    if phrases::of("boilerplate.whole").contains(&bare) {
        return true;
    }
    let start = lower.trim_start_matches(['[', '【', '(', '（', '>', '▶', '•', '*', '|', ' ', '→']);
    if phrases::of("boilerplate.starts").iter().any(|phrase| start.starts_with(phrase)) {
        return !is_told(line, start);
    }
    phrases::of("boilerplate.parts").iter().any(|phrase| lower.contains(phrase))
        && n_chars <= max_chars * 3 / 4
        && !is_quotation(line)
}

/// Whose report it was first, and under which title: the one credit that tells a copy from its original.
fn names_origin(line: &str) -> bool {
    let start = line.trim_start_matches(['（', '(', '【', '[']);
    phrases::of("origin.starts").iter().any(|phrase| start.starts_with(phrase))
        && !phrases::of("origin.invitations").iter().any(|phrase| line.contains(phrase))
}

/// "Donate blood, doctors urged on Monday after the crash." is news: a full sentence of some length stays, unless it
/// speaks to the reader of the medium itself.
fn is_told(line: &str, start: &str) -> bool {
    let n_words = line.split_whitespace().count();
    let n_han = line.chars().filter(|c| is_han(*c)).count();
    let ends_well = line.ends_with(['.', '。', '”', '"']);
    let addresses_reader = [
        "your",
        " our ",
        "us on",
        "newsletter",
        "©",
        "reporting by",
        "editing by",
        "编辑",
        "点击",
        "扫",
        "关注",
        "版权",
        "来源",
        "转载",
        "photo",
        "image",
        "图",
    ]
    .iter()
    .any(|word| start.contains(word));
    ends_well && !addresses_reader && (n_words >= 14 || n_han >= 40)
}

fn is_quotation(line: &str) -> bool {
    line.starts_with(['"', '“', '「']) && line.chars().count() > 40
}

/// A date alone, or with who wrote or published: `By Jane Roe Published 10 February 2026 at 3:00 p.m.`
fn is_stamp(line: &str) -> bool {
    is_only_a_date(line) || is_dateline(line)
}

/// A line that names the publication and its day, and goes on with nothing.
fn is_dateline(line: &str) -> bool {
    let lower = line.to_lowercase();
    let names_it = DATELINES.iter().any(|start| lower.starts_with(start));
    let ends_as_prose = line.ends_with(['.', '。', '!', '?', '！', '？']) && !lower.ends_with(".m.");
    let is_short = line.chars().count() <= 90 && line.split_whitespace().count() <= 16;
    names_it && is_short && !ends_as_prose && crate::dating::parse_date(line, None).is_some()
}

/// `2026-02-10 14:30` or `10 February 2026` on a line of its own is the page's stamp.
fn is_only_a_date(line: &str) -> bool {
    let is_short = line.chars().count() <= 40 && line.split_whitespace().count() <= 6;
    let n_han = line.chars().filter(|c| is_han(*c)).count();
    is_short
        && n_han <= 12
        && !line.ends_with(['.', '。', '!', '?', '！', '？'])
        && crate::dating::parse_date(line, None).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_credits_and_notices_are_not_of_the_article() {
        for line in [
            "Read more",
            "ADVERTISEMENT",
            "Sign up for our newsletter to get the morning's stories",
            "Photo: Jane Roe/Agency",
            "© 2026 The Paper. All rights reserved.",
            "Reporting by J. Roe; editing by A. Poe",
            "责任编辑：王五",
            "点击查看更多",
            "扫码下载客户端",
            "【版权所有，未经授权不得转载】",
            "相关新闻",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn the_origin_of_a_copy_is_kept_and_an_invitation_is_not() {
        for line in ["本文来源：港城日报 责任编辑：王五", "（原标题：渡轮复航）", "来源：港城日报"]
        {
            assert!(!is_boilerplate(line), "{line}");
        }
        assert!(is_boilerplate("（本文来自港城日报，更多资讯请下载港城日报客户端）"));
    }

    #[test]
    fn sentences_stay_whatever_they_begin_with() {
        for line in [
            "Donate blood, doctors urged people across the harbour city on Monday after the ferry collision left dozens in hospital.",
            "Subscribers of the rail company lost their seats.",
            "The company said it would share the data with regulators.",
            "编写新教材的工作已经开始。",
            "More than forty people were hurt.",
            "It rained.",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn a_byline_with_its_day_is_not_of_the_article() {
        for line in [
            "By Jane Roe Published February 10, 2026 at 3:00 p.m.",
            "Published February 10, 2026 at 3:00 p.m.",
            "Posted: 10 Feb 2026, 15:00",
            "记者 王五 2026年02月10日 15:00　来源：港城日报社新闻网",
            "发布时间：2026-02-10 15:00",
        ] {
            assert_eq!(clean(&format!("{line}\nIt sailed."), None), "It sailed.", "{line}");
        }
        for line in [
            "By 10 February 2026 three of the five banks had closed their doors.",
            "Published in 1961, the book was sold out by spring",
            "记者从港务局获悉，渡轮将于2026年2月10日复航。",
        ] {
            assert_eq!(clean(&format!("{line}\nIt sailed."), None), format!("{line}\nIt sailed."));
        }
    }

    #[test]
    fn lines_that_come_twice_come_once() {
        assert_eq!(
            clean("Ferry sails\nIt sailed.\n\nRead more\nIt sailed.\n2026-02-10 14:30\nIt came.", Some("Ferry sails")),
            "It sailed.\nIt came."
        );
    }
}

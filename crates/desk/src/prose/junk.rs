//! Lines of a page that are not of the report: captions, credits, offers, pointers, tables.

use crate::words::{Plain, words};
use news::Language;
use news::text::is_han;

/// A paragraph none of whose sentences is of the report.
pub(crate) fn is_junk_paragraph(paragraph: &str) -> bool {
    is_caption(paragraph) || is_byline(paragraph) || is_credit(paragraph)
}

/// A picture's caption names its agency or ends in `摄`.
fn is_caption(paragraph: &str) -> bool {
    const CREDITS: [&str; 9] =
        ["(AP Photo", "(AP/", "Getty Images", "via AP)", "(Photo", "Photo by", "Photograph:", "via REUTERS", "[Photo"];
    let core = paragraph.trim_end_matches(['）', ')', '。', ' ']);
    CREDITS.iter().any(|credit| paragraph.contains(credit)) || core.ends_with('摄') || core.ends_with("供图")
}

fn is_byline(paragraph: &str) -> bool {
    paragraph.starts_with("By ") && paragraph.split_whitespace().count() <= 10 && !paragraph.ends_with('.')
}

fn is_credit(paragraph: &str) -> bool {
    const HEADS: [&str; 14] = [
        "记者：",
        "编辑：",
        "作者：",
        "来源：",
        "文/",
        "图/",
        "文｜",
        "责编",
        "校对",
        "监制",
        "（来源",
        "(来源",
        "（编辑",
        "Source:",
    ];
    HEADS.iter().any(|head| paragraph.starts_with(head)) && paragraph.chars().count() <= 60
}

/// A sentence that is not of the report, or that nobody could read aloud.
pub(crate) fn is_junk_sentence(sentence: &str, language: Language) -> bool {
    let plain = Plain::of(sentence);
    is_of_wrong_length(sentence, language)
        || plain.find(&words().boilerplate.contains).is_some()
        || is_short(sentence, language) && plain.find(&words().boilerplate.meta).is_some()
        || plain.find(&words().boilerplate.of_itself).is_some()
        || is_spoken_byline(&plain, sentence)
        || has_foreign_matter(sentence)
        || is_first_person(sentence, language)
        || is_table_row(sentence)
        || is_about_the_writer(sentence)
        || super::machines::speaks_to_machines(sentence).is_some()
}

/// Too short to say who did what, or too long to be followed by ear.
fn is_of_wrong_length(sentence: &str, language: Language) -> bool {
    if language == Language::ZH {
        let n = sentence.chars().filter(|c| is_han(*c)).count();
        return !(8..=180).contains(&n);
    }
    !(5..=75).contains(&sentence.split_whitespace().count())
}

/// 「资深记者王五／海湾报道。」 is a byline with a stop.
fn is_spoken_byline(plain: &Plain, sentence: &str) -> bool {
    let text = plain.as_str().trim();
    sentence.chars().count() <= 28 && text.contains("记者") && (text.ends_with("报导") || text.ends_with("报道"))
}

/// "Doe covers courts and elections.": a line about who wrote the report, not about what happened.
fn is_about_the_writer(sentence: &str) -> bool {
    const DEEDS: [&str; 7] = [
        " covers ",
        " reports on ",
        " writes about ",
        " reported from ",
        " is a correspondent",
        " is a reporter",
        " is a staff writer",
    ];
    let is_name = |name: &str| {
        let mut words = name.split_whitespace();
        name.split_whitespace().count() <= 3 && words.all(|word| word.starts_with(char::is_uppercase))
    };
    let is_short = sentence.split_whitespace().count() <= 16 && !sentence.contains(|c: char| c.is_ascii_digit());
    is_short && DEEDS.iter().any(|deed| sentence.split_once(deed).is_some_and(|(name, _)| is_name(name)))
}

fn is_short(sentence: &str, language: Language) -> bool {
    if language == Language::ZH { sentence.chars().count() <= 40 } else { sentence.split_whitespace().count() <= 22 }
}

fn has_foreign_matter(sentence: &str) -> bool {
    const MARKS: [&str; 19] = [
        "http",
        "](",
        "twitter.com",
        "#",
        "www.",
        "…",
        "...",
        "[+",
        "<",
        ">",
        "{",
        "}",
        "|",
        "｜",
        "@",
        "___",
        "►",
        "\u{fffd}",
        "➡",
    ];
    MARKS.iter().any(|mark| sentence.contains(mark)) || sentence.chars().any(is_pictograph)
}

pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

/// The writer speaks of themselves outside a quotation: a view or a diary, not a report.
fn is_first_person(sentence: &str, language: Language) -> bool {
    let outside = outside_quotes(sentence);
    if language == Language::ZH {
        return ["笔者", "小编", "筆者", "小編", "你", "妳"].iter().any(|word| outside.contains(word))
            || says_i(&outside);
    }
    outside.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').any(|word| {
        matches!(
            word,
            "I" | "I'm"
                | "I’m"
                | "I've"
                | "I’ve"
                | "I'd"
                | "I’d"
                | "I'll"
                | "I’ll"
                | "me"
                | "my"
                | "My"
                | "you"
                | "You"
                | "your"
                | "Your"
                | "you'll"
                | "you’ll"
                | "Let's"
                | "we"
                | "We'd"
                | "We’d"
                | "We're"
                | "We’re"
                | "We've"
                | "We’ve"
                | "we’d"
                | "we’re"
                | "we’ve"
                | "we’ll"
                | "We"
                | "our"
                | "Our"
                | "us"
                | "Let’s"
                | "let's"
                | "let’s"
        )
    })
}

/// 「我」 that is neither 「我们」 nor the first half of 「我国」, 「我军」, 「我驻」 and the like.
fn says_i(text: &str) -> bool {
    const PUBLIC: &str = "们們国國军軍省市部党黨区區县縣院校海空驻駐外方台港澳自";
    text.match_indices('我').any(|(at, own)| {
        let next = text.get(at + own.len()..).and_then(|rest| rest.chars().next());
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        next.is_some_and(|next| !PUBLIC.contains(next)) && !matches!(before, Some('自' | '本' | '敌' | '忘'))
    })
}

/// What stands outside quotations.
pub(crate) fn outside_quotes(sentence: &str) -> String {
    let mut depth = 0usize;
    let mut straight = false;
    let mut out = String::new();
    for c in sentence.chars() {
        match c {
            '“' | '「' | '『' => depth += 1,
            '”' | '」' | '』' => depth = depth.saturating_sub(1),
            '"' => straight = !straight,
            _ if depth == 0 && !straight => out.push(c),
            _ => {}
        }
    }
    out
}

fn is_table_row(sentence: &str) -> bool {
    let n = sentence.chars().filter(|c| !c.is_whitespace()).count().max(1);
    let digits = sentence.chars().filter(|c| c.is_ascii_digit()).count();
    let capitals = sentence.chars().filter(|c| c.is_uppercase()).count();
    digits * 100 / n > 40 || capitals * 100 / n > 35
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_a_report_are_junk() {
        for line in [
            "Sign up for our newsletter to get the day's news.",
            "Jane Doe contributed to this report from Geneva.",
            "Doe covers courts, immigration, elections and breaking news.",
            "Jane Doe is a correspondent in Geneva and writes about trade.",
            "Here's what to know about the new rule.",
            "These are the key developments from the ninth day of the strike.",
            "I have used the phone for a week and it is slow.",
            "Read more at https://a.example/story.",
            "GDP 2024 3.1 2025 2.9 2026 3.3 and 3.4.",
        ] {
            assert!(is_junk_sentence(line, Language::EN), "{line}");
        }
        for line in
            ["本文来源：海湾日报，转载请注明出处。", "更多精彩内容请关注我们的频道。", "笔者认为这项政策的效果有限。"]
        {
            assert!(is_junk_sentence(line, Language::ZH), "{line}");
        }
    }

    #[test]
    fn sentences_of_a_report_are_not_junk() {
        for line in [
            "“I will not resign,” the minister told reporters in Geneva on Tuesday.",
            "The company said it would advertise 300 posts by June.",
            "Shares rose 3.5% to 41.20 euros on Tuesday.",
            "The deal covers 1,240 kinds of goods over five years.",
            "Snow covers the northern half of the country after a week of storms that closed roads and schools in every province but two.",
        ] {
            assert!(!is_junk_sentence(line, Language::EN), "{line}");
        }
        assert!(!is_junk_sentence("全国铁路10日发送旅客1395万人次，同比增长2.4%。", Language::ZH));
    }

    #[test]
    fn a_caption_is_a_junk_paragraph() {
        assert!(is_junk_paragraph("The mayor speaks on July 24, 2025. (AP Photo/J. Roe, File)2026-02-10T14:39:38Z"));
        assert!(is_junk_paragraph("图为港口全景。新华社记者 王五 摄"));
        assert!(is_junk_paragraph("By Jane Doe and John Roe"));
        assert!(!is_junk_paragraph("By Tuesday evening the port had reopened."));
    }

    #[test]
    fn bylines_and_a_programme_that_speaks_of_itself_are_left_out() {
        for sentence in [
            "資深記者王五/ 海湾地方報導。",
            "我最終還是沒有把它們寫進報導。",
            "首先带您认识一位扎根港口二十年的工人。",
            "你給它一個問題，它回你一個答案。",
        ] {
            assert!(is_junk_sentence(sentence, Language::ZH), "{sentence}");
        }
        assert!(!is_junk_sentence("我国在海湾发射场成功发射一枚火箭，我军参加了演练。", Language::ZH));
        assert!(is_junk_sentence("On the new Harbour Podcast, two critics talk about the bridge.", Language::EN));
    }
}

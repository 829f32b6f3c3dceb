//! Tells a whole text from one that is cut off, and takes "read more" off its end.

use news::text::{han_share, is_whole_sentence, sentences};

/// What feeds put after a text they have cut, or after one they have not.
const TAILS: &[&str] = &[
    "read more",
    "read the full story",
    "read the full article",
    "read full article",
    "continue reading",
    "keep reading",
    "full story",
    "see more",
    "learn more",
    "阅读全文",
    "查看全文",
    "阅读更多",
    "查看更多",
    "点击阅读全文",
    "继续阅读",
    "更多详情",
    "详情请点击",
];

/// A text that came, without its tail, and what its end tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Teaser {
    /// Without "read more" and the like.
    pub text: String,
    /// Whether it ends in an ellipsis or in mid-sentence.
    pub is_cut: bool,
    /// Whether it invited the reader to read on: there is more, though every sentence that came is whole.
    pub has_more: bool,
}

/// Looks at the end of a text.
pub(crate) fn look(text: &str) -> Teaser {
    let mut kept: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !is_footer(line)).collect();
    let mut has_more = false;
    while let Some(last) = kept.pop() {
        let shorter = without_tail(last);
        has_more |= shorter.len() < last.len();
        if !shorter.is_empty() {
            kept.push(shorter);
            break;
        }
    }
    let text = kept.join("\n").trim().to_owned();
    let is_cut = !text.is_empty() && ends_in_the_middle(&text);
    Teaser { text, is_cut, has_more }
}

/// Whether a text is so short that its page probably holds more.
pub(crate) fn is_short(text: &str) -> bool {
    // A Han character says as much as a short word but takes three bytes, so the limits differ less than it seems.
    let limit = if han_share(text) > 0.3 { 600 } else { 900 };
    text.len() < limit
}

/// "The post … appeared first on …": what blogs add to every entry of a feed.
fn is_footer(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower.starts_with("the post ") && (lower.contains(" appeared first on ") || lower.contains(" first appeared on "))
}

fn without_tail(line: &str) -> &str {
    let bare = line.trim_end().trim_end_matches(['>', '»', '→', '›', ']', '】', ')', '）', ':', '：', ' ', '.', '…']);
    let tail = TAILS.iter().find_map(|tail| {
        let at = bare.len().checked_sub(tail.len())?;
        let end = bare.get(at..)?;
        let before = bare.get(..at)?;
        // "…could not read more": the tail must stand alone, after a stop or at the start of the line.
        let before = before.trim_end_matches([' ', '[', '【', '(', '（', '<', '«', '-', '|']);
        let stands_alone = before.is_empty() || before.ends_with(['.', '!', '?', '。', '！', '？', '…', '"', '”', ']']);
        (end.eq_ignore_ascii_case(tail) && stands_alone).then_some(before)
    });
    tail.unwrap_or(line)
}

fn ends_in_the_middle(text: &str) -> bool {
    let end = text.trim_end_matches([']', ')', '）', '】', ' ']);
    if end.ends_with('…') || end.ends_with("...") || end.ends_with("&hellip;") {
        return true;
    }
    let last_line = text.lines().last().unwrap_or("");
    sentences(last_line).last().is_some_and(|span| !is_whole_sentence(span.of(last_line)) && !closes_oddly(last_line))
}

/// Ends that are no sentence and yet no cut: a signature "(Xinhua)", a source in brackets, a colon before a list.
fn closes_oddly(line: &str) -> bool {
    line.ends_with([')', '）', '】', ']', ':', '：', ';', '；'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, is_cut: bool, has_more: bool) {
        assert_eq!(look(text), Teaser { text: expected.to_owned(), is_cut, has_more });
    }

    #[test]
    fn whole_texts_are_whole() {
        check("The port is open. Ships are back.", "The port is open. Ships are back.", false, false);
        check("港口恢复运行。（完）", "港口恢复运行。（完）", false, false);
        check("He could not read more.", "He could not read more.", false, false);
        check("", "", false, false);
    }

    #[test]
    fn ellipses_and_mid_sentences_are_cuts() {
        check("The port is open. Ships are […]", "The port is open. Ships are […]", true, false);
        check("The port is open and the", "The port is open and the", true, false);
        check("港口恢复运行，工人们", "港口恢复运行，工人们", true, false);
        check("港口恢复运行……", "港口恢复运行……", true, false);
    }

    #[test]
    fn an_invitation_to_read_on_is_taken_off() {
        check("The port is open.\nRead more »", "The port is open.", false, true);
        check("The port is open. Continue reading...", "The port is open.", false, true);
        check("The port is… Continue reading", "The port is…", true, true);
        check("港口恢复运行。[阅读全文]", "港口恢复运行。", false, true);
    }

    #[test]
    fn a_blog_footer_is_not_part_of_the_text() {
        check("The port is open.\nThe post Port appeared first on Coast.", "The port is open.", false, false);
    }
}

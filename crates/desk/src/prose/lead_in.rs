//! What stands before a report's first word: datelines, agency names, bylines, labels in brackets.

use news::Language;

/// How many bytes at the front of a sentence are not of the report.
pub(crate) fn n_bytes(sentence: &str, language: Language) -> usize {
    let mut cut = 0;
    // A bracketed label can be followed by a dateline: each is taken off in turn.
    for _ in 0..3 {
        let rest = sentence.get(cut..).unwrap_or_default();
        let n = if language == Language::ZH { chinese(rest) } else { english(rest) }.max(bullet(rest));
        if n == 0 {
            break;
        }
        cut += n;
        cut += sentence.get(cut..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    }
    cut
}

fn bullet(text: &str) -> usize {
    text.chars()
        .next()
        .filter(|c| matches!(c, '•' | '▪' | '■' | '●' | '◆' | '▲' | '►' | '*' | '·'))
        .map_or(0, char::len_utf8)
}

/// `LONDON (AP) — `, `TOKYO, Feb. 10 (Reuters) - `, `(Reuters) - `, `PARIS — `.
fn english(text: &str) -> usize {
    [" — ", " – ", " -- ", " - ", "— ", "—"]
        .iter()
        .filter_map(|dash| text.find(dash).map(|at| (at, dash.len())))
        .filter(|(at, _)| *at > 0 && *at <= 90)
        .find(|(at, _)| text.get(..*at).is_some_and(is_dateline))
        .map_or(0, |(at, n)| at + n)
}

fn is_dateline(head: &str) -> bool {
    let head = head.trim();
    if let Some((place, agency)) = head.strip_suffix(')').and_then(|head| head.rsplit_once('(')) {
        let n_agency = agency.chars().count();
        return (2..=24).contains(&n_agency) && agency.starts_with(char::is_uppercase) && is_place(place);
    }
    // Without an agency only a place in capitals counts, so that a clause before a dash stays.
    let letters: Vec<char> = head.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 4 && letters.iter().all(|c| c.is_uppercase()) && head.split_whitespace().count() <= 4
}

/// Nothing, or a place that begins in capitals and a date: few words and no verb.
fn is_place(place: &str) -> bool {
    let words: Vec<&str> =
        place.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let starts_loud =
        words.first().is_none_or(|word| word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase));
    let all_named =
        words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || *word == "of");
    words.len() <= 8 && (starts_loud || all_named)
}

/// `【…】`, `（记者 张三）`, `新华社北京3月17日电（记者张三）`, `央视网消息（新闻联播）：`, `本报讯 `.
fn chinese(text: &str) -> usize {
    label(text).max(byline(text)).max(telegram(text)).max(message(text))
}

/// `【…】` in front of something; its beginning may have been cut off as a sentence of its own by a `！` in it.
fn label(text: &str) -> usize {
    let opens_here = text.starts_with('【') || text.starts_with('〔');
    let Some((at, closer)) = text.char_indices().find(|(_, c)| matches!(c, '】' | '〕')) else {
        return 0;
    };
    let opened_before = !text.get(..at).is_some_and(|head| head.contains(['【', '〔']));
    let end = at + closer.len_utf8();
    if (opens_here || opened_before) && end < text.len() { end } else { 0 }
}

/// A bracket at the front that names who wrote: `(焦点时报/邹志中报导)`.
fn byline(text: &str) -> usize {
    let Some(inner) = text.strip_prefix(['(', '（']) else {
        return 0;
    };
    let Some(end) = inner.find([')', '）']) else {
        return 0;
    };
    let name = inner.get(..end).unwrap_or_default();
    let is_byline =
        ["报道", "报导", "報導", "報道", "电", "電", "讯", "訊", "摄"].iter().any(|last| name.ends_with(last))
            || ["记者", "記者", "编译", "編譯", "通讯员", "文/", "文／"].iter().any(|first| name.starts_with(first));
    let opener = text.len() - inner.len();
    let closer = inner.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    if is_byline && name.chars().count() <= 30 { opener + end + closer } else { 0 }
}

/// Up to `日电` or `电讯`: a head of at most forty characters without a stop.
fn telegram(text: &str) -> usize {
    head_before(text, &["日电", "日電", "本报讯", "本報訊", "综合电", "电讯"], 40)
}

/// Up to `消息`, `报道` before a colon: `央视网消息（新闻联播）：`, `央视新闻客户端消息：`.
fn message(text: &str) -> usize {
    let end = head_before(text, &["消息", "专电", "快讯", "讯", "訊"], 24);
    // Without a bracket, colon or blank behind it, the word is part of a sentence: 消息人士说.
    if end == 0 || !text.get(..end).is_some_and(|head| head.ends_with([')', '）', ':', '：', ' ', '　', ']'])) {
        0
    } else {
        end
    }
}

fn head_before(text: &str, words: &[&str], max_chars: usize) -> usize {
    let window: usize = text.chars().take(max_chars).map(char::len_utf8).sum();
    let head = text.get(..window).unwrap_or_default();
    let found = words.iter().filter_map(|word| head.find(word).map(|at| at + word.len())).min();
    let Some(end) = found else {
        return 0;
    };
    let before = head.get(..end).unwrap_or_default();
    if before.contains(['，', '。', '！', '？', '；', ',']) { 0 } else { past_trimmings(text, end) }
}

/// Past a bracket with the reporters' names, a colon and blanks.
fn past_trimmings(text: &str, mut end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end += rest.len() - rest.trim_start().len();
    let rest = text.get(end..).unwrap_or_default();
    if rest.starts_with(['（', '('])
        && let Some(close) = rest.find(['）', ')'])
    {
        end += close + rest.get(close..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    let rest = text.get(end..).unwrap_or_default();
    end + (rest.len()
        - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '，' | '—' | '-')).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(sentence: &str, language: Language) -> &str {
        &sentence[n_bytes(sentence, language)..]
    }

    #[test]
    fn english_datelines_are_taken_off() {
        for dateline in [
            "PORTLAND, Maine (AP) — ",
            "LONDON (Reuters) - ",
            "TOKYO, Feb. 10 (Kyodo) -- ",
            "(Reuters) - ",
            "PARIS — ",
            "GENEVA, Switzerland (AFP) – ",
            "Meridian Bay, March 17 (Coast Wire) - ",
            "• ",
        ] {
            let sentence = format!("{dateline}The port reopened on Tuesday.");
            assert_eq!(after(&sentence, Language::EN), "The port reopened on Tuesday.", "{dateline}");
        }
    }

    #[test]
    fn an_english_clause_before_a_dash_stays() {
        for sentence in [
            "The port — closed for nine days — reopened on Tuesday.",
            "Shares of the maker (up 3%) — its best day — rose again.",
            "Tuesday - the ninth day - was quiet.",
        ] {
            assert_eq!(after(sentence, Language::EN), sentence);
        }
    }

    #[test]
    fn chinese_datelines_are_taken_off() {
        for dateline in [
            "新华社北京3月17日电（记者张三、李四）",
            "央视网消息（新闻联播）：",
            "北京3月17日电 ",
            "本报讯（记者 王五）",
            "中新网3月17日电 ",
            "【港口恢复作业】",
            "船只进港：早晨】",
            "综合报导〕",
            "(海湾时报/王五报导) ",
            "海湾日报消息：",
            "（记者 王五）",
            "央视新闻客户端消息　",
        ] {
            let sentence = format!("{dateline}港口周二恢复作业。");
            assert_eq!(after(&sentence, Language::ZH), "港口周二恢复作业。", "{dateline}");
        }
    }

    #[test]
    fn a_chinese_sentence_about_news_stays() {
        for sentence in [
            "消息人士说，港口周二恢复作业。",
            "据央视新闻消息，港口恢复作业。",
            "国务院新闻办公室发布白皮书。",
            "腾讯周二发布财报。",
        ] {
            assert_eq!(after(sentence, Language::ZH), sentence);
        }
    }
}

//! By which words a page takes its report back or corrects it; they are in `words/corrections.toml`.

use news::text::{fold, is_han, sentences};
use serde::Deserialize;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../words/corrections.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    retracted: Marks,
    corrected: Marks,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    title: Vec<String>,
    notice: Vec<String>,
    #[serde(default)]
    opening: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/corrections.toml: {error}");
            Words::default()
        })
    })
}

/// The words by which a page says that its report was taken back, unless it said so before.
pub(super) fn retraction(title: &str, text: &str, then: &str) -> Option<String> {
    said(title, text, then, &words().retracted)
}

/// The words by which a page says that its report was corrected, unless it said so before.
pub(super) fn correction(title: &str, text: &str, then: &str) -> Option<String> {
    said(title, text, then, &words().corrected)
}

fn said(title: &str, text: &str, then: &str, marks: &Marks) -> Option<String> {
    let then = fold(then);
    let is_new = |words: &str| !then.contains(fold(words).trim());
    if is_marked(title, &marks.title) && is_new(title) {
        return Some(title.trim().to_owned());
    }
    let spans = sentences(text);
    let notices = spans.iter().map(|span| span.of(text)).filter(|sentence| is_notice(sentence, marks));
    notices.into_iter().find(|sentence| is_new(sentence)).map(|sentence| sentence.trim().to_owned())
}

/// `RETRACTED: …`, `[Withdrawn] …`, `…（已撤稿）`; not a title that speaks of somebody else's retraction.
fn is_marked(title: &str, marks: &[String]) -> bool {
    let title = fold(title);
    let title = title.trim();
    let opens = |mark: &String| {
        let rest = title.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(mark.as_str());
        let is_bracketed = title.starts_with(['[', '【', '(', '（', '〔']);
        rest.is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '：', '-', '–', '—', '|', '｜']) || is_bracketed && closes(rest)
        })
    };
    let ends = |mark: &String| {
        let mut brackets = title.split(['[', '【', '(', '（', '〔']).skip(1);
        brackets.any(|rest| rest.strip_prefix(mark.as_str()).is_some_and(|rest| closes(rest.trim_start())))
    };
    marks.iter().any(|mark| opens(mark) || ends(mark))
}

fn closes(rest: &str) -> bool {
    rest.starts_with([']', '】', ')', '）', '〕'])
}

fn is_notice(sentence: &str, marks: &Marks) -> bool {
    let plain = fold(sentence);
    let opens = |word: &String| {
        let rest = plain.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(word.as_str());
        // `Correction (18 March): …` has its colon a little later.
        rest.is_some_and(|rest| {
            let head: String = rest.chars().take(24).collect();
            !rest.starts_with(|c: char| c.is_alphanumeric() && !is_han(c))
                && head
                    .find([':', '：'])
                    .is_some_and(|at| head.get(..at).is_some_and(|head| !head.contains(['.', '。'])))
        })
    };
    marks.opening.iter().any(opens) || marks.notice.iter().any(|phrase| plain.contains(phrase.as_str()))
}

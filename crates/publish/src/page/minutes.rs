//! The minutes behind a story: each step from its items to its sentences, who did it, and why.

use crate::{words, words::Tongue};
use maud::{Markup, html};
use news::{Minute, SpikedStory};

/// The folded list under a story.
pub(super) fn section(t: Tongue, minutes: &[Minute]) -> Markup {
    html! {
        @if !minutes.is_empty() {
            details.notes.minutes {
                summary { (t.say(("从来源到成稿的每一步", "The minutes: every step from the sources to these sentences"))) }
                (rows(t, minutes))
            }
        }
    }
}

/// The stories that were on the desk and did not make it, each with its minutes.
pub(super) fn of_spiked(t: Tongue, stories: &[SpikedStory]) -> Markup {
    html! {
        @if !stories.is_empty() {
            details.section {
                summary {
                    (t.pair(("编辑部讨论过而未刊出的报道", "Stories that were on the desk and are not in it")))
                    span.count { (stories.len()) }
                }
                @for story in stories {
                    details.notes.minutes {
                        summary lang=(news::text::language_of(&story.headline)) { (story.headline) }
                        (rows(t, &story.minutes))
                    }
                }
            }
        }
    }
}

fn rows(t: Tongue, minutes: &[Minute]) -> Markup {
    html! {
        ol {
            @for minute in minutes {
                li {
                    b { (t.say(step(&minute.step))) } " "
                    span.who {
                        (t.say(words::role(minute.role))) " · "
                        @if minute.is_by_rules() { (t.say(("规则程序", "rules"))) } @else { (minute.vendor) "/" (minute.model) }
                    }
                    " " span lang=(news::text::language_of(&minute.what)) { (minute.what) }
                    @if !minute.why.is_empty() {
                        " " span.why lang=(news::text::language_of(&minute.why)) { "— " (minute.why) }
                    }
                }
            }
        }
    }
}

/// A step's name for the reader, Chinese and English.
fn step(key: &str) -> (&'static str, &'static str) {
    match key {
        "triage" => ("分拣", "Triage"),
        "choice" => ("选题", "Choice"),
        "dossier" => ("资料", "Dossier"),
        "draft" => ("初稿", "Draft"),
        "facts" => ("核查", "Fact-check"),
        "rewrite" => ("重写", "Rewrite"),
        "edit" => ("编辑", "Edit"),
        "copy" => ("文字", "Copy"),
        "again" => ("改由规则撰写", "Told again by rules"),
        "ruling" => ("审读", "Ruling"),
        "rundown" => ("编排", "Rundown"),
        "proof" => ("终审", "Proof"),
        "translation" => ("翻译", "Translation"),
        _ => ("步骤", "Step"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Author, Language, Role};

    #[test]
    fn a_minute_says_who_did_what_and_why() {
        let author = Author { role: Role::FactChecker, vendor: "openai".into(), model: "small".into(), floor: false };
        let minutes = [
            Minute::by(&author, "facts", "4 of 5 claims supported", "sentence 2: <b> is not in the quote"),
            Minute::by(&Author::floor(Role::StandardsEditor), "ruling", "clear", ""),
        ];
        let page = section(Tongue::of(&[Language::EN]), &minutes).into_string();
        assert!(page.contains("Fact-checker · openai/small"), "{page}");
        assert!(page.contains("— sentence 2: &lt;b&gt; is not in the quote"), "{page}");
        assert!(page.contains("Standards editor · rules"), "{page}");
        assert_eq!(section(Tongue::of(&[Language::ZH]), &[]).into_string(), "");
    }
}

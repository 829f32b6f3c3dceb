//! A story in the other languages of a bilingual edition, folded under its own.

use super::edition::View;
use super::story::{author, cite};
use maud::{Markup, html};
use news::Translation;
use news::edition::PublishedStory;

/// One fold a language.
pub(super) fn sections(view: &View<'_>, story: &PublishedStory) -> Markup {
    html! { @for translation in &story.translations { (section(view, story, translation)) } }
}

fn section(view: &View<'_>, story: &PublishedStory, translation: &Translation) -> Markup {
    let view = &view.telling(translation.language);
    let t = view.tongue;
    html! {
        details.translation lang=(t.tag()) {
            summary { (t.say(("中文：", "In English: "))) span.headline { (translation.headline) } }
            div.text lang=(translation.language) {
                div.paragraph {
                    @for sentence in &translation.sentences {
                        details.sentence {
                            summary { (sentence.text) }
                            div.cites { @for citation in &sentence.citations { (cite(view, story, citation)) } }
                        }
                        @if translation.language != news::Language::ZH { " " }
                    }
                }
            }
            p.by {
                (t.say(("译者与核查：", "Translated and checked by: ")))
                (author(&translation.translated_by, t))
                @for checker in &translation.checked_by { " · " (author(checker, t)) }
            }
        }
    }
}

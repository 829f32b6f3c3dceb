//! The page of one edition.

use super::layout::{Page, ai_label, degraded_list};
use super::{behind, left_out, player, story};
use crate::spoken::Spoken;
use crate::{About, when, words, words::Tongue};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use news::{Edition, Language, Precision};

/// The page of one edition as a document.
pub(crate) fn edition(about: &About, edition: &Edition, spoken: &Spoken) -> String {
    let tongue = Tongue::of(&edition.languages);
    let zone = when::zone(&edition.timezone);
    let view = View { edition, spoken, tongue, zone: &zone };
    let slot = words::slot(&edition.slot, tongue);
    let lead = edition.stories.first().map(|story| story.headline.as_str());
    let page = Page {
        about,
        tongue,
        root: "../../",
        title: format!("{} {slot} · {}", when::day(edition.date, tongue), about.name),
        description: lead.unwrap_or(&about.description).to_owned(),
        slot: &edition.slot,
        label_id: edition.id.clone(),
        has_player: edition.audio.is_some(),
        dateline: dateline(&view),
        sample: edition.sample,
    };
    page.render(&content(&view))
}

/// An edition with what its parts need to be shown.
pub(super) struct View<'a> {
    pub(super) edition: &'a Edition,
    pub(super) spoken: &'a Spoken,
    pub(super) tongue: Tongue,
    pub(super) zone: &'a TimeZone,
}

impl View<'_> {
    /// The same for a story told in this language.
    pub(super) fn telling(&self, language: Language) -> Self {
        Self { tongue: self.tongue.telling(language), ..*self }
    }
}

/// The day and slot in each of the edition's languages.
pub(super) fn dateline(view: &View<'_>) -> Markup {
    let of = |tongue: Tongue| {
        let slot = words::slot(&view.edition.slot, tongue);
        format!("{} · {slot}", when::day(view.edition.date, tongue))
    };
    let at = when::moment(view.edition.as_of, view.zone, Precision::Minute, view.tongue);
    html! {
        p.dateline {
            time datetime=(view.edition.date) lang=(view.tongue.tag()) { (of(view.tongue)) }
            @if let Some(second) = view.tongue.second() { span lang=(second.tag()) { (of(second)) } }
            span.as-of { (view.tongue.say(("截至 ", "As of "))) (at) }
        }
    }
}

fn content(view: &View<'_>) -> Markup {
    html! {
        (ai_label(view.tongue))
        (degraded(view))
        (corrections(view))
        (crate::corrections::to_earlier(view.edition, view.tongue))
        div.columns {
            (contents(view))
            div.stories {
                @for n in 0..view.edition.stories.len() { (story::article(view, n)) }
                @if view.edition.stories.is_empty() {
                    p.empty { (view.tongue.say(("这一期没有可以采用的新闻。", "No news could be used in this edition."))) }
                }
            }
        }
        section.behind aria-labelledby="behind" {
            h2 #behind { (view.tongue.pair(("这一期是怎样编成的", "How this edition was made"))) }
            (left_out::section(view))
            (behind::sections(view))
        }
        @if let Some(audio) = &view.edition.audio { (player::bar(view, audio)) }
    }
}

/// The list of stories: a table of contents at the side of a wide screen, above the stories on a phone.
fn contents(view: &View<'_>) -> Markup {
    let t = view.tongue;
    html! {
        nav.contents aria-label=(t.say(("本期内容", "In this edition"))) {
            h2 { (t.pair(("本期内容", "In this edition"))) }
            ol {
                @for story in &view.edition.stories {
                    li { a href={ "#" (story.id) } lang=(story.language) { (story.headline) } }
                }
            }
            p.also {
                a href="#left-out" { (t.say(("未采用", "Left out"))) " " (view.edition.spiked.len()) }
                @if view.edition.audio.is_some() { a href="transcript.html" { (t.say(("文字稿", "Transcript"))) } }
                a href="edition.md" { "Markdown" }
                a href="edition.json" { "JSON" }
            }
        }
    }
}

fn degraded(view: &View<'_>) -> Markup {
    let t = view.tongue;
    html! {
        @if !view.edition.degraded.is_empty() {
            aside.notice aria-label=(t.say(("本期从简", "Less than usual"))) {
                h2 { (t.pair(("这一期有所从简", "This edition is less than it should be"))) }
                (degraded_list(view.edition, t))
            }
        }
    }
}

fn corrections(view: &View<'_>) -> Markup {
    let t = view.tongue;
    html! {
        @if !view.edition.corrections.is_empty() {
            aside.notice aria-label=(t.say(("更正", "Corrections"))) {
                h2 { (t.pair(("更正", "Corrections"))) }
                ul {
                    @for correction in &view.edition.corrections {
                        li {
                            time datetime=(when::attribute(correction.at, view.zone)) {
                                (when::moment(correction.at, view.zone, Precision::Minute, t))
                            }
                            " " a href={ "#" (correction.story) } { (correction.text) }
                        }
                    }
                }
            }
        }
    }
}

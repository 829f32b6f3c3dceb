//! The transcript of an edition as a page: who says what, by chapters, with what is said freely set apart.

use super::edition::{View, dateline};
use super::layout::{Page, ai_label};
use super::{player, seconds};
use crate::spoken::{Line, Spoken, lines};
use crate::{About, when, words, words::Tongue};
use maud::{Markup, html};
use news::{Edition, Format, Language, Manner};

/// The page as a document; `json`: the transcript as it is published. What was withdrawn is left out.
pub(crate) fn transcript(about: &About, edition: &Edition, spoken: &Spoken, json: &str) -> String {
    let tongue = Tongue::of(&edition.languages);
    let zone = when::zone(&edition.timezone);
    let view = View { edition, spoken, tongue, zone: &zone };
    let slot = words::slot(&edition.slot, tongue);
    let page = Page {
        about,
        tongue,
        root: "../../",
        title: format!("{} · {} {slot} · {}", tongue.say(TITLE), when::day(edition.date, tongue), about.name),
        description: about.description.clone(),
        slot: &edition.slot,
        label_id: edition.id.clone(),
        has_player: edition.audio.is_some(),
        dateline: dateline(&view),
        sample: edition.sample,
    };
    page.render(&content(&view, &lines(json)))
}

const TITLE: words::Word = ("文字稿", "Transcript");

fn content(view: &View<'_>, lines: &[Line]) -> Markup {
    let t = view.tongue;
    let format = view.edition.audio.as_ref().map(|audio| audio.format).unwrap_or_default();
    html! {
        (ai_label(t))
        article.transcript {
            h1 { (t.pair(TITLE)) }
            p.key {
                a href="index.html" { (t.say(("回到本期", "Back to the edition"))) } " · " (t.say(told_as(format)))
                @if format.is_talk() { " · " (t.say(KEY)) }
            }
            @for part in parts(lines, view) { (part) }
        }
        @if let Some(audio) = &view.edition.audio { (player::bar(view, audio)) }
    }
}

const KEY: words::Word = (
    "主播之间的过渡与提问不含事实，以另一种字色标出；换了说法的句子带虚线。",
    "Words between the hosts hold no fact and are set apart; a sentence in a host\u{2019}s own way is dotted.",
);

fn told_as(format: Format) -> words::Word {
    match format {
        Format::Bulletin => ("新闻播报", "Bulletin"),
        Format::Conversation => ("两位主播的对谈", "A conversation of two hosts"),
        Format::Brief => ("两分钟简报", "The news in two minutes"),
        Format::Debate => ("两位主播转述双方说法", "Two hosts, two reported sides"),
    }
}

/// The turns of the speakers, under the headline of each story.
fn parts(lines: &[Line], view: &View<'_>) -> Vec<Markup> {
    let heard: Vec<&Line> = lines.iter().filter(|line| !is_withdrawn(line, view)).collect();
    let first = heard.first().map(|line| line.speaker.clone()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut story: Option<&str> = None;
    for turn in heard.chunk_by(|a, b| a.speaker == b.speaker && a.story == b.story) {
        let of = turn.first().and_then(|line| line.story.as_deref());
        if of.is_some() && of != story {
            parts.push(heading(of.unwrap_or_default(), view));
        }
        story = of.or(story);
        parts.push(self::turn(turn, turn.first().is_some_and(|line| line.speaker != first)));
    }
    parts
}

fn is_withdrawn(line: &Line, view: &View<'_>) -> bool {
    let story = view.edition.stories.iter().find(|story| line.story.as_deref() == Some(story.id.as_str()));
    let withdrawn = |story: &news::edition::PublishedStory| view.edition.is_withdrawn(&story.id);
    let is_label = |line: &Line| line.language.is_some_and(|language| line.text == crate::labels::spoken(language));
    match (&line.story, story) {
        (Some(_), Some(story)) => view.edition.is_withdrawn(&story.id),
        // A story that the edition has no more is not repeated here.
        (Some(_), None) => true,
        // The opening may have given the headline of what was withdrawn.
        (None, _) => line.span.start_ms > 0 && !is_label(line) && view.edition.stories.iter().any(withdrawn),
    }
}

fn heading(id: &str, view: &View<'_>) -> Markup {
    let story = view.edition.stories.iter().find(|story| story.id.as_str() == id);
    html! {
        @if let Some(story) = story {
            h2 lang=(story.language) { a href={ "index.html#" (id) } { (story.headline) } }
        }
    }
}

fn turn(lines: &[&Line], is_other: bool) -> Markup {
    let (speaker, at) = lines.first().map(|line| (line.speaker.as_str(), line.span.start_ms)).unwrap_or_default();
    html! {
        div.turn.of-other[is_other] {
            p.who { (speaker) " " time { (when::position(at)) } }
            p {
                @for line in lines {
                    span.line.talk[line.manner == Manner::Talk].retold[line.manner == Manner::Retold]
                        lang=[line.language]
                        data-start=(seconds(line.span.start_ms)) data-end=(seconds(line.span.end_ms)) { (line.text) }
                    @if line.language != Some(Language::ZH) { " " }
                }
            }
        }
    }
}

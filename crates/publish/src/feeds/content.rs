//! The HTML inside feed items: whole stories and show notes. Every address in it is absolute.

use super::{Channel, disclosure, sample_mark};
use crate::page::safe_link;
use crate::{corrections, labels, when, words, words::Tongue};
use maud::{Markup, html};
use news::edition::{Edition, PublishedSource, PublishedStory};
use news::{EditionKey, Precision};

/// Apple cuts descriptions at 4,000 characters, and the disclosure takes some of them.
const MAX_HEADLINES: usize = 3_000;

/// A story in full, with its sources and the disclosure.
pub(super) fn story(edition: &Edition, story: &PublishedStory) -> String {
    let tongue = Tongue::of(&[story.language]);
    html! {
        @if edition.sample { p { strong { (sample_mark(tongue)) } } }
        (corrections::notes(edition, &story.id, &when::zone(&edition.timezone), tongue))
        @if let Some(development) = &story.development { p { em { (development.recall) } } }
        @for paragraph in story.sentences.chunks(3) {
            p lang=(story.language) { (paragraph_text(paragraph.iter().map(|s| s.text.as_str()), tongue)) }
        }
        p { strong { (tongue.say(("来源", "Sources"))) } }
        (sources(edition, &story.sources, tongue))
        p { small { (disclosure(tongue)) } }
    }
    .into_string()
}

/// The beginning of a story with the disclosure: HTML too, for that is what readers take a description for.
pub(super) fn story_summary(edition: &Edition, story: &PublishedStory) -> String {
    let tongue = Tongue::of(&[story.language]);
    html! {
        @if edition.sample { p { (sample_mark(tongue)) } }
        (corrections::notes(edition, &story.id, &when::zone(&edition.timezone), tongue))
        @if !edition.is_withdrawn(&story.id) { p { (story.summary) } }
        p { (labels::text(story.language)) }
    }
    .into_string()
}

/// The disclosure and what is told, short enough for every podcast directory.
pub(super) fn episode_summary(edition: &Edition) -> String {
    let tongue = Tongue::of(&edition.languages);
    html! {
        @if edition.sample { p { (sample_mark(tongue)) } }
        @for line in disclosure(tongue).lines() { p { (line) } }
        ol { @for headline in headlines_for(edition, MAX_HEADLINES) { li { (headline) } } }
    }
    .into_string()
}

/// The headlines from the first that fit into so many characters: HTML cannot be cut anywhere.
fn headlines_for(edition: &Edition, room: usize) -> Vec<&str> {
    let mut used = 0;
    let fits = |headline: &&str| {
        // Every character may become an entity of six, and `<li></li>` stands around them.
        used += headline.chars().map(|c| if matches!(c, '&' | '<' | '>' | '"') { 6 } else { 1 }).sum::<usize>() + 9;
        used <= room
    };
    edition.stories.iter().map(|story| story.headline.as_str()).take_while(fits).collect()
}

/// What a podcast app shows beneath an episode.
pub(super) fn show_notes(channel: &Channel<'_>, edition: &Edition, key: &EditionKey) -> String {
    let tongue = Tongue::of(&edition.languages);
    let zone = when::zone(&edition.timezone);
    html! {
        @if edition.sample { p { strong { (sample_mark(tongue)) } } }
        @for line in disclosure(tongue).lines() { p { (line) } }
        @for degraded in &edition.degraded {
            p { em {
                (words::degraded(&degraded.what, tongue)) (tongue.say(("：", ": ")))
                @if let Some(means) = words::degraded_means(&degraded.what, edition.audio.is_some()) { (tongue.say(means)) " " }
                (degraded.why)
            } }
        }
        @if let Some(audio) = &edition.audio {
            ul {
                @for chapter in &audio.chapters {
                    li { (when::position(chapter.start_ms)) " " (chapter.title) }
                }
            }
        }
        @for story in &edition.stories {
            h3 lang=(story.language) { (story.headline) }
            (corrections::notes(edition, &story.id, &zone, tongue.telling(story.language)))
            @if !edition.is_withdrawn(&story.id) { p lang=(story.language) { (story.summary) } }
            (sources(edition, &story.sources, tongue))
        }
        p {
            a href=(channel.in_edition(key, "index.html")) {
                (tongue.say(("全文、每句话的出处和未采用的消息", "Full text, the source of every sentence, and what was left out")))
            }
            " · " (when::moment(edition.as_of, &zone, Precision::Minute, tongue))
        }
    }
    .into_string()
}

/// Sentences joined as their language joins them.
pub(super) fn paragraph_text<'a>(sentences: impl Iterator<Item = &'a str>, tongue: Tongue) -> String {
    sentences.collect::<Vec<_>>().join(if tongue.is_zh() { "" } else { " " })
}

fn sources(edition: &Edition, sources: &[PublishedSource], tongue: Tongue) -> Markup {
    let zone = when::zone(&edition.timezone);
    html! {
        ul {
            @for source in sources {
                li {
                    (source.name) (tongue.say(("：", ": ")))
                    @if let Some(link) = safe_link(&source.url) { a href=(link) { (source.title) } } @else { (source.title) }
                    @if let Some(at) = source.published_at {
                        " (" (when::moment(at, &zone, Precision::Minute, tongue)) ")"
                    }
                }
            }
        }
    }
}

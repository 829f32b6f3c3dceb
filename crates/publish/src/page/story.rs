//! One story: headline, date, sentences that open their sources, and what stands behind it.

use super::edition::View;
use super::{host, minutes, safe_link, seconds, translations};
use crate::spoken::Span;
use crate::{dated, when, words, words::Tongue};
use maud::{Markup, html};
use news::edition::{PublishedCitation, PublishedSentence, PublishedSource, PublishedStory};
use news::{Author, EditionKey, EvidenceKind, Precision, text};

/// So many sentences stand in one paragraph.
const PARAGRAPH: usize = 3;
/// So many sources of a story are listed; a list that is longer by more than one is folded.
const N_SOURCES: usize = 6;

/// The story at this place of the rundown.
pub(super) fn article(view: &View<'_>, n: usize) -> Markup {
    let Some(story) = view.edition.stories.get(n) else { return html! {} };
    let view = &view.telling(story.language);
    let spoken = view.spoken.headline(story.id.as_str());
    html! {
        article.story.lead[n == 0] #(story.id) lang=(view.tongue.tag()) aria-labelledby={ "h-" (story.id) } {
            (kicker(view, story, spoken))
            h2.headline #{ "h-" (story.id) } lang=(story.language)
                data-start=[spoken.map(|span| seconds(span.start_ms))] data-end=[spoken.map(|span| seconds(span.end_ms))] {
                (story.headline)
            }
            (date_line(view, story))
            (corrections(view, story))
            (development(view, story))
            div.text lang=(story.language) {
                @for (p, paragraph) in story.sentences.chunks(PARAGRAPH).enumerate() {
                    div.paragraph {
                        @for (i, sentence) in paragraph.iter().enumerate() {
                            (self::sentence(view, story, p * PARAGRAPH + i, sentence))
                            // Chinese sets no space between sentences.
                            @if story.language != news::Language::ZH { " " }
                        }
                    }
                }
            }
            (sources(view, story))
            (translations::sections(view, story))
            (previously(view.tongue, story))
            (notes(view, story))
            (minutes::section(view.tongue, &story.minutes))
        }
    }
}

/// What was changed after publication, before a word of the story.
fn corrections(view: &View<'_>, story: &PublishedStory) -> Markup {
    html! {
        @if view.edition.corrections_of(&story.id).next().is_some() {
            aside.notice aria-label=(view.tongue.say(("更正", "Corrections"))) {
                (crate::corrections::notes(view.edition, &story.id, view.zone, view.tongue))
            }
        }
    }
}

/// That it goes on from an earlier edition, and what of that holds no longer.
fn development(view: &View<'_>, story: &PublishedStory) -> Markup {
    let t = view.tongue;
    html! {
        @if let Some(development) = &story.development {
            p.dated.development {
                b { (t.say(("后续", "Development"))) } " "
                @match edition_link(&development.edition) {
                    Some(link) => { a href=(link) lang=(text::language_of(&development.recall)) { (development.recall) } }
                    None => { (development.recall) }
                }
            }
            @for replaced in &development.replaces {
                p.dated.replaced {
                    (t.say(("当时的说法：", "Told then: "))) s lang=(text::language_of(&replaced.before)) { (replaced.before) }
                }
            }
        }
    }
}

fn kicker(view: &View<'_>, story: &PublishedStory, spoken: Option<Span>) -> Markup {
    let t = view.tongue;
    html! {
        p.kicker {
            span.beat { (words::beat(&story.beat, t)) }
            span.owners title=(t.say(("同一所有者的多家媒体只算一家", "Outlets of one owner count once"))) {
                (independent_owners(story.corroboration, t))
            }
            @if let Some(span) = spoken {
                button.listen type="button" hidden data-seek=(seconds(span.start_ms))
                    aria-label={ (t.say(("收听：", "Listen: "))) (story.headline) } {
                    "▶ " (when::position(span.start_ms))
                }
            }
        }
    }
}

/// `3 家独立来源`, `3 independent owners`.
pub(super) fn independent_owners(n: u32, tongue: Tongue) -> String {
    match (n, tongue.is_zh()) {
        (n, true) => format!("{n} 家独立来源"),
        (1, false) => "1 independent owner".to_owned(),
        (n, false) => format!("{n} independent owners"),
    }
}

fn date_line(view: &View<'_>, story: &PublishedStory) -> Markup {
    let t = view.tongue;
    let believed = story.dating.evidence.iter().filter(|evidence| evidence.rejected.is_none());
    let kinds: Vec<EvidenceKind> = believed.map(|evidence| evidence.kind).collect();
    let found_in = dated::found_in(&kinds, story.dating.confidence, t);
    html! {
        p.dated {
            time datetime=(when::attribute(story.dated_at, view.zone)) {
                (when::moment(story.dated_at, view.zone, story.dating.precision, t))
            }
            @if !found_in.is_empty() { span.evidence { (found_in) } }
        }
    }
}

/// A sentence is the summary of its own `<details>`: Enter or a click opens its sources, with or without scripts.
fn sentence(view: &View<'_>, story: &PublishedStory, n: usize, sentence: &PublishedSentence) -> Markup {
    let spoken = view.spoken.sentence(story.id.as_str(), n);
    let t = view.tongue;
    html! {
        details.sentence name={ "s-" (story.id) }
            data-start=[spoken.map(|span| seconds(span.start_ms))] data-end=[spoken.map(|span| seconds(span.end_ms))] {
            summary { (sentence.text) sup { (numbers(story, sentence)) } }
            div.cites lang=(t.tag()) {
                @for citation in &sentence.citations { (cite(view, story, citation)) }
                @if sentence.citations.is_empty() { p { (t.say(("没有记录出处。", "No source is recorded."))) } }
                @if let Some(span) = spoken {
                    button.listen type="button" hidden data-seek=(seconds(span.start_ms)) {
                        (t.say(("▶ 从这句听起", "▶ Listen from here")))
                    }
                }
            }
        }
    }
}

/// The numbers of the sources in the story's list, each once: `1 3`.
pub(super) fn numbers(story: &PublishedStory, sentence: &PublishedSentence) -> String {
    let mut numbers: Vec<usize> = sentence.citations.iter().filter_map(|citation| number(story, citation)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn number(story: &PublishedStory, citation: &PublishedCitation) -> Option<usize> {
    story.sources.iter().position(|source| source.item == citation.item).map(|position| position + 1)
}

pub(super) fn cite(view: &View<'_>, story: &PublishedStory, citation: &PublishedCitation) -> Markup {
    let source = story.sources.iter().find(|source| source.item == citation.item);
    html! {
        figure {
            blockquote lang=(text::language_of(&citation.quote)) { (citation.quote) }
            figcaption {
                @if let Some(n) = number(story, citation) { span.n { (n) } " " }
                @match source {
                    Some(source) => { (who(source)) (at(view, source)) " " }
                    None => { @if let Some(host) = host(&citation.url) { (host) " " } }
                }
                @if let Some(link) = safe_link(&citation.url) {
                    a href=(link) rel="noopener nofollow noreferrer" { (view.tongue.say(("看原文 ↗", "Read it there ↗"))) }
                }
            }
        }
    }
}

/// The outlet, and its owner where that is another name.
fn who(source: &PublishedSource) -> Markup {
    html! {
        b { (source.name) }
        @if !source.owner.is_empty() && source.owner != source.name { span.owner { " (" (source.owner) ")" } }
    }
}

fn at(view: &View<'_>, source: &PublishedSource) -> Markup {
    html! {
        @if let Some(at) = source.published_at {
            " " time datetime=(when::attribute(at, view.zone)) {
                (when::moment(at, view.zone, Precision::Minute, view.tongue))
            }
        }
    }
}

fn sources(view: &View<'_>, story: &PublishedStory) -> Markup {
    let t = view.tongue;
    // A fold that hides a single line costs a reader more than the line.
    let n_listed = if story.sources.len() > N_SOURCES + 1 { N_SOURCES } else { story.sources.len() };
    let (listed, folded) = story.sources.split_at(n_listed);
    html! {
        section.sources {
            h3 { (t.pair(("来源", "Sources"))) }
            ol { @for source in listed { (source_line(view, source)) } }
            @if !folded.is_empty() {
                details {
                    summary { @if t.is_zh() { "另有 " (folded.len()) " 篇" } @else { (folded.len()) " more" } }
                    ol start=(n_listed + 1) { @for source in folded { (source_line(view, source)) } }
                }
            }
        }
    }
}

fn source_line(view: &View<'_>, source: &PublishedSource) -> Markup {
    let language = text::language_of(&source.title);
    html! {
        li {
            (who(source)) (at(view, source)) " "
            @match safe_link(&source.url) {
                Some(link) => { a href=(link) rel="noopener nofollow noreferrer" lang=(language) { (source.title) } }
                None => { span lang=(language) { (source.title) } }
            }
        }
    }
}

fn previously(tongue: Tongue, story: &PublishedStory) -> Markup {
    html! {
        @if !story.previously.is_empty() {
            section.previously {
                h3 { (tongue.pair(("前情", "Previously"))) }
                ul {
                    @for told in &story.previously {
                        li lang=(text::language_of(&told.headline)) {
                            @match edition_link(&told.edition) {
                                Some(link) => { a href=(link) { (told.headline) } }
                                None => { (told.headline) }
                            }
                            " " small { (told.edition) }
                        }
                    }
                }
            }
        }
    }
}

/// The page of another edition, seen from this one.
fn edition_link(id: &str) -> Option<String> {
    let key = EditionKey::parse(id)?;
    let is_plain = key.slot.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    is_plain.then(|| format!("../{key}/index.html"))
}

fn notes(view: &View<'_>, story: &PublishedStory) -> Markup {
    let t = view.tongue;
    let score = &story.score;
    html! {
        details.notes {
            summary { (t.say(("编写、核查与入选理由", "Who wrote and checked it, and why it was chosen"))) }
            dl {
                dt { (t.say(("编写", "Written by"))) }
                dd { (author(&story.written_by, t)) }
                @if !story.checked_by.is_empty() {
                    dt { (t.say(("核查", "Checked by"))) }
                    @for checker in &story.checked_by { dd { (author(checker, t)) } }
                }
                dt { (t.say(("日期依据", "How we know the date"))) }
                @for evidence in &story.dating.evidence {
                    dd {
                        (t.say(words::evidence(evidence.kind))) " " code { (evidence.raw) }
                        @if let Some(why) = &evidence.rejected { " ✕ " (why) }
                    }
                }
                dt { (t.say(("入选分数", "Score"))) }
                dd {
                    b { (format!("{:.2}", score.total)) } " "
                    @for (word, value) in [
                        (("佐证", "corroboration"), score.corroboration), (("紧迫", "urgency"), score.urgency),
                        (("新意", "novelty"), score.novelty), (("新近", "recency"), score.recency),
                        (("信任", "trust"), score.trust), (("内容", "substance"), score.substance),
                    ] { span.part { (t.say(word)) " " (format!("{value:.2}")) } " " }
                }
                @for reason in &story.reasons {
                    dd { @if t.is_zh() { (reason.zh) } @else { (reason.en) } " " (format!("{:+.2}", reason.points)) }
                }
                @if !story.notes.is_empty() {
                    dt { (t.say(("编辑记录", "What the desk did"))) }
                    @for note in &story.notes { dd { (note) } }
                }
                dt { (t.say(("编号", "Ids"))) }
                dd { code { (story.id) } " " code { (story.thread) } }
            }
        }
    }
}

pub(super) fn author(author: &Author, tongue: Tongue) -> Markup {
    html! {
        (tongue.say(words::role(author.role))) " · "
        @if author.floor {
            (tongue.say(("规则程序，未用模型", "deterministic rules, no model")))
        } @else {
            (author.vendor) "/" (author.model)
        }
    }
}

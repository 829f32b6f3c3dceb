//! The front page: the newest edition at a glance, and the ones before it.

use super::archive::line;
use super::edition::{View, dateline};
use super::layout::{Page, ai_label, degraded_list};
use super::{player, story};
use crate::shelf::{Shelf, Whole};
use crate::site::MP3;
use crate::{About, when, words, words::Tongue};
use maud::{Markup, html};
use news::Edition;
use news::edition::PublishedStory;

/// So many earlier editions are listed; the rest is in the archive.
const N_EARLIER: usize = 8;

/// The front page as a document.
pub(crate) fn front(about: &About, shelf: &Shelf) -> String {
    let newest = shelf.newest.first();
    let tongue = newest.map_or_else(|| Tongue::of(&about.languages), |whole| Tongue::of(&whole.edition.languages));
    let slot = newest.map_or("morning", |whole| whole.edition.slot.as_str());
    let page = Page {
        about,
        tongue,
        root: "",
        title: about.name.clone(),
        description: about.description.clone(),
        slot,
        label_id: newest.map_or_else(|| "index".to_owned(), |whole| whole.edition.id.clone()),
        has_player: false,
        dateline: newest.map_or_else(|| html! {}, |whole| front_dateline(whole, tongue)),
        sample: newest.map_or(about.sample, |whole| whole.edition.sample),
    };
    page.render(&html! {
        (ai_label(tongue))
        @match newest {
            Some(whole) => { (today(whole, tongue)) }
            None => { p.empty { (tongue.say(("还没有出刊。", "No edition has been published yet."))) } }
        }
        (earlier(shelf, tongue))
    })
}

fn front_dateline(whole: &Whole, tongue: Tongue) -> Markup {
    let zone = when::zone(&whole.edition.timezone);
    dateline(&View { edition: &whole.edition, spoken: &whole.spoken, tongue, zone: &zone })
}

fn today(whole: &Whole, t: Tongue) -> Markup {
    let edition = &whole.edition;
    let page = format!("editions/{}/index.html", whole.key());
    html! {
        @if !edition.degraded.is_empty() {
            aside.notice aria-label=(t.say(("本期从简", "Less than usual"))) { (degraded_list(edition, t)) }
        }
        @if let Some(audio) = edition.audio.as_ref().filter(|_| whole.mp3_bytes.is_some()) {
            section.tune-in aria-label=(t.say(("收听", "Listen"))) {
                p { b { (t.pair(("收听这一期", "Listen to this edition"))) } " · " (when::length(audio.seconds, t)) }
                (player::sound(&format!("editions/{}/{MP3}", whole.key()), t))
            }
        }
        div.front {
            @for (n, story) in edition.stories.iter().enumerate() { (card(edition, story, &page, n, t)) }
        }
        p.onward {
            a.button href=(page) { (t.say(("读完整一期，看每句话的出处", "Read the whole edition, with the source of every sentence"))) }
            a href={ (page) "#left-out" } { (t.say(("未采用", "Left out"))) " " (edition.spiked.len()) }
        }
    }
}

fn card(edition: &Edition, story: &PublishedStory, page: &str, n: usize, t: Tongue) -> Markup {
    let t = t.telling(story.language);
    html! {
        article.card.lead[n == 0] lang=(t.tag()) {
            p.kicker {
                span.beat { (words::beat(&story.beat, t)) }
                span.owners { (story::independent_owners(story.corroboration, t)) }
            }
            h2.headline lang=(story.language) { a href={ (page) "#" (story.id) } { (story.headline) } }
            p.summary lang=(story.language) { (story.summary) }
            @if !edition.is_withdrawn(&story.id) {
                @for correction in edition.corrections_of(&story.id) {
                    p.summary { strong { (t.say(crate::corrections::title(correction))) } (t.say(("：", ": "))) (correction.text) }
                }
            }
        }
    }
}

fn earlier(shelf: &Shelf, t: Tongue) -> Markup {
    html! {
        @if shelf.lines.len() > 1 {
            section.earlier {
                h2 { (t.pair(("前几期", "Earlier editions"))) }
                ul.editions { @for entry in shelf.lines.iter().skip(1).take(N_EARLIER) { (line(entry, "", t)) } }
                p { a href="archive/index.html" { (t.say(("全部往期", "All editions"))) } " · " (shelf.lines.len()) }
            }
        }
    }
}

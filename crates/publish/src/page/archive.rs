//! Every edition by month, newest first.

use super::layout::{Page, ai_label};
use crate::shelf::{Line, Shelf};
use crate::{About, when, words, words::Tongue};
use jiff::civil::Date;
use maud::{Markup, html};

/// The archive as a document.
pub(crate) fn archive(about: &About, shelf: &Shelf) -> String {
    let tongue = Tongue::of(&about.languages);
    let title = tongue.say(("往期", "Archive"));
    let page = Page {
        about,
        tongue,
        root: "../",
        title: format!("{title} · {}", about.name),
        description: about.description.clone(),
        slot: shelf.lines.first().map_or("morning", |line| line.slot.as_str()),
        label_id: "archive".to_owned(),
        has_player: false,
        dateline: html! { p.dateline { span { (tongue.pair(("往期", "Archive"))) " · " (shelf.lines.len()) } } },
        sample: about.sample,
    };
    page.render(&html! {
        (ai_label(tongue))
        @for (n, (month, lines)) in by_month(&shelf.lines).into_iter().enumerate() {
            // Only the newest months are open: years of editions stay easy to leaf through.
            details.month open[n < 2] {
                summary { h2 { (when::month(month, tongue)) } span.count { (lines.len()) } }
                ul.editions { @for entry in lines { (line(entry, "../", tongue)) } }
            }
        }
        @if shelf.lines.is_empty() {
            p.empty { (tongue.say(("还没有出刊。", "No edition has been published yet."))) }
        }
    })
}

fn by_month(lines: &[Line]) -> Vec<(Date, Vec<&Line>)> {
    let mut months: Vec<(Date, Vec<&Line>)> = Vec::new();
    for line in lines {
        let month = line.date.first_of_month();
        match months.iter_mut().find(|(known, _)| *known == month) {
            Some((_, lines)) => lines.push(line),
            None => months.push((month, vec![line])),
        }
    }
    months.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
    months
}

/// One edition in a list: day, slot, what it led with, its length.
pub(super) fn line(line: &Line, root: &str, t: Tongue) -> Markup {
    html! {
        li {
            a href={ (root) "editions/" (line.key()) "/index.html" } {
                span.when {
                    time datetime=(line.date) { (when::short_day(line.date, t)) }
                    " " (words::slot(&line.slot, t))
                }
                @if let Some(story) = line.stories.first() { span.headline lang=(story.language) { (story.headline) } }
            }
            span.facts {
                @if line.sample { b { (t.say(("样刊", "Sample"))) } " " }
                @if t.is_zh() { (line.stories.len()) " 条" } @else { (line.stories.len()) " stories" }
                @if let Some(audio) = line.audio { " · " (when::clock(audio.seconds)) }
                @if !line.degraded.is_empty() { " · " (t.say(("从简", "reduced"))) }
            }
        }
    }
}

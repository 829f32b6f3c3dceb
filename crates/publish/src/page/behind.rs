//! What stands behind an edition: its sources, who did what, how long it took and what it cost.

use super::edition::View;
use super::{minutes, safe_link};
use crate::{when, words};
use maud::{Markup, html};
use news::edition::SourceReport;

/// So many problems of one source are listed: one that fails does so for every page of it.
const MAX_PROBLEMS: usize = 3;

/// The folded sections after the stories.
pub(super) fn sections(view: &View<'_>) -> Markup {
    html! {
        (minutes::of_spiked(view.tongue, &view.edition.spiked_stories))
        (sources(view))
        (credits(view))
        (figures(view))
    }
}

fn sources(view: &View<'_>) -> Markup {
    let t = view.tongue;
    let n_failed = view.edition.sources.iter().filter(|source| !source.problems.is_empty()).count();
    html! {
        @if !view.edition.sources.is_empty() {
            details.section {
                summary {
                    (t.pair(("来源的表现", "How the sources did"))) span.count { (view.edition.sources.len()) }
                    @if n_failed > 0 {
                        span.bad { @if t.is_zh() { (n_failed) " 家有问题" } @else { (n_failed) " with problems" } }
                    }
                }
                div.scroll tabindex="0" role="region" aria-label=(t.say(("来源的表现", "How the sources did"))) {
                    table {
                        thead { tr {
                            th scope="col" { (t.say(("来源", "Source"))) }
                            th scope="col" { (t.say(("所有者", "Owner"))) }
                            th.number scope="col" { (t.say(("条目", "Items"))) }
                            th.number scope="col" { (t.say(("采用", "Used"))) }
                            th scope="col" { (t.say(("问题", "Problems"))) }
                        } }
                        tbody { @for source in &view.edition.sources { (source_row(source)) } }
                    }
                }
            }
        }
    }
}

fn source_row(source: &SourceReport) -> Markup {
    html! {
        tr.bad[!source.problems.is_empty()] {
            th scope="row" {
                @match safe_link(&source.url) {
                    Some(link) => { a href=(link) rel="noopener nofollow noreferrer" { (source.name) } }
                    None => { (source.name) }
                }
            }
            td { (source.owner) }
            td.number { (source.items) }
            td.number { (source.used) }
            td {
                @for problem in source.problems.iter().take(MAX_PROBLEMS) {
                    p lang=(news::text::language_of(problem)) { (problem) }
                }
                @if source.problems.len() > MAX_PROBLEMS { p { "+ " (source.problems.len() - MAX_PROBLEMS) } }
            }
        }
    }
}

fn credits(view: &View<'_>) -> Markup {
    let t = view.tongue;
    html! {
        @if !view.edition.credits.is_empty() {
            details.section {
                summary { (t.pair(("分工", "Who did what"))) span.count { (view.edition.credits.len()) } }
                div.scroll tabindex="0" role="region" aria-label=(t.say(("分工", "Who did what"))) {
                    table {
                        thead { tr {
                            th scope="col" { (t.say(("角色", "Role"))) }
                            th scope="col" { (t.say(("由谁", "By"))) }
                            th scope="col" { (t.say(("所在地", "Where"))) }
                            th.number scope="col" { (t.say(("次数", "Calls"))) }
                            th.number scope="col" { (t.say(("重试", "Retries"))) }
                            th.number scope="col" { (t.say(("换手", "Failovers"))) }
                        } }
                        tbody {
                            @for credit in &view.edition.credits {
                                tr {
                                    th scope="row" { (t.pair(words::role(credit.role))) }
                                    td {
                                        @if credit.vendor == "zaowan" && credit.model == "floor" {
                                            (t.say(("规则程序", "deterministic rules")))
                                        } @else if credit.vendor == "zaowan" { (credit.model) }
                                        @else { (credit.vendor) "/" (credit.model) }
                                    }
                                    td { (words::jurisdiction(&credit.jurisdiction, t)) }
                                    td.number { (credit.calls) }
                                    td.number { (credit.retries) }
                                    td.number { (credit.failovers) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn figures(view: &View<'_>) -> Markup {
    let t = view.tongue;
    let edition = view.edition;
    html! {
        details.section {
            summary { (t.pair(("用时、花费与声音", "Time, cost and sound"))) }
            dl {
                @for timing in &edition.timings {
                    dt { (words::stage(&timing.stage, t)) }
                    dd { (when::duration_ms(timing.ms, t)) }
                }
                dt { (t.say(("花费", "Cost"))) }
                dd { (dollars(edition.ledger.total_usd)) }
                // What cost nothing is not worth a line.
                @for (vendor, usd) in edition.ledger.by_vendor.iter().filter(|(_, usd)| **usd > 0.0) {
                    dd { (vendor) " " (dollars(*usd)) }
                }
                @if let Some(audio) = &edition.audio {
                    dt { (t.say(("响度", "Loudness"))) }
                    dd { (format!("{:.1} LUFS, {:.1} dBTP", audio.lufs, audio.true_peak_db)) }
                    dt { (t.say(("声音", "Voices"))) }
                    @for (anchor, voice) in &audio.voice_by_anchor { dd { (words::anchor(anchor, t)) " " code { (voice) } } }
                }
                dt { (t.say(("标识", "Labels"))) }
                dd { (edition.labels.metadata.join(", ")) }
                dt { (t.say(("编号", "Id"))) }
                dd { code { (edition.id) } }
            }
        }
    }
}

fn dollars(usd: f64) -> String {
    if usd > 0.0 { format!("US$ {usd:.4}") } else { "US$ 0".to_owned() }
}

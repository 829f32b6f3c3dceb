//! What was left out and why, grouped by reason. Hundreds of entries stay usable: all is folded, long lists are cut.

use super::edition::View;
use super::{host, safe_link};
use crate::{words, words::Tongue};
use maud::{Markup, html};
use news::edition::Missed;
use news::{Spike, SpikeReason};
use std::collections::BTreeMap;

/// A longer remark in brackets at the end of a detail is left to `edition.json`: hundreds of them hide the headlines.
const MAX_REMARK: usize = 40;

/// So many of each reason are listed; the rest is counted, and stands in `edition.json`.
const MAX_LISTED: usize = 40;
/// So many addresses of one entry are linked.
const MAX_LINKS: usize = 3;

/// The section with its count.
pub(super) fn section(view: &View<'_>) -> Markup {
    let t = view.tongue;
    let groups = by_reason(&view.edition.spiked);
    html! {
        section #left-out aria-labelledby="h-left-out" {
            h3 #h-left-out { (t.pair(("未采用的消息", "Left out, and why"))) span.count { (view.edition.spiked.len()) } }
            @if groups.is_empty() {
                p { (t.say(("没有消息被舍弃。", "Nothing was left out."))) }
            }
            @for (reason, spikes) in &groups { (group(*reason, spikes, t)) }
            (missed(&view.edition.missed, t))
        }
    }
}

/// What several independent owners carried and the edition does not tell.
fn missed(missed: &[Missed], t: Tongue) -> Markup {
    html! {
        @if !missed.is_empty() {
            details.reason #missed {
                summary { (t.pair(("多家报道而本期未收", "Carried by several, and not here"))) span.count { (missed.len()) } }
                p.means {
                    (t.say((
                        "至少三家互不隶属的媒体报道了这些事，本期没有讲；后面是原因。",
                        "At least three independent owners told these, and this edition does not; here is why.",
                    )))
                }
                ul {
                    @for one in missed.iter().take(MAX_LISTED) { (missed_entry(one, t)) }
                    @if missed.len() > MAX_LISTED { (more(missed.len() - MAX_LISTED, t)) }
                }
            }
        }
    }
}

fn missed_entry(missed: &Missed, t: Tongue) -> Markup {
    let detail = brief(&missed.detail);
    html! {
        li {
            span.headline lang=(news::text::language_of(&missed.headline)) { (missed.headline) }
            " " span.detail { (missed.owners.join(", ")) }
            " " span.detail lang=(news::text::language_of(detail)) { (t.say(words::reason(missed.why))) ": " (detail) }
            (links(&missed.urls))
        }
    }
}

/// Most first, for the reasons that took most away say most about the edition.
fn by_reason(spiked: &[Spike]) -> Vec<(SpikeReason, Vec<&Spike>)> {
    let mut groups: BTreeMap<SpikeReason, Vec<&Spike>> = BTreeMap::new();
    for spike in spiked {
        groups.entry(spike.reason).or_default().push(spike);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, spikes)| std::cmp::Reverse(spikes.len()));
    groups
}

fn group(reason: SpikeReason, spikes: &[&Spike], t: Tongue) -> Markup {
    html! {
        details.reason #{ "reason-" (reason.key()) } {
            summary { (t.pair(words::reason(reason))) span.count { (spikes.len()) } }
            p.means { (t.say(words::reason_means(reason))) }
            ul {
                @for spike in spikes.iter().take(MAX_LISTED) { (entry(spike)) }
                @if spikes.len() > MAX_LISTED {
                    (more(spikes.len() - MAX_LISTED, t))
                }
            }
        }
    }
}

fn more(n: usize, t: Tongue) -> Markup {
    html! {
        li.more {
            a href="edition.json" {
                @if t.is_zh() { "还有 " (n) " 条，见 edition.json" } @else { (n) " more in edition.json" }
            }
        }
    }
}

fn links(urls: &[String]) -> Markup {
    html! {
        @for address in urls.iter().take(MAX_LINKS) {
            @if let (Some(link), Some(host)) = (safe_link(address), host(address)) {
                " " a href=(link) rel="noopener nofollow noreferrer" { (host) }
            }
        }
    }
}

fn entry(spike: &Spike) -> Markup {
    let detail = brief(&spike.detail);
    html! {
        li {
            span.headline lang=(news::text::language_of(&spike.headline)) { (spike.headline) }
            " " span.detail lang=(news::text::language_of(detail)) { (detail) }
            (links(&spike.urls))
        }
    }
}

/// The detail without a long remark in brackets at its end.
fn brief(detail: &str) -> &str {
    let cut = detail.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("));
    cut.filter(|(_, remark)| remark.chars().count() > MAX_REMARK).map_or(detail, |(said, _)| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_remark_in_brackets_is_left_to_the_record() {
        let long = "others were more important; score 0.81 (corroboration 0.88, urgency 0.33, trust 1.00)";
        assert_eq!(brief(long), "others were more important; score 0.81");
        assert_eq!(brief("answered with a page (status 429)"), "answered with a page (status 429)");
        assert_eq!(brief("("), "(");
    }
}

//! What was left out and why, grouped by reason. Hundreds of entries stay usable: all is folded, long lists are cut.

use super::edition::View;
use super::{host, safe_link};
use crate::{words, words::Tongue};
use maud::{Markup, html};
use news::{Spike, SpikeReason};
use std::collections::BTreeMap;

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
                    li.more {
                        a href="edition.json" {
                            @let n = spikes.len() - MAX_LISTED;
                            @if t.is_zh() { "还有 " (n) " 条，见 edition.json" } @else { (n) " more in edition.json" }
                        }
                    }
                }
            }
        }
    }
}

fn entry(spike: &Spike) -> Markup {
    html! {
        li {
            span.headline lang=(news::text::language_of(&spike.headline)) { (spike.headline) }
            " " span.detail { (spike.detail) }
            @for address in spike.urls.iter().take(MAX_LINKS) {
                @if let (Some(link), Some(host)) = (safe_link(address), host(address)) {
                    " " a href=(link) rel="noopener nofollow noreferrer" { (host) }
                }
            }
        }
    }
}

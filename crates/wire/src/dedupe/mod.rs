//! Finds items whose text is that of another: wire copies, excerpts, the same page under two addresses.
//!
//! Texts are cut into overlapping runs of three tokens. Of long texts every eighth run (by hash) is in the index, so
//! that finding candidates stays cheap; candidates are then compared in full. Containment in the shorter text, not
//! resemblance of both, is what counts: an excerpt resembles its original little and is contained in it wholly.

mod origin;
mod pairs;
mod text;

use news::{Item, ItemId, Mark};
use origin::{Origin, origin};
use pairs::Pairs;
use std::collections::HashMap;

/// A text longer than this many times another is not its copy but holds it as an excerpt.
const EXCERPT: f64 = 1.6;
/// So much of a text is the text.
const SAME: f64 = 0.92;

/// An item whose text is that of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The one that is dropped.
    pub item: ItemId,
    /// The one that is kept; never itself a duplicate.
    pub of: ItemId,
    /// How it was found, in plain words: `87 % of its text stands in the other`.
    pub how: String,
}

/// Finds items whose title and text are those of another.
///
/// Kept is the original: the whole before an excerpt of it, the agency's own page before a paper's, a paper's own before
/// a copy that credits an agency, then the earliest. Items with the same id or the same canonical address are duplicates
/// whatever they say. Texts are compared with those that arrived within two weeks.
pub fn near_duplicates(items: &[Item]) -> Vec<Duplicate> {
    let pairs = Pairs::find(items);
    let order = order(items, &pairs);
    // For each item that was looked at the one that is kept: itself, or that which it copies.
    let mut kept: HashMap<usize, usize> = HashMap::new();
    let mut by_address: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for i in order {
        let same_address = by_address.get(items[i].canonical_url.as_str()).map(|of| (*of, 1.0));
        let same_text = || {
            let alike = pairs.of.get(&i)?.iter().filter_map(|(other, share)| {
                let of = *kept.get(other)?;
                // The copy of a copy, if that is nearly the same; a part of a part may be nothing of the whole.
                (of == *other || *share >= SAME).then_some((of, *share))
            });
            alike.max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
        };
        match same_address.or_else(same_text) {
            // An item that arrived twice is no duplicate of itself.
            Some((of, _)) if items[of].id == items[i].id => {}
            Some((of, share)) => {
                kept.insert(i, of);
                found.push(duplicate(&items[i], &items[of], share, same_address.is_some()));
            }
            None => {
                kept.insert(i, i);
                if !items[i].canonical_url.is_empty() {
                    by_address.insert(&items[i].canonical_url, i);
                }
            }
        }
    }
    found.sort_by(|a, b| a.item.cmp(&b.item));
    found
}

/// Originals first.
fn order(items: &[Item], pairs: &Pairs) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_cached_key(|i| {
        let item = &items[*i];
        let is_cut = item.is(Mark::Teaser) || item.is(Mark::TitleOnly) || item.is(Mark::LoginWall);
        // Of those without a copy it makes no difference.
        let origin = if pairs.of.contains_key(i) { origin(item).rank() } else { 0 };
        let at = item.dating.value.map_or(i64::MAX, |at| at.as_millisecond());
        (is_cut || is_excerpt(*i, pairs), origin, at, item.id.clone(), *i)
    });
    order
}

fn duplicate(item: &Item, of: &Item, share: f64, is_same_address: bool) -> Duplicate {
    let how = if is_same_address {
        "the same address".to_owned()
    } else {
        let credit = match origin(item) {
            Origin::Copy(agency) => format!(", and it credits {agency}"),
            Origin::Agency | Origin::Own => String::new(),
        };
        format!("{:.0} % of its text stands in the other{credit}", (share * 100.0).floor())
    };
    Duplicate { item: item.id.clone(), of: of.id.clone(), how }
}

fn is_excerpt(i: usize, pairs: &Pairs) -> bool {
    let length = pairs.lengths[i] as f64;
    let others = pairs.of.get(&i).into_iter().flatten();
    others.map(|(other, _)| pairs.lengths[*other] as f64).any(|other| other > length * EXCERPT)
}

/// The host of an address, without `www.`.
fn host_of(item: &Item) -> Option<String> {
    let url = url::Url::parse(&item.canonical_url).ok()?;
    url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
}

#[cfg(test)]
mod tests;

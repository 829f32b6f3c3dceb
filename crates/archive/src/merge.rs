//! What is kept of an item that arrives again.

use news::{Dating, Item};

/// The item to keep of two arrivals of it; `None` if the one that is held is already that.
///
/// The longer text is kept, with the title and the marks that belong to it. Of the dates the surer one is kept, of
/// equally sure ones the earlier: a feed that dates an old story anew does not make it new.
pub(crate) fn merge(held: &Item, arrived: &Item) -> Option<Item> {
    let fuller = if arrived.text.len() > held.text.len() { arrived } else { held };
    let mut merged = fuller.clone();
    merged.source = held.source.clone();
    merged.dating = surer(&held.dating, &arrived.dating).clone();
    if arrived.comments.len() > merged.comments.len() {
        merged.comments = arrived.comments.clone();
    }
    (merged != *held).then_some(merged)
}

fn surer<'a>(held: &'a Dating, arrived: &'a Dating) -> &'a Dating {
    match arrived.confidence.cmp(&held.confidence) {
        std::cmp::Ordering::Greater => arrived,
        std::cmp::Ordering::Less => held,
        std::cmp::Ordering::Equal => match (held.value, arrived.value) {
            (Some(before), Some(after)) if after < before => arrived,
            (None, Some(_)) => arrived,
            _ => held,
        },
    }
}

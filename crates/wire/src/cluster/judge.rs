//! What a person who judges the clustering looks at: which pairs of a batch were joined, and which nearly were.

use super::features::Features;
use super::reading::Reading;
use super::similarity::Index;
use super::{cluster, group, time_of};
use news::{Item, ItemId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The alike pairs of a batch that stayed apart, the most alike first, each with its likeness in [0, 1].
///
/// Copies of one text are left out, as they are before items are clustered.
pub fn near_misses(items: &[Item]) -> Vec<(ItemId, ItemId, f32)> {
    let stories = cluster(items.to_vec(), &BTreeMap::new());
    let mut kept: Vec<Item> = stories.into_iter().flat_map(|story| story.items).collect();
    kept.sort_by(|a, b| time_of(a).cmp(&time_of(b)).then_with(|| a.id.cmp(&b.id)));
    let mut of = vec![0; kept.len()];
    for (nth, group) in group(&kept, None).iter().enumerate() {
        group.iter().for_each(|i| of[*i] = nth);
    }
    let readings: Vec<Arc<Reading>> = kept.iter().map(|item| Arc::new(Reading::of(item))).collect();
    let (graph, _) = Index::build(&Features::of(&readings));
    let mut apart: Vec<(ItemId, ItemId, f32)> = graph
        .pairs
        .into_iter()
        .map(|(a, b, alike)| (a as usize, b as usize, alike))
        .filter(|(a, b, _)| of[*a] != of[*b])
        .map(|(a, b, alike)| (kept[a].id.clone(), kept[b].id.clone(), alike))
        .collect();
    apart.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    apart
}

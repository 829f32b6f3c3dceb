//! Makes stories of groups: which item leads, who the owners are, what the story is about.

use super::scope::Scope;
use crate::dedupe::Duplicate;
use crate::owners::owner_of_item;
use news::{Item, ItemId, Mark, Source, SourceId, Story, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// The trust of a source nobody described.
const UNKNOWN_TRUST: u8 = 1;
/// The beat of a source nobody described.
const UNKNOWN_BEAT: &str = "general";
/// More text than this makes no item better: characters, a Han character as three.
const FULL: usize = 3_000;
/// What keeps an item from leading a story that has another.
const NEVER_FIRST: [Mark; 9] = [
    Mark::Teaser,
    Mark::TitleOnly,
    Mark::OffSite,
    Mark::LookBack,
    Mark::Opinion,
    Mark::LoginWall,
    Mark::BotCheck,
    Mark::Injection,
    Mark::Live,
];

/// The stories of the groups, those that began first first.
///
/// `groups`: indices of `items`, which are sorted by time.
pub(super) fn assemble(
    items: Vec<Item>,
    groups: Vec<Vec<usize>>,
    duplicates: &[Duplicate],
    sources: &BTreeMap<SourceId, Source>,
) -> Vec<Story> {
    let mut copies: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
    for duplicate in duplicates {
        copies.entry(duplicate.of.clone()).or_default().push(duplicate.item.clone());
    }
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    let mut groups = groups;
    groups.sort();
    groups
        .into_iter()
        .filter_map(|group| {
            let members: Vec<Item> = group.into_iter().filter_map(|i| items.get_mut(i)?.take()).collect();
            story(members, &copies, sources)
        })
        .collect()
}

fn story(
    mut items: Vec<Item>,
    copies: &BTreeMap<ItemId, Vec<ItemId>>,
    sources: &BTreeMap<SourceId, Source>,
) -> Option<Story> {
    let id = StoryId::of(items.first()?.id.as_str());
    let owners: BTreeSet<String> = items.iter().filter(|item| reports(item)).map(|item| owner(item, sources)).collect();
    let beat = beat(&items, sources);
    let mut duplicates: Vec<ItemId> = items.iter().filter_map(|item| copies.get(&item.id)).flatten().cloned().collect();
    duplicates.sort();
    duplicates.dedup();
    items.sort_by(|a, b| rank(b, sources).cmp(&rank(a, sources)).then_with(|| a.id.cmp(&b.id)));
    Some(Story { id, thread: None, items, duplicates, owners: owners.into_iter().collect(), beat, told: Vec::new() })
}

/// Whether the item's owner stands for the news with it; a joke or an advertisement corroborates nothing.
fn reports(item: &Item) -> bool {
    ![Mark::Satire, Mark::Promotion, Mark::BotCheck, Mark::Injection].into_iter().any(|mark| item.is(mark))
}

fn owner(item: &Item, sources: &BTreeMap<SourceId, Source>) -> String {
    match sources.get(&item.source) {
        Some(source) if !source.owner.trim().is_empty() => owner_of_item(item, source.owner.trim()),
        _ => owner_of_item(item, item.source.0.as_str()),
    }
}

/// May lead, is dated; then fullness times trust.
fn rank(item: &Item, sources: &BTreeMap<SourceId, Source>) -> (bool, bool, usize, i64) {
    let is_whole = !NEVER_FIRST.into_iter().any(|mark| item.is(mark));
    let may_lead = reports(item) && is_whole && Scope::of(item) == Scope::Event;
    let fullness = item.text.chars().map(|c| if news::text::is_han(c) { 3 } else { 1 }).sum::<usize>().min(FULL);
    let trust = usize::from(sources.get(&item.source).map_or(UNKNOWN_TRUST, |source| source.trust));
    // The earlier of equals: it is nearer to the event's own words.
    let earliness = item.dating.value.map_or(i64::MIN, |at| -at.as_second());
    (may_lead, item.dating.value.is_some(), fullness * trust, earliness)
}

/// The beat with most trust behind it; of equals the first by name.
fn beat(items: &[Item], sources: &BTreeMap<SourceId, Source>) -> String {
    let mut votes: BTreeMap<&str, u32> = BTreeMap::new();
    for source in items.iter().filter_map(|item| sources.get(&item.source)) {
        *votes.entry(source.beat.as_str()).or_default() += u32::from(source.trust.max(1));
    }
    let most = votes.values().copied().max().unwrap_or(0);
    votes.into_iter().find(|(_, n)| *n == most).map_or(UNKNOWN_BEAT, |(beat, _)| beat).to_owned()
}

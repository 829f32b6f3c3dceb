//! The shipped table of topics: what readers call them, and the words of stories about them.

use super::Subject;
use crate::wire_editor;
use crate::words::Plain;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../../words/topics.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    en: String,
    zh: String,
    #[serde(default)]
    beat: Option<String>,
    names: Vec<String>,
    #[serde(default)]
    only_in_profile: Vec<String>,
    related: Vec<String>,
}

impl Topic {
    fn subject(&self) -> Subject {
        let names = self.names.iter().filter(|name| !self.only_in_profile.contains(name));
        let mut terms: Vec<String> = self.related.iter().chain(names).cloned().collect();
        terms.sort();
        terms.dedup();
        Subject { en: self.en.clone(), zh: self.zh.clone(), beat: self.beat.clone(), terms }
    }
}

/// The topics that a piece of a profile names; a name inside a longer one does not count: "网络安全" is not "网络".
pub(super) fn in_text(text: &Plain) -> Vec<Subject> {
    let found: Vec<(&str, &Topic)> = topics()
        .values()
        .flat_map(|topic| topic.names.iter().map(move |name| (name, topic)))
        .filter(|(name, _)| text.find(std::slice::from_ref(*name)).is_some())
        .map(|(name, topic)| (name.as_str(), topic))
        .collect();
    let inside_another = |name: &str| found.iter().any(|(other, _)| other.len() > name.len() && other.contains(name));
    let mut subjects: Vec<Subject> = Vec::new();
    for (_, topic) in found.iter().filter(|(name, _)| !inside_another(name)) {
        let subject = topic.subject();
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    subjects
}

/// The subject of a weight: a topic by its key or by one of its names, else a beat.
pub(super) fn named(name: &str) -> Subject {
    let plain = Plain::of(name);
    let is_named = |topic: &&Topic| topic.names.iter().any(|known| known == plain.as_str().trim());
    let beat = || Subject { en: name.into(), zh: name.into(), beat: Some(name.into()), terms: Vec::new() };
    let topic = topics().get(name).or_else(|| topics().values().find(is_named).filter(|_| !wire_editor::is_beat(name)));
    topic.map_or_else(beat, Topic::subject)
}

pub(super) fn all_names() -> Vec<&'static str> {
    let of_topics = topics()
        .iter()
        .flat_map(|(key, topic)| std::iter::once(key.as_str()).chain(topic.names.iter().map(String::as_str)));
    of_topics.chain(wire_editor::BEATS.iter().copied()).collect()
}

/// Read once. A test holds that it can be read.
fn topics() -> &'static BTreeMap<String, Topic> {
    static TOPICS: OnceLock<BTreeMap<String, Topic>> = OnceLock::new();
    TOPICS.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/topics.toml: {error}");
            BTreeMap::new()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_and_every_word_of_it_can_match() {
        let topics: BTreeMap<String, Topic> = toml::from_str(WRITTEN).unwrap();
        for topic in topics.values() {
            for word in topic.names.iter().chain(&topic.related) {
                assert!(Plain::of(word).find(std::slice::from_ref(word)).is_some(), "{word:?}: write it folded");
            }
            let strange: Vec<_> = topic.only_in_profile.iter().filter(|word| !topic.names.contains(word)).collect();
            assert!(strange.is_empty(), "{strange:?} are no names of {}", topic.en);
            let beat = topic.beat.as_deref();
            assert!(beat.is_none_or(wire_editor::is_beat), "{beat:?} is no beat");
        }
    }

    #[test]
    fn a_name_belongs_to_one_topic_only() {
        let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, topic) in topics() {
            topic.names.iter().for_each(|name| owners.entry(name).or_default().push(key));
        }
        let shared: Vec<_> = owners.into_iter().filter(|(_, topics)| topics.len() > 1).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}

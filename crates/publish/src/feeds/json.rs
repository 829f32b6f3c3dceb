//! `feed.json`: JSON Feed 1.1, one item a story.

use super::rss::{story_guid, story_link, story_time};
use super::{Channel, content};
use crate::page::safe_link;
use crate::shelf::Whole;
use crate::{Error, about::feed_language, corrections, labels, when};
use serde_json::{Value, json};

pub(super) fn write(channel: &Channel<'_>, editions: &[&Whole]) -> Result<String, Error> {
    let items: Vec<Value> = editions
        .iter()
        .flat_map(|whole| (0..whole.edition.stories.len()).filter_map(|n| item(channel, whole, n)))
        .collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title(),
        "description": channel.description(),
        "language": feed_language(channel.about.language()),
        "authors": [{ "name": channel.about.author }],
        "_zaowan": { "about": "https://jsonfeed.org/version/1.1#extensions", "ai_generated": true, "sample": channel.about.sample },
        "items": items,
    });
    if channel.has_address()
        && let Some(feed) = feed.as_object_mut()
    {
        feed.insert("home_page_url".into(), channel.address("index.html").into());
        feed.insert("feed_url".into(), channel.address("feed.json").into());
        feed.insert("icon".into(), channel.cover().into());
    }
    let mut text = serde_json::to_string_pretty(&feed)?;
    text.push('\n');
    Ok(text)
}

fn item(channel: &Channel<'_>, whole: &Whole, n: usize) -> Option<Value> {
    let edition = &whole.edition;
    let story = edition.stories.get(n)?;
    let zone = when::zone(&edition.timezone);
    let mut item = json!({
        "id": story_guid(edition, story),
        "title": story.headline,
        "summary": format!("{}\n{}", story.summary, labels::text(story.language)),
        "content_html": content::story(edition, story),
        "date_published": when::rfc3339(story_time(edition, n), &zone),
        "language": feed_language(story.language),
        "tags": [story.beat],
        "_zaowan": {
            "ai_generated": true,
            "sample": edition.sample,
            "edition": edition.id,
            "corroboration": story.corroboration,
            "sources": story.sources.iter().filter_map(|source| safe_link(&source.url)).collect::<Vec<_>>(),
        },
    });
    let fields = item.as_object_mut()?;
    if let Some(at) = corrections::updated_at(edition, &story.id) {
        fields.insert("date_modified".into(), when::rfc3339(at, &zone).into());
    }
    if let Some(link) = story_link(channel, whole, story) {
        fields.insert("url".into(), link.into());
    }
    if let Some(source) = story.sources.iter().find_map(|source| safe_link(&source.url)) {
        fields.insert("external_url".into(), source.into());
    }
    Some(item)
}

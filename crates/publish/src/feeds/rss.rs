//! `feed.xml`: RSS 2.0, one item a story, the text in full.

use super::xml::Xml;
use super::{Channel, content};
use crate::page::safe_link;
use crate::shelf::Whole;
use crate::{about::feed_language, corrections, when};
use jiff::{Timestamp, ToSpan};
use news::edition::{Edition, PublishedStory};

/// Says which program made a feed.
pub(super) const GENERATOR: &str = concat!("Zaowan ", env!("CARGO_PKG_VERSION"));

/// Editions come twice a day; a reader that asks every hour is never late by more.
const TTL_MINUTES: &str = "60";

pub(super) fn write(channel: &Channel<'_>, editions: &[&Whole]) -> String {
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.open("channel", &[]);
    head(&mut xml, channel, "feed.xml", last_change(editions.iter().copied()));
    for whole in editions {
        for n in 0..whole.edition.stories.len() {
            item(&mut xml, channel, whole, n);
        }
    }
    xml.finish()
}

/// When any of the editions was published or changed last, and the one whose zone that is told in.
pub(super) fn last_change<'a>(editions: impl Iterator<Item = &'a Whole>) -> Option<(Timestamp, &'a Edition)> {
    let changes = editions.map(|whole| (corrections::edition_updated_at(&whole.edition), &whole.edition));
    changes.max_by_key(|(at, _)| *at)
}

/// What both RSS feeds begin with.
pub(super) fn head(xml: &mut Xml, channel: &Channel<'_>, file: &str, newest: Option<(Timestamp, &Edition)>) {
    let home = channel.address("index.html");
    let title = channel.title();
    xml.leaf("title", &[], &title);
    xml.leaf("link", &[], &home);
    xml.leaf("description", &[], &channel.description());
    xml.leaf("language", &[], &feed_language(channel.about.language()));
    xml.empty("atom:link", &[("href", &channel.address(file)), ("rel", "self"), ("type", "application/rss+xml")]);
    if let Some(email) = &channel.about.owner_email {
        // The name is part of the form that feed validators ask for.
        let author = if channel.about.author.is_empty() { &channel.about.name } else { &channel.about.author };
        xml.leaf("managingEditor", &[], &format!("{email} ({author})"));
    }
    if let Some((at, edition)) = newest {
        xml.leaf("lastBuildDate", &[], &when::rfc822(at, &when::zone(&edition.timezone)));
    }
    xml.leaf("ttl", &[], TTL_MINUTES);
    xml.leaf("generator", &[], GENERATOR);
    xml.leaf("docs", &[], "https://www.rssboard.org/rss-specification");
    xml.open("image", &[]);
    xml.leaf("url", &[], &channel.cover());
    xml.leaf("title", &[], &title);
    xml.leaf("link", &[], &home);
    xml.close();
}

fn item(xml: &mut Xml, channel: &Channel<'_>, whole: &Whole, n: usize) {
    let edition = &whole.edition;
    let Some(story) = edition.stories.get(n) else { return };
    let zone = when::zone(&edition.timezone);
    xml.open("item", &[]);
    xml.leaf("title", &[], &story.headline);
    if let Some(link) = story_link(channel, whole, story) {
        xml.leaf("link", &[], &link);
    }
    xml.leaf("guid", &[("isPermaLink", "false")], &story_guid(edition, story));
    xml.leaf("pubDate", &[], &when::rfc822(story_time(edition, n), &zone));
    if let Some(at) = corrections::updated_at(edition, &story.id) {
        // RSS has no word of its own for it; readers of Atom's take the item as the same, changed.
        xml.leaf("atom:updated", &[], &when::rfc3339(at, &zone));
    }
    if !channel.about.author.is_empty() {
        xml.leaf("dc:creator", &[], &channel.about.author);
    }
    if !story.beat.trim().is_empty() {
        xml.leaf("category", &[], &story.beat);
    }
    xml.leaf("description", &[], &content::story_summary(edition, story));
    xml.leaf("content:encoded", &[], &content::story(edition, story));
    xml.close();
}

/// Where a story can be read: on its edition's page, or at its first source where the site has no address.
pub(super) fn story_link(channel: &Channel<'_>, whole: &Whole, story: &PublishedStory) -> Option<String> {
    if channel.has_address() {
        return Some(format!("{}#{}", channel.in_edition(&whole.key(), "index.html"), story.id));
    }
    story.sources.iter().find_map(|source| safe_link(&source.url))
}

/// The same story in another edition is another item: it tells something new.
pub(super) fn story_guid(edition: &Edition, story: &PublishedStory) -> String {
    format!("{}/{}", edition.id, story.id)
}

/// When the edition was published, a second less for each story before this one.
///
/// Readers sort by time, and equal times would be shown in any order rather than in that of the rundown.
pub(super) fn story_time(edition: &Edition, n: usize) -> Timestamp {
    let seconds = i64::try_from(n).unwrap_or(0);
    edition.published_at.checked_sub(seconds.seconds()).unwrap_or(edition.published_at)
}

//! `podcast.xml`: RSS 2.0 with the tags of Apple and of the podcast namespace, one item an edition with sound.
//!
//! Sources: Apple's podcast requirements, PSP-1, and <https://podcastindex.org/namespace/1.0>.

use super::rss::{head, last_change};
use super::xml::Xml;
use super::{Channel, PODCAST_NAMESPACE, content, disclosure, feed_guid, sample_mark};
use crate::shelf::Whole;
use crate::site::MP3;
use crate::{corrections, when, words, words::Tongue};
use news::edition::Audio;
use news::{Edition, EditionKey};
use uuid::Uuid;

/// Apple cuts descriptions at 4,000 characters.
const MAX_SUMMARY: usize = 3_900;
/// Feed validators refuse longer names.
const MAX_NAME: usize = 255;

pub(super) fn write(channel: &Channel<'_>, editions: &[Whole]) -> String {
    let spoken: Vec<&Whole> = editions.iter().filter(|whole| whole.mp3_bytes.is_some()).collect();
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
            ("xmlns:podcast", "https://podcastindex.org/namespace/1.0"),
        ],
    );
    xml.open("channel", &[]);
    head(&mut xml, channel, "podcast.xml", last_change(spoken.iter().copied()));
    apple(&mut xml, channel);
    namespace(&mut xml, channel, spoken.first().copied());
    for whole in spoken {
        item(&mut xml, channel, whole);
    }
    xml.finish()
}

fn apple(xml: &mut Xml, channel: &Channel<'_>) {
    xml.leaf("itunes:author", &[], &clip(&channel.about.author, MAX_NAME));
    xml.leaf("itunes:summary", &[], &clip(&channel.description(), MAX_SUMMARY));
    xml.leaf("itunes:type", &[], "episodic");
    xml.leaf("itunes:explicit", &[], "false");
    xml.empty("itunes:image", &[("href", &channel.cover())]);
    xml.open("itunes:category", &[("text", "News")]);
    xml.empty("itunes:category", &[("text", "Daily News")]);
    xml.close();
    if let Some(email) = &channel.about.owner_email {
        xml.open("itunes:owner", &[]);
        xml.leaf("itunes:name", &[], &clip(&channel.about.author, MAX_NAME));
        xml.leaf("itunes:email", &[], email);
        xml.close();
    }
}

fn namespace(xml: &mut Xml, channel: &Channel<'_>, newest: Option<&Whole>) {
    if channel.has_address() {
        xml.leaf("podcast:guid", &[], &feed_guid(&channel.address("podcast.xml")).to_string());
    }
    match &channel.about.owner_email {
        Some(email) => xml.leaf("podcast:locked", &[("owner", email)], "no"),
        None => xml.leaf("podcast:locked", &[], "no"),
    }
    xml.leaf("podcast:medium", &[], "podcast");
    xml.leaf("podcast:txt", &[("purpose", "ai-content")], "true");
    image(xml, &channel.cover(), &channel.title());
    for name in newest.map(anchors).unwrap_or_default() {
        xml.leaf("podcast:person", &[("role", "host"), ("group", "cast")], &name);
    }
}

fn item(xml: &mut Xml, channel: &Channel<'_>, whole: &Whole) {
    let (edition, key) = (&whole.edition, whole.key());
    let (Some(bytes), Some(audio)) = (whole.mp3_bytes, &edition.audio) else { return };
    let title = title(edition);
    let summary = summary(edition);
    xml.open("item", &[]);
    xml.leaf("title", &[], &title);
    xml.leaf("itunes:title", &[], &title);
    if channel.has_address() {
        xml.leaf("link", &[], &channel.in_edition(&key, "index.html"));
    }
    xml.leaf("guid", &[("isPermaLink", "false")], &guid(edition));
    xml.leaf("pubDate", &[], &when::rfc822(edition.published_at, &when::zone(&edition.timezone)));
    if !edition.corrections.is_empty() {
        let at = corrections::edition_updated_at(edition);
        xml.leaf("atom:updated", &[], &when::rfc3339(at, &when::zone(&edition.timezone)));
    }
    xml.leaf("description", &[], &content::episode_summary(edition));
    xml.leaf("content:encoded", &[], &content::show_notes(channel, edition, &key));
    xml.empty(
        "enclosure",
        &[("url", &channel.in_edition(&key, MP3)), ("length", &bytes.to_string()), ("type", "audio/mpeg")],
    );
    alternates(xml, channel, &key, audio);
    xml.leaf("itunes:author", &[], &clip(&channel.about.author, MAX_NAME));
    xml.leaf("itunes:summary", &[], &summary);
    xml.leaf("itunes:duration", &[], &format!("{}", audio.seconds.max(1.0).round() as u64));
    xml.leaf("itunes:episodeType", &[], "full");
    xml.leaf("itunes:explicit", &[], "false");
    xml.empty("itunes:image", &[("href", &channel.in_edition(&key, "cover.png"))]);
    attached(xml, channel, whole, &title);
    xml.close();
}

/// The same sound in other formats, for apps that choose.
fn alternates(xml: &mut Xml, channel: &Channel<'_>, key: &EditionKey, audio: &Audio) {
    for file in &audio.also {
        let length = file.bytes.to_string();
        xml.open("podcast:alternateEnclosure", &[("type", &file.media_type), ("length", &length)]);
        xml.empty("podcast:source", &[("uri", &channel.in_edition(key, &file.url))]);
        xml.close();
    }
}

/// The tags of the podcast namespace that point to the files beside the sound.
fn attached(xml: &mut Xml, channel: &Channel<'_>, whole: &Whole, title: &str) {
    let key = whole.key();
    let language = whole.edition.languages.first().copied().unwrap_or(channel.about.language()).to_string();
    let transcripts = [
        ("transcript.vtt", "text/vtt", true),
        ("transcript.srt", "application/x-subrip", false),
        ("transcript.json", "application/json", false),
    ];
    for (file, kind, are_captions) in transcripts {
        let url = channel.in_edition(&key, file);
        let mut attributes = vec![("url", url.as_str()), ("type", kind), ("language", language.as_str())];
        if are_captions {
            attributes.push(("rel", "captions"));
        }
        xml.empty("podcast:transcript", &attributes);
    }
    let chapters = channel.in_edition(&key, "chapters.json");
    xml.empty("podcast:chapters", &[("url", &chapters), ("type", "application/json+chapters")]);
    for name in anchors(whole) {
        xml.leaf("podcast:person", &[("role", "host"), ("group", "cast")], &name);
    }
    xml.leaf("podcast:txt", &[("purpose", "ai-content")], "true");
    image(xml, &channel.in_edition(&key, "cover.png"), title);
}

fn image(xml: &mut Xml, href: &str, alt: &str) {
    xml.empty(
        "podcast:image",
        &[("href", href), ("alt", alt), ("aspect-ratio", "1/1"), ("width", "1400"), ("type", "image/png")],
    );
}

/// Who speaks, each marked as a machine.
fn anchors(whole: &Whole) -> Vec<String> {
    // A name may have 128 characters; the mark needs a few.
    let named = whole.spoken.speakers.iter().map(|name| name.chars().take(110).collect::<String>());
    let mut names: Vec<String> = named.map(|name| format!("{name} (AI)")).collect();
    if names.is_empty() {
        let voices = whole.edition.audio.iter().flat_map(|audio| audio.voice_by_anchor.keys());
        let tongue = Tongue::of(&whole.edition.languages);
        names.extend(voices.map(|anchor| format!("{} (AI)", words::anchor(anchor, tongue))));
    }
    names
}

/// Date and slot, then what it leads with: podcast apps cut the end.
fn title(edition: &Edition) -> String {
    let tongue = Tongue::of(&edition.languages);
    let mut title = format!("{} {}", when::day(edition.date, tongue), words::slot(&edition.slot, tongue));
    if edition.sample {
        title = format!("{} {title}", tongue.say(("【样刊】", "[Sample]")));
    }
    if let Some(story) = edition.stories.first() {
        title = format!("{title} · {}", story.headline);
    }
    title
}

/// The headlines and the disclosure as plain text.
fn summary(edition: &Edition) -> String {
    let tongue = Tongue::of(&edition.languages);
    let mut lines = Vec::new();
    if edition.sample {
        lines.push(sample_mark(tongue).to_owned());
    }
    lines.push(disclosure(tongue));
    lines.extend(edition.stories.iter().enumerate().map(|(n, story)| format!("{}. {}", n + 1, story.headline)));
    clip(&lines.join("\n"), MAX_SUMMARY)
}

/// Other newsrooms have an edition of the same date and slot, so the name goes in; the address, which may move, does not.
fn guid(edition: &Edition) -> String {
    Uuid::new_v5(&PODCAST_NAMESPACE, format!("{}/{}", edition.newsroom, edition.id).as_bytes()).to_string()
}

fn clip(text: &str, max_chars: usize) -> String {
    text.chars().take(max_chars).collect()
}

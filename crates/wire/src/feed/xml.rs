//! Reads feeds in XML with feedparser-rs, once as they stand and once repaired if that is not enough.

use super::repair;
use crate::dating;
use crate::entry::{Body, Entry, absolute, evidence};
use feedparser_rs::{ParseOptions, ParsedFeed};
use jiff::tz::TimeZone;
use news::{Evidence, EvidenceKind, Language};
use url::Url;

/// Says UTF-8 before anything else can say otherwise: the text is already decoded.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Reads a feed in XML; `None` if it holds no feed even after a repair.
pub(super) fn read(text: &str, base: &Url, zone: Option<&TimeZone>) -> Option<Vec<Entry>> {
    let text = raw_dates_to_rfc3339(text, zone);
    let parsed = match parse(strip_declaration(&text)) {
        Some(parsed) if is_sound(&parsed) => parsed,
        plain => {
            let repaired = repair::repair(&text);
            better(plain, parse(&repaired.text), repaired.dropped_last)?
        }
    };
    let language = parsed.feed.language.as_deref().and_then(Language::parse);
    Some(parsed.entries.into_iter().map(|entry| convert(&entry, base, language, zone)).collect())
}

fn parse(text: &str) -> Option<ParsedFeed> {
    // Markup is taken off later, with an HTML parser; the crate's own resolver refuses private hosts
    // even where the newsroom allows them, so it is asked only where a feed moves its base.
    let options = ParseOptions {
        sanitize_html: false,
        resolve_relative_uris: text.contains("xml:base"),
        ..ParseOptions::permissive()
    };
    let parsed = feedparser_rs::parse_with_options(format!("{DECLARATION}{text}").as_bytes(), &options).ok()?;
    (parsed.version != feedparser_rs::FeedVersion::Unknown).then_some(parsed)
}

/// Whether the parser was content, found entries, and each of them leads somewhere.
fn is_sound(parsed: &ParsedFeed) -> bool {
    let is_linked = |entry: &feedparser_rs::Entry| entry.link.as_deref().is_some_and(|link| !link.trim().is_empty());
    !parsed.bozo && !parsed.entries.is_empty() && parsed.entries.iter().all(is_linked)
}

/// The repaired one, unless it lost entries; one fewer is right where the last was cut off.
fn better(plain: Option<ParsedFeed>, repaired: Option<ParsedFeed>, dropped_last: bool) -> Option<ParsedFeed> {
    match (plain, repaired) {
        (Some(plain), Some(repaired)) if plain.entries.len() > repaired.entries.len() + usize::from(dropped_last) => {
            Some(plain)
        }
        (plain, repaired) => repaired.or(plain),
    }
}

fn strip_declaration(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => text,
    }
}

fn convert(entry: &feedparser_rs::Entry, base: &Url, language: Option<Language>, zone: Option<&TimeZone>) -> Entry {
    let guid = entry.id.as_deref().unwrap_or_default().trim().to_owned();
    let link = entry.link.as_deref().filter(|link| !link.trim().is_empty()).or_else(|| alternate(entry));
    let url = link.and_then(|link| absolute(link, base)).or_else(|| address_in(&guid, base)).unwrap_or_default();
    let author = entry.author.as_deref().or(entry.dc_creator.as_deref()).and_then(person);
    let declared = entry.language.as_deref().and_then(Language::parse).or(language);
    Entry {
        has_page: !url.is_empty(),
        url,
        guid,
        title: entry.title.clone().unwrap_or_default(),
        body: body(entry),
        author,
        language: declared,
        evidence: dates(entry, zone),
        image: image(entry).and_then(|image| absolute(&image, base)),
        comments: Vec::new(),
    }
}

fn alternate(entry: &feedparser_rs::Entry) -> Option<&str> {
    let is_page = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    entry.links.iter().find(|link| is_page(link.rel.as_deref())).map(|link| link.href.as_str())
}

/// Only a whole address will do: most guids are bare numbers.
fn address_in(guid: &str, base: &Url) -> Option<String> {
    guid.starts_with("http").then(|| absolute(guid, base)).flatten()
}

/// The longer of content and summary: some feeds put the whole text in one, some in the other.
fn body(entry: &feedparser_rs::Entry) -> Body {
    let contents = entry.content.iter().map(|content| content.value.as_str());
    let texts = contents.chain(entry.summary.as_deref()).chain(entry.media_description.as_deref());
    // The first of equals, so that a summary never replaces the content it repeats.
    let longest = texts.fold("", |longest, text| if text.len() > longest.len() { text } else { longest });
    Body::Html(longest.to_owned())
}

/// `news@a.example (Jo Li)` is Jo Li.
fn person(raw: &str) -> Option<String> {
    let raw = crate::entry::one_line(raw);
    let in_brackets = raw.split_once('(').map(|(_, rest)| rest.trim_end_matches(')').trim());
    let name = match in_brackets {
        Some(name) if raw.contains('@') && !name.is_empty() => name,
        _ => raw.as_str(),
    };
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

/// First publication if the entry tells it, else the update: an update is never earlier.
fn dates(entry: &feedparser_rs::Entry, zone: Option<&TimeZone>) -> Vec<Evidence> {
    let spelled = [&entry.published_str, &entry.created_str, &entry.updated_str];
    let raw = spelled.into_iter().flatten().find(|raw| !raw.trim().is_empty());
    raw.map(|raw| evidence(EvidenceKind::Feed, raw, zone)).into_iter().collect()
}

fn image(entry: &feedparser_rs::Entry) -> Option<String> {
    let of_media = entry.media_thumbnail.first().map(|thumbnail| thumbnail.url.as_str());
    let is_image = |kind: Option<&str>| kind.is_some_and(|kind| kind.starts_with("image"));
    let of_content = entry
        .media_content
        .iter()
        .find(|content| is_image(content.medium.as_deref()) || is_image(content.content_type.as_deref()))
        .map(|content| content.url.as_str());
    let of_enclosure = entry
        .enclosures
        .iter()
        .find(|enclosure| is_image(enclosure.enclosure_type.as_deref()))
        .map(|enclosure| enclosure.url.as_str());
    of_content.or(of_media).or(of_enclosure).map(str::to_owned)
}

/// The parser keeps the raw spelling of every date but Dublin Core's, which it drops if it cannot read it.
/// So those are spelled for it in a way it can.
fn raw_dates_to_rfc3339(text: &str, zone: Option<&TimeZone>) -> String {
    const OPEN: &str = "<dc:date";
    let issued = text.contains("<dcterms:issued>") && !text.contains("<pubDate");
    let text = if issued { text.replace("dcterms:issued>", "dc:date>") } else { text.to_owned() };
    let text = text.as_str();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let Some(start) = rest[at..].find('>').map(|end| at + end + 1) else { break };
        let Some(end) = rest[start..].find('<').map(|end| start + end) else { break };
        let raw = rest[start..end].trim();
        out.push_str(&rest[..start]);
        match dating::parse_date(raw, zone) {
            Some((value, _)) if raw.parse::<jiff::Timestamp>().is_err() => out.push_str(&value.to_string()),
            _ => out.push_str(raw),
        }
        rest = &rest[end..];
    }
    out + rest
}

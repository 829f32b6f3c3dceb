//! A feed as the strictest reader sees it: well-formed, RSS, with its entries.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// In its order.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What readers know it by.
    pub guid: String,
    /// Its title.
    pub title: String,
    /// Where it is read.
    pub link: Option<String>,
    /// When it says it was published.
    pub published_at: Option<Timestamp>,
    /// The sound.
    pub enclosure: Option<Enclosure>,
    /// How long the sound is, in seconds.
    pub seconds: Option<f64>,
}

/// The sound of an entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// How many bytes it has.
    pub length: Option<u64>,
}

impl Entry {
    /// The edition it is of: `2026-02-10-morning`.
    pub fn edition(&self) -> Option<String> {
        let enclosure = self.enclosure.as_ref().map(|enclosure| enclosure.url.as_str());
        let in_address = [self.link.as_deref(), enclosure].into_iter().flatten().find_map(|address| {
            let (_, rest) = address.split_once("editions/")?;
            rest.split('/').next()
        });
        let known =
            in_address.or_else(|| self.guid.split('/').next()).filter(|key| news::EditionKey::parse(key).is_some());
        known.map(str::to_owned)
    }
}

/// Reads RSS.
///
/// Errors: it is not well-formed, no RSS, without a title, or an entry has no guid or no date.
pub fn read_feed(bytes: &[u8]) -> Result<Feed, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut reading = Reading::default();
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        match event.map_err(|error| format!("it is not well-formed at byte {at}: {error}"))? {
            Event::Start(start) => reading.begin(&start)?,
            Event::Empty(start) => {
                reading.begin(&start)?;
                reading.end();
            }
            Event::End(_) => reading.end(),
            Event::Text(piece) => reading.text.push_str(&piece.xml10_content()),
            Event::CData(piece) => reading.text.push_str(&piece),
            Event::GeneralRef(entity) => {
                let name = format!("&{};", &*entity);
                let text =
                    quick_xml::escape::unescape(&name).map_err(|_| format!("it has an unknown entity {name}"))?;
                reading.text.push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    text: String,
    feed: Feed,
    is_rss: bool,
}

impl Reading {
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        let name = start.name().0.to_owned();
        self.path.push(name);
        self.text.clear();
        match self.at().as_str() {
            "rss" => self.is_rss = true,
            "rss/channel/item" => self.feed.entries.push(Entry::default()),
            "rss/channel/item/enclosure" => {
                let mut enclosure = Enclosure::default();
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|error| format!("it is not well-formed: {error}"))?;
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap_or_default().into_owned();
                    match attribute.key.0 {
                        "url" => enclosure.url = value,
                        "length" => enclosure.length = value.parse().ok(),
                        _ => {}
                    }
                }
                self.entry(|entry| entry.enclosure = Some(enclosure));
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        match self.at().as_str() {
            "rss/channel/title" => self.feed.title = text,
            "rss/channel/item/guid" => self.entry(|entry| entry.guid = text),
            "rss/channel/item/title" => self.entry(|entry| entry.title = text),
            "rss/channel/item/link" => self.entry(|entry| entry.link = Some(text)),
            "rss/channel/item/pubDate" => {
                let at = DateTimeParser::new().parse_timestamp(&text).ok();
                self.entry(|entry| entry.published_at = at);
            }
            "rss/channel/item/itunes:duration" => {
                let seconds = seconds(&text);
                self.entry(|entry| entry.seconds = seconds);
            }
            _ => {}
        }
        self.path.pop();
    }

    fn at(&self) -> String {
        self.path.join("/")
    }

    fn entry(&mut self, deed: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.feed.entries.last_mut() {
            deed(entry);
        }
    }

    fn finish(self) -> Result<Feed, String> {
        if let Some(open) = self.path.last() {
            return Err(format!("it is cut off within <{open}>"));
        }
        if !self.is_rss || self.feed.title.is_empty() {
            return Err("it is no RSS with a title".into());
        }
        match self.feed.entries.iter().find(|entry| entry.guid.is_empty() || entry.published_at.is_none()) {
            Some(entry) => Err(format!("its entry {:?} has no guid or no date", entry.title)),
            None => Ok(self.feed),
        }
    }
}

/// `494`, `8:14` or `1:02:03`.
fn seconds(text: &str) -> Option<f64> {
    text.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + part.trim().parse::<f64>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODCAST: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:itunes="x"><channel><title>A &amp; B</title>
<image><title>not this</title></image>
<item><title>T</title><guid>g</guid><pubDate>Tue, 10 Feb 2026 07:00:00 +0800</pubDate>
<enclosure url="https://n.example/editions/2026-02-10-morning/bulletin.mp3" length="12" type="audio/mpeg"/>
<itunes:duration>8:14</itunes:duration></item></channel></rss>"#;

    #[test]
    fn a_feed_is_read() {
        let feed = read_feed(PODCAST.as_bytes()).unwrap();
        assert_eq!(feed.title, "A & B");
        let entry = &feed.entries[0];
        assert_eq!(entry.edition().as_deref(), Some("2026-02-10-morning"));
        assert_eq!(entry.published_at, Some("2026-02-09T23:00:00Z".parse().unwrap()));
        assert_eq!((entry.seconds, entry.enclosure.as_ref().unwrap().length), (Some(494.0), Some(12)));
    }

    #[test]
    fn what_no_reader_could_read_is_said_to_be_so() {
        let broken = |text: String| read_feed(text.as_bytes()).unwrap_err();
        let cut = PODCAST[..PODCAST.find("</item>").unwrap()].to_owned();
        assert_eq!(broken(cut), "it is cut off within <item>");
        assert!(broken(PODCAST[..PODCAST.len() - 30].to_owned()).contains("not well-formed"));
        assert!(broken(PODCAST.replace("</guid>", "</gid>")).contains("not well-formed"));
        assert_eq!(broken(PODCAST.replace("<guid>g</guid>", "")), "its entry \"T\" has no guid or no date");
        assert_eq!(broken("<html><body>Sign in</body></html>".into()), "it is no RSS with a title");
        assert_eq!(read_feed(b"\xff\xfe").unwrap_err(), "it is not UTF-8");
    }
}

//! The three feeds, made from the editions on disk: RSS and JSON Feed of the text, and the podcast.

mod content;
mod json;
mod podcast;
mod rss;
mod xml;

use crate::shelf::{Shelf, Whole};
use crate::{About, Error, labels, words::Tongue};
use news::EditionKey;
use url::Url;
use uuid::Uuid;

/// The namespace of feed ids (podcast namespace, `podcast:guid`).
const PODCAST_NAMESPACE: Uuid = Uuid::from_u128(0xead4_c236_bf58_58c6_a2c6_a6b2_8d12_8cb6);
/// Three days of stories are in the text feeds: a reader who is away over a weekend misses none.
const N_TEXT_EDITIONS: usize = 6;

/// Every feed as (path under the output folder, text).
///
/// `cover`: the name of the podcast's picture under `assets/`.
pub(crate) fn all(about: &About, base: &Url, cover: &str, shelf: &Shelf) -> Result<Vec<(&'static str, String)>, Error> {
    let channel = Channel { about, base, cover, tongue: Tongue::of(&about.languages) };
    let text_editions: Vec<&Whole> = shelf.newest.iter().take(N_TEXT_EDITIONS).collect();
    Ok(vec![
        ("feed.xml", rss::write(&channel, &text_editions)),
        ("feed.json", json::write(&channel, &text_editions)?),
        ("podcast.xml", podcast::write(&channel, &shelf.newest)),
    ])
}

/// The id of a podcast that stays the same wherever its feed is read: a UUIDv5 of the feed's address
/// without its scheme and without slashes at its end.
///
/// Source: podcast namespace 1.0, tag `guid`.
pub fn feed_guid(feed_url: &str) -> Uuid {
    let address = feed_url.split_once("://").map_or(feed_url, |(_, address)| address);
    Uuid::new_v5(&PODCAST_NAMESPACE, address.trim_end_matches('/').as_bytes())
}

/// What the feeds say about the newsroom and how they write addresses.
pub(crate) struct Channel<'a> {
    pub(crate) about: &'a About,
    base: &'a Url,
    cover: &'a str,
    pub(crate) tongue: Tongue,
}

impl Channel<'_> {
    /// Whether an address of the site is configured.
    pub(crate) fn has_address(&self) -> bool {
        self.about.base_url.as_deref().is_some_and(|base| !base.trim().is_empty())
    }

    /// The absolute address of a file under the output folder.
    pub(crate) fn address(&self, path: &str) -> String {
        // Only fixed names and checked slot names are joined, so this cannot fail; the base still is an address.
        self.base.join(path).unwrap_or_else(|_| self.base.clone()).to_string()
    }

    /// The absolute address of the picture of the whole.
    pub(crate) fn cover(&self) -> String {
        self.address(&format!("assets/{}", self.cover))
    }

    /// The absolute address of a file of an edition.
    pub(crate) fn in_edition(&self, key: &EditionKey, file: &str) -> String {
        self.address(&format!("editions/{key}/{file}"))
    }

    /// The title, marked where the news is invented.
    pub(crate) fn title(&self) -> String {
        if self.about.sample { format!("{} · 样刊 SAMPLE", self.about.name) } else { self.about.name.clone() }
    }

    /// What it is, with the AI disclosure.
    pub(crate) fn description(&self) -> String {
        let own = self.about.description.trim();
        let separator = if own.is_empty() { "" } else { "\n" };
        format!("{own}{separator}{}", disclosure(self.tongue))
    }
}

/// The AI disclosure in the languages of an edition.
pub(crate) fn disclosure(tongue: Tongue) -> String {
    tongue.languages().into_iter().map(labels::text).collect::<Vec<_>>().join("\n")
}

/// The words a sample is marked with.
pub(crate) fn sample_mark(tongue: Tongue) -> &'static str {
    tongue.say(("样刊：其中新闻均为虚构。", "Sample: the news in it is invented."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_guid_ignores_scheme_and_final_slashes() {
        // The example of the podcast namespace's own documentation.
        let expected = "917393e3-1b1e-5cef-ace4-edaa54e1f810";
        assert_eq!(feed_guid("https://mp3s.nashownotes.com/pc20rss.xml").to_string(), expected);
        assert_eq!(feed_guid("http://mp3s.nashownotes.com/pc20rss.xml/").to_string(), expected);
    }
}

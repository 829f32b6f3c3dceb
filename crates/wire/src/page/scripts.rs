//! Dates that scripts hold as data: `"datePublished": "…"` in JSON of any shape, broken or not.

use dom_query::Document;

/// Keys of the first publication.
const PUBLISHED: &[&str] = &[
    "datepublished",
    "publisheddate",
    "published_date",
    "published_at",
    "publishedat",
    "publishdate",
    "publish_date",
    "publishtime",
    "publish_time",
    "pubdate",
    "pub_date",
    "pubtime",
    "published_time",
    "publishedtime",
    "firstpublished",
    "first_published",
    "firstpublisheddate",
    "publicationdate",
    "publication_date",
    "date_published",
    "articledate",
    "published",
    "datecreated",
    "uploaddate",
    "article_publish_date",
    "publishedon",
    "dateposted",
    "displaydate",
    "pagepublishdate",
    "contentpublishedat",
];
/// Keys of the making of something, perhaps of this page.
const CREATED: &[&str] = &[
    "created_at",
    "createdat",
    "created",
    "createddate",
    "createddatetime",
    "creationdate",
    "ptime",
    "ctime",
    "postdate",
    "post_date",
    "createtime",
    "create_time",
];
/// Scripts are read so far.
const MAX_BYTES: usize = 3_000_000;

/// What scripts say of dates, as written, in order.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    /// Under keys of publication.
    pub(super) published: Vec<String>,
    /// Under keys of making.
    pub(super) created: Vec<String>,
}

impl Scripts {
    /// Reads all scripts of the page.
    pub(super) fn read(document: &Document) -> Self {
        let mut found = Self::default();
        let mut n_bytes = 0;
        for script in document.select("script").iter() {
            let text = script.text();
            n_bytes += text.len();
            if n_bytes > MAX_BYTES {
                break;
            }
            found.add(&text);
        }
        found
    }

    fn add(&mut self, text: &str) {
        for (at, _) in text.match_indices(':') {
            let Some(key) = key_before(text, at) else { continue };
            let key = key.to_ascii_lowercase();
            let list = if PUBLISHED.contains(&key.as_str()) {
                &mut self.published
            } else if CREATED.contains(&key.as_str()) {
                &mut self.created
            } else {
                continue;
            };
            if let Some(value) = value_behind(text, at + 1)
                && list.len() < 400
            {
                list.push(value);
            }
        }
    }
}

/// The key that ends before the colon, without quotes and their escapes.
fn key_before(text: &str, colon: usize) -> Option<&str> {
    let trim = |c: char| matches!(c, '"' | '\'' | '\\' | ' ' | '\n' | '\t');
    let before = text.get(..colon)?.trim_end_matches(trim);
    let before = before.strip_suffix("&quot;").unwrap_or(before);
    let start = before.bytes().rev().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    (start >= 5).then(|| &before[before.len() - start..])
}

/// A string or a number behind the colon.
fn value_behind(text: &str, at: usize) -> Option<String> {
    let behind = text.get(at..)?.trim_start();
    let behind = behind.strip_prefix('\\').unwrap_or(behind);
    let value = match behind.chars().next()? {
        quote @ ('"' | '\'') => behind.get(1..)?.split([quote, '\\', '<']).next()?,
        c if c.is_ascii_digit() => behind.split(|c: char| !c.is_ascii_digit()).next()?,
        _ => return None,
    };
    (6..=45)
        .contains(&value.len())
        .then(|| value.to_owned())
        .filter(|value| value.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_under_their_keys_in_json_of_any_shape() {
        let mut found = Scripts::default();
        found.add(r#"{"datePublished": "2026-02-10", a: {publishTime:1770714000}, \"published_at\":\"2026-02-09\", "title": "10:30", "createdAt":"2026-01-01T00:00:00Z","pubDate": null"#);
        assert_eq!(found.published, ["2026-02-10", "1770714000", "2026-02-09"]);
        assert_eq!(found.created, ["2026-01-01T00:00:00Z"]);
    }
}

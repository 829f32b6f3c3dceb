//! Small files of the site, kept in memory with their compressed form, so that a page costs a reader no disk.
//!
//! Whether a file changed is asked of the disk each time: a correction is seen at once.

use axum::http::HeaderValue;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::Metadata;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// Larger files are read from the disk in pieces.
const LARGEST: u64 = 1024 * 1024;
/// So many bytes are kept at the most; a year of front pages and feeds fits.
const MOST: usize = 64 * 1024 * 1024;
/// What is compressed to less than this of its size is sent so.
const WORTH: f64 = 0.9;

/// Types of what an edition leaves. What is not here goes the long way.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("xml", "text/xml; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("srt", "application/x-subrip; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("woff2", "font/woff2"),
];

/// The files that were read, by their path in the site.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    kept: Mutex<Files>,
    /// One file is read at a time: thousands of readers want the same page when an edition comes out.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Files {
    by_path: HashMap<String, Arc<Kept>>,
    n_bytes: usize,
}

/// A file as it was read.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) modified: SystemTime,
    pub(crate) media_type: HeaderValue,
    pub(crate) etag: String,
    pub(crate) plain: Bytes,
    pub(crate) gzip: Option<Bytes>,
}

impl Shelf {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), kept: Mutex::default(), reading: tokio::sync::Mutex::default() }
    }

    /// The file at this path of a URL; none if it is not small, not of a known type, not there, or not plainly named.
    pub(crate) async fn file(self: &Arc<Self>, path: &str) -> Option<Arc<Kept>> {
        let (name, media_type) = plain_name(path)?;
        let on_disk = self.folder.join(&name);
        let metadata = small(&on_disk)?;
        if let Some(kept) = self.fresh(&name, &metadata) {
            return Some(kept);
        }
        let _one = self.reading.lock().await;
        if let Some(kept) = self.fresh(&name, &metadata) {
            return Some(kept);
        }
        let read = tokio::task::spawn_blocking(move || read(&on_disk, media_type)).await.ok()??;
        let kept = Arc::new(read);
        self.keep(name, &kept);
        Some(kept)
    }

    fn fresh(&self, name: &str, metadata: &Metadata) -> Option<Arc<Kept>> {
        let kept = self.files().by_path.get(name).map(Arc::clone)?;
        let is_same = metadata.modified().ok() == Some(kept.modified) && metadata.len() == kept.plain.len() as u64;
        is_same.then_some(kept)
    }

    fn keep(&self, name: String, kept: &Arc<Kept>) {
        let mut files = self.files();
        if files.n_bytes + kept.n_bytes() > MOST {
            *files = Files::default();
        }
        files.n_bytes += kept.n_bytes();
        if let Some(before) = files.by_path.insert(name, Arc::clone(kept)) {
            files.n_bytes -= before.n_bytes();
        }
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        // Whoever panicked with it left whole files.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn n_bytes(&self) -> usize {
        self.plain.len() + self.gzip.as_ref().map_or(0, Bytes::len)
    }
}

/// The file's name below the site's folder and its type, where the path needs no second thought: nothing encoded, no
/// hidden part, no step upwards. Everything else is the long way's to judge.
fn plain_name(path: &str) -> Option<(String, &'static str)> {
    let path = path.strip_prefix('/')?;
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let is_plain = |part: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(known)
    };
    let (_, ending) = name.rsplit_once('.')?;
    let (_, media_type) = TYPES.iter().find(|(known, _)| *known == ending)?;
    name.split('/').all(is_plain).then_some((name, *media_type))
}

fn small(path: &Path) -> Option<Metadata> {
    std::fs::metadata(path).ok().filter(|metadata| metadata.is_file() && metadata.len() <= LARGEST)
}

fn read(path: &Path, media_type: &'static str) -> Option<Kept> {
    // Asked before the reading: a change in between is then seen the next time.
    let modified = small(path)?.modified().ok()?;
    let plain = std::fs::read(path).ok()?;
    let hash = Sha256::digest(&plain);
    let etag = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let is_text = !matches!(media_type, "image/png" | "font/woff2");
    let gzip = if is_text { compressed(&plain) } else { None };
    Some(Kept { modified, media_type: HeaderValue::from_static(media_type), etag, plain: plain.into(), gzip })
}

fn compressed(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(plain).ok()?;
    let gzip = encoder.finish().ok()?;
    ((gzip.len() as f64) < plain.len() as f64 * WORTH).then(|| gzip.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_plainly_named_is_looked_for() {
        let name = |path: &str| plain_name(path).map(|(name, _)| name);
        assert_eq!(name("/").as_deref(), Some("index.html"));
        assert_eq!(name("/editions/2026-02-10-morning/").as_deref(), Some("editions/2026-02-10-morning/index.html"));
        assert_eq!(name("/feed.xml").as_deref(), Some("feed.xml"));
        for path in [
            "/../a.html",
            "/a/./b.html",
            "//a.html",
            "/.a.html",
            "/%2e/a.html",
            "/a b.html",
            "/a",
            "/bulletin.mp3",
            "a.html",
            "/a\\b.html",
            "/C:a.html",
        ] {
            assert_eq!(name(path), None, "{path}");
        }
    }
}

//! A folder of md, txt and html files: the newsroom's own notes, or what another program leaves there.

use super::{Gathered, notes};
use crate::entry::{Body, Entry};
use crate::fetch::{Door, Failure, charset};
use crate::page;
use crate::poll::Seen;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use news::{Evidence, EvidenceKind, ProblemKind, Source, SourceKind};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use url::Url;

/// Deep enough for year/month/day.
const MAX_DEPTH: usize = 4;
const ENDINGS: &[&str] = &["md", "markdown", "txt", "html", "htm"];

/// The files of the folder, by path.
pub(super) async fn gather(door: &Door, source: &Source, zone: Option<TimeZone>, now: Timestamp) -> Gathered {
    let cap = door.options().max_body_bytes;
    let owned = source.clone();
    // Files are read on a thread of their own: a slow disk must not hold up the other sources.
    let read = tokio::task::spawn_blocking(move || read_folder(&owned, cap, zone.as_ref(), now)).await;
    match read {
        Ok(Ok(gathered)) => gathered,
        Ok(Err(failure)) => Gathered::failed(SourceKind::Folder, source, &failure, &Seen::default(), now),
        Err(stopped) => {
            let failure = Failure::told(ProblemKind::Malformed, &source.url, format!("reading stopped: {stopped}"));
            Gathered::failed(SourceKind::Folder, source, &failure, &Seen::default(), now)
        }
    }
}

fn read_folder(source: &Source, cap: usize, zone: Option<&TimeZone>, now: Timestamp) -> Result<Gathered, Failure> {
    let folder = folder_of(&source.url)?;
    let mut files = Vec::new();
    list(&folder, MAX_DEPTH, &mut files).map_err(|error| {
        let detail = format!("the folder cannot be read: {}: {error}", folder.display());
        Failure::told(ProblemKind::Unreachable, &source.url, detail)
    })?;
    files.sort();
    let mut gathered = Gathered::of(SourceKind::Folder, Vec::new(), Seen::default());
    gathered.n_entries = files.len();
    for file in files {
        match read_file(&file, cap, zone, now) {
            Ok(entry) => gathered.entries.push(entry),
            Err(failure) => gathered.problems.push(failure.problem(&source.id)),
        }
    }
    if gathered.n_entries == 0 {
        let detail = format!("the folder holds no md, txt or html file: {}", folder.display());
        return Err(Failure::told(ProblemKind::Empty, &source.url, detail));
    }
    Ok(gathered)
}

fn folder_of(url: &str) -> Result<PathBuf, Failure> {
    let folder = match Url::parse(url) {
        Ok(parsed) if parsed.scheme() == "file" => parsed.to_file_path().ok(),
        _ => Some(PathBuf::from(url)),
    };
    let absolute = folder.and_then(|folder| std::path::absolute(folder).ok());
    absolute.ok_or_else(|| Failure::told(ProblemKind::Malformed, url, format!("not the path of a folder: {url}")))
}

/// Hidden files and links are passed over: a link could lead out of the folder or round in it.
fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for found in fs::read_dir(folder)? {
        let found = found?;
        let path = found.path();
        let kind = found.file_type()?;
        if found.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth > 1 {
            list(&path, depth - 1, files)?;
        } else if kind.is_file() && ENDINGS.contains(&ending(&path).as_str()) {
            files.push(path);
        }
    }
    Ok(())
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn read_file(path: &Path, cap: usize, zone: Option<&TimeZone>, now: Timestamp) -> Result<Entry, Failure> {
    let url = Url::from_file_path(path).map(|url| url.to_string()).unwrap_or_default();
    let failed = |kind, what: String| Failure::told(kind, &url, format!("{}: {what}", path.display()));
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| failed(ProblemKind::Unreachable, error.to_string()))?;
    let changed =
        file.metadata().and_then(|about| about.modified()).ok().and_then(|time| Timestamp::try_from(time).ok());
    // One byte past the cap tells a file that fits from one that does not.
    let read = file.take(cap as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(ProblemKind::Unreachable, error.to_string()))?;
    if bytes.len() > cap {
        return Err(failed(ProblemKind::TooLarge, format!("the file is larger than {cap} bytes")));
    }
    let decoded = charset::decode(&bytes, None);
    if decoded.had_errors || decoded.text.contains('\0') {
        return Err(failed(ProblemKind::Malformed, "the file is not text in any charset we know".to_owned()));
    }
    if decoded.text.trim().is_empty() {
        return Err(failed(ProblemKind::Empty, "the file is empty".to_owned()));
    }
    let mut entry = match ending(path).as_str() {
        "html" | "htm" => of_page(&decoded.text, &url, zone, now),
        "txt" => notes::of_text(&decoded.text),
        _ => notes::of_markdown(&decoded.text, zone),
    };
    if entry.title.is_empty() {
        entry.title = path.file_stem().map(|stem| stem.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    }
    if entry.evidence.is_empty() {
        entry.evidence.extend(changed.map(of_file_time));
    }
    entry.guid.clone_from(&url);
    if entry.url.is_empty() {
        entry.url = url;
    }
    Ok(entry)
}

/// A file's time says when it was copied as often as when it was written, so it counts for little.
fn of_file_time(changed: Timestamp) -> Evidence {
    Evidence { kind: EvidenceKind::File, raw: changed.to_string(), value: Some(changed), rejected: None }
}

fn of_page(html: &str, url: &str, zone: Option<&TimeZone>, now: Timestamp) -> Entry {
    let page = page::read_page(html, url, now, zone);
    Entry {
        title: page.title.unwrap_or_default(),
        body: Body::Text(page.text),
        author: page.author,
        language: page.language,
        evidence: page.evidence,
        image: page.image,
        ..Entry::default()
    }
}

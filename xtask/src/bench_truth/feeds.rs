//! The section "Feeds": feedparser's own test files, feeds broken as in the wild, spellings of dates, speed.

use super::data::Data;
use super::peers;
use crate::section::Section;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use url::Url;
use wire::feed::Announced;
use wire::page::plain_text;

/// Where the tests' server of feedparser stands: relative links are relative to it.
const BASE: &str = "http://127.0.0.1:8097/tests/x/";
/// The moment of the broken feeds' first item; where its zone is unknown, it is within a day of it.
const MOMENT: i64 = 1_783_348_200;
const DAY: i64 = 24 * 60 * 60;
/// Passes over all files; the best counts, for either program.
const PASSES: usize = 3;
/// How many times feedparser's speed is asked for.
const TIMES: f64 = 20.0;

/// Where the reference and we differ, judged by sense.
const JUDGED: &str = "
Judged by sense: `item_category_image` has no title of its own, the one in the reference is a picture's. \
`rss_incomplete_cdata` breaks off within its only title, and half a title is worse than none. The four feeds with links \
without `href` name an enclosure beside the article; the reference takes the enclosure. `BASE` of Microsoft's CDF is not \
read. Of two dates of publication in one entry the reference takes the later, we the earlier.
";

/// Reads each file into memory first, then prints the files per second of the best pass.
const FEEDPARSER: &str = r#"
import feedparser, pathlib, sys, time
files = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.xml"))]
best = 0.0
for _ in range(2):
    began = time.perf_counter()
    for data in files:
        try:
            feedparser.parse(data)
        except Exception:
            pass
    best = max(best, len(files) / (time.perf_counter() - began))
print(feedparser.__version__, best)
"#;

/// Measures it.
pub fn measure(data: &Data) -> Result<Section> {
    let mut section = Section::new("Feeds");
    let Some(tests) = unpacked(data, "feeds/feedparser-tests.tar.xz")? else {
        section.note_row("Feeds", "not measured: no development data", "");
        return Ok(section);
    };
    let reference = data.rows("feeds/feedparser-reference.jsonl")?.context("feedparser-reference.jsonl is missing")?;
    against_reference(&mut section, tests.path(), &reference)?;
    if let Some(broken) = unpacked(data, "feeds/broken.tar.xz")? {
        let truth = data.bytes("feeds/broken-truth.json")?.context("broken-truth.json is missing")?;
        let truth: BTreeMap<String, Vec<Value>> = serde_json::from_slice(&truth)?;
        against_truth(&mut section, broken.path(), &truth);
    }
    speed(&mut section, tests.path())?;
    Ok(section)
}

fn unpacked(data: &Data, path: &str) -> Result<Option<tempfile::TempDir>> {
    let Some(archive) = data.path(path) else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    let status = Command::new("tar").arg("-xJf").arg(archive).arg("-C").arg(folder.path()).status()?;
    anyhow::ensure!(status.success(), "{path} cannot be unpacked");
    Ok(Some(folder))
}

/// What a file announces; `Err` if reading it panicked.
fn read(folder: &Path, path: &str) -> std::thread::Result<Option<Vec<Announced>>> {
    let bytes = std::fs::read(folder.join(path)).unwrap_or_default();
    std::panic::catch_unwind(|| announced(&bytes))
}

fn announced(bytes: &[u8]) -> Option<Vec<Announced>> {
    wire::feed::announced(bytes, None, &Url::parse(BASE).ok()?, None)
}

/// So many of so many, with the names of the others.
#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
    wrong: Vec<String>,
}

impl Count {
    fn add(&mut self, is_right: bool, otherwise: impl FnOnce() -> String) {
        self.all += 1;
        self.right += usize::from(is_right);
        if !is_right {
            self.wrong.push(otherwise());
        }
    }

    fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }

    fn is_whole(&self) -> bool {
        self.right == self.all
    }

    fn shown(&self) -> String {
        format!("{} of {} ({:.2} %)", self.right, self.all, self.share() * 100.0)
    }

    fn list(&self, notes: &mut String, what: &str) {
        if !self.wrong.is_empty() {
            let _ = write!(notes, "\n{what}:\n\n");
            self.wrong.iter().for_each(|wrong| {
                let _ = writeln!(notes, "- {wrong}");
            });
        }
    }
}

/// Every file of the reference, and of those every title, link, date and number of entries.
fn against_reference(section: &mut Section, folder: &Path, reference: &[Value]) -> Result<()> {
    let [mut read_files, mut counts, mut titles, mut links, mut dates] = [(); 5].map(|()| Count::default());
    let mut n_panics = 0;
    for row in reference {
        let path = row["path"].as_str().context("a row without a path")?;
        let found = match read(folder, path) {
            Ok(found) => found,
            Err(_) => {
                n_panics += 1;
                None
            }
        };
        let items = row["items"].as_array().map_or(&[][..], Vec::as_slice);
        // Feedparser itself takes sixteen of its files for no feeds; their items count all the same.
        if row["ok"] == Value::Bool(true) || !items.is_empty() {
            read_files.add(found.is_some(), || path.to_owned());
        }
        let found = found.unwrap_or_default();
        counts.add(found.len() == items.len(), || format!("{path}: {} entries, not {}", found.len(), items.len()));
        for (i, item) in items.iter().enumerate() {
            let entry = found.get(i);
            if let Some(title) = item["title"].as_str() {
                let ours = entry.map_or("", |entry| entry.title.as_str());
                titles.add(is_title(ours, title), || format!("{path}: `{ours}`, not `{title}`"));
            }
            if let Some(link) = item["link"].as_str().filter(|link| link.starts_with("http")) {
                let ours = entry.map_or("", |entry| entry.url.as_str());
                let is_right = Url::parse(link).is_ok_and(|link| link.as_str() == ours);
                links.add(is_right, || format!("{path}: `{ours}`, not `{link}`"));
            }
            if let Some(date) = item["date"].as_i64().or_else(|| item["updated"].as_i64()) {
                let ours = entry.and_then(|entry| entry.date);
                dates.add(ours.map(|at| at.as_second()) == Some(date), || format!("{path}: {ours:?}, not {date}"));
            }
        }
    }
    section.row("feedparser's test files, read", read_files.shown(), "100 %", read_files.is_whole());
    section.row("their item titles, every one of the reference", titles.shown(), "> 97 %", titles.share() > 0.97);
    section.note_row("their files with the same number of items", counts.shown(), "");
    section.note_row("their items' links", links.shown(), "");
    section.note_row("their items' dates (publication, else update)", dates.shown(), "");
    section.row("panics", n_panics.to_string(), "0", n_panics == 0);
    read_files.list(&mut section.notes, "Files not read");
    titles.list(&mut section.notes, "Titles that differ");
    counts.list(&mut section.notes, "Files with another number of items");
    links.list(&mut section.notes, "Links that differ");
    dates.list(&mut section.notes, "Dates that differ");
    section.notes.push_str(JUDGED);
    Ok(())
}

/// Titles agree if they read alike, as HTML or, where it is no HTML, as they stand.
fn is_title(ours: &str, reference: &str) -> bool {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    ours == one_line(&plain_text(reference)) || ours == one_line(reference)
}

/// The broken feeds, and those whose only trouble is how their date is spelled.
fn against_truth(section: &mut Section, folder: &Path, truth: &BTreeMap<String, Vec<Value>>) {
    let [mut broken, mut dates] = [(); 2].map(|()| Count::default());
    for (path, truth) in truth {
        let found = read(folder, path).ok().flatten().unwrap_or_default();
        let is_date = path.contains("/date_");
        let is_right =
            found.len() == truth.len() && found.iter().zip(truth).all(|(entry, truth)| agrees(entry, truth, is_date));
        let count = if is_date { &mut dates } else { &mut broken };
        count.add(is_right, || format!("{path}: {found:?}"));
    }
    section.row("feeds broken as in the wild", broken.shown(), "all 51", broken.is_whole() && broken.all >= 51);
    section.row("spellings of one date", dates.shown(), "all 30", dates.is_whole() && dates.all >= 30);
    broken.list(&mut section.notes, "Broken feeds read wrongly");
    dates.list(&mut section.notes, "Spellings read wrongly");
}

/// A null in the truth is not judged, but for a date: that is one whose zone is unknown.
fn agrees(entry: &Announced, truth: &Value, is_date: bool) -> bool {
    let at = entry.date.map(|at| at.as_second());
    let is_moment = match truth["ts"].as_i64() {
        Some(expected) => at == Some(expected),
        None => !is_date || at.is_some_and(|at| (at - MOMENT).abs() <= DAY),
    };
    is_moment
        && truth["title"].as_str().is_none_or(|title| is_title(&entry.title, title))
        && truth["link"].as_str().is_none_or(|link| link == entry.url)
}

/// Bytes in memory to titles, links, dates and plain texts, on one thread; beside feedparser in the same run.
fn speed(section: &mut Section, folder: &Path) -> Result<()> {
    let files = files(folder)?;
    let mut ours: f64 = 0.0;
    for _ in 0..PASSES {
        let began = Instant::now();
        let n_read = files.iter().filter(|bytes| std::hint::black_box(announced(bytes)).is_some()).count();
        anyhow::ensure!(n_read > 0, "no file could be read");
        ours = ours.max(files.len() as f64 / began.elapsed().as_secs_f64());
    }
    let (what, aim) = ("files a second beside feedparser, one thread", "at least 20 times");
    match peers::python(FEEDPARSER, &[folder]) {
        Ok(printed) => {
            let (version, theirs) = printed.trim().split_once(' ').context("feedparser printed something else")?;
            let theirs: f64 = theirs.parse()?;
            let measured = format!("{:.0} times: {ours:.0} and {theirs:.0} (feedparser {version})", ours / theirs);
            section.row(what, measured, aim, ours >= theirs * TIMES);
        }
        Err(error) => section.note_row(what, format!("{ours:.0}; feedparser not measured: {error}"), aim),
    }
    if cfg!(debug_assertions) {
        section.notes.push_str("\nThe speed is of a build without optimisation.\n");
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "xml") {
                found.push(std::fs::read(path)?);
            }
        }
    }
    Ok(found)
}

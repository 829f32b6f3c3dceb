//! The section "Articles": what is found of real pages, which headlines are exact, and how fast, beside Python's
//! trafilatura in the same run.
//!
//! The scorer of the sets: each text that must be there counts as found or missed, each that must not as a leak.
//! White space is squeezed, and the headline counts as a part of the article. Rules were tuned on the half of the
//! pages whose address has an even MD5; the other half was only measured.

use super::data::Data;
use super::md5::md5;
use crate::section::Section;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use wire::page::{Page, read_page};

const MIXED: &str = "articles/mixed.jsonl.xz";
const ZH: &str = "articles/zh.jsonl.xz";
const TRAFILATURA: &str = include_str!("trafilatura.py");

/// Measures it.
pub fn measure(data: &Data) -> Result<Section> {
    let mut section = Section::new("Articles");
    let Some(mixed) = data.rows(MIXED)? else {
        section.note_row("articles", "not measured: the development data is missing", "");
        return Ok(section);
    };
    let zh = data.rows(ZH)?.unwrap_or_default();
    let (pages, seconds) = read_all(&mixed)?;
    let (zh_pages, _) = read_all(&zh)?;
    add_scores(&mut section, &mixed, &pages);
    let score = Score::of(&zh, &zh_pages, |_| true);
    section.row(format!("articles: F1 on {} Chinese pages", zh.len()), score.to_string(), "≥ 0.95", score.f1() >= 0.95);
    add_speed(&mut section, data, &mixed, seconds)?;
    Ok(section)
}

fn add_scores(section: &mut Section, rows: &[Value], pages: &[Page]) {
    let score = Score::of(rows, pages, |_| true);
    section.row(
        format!("articles: F1 on {} pages of many languages", rows.len()),
        score.to_string(),
        "≥ 0.9255",
        score.f1() >= 0.9255,
    );
    section.row("articles: titles exact", score.titles(), "≥ 0.80", score.title_share() >= 0.8);
    let tuned = Score::of(rows, pages, is_tuned);
    let unseen = Score::of(rows, pages, |row| !is_tuned(row));
    section.note_row("articles: the half tuned on", format!("{tuned}; titles {}", tuned.titles()), "");
    section.note_row("articles: the half only measured", format!("{unseen}; titles {}", unseen.titles()), "");
}

fn add_speed(section: &mut Section, data: &Data, rows: &[Value], seconds: f64) -> Result<()> {
    let what = "articles: pages a second and core, against Python's trafilatura";
    if cfg!(debug_assertions) {
        section.note_row(what, "not measured: this is no release build", "≥ 5 times");
        return Ok(());
    }
    let ours = rows.len() as f64 / seconds;
    let Some(peer) = trafilatura(data)? else {
        section.note_row(what, format!("{ours:.0}; no trafilatura here (scripts/peers.sh)"), "≥ 5 times");
        return Ok(());
    };
    let theirs = rows.len() as f64 / peer.seconds;
    let ratio = ours / theirs;
    let measured = format!("{ours:.0} against {theirs:.0}: {ratio:.1} times");
    section.row(what, measured, "≥ 5 times", ratio >= 5.0);
    let score = Score::of(rows, &peer.pages, |_| true);
    section.note_row("articles: F1 of Python's trafilatura, same pages, our scorer", score.to_string(), "");
    section.notes.push_str(
        "Speed is processor time of one thread over all pages of many languages in memory: ours reads headline, text, \
         author, dates and marks, trafilatura's `extract` the text alone.\n",
    );
    Ok(())
}

/// Reads all pages; the seconds of processor time are of reading alone.
fn read_all(rows: &[Value]) -> Result<(Vec<Page>, f64)> {
    let as_of = "2026-11-01T00:00:00Z".parse()?;
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let inputs: Vec<(String, String)> = rows.iter().map(|row| (text(row, "html"), text(row, "url"))).collect();
    let clock = Clock::start();
    let pages = inputs.iter().map(|(html, url)| read_page(html, url, as_of, None)).collect();
    Ok((pages, clock.seconds()))
}

/// Processor time of this thread, so that a busy machine does not change the figure; else the time that passed.
struct Clock {
    started: Instant,
    at_start: Option<f64>,
}

impl Clock {
    fn start() -> Self {
        Self { started: Instant::now(), at_start: Self::on_processor() }
    }

    fn seconds(&self) -> f64 {
        match (self.at_start, Self::on_processor()) {
            (Some(start), Some(end)) => end - start,
            _ => self.started.elapsed().as_secs_f64(),
        }
    }

    /// Linux counts it in nanoseconds.
    fn on_processor() -> Option<f64> {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(stat.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
    }
}

/// What trafilatura finds, and its processor time.
struct Peer {
    pages: Vec<Page>,
    seconds: f64,
}

fn trafilatura(data: &Data) -> Result<Option<Peer>> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let python = home.join(".cache/zaowan-bench/python/bin/python");
    let (true, Some(path)) = (python.exists(), data.path(MIXED)) else { return Ok(None) };
    let output = Command::new(python).args(["-c", TRAFILATURA]).arg(path).output()?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Ok(None);
    }
    let stdout = String::from_utf8(output.stdout)?;
    let mut lines: Vec<Value> = stdout.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let seconds = lines.pop().and_then(|last| last["seconds"].as_f64()).context("trafilatura.py gave no seconds")?;
    let page = |line: Value| Page { text: line.as_str().unwrap_or("").to_owned(), ..Page::default() };
    Ok(Some(Peer { pages: lines.into_iter().map(page).collect(), seconds }))
}

/// Rules were tuned on these.
fn is_tuned(row: &Value) -> bool {
    let [.., last] = md5(row["url"].as_str().unwrap_or(""));
    last.is_multiple_of(2)
}

/// Counts over pages.
#[derive(Default)]
struct Score {
    n_found: usize,
    n_missed: usize,
    n_leaked: usize,
    n_titles: usize,
    n_exact: usize,
}

impl Score {
    fn of(rows: &[Value], pages: &[Page], wanted: impl Fn(&Value) -> bool) -> Self {
        let mut score = Self::default();
        for (row, page) in rows.iter().zip(pages).filter(|(row, _)| wanted(row)) {
            score.add(&row["gold"], page);
        }
        score
    }

    fn add(&mut self, gold: &Value, page: &Page) {
        let title = page.title.as_deref().unwrap_or("");
        let text = squeeze(&format!("{title}\n{}", page.text));
        let texts = |key: &str| gold[key].as_array().cloned().unwrap_or_default();
        let has = |wanted: &Value| text.contains(&squeeze(wanted.as_str().unwrap_or("")));
        let with = texts("with");
        let n_found = with.iter().filter(|wanted| has(wanted)).count();
        self.n_found += n_found;
        self.n_missed += with.len() - n_found;
        self.n_leaked += texts("without").iter().filter(|unwanted| has(unwanted)).count();
        if let Some(gold) = gold["title"].as_str().filter(|title| !title.is_empty()) {
            self.n_titles += 1;
            self.n_exact += usize::from(squeeze(gold) == squeeze(title));
        }
    }

    fn precision(&self) -> f64 {
        self.n_found as f64 / (self.n_found + self.n_leaked).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.n_found as f64 / (self.n_found + self.n_missed).max(1) as f64
    }

    fn f1(&self) -> f64 {
        2.0 * self.precision() * self.recall() / (self.precision() + self.recall()).max(f64::MIN_POSITIVE)
    }

    fn title_share(&self) -> f64 {
        self.n_exact as f64 / self.n_titles.max(1) as f64
    }

    fn titles(&self) -> String {
        format!("{}/{} = {:.3}", self.n_exact, self.n_titles, self.title_share())
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.4} (P {:.3}, R {:.3})", self.f1(), self.precision(), self.recall())
    }
}

/// White space says nothing about what was found: extractors break lines in other places.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

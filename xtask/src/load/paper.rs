//! The paper that is read: the built program with a clock that is set beside the sample wire, so that an edition falls due.

use super::reader::Paths;
use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::Server;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};

/// The edition is begun so long after the program: the readers have come by then, and some of them were measured alone.
const LEAD: Duration = Duration::from_secs(14);
/// When making it begins, and when it is due.
const BEGINS: &str = "2026-03-18T06:30:00+08:00";
const DUE: &str = "2026-03-18T06:40:00+08:00";
/// What readers find before it: an edition of the same wire from half an hour before.
const BEFORE: &str = "2026-03-18T06:00:00+08:00";

pub struct Paper {
    pub addr: SocketAddr,
    pub paths: Arc<Paths>,
    out: PathBuf,
    said: tokio::io::Lines<BufReader<ChildStderr>>,
    // Ends with it.
    _process: Child,
}

impl Paper {
    /// Makes the edition that readers find, then serves it.
    pub async fn open(program: &Path, folder: &Path, wire: &Server) -> Result<Self> {
        let first = config(folder, "first", "site", wire)?;
        run(program, &first, BEFORE, "early").await?;
        let file = config(folder, "second", "site", wire)?;
        let begins: Timestamp = BEGINS.parse()?;
        let at = begins.checked_sub(LEAD)?.to_string();
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--at", &at, "--config"])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut said = BufReader::new(process.stderr.take().context("stderr is piped")?).lines();
        let first = said.next_line().await?.context("it said nothing")?;
        let addr =
            first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).context(first.clone())?.parse()?;
        let out = folder.join("site");
        let edition = "/editions/2026-03-18-early";
        let sound_bytes = std::fs::metadata(out.join("editions/2026-03-18-early/bulletin.mp3"))?.len();
        let pages = vec!["/".to_owned(), format!("{edition}/"), format!("{edition}/transcript.html")];
        let paths = Paths { pages, feed: "/feed.xml".into(), sound: format!("{edition}/bulletin.mp3"), sound_bytes };
        Ok(Self { addr, paths: Arc::new(paths), out, said, _process: process })
    }

    /// When making the edition began and when it stood.
    pub async fn edition_is_out(&mut self, until: Instant) -> Result<(Instant, Instant)> {
        let began = self.wait_for("is being made", until).await?;
        let page = self.out.join("editions/2026-03-18-morning/edition.json");
        while Instant::now() < until {
            if page.exists() {
                return Ok((began, Instant::now()));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the edition was not out while it was measured")
    }

    async fn wait_for(&mut self, words: &str, until: Instant) -> Result<Instant> {
        loop {
            let line = tokio::time::timeout_at(until.into(), self.said.next_line())
                .await
                .context("no edition was begun")??;
            let line = line.context("the program ended")?;
            if line.contains(words) {
                return Ok(Instant::now());
            }
        }
    }

    /// By how many seconds the edition was out before it was due.
    pub fn early(&self) -> Result<f64> {
        let text = std::fs::read(self.out.join("editions/2026-03-18-morning/edition.json"))?;
        let edition: news::Edition = serde_json::from_slice(&text)?;
        let due: Timestamp = DUE.parse()?;
        Ok(due.duration_since(edition.published_at).as_secs_f64())
    }
}

/// How long the same edition takes with nobody reading.
pub async fn edition_alone(program: &Path, folder: &Path, wire: &Server) -> Result<Duration> {
    let file = config(folder, "alone", "site-alone", wire)?;
    let began = Instant::now();
    run(program, &file, BEGINS, "morning").await?;
    Ok(began.elapsed())
}

async fn run(program: &Path, file: &Path, at: &str, slot: &str) -> Result<()> {
    let ran = Command::new(program).args(["run", "--at", at, "--slot", slot, "--config"]).arg(file).output().await?;
    ensure!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Ok(())
}

fn config(folder: &Path, name: &str, out: &str, wire: &Server) -> Result<PathBuf> {
    let mut table: toml::Table = testkit::sample::config().parse()?;
    let newsroom = table.get_mut("newsroom").and_then(toml::Value::as_table_mut).context("there is a [newsroom]")?;
    newsroom.insert("data".into(), format!("data-{name}").into());
    table.insert("publish".into(), toml::Table::from_iter([("out".to_owned(), out.into())]).into());
    table.insert(
        "network".into(),
        toml::Table::from_iter([
            ("replay".to_owned(), wire.addr().to_string().into()),
            ("host_delay".to_owned(), "0s".into()),
            ("timeout".to_owned(), "1500ms".into()),
        ])
        .into(),
    );
    let plan = |slot: &str, at: &str| {
        toml::Table::from_iter([
            ("slot".to_owned(), slot.into()),
            ("at".to_owned(), at.into()),
            ("deadline".to_owned(), "10m".into()),
        ])
    };
    // The early one is made by hand; at this hour of the day nothing else falls due.
    let plans = if name == "second" {
        vec![plan("morning", "06:40")]
    } else {
        vec![plan("early", "06:10"), plan("morning", "06:40")]
    };
    table.insert("edition".into(), toml::Value::Array(plans.into_iter().map(toml::Value::Table).collect()));
    let path = folder.join(format!("{name}.toml"));
    std::fs::write(&path, toml::to_string(&table)?)?;
    Ok(path)
}
